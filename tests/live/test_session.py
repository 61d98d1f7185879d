"""Every command in every phase, and what each of them does."""

from dataclasses import replace

import pytest

from app.errors import Refused, Trouble
from app.live import commands as cmd
from app.live import events as ev
from app.live.session import CODE_ALPHABET, LOCK_GRACE, MAX_ANSWERS, MAX_TIME, Session, new_code, open_session
from app.live.settings import SessionSettings
from app.live.states import Phase, next_phases
from app.quiz.model import Quiz
from tests.helpers.classroom import Classroom, capitals, same_state
from tests.helpers.people import student
from tests.helpers.questions import sample_question


def room_in(phase: Phase, questions=()) -> Classroom:
    """A class in this phase that has one revealed question behind it and others to come."""
    room = Classroom(questions or capitals(4))
    room.join("Amina", "Bilal")
    room.ask()
    if room.state.questions[room.round.question].kind == "open_text":
        room.write("Amina", "Fold")
    else:
        room.answer("Amina", "c2")
    room.reveal()
    if phase is Phase.REVEALED:
        return room
    if phase is Phase.RANKING:
        room.show_ranking()
        return room
    room.to_lobby()
    if phase is Phase.LOBBY:
        return room
    if phase is Phase.ENDED:
        room.end()
        return room
    room.ask(seconds=30)
    room.answer("Amina", "c1")
    if phase is Phase.PAUSED:
        room.pause()
    elif phase is Phase.LOCKED:
        room.lock()
    return room


def with_roster(room: Classroom) -> Classroom:
    """Two of a roster, who have signed in on the same device."""
    room.take_roster(student("l1", "1", "Alami", "Sara"), student("l2", "2", "Berrada", "Omar"))
    now = room.clock.now()
    room.note(
        ev.SignedIn(now, "l1", "t1", "device"),
        ev.SignedIn(now, "l2", "t2", "device"),
        ev.DeviceClaimed(now, "l2", "students", "device"),
    )
    return room


def with_lost_pin(room: Classroom) -> Classroom:
    """One of a roster, whose PIN was reset."""
    room.take_roster(student("l1", "1", "Alami", "Sara"), pins={"l1": "hash"})
    room.note(ev.PinReset(room.clock.now(), "l1", "host"))
    return room


COMMANDS = {
    "join": lambda room: cmd.Join("Chaima", "another token"),
    "add_device": lambda room: cmd.AddDevice("s1", "another token"),
    "sign_in": lambda room: with_roster(room) and cmd.SignIn("l1", "another token", "device"),
    "reset_pin": lambda room: with_roster(room) and cmd.ResetPin("l1"),
    "restore_pin": lambda room: with_lost_pin(room) and cmd.RestorePin("l1"),
    "resolve_claim": lambda room: with_roster(room) and cmd.ResolveClaim("l2", "d1", True),
    "prove_presence": lambda room: cmd.ProvePresence("s1", "scan"),
    "note_presence": lambda room: cmd.NotePresence(went=(("s1", 0.0),)),
    "confirm_presence": lambda room: cmd.ConfirmPresence("s1"),
    "check_in": lambda room: with_roster(room) and cmd.CheckIn("2"),
    "mark_by_hand": lambda room: cmd.MarkByHand("s1", "late"),
    "set_excused": lambda room: cmd.SetExcused("s1"),
    "answer": lambda room: room.answer_command("Bilal", {"choice": ["c2"]}),
    "time_out": lambda room: cmd.TimeOut(),
    "ask": lambda room: cmd.Ask(),
    "ask_again": lambda room: cmd.AskAgain(),
    "extend": lambda room: cmd.Extend(10),
    "lock": lambda room: cmd.Lock(),
    "reveal": lambda room: cmd.Reveal(),
    "show_ranking": lambda room: cmd.ShowRanking(),
    "to_lobby": lambda room: cmd.ToLobby(),
    "skip": lambda room: cmd.Skip(),
    "pause": lambda room: cmd.Pause(),
    "resume": lambda room: cmd.Resume(),
    "end": lambda room: cmd.End(),
    "rename": lambda room: cmd.Rename("s1", "Aïcha"),
    "remove": lambda room: cmd.Remove("s1"),
    "remove_many": lambda room: cmd.RemoveMany(("s1", "s2")),
    "set_door": lambda room: cmd.SetDoor(True),
    "readmit": lambda room: cmd.Readmit("s2"),
    "add_question": lambda room: cmd.AddQuestion(
        {"kind": "short_text"}, ask=room.phase not in (Phase.ASKING, Phase.PAUSED)
    ),
    "show_words": lambda room: cmd.ShowWords("r1", "fold"),
    "correct_key": lambda room: cmd.CorrectKey("q1", {"right": ["c1"]}),
    "cancel_question": lambda room: cmd.CancelQuestion("q1"),
    "accept_answer": lambda room: cmd.AcceptAnswer("s1", "r1"),
}


