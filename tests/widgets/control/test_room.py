"""The room around the answers: what comes next, made-up questions, panels, the end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QProgressBar

from app.errors import Trouble
from app.live import commands as cmd
from tests.helpers.played import QUESTIONS, SESSION, play, question, settle, step, students
from tests.helpers.sample_class import SampleClass
from widgets.control import cannot_join
from widgets.control.page import ControlPage
from widgets.control.questions_model import Course, QuestionsModel

# --- what comes next --------------------------------------------------------------------------------


def test_the_list_of_questions_holds_what_a_list_must(qapp):
    model = QuestionsModel()
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.take(QUESTIONS, Course(frozenset(["q1"]), now="q1", coming="q2"))
    assert model.rowCount() == 5 and model.row_of("q3") == 2 and model.row_of("q9") == -1
    model.take([question(1, "single", "", ["", ""]), *QUESTIONS], Course())
    assert "Question asked aloud" in model.index(0).data()


def test_the_list_says_what_was_skipped_and_cancelled(page, desk):
    room = SampleClass("en", now=1_760_000_000.0)
    room.fill(3)
    room.play(2)
    room.do(cmd.CancelQuestion("q1", True))
    room.ask()
    room.do(cmd.Skip())  # as it is open
    room.do(cmd.Skip())  # before it comes
    desk.bridge.take(**room.told())
    model = page.next.model
    told = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(6)]
    assert told[0].endswith("cancelled: it counts for nobody") and told[1].endswith(" asked")
    assert all(text.endswith("skipped: it does not count") for text in told[2:4])
    assert told[4].endswith("comes next") and "count" not in told[5]
    assert model.index(0).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert page.next.count.text() == "5 left", "of nine"
    room.do(cmd.Ask("q3"))
    desk.bridge.take(**room.told())
    assert model.index(2).data(Qt.ItemDataRole.AccessibleTextRole).endswith("asked last"), "it counts again"


def test_another_question_is_chosen_and_asked_with_the_next_step(page, desk, qtbot):
    shown = page.next
    assert shown.heading.text() == "Next: question 1"
    shown.list.clicked.emit(shown.model.index(3))
    assert shown.heading.text() == "Next: question 4"
    assert page.bar.step.text() == "Ask question 4"
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert desk.bridge.done == [("ask", {"question": "q4"})]
    play(desk.bridge, "asking", 4, next="q1", done=["q4"])
    assert shown.heading.text() == "Next: question 1", "it was asked, the order goes on"


def test_the_choice_can_be_taken_back(page, desk):
    page.next.list.clicked.emit(page.next.model.index(2))
    assert page.driver.is_chosen
    page.next.back.click()
    assert page.next.heading.text() == "Next: question 1" and not page.driver.is_chosen
    page.next.list.clicked.emit(page.next.model.index(0))
    assert not page.driver.is_chosen, "it comes next anyway"


def test_a_chosen_question_can_be_skipped_or_asked_at_once(page, desk, qtbot):
    page.next.list.clicked.emit(page.next.model.index(2))
    page.bar.buttons["skip"].click()
    assert desk.bridge.done == [("skip", {"question": "q3"})]
    play(desk.bridge, "lobby", None, next="q1", done=[], connected=3)
    page.driver._release()
    page.next.ask.click()
    assert desk.bridge.done[-1] == ("ask", {"question": "q3"})


def test_after_the_last_question_an_old_one_may_be_asked_again(page, desk, qtbot):
    play(desk.bridge, "revealed", 5)
    settle(page)
    assert page.bar.step.text() == "Show the ranking"
    page.next.list.clicked.emit(page.next.model.index(1))
    assert page.bar.step.text() == "Ask question 2" and page.next.ask.text() == "Ask it again"
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert desk.bridge.done == [("ask", {"question": "q2"})]


def test_the_coming_question_shows_what_is_right(page, desk):
    play(desk.bridge, "revealed", 2)
    assert any("46" in made.text() for made in page.next.findChildren(type(page.next.heading)))


# --- a question made up in class --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, kind, choices",
    [
        ("choices 4", "single", ["a", "b", "c", "d"]),
        ("choices 2", "single", ["a", "b"]),
        ("yes_no", "single", ["yes", "no"]),
        ("number", "numeric", None),
        ("word", "short_text", None),
    ],
)
def test_a_question_is_made_up_in_two_clicks(page, desk, name, kind, choices):
    page.bar.buttons["made_up"].click()
    assert page.made_up.is_open
    page.made_up.buttons[name].click()
    [(command, args)] = desk.bridge.done
    made = args["question"]
    assert command == "add_question" and args["ask"] is True and "seconds" not in args
    assert made["kind"] == kind and made["text"] == ""
    assert choices is None or [choice["id"] for choice in made["choices"]] == choices
    assert not page.made_up.is_open and not page.driver.is_free


def test_its_text_and_time_can_be_given(page, desk, qtbot):
    qtbot.keyClick(page, Qt.Key.Key_N)
    qtbot.keyClicks(page.made_up.text, "Why not?")
    page.made_up.time.setCurrentIndex(page.made_up.time.findData(30))
    page.made_up.buttons["choices 3"].click()
    args = desk.bridge.done[0][1]
    assert args["question"]["text"] == "Why not?" and args["seconds"] == 30


def test_while_a_question_is_open_it_is_put_next(page, desk):
    play(desk.bridge, "asking", 1)
    settle(page)
    page.bar.buttons["made_up"].click()
    page.made_up.buttons["word"].click()
    assert desk.bridge.done[0][1]["ask"] is False
    assert page.driver.is_free


def test_escape_closes_the_panel_and_leaves_the_space_bar_to_the_class(page, desk, qtbot):
    qtbot.keyClick(page, Qt.Key.Key_N)
    qtbot.keyClick(page.made_up.text, Qt.Key.Key_Escape)
    assert not page.made_up.is_open and page.hasFocus()


# --- a student cannot join --------------------------------------------------------------------------


def test_the_panel_shows_all_that_helps(page, desk, qtbot):
    desk.set_setting("wifi_name", "Room 12")
    panel = page.cannot_join
    page._open_cannot_join()
    assert panel.qr.text == SESSION["addresses"][0]
    assert "192.168.1.20:8080/K7PM" in panel.address.text()
    texts = lambda: " ".join(made.text() for made in panel.findChildren(type(panel.under)))  # noqa: E731
    assert "Room 12" in texts()
    qtbot.waitUntil(lambda: "Phones can reach this laptop." in texts())


def test_a_failed_network_check_says_why(page, desk, qtbot):
    def check():
        raise Trouble("data_folder_in_use", folder="/data")

    desk.services.check_network = check
    page._open_cannot_join()
    qtbot.waitUntil(lambda: page.cannot_join.check.isEnabled())


def test_the_teachers_phone_gets_a_code_for_a_minute(page, desk, qtbot, monkeypatch):
    monkeypatch.setattr(cannot_join, "TICKET_LASTS", 2)
    panel = page.cannot_join
    page._open_cannot_join()
    panel._clock.setInterval(10)
    panel.drive.click()
    assert desk.bridge.done == [("make_ticket", {"role": "host"})] and panel.qr.text == ""
    desk.bridge.replied.emit("make_ticket", {"url": "http://192.168.1.20:8080/host#secret"})
    assert panel.qr.text.endswith("#secret")
    qtbot.waitUntil(lambda: panel.qr.text == SESSION["addresses"][0])
    assert panel.join.isChecked(), "its time is over"


def test_a_ticket_that_comes_after_the_panel_was_closed_is_not_shown(page, desk):
    page._open_cannot_join()
    page.cannot_join.drive.click()
    page.cannot_join.close_panel()
    desk.bridge.replied.emit("make_ticket", {"url": "http://x/host#secret"})
    assert page.cannot_join.qr.text == ""
    page._open_cannot_join()
    assert page.cannot_join.qr.text == SESSION["addresses"][0]


def test_in_the_smallest_window_nothing_floats_cut_or_hidden(page, qtbot):
    page.resize(880, 560)
    page._open_cannot_join()
    qtbot.waitUntil(page.cannot_join.check.isEnabled)
    panel = page.cannot_join
    qtbot.waitUntil(lambda: panel._area.verticalScrollBar().maximum() == 0)
    assert page.rect().contains(panel.geometry())
    code, below = (part.mapTo(panel, part.rect().topLeft()).y() for part in (panel.qr, panel.join))
    assert code + panel.qr.height() <= below


# --- without a class, after a class, and as a page --------------------------------------------------


def test_without_a_class_the_page_says_how_to_start_one(desk, qtbot, conductor):
    page = ControlPage(desk)
    qtbot.addWidget(page)
    page.open()
    page.show()
    wanted = []
    desk.page_wanted.connect(lambda *args: wanted.append(args))
    buttons = [made for made in page.findChildren(QAbstractButton) if made.isVisible()]
    for made in buttons:
        made.click()
    assert wanted == [("library", {})] and conductor.done == ["start_empty"]


def test_after_the_end_the_class_is_summed_up(page, desk):
    wanted = []
    desk.page_wanted.connect(lambda *args: wanted.append(args))
    crowd = students(points=1.0)
    play(desk.bridge, "ended", 5)
    desk.bridge.take(students=crowd)
    page.summary.results.click()
    page.summary.home.click()
    assert wanted == [("sessions", {"session": "session-1"}), ("home", {})]
    assert page.summary.numbers["here"].text() == "30"
    assert page.summary.numbers["questions"].text() == "5"
    mean = sum(student["points"] for student in crowd) / len(crowd)
    assert page.summary.numbers["points"].text() == f"{mean:g}"


def test_the_page_built_anew_shows_the_same(page, desk, qtbot):
    page.next.list.clicked.emit(page.next.model.index(3))
    page.answers.tabs.setCurrentIndex(1)
    page.answers.distribution.own_keys.add("q9")
    page.show_projector(True)
    again = ControlPage(desk)
    qtbot.addWidget(again)
    again.open(**page.state())
    assert again.state() == page.state()
    assert again.bar.step.text() == "Ask question 4"


def test_a_page_that_is_gone_hears_nothing(desk, qtbot):
    page = ControlPage(desk)
    play(desk.bridge, "lobby")
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    del page
    play(desk.bridge, "asking", 1)
    desk.bridge.lost.emit()
    desk.bridge.replied.emit("make_ticket", {"url": "x"})
    desk.bridge.refused.emit("fault", "No.")


def is_within(widget, kinds):
    while (widget := widget.parent()) is not None:
        if isinstance(widget, kinds):
            return True
    return False


def test_every_control_has_a_name(page, desk):
    play(desk.bridge, "asking", 4)
    page._open_cannot_join()
    page._open_made_up()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QProgressBar)
    for kind in kinds:
        for made in page.findChildren(kind):
            if is_within(made, (QComboBox, QAbstractItemView, QLineEdit)):
                continue  # Qt's own parts of these
            text = made.text() if isinstance(made, QAbstractButton) else ""
            assert made.accessibleName() or text, made


def test_the_clock_runs_only_while_there_is_something_to_count(page, desk, qtbot):
    time = page.now.time
    desk.bridge.left = 75.0
    play(desk.bridge, "asking", 1)
    assert time.left.text() == "1:15" and time._timer.isActive()
    desk.bridge.left = 4.0
    qtbot.waitUntil(lambda: time.left.text() == "4")
    assert time.left.property("level") == "bad"
    settle(page)
    time.more[1].click()
    assert desk.bridge.done == [("extend", {"seconds": 60.0})]
    play(desk.bridge, "locked", 1)
    assert not time._timer.isActive() and time.left.text() == ""
    page.hide()
    play(desk.bridge, "asking", 2)
    assert not time._timer.isActive()


def test_a_second_vote_is_named(page, desk):
    snapshot = step("asking", 1)
    snapshot["round"]["attempt"] = 2
    desk.bridge.take(**snapshot)
    assert page.answers.what.text() == "Question 1, vote 2"


# --- figures ----------------------------------------------------------------------------------------


def test_how_the_class_is_doing_is_told_quietly(page, desk):
    line = page.trouble.figures
    assert line.isHidden(), "nothing was told yet"
    desk.bridge.view.figures = {"phones": 30, "trip": 24, "slow_trip": 60, "slow": 0, "stored": 6}
    desk.bridge.changed.emit()
    assert plain(line.text()) == "network 24 ms  ·  saved within 6 ms"
    assert line.accessibleName() == (
        "The network is fast: a message to a phone and back takes 24 ms.\n"
        "The disk is fast: an answer is saved within 6 ms."
    )
    desk.bridge.view.figures = {"phones": 30, "trip": 640, "slow_trip": 900, "slow": 16, "stored": 2100}
    desk.bridge.changed.emit()
    assert plain(line.text()) == "slow phones: 16  ·  network 640 ms  ·  saved within 2100 ms"
    assert "Give students more time" in line.toolTip() and "The disk is busy" in line.toolTip()
    desk.bridge.view.figures = {"phones": 30, "trip": None, "slow_trip": None, "slow": 0, "stored": None}
    desk.bridge.changed.emit()
    assert line.isHidden()


def test_a_rehearsal_says_that_no_network_is_between(page, desk):
    desk.bridge.view.session["settings"] = {**desk.bridge.view.session["settings"], "rehearsal": True}
    desk.bridge.view.figures = {"phones": 30, "trip": None, "slow_trip": None, "slow": 0, "stored": 6}
    page.trouble.refresh()
    assert "network not measured" in page.trouble.figures.text()
    assert "simulated" in page.trouble.figures.toolTip()


def plain(text):
    return text.translate({0x2068: None, 0x2069: None})


def test_lost_phones_are_a_warning_and_no_disaster(page, desk):
    desk.bridge.take(trouble=[{"code": "phones_lost", "text": "9 of 30 phones have lost their connection."}])
    assert page.trouble.text.startswith("9 of 30 phones")
    assert page.trouble._strip.property("level") == "warn"


def test_a_long_title_is_cut_and_widens_nothing(page, desk):
    wide = page.trouble.minimumSizeHint().width()
    title = "Cell biology, first year of the bachelor's programme, group B of Tuesday morning"
    desk.bridge.view.session = {**SESSION, "title": title}
    desk.bridge.changed.emit()
    assert page.trouble.minimumSizeHint().width() <= wide + 120
    page.trouble.title.resize(200, 20)
    assert title in page.trouble.title.toolTip()
