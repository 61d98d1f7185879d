"""The state of a session: plain values, changed by `apply` of events and by nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from app.live import events as ev
from app.live.extra_time import used_by
from app.live.order import shuffle_items
from app.live.register import Register
from app.live.rounds import Given, Round
from app.live.settings import SessionSettings
from app.live.states import Phase
from app.quiz.codec import question_from_json, quiz_from_json
from app.quiz.kinds import find_kind
from app.quiz.model import Question, Quiz

MIN_TIME_AFTER_RESTART: Final = 10.0  # seconds


@dataclass(slots=True)
class Student:
    id: str
    nickname: str
    joined_at: float
    removed: bool = False


@dataclass(slots=True)
class SessionState:
    """Everything that is known of one session. `revision` grows with everything that may move a score."""

    id: str = ""
    title: str = ""
    code: str = ""
    seed: str = ""
    opened_at: float = 0.0
    ended_at: float | None = None
    phase: Phase = Phase.LOBBY
    settings: SessionSettings = field(default_factory=SessionSettings)
    quiz: Quiz = field(default_factory=lambda: Quiz("", ""))
    order: tuple[str, ...] = ()  # question ids as they come
    questions: dict[str, Question] = field(default_factory=dict)  # with the key that counts now
    originals: dict[str, Question] = field(default_factory=dict)  # with the key that each came with
    students: dict[str, Student] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # SHA-256 of a device's secret -> student
    register: Register = field(default_factory=Register)
    rounds: dict[str, Round] = field(default_factory=dict)
    current: Round | None = None
    door_closed: bool = False
    left_out: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    accepted: dict[tuple[str, str], float] = field(default_factory=dict)  # (round, student) -> credit
    corrections: list[ev.Event] = field(default_factory=list)
    revision: int = 0
    steps: int = 0  # grows when what everybody sees changes; names a state of the pages

    def apply(self, event: ev.Event) -> None:
        before = self.phase
        _APPLY[type(event)](self, event)
        if self.phase is not before or self.phase in _SEEN_IN.get(type(event), Phase):
            self.steps += 1

    @property
    def edition(self) -> int:
        """Grows with every change of the questions or their keys."""
        return len(self.corrections) + len(self.order)

    def next_question(self) -> Question | None:
        """The first question that was neither asked nor left out."""
        asked = {r.question for r in self.rounds.values()} | self.left_out
        return next((self.questions[id_] for id_ in self.order if id_ not in asked), None)

    def skipped(self) -> list[str]:
        """Ids of questions that were left out, or skipped whenever they were asked; in their order."""
        counted = {r.question for r in self.rounds.values() if not r.skipped}
        passed = {r.question for r in self.rounds.values() if r.skipped} | self.left_out
        return [id_ for id_ in self.order if id_ in passed - counted]

    def find_student(self, token: str) -> str | None:
        """The student for whom this cookie speaks; none any more where a newer device has taken over."""
        student = self.tokens.get(token)
        return student if student is not None and self.register.may_use(token, student) else None

    def is_guest(self, student: str) -> bool:
        """Whether the student is in a class with a roster without being on it."""
        return self.settings.identity == "number" and student not in self.register.listed

    def present(self) -> list[Student]:
        """Students that were not removed, in order of arrival."""
        return [student for student in self.students.values() if not student.removed]


def replay(events: Iterable[ev.Event]) -> SessionState:
    """The state that the events of one session lead to."""
    state = SessionState()
    for event in events:
        state.apply(event)
    return state


def _opened(s: SessionState, e: ev.Opened) -> None:
    s.id, s.title, s.code, s.seed, s.opened_at = e.session, e.title, e.code, e.seed, e.at
    s.settings = SessionSettings.from_dict(e.settings)
    s.quiz = quiz_from_json(e.quiz)
    s.originals = {question.id: question for question in s.quiz.questions}
    s.questions = dict(s.originals)
    s.order = tuple(s.questions)
    if s.settings.shuffle_questions:
        s.order = tuple(shuffle_items(s.seed, "questions", s.order))


def _joined(s: SessionState, e: ev.Joined) -> None:
    s.students[e.student] = Student(e.student, e.nickname, e.at)
    s.tokens[e.token] = e.student
    s.register.see(e.student, e.at)


def _device_added(s: SessionState, e: ev.DeviceAdded) -> None:
    s.tokens[e.token] = e.student


def _roster_taken(s: SessionState, e: ev.RosterTaken) -> None:
    s.register.take(e)


def _signed_in(s: SessionState, e: ev.SignedIn) -> None:
    if e.student not in s.students:
        s.students[e.student] = Student(e.student, s.register.listed[e.student].name, e.at)
    s.tokens[e.token] = e.student
    s.register.sign_in(e)
    s.register.see(e.student, e.at)


def _pin_chosen(s: SessionState, e: ev.PinChosen) -> None:
    s.register.choose_pin(e)


def _pin_reset(s: SessionState, e: ev.PinReset) -> None:
    s.register.reset_pin(e)


def _pin_restored(s: SessionState, e: ev.PinRestored) -> None:
    s.register.restore_pin(e)


def _device_claimed(s: SessionState, e: ev.DeviceClaimed) -> None:
    s.register.claim(e)


def _claim_resolved(s: SessionState, e: ev.ClaimResolved) -> None:
    s.register.resolve(e)


def _presence_proved(s: SessionState, e: ev.PresenceProved) -> None:
    s.register.proofs[e.student] = e.by
    if e.by == "kiosk":
        s.register.see(e.student, e.at)


def _came_back(s: SessionState, e: ev.CameBack) -> None:
    s.register.see(e.student, e.at)


def _went_away(s: SessionState, e: ev.WentAway) -> None:
    s.register.lose(e)


def _marked_by_hand(s: SessionState, e: ev.MarkedByHand) -> None:
    s.register.marks.append(e)


def _renamed(s: SessionState, e: ev.Renamed) -> None:
    s.students[e.student].nickname = e.nickname


def _removed(s: SessionState, e: ev.Removed) -> None:
    s.students[e.student].removed = True
    s.revision += 1


def _door_set(s: SessionState, e: ev.DoorSet) -> None:
    s.door_closed = e.closed


def _readmitted(s: SessionState, e: ev.Readmitted) -> None:
    s.students[e.student].removed = False
    s.revision += 1


def _asked(s: SessionState, e: ev.Asked) -> None:
    s.current = Round(e.round, e.question, e.attempt, e.at, e.deadline)
    s.current.run_until(e.deadline, e.at)
    s.rounds[e.round] = s.current
    s.left_out.discard(e.question)
    s.phase = Phase.ASKING


def _answered(s: SessionState, e: ev.Answered) -> None:
    round_ = s.rounds[e.round]
    round_.take(e.student, Given(e.id, round_.keep_once(e.answer), e.at, used_by(round_, e.at)))
    if round_.locked_at is not None:
        round_.late += 1
        s.revision += 1
    s.accepted.pop((e.round, e.student), None)  # it was another answer that was accepted
    round_.shown.discard(e.student)


def _extended(s: SessionState, e: ev.Extended) -> None:
    round_ = s.rounds[e.round]
    if s.phase is Phase.PAUSED:
        round_.wait_with(e.left, e.at)
        return
    round_.run_until(e.deadline, e.at)
    if s.phase is Phase.LOCKED:
        round_.locked_at = None
        s.phase = Phase.ASKING
        s.revision += 1


def _paused(s: SessionState, e: ev.Paused) -> None:
    s.rounds[e.round].wait_with(e.left, e.at)
    s.phase = Phase.PAUSED


def _resumed(s: SessionState, e: ev.Resumed) -> None:
    s.rounds[e.round].run_until(e.deadline, e.at)
    s.phase = Phase.ASKING


def _locked(s: SessionState, e: ev.Locked) -> None:
    round_ = s.rounds[e.round]
    round_.stop_clock(e.at)
    round_.left, round_.locked_at = None, e.at
    s.phase = Phase.LOCKED
    s.revision += 1


def _revealed(s: SessionState, e: ev.Revealed) -> None:
    round_ = s.rounds[e.round]
    round_.revealed_at = round_.revealed_at or e.at
    s.phase = Phase.REVEALED
    s.revision += 1


def _ranking_shown(s: SessionState, e: ev.RankingShown) -> None:
    s.phase = Phase.RANKING


def _lobby_shown(s: SessionState, e: ev.LobbyShown) -> None:
    s.phase = Phase.LOBBY


def _skipped(s: SessionState, e: ev.Skipped) -> None:
    if e.round is None:
        s.left_out.add(e.question)
        return
    round_ = s.rounds[e.round]
    round_.stop_clock(e.at)
    round_.skipped = True
    round_.locked_at = round_.locked_at or e.at
    s.current = None
    s.phase = Phase.LOBBY
    s.revision += 1


def _restarted(s: SessionState, e: ev.Restarted) -> None:
    if s.current is not None and s.phase is Phase.ASKING:
        s.current.stop_clock(e.down_since)
        s.current.run_until(e.deadline, e.at)


def _ended(s: SessionState, e: ev.Ended) -> None:
    s.ended_at = e.at
    s.phase = Phase.ENDED
    s.revision += 1


def _key_corrected(s: SessionState, e: ev.KeyCorrected) -> None:
    original = s.originals[e.question]
    s.questions[e.question] = find_kind(original.kind).correct(original, e.key) if e.key else original
    s.corrections.append(e)
    s.revision += 1


def _question_added(s: SessionState, e: ev.QuestionAdded) -> None:
    question, following = question_from_json(e.question), s.next_question()
    place = s.order.index(following.id) if following else len(s.order)
    s.order = (*s.order[:place], question.id, *s.order[place:])
    s.originals[question.id] = s.questions[question.id] = question


def _words_shown(s: SessionState, e: ev.WordsShown) -> None:
    shown = s.rounds[e.round].shown
    (shown.update if e.shown else shown.difference_update)(e.students)


def _question_cancelled(s: SessionState, e: ev.QuestionCancelled) -> None:
    (s.cancelled.add if e.cancelled else s.cancelled.discard)(e.question)
    s.corrections.append(e)
    s.revision += 1


def _answer_accepted(s: SessionState, e: ev.AnswerAccepted) -> None:
    if e.credit is None:
        s.accepted.pop((e.round, e.student), None)
    else:
        s.accepted[e.round, e.student] = e.credit
    s.corrections.append(e)
    s.revision += 1


# Events that leave the page of everybody else as it is unless the phase changes with them or is one of these.
_SEEN_IN: Final[dict[type[ev.Event], tuple[Phase, ...]]] = {
    ev.Joined: (),
    ev.DeviceAdded: (),
    ev.RosterTaken: (),
    ev.SignedIn: (),
    ev.PinChosen: (),
    ev.PinReset: (),
    ev.PinRestored: (),
    ev.DeviceClaimed: (),
    ev.ClaimResolved: (),
    ev.PresenceProved: (),
    ev.CameBack: (),
    ev.WentAway: (),
    ev.MarkedByHand: (),
    ev.DoorSet: (),
    ev.Renamed: (Phase.RANKING, Phase.ENDED),
    ev.Removed: (Phase.REVEALED, Phase.RANKING, Phase.ENDED),  # their words and names go at once
    ev.Readmitted: (Phase.REVEALED, Phase.RANKING, Phase.ENDED),
    ev.Answered: (),
    ev.Extended: (),
    ev.Restarted: (),
    ev.QuestionAdded: (Phase.RANKING,),  # it is not the last ranking any more
    ev.WordsShown: (Phase.REVEALED,),
}

_APPLY: Final[dict[type[ev.Event], Callable[[SessionState, Any], None]]] = {
    ev.Opened: _opened,
    ev.Joined: _joined,
    ev.DeviceAdded: _device_added,
    ev.RosterTaken: _roster_taken,
    ev.SignedIn: _signed_in,
    ev.PinChosen: _pin_chosen,
    ev.PinReset: _pin_reset,
    ev.PinRestored: _pin_restored,
    ev.DeviceClaimed: _device_claimed,
    ev.ClaimResolved: _claim_resolved,
    ev.PresenceProved: _presence_proved,
    ev.CameBack: _came_back,
    ev.WentAway: _went_away,
    ev.MarkedByHand: _marked_by_hand,
    ev.Renamed: _renamed,
    ev.Removed: _removed,
    ev.DoorSet: _door_set,
    ev.Readmitted: _readmitted,
    ev.Asked: _asked,
    ev.Answered: _answered,
    ev.Extended: _extended,
    ev.Paused: _paused,
    ev.Resumed: _resumed,
    ev.Locked: _locked,
    ev.Revealed: _revealed,
    ev.RankingShown: _ranking_shown,
    ev.LobbyShown: _lobby_shown,
    ev.Skipped: _skipped,
    ev.Restarted: _restarted,
    ev.Ended: _ended,
    ev.KeyCorrected: _key_corrected,
    ev.QuestionCancelled: _question_cancelled,
    ev.AnswerAccepted: _answer_accepted,
    ev.QuestionAdded: _question_added,
    ev.WordsShown: _words_shown,
}