def test_the_list_of_commands_here_is_complete():
    commands = (
        cmd.Join, cmd.AddDevice, cmd.SignIn, cmd.Answer, cmd.TimeOut, cmd.ProvePresence, cmd.NotePresence,
        cmd.RemoveMany,
    )  # fmt: skip
    internal = {command.NAME for command in commands}
    assert COMMANDS.keys() == cmd.HOST_COMMANDS.keys() | internal


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("phase", Phase)
def test_a_command_is_allowed_exactly_where_the_table_says(phase, name):
    room = room_in(phase, (sample_question("open_text"), *capitals(3)) if name == "show_words" else ())
    room.remove("Bilal") if name == "readmit" else None
    command, allowed = COMMANDS[name](room), next_phases(phase, name)
    if name == "time_out":
        room.clock.advance(31)
    assert room.phase is phase
    if allowed:
        assert room.do(command), "it is allowed and something happens"
        assert room.phase in allowed
        assert same_state(room.replayed(), room.state)
    elif name == "answer":
        assert room.refused(command).code == ("answer_paused" if phase is Phase.PAUSED else "answer_closed")
    else:
        refusal = room.refused(command)
        assert refusal.code == "not_now"
        assert refusal.params == {"command": name, "phase": phase.value}


# --- opening ------------------------------------------------------------------------------------


def test_an_opened_session_has_its_own_copy_of_the_quiz_a_code_and_a_secret_seed():
    quiz = Quiz("quiz", "Rivers", capitals(2))
    first, second = (open_session(quiz, SessionSettings(), 5.0) for _ in range(2))
    assert Session([first]).state.quiz == quiz
    assert (first.at, first.title) == (5.0, "Rivers")
    assert first.session != second.session
    assert first.seed != second.seed
    assert len(first.seed) == 32


def test_codes_hold_no_characters_that_look_like_others():
    assert set("".join(new_code() for _ in range(200))) <= set(CODE_ALPHABET)
    assert not set("0O1I2Z5S8BL") & set(CODE_ALPHABET)


def test_a_quiz_that_could_not_be_read_back_is_refused_before_anything_is_stored():
    quiz = Quiz("quiz", "Title", (sample_question("single", points=float("nan")),))
    with pytest.raises(Trouble, match="quiz_unreadable"):
        open_session(quiz, SessionSettings(), 0.0)


def test_half_a_surrogate_pair_in_a_title_is_left_out():
    assert open_session(Quiz("quiz", "A\ud800B", capitals(1)), SessionSettings(), 0.0).title == "AB"


# --- students -----------------------------------------------------------------------------------


def test_a_late_student_enters_in_the_present_phase_and_can_answer():
    room = room_in(Phase.ASKING)
    room.join("Chaima")
    room.answer("Chaima", "c2")
    room.reveal()
    assert room.points() == {"Amina": 1.0, "Bilal": 0.0, "Chaima": 1.0}


def test_a_phone_that_joins_twice_is_one_student():
    room = Classroom()
    (joined,) = room.do(cmd.Join("Amina", "token"))
    assert room.do(cmd.Join("Somebody else", "token")) == []
    assert room.state.tokens == {"token": joined.student}


