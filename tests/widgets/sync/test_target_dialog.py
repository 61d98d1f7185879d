"""The assistant for where values go: nothing is sent before its last button, and leaving takes all back."""

import pytest
from PySide6.QtCore import Qt

from app.errors import Refused, Trouble
from app.outgoing.rows import State
from app.outgoing.seen import SendWishes
from tests.helpers.controls import find_unnamed
from tests.widgets.sync.conftest import asked
from widgets.sync import people_step
from widgets.sync.target_dialog import COURSE, PEOPLE, PLACE, PREVIEW, TargetDialog


@pytest.fixture
def open_dialog(desk, sync, qtbot):
    def make(session="new", kind="grade"):
        found = next(one for one in sync.list_sessions() if one.session == session)
        dialog = TargetDialog(desk, found, kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.next_button.isEnabled)
        return dialog

    return make


def go_on(qtbot, dialog, step):
    qtbot.waitUntil(dialog.next_button.isEnabled)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.step == step and not dialog.asking.is_busy)


def test_course_place_people_changes_and_then_it_is_sent(open_dialog, sync, agreement, qtbot):
    dialog = open_dialog()
    dialog.courses.list.setCurrentRow(1)
    go_on(qtbot, dialog, PLACE)
    assert asked(sync, "list_places") == [["c1", "3", "grade"]]
    dialog.places.list.setCurrentRow(1)
    dialog.places.grade.setCurrentIndex(1)
    go_on(qtbot, dialog, PEOPLE)
    wishes = sync.wishes[""]
    assert (wishes.connection, wishes.course, wishes.grade) == ("c1", "3", "percent")
    assert dialog.people.model.rows[0].student == "s3"  # who is not known comes first
    assert "3 of 4" in dialog.people.heading.text()
    go_on(qtbot, dialog, PREVIEW)
    assert sync.is_paused  # nothing leaves while the teacher reads
    assert dialog.next_button.text() == "I agree, send"
    assert "Values that will be sent: 4." in dialog.preview.heading.text()
    with qtbot.waitSignal(dialog.finished):
        dialog.next_button.click()
    [target] = sync.targets
    assert (target.ref, target.name, target.agreed) == ("g2", "Assignment 2", ("will_notify",))
    assert not sync.is_paused and asked(sync, "sync_now")


def test_leaving_the_last_step_takes_it_back(open_dialog, sync, qtbot):
    dialog = open_dialog()
    for step in (PLACE, PEOPLE, PREVIEW):
        go_on(qtbot, dialog, step)
    assert len(sync.targets) == 1
    dialog.reject()
    qtbot.waitUntil(lambda: not sync.targets and not sync.is_paused)
    assert not asked(sync, "agree")


def test_another_place_that_was_not_wanted_after_all(open_dialog, target, sync, qtbot):
    dialog = open_dialog()
    go_on(qtbot, dialog, PLACE)
    assert dialog.places.place.ref == "g1"  # where they go now
    dialog.places.list.setCurrentRow(1)
    go_on(qtbot, dialog, PEOPLE)
    go_on(qtbot, dialog, PREVIEW)
    dialog.back_button.click()
    qtbot.waitUntil(lambda: not sync.is_paused)
    assert dialog.step == PEOPLE
    dialog.reject()


def test_sending_stays_paused_where_it_was(open_dialog, sync, qtbot):
    sync.pause()
    dialog = open_dialog()
    for step in (PLACE, PEOPLE, PREVIEW):
        go_on(qtbot, dialog, step)
    with qtbot.waitSignal(dialog.finished):
        dialog.next_button.click()
    assert sync.is_paused and sync.targets


def test_a_place_of_another_session_is_told_and_nothing_is_left_behind(open_dialog, sync, qtbot):
    dialog = open_dialog()
    go_on(qtbot, dialog, PLACE)
    go_on(qtbot, dialog, PEOPLE)
    sync.failing["set_target"] = Refused("target_taken")
    dialog.next_button.click()
    qtbot.waitUntil(lambda: "overwritten" in dialog.strip.text)
    assert dialog.step == PEOPLE and not sync.is_paused and not sync.targets
    dialog.reject()


def test_a_platform_that_is_away_can_be_asked_again(open_dialog, sync, qtbot):
    dialog = open_dialog()
    sync.failing["list_places"] = Trouble("platform_not_reached")
    dialog.next_button.click()
    qtbot.waitUntil(lambda: "cannot be reached" in dialog.strip.text)
    assert dialog.step == COURSE
    del sync.failing["list_places"]
    go_on(qtbot, dialog, PLACE)
    sync.places = []
    dialog.again_button.click()
    qtbot.waitUntil(dialog.places.empty.isVisible)
    assert not dialog.next_button.isEnabled()
    dialog.reject()


def test_who_is_not_known_is_matched_by_hand(open_dialog, sync, qtbot, monkeypatch):
    dialog = open_dialog(kind="attendance")
    go_on(qtbot, dialog, PLACE)
    go_on(qtbot, dialog, PEOPLE)
    assert sync.wishes[""].attendance
    asked_of = []

    def choose(people, student, *_):
        asked_of.append((student, people.taken(student)["u2"], people.candidates(student)[0].id))
        return "u7"

    monkeypatch.setattr(people_step, "ask_for_account", choose)
    dialog.people.choose.click()
    qtbot.waitUntil(lambda: asked(sync, "set_account") == [["c1", "s3", "u7"]])
    qtbot.waitUntil(lambda: "Every student was found" in dialog.people.heading.text())
    assert asked_of == [("s3", "EL FASSI Amina", "u5")]
    dialog.reject()


def test_a_record_store_is_shown_at_once_what_would_be_sent(desk, sync, qtbot):
    sync.connect("Record store", kind="xapi")
    sync.results = [("s1", "EL FASSI Amina", "00042", "id-1")]
    dialog = TargetDialog(desk, sync.list_sessions()[1], "statement")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.step == PREVIEW)
    assert not dialog.back_button.isVisible() and not asked(sync, "list_courses")
    with qtbot.waitSignal(dialog.finished):
        dialog.next_button.click()
    assert [(one.kind, one.connection, one.name) for one in sync.targets] == [
        ("statement", "c2", "Record store")
    ]


def test_the_record_store_is_that_of_the_class_or_none(desk, sync, qtbot):
    sync.connect("Record store", kind="xapi")
    sync.wishes[""] = SendWishes(store="c9")
    dialog = TargetDialog(desk, sync.list_sessions()[1], "statement")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "not connected any more" in dialog.strip.text)
    assert dialog.step != PREVIEW and not sync.targets
    dialog.reject()


def test_all_its_controls_have_names(open_dialog, sync, qtbot):
    dialog = open_dialog()
    for step in (PLACE, PEOPLE, PREVIEW):
        go_on(qtbot, dialog, step)
    assert find_unnamed(dialog) == []
    assert dialog.preview.model.rows[0].state is State.WAITING
    dialog.reject()
