"""Credits, points and ranking: a function of the state, hence of the journal.

Of several rounds of one question the last that was not skipped counts, and only from its lock on. A
cancelled question counts for nobody. Before the end only revealed rounds count, so that no ranking and no
own total tells a solution too early.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.live.extra_time import factor_of
from app.live.rounds import Round
from app.live.state import SessionState
from app.quiz.kinds import find_kind
from app.quiz.scoring import judge, points_of


@dataclass(frozen=True, slots=True)
class Result:
    """credit: fraction from -1 to 1; points: what it brought; judgement: 'right', 'partly' or 'wrong',
    'unscored' for questions without a key (a poll's, or one made up in class) and for cancelled ones."""

    credit: float
    points: float
    judgement: str


@dataclass(frozen=True, slots=True)
class Rank:
    """place: 1 is first; equal points share a place, and as many places are left out behind them."""

    place: int
    student: str
    nickname: str
    points: float


class Results:
    """Results of one session, computed once per round and key. Ask the same object again after changes."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._revision = -1
        self._rounds: dict[str, tuple[tuple[float, int, int], dict[str, Result]]] = {}
        self._totals: dict[str, float] = {}

    def counted_rounds(self) -> list[Round]:
        """The rounds that count now, in the order in which they were asked."""
        return self._last_of_each(self._state.rounds.values())

    def round_results(self, round_: Round) -> dict[str, Result]:
        """Student id to result, for everyone who answered in this round. Made once for a locked round and its
        key, so that a room can have it ready before the reveal."""
        if round_.locked_at is None:  # answers may still change
            return {student: self._judge(round_, student) for student in round_.answers}
        now = (round_.locked_at, len(self._state.corrections), round_.late)
        known = self._rounds.get(round_.id)
        if known is None or known[0] != now:
            alike: dict[Result, Result] = {}  # kept for the whole class time: equal ones are one object
            judged = {student: self._judge(round_, student) for student in round_.answers}
            known = (now, {student: alike.setdefault(one, one) for student, one in judged.items()})
            self._rounds[round_.id] = known
        return known[1]

    def totals(self, without_last: bool = False) -> dict[str, float]:
        """Points of every student who was not removed; 0 for those who never answered.

        without_last: as they were before the round that was counted last; an earlier round of the same
        question counts then.
        """
        self._refresh()
        if without_last:
            last = self.counted_rounds()[-1:]
            totals = self._add_up(self._last_of_each(r for r in self._state.rounds.values() if r not in last))
        else:
            if not self._totals:
                self._totals = self._add_up(self.counted_rounds())
            totals = self._totals
        return {student.id: totals.get(student.id, 0.0) for student in self._state.present()}

    def _last_of_each(self, rounds: Iterable[Round]) -> list[Round]:
        """Of each question the last of these rounds that can count."""
        state = self._state
        last: dict[str, Round] = {}
        for round_ in rounds:
            shown = round_.revealed_at is not None or state.ended_at is not None
            if round_.locked_at is None or round_.skipped or not shown or round_.question in state.cancelled:
                continue
            last.pop(round_.question, None)  # to stand where its last round was asked
            last[round_.question] = round_
        return list(last.values())

    def _add_up(self, rounds: list[Round]) -> dict[str, float]:
        totals: dict[str, float] = {}
        for round_ in rounds:
            for student, result in self.round_results(round_).items():
                totals[student] = totals.get(student, 0.0) + result.points
        return totals

    def scoring_rounds(self) -> list[Round]:
        """The rounds that count and can bring points. A question without a key can as soon as an answer to
        it was accepted with credit."""
        state = self._state
        rewarded = {round_id for (round_id, _), credit in state.accepted.items() if credit > 0}
        return [
            round_ for round_ in self.counted_rounds() if self._is_scored(round_) or round_.id in rewarded
        ]

    def _is_scored(self, round_: Round) -> bool:
        question = self._state.questions[round_.question]
        return find_kind(question.kind).is_scored(question)

    def most_points(self) -> float:
        """Points of a student who is right everywhere, speed bonus left aside."""
        return sum(self._state.questions[round_.question].points for round_ in self.scoring_rounds())

    def ranking(self, without_last: bool = False) -> list[Rank]:
        """Everybody present, best first; equal points in the order of joining."""
        students = self._state.students
        # Rounded, because sums of the same thirds in another order differ in the last digit.
        totals = {student: round(points, 6) for student, points in self.totals(without_last).items()}
        ranks: list[Rank] = []
        for position, student in enumerate(sorted(totals, key=lambda student: -totals[student]), start=1):
            points = totals[student]
            place = ranks[-1].place if ranks and ranks[-1].points == points else position
            ranks.append(Rank(place, student, students[student].nickname, points))
        return ranks

    def _refresh(self) -> None:
        if self._revision != self._state.revision:
            self._revision = self._state.revision
            self._totals.clear()

    def _judge(self, round_: Round, student: str) -> Result:
        state, given = self._state, round_.answers[student]
        question = state.questions[round_.question]
        kind = find_kind(question.kind)
        accepted = state.accepted.get((round_.id, student))
        if question.id in state.cancelled or (not kind.is_scored(question) and accepted is None):
            return Result(0.0, 0.0, "unscored")
        if accepted is not None:
            return Result(accepted, accepted * question.points, judge(accepted))
        credit = kind.score(question, given.answer)
        bonus, left = state.settings.speed_bonus, round_.share_left(given, factor_of(state, student))
        points = points_of(question, credit, speed_bonus=bonus, time_left=left)
        return Result(credit, points, judge(credit))