def test_the_same_nickname_gets_a_number():
    room = Classroom()
    room.join("Amina", "AMINA", "amina")
    assert [s.nickname for s in room.state.present()] == ["Amina", "AMINA 2", "amina 3"]


def test_the_class_is_full_at_some_point(monkeypatch):
    monkeypatch.setattr("app.live.door.MAX_STUDENTS", 2)
    room = Classroom()
    room.join("Amina", "Bilal")
    refusal = room.refused(cmd.Join("Chaima", "token"))
    assert (refusal.code, refusal.params) == ("class_full", {"most": 2})


def test_whoever_was_removed_makes_room_for_others_but_not_without_end(monkeypatch):
    monkeypatch.setattr("app.live.door.MAX_STUDENTS", 2)
    monkeypatch.setattr("app.live.door.MAX_NAMES", 3)
    room = Classroom()
    room.join("x", "x 2")
    assert len(room.do(cmd.RemoveMany(("s1", "s2", "nobody")))) == 2
    assert room.do(cmd.RemoveMany(("s1", "s2"))) == []
    room.join("Amina")
    assert room.refused(cmd.Join("Bilal", "token")).code == "class_full"


def test_a_closed_door_keeps_out_new_names_and_nobody_who_is_in():
    room = Classroom()
    room.join("Amina")
    room.take_roster(student("l1", "1", "Alami", "Sara"))
    room.do(cmd.SetDoor(True))
    assert room.do(cmd.SetDoor(True)) == []
    assert room.refused(cmd.Join("x", "token")).code == "door_closed"
    room.do(cmd.AddDevice("s1", "another"))
    room.do(cmd.SignIn("l1", "of Sara", "device"))
    room.do(cmd.SetDoor(False))
    room.join("Bilal")


def test_a_student_s_cookies_do_not_grow_without_end(monkeypatch):
    monkeypatch.setattr("app.live.door.MAX_DEVICES", 3)
    room = Classroom()
    room.join("Amina", "Bilal")
    for number in range(2):
        room.do(cmd.AddDevice("s1", f"token {number}"))
    assert room.refused(cmd.AddDevice("s1", "one more")).code == "too_many_devices"
    room.do(cmd.AddDevice("s2", "one more"))


def test_a_device_never_changes_its_student():
    room = Classroom()
    room.join("Amina")
    room.do(cmd.Join("Bilal", "of Bilal"))
    assert room.do(cmd.AddDevice("s1", "of Bilal")) == []
    assert room.state.tokens["of Bilal"] == "s2"
    room.do(cmd.AddDevice("s1", "new"))
    assert room.state.tokens["new"] == "s1"


@pytest.mark.parametrize(
    "command",
    [cmd.AddDevice("nobody", "t"), cmd.Rename("nobody", "x"), cmd.Remove("nobody"), cmd.Readmit("nobody"),
     cmd.AcceptAnswer("nobody", "r1")],
    ids=lambda command: command.NAME,
)  # fmt: skip
def test_somebody_who_is_not_in_the_class_is_not_found(command):
    assert room_in(Phase.ASKING).refused(command).code == "no_such_student"


def test_a_removed_student_cannot_answer_and_counts_nowhere_until_let_back_in():
    room = room_in(Phase.ASKING)
    room.remove("Amina")
    assert room.refused(room.answer_command("Amina", {"choice": ["c2"]})).code == "answer_not_in_class"
    assert room.points() == {"Bilal": 0.0}
    assert [s.nickname for s in room.state.present()] == ["Bilal"]
    room.readmit("Amina")
    assert room.points() == {"Amina": 1.0, "Bilal": 0.0}
    room.answer("Amina", "c2")


def test_removing_and_letting_in_twice_changes_nothing():
    room = room_in(Phase.LOBBY)
    assert room.readmit("Amina") == []
    room.remove("Amina")
    assert room.remove("Amina") == []


