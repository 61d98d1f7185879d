"""The session machine: checks a command against the transition table and says what happens.

It reads no clock, draws no random number that is not in an event, and does no input or output: `now` is
passed in and everything that `handle` returns can be replayed.
"""

import math
import re
import secrets
from collections.abc import Callable, Iterable
from typing import Any, Final

from app.errors import Refused
from app.live import commands as cmd
from app.live import events as ev
from app.live import presence
from app.live.door import check_devices, check_door, remove_many, set_door
from app.live.extra_time import GRACE, is_open_for, own_deadline, still_open
from app.live.identity import reset_pin, resolve_claim, restore_pin, sign_in
from app.live.made_up import make_question
from app.live.nicknames import clean_nickname, fold_nickname, free_among, free_nickname
from app.live.rounds import Round
from app.live.settings import SessionSettings
from app.live.state import MIN_TIME_AFTER_RESTART, SessionState, Student, replay
from app.live.states import Phase, next_phase
from app.quiz.codec import question_to_json, quiz_from_json, quiz_to_json
from app.quiz.folding import clean_text
from app.quiz.kinds import find_kind
from app.quiz.model import Question, Quiz

CODE_ALPHABET: Final = "ACDEFGHJKMNPQRTUVWXY34679"  # nothing that looks like something else
CODE_LENGTH: Final = 4
LOCK_GRACE: Final = GRACE
MAX_ANSWERS: Final = 50  # of one student in one round; the last of them counts
MAX_TIME: Final = 4 * 3600.0  # seconds
_ANSWER_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_code() -> str:
    """A code for a class, 4 characters that cannot be mistaken for others."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def open_session(quiz: Quiz, settings: SessionSettings, now: float, code: str = "") -> ev.Opened:
    """The first event of a new session: own copy of the quiz, new code, new secret seed.

    Raises `Trouble` where the quiz could not be read back: nothing is stored then that cannot be resumed.
    """
    copy = quiz_to_json(quiz)
    quiz_from_json(copy)
    return ev.Opened(
        at=now,
        session=secrets.token_hex(8),
        title=clean_text(quiz.title),
        code=code or new_code(),
        seed=secrets.token_hex(16),
        settings=settings.to_dict(),
        quiz=copy,
    )


class Session:
    """One session. `state` is read by everybody and changed by events only."""

    def __init__(self, events: Iterable[ev.Event], new_id: Callable[[], str] | None = None) -> None:
        self.state: SessionState = replay(events)
        self._new_id = new_id or (lambda: secrets.token_hex(8))
        # Folded names in use, kept so that a storm of joins does not fold them all for each; None: unknown.
        self._names: set[str] | None = None

    def handle(self, command: cmd.Command, now: float) -> list[ev.Event]:
        """Apply the command and return the events to be stored, in order; none if it repeats a known answer.

        Raises `Refused`; then nothing has changed.
        """
        if isinstance(command, cmd.Answer) and self._is_known(command):
            return []
        if next_phase(self.state.phase, command.NAME) is None and not self._is_in_extra_time(command, now):
            if isinstance(command, cmd.Answer):
                raise self._answer_out_of_phase(command)
            raise self._not_now(command)
        events = _HANDLERS[type(command)](self, command, now)
        for event in events:
            self.state.apply(event)
            if isinstance(event, ev.Answered):
                continue
            if isinstance(event, ev.Joined) and self._names is not None:
                self._names.add(fold_nickname(event.nickname))
            else:  # others may change names
                self._names = None
        return events

    def restart(self, alive_at: float, now: float) -> list[ev.Event]:
        """The server came back at `now` after it was last known to live at `alive_at`: the time between is
        not charged, and an open round has at least 10 s left. Nothing happens to a session that has ended.
        """
        state = self.state
        if state.phase is Phase.ENDED:
            return []
        deadline = None
        if state.phase is Phase.ASKING and state.current is not None:
            round_ = state.current
            # A round cannot have begun after the server was last seen alive, whatever the clock said.
            alive_at = max(alive_at, round_.running_since or round_.asked_at)
            if round_.deadline is not None:
                deadline = now + max(round_.deadline - alive_at, MIN_TIME_AFTER_RESTART)
        event = ev.Restarted(at=now, down_since=alive_at, deadline=deadline)
        state.apply(event)
        return [event]

    def next_deadline(self) -> float | None:
        """When `TimeOut` is due, in seconds; None while no clock runs. Asked for by the room."""
        state = self.state
        if state.phase is not Phase.ASKING or state.current is None or state.current.deadline is None:
            return None
        return state.current.deadline + LOCK_GRACE

    # --- students -------------------------------------------------------------------------------

    def _join(self, command: cmd.Join, now: float) -> list[ev.Event]:
        if command.token in self.state.tokens:
            return []
        check_door(self.state)
        wished = clean_nickname(command.nickname)
        # Nobody poses as a student of the roster who has not come yet.
        if self._names is None:
            names = [student.nickname for student in self.state.students.values()]
            names += [listed.name for listed in self.state.register.listed.values()]
            self._names = {fold_nickname(name) for name in names}
        return [ev.Joined(now, self._new_id(), command.token, free_among(wished, self._names))]

    def _add_device(self, command: cmd.AddDevice, now: float) -> list[ev.Event]:
        self._student(command.student)
        if command.token in self.state.tokens:  # a device never changes its student
            return []
        check_devices(self.state, command.student)
        return [ev.DeviceAdded(now, command.student, command.token)]

    def _rename(self, command: cmd.Rename, now: float) -> list[ev.Event]:
        student = self._student(command.student)
        others = (s.nickname for s in self.state.students.values() if s is not student)
        nickname = free_nickname(clean_nickname(command.nickname), others)
        if nickname == student.nickname:
            return []
        return [ev.Renamed(now, student.id, clean_text(command.who), nickname)]

    def _remove(self, command: cmd.Remove, now: float) -> list[ev.Event]:
        if self._student(command.student).removed:
            return []
        return [ev.Removed(now, command.student)]

    def _readmit(self, command: cmd.Readmit, now: float) -> list[ev.Event]:
        if not self._student(command.student).removed:
            return []
        return [ev.Readmitted(now, command.student)]

    def _is_known(self, command: cmd.Answer) -> bool:
        """Whether this very answer was taken already; sent again, it gets its receipt in any phase."""
        round_ = self.state.rounds.get(command.round)
        return round_ is not None and round_.has_taken(command.student, command.id)

    def _answer(self, command: cmd.Answer, now: float) -> list[ev.Event]:
        state = self.state
        student = state.students.get(command.student)
        if student is None or student.removed:
            raise Refused("answer_not_in_class")
        current = state.current
        if current is None or command.round != current.id:
            raise Refused("answer_closed" if command.round in state.rounds else "answer_other_round")
        deadline = own_deadline(state, student.id) or current.deadline
        if deadline is not None and now > deadline + LOCK_GRACE:
            raise Refused("answer_closed")
        if student.id in current.answers and not state.settings.change_answers:
            raise Refused("answer_already_given")
        if current.changes[student.id] + 1 >= MAX_ANSWERS:
            raise Refused("answer_changed_too_often", most=MAX_ANSWERS)
        if not _ANSWER_ID.fullmatch(command.id):
            raise Refused("answer_impossible")
        question = state.questions[current.question]
        answer = find_kind(question.kind).parse(question, command.fields)
        return [ev.Answered(now, current.id, student.id, command.id, answer)]

    def _is_in_extra_time(self, command: cmd.Command, now: float) -> bool:
        return isinstance(command, cmd.Answer) and is_open_for(self.state, command.student, now)

    def _answer_out_of_phase(self, command: cmd.Answer) -> Refused:
        if self.state.phase is not Phase.PAUSED:
            return Refused("answer_closed")
        current = self.state.current
        return Refused("answer_paused" if current and current.id == command.round else "answer_closed")

    # --- rounds ---------------------------------------------------------------------------------

    def _ask(self, command: cmd.Ask, now: float) -> list[ev.Event]:
        return self._ask_question(self._named_or_next(command.question), command.seconds, now)

    def _ask_again(self, command: cmd.AskAgain, now: float) -> list[ev.Event]:
        last = self._last_round()
        if last is None:
            raise Refused("nothing_asked_yet")
        return self._ask_question(self.state.questions[last.question], command.seconds, now)

    def _ask_question(self, question: Question, seconds: float | None, now: float) -> list[ev.Event]:
        state = self.state
        limit = question.time_limit or state.settings.time_limit
        if seconds is not None:
            limit = _check_seconds(seconds, low=0.0)
        round_id = f"r{len(state.rounds) + 1}"
        attempt = 1 + sum(1 for r in state.rounds.values() if r.question == question.id)
        if not find_kind(question.kind).answerable:
            return [
                ev.Asked(now, round_id, question.id, attempt, None),
                ev.Locked(now, round_id, "host"),
                ev.Revealed(now, round_id),
            ]
        deadline = now + min(limit, MAX_TIME) if limit else None
        return [ev.Asked(now, round_id, question.id, attempt, deadline)]

    def _add_question(self, command: cmd.AddQuestion, now: float) -> list[ev.Event]:
        question = make_question(command.question, self._new_id())
        added = ev.QuestionAdded(now, question_to_json(question))
        if not command.ask:
            return [added]
        if self.state.phase in (Phase.ASKING, Phase.PAUSED):
            raise self._not_now(command)
        return [added, *self._ask_question(question, command.seconds, now)]

    def _extend(self, command: cmd.Extend, now: float) -> list[ev.Event]:
        round_, seconds = self._open_round(), _check_seconds(command.seconds, low=1.0)
        if self.state.phase is Phase.PAUSED:
            left = None if round_.left is None else round_.left + seconds
            return [ev.Extended(now, round_.id, None, left)]
        if self.state.phase is Phase.LOCKED:
            return [ev.Extended(now, round_.id, now + seconds)]
        if round_.deadline is None:
            return []
        return [ev.Extended(now, round_.id, max(round_.deadline, now) + seconds)]

    def _pause(self, command: cmd.Pause, now: float) -> list[ev.Event]:
        round_ = self._open_round()
        left = None if round_.deadline is None else max(round_.deadline - now, 0.0)
        return [ev.Paused(now, round_.id, left)]

    def _resume(self, command: cmd.Resume, now: float) -> list[ev.Event]:
        round_ = self._open_round()
        return [ev.Resumed(now, round_.id, None if round_.left is None else now + round_.left)]

    def _lock(self, command: cmd.Lock, now: float) -> list[ev.Event]:
        return [ev.Locked(now, self._open_round().id, "host")]

    def _time_out(self, command: cmd.TimeOut, now: float) -> list[ev.Event]:
        due = self.next_deadline()
        if due is None or now < due:
            return []
        return [ev.Locked(now, self._open_round().id, "time")]

    def _reveal(self, command: cmd.Reveal, now: float) -> list[ev.Event]:
        round_ = self._open_round()
        if self.state.phase is Phase.RANKING and round_.revealed_at is None:
            raise self._not_now(command)
        left = max(still_open(self.state, now).values(), default=now) - now
        if left > 0 and not command.insist:
            raise Refused("extra_time_running", seconds=math.ceil(left))
        return [ev.Revealed(now, round_.id)]

    def _show_ranking(self, command: cmd.ShowRanking, now: float) -> list[ev.Event]:
        return [ev.RankingShown(now)]

    def _to_lobby(self, command: cmd.ToLobby, now: float) -> list[ev.Event]:
        return [ev.LobbyShown(now)]

    def _skip(self, command: cmd.Skip, now: float) -> list[ev.Event]:
        state = self.state
        if state.phase in (Phase.ASKING, Phase.PAUSED, Phase.LOCKED) and state.current is not None:
            return [ev.Skipped(now, state.current.question, state.current.id)]
        question = self._named_or_next(command.question)
        if question.id in state.left_out:
            return []
        if any(round_.question == question.id for round_ in state.rounds.values()):
            raise self._not_now(command)  # only what is still to come can be left out
        return [ev.Skipped(now, question.id, None)]

    def _end(self, command: cmd.End, now: float) -> list[ev.Event]:
        events: list[ev.Event] = []
        if self.state.phase in (Phase.ASKING, Phase.PAUSED):
            events.append(ev.Locked(now, self._open_round().id, "host"))
        return [*events, ev.Ended(now)]

    def _show_words(self, command: cmd.ShowWords, now: float) -> list[ev.Event]:
        state, round_ = self.state, self.state.rounds.get(command.round)
        if round_ is None:
            raise Refused("no_such_words")
        if round_.locked_at is None:  # an answer may still become another one
            raise self._not_now(command)
        question = state.questions[round_.question]
        kind = find_kind(question.kind)
        authors = [
            student
            for student, given in round_.answers.items()
            if command.word and kind.word_of(question, given.answer) == command.word
        ]
        if not authors:
            raise Refused("no_such_words")
        changed = [student for student in authors if (student in round_.shown) is not command.shown]
        return [ev.WordsShown(now, round_.id, changed, command.shown)] if changed else []

    # --- corrections ----------------------------------------------------------------------------

    def _correct_key(self, command: cmd.CorrectKey, now: float) -> list[ev.Event]:
        self._question(command.question)
        original = self.state.originals[command.question]
        if command.key is not None:
            find_kind(original.kind).correct(original, command.key)  # refuses an impossible key
        who, why = clean_text(command.who), clean_text(command.why)
        return [ev.KeyCorrected(now, command.question, command.key, who, why)]

    def _cancel_question(self, command: cmd.CancelQuestion, now: float) -> list[ev.Event]:
        self._question(command.question)
        who, why = clean_text(command.who), clean_text(command.why)
        return [ev.QuestionCancelled(now, command.question, command.cancelled, who, why)]

    def _accept_answer(self, command: cmd.AcceptAnswer, now: float) -> list[ev.Event]:
        self._student(command.student)
        round_ = self.state.rounds.get(command.round)
        if round_ is None or command.student not in round_.answers:
            raise Refused("no_such_answer")
        if command.credit is not None and not 0.0 <= command.credit <= 1.0:
            raise Refused("command_arguments", command=command.NAME, argument="credit")
        who, why = clean_text(command.who), clean_text(command.why)
        return [ev.AnswerAccepted(now, round_.id, command.student, command.credit, who, why)]

    # --- finding things -------------------------------------------------------------------------

    def _not_now(self, command: cmd.Command) -> Refused:
        return Refused("not_now", command=command.NAME, phase=self.state.phase.value)

    def _student(self, student_id: str) -> Student:
        student = self.state.students.get(student_id)
        if student is None:
            raise Refused("no_such_student")
        return student

    def _question(self, question_id: str) -> Question:
        question = self.state.questions.get(question_id)
        if question is None:
            raise Refused("no_such_question")
        return question

    def _named_or_next(self, question_id: str | None) -> Question:
        if question_id is not None:
            return self._question(question_id)
        question = self.state.next_question()
        if question is None:
            raise Refused("no_question_left")
        return question

    def _open_round(self) -> Round:
        if self.state.current is None:
            raise Refused("nothing_asked_yet")
        return self.state.current

    def _last_round(self) -> Round | None:
        return next(reversed(self.state.rounds.values()), None)


def _check_seconds(seconds: float, low: float) -> float:
    if not low <= seconds <= MAX_TIME:
        raise Refused("seconds_impossible", low=int(low), high=int(MAX_TIME))
    return float(seconds)


_HANDLERS: Final[dict[type[cmd.Command], Callable[[Session, Any, float], list[ev.Event]]]] = {
    cmd.Join: Session._join,
    cmd.SignIn: sign_in,
    cmd.ResetPin: reset_pin,
    cmd.RestorePin: restore_pin,
    cmd.ResolveClaim: resolve_claim,
    cmd.ProvePresence: presence.prove,
    cmd.NotePresence: presence.note,
    cmd.ConfirmPresence: presence.confirm,
    cmd.CheckIn: presence.check_in,
    cmd.MarkByHand: presence.mark_by_hand,
    cmd.SetExcused: presence.set_excused,
    cmd.AddDevice: Session._add_device,
    cmd.Answer: Session._answer,
    cmd.TimeOut: Session._time_out,
    cmd.SetDoor: set_door,
    cmd.RemoveMany: remove_many,
    cmd.Ask: Session._ask,
    cmd.AskAgain: Session._ask_again,
    cmd.Extend: Session._extend,
    cmd.Lock: Session._lock,
    cmd.Reveal: Session._reveal,
    cmd.ShowRanking: Session._show_ranking,
    cmd.ToLobby: Session._to_lobby,
    cmd.Skip: Session._skip,
    cmd.Pause: Session._pause,
    cmd.Resume: Session._resume,
    cmd.End: Session._end,
    cmd.Rename: Session._rename,
    cmd.Remove: Session._remove,
    cmd.Readmit: Session._readmit,
    cmd.AddQuestion: Session._add_question,
    cmd.ShowWords: Session._show_words,
    cmd.CorrectKey: Session._correct_key,
    cmd.CancelQuestion: Session._cancel_question,
    cmd.AcceptAnswer: Session._accept_answer,
}
