"""Starting, finding and leaving classes: what the supervisor is asked for and what the teacher is told."""

import pytest

from app.errors import Trouble
from app.exchange import preau_file
from app.host.running import Running
from app.host.starting import Started
from app.live.session import open_session
from app.live.settings import SessionSettings
from app.people.class_options import ClassOptions
from app.people.codec import copy_from_json
from app.people.pins import check_pin, hash_pin
from app.quiz.model import Quiz
from app.storage.journal import Journal
from tests.helpers.people import CLASS
from tests.helpers.questions import sample_question
from widgets.wishes import Wishes

RUNNING = Running(1, 8080, "K7PM", "s1", "http://192.168.1.20:8080/K7PM", "ws://127.0.0.1:8080/host/ws")


@pytest.fixture
def quiz(desk):
    made = Quiz("", "Cells", (sample_question("single"),))
    return desk.library.add_quiz(made)


def leave_open(folder):
    """A class that nobody has ended."""
    opened = open_session(
        Quiz("q", "Tissues", (sample_question("single"),)), SessionSettings(), 1_760_000_000.0
    )
    journal = Journal(folder)
    journal.create_session(opened, {}, 8080)
    journal.close()
    return opened.session


def test_a_class_is_started_with_a_copy_of_the_quiz(desk, quiz, qtbot):
    desk.supervisor.answer = Started(RUNNING, "the secret", resumed=False)
    with qtbot.waitSignal(desk.bridge.attached) as attached:
        wishes = Wishes(class_id="b", class_name="2nd B", time_limit=20, rehearsal=True)
        desk.conductor.start_class(quiz, wishes)
    assert attached.args == [RUNNING.host, "the secret"]
    _, content, options = desk.supervisor.asked[-1]
    copy = desk.folder / "copy.preau"
    copy.write_bytes(content)
    assert preau_file.read(content, "copy").title == "Cells"
    assert (options.class_id, options.class_name, options.time_limit) == ("b", "2nd B", 20)
    assert options.rehearsal is True
    assert options.roster is None and options.attendance is False
    assert options.empty is False and options.new is False
    assert not list(desk.folder.glob("starting-*")), "the copy is gone when the server has it"
    assert desk.settings.get("last_class") == "b"
    qtbot.waitUntil(lambda: desk.library.list_quizzes()[0].used_at is not None)


@pytest.fixture
def class_id(desk):
    made = desk.library.add_class("2nd B")
    desk.library.save_roster(made, CLASS)
    desk.library.set_pin_hash("s1", hash_pin("1234", 16))
    return made


def start_with_roster(desk, quiz, class_id, qtbot):
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    desk.set_setting("last_class", class_id)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.start_class(quiz, desk.conductor.wishes())
    return desk.supervisor.asked[-1][2]


def test_a_class_with_students_starts_with_its_roster(desk, quiz, class_id, qtbot):
    held = ClassOptions(guests=True, late_after=300.0, left_early_before=120.0, notice="Kept a year.")
    desk.library.save_class_options(class_id, held)
    options = start_with_roster(desk, quiz, class_id, qtbot)
    copy = copy_from_json(desk.supervisor.roster)
    assert copy.roster.students == CLASS and check_pin("1234", copy.pins["s1"])
    assert options.roster.parent == desk.folder, "in the data folder and nowhere else"
    assert (options.class_id, options.class_name) == (class_id, "2nd B")
    assert (options.guests, options.attendance, options.notice) == (True, True, "Kept a year.")
    assert (options.late_after, options.left_early_before) == (300.0, 120.0)
    assert desk.services.learned == 1, "what was proved in the class before is known in this one"
    assert not list(desk.folder.glob("starting-*"))
    assert desk.library.list_classes()[0].used_at == desk.clock.now()


