"""A class over many sessions: who was there when, how often, and how long somebody has been missing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from app.attendance.rules import ATTENDED, Attendance, Status


@dataclass(frozen=True, slots=True)
class Held:
    """One session of a class. rows: of those who were on its roster then."""

    session: str
    title: str
    opened: float
    ended: float | None
    rows: tuple[Attendance, ...]

    def day(self, zone: tzinfo | None = None) -> date:
        """The day on which it was opened, by the reader's clock; over midnight, the first one."""
        return datetime.fromtimestamp(self.opened, zone).date()


@dataclass(frozen=True, slots=True)
class TermRow:
    """One student. cells: by session, None where the student was not on the roster yet.

    attended: sessions in which the student was there at all; counted: those that count, without excused ones.
    missing: sessions missed in a row up to the last; longest: the longest such row. Being excused neither
    adds to such a row nor ends it.
    """

    student: str
    cells: tuple[Attendance | None, ...]
    totals: Mapping[Status, int]
    attended: int
    counted: int
    missing: int
    longest: int

    @property
    def rate(self) -> float | None:
        """Share of the sessions that count, 0 to 1; None where none does."""
        return self.attended / self.counted if self.counted else None


@dataclass(frozen=True, slots=True)
class Term:
    """sessions: in the order in which they were opened; rows: in the order of the roster."""

    sessions: tuple[Held, ...]
    rows: tuple[TermRow, ...]

    def row(self, student: str) -> TermRow | None:
        return next((row for row in self.rows if row.student == student), None)

    def missing_for(self, sessions: int) -> list[str]:
        """Students who have missed at least so many sessions in a row up to the last, longest first."""
        found = [row for row in self.rows if row.missing >= max(sessions, 1)]
        return [row.student for row in sorted(found, key=lambda row: -row.missing)]

    def present_in(self, session: str) -> int:
        """How many were there."""
        rows = next((held.rows for held in self.sessions if held.session == session), ())
        return sum(row.status in ATTENDED for row in rows)


def make_term(students: Sequence[str], sessions: Iterable[Held]) -> Term:
    """The grid of these students (ids, in the order of the roster) over these sessions; rehearsals are left
    out by whoever calls."""
    ordered = tuple(sorted(sessions, key=lambda held: (held.opened, held.session)))
    found = [{row.student: row for row in held.rows} for held in ordered]
    return Term(ordered, tuple(_row(student, [rows.get(student) for rows in found]) for student in students))


def _row(student: str, cells: list[Attendance | None]) -> TermRow:
    statuses = [cell.status for cell in cells if cell is not None]
    totals: Counter[Status] = Counter(statuses)
    run = longest = 0
    for status in statuses:
        if status == "absent":
            run += 1
            longest = max(longest, run)
        elif status in ATTENDED:
            run = 0
    return TermRow(
        student=student,
        cells=tuple(cells),
        totals=totals,
        attended=sum(totals[status] for status in ATTENDED),
        counted=len(statuses) - totals["excused"],
        missing=run,
        longest=longest,
    )