def test_a_nickname_can_be_changed_and_stays_unique():
    room = room_in(Phase.LOBBY)
    (renamed,) = room.do(cmd.Rename("s1", "bilal", "the teacher"))
    assert (renamed.nickname, renamed.who) == ("bilal 2", "the teacher")
    assert room.do(cmd.Rename("s2", "Bilal")) == []
    assert room.refused(cmd.Rename("s2", "\u202e ")).code == "nickname_empty"


def test_a_name_that_was_changed_is_free_for_those_who_come_later():
    room = Classroom()
    room.join("Amina", "Bilal")
    room.do(cmd.Rename("s2", "Chaima"))
    room.join("Bilal", "Chaima", "bilal")
    assert [s.nickname for s in room.state.present()] == ["Amina", "Chaima", "Bilal", "Chaima 2", "bilal 2"]


# --- answers ------------------------------------------------------------------------------------


def test_an_answer_can_be_changed_until_the_lock_and_the_last_one_counts():
    room = room_in(Phase.ASKING)
    room.answer("Bilal", "c1")
    room.wait(5)
    room.answer("Bilal", "c2")
    assert room.round.answers["s2"].answer == {"choices": ["c2"]}
    room.reveal()
    assert room.points()["Bilal"] == 1.0


def test_changing_has_an_end_and_the_last_answer_that_was_taken_counts():
    room = room_in(Phase.ASKING)
    for number in range(MAX_ANSWERS):
        room.do(room.answer_command("Bilal", {"choice": ["c1" if number % 2 else "c2"]}))
    last = room.round.answers["s2"]
    one_more = room.answer_command("Bilal", {"choice": ["c2"]})
    refusal = room.refused(one_more)
    assert (refusal.code, refusal.params) == ("answer_changed_too_often", {"most": MAX_ANSWERS})
    assert room.round.answers["s2"] is last
    assert room.do(replace(one_more, id=last.id)) == [], "sent again it gets its receipt"
    room.answer("Amina", "c1")
    room.lock()
    room.do(cmd.AskAgain())
    room.answer("Bilal", "c2")  # each round counts for itself


def test_changing_can_be_switched_off():
    room = Classroom(change_answers=False)
    room.join("Amina")
    room.ask()
    room.answer("Amina", "c1")
    assert room.refused(room.answer_command("Amina", {"choice": ["c2"]})).code == "answer_already_given"


def test_an_answer_sent_again_is_known_in_every_phase_and_changes_nothing():
    room = room_in(Phase.ASKING)
    round_ = room.round.id
    room.answer("Bilal", "c1", answer_id="first")
    room.answer("Bilal", "c2", answer_id="second")
    for step in (room.pause, room.resume, room.lock, room.reveal, room.show_ranking, room.end):
        step()
        assert room.answer("Bilal", "c1", answer_id="first", round_=round_) == []
    assert room.state.rounds[round_].answers["s2"].id == "second"


def test_the_id_of_an_answer_is_known_for_its_own_student_and_round_only():
    room = room_in(Phase.ASKING)
    room.answer("Amina", "c2", answer_id="same")
    assert room.answer("Bilal", "c2", answer_id="same")
    room.lock()
    room.ask_again()
    assert room.answer("Amina", "c2", answer_id="same")


@pytest.mark.parametrize("answer_id", ["x" * 65, "Amina B.", "a/b", "é", "a\n", "\ud800"])
def test_ids_of_answers_are_opaque(answer_id):
    room = room_in(Phase.ASKING)
    command = room.answer_command("Amina", {"choice": ["c2"]}, answer_id=answer_id)
    assert room.refused(command).code == "answer_impossible"
    assert room.refused(cmd.Answer("s1", "r2", "", {"choice": ["c2"]})).code == "answer_impossible"


def test_an_answer_to_another_round_does_not_count():
    room = room_in(Phase.ASKING)
    closed = room.answer_command("Bilal", {"choice": ["c2"]}, round_="r1")
    unknown = room.answer_command("Bilal", {"choice": ["c2"]}, round_="r99")
    assert room.refused(closed).code == "answer_closed"
    assert room.refused(unknown).code == "answer_other_round"


