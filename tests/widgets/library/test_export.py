"""Exports: what a format would lose is said first, files are whole, nothing is replaced unasked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.exchange.formats import read_file
from app.exchange.writers import WRITERS
from app.quiz.model import Quiz
from tests.helpers.controls import find_unnamed
from tests.helpers.questions import KIND_NAMES, sample_question
from widgets.library.export_dialog import ExportDialog
from widgets.library.tags_dialog import TagsDialog


@pytest.fixture
def open_export(desk, qtbot):
    def open_(*titles):
        rows = [row for row in desk.library.list_quizzes() if row.title in titles]
        dialog = ExportDialog(desk, rows)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.save.isEnabled)
        return dialog

    return open_


def shown(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("name", list(WRITERS))
def test_every_format_is_written_and_read_again(name, shelf, open_export, desk, tmp_path, qtbot):
    dialog = open_export("Cells")
    dialog.choose(name)
    target = tmp_path / f"out{WRITERS[name].suffix}"
    with qtbot.waitSignal(desk.told) as told:
        dialog.write(target)
    assert str(target) in told.args[0] and told.args[1] == "good"
    assert len(read_file(target).quiz.questions) == 2


def test_losses_are_said_before_anything_is_written(desk, open_export, qtbot):
    desk.library.add_quiz(Quiz("", "All kinds", tuple(sample_question(kind) for kind in KIND_NAMES)))
    dialog = open_export("All kinds")
    assert "Nothing is lost" in shown(dialog)
    dialog.choose("csv")
    qtbot.waitUntil(lambda: "Left out" in shown(dialog))
    assert "10 of 11 questions are written" in shown(dialog)


def test_several_quizzes_go_into_a_folder_and_replace_nothing(shelf, open_export, desk, tmp_path, qtbot):
    target = tmp_path / "out"
    target.mkdir()
    (target / "Cells.gift").write_text("mine")
    dialog = open_export("Cells", "Forces")
    dialog.choose("gift")
    with qtbot.waitSignal(desk.told):
        dialog.write(target)
    assert sorted(file.name for file in target.iterdir()) == ["Cells 2.gift", "Cells.gift", "Forces.gift"]
    assert (target / "Cells.gift").read_text() == "mine"


def test_a_place_that_cannot_be_written_is_told_in_the_dialog(shelf, open_export, tmp_path, qtbot):
    dialog = open_export("Cells")
    dialog.write(tmp_path / "missing" / "x.preau")
    qtbot.waitUntil(lambda: dialog.strip.text != "")
    assert dialog.isVisible() and dialog.save.isEnabled()


def test_tags_of_several_quizzes(shelf, desk, qtbot):
    rows = [row for row in desk.library.list_quizzes() if row.title != "Draft"]
    dialog = TagsDialog(rows, ["L1", "exam", "other"])
    qtbot.addWidget(dialog)
    items = {dialog.list.item(n).text(): dialog.list.item(n) for n in range(dialog.list.count())}
    assert items["L1"].checkState() == Qt.CheckState.PartiallyChecked
    items["exam"].setCheckState(Qt.CheckState.Unchecked)
    items["other"].setCheckState(Qt.CheckState.Checked)
    dialog.new.setText("a، b")
    assert dialog.tags == {
        shelf["Cells"]: ["L1", "other", "a", "b"],
        shelf["Forces"]: ["other", "a", "b"],
    }
    assert find_unnamed(dialog) == []


def test_every_control_has_a_name(shelf, open_export):
    assert find_unnamed(open_export("Cells")) == []
