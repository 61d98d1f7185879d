"""A class without a network: one session, simulated phones, and a clock that moves when told to.

`events` is what a journal would hold; `replayed()` is what a restarted server would know.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from itertools import count
from typing import Any

from app.clock import ManualClock
from app.errors import Refused
from app.live import commands as cmd
from app.live import events as ev
from app.live.identity import take_roster
from app.live.results import Results
from app.live.rounds import Round
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.live.state import SessionState, Student, replay
from app.live.states import Phase
from app.people import model as people
from app.quiz.model import Question, Quiz
from tests.helpers.questions import sample_question

SEED = "5eed" * 8


def capitals(how_many: int = 3, **changes: Any) -> tuple[Question, ...]:
    """Questions q1, q2, ... about the capital of Morocco: c1 is wrong, c2 right, c3 costs a half."""
    return tuple(sample_question("single", id=f"q{n}", **changes) for n in range(1, how_many + 1))


def same_state(one: SessionState, other: SessionState) -> bool:
    """Equal in every field, also in the order in which things came."""
    return one == other and all(
        list(getattr(one, name)) == list(getattr(other, name)) for name in ("students", "rounds", "accepted")
    )


class Classroom:
    """Verbs raise `Refused` as the session does; nicknames stand for students, whose ids are s1, s2, ..."""

    def __init__(self, questions: Iterable[Question] = (), **settings: Any) -> None:
        self.clock = ManualClock()
        quiz = Quiz("quiz", "Capitals", tuple(questions) or capitals())
        opened = open_session(quiz, SessionSettings(**settings), self.clock.now(), code="ABCD")
        self.events: list[ev.Event] = [replace(opened, session="session", seed=SEED)]
        self._numbers = count(1)
        self._answer_ids = count(1)
        self._use(Session(self.events, lambda: f"s{next(self._numbers)}"))

    def _use(self, session: Session) -> None:
        self.session = session
        self.results = Results(session.state)

    @property
    def state(self) -> SessionState:
        return self.session.state

    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def round(self) -> Round:
        assert self.state.current is not None
        return self.state.current

    def student(self, nickname: str) -> Student:
        return next(s for s in self.state.students.values() if s.nickname == nickname)

    # --- commands -------------------------------------------------------------------------------

    def do(self, command: cmd.Command) -> list[ev.Event]:
        """Carry out a command now, and note its events."""
        events = self.session.handle(command, self.clock.now())
        self.events += events
        return events

    def note(self, *events: ev.Event) -> None:
        """Let events happen that no command gives."""
        for event in events:
            self.state.apply(event)
            self.events.append(event)

    def take_roster(self, *students: people.Student, **more: Any) -> None:
        """pins, devices: of those who have been here before."""
        copy = people.RosterCopy(people.Roster("class", "1A", students), **more)
        self.note(*take_roster(copy, self.clock.now()))

    def refused(self, command: cmd.Command) -> Refused:
        """Why the command is refused; fails where it is not, or where anything has changed."""
        before = deepcopy(self.state)
        try:
            self.do(command)
        except Refused as refusal:
            assert same_state(before, self.state), "a refused command has changed something"
            return refusal
        raise AssertionError(f"{command} was not refused")

    def join(self, *nicknames: str) -> str:
        """Let students in; gives the id of the last one."""
        for nickname in nicknames:
            (joined,) = self.do(cmd.Join(nickname, f"token-{next(self._answer_ids)}"))
        assert isinstance(joined, ev.Joined)
        return joined.student

    def answer_command(
        self, nickname: str, fields: Mapping[str, list[str]], answer_id: str = "", round_: str = ""
    ) -> cmd.Answer:
        student = self.student(nickname).id
        answer_id = answer_id or f"a{next(self._answer_ids)}"
        return cmd.Answer(student, round_ or self.round.id, answer_id, fields)

    def answer(self, nickname: str, *choices: str, **more: str) -> list[ev.Event]:
        """Choose among the choices of the question that is asked."""
        return self.do(self.answer_command(nickname, {"choice": list(choices)}, **more))

    def write(self, nickname: str, text: str) -> list[ev.Event]:
        return self.do(self.answer_command(nickname, {"text": [text]}))

    def ask(self, question: str | None = None, seconds: float | None = None) -> list[ev.Event]:
        return self.do(cmd.Ask(question, seconds))

    def ask_again(self) -> list[ev.Event]:
        return self.do(cmd.AskAgain())

    def extend(self, seconds: float = 15.0) -> list[ev.Event]:
        return self.do(cmd.Extend(seconds))

    def pause(self) -> list[ev.Event]:
        return self.do(cmd.Pause())

    def resume(self) -> list[ev.Event]:
        return self.do(cmd.Resume())

    def lock(self) -> list[ev.Event]:
        return self.do(cmd.Lock())

    def reveal(self) -> list[ev.Event]:
        """Show the solution, of an open round after its lock."""
        if self.phase in (Phase.ASKING, Phase.PAUSED):
            self.lock()
        return self.do(cmd.Reveal())

    def show_ranking(self) -> list[ev.Event]:
        return self.do(cmd.ShowRanking())

    def to_lobby(self) -> list[ev.Event]:
        return self.do(cmd.ToLobby())

    def skip(self, question: str | None = None) -> list[ev.Event]:
        return self.do(cmd.Skip(question))

    def end(self) -> list[ev.Event]:
        return self.do(cmd.End())

    def remove(self, nickname: str) -> list[ev.Event]:
        return self.do(cmd.Remove(self.student(nickname).id))

    def readmit(self, nickname: str) -> list[ev.Event]:
        return self.do(cmd.Readmit(self.student(nickname).id))

    def correct_key(self, question: str, key: dict[str, Any] | None, why: str = "") -> list[ev.Event]:
        return self.do(cmd.CorrectKey(question, key, "the teacher", why))

    def cancel(self, question: str, cancelled: bool = True) -> list[ev.Event]:
        return self.do(cmd.CancelQuestion(question, cancelled))

    def accept(self, nickname: str, credit: float | None = 1.0, round_: str = "") -> list[ev.Event]:
        return self.do(cmd.AcceptAnswer(self.student(nickname).id, round_ or self.round.id, credit))

    # --- time -----------------------------------------------------------------------------------

    def wait(self, seconds: float) -> None:
        """Let time pass; a round whose time is up is locked then, as the room does."""
        end = self.clock.now() + seconds
        due = self.session.next_deadline()
        if due is not None and due <= end:
            self.clock.advance(due - self.clock.now())
            self.do(cmd.TimeOut())
        self.clock.advance(end - self.clock.now())

    def restart(self, down: float, alive_at: float | None = None) -> list[ev.Event]:
        """The server dies now (last noted alive at `alive_at`, else now) and is back after `down` seconds."""
        alive_at = self.clock.now() if alive_at is None else alive_at
        self.clock.advance(down)
        self._use(Session(self.events, lambda: f"s{next(self._numbers)}"))
        events = self.session.restart(alive_at, self.clock.now())
        self.events += events
        return events

    # --- what came of it ------------------------------------------------------------------------

    def replayed(self) -> SessionState:
        return replay(self.events)

    def points(self) -> dict[str, float]:
        """Nickname to total."""
        return {self.state.students[id_].nickname: p for id_, p in self.results.totals().items()}

    def places(self) -> list[tuple[int, str]]:
        return [(rank.place, rank.nickname) for rank in self.results.ranking()]


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