def test_while_paused_only_the_paused_question_is_worth_sending_again():
    room = room_in(Phase.PAUSED)
    assert room.refused(room.answer_command("Bilal", {"choice": ["c2"]})).code == "answer_paused"
    assert room.refused(room.answer_command("Bilal", {"choice": ["c2"]}, round_="r1")).code == "answer_closed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "answer_empty"),
        ({"choice": ["c9"]}, "answer_impossible"),
        ({"choice": ["c1", "c2"]}, "answer_impossible"),
    ],
)
def test_what_does_not_fit_the_question_is_refused(fields, code):
    room = room_in(Phase.ASKING)
    assert room.refused(room.answer_command("Bilal", fields)).code == code


def test_an_answer_on_its_way_at_the_deadline_counts_and_a_later_one_does_not():
    room = room_in(Phase.ASKING)
    room.clock.advance(30 + LOCK_GRACE)
    room.answer("Bilal", "c2")
    room.clock.advance(0.001)
    assert room.refused(room.answer_command("Amina", {"choice": ["c2"]})).code == "answer_closed"


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "session", "wished", "limit"),
    [
        (None, None, None, None), (20, None, None, 20), (None, 40, None, 40), (20, 40, None, 20),
        (20, 40, 7.5, 7.5), (20, 40, 0, None), (10**400, None, None, MAX_TIME),
        (None, float("inf"), None, MAX_TIME),
    ],
)  # fmt: skip
def test_the_time_limit_is_the_wish_else_the_question_s_else_the_session_s(own, session, wished, limit):
    room = Classroom(capitals(1, time_limit=own), time_limit=session)
    room.ask(seconds=wished)
    expected = None if limit is None else room.clock.now() + limit
    assert room.round.deadline == expected
    assert room.session.next_deadline() == (None if limit is None else expected + LOCK_GRACE)


def test_a_round_is_locked_when_its_time_is_up_and_not_before():
    room = room_in(Phase.ASKING)
    room.clock.advance(30.5)
    assert room.do(cmd.TimeOut()) == []
    room.clock.advance(0.5)
    (locked,) = room.do(cmd.TimeOut())
    assert locked == ev.Locked(room.clock.now(), "r2", "time")
    assert room.session.next_deadline() is None


def test_more_time_for_an_open_round_counts_from_its_deadline():
    room = room_in(Phase.ASKING)
    deadline = room.round.deadline
    room.extend(20)
    assert room.round.deadline == deadline + 20


def test_more_time_in_the_last_moment_counts_from_now():
    room = room_in(Phase.ASKING)
    room.clock.advance(30.8)
    room.extend(20)
    assert room.round.deadline == room.clock.now() + 20


def test_more_time_opens_a_locked_round_again_with_its_answers():
    room = room_in(Phase.LOCKED)
    room.wait(100)
    room.extend(20)
    assert room.phase is Phase.ASKING
    assert room.session.next_deadline() == room.clock.now() + 20 + LOCK_GRACE
    assert room.round.answers["s1"].answer == {"choices": ["c1"]}
    room.answer("Amina", "c2")
    room.reveal()
    assert room.points()["Amina"] == 2.0


def test_results_of_a_round_that_was_opened_again_are_not_kept_from_before():
    room = room_in(Phase.LOCKED)
    assert room.results.round_results(room.round)["s1"].points == 0.0
    room.extend(20)
    room.answer("Amina", "c2")
    assert room.results.round_results(room.round)["s1"].points == 1.0


def test_more_time_without_a_limit_changes_nothing():
    room = Classroom()
    room.ask()
    assert room.extend(20) == []


@pytest.mark.parametrize("seconds", [0, 0.5, -1, MAX_TIME + 1, float("nan"), float("inf")])
def test_impossible_times_are_refused(seconds):
    room = room_in(Phase.ASKING)
    assert room.refused(cmd.Extend(seconds)).code == "seconds_impossible"
    room.lock()
    if seconds != 0 and seconds != 0.5:
        assert room.refused(cmd.Ask(None, seconds)).code == "seconds_impossible"