def test_no_name_lies_about_when_a_start_fails_or_the_program_was_killed_in_it(desk, quiz, class_id, qtbot):
    (desk.folder / "starting-0.json").write_text("names", encoding="utf-8")
    desk.conductor.tidy_up()
    qtbot.waitUntil(lambda: not desk.worker.is_busy)
    assert not list(desk.folder.glob("starting-*")) and desk.services.learned == 1
    desk.supervisor.answer = Trouble("class_not_started")
    desk.set_setting("last_class", class_id)
    with qtbot.waitSignal(desk.conductor.failed):
        desk.conductor.start_class(quiz, desk.conductor.wishes())
    assert desk.supervisor.roster is not None and not list(desk.folder.glob("starting-*"))
    assert desk.library.list_classes()[0].used_at is None


def test_attendance_is_taken_without_a_quiz(desk, class_id, qtbot):
    desk.library.save_class_options(class_id, ClassOptions(attendance=False))
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    desk.set_setting("last_class", class_id)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.take_attendance(desk.conductor.wishes())
    _, content, options = desk.supervisor.asked[-1]
    assert options.empty and options.attendance and options.roster is not None
    assert preau_file.read(content, "copy").title == "Attendance: 2nd B"


def test_without_a_quiz_it_is_asked_for_whom_where_there_is_a_roster(desk, class_id, qtbot):
    with qtbot.waitSignal(desk.conductor.start_asked) as asked:
        desk.conductor.start_empty()
    assert asked.args == [""] and not desk.supervisor.asked


def test_the_library_learns_when_a_class_ends_and_when_it_is_left(desk, qtbot):
    desk.bridge.ended.emit()
    desk.conductor.leave()
    qtbot.waitUntil(lambda: desk.services.learned == 2)


def test_the_control_room_opens_and_the_wall_knows_the_wifi(desk, quiz, qtbot):
    desk.set_setting("wifi_name", "PREAU-5")
    desk.set_setting("wifi_security", "nopass")
    with qtbot.waitSignal(desk.conductor.started), qtbot.waitSignal(desk.page_wanted) as wanted:
        desk.bridge.open({"id": "s1"}, [])
    assert wanted.args[0] == "control"
    wifi = {"name": "PREAU-5", "password": "", "security": "nopass"}
    qtbot.waitUntil(lambda: ("set_wall", {"wifi": wifi}) in desk.bridge.done)
    assert desk.conductor.session_id == "s1" and desk.conductor.is_running


def test_a_start_that_fails_is_said_and_can_be_tried_again(desk, quiz, qtbot):
    desk.supervisor.answer = Trouble("class_not_started")
    with qtbot.waitSignals([desk.told, desk.conductor.failed]):
        desk.conductor.start_class(quiz, Wishes())
    assert not desk.conductor.is_busy
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.start_class(quiz, Wishes())


def test_two_clicks_start_one_class(desk, quiz, qtbot):
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.start_class(quiz, Wishes())
        desk.conductor.start_class(quiz, Wishes())
    assert [asked[0] for asked in desk.supervisor.asked] == ["start"]


def test_a_class_left_open_is_never_ended_by_accident(desk, quiz, qtbot):
    leave_open(desk.folder)
    with qtbot.waitSignal(desk.told) as told:
        desk.conductor.start_class(quiz, Wishes())
    text, _level, action, go_on = told.args
    assert "Tissues" in text and action and not desk.supervisor.asked
    desk.supervisor.answer = Started(RUNNING, "x", resumed=True)
    with qtbot.waitSignal(desk.bridge.attached):
        go_on()
    assert desk.supervisor.asked[0][1] is None, "no quiz: the open class goes on"


def test_it_is_ended_where_the_teacher_says_so(desk, quiz, qtbot):
    leave_open(desk.folder)
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.start_class(quiz, Wishes(end_open=True))
    assert desk.supervisor.asked[0][2].new is True


def test_a_window_comes_back_into_the_class_that_runs(desk, qtbot):
    desk.supervisor.running = RUNNING
    with qtbot.waitSignal(desk.bridge.attached) as attached:
        desk.conductor.attach_running()
    assert attached.args == [RUNNING.host, "secret"]


