"""Every command in every phase, and what each of them does."""

import pytest

from app.errors import Refused, Trouble
from app.live import commands as cmd
from app.live import events as ev
from app.live.session import CODE_ALPHABET, Session, new_code, open_session
from app.live.settings import SessionSettings
from app.live.states import Phase, next_phases
from app.quiz.model import Quiz
from tests.helpers.classroom import Classroom, capitals, room_in, same_state
from tests.helpers.people import student
from tests.helpers.questions import sample_question


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


def test_an_unknown_command_is_a_fault_of_ours():
    with pytest.raises(Refused, match="not_now"):
        Classroom().do(cmd.Command())