def test_a_pause_stops_the_clock():
    room = room_in(Phase.ASKING)
    room.wait(10)
    room.pause()
    room.wait(1000)
    assert (room.phase, room.round.left, room.session.next_deadline()) == (Phase.PAUSED, 20, None)
    room.extend(5)
    room.resume()
    assert room.round.deadline == room.clock.now() + 25


def test_a_pause_after_the_deadline_leaves_no_time_below_zero():
    room = room_in(Phase.ASKING)
    room.clock.advance(30.9)
    room.pause()
    assert room.round.left == 0


# --- rounds -------------------------------------------------------------------------------------


def test_questions_come_in_order_and_only_once_until_none_is_left():
    room = Classroom(capitals(2))
    asked = []
    for _ in range(2):
        asked.append(room.ask()[0].question)
        room.reveal()
    assert asked == ["q1", "q2"]
    assert room.refused(cmd.Ask()).code == "no_question_left"
    assert room.refused(cmd.Skip()).code == "no_question_left"


def test_a_question_can_be_asked_out_of_turn():
    room = Classroom()
    room.ask("q3")
    room.lock()
    assert room.ask()[0].question == "q1"


@pytest.mark.parametrize("name", ["", "q99", "\ud800"])
def test_an_unknown_question_is_not_found(name):
    room = Classroom()
    for command in (cmd.Ask(name), cmd.Skip(name), cmd.CorrectKey(name, None), cmd.CancelQuestion(name)):
        assert room.refused(command).code == "no_such_question"


def test_asking_again_is_another_round_of_the_last_question():
    room = Classroom()
    assert room.refused(cmd.AskAgain()).code == "nothing_asked_yet"
    room.ask()
    room.lock()
    (asked,) = room.ask_again()
    assert (asked.round, asked.question, asked.attempt) == ("r2", "q1", 2)
    assert room.round.answers == {}


def test_a_slide_is_shown_without_being_asked():
    room = Classroom([sample_question("slide"), *capitals(1)])
    events = room.ask(seconds=10)
    assert [event.TYPE for event in events] == ["asked", "locked", "revealed"]
    assert (room.phase, room.session.next_deadline()) == (Phase.REVEALED, None)
    assert room.ask()[0].question == "q1"


def test_skipping_leaves_out_the_coming_or_the_named_question():
    room = Classroom()
    room.skip()
    room.skip("q3")
    assert room.skip("q3") == []
    assert room.state.next_question().id == "q2"
    room.ask("q3")
    assert room.state.left_out == {"q1"}


def test_a_question_that_was_asked_cannot_be_left_out_any_more():
    room = room_in(Phase.REVEALED)
    assert room.refused(cmd.Skip("q1")).code == "not_now"


@pytest.mark.parametrize("phase", [Phase.ASKING, Phase.PAUSED, Phase.LOCKED])
def test_an_open_round_that_is_skipped_does_not_count_and_takes_no_answers(phase):
    room = room_in(phase)
    late = room.answer_command("Bilal", {"choice": ["c2"]})
    room.skip()
    assert (room.phase, room.state.current) == (Phase.LOBBY, None)
    assert room.refused(late).code == "answer_closed"
    assert room.state.next_question().id == "q3"
    room.end()
    assert [round_.id for round_ in room.results.counted_rounds()] == ["r1"]


def test_from_the_ranking_only_what_was_revealed_can_be_shown_again():
    room = room_in(Phase.RANKING)
    room.do(cmd.Reveal())
    assert room.phase is Phase.REVEALED
    room.ask()
    room.lock()
    room.to_lobby()
    room.show_ranking()
    assert room.refused(cmd.Reveal()).code == "not_now"
    room.to_lobby()
    room.ask_again()
    room.skip()
    room.show_ranking()
    assert room.refused(cmd.Reveal()).code == "nothing_asked_yet"


