"""Credits, points and ranking: a function of the state, hence of the journal.

Of several rounds of one question the last that was not skipped counts, and only from its lock on. A
cancelled question counts for nobody. Before the end only revealed rounds count, so that no ranking and no
own total tells a solution too early.
"""

from dataclasses import dataclass

from app.live.state import Round, SessionState
from app.quiz.kinds import find_kind
from app.quiz.scoring import judge, points_for


@dataclass(frozen=True, slots=True)
class Result:
    """credit: fraction from -1 to 1; points: what it brought; judgement: 'right', 'partly' or 'wrong',
    'unscored' for kinds without right answers and for cancelled questions."""

    credit: float
    points: float
    judgement: str


@dataclass(frozen=True, slots=True)
class Rank:
    """place: 1 is first; equal points share a place."""

    place: int
    student: str
    nickname: str
    points: float


class Results:
    """Results of one session, computed once per round and key. Ask the same object again after changes."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._revision = -1
        self._rounds: dict[str, dict[str, Result]] = {}
        self._totals: dict[str, float] = {}

    def counted_rounds(self) -> list[Round]:
        """The rounds that count now, in the order in which they were asked."""
        last: dict[str, Round] = {}
        for round_ in self._state.rounds.values():
            if round_.skipped or round_.locked_at is None:
                continue
            if round_.revealed_at is None and self._state.ended_at is None:
                continue
            last[round_.question] = round_
        return [r for r in last.values() if r.question not in self._state.cancelled]

    def round_results(self, round_: Round) -> dict[str, Result]:
        """Student id to result, for everyone who answered in this round."""
        self._refresh()
        known = self._rounds.get(round_.id)
        if known is None:
            known = {student: self._judge(round_, student) for student in round_.answers}
            if round_.locked_at is not None:  # answers of an open round may still change
                self._rounds[round_.id] = known
        return known

    def totals(self, without_last: bool = False) -> dict[str, float]:
        """Points of every student who was not removed; 0 for those who never answered.

        without_last: as they were before the round that was counted last.
        """
        self._refresh()
        if without_last:
            totals = self._add_up(self.counted_rounds()[:-1])
        else:
            if not self._totals:
                self._totals = self._add_up(self.counted_rounds())
            totals = self._totals
        return {student.id: totals.get(student.id, 0.0) for student in self._state.present()}

    def _add_up(self, rounds: list[Round]) -> dict[str, float]:
        totals: dict[str, float] = {}
        for round_ in rounds:
            for student, result in self.round_results(round_).items():
                totals[student] = totals.get(student, 0.0) + result.points
        return totals

    def most_points(self) -> float:
        """Points of a student who is right everywhere."""
        return sum(
            self._state.questions[r.question].points
            for r in self.counted_rounds()
            if find_kind(self._state.questions[r.question].kind).scored
        )

    def ranking(self, without_last: bool = False) -> list[Rank]:
        """Everybody present, best first; equal points in the order of joining."""
        students = self._state.students
        rows = sorted(self.totals(without_last).items(), key=lambda row: -round(row[1], 6))
        ranks: list[Rank] = []
        for position, (student, points) in enumerate(rows, start=1):
            tied = bool(ranks) and abs(ranks[-1].points - points) < 1e-6
            place = ranks[-1].place if tied else position
            ranks.append(Rank(place, student, students[student].nickname, points))
        return ranks

    def _refresh(self) -> None:
        if self._revision != self._state.revision:
            self._revision = self._state.revision
            self._rounds.clear()
            self._totals.clear()

    def _judge(self, round_: Round, student: str) -> Result:
        state, given = self._state, round_.answers[student]
        question = state.questions[round_.question]
        kind = find_kind(question.kind)
        accepted = state.accepted.get((round_.id, student))
        if question.id in state.cancelled or (not kind.scored and accepted is None):
            return Result(0.0, 0.0, "unscored")
        if accepted is not None:
            return Result(accepted, accepted * question.points, judge(accepted))
        credit = kind.score(question, given.answer)
        left = None
        if round_.deadline is not None and round_.deadline > round_.asked_at:
            left = max(round_.deadline - given.at, 0.0) / (round_.deadline - round_.asked_at)
        bonus = state.settings.speed_bonus
        points = points_for(question, given.answer, speed_bonus=bonus, time_left=left)
        return Result(credit, points, judge(credit))
