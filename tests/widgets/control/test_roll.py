"""The list of a class with a roster: what it shows of each student, and what is done with one or several."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QHeaderView

from app.live import commands as cmd
from app.quiz.model import Quiz
from tests.helpers.controls import find_unnamed
from tests.helpers.played import settle
from tests.helpers.sample_class import SampleClass, sample_quiz
from tests.helpers.sample_roll import SampleRoll
from widgets.control.page import ControlPage
from widgets.control.roll_model import ARRIVED, NAME, PHONE, PROOF, STATUS, RollModel
from widgets.language import apply_language, isolate

NOW = 1_760_000_000.0


def let_see(desk, room):
    """The window sees the class as it is now."""
    if desk.bridge.view is None:
        desk.bridge.open(room.session_told(), room.told()["questions"])
    desk.bridge.take(**room.told())


@pytest.fixture
def room():
    made = SampleRoll("en", now=NOW, quiz=sample_quiz("en"))
    made.fill_roll()
    return made


@pytest.fixture
def page(desk, qtbot, room):
    """The control room of this class, in the lobby."""
    made = ControlPage(desk)
    qtbot.addWidget(made)
    let_see(desk, room)
    made.resize(1150, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open()
    qtbot.waitUntil(lambda: bool(desk.bridge.done))  # what the conductor says when the class is opened
    desk.bridge.done.clear()
    return made


@pytest.fixture
def roll(page):
    return page.answers.roll


def cell(roll, student, column, role=Qt.ItemDataRole.DisplayRole):
    return roll.model.index(roll.model.row_of(student), column).data(role)


def summary(roll):
    return roll.summary.text().replace("\N{NO-BREAK SPACE}", " ")


def names(model):
    return [model.index(row, NAME).data().strip("\u2068\u2069") for row in range(model.rowCount())]


def test_everybody_is_listed_with_what_is_known_of_them(roll, room):
    assert roll.isVisible(), "before the first question who is here comes first"
    assert len(names(roll.model)) == 17 and names(roll.model)[0] == "Amina EL FASSI"
    assert names(roll.model)[-1] == "Camille (3A)\u2069 (guest)", "guests come last and are marked"
    statuses = {id_: cell(roll, id_, STATUS) for id_ in ("l1", "l3", "l4", "l10", "l11", "l12", "l13", "l16")}
    assert statuses == {
        "l1": "present", "l3": "away", "l4": "present", "l10": "to confirm", "l11": "late", "l12": "late",
        "l13": "excused", "l16": "absent",
    }  # fmt: skip
    assert cell(roll, "l12", PROOF) == "signed in at the laptop" and cell(roll, "l12", ARRIVED)
    assert cell(roll, "l16", ARRIVED) == "" and cell(roll, "l6", PROOF) == "digits typed"
    tip = Qt.ItemDataRole.ToolTipRole
    assert "with the nurse" in cell(roll, "l13", STATUS, tip) and "by hand" in cell(roll, "l13", STATUS, tip)
    assert isolate("Nour MANSOURI") in cell(roll, "l8", PHONE, tip), "a phone shared on purpose"
    assert summary(roll) == "8 present, 2 late, 1 away, 2 to confirm, 3 absent, 1 excused"
    roll.table.choose("l2")
    assert "× 1.33" in roll.details.toolTip(), "extra time is shown to the teacher"


def test_a_reason_with_signs_of_html_is_shown_as_it_was_written(roll, room, desk):
    room.do(cmd.MarkByHand("l2", "excused", why="bus & <tram>"))
    let_see(desk, room)
    roll.table.choose("l2")
    assert "&amp;" in roll.details.toolTip()
    assert "<qt>" not in roll.details.text()
    roll.details.resize(2000, 20)
    roll._write_details()
    assert "bus & <tram>" in roll.details.text()


def test_the_list_is_narrowed_by_filter_and_search(roll, room, desk):
    roll.show_only("missing")
    assert names(roll.model) == ["Youssef SKALLI", "Hiba ZIANI", "Jean-Baptiste DE LA TOUR"]
    assert roll.filter.currentText() == "Not here yet (3)"
    room.arrive(15)
    let_see(desk, room)
    assert "Hiba ZIANI" not in names(roll.model)
    roll.show_only("unproved")
    assert len(names(roll.model)) == 2
    roll.show_only("all")
    roll.search.setText("etien")
    assert names(roll.model) == ["Yanis ÉTIENNE"]
    roll.search.setText("0103")
    assert names(roll.model) == ["Leïla BENALI"]


def test_only_what_has_changed_is_drawn(qapp, desk, room):
    model = RollModel()
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    let_see(desk, room)
    model.take(desk.bridge.view)
    drawn, other = [], []
    model.dataChanged.connect(lambda first, last: drawn.append(model.row_at(first.row()).id))
    for signal in (model.modelReset, model.layoutChanged, model.rowsMoved, model.rowsInserted):
        signal.connect(lambda *args: other.append(args))
    model.take(desk.bridge.view)
    desk.bridge.take(students=[{**desk.bridge.view.students["l5"], "connected": False}])
    model.take(desk.bridge.view)
    assert (drawn, other) == (["l5"], [])
    later = desk.bridge.view.snapshot["now"] + 3_000_000
    desk.bridge.take(now=later)
    model.take(desk.bridge.view)
    assert model.find("l5").standing == "away", "by the time alone"
    room.arrive(16)
    room.do(cmd.Remove("l1"))
    let_see(desk, room)
    model.take(desk.bridge.view)
    assert names(model)[-1] == "Amina EL FASSI" and model.rowCount() == 17


def test_marks_by_keyboard_with_a_reason_can_be_taken_back(roll, room, desk, qtbot, page):
    said = []
    desk.told.connect(lambda *args: said.append(args))
    roll.table.choose("l13", "l14")
    roll.table.setFocus()
    qtbot.keyClick(roll.table, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(roll.line.field, "la grippe")
    qtbot.keyClick(roll.line.field, Qt.Key.Key_Return)
    assert desk.bridge.done == [
        ("mark_by_hand", {"student": id_, "status": "absent", "why": "la grippe"}) for id_ in ("l13", "l14")
    ]
    text, _level, action, undo = said[-1]
    assert text == "2 students were marked." and action == "Undo"
    desk.bridge.done.clear()
    undo()
    assert desk.bridge.done == [
        ("mark_by_hand", {"student": "l13", "status": "excused", "why": "with the nurse"}),
        ("mark_by_hand", {"student": "l14", "status": "", "why": ""}),
    ], "what was marked before is marked again"
    roll.table.setFocus()
    qtbot.keyClick(roll.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(roll.line.field, Qt.Key.Key_Escape)
    assert len(desk.bridge.done) == 2 and roll.table.hasFocus() and not page.driver.is_ending


def test_ticking_confirms_who_has_come_and_marks_who_has_not(roll, desk, qtbot):
    roll.table.choose("l1", "l10", "l16")
    roll.table.setFocus()
    qtbot.keyClick(roll.table, Qt.Key.Key_Return)
    assert desk.bridge.done == [
        ("confirm_presence", {"student": "l10"}),
        ("mark_by_hand", {"student": "l16", "status": "present", "why": ""}),
    ]


def test_the_menu_offers_what_fits(roll, room, desk):
    def offered():
        entries = [one for one in roll.make_menu().actions() if not one.isSeparator() and one.isEnabled()]
        return {one.text().partition("\t")[0]: one for one in entries}

    roll.table.choose("l16")
    assert not {"Rename", "Send out", "Take the mark back"} & offered().keys()
    roll.table.choose("l13")
    offered()["Take the mark back"].trigger()
    assert desk.bridge.done.pop() == ("mark_by_hand", {"student": "l13", "status": "", "why": ""})
    roll.table.choose("l1")
    said = []
    desk.told.connect(lambda *args: said.append(args))
    offered()["Reset the PIN"].trigger()
    assert "chooses a new PIN" in said[-1][0], "what happens next is said"
    said[-1][3]()
    offered()["Send out"].trigger()
    assert [name for name, _ in desk.bridge.done] == ["reset_pin", "restore_pin", "remove"]
    room.do(cmd.Remove("l1"))
    let_see(desk, room)
    offered()["Let back in"].trigger()
    assert desk.bridge.done[-1] == ("readmit", {"student": "l1"})
    offered()["Rename"].trigger()
    roll.line.field.setText("Mina")
    roll.line.done.click()
    assert desk.bridge.done[-1] == ("rename", {"student": "l1", "nickname": "Mina"})


def test_two_phones_for_one_name_are_decided_on_a_card(roll, room, desk, page):
    assert "without the digits" in roll.card.heading.text()
    roll.card.no.click()
    assert roll.filter.currentData() == "unproved"
    roll.card.yes.click()
    assert [name for name, _ in desk.bridge.done] == ["confirm_presence", "confirm_presence"]
    room.claim()
    let_see(desk, room)
    assert "Amina EL FASSI" in roll.card.heading.text() and "second phone" in roll.card.heading.text()
    assert "Amina EL FASSI" in page.trouble.text
    page.answers.tabs.setCurrentIndex(0)
    page.trouble.buttons[0].click()
    assert roll.isVisible()
    said = []
    desk.told.connect(lambda *args: said.append(args))
    roll.card.no.click()
    claim = room.told()["claims"][0]
    told = {"student": "l1", "device": claim["device"]}
    assert desk.bridge.done[-1] == ("resolve_claim", {**told, "allow": False})
    said[-1][3]()
    assert desk.bridge.done[-1] == ("resolve_claim", {**told, "allow": True})


def test_who_signs_for_somebody_else_can_be_marked_absent_at_once(roll, room, desk):
    room.arrive(14, "device 2")
    let_see(desk, room)
    assert "on the phone of \u2068Yanis ÉTIENNE\u2069" in roll.card.heading.text()
    said = []
    desk.told.connect(lambda *args: said.append(args))
    roll.card.no.click()
    assert said[-1][2] == "Mark absent"
    said[-1][3]()
    assert desk.bridge.done[-1] == ("mark_by_hand", {"student": "l14", "status": "absent", "why": ""})
    room.do(cmd.ResolveClaim("l14", room.told()["claims"][0]["device"], True))
    let_see(desk, room)
    assert "without the digits" in roll.card.heading.text(), "the next matter"


def test_a_class_without_a_quiz_shows_attendance_until_a_question_is_made_up(desk, qtbot):
    room = SampleRoll("en", now=NOW, quiz=Quiz("none", "Monday", ()))
    room.fill_roll()
    page = ControlPage(desk)
    qtbot.addWidget(page)
    let_see(desk, room)
    page.resize(1150, 720)
    page.show()
    page.open()
    assert page.answers.roll.isVisible() and not page.next.isVisible()
    assert not page.answers.tabs.tabBar().isVisible()
    assert not page.answers.roll.table.isColumnHidden(1), "there is room for the numbers"
    room.do(cmd.AddQuestion({"kind": "short_text", "text": "Why?", "texts": [{"text": "so"}]}))
    let_see(desk, room)
    settle(page)
    assert page.next.isVisible() and page.answers.tabs.tabBar().isVisible()
    assert page.answers.distribution.isVisible(), "the answers come first again"


def test_nicknames_with_attendance_are_a_roll_without_a_kiosk(desk, qtbot):
    room = SampleClass("en", now=NOW, attendance=True)
    room.fill(3)
    room.do(cmd.ProvePresence("s2", "digits"))
    page = ControlPage(desk)
    qtbot.addWidget(page)
    let_see(desk, room)
    page.show()
    page.open()
    roll = page.answers.roll
    assert summary(roll) == "1 present, 2 to confirm" and not roll.kiosk.isVisible()
    roll.table.choose("s1")
    roll.reset_pin()
    roll.tick()
    assert desk.bridge.done[-1] == ("confirm_presence", {"student": "s1"})
    assert "reset_pin" not in [name for name, _ in desk.bridge.done], "nobody has a PIN here"


def test_who_comes_after_being_marked_absent_is_shown_and_the_end_tells_who_was_there(page, roll, room, desk):
    room.do(cmd.MarkByHand("l16", "absent"))
    room.clock.advance(60)
    room.arrive(16)
    let_see(desk, room)
    roll.show_only("problems")
    assert names(roll.model) == ["Leïla BENALI", "Jean-Baptiste DE LA TOUR"]
    room.clock.advance(4000)
    room.do(cmd.End())
    let_see(desk, room)
    numbers = {name: made.text() for name, made in page.summary.numbers.items()}
    assert (numbers["here"], numbers["late"], numbers["absent"]) == ("11", "2", "5")
    assert page.summary.cards["absent"].isVisible() and not page.summary.cards["points"].isVisible()


def is_in_sight(page, widget):
    """Whether all of it is seen without scrolling."""
    region = widget.visibleRegion().boundingRect()
    return widget.isVisible() and region == widget.rect() and page.rect().contains(
        widget.mapTo(page, widget.rect().bottomRight())
    )  # fmt: skip


@pytest.mark.parametrize("code", ["en", "fr", "ar"])
def test_on_a_small_laptop_everything_essential_is_in_sight(desk, qtbot, code):
    """1366 x 768 without what the system's bars take, and a line to spare."""
    apply_language(QApplication.instance(), code)
    room = SampleRoll(code, now=NOW, quiz=sample_quiz(code))
    room.fill_roll()
    room.ask()
    room.answer_all(6)
    room.claim()
    page = ControlPage(desk)
    qtbot.addWidget(page)
    let_see(desk, room)
    page.resize(1170, 640)
    page.show()
    page.answers.show_people()
    roll = page.answers.roll
    roll.table.choose("l2")
    qtbot.waitUntil(lambda: roll.card.isVisible() and roll.table.isVisible())
    QApplication.processEvents()
    essential = [roll.card.yes, roll.card.no, roll.present, *roll.marks.values(), roll.more, roll.kiosk]
    essential += [page.bar.step, *page.bar.buttons.values(), page.projector, page.next.ask]
    assert [one.accessibleName() or one.text() for one in essential if not is_in_sight(page, one)] == []
    assert "6" in page.answers.what.text() and "11" in page.answers.what.text()


def test_all_has_a_name_and_nothing_is_left_untranslated_in_arabic(desk, qtbot):
    apply_language(QApplication.instance(), "ar")
    room = SampleRoll("ar", now=NOW, quiz=sample_quiz("ar"))
    room.fill_roll()
    room.claim()
    page = ControlPage(desk)
    qtbot.addWidget(page)
    let_see(desk, room)
    page.open()
    page.resize(1150, 720)
    page.show()
    roll = page.answers.roll
    assert [one for one in find_unnamed(page) if not isinstance(one, QHeaderView)] == []
    assert page.layoutDirection() is Qt.LayoutDirection.RightToLeft
    alignment = cell(roll, "l1", NAME, Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight
    texts = [
        roll.summary.text(),
        roll.card.text.text(),
        roll.kiosk.accessibleName(),
        cell(roll, "l12", PROOF),
    ]
    texts += [cell(roll, id_, STATUS) for id_ in ("l1", "l3", "l10", "l11", "l13", "l16")]
    assert not [text for text in texts if any("a" <= char <= "z" for char in text)]
    assert isolate("أمينة الفاسي") in roll.card.heading.text()