@pytest.mark.parametrize("phase", [Phase.ASKING, Phase.PAUSED])
def test_ending_locks_the_open_round_and_counts_it(phase):
    room = room_in(Phase.ASKING)
    room.answer("Amina", "c2")
    if phase is Phase.PAUSED:
        room.pause()
    assert [event.TYPE for event in room.end()] == ["locked", "ended"]
    assert room.points() == {"Amina": 2.0, "Bilal": 0.0}


# --- corrections --------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", [Phase.REVEALED, Phase.ENDED])
def test_another_key_moves_the_scores_and_can_be_taken_back(phase):
    room = room_in(phase)
    (corrected,) = room.correct_key("q1", {"right": ["c1", "c3"]}, why="a slip")
    assert (corrected.at, corrected.who, corrected.why) == (room.clock.now(), "the teacher", "a slip")
    assert room.points() == {"Amina": 0.0, "Bilal": 0.0}
    room.correct_key("q1", {"right": ["c1", "c2"]})
    assert room.points()["Amina"] == 1.0
    room.correct_key("q1", None)
    assert room.state.questions["q1"] == room.state.quiz.questions[0]
    assert room.phase is phase
    assert len(room.state.corrections) == 3


def test_a_correction_begins_with_the_key_of_the_quiz_not_with_the_last_correction():
    room = room_in(Phase.REVEALED)
    room.correct_key("q1", {"weights": {"c1": 0.5}})
    room.correct_key("q1", {"weights": {"c3": 0.0}})
    assert [choice.weight for choice in room.state.questions["q1"].choices] == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("key", [{}, {"right": []}, {"right": ["c9"]}, {"weights": {"c1": float("nan")}}])
def test_an_impossible_key_is_refused(key):
    assert room_in(Phase.ENDED).refused(cmd.CorrectKey("q1", key)).code == "key_impossible"


def test_a_cancelled_question_counts_for_nobody_until_that_is_taken_back():
    room = room_in(Phase.ENDED)
    room.cancel("q1")
    assert (room.points()["Amina"], room.results.most_points()) == (0.0, 0.0)
    assert room.results.round_results(room.state.rounds["r1"])["s1"].judgement == "unscored"
    room.cancel("q1", False)
    assert (room.points()["Amina"], room.results.most_points()) == (1.0, 1.0)


def test_a_single_answer_can_be_accepted_after_all():
    room = room_in(Phase.REVEALED)
    room.ask()
    room.answer("Bilal", "c3")
    room.reveal()
    room.accept("Bilal", 0.5)
    assert room.points()["Bilal"] == 0.5
    room.accept("Bilal", None)
    assert room.points()["Bilal"] == 0.0


def test_an_acceptance_belongs_to_the_answer_it_was_given_for():
    room = room_in(Phase.ASKING)
    room.answer("Bilal", "c1")
    room.accept("Bilal")
    room.answer("Bilal", "c3")
    room.reveal()
    assert room.points()["Bilal"] == 0.0


@pytest.mark.parametrize("credit", [-0.1, 1.1, float("nan"), float("inf")])
def test_credit_lies_between_nothing_and_the_whole(credit):
    refusal = room_in(Phase.ENDED).refused(cmd.AcceptAnswer("s1", "r1", credit))
    assert (refusal.code, refusal.params["argument"]) == ("command_arguments", "credit")


def test_only_an_answer_that_was_given_can_be_accepted():
    room = room_in(Phase.ENDED)
    assert room.refused(cmd.AcceptAnswer("s2", "r1")).code == "no_such_answer"
    assert room.refused(cmd.AcceptAnswer("s1", "r9")).code == "no_such_answer"


def test_who_and_why_are_kept_without_what_cannot_be_written():
    room = room_in(Phase.ENDED)
    (event,) = room.do(cmd.CancelQuestion("q1", True, " Ms\ud800 B\x00 ", "two answers\x1b are right "))
    assert (event.who, event.why) == ("Ms B", "two answers are right")


def test_an_unknown_command_is_a_fault_of_ours():
    with pytest.raises(Refused, match="not_now"):
        Classroom().do(cmd.Command())
