"""What others wrote is shown as they wrote it: Qt guesses in labels and tips whether a text is HTML, and
would load the pictures that it names, on Windows also from another computer."""

import ast
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from widgets.control.students_model import NICKNAME, StudentsModel
from widgets.parts.basics import label
from widgets.parts.tips import plain_tip

WIDGETS = Path(__file__).resolve().parents[3] / "widgets"
EVIL = "<img src=//192.0.2.1/a/b>"  # fits into a nickname
TIPS = {"setToolTip": -1, "setWhatsThis": -1, "showText": 1}  # which argument holds the words
SAFE_CALLS = {"plain_tip", "translate", "ngettext"}


@cache
def calls():
    """(file, line, name, call) of every call in the window that gives words to a label or a tip."""
    found = []
    for path in sorted(WIDGETS.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if not any(name in source for name in ("QLabel", *TIPS)):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found.append((path.relative_to(WIDGETS).as_posix(), node.lineno, name, node))
    return found


def is_own(node):
    """Whether an expression holds our own words only, or goes through `plain_tip`."""
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in SAFE_CALLS
        case ast.IfExp(body=body, orelse=other):
            return is_own(body) and is_own(other)
        case ast.JoinedStr(values=values):
            return all(is_own(value) for value in values)
        case ast.FormattedValue(value=value):
            return is_own(value) or ast.unparse(value) == "action.key"
        case ast.BinOp(left=left, right=right):
            return is_own(left) and is_own(right)
    return False


def test_every_tip_is_plain_or_our_own():
    tips = [call for call in calls() if call[2] in TIPS]
    wrong = [(file, line) for file, line, name, call in tips if not is_own(call.args[TIPS[name]])]
    assert not wrong


def test_every_model_with_tips_makes_them_plain():
    files = [path for path in WIDGETS.rglob("*.py") if "ToolTipRole" in path.read_text(encoding="utf-8")]
    assert len(files) > 5
    assert not [path.name for path in files if "plain_tip(" not in path.read_text(encoding="utf-8")]


def test_labels_with_words_are_made_in_one_place():
    """`label` and the lines of empty pages say that they are plain; all others hold pictures or numbers."""
    wrong = [
        (file, line)
        for file, line, name, call in calls()
        if name == "QLabel" and call.args and not isinstance(call.args[0], ast.Constant)
        and file != "parts/basics.py"
    ]  # fmt: skip
    assert not wrong
    assert label(EVIL).textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("words", [EVIL, "a < b & c", "x &lt; y", "1 < 2\n<b>2 > 1</b>", "plain", ""])
def test_a_tip_shows_exactly_what_was_written(qapp, words):
    tip = plain_tip(words)
    shown = tip
    if tip != words:
        assert tip.startswith("<qt>"), "Qt takes it as HTML, whatever follows"
        document = QTextDocument()
        document.setHtml(tip)
        assert "￼" not in document.toPlainText(), "no picture"
        shown = document.toPlainText()
    assert shown == words


def test_a_nickname_in_the_list_of_students_is_plain(qapp):
    model = StudentsModel()
    student = {"connected": True, "answered": False, "removed": False, "points": None}
    model.take({"s1": {"id": "s1", "nickname": EVIL, **student}}, False)
    tip = model.index(0, NICKNAME).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == plain_tip(EVIL) != EVIL
