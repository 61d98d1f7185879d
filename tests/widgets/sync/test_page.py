"""The page Sync: platforms and their health, sessions, values in every state and what is decided of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from app.errors import Trouble
from app.outgoing.plan import Plan, list_lines
from app.outgoing.rows import Row, State, Target
from app.outgoing.seen import Health, Overview, RowSeen
from tests.helpers.controls import find_unnamed
from tests.helpers.lesson import Lesson
from tests.helpers.people import AMINA
from tests.widgets.sessions.conftest import keep
from tests.widgets.sync.conftest import asked
from widgets.language import apply_language
from widgets.sync.rows import make_rows
from widgets.sync.session_list import SessionsModel
from widgets.sync.words import show_difference, show_value, tell_health, tell_overview


def choose(page, *students):
    page.view.table.clearSelection()
    for item in page.view.model.rows:
        if item.seen.row.student in students:
            place = page.view.model.place_of(item.key)
            page.view.table.selectRow(place)


def state_of(sync, target, student):
    row = next(seen.row for seen in sync.rows[target.id] if seen.row.student == student)
    return row.state, row.reason


def words(widget):
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def test_a_student_has_several_statements_each_with_its_own_state():
    target = Target("t", "new", "statement", "c1", "new")
    rows = [
        Row("k1", "t", "s1", "id-1", item="attended"),
        Row("k2", "t", "s1", "id-2", State.CONFIRMED, base="id-2", item="answered q1"),
    ]
    plan = Plan("t", list_lines(rows, {"k2": "id-2"}))
    made = make_rows(target, [RowSeen(row, "EL FASSI Amina") for row in rows], plan)
    assert [(one.here_words, one.there_words, one.difference) for one in made] == [
        ("attended", "–", "new"),
        ("answered", "answered", ""),
    ]
    assert [one.state for one in made] == [State.WAITING, State.CONFIRMED]


def test_without_a_platform_it_teaches_and_connects(make_page):
    page = make_page()
    assert page._empty.isVisible() and not page._split.isVisible()
    assert not page.now_button.isVisible()
    dialog = page.connect_platform()
    assert dialog.isVisible()
    dialog.reject()


def test_the_sessions_say_how_far_they_are(page, qtbot):
    rows = page.list.model.rows
    assert [row.session for row in rows] == ["new", "old"]
    index = page.list.model.index(0)
    assert "Wait for you: 3" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    page.list.filter.setCurrentIndex(page.list.filter.findData("nowhere"))
    assert [row.session for row in page.list.model.rows] == ["old"]
    assert page.list.choose("new")  # also one that the filter hides
    page.list.search.setText("cells")
    assert [row.session for row in page.list.model.rows] == ["old"]


def test_a_search_stays_while_values_are_sent(page, sync, qtbot):
    """What is shown may be none of those that are found; only who asks for it has the search emptied."""
    page.list.search.setText("Cells")
    asked_before = len(asked(sync, "list_sessions"))
    sync.tell()
    qtbot.waitUntil(lambda: len(asked(sync, "list_sessions")) > asked_before and not page._is_reading)
    assert page.list.search.text() == "Cells" and len(page.list.model.rows) == 1
    assert page.view.title.text() == "Genes"
    page.open(session="new")
    qtbot.waitUntil(lambda: page.list.search.text() == "")


def test_the_model_of_sessions_keeps_the_rules(sync, qapp):
    model = SessionsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(sync.list_sessions())
    model.set_rows([])
    assert model.rowCount() == 0


def test_each_value_says_what_is_here_there_and_why(page):
    shown = {item.seen.row.student: item for item in page.view.model.rows}
    assert (shown["s2"].there, shown["s2"].difference) == ("15", "\u2068\N{MINUS SIGN}3\u2069")
    assert shown["s3"].difference == "new"
    column = page.view.model.columns[-1]
    assert "locked on the platform" in column.show(shown["s4"])
    assert column.show(shown["s1"]) == "On the platform"


def test_only_those_in_one_state(page):
    page.view.filter.buttons[State.REFUSED].click()
    assert [item.seen.row.student for item in page.view.model.rows] == ["s4"]


def test_theirs_is_kept_by_keyboard(page, sync, target, qtbot):
    choose(page, "s2")
    with qtbot.waitActive(page):
        page.activateWindow()
    page.view.table.setFocus()
    qtbot.keyClick(page.view.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: state_of(sync, target, "s2") == (State.PARKED, "kept_theirs"))
    qtbot.waitUntil(lambda: page.view.filter.buttons[State.CHANGED_THERE].isHidden())
    role = Qt.ItemDataRole.AccessibleTextRole
    qtbot.waitUntil(lambda: "Wait for you: 2" in page.list.model.index(0).data(role))


def test_ours_is_sent_and_what_was_refused_is_tried_again(page, sync, target, qtbot):
    choose(page, "s2")
    page.view.decisions.button("send").click()
    qtbot.waitUntil(lambda: state_of(sync, target, "s2") == (State.WAITING, ""))
    choose(page, "s4")
    page.view.decisions.button("again").click()
    qtbot.waitUntil(lambda: state_of(sync, target, "s4") == (State.WAITING, ""))


def test_to_replace_several_edits_is_asked_first(page, sync, target, qtbot, monkeypatch):
    sync.move(target.id, "s1", state=State.CHANGED_THERE, there="1")
    qtbot.waitUntil(lambda: "(2)" in page.view.decisions.button("send").text())
    counts = []
    monkeypatch.setattr(page.view, "_ask_to_send", lambda count: counts.append(count) or False)
    page.view.decisions.button("send").click()
    assert counts == [2] and not asked(sync, "send_ours")
    page.view.decisions.button("keep").click()
    qtbot.waitUntil(lambda: len(asked(sync, "keep_theirs")) == 1)
    [[keys]] = asked(sync, "keep_theirs")
    assert len(keys) == 2


def test_what_happened_to_a_value_is_told(page, qtbot):
    choose(page, "s2")
    page.view.decisions.button("history").click()
    qtbot.waitUntil(lambda: bool(page.findChildren(QLabel)) and page.view.findChild(object) is not None)

    def dialog():
        from widgets.sync.history_dialog import HistoryDialog

        return page.view.findChild(HistoryDialog)

    qtbot.waitUntil(lambda: dialog() is not None and dialog().isVisible())
    assert [step.state for step in dialog().model.rows] == ["changed_there", "confirmed"]
    dialog().accept()


def test_the_dry_run_shows_what_sending_brings_about_before_it_is_agreed(
    page, sync, target, agreement, qtbot
):
    sync.there = {"s2": "15"}
    sync.move(target.id, "s1", state=State.WAITING, base=None)
    qtbot.waitUntil(lambda: page.view.model.rows[0].state is State.WAITING)
    page.view.look_button.click()
    qtbot.waitUntil(page.view.notices.isVisible)
    assert "message to each student" in words(page.view.notices)
    assert not asked(sync, "agree") and not asked(sync, "sync_now")
    page.view.notices.button.click()
    qtbot.waitUntil(lambda: asked(sync, "agree") == [[target.id, ("will_notify",)]])
    qtbot.waitUntil(lambda: bool(asked(sync, "sync_now")))


def test_a_dry_run_that_fails_says_why(page, sync, told, qtbot):
    sync.failing["plan"] = Trouble("platform_not_reached")
    page.view.look_button.click()
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][1] == "bad" and "cannot be reached" in told[-1][0]
    assert page.view.look_button.isEnabled()


def test_sending_to_a_place_is_ended_with_a_way_back(page, sync, told, qtbot):
    page.view.stop_button.click()
    qtbot.waitUntil(lambda: bool(told) and not sync.targets)
    qtbot.waitUntil(lambda: page.view._stack.currentIndex() == 0)
    told[-1][3]()
    qtbot.waitUntil(lambda: len(sync.targets) == 1 and page.view._stack.currentIndex() == 1)
    assert sync.targets[0].name == "Assignment 1"


def test_pause_go_on_and_sync_now(page, sync, qtbot):
    page.pause_button.click()
    qtbot.waitUntil(lambda: sync.is_paused and page.pause_button.text() == "Go on")
    page.pause_button.click()
    qtbot.waitUntil(lambda: not sync.is_paused and page.pause_button.text() == "Pause")
    page.now_button.click()
    qtbot.waitUntil(lambda: bool(asked(sync, "sync_now")))


def test_the_page_follows_what_the_thread_of_sync_does(page, sync, target, qtbot):
    sync.move(target.id, "s4", state=State.CONFIRMED, reason="", base="14")
    qtbot.waitUntil(lambda: page.view.filter.buttons[State.REFUSED].isHidden())
    assert "Wait for you: 2" in page.list.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize(
    ("health", "level", "says"),
    [
        ({"code": "platform_unreachable"}, "warn", "cannot be reached"),
        ({"code": "platform_logged_out"}, "bad", "sign in again"),
        ({"changed": 1, "refused": 2}, "warn", "decision: 3"),
        ({"waiting": 4}, "soft", "on their way: 4"),
        ({"confirmed": 4}, "good", "Everything is there"),
        ({}, "soft", "Choose below"),
    ],
)
def test_how_a_platform_does_is_one_sentence(sync, health, level, says):
    empty = {
        "waiting": 0,
        "confirmed": 0,
        "changed": 0,
        "refused": 0,
        "parked": 0,
        "code": "",
        "next_at": None,
    }
    told = tell_health(Health(sync.connections[0], **empty | health))
    assert says in told[0] and told[1] == level


def test_the_line_that_matters():
    assert tell_overview(Overview(waiting=3, changed=1, parked=1))[0].endswith(": 2")
    assert tell_overview(Overview(waiting=3, code="platform_unreachable"))[1] == "soft"
    assert tell_overview(Overview(code="platform_logged_out"))[1] == "bad"
    assert tell_overview(Overview(last_confirmed=1_759_900_000.0))[1] == "good"


def test_values_as_people_write_them(qapp):
    apply_language(qapp, "fr")
    assert show_value("grade", "17.5") == "17,5"
    assert show_value("attendance", "late") == "en retard"
    assert show_value("grade", None) == "–"
    assert show_difference("attendance", "late", "late") == ""


def test_everything_has_a_name_in_arabic_too(make_page, target, qapp, qtbot):
    apply_language(qapp, "ar")
    page = make_page(session="new")
    qtbot.waitUntil(lambda: len(page.view.model.rows) == 4)
    choose(page, "s2")
    assert find_unnamed(page) == []
    assert page.state() == {"session": "new", "kind": "grade"}


def test_what_cannot_be_read_is_said_in_its_place(page, sync, qtbot):
    sync.failing["list_health"] = Trouble("sync_elsewhere")
    sync.tell()
    qtbot.waitUntil(lambda: "Another Préau" in page.line.text())
    del sync.failing["list_health"]
    sync.tell()
    qtbot.waitUntil(lambda: "wait for your decision" in page.line.text())


def test_guests_are_named_because_nothing_is_sent_of_them(desk, sync, target, make_page, qtbot):
    room = Lesson(guests=True, session="new")
    room.comes(AMINA)
    room.join("Camille")
    room.end()
    keep(desk, room, "new")
    page = make_page(session="new")
    qtbot.waitUntil(page.view.guests.isVisible)
    assert page.view.guests.text().startswith("Nothing is sent of 1 guest: \u2068Camille\u2069.")
    page.open(session="old")  # brought by another computer: nobody knows who was there
    qtbot.waitUntil(lambda: page.view.title.text() == "Cells")
    assert not page.view.guests.isVisible()
