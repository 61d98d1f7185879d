"""Keys and buttons: what they send, and that a second press never acts on what came after the first."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.helpers.played import play, settle, step
from widgets.control import driver as driving
from widgets.control.actions import ACTIONS, KEYS

Key = Qt.Key


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_PageDown, Key.Key_Right])
def test_the_next_step_leads_through_a_question(page, desk, qtbot, key):
    bridge = desk.bridge
    for phase, number, command in (
        ("lobby", None, "ask"), ("asking", 1, "lock"), ("locked", 1, "reveal"), ("revealed", 1, "ask"),
    ):  # fmt: skip
        play(bridge, phase, number)
        qtbot.keyClick(page, key)
        assert bridge.done[-1] == (command, {})
    assert len(bridge.done) == 4


@pytest.mark.parametrize(
    "key, phase, sent",
    [
        (Key.Key_P, "asking", ("pause", {})),
        (Key.Key_B, "asking", ("pause", {})),
        (Key.Key_Period, "paused", ("resume", {})),
        (Key.Key_P, "paused", ("resume", {})),
        (Key.Key_Plus, "asking", ("extend", {"seconds": 15.0})),
        (Key.Key_L, "asking", ("lock", {})),
        (Key.Key_R, "locked", ("reveal", {})),
        (Key.Key_A, "revealed", ("ask_again", {})),
        (Key.Key_S, "asking", ("skip", {})),
        (Key.Key_K, "revealed", ("show_ranking", {})),
        (Key.Key_W, "revealed", ("to_lobby", {})),
        (Key.Key_PageUp, "ranking", ("reveal", {})),
    ],
)
def test_each_key_sends_its_command(page, desk, qtbot, key, phase, sent):
    play(desk.bridge, phase, 1)
    settle(page)
    qtbot.keyClick(page, key)
    assert desk.bridge.done == [sent]


def test_a_key_without_meaning_in_a_phase_sends_nothing(page, desk, qtbot):
    for key in (Key.Key_L, Key.Key_R, Key.Key_P, Key.Key_Plus, Key.Key_A, Key.Key_PageUp, Key.Key_K):
        qtbot.keyClick(page, key)
    assert desk.bridge.done == []


def test_two_quick_spaces_do_not_skip_the_reveal(page, desk, qtbot):
    bridge = desk.bridge
    play(bridge, "asking", 1)
    settle(page)
    qtbot.keyClick(page, Key.Key_Space)
    assert not page.bar.step.isEnabled()
    qtbot.keyClick(page, Key.Key_Space)
    play(bridge, "asking", 1, connected=27)
    qtbot.keyClick(page, Key.Key_Space)
    assert bridge.done == [("lock", {})], "a snapshot from before the command frees nothing"
    play(bridge, "locked", 1)
    assert page.bar.step.isEnabled()
    assert page.bar.step.text() == "Show the answer"
    qtbot.keyClick(page, Key.Key_Space)
    assert bridge.done[-1] == ("reveal", {})


def test_after_a_refusal_one_can_press_again(page, desk, qtbot, said):
    qtbot.keyClick(page, Key.Key_Space)
    assert not page.driver.is_free
    desk.bridge.refused.emit("not_stored", "The disk is full.")
    assert page.driver.is_free
    assert said[0][:2] == ("The disk is full.", "warn")
    qtbot.keyClick(page, Key.Key_Space)
    assert desk.bridge.done == [("ask", {})] * 2


def test_a_press_at_the_moment_when_time_is_up_does_not_show_the_answer(page, desk, qtbot):
    play(desk.bridge, "asking", 1)
    settle(page)
    play(desk.bridge, "locked", 1)
    qtbot.keyClick(page, Key.Key_Space)
    assert desk.bridge.done == []
    qtbot.waitUntil(lambda: page.bar.step.isEnabled())
    qtbot.keyClick(page, Key.Key_Space)
    assert desk.bridge.done == [("reveal", {})]


def test_more_time_can_be_given_twice(page, desk, qtbot):
    play(desk.bridge, "asking", 1)
    settle(page)
    qtbot.keyClick(page, Key.Key_Plus)
    qtbot.keyClick(page, Key.Key_Plus)
    assert desk.bridge.done == [("extend", {"seconds": 15.0})] * 2


def test_the_end_is_asked_for_in_the_bar_and_not_twice_too_fast(page, desk, qtbot, monkeypatch):
    monkeypatch.setattr(driving, "CONFIRMED_AFTER", 60)
    qtbot.keyClick(page, Key.Key_E)
    assert page.bar.asks_to_end
    qtbot.keyClick(page, Key.Key_E)
    assert desk.bridge.done == [], "a bouncing key ends no class"
    qtbot.waitUntil(lambda: page.driver._asked_since.elapsed() >= 60)
    qtbot.keyClick(page, Key.Key_E)
    assert desk.bridge.done == [("end", {})]


def test_the_class_goes_on_when_the_teacher_does_not_confirm(page, desk, qtbot):
    qtbot.keyClick(page, Key.Key_E)
    qtbot.keyClick(page, Key.Key_Escape)
    assert not page.bar.asks_to_end
    qtbot.keyClick(page, Key.Key_E)
    play(desk.bridge, "asking", 1)
    assert not page.bar.asks_to_end, "something else happened meanwhile"
    settle(page)
    qtbot.keyClick(page, Key.Key_E)
    page.bar.no.click()
    assert not page.bar.asks_to_end
    qtbot.keyClick(page, Key.Key_E)
    page.bar.yes.click()
    assert desk.bridge.done == [("end", {})]


def test_at_the_end_of_the_quiz_space_asks_before_it_ends(page, desk, qtbot):
    play(desk.bridge, "ranking", 5)
    settle(page)
    qtbot.keyClick(page, Key.Key_Space)
    assert desk.bridge.done == []
    assert page.bar.step.text() == "Yes, end the class"


def test_nothing_is_sent_while_the_class_is_out_of_reach(page, desk, qtbot):
    desk.bridge.lost.emit()
    qtbot.keyClick(page, Key.Key_Space)
    assert desk.bridge.done == []
    assert not any(made.isEnabled() for made in page.bar.buttons.values())
    desk.bridge.found_again.emit()
    qtbot.keyClick(page, Key.Key_Space)
    assert desk.bridge.done == [("ask", {})]


def test_keys_of_the_projector_window_and_of_presenters(page, desk, qtbot):
    wanted = []
    page.projector_wanted.connect(wanted.append)
    page.key_pressed(int(Key.Key_PageDown))
    assert desk.bridge.done == [("ask", {})]
    page.key_pressed(int(Key.Key_F5))
    assert wanted == [True] and page.projector.isChecked()
    page.key_pressed(int(Key.Key_Z))
    page.show_projector(False)
    assert wanted == [True], "saying how it is asks for nothing"


def test_letters_belong_to_the_field_in_which_one_types(page, desk, qtbot):
    play(desk.bridge, "revealed", 1)
    page.answers.tabs.setCurrentIndex(1)
    search = page.answers.students.search
    search.setFocus()
    qtbot.keyClicks(search, "lrka s")
    assert search.text() == "lrka s"
    assert desk.bridge.done == []


def test_space_presses_the_button_that_the_keyboard_chose(page, desk, qtbot):
    play(desk.bridge, "asking", 1)
    settle(page)
    page.bar.buttons["pause"].setFocus()
    qtbot.keyClick(page.bar.buttons["pause"], Key.Key_Space)
    assert desk.bridge.done == [("pause", {})]
    focus = QApplication.focusWidget()
    assert not isinstance(focus, QAbstractButton), "not the neighbour of a button that has become pale"
    play(desk.bridge, "paused", 1)
    qtbot.keyClick(page, Key.Key_Space)
    assert desk.bridge.done[-1] == ("resume", {})


def test_a_click_leaves_the_space_bar_to_the_next_step(page, desk, qtbot):
    play(desk.bridge, "asking", 1)
    settle(page)
    qtbot.mouseClick(page.bar.buttons["extend"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Space)
    assert desk.bridge.done == [("extend", {"seconds": 15.0}), ("lock", {})]


def test_buttons_stay_in_their_places_in_every_phase(page, desk):
    def places():
        return [made.geometry() for made in (page.bar.step, *page.bar.buttons.values())]

    before = places()
    for phase in ("asking", "paused", "locked", "revealed", "ranking"):
        play(desk.bridge, phase, 1)
        QApplication.processEvents()
        assert places() == before


def test_every_action_has_a_key_and_the_manual_names_them():
    assert {action.name for action in ACTIONS} <= set(KEYS.values())
    text = (Path(__file__).parents[3] / "docs" / "control-room.md").read_text(encoding="utf-8")
    for action in ACTIONS:
        assert re.search(rf"^\| [^|]*{re.escape(action.key)}[^|]* \| {re.escape(action.tip)}", text, re.M), (
            action
        )


def test_the_page_follows_the_steps_of_the_engine(page, desk):
    play(desk.bridge, "asking", 2)
    assert page.now.note.text() == "Students see question 2. They can answer."
    assert page.answers.answered.text() == "23"
    assert step("asking", 2)["round"]["answered"] == 23


def test_a_space_after_a_click_is_the_next_step_and_not_the_click_again(page, desk, qtbot):
    shown = []
    page.projector_wanted.connect(shown.append)
    qtbot.mouseClick(page.projector, Qt.MouseButton.LeftButton)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert shown == [True]
    assert [name for name, _ in desk.bridge.done] == ["ask"]