def test_a_server_that_died_is_started_once_by_itself(desk, qtbot):
    desk.bridge.open({"id": "s1"}, [])
    desk.supervisor.answer = Started(RUNNING, "x", resumed=True)
    desk.bridge.gone.emit()
    desk.bridge.gone.emit()
    qtbot.waitUntil(lambda: bool(desk.supervisor.asked))
    with qtbot.waitSignal(desk.told) as told:
        desk.bridge.found_again.emit()
    assert told.args[1] == "good"
    assert [asked[0] for asked in desk.supervisor.asked] == ["start"]


def test_a_server_that_died_before_it_was_seen_is_started_again(desk, quiz, qtbot):
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.start_class(quiz, Wishes())
    assert desk.conductor.is_busy
    desk.bridge.gone.emit()
    desk.bridge.gone.emit()
    qtbot.waitUntil(lambda: len(desk.supervisor.asked) == 2)
    assert desk.supervisor.asked[1][1] is None, "it goes on with the class that was opened"
    desk.bridge.open({"id": "s1"}, [])
    assert not desk.conductor.is_busy


def test_a_rehearsal_brings_its_students(desk, quiz, qtbot):
    desk.set_setting("last_class", "b")
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.rehearse(quiz, 12)
    assert desk.supervisor.asked[0][2].rehearsal is True
    desk.bridge.open({"id": "s1", "settings": {"rehearsal": True}}, [])
    qtbot.waitUntil(lambda: ("start_rehearsal", 12) in desk.supervisor.asked)
    assert desk.settings.get("last_class") == "b", "a rehearsal is not taught to a class"


def test_a_class_without_a_quiz(desk, qtbot):
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignal(desk.bridge.attached):
        desk.conductor.start_empty()
    assert desk.supervisor.asked[0][2].empty is True


def test_the_next_class_begins_after_the_end_of_the_first(desk, quiz, qtbot):
    desk.bridge.open({"id": "s1"}, [])
    desk.bridge.take(phase="ended", now=0, round=None)
    assert not desk.conductor.is_running and desk.conductor.session_id == "s1"
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignals([desk.bridge.attached, desk.conductor.finished]):
        desk.conductor.start_class(quiz, Wishes())


def test_a_class_that_runs_is_not_replaced_by_a_click(desk, quiz, qtbot):
    desk.bridge.open({"id": "s1"}, [])
    desk.bridge.take(phase="lobby", now=0, round=None)
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        desk.conductor.start_class(quiz, Wishes())
    assert wanted.args[0] == "control" and not desk.supervisor.asked


def test_simulated_students_never_come_into_a_real_class(desk, quiz, qtbot):
    leave_open(desk.folder)
    with qtbot.waitSignal(desk.told) as told:
        desk.conductor.rehearse(quiz)
    desk.supervisor.answer = Started(RUNNING, "x", resumed=True)
    with qtbot.waitSignal(desk.bridge.attached):
        told.args[3]()  # go on with the class that was in the way
    with qtbot.waitSignal(desk.conductor.started):
        desk.bridge.open({"id": "s1", "settings": {"rehearsal": False}}, [])
    assert desk.worker.shut_down()
    assert [asked[0] for asked in desk.supervisor.asked] == ["start"]


def test_a_class_begins_though_a_setting_cannot_be_stored(desk, quiz, qtbot, monkeypatch):
    def refuse(name, value):
        raise Trouble("settings_not_stored", file="settings.json", reason="full")

    monkeypatch.setattr(desk.settings, "set", refuse)
    desk.supervisor.answer = Started(RUNNING, "x", resumed=False)
    with qtbot.waitSignals([desk.bridge.attached, desk.told]):
        desk.conductor.start_class(quiz, Wishes(class_name="2nd B"))
    desk.bridge.open({"id": "s1"}, [])
    assert not desk.conductor.is_busy
