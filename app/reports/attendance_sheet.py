"""What every file of attendance shows: rows with words instead of codes, the same for all formats."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.attendance.rules import STATUSES, Attendance, ManualChange, Status
from app.attendance.term import Term, TermRow
from app.i18n import Translate, mark
from app.people.model import Student
from app.people.names import register_name, sorting_key

STATUS_NAMES: Final[Mapping[Status, str]] = {
    "present": mark("present"),
    "late": mark("late"),
    "left_early": mark("left early"),
    "absent": mark("absent"),
    "excused": mark("excused"),
}
# One sign for a cell of the grid; the legend beside it says what it means.
STATUS_SIGNS: Final[Mapping[Status, str]] = {
    "present": "✓",
    "late": mark("L"),
    "left_early": mark("D"),
    "absent": mark("A"),
    "excused": mark("E"),
}
PROOF_NAMES: Final[Mapping[str, str]] = {
    "scan": mark("code scanned"),
    "digits": mark("digits typed"),
    "host": mark("seen by the teacher"),
    "kiosk": mark("signed in at the laptop"),
}
HOST: Final = "host"
"""Who said it where nobody gave a name: the one at the laptop."""


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """One session. rows: attendance of students on the roster and of guests; those without one are absent.
    guests: id to the name of somebody who is not on the roster. proofs: id to how somebody proved to be in
    the room, a key of `PROOF_NAMES`."""

    title: str
    class_name: str
    opened: float
    ended: float | None
    students: tuple[Student, ...]
    rows: tuple[Attendance, ...]
    guests: Mapping[str, str] = field(default_factory=dict)
    proofs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermSheet:
    """A class over many sessions."""

    class_name: str
    students: tuple[Student, ...]
    term: Term


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a session's sheet. left: when the student was last seen, where that was before the end.
    place: in the order of names, from 0."""

    number: str
    name: str
    attendance: Attendance
    guest: bool = False
    proof: str = ""
    place: int = 0

    @property
    def arrived(self) -> float | None:
        return self.attendance.arrived

    @property
    def left(self) -> float | None:
        return self.attendance.last_seen if self.attendance.gone_early else None

    @property
    def minutes(self) -> int:
        return round(self.attendance.seconds / 60)


def lines_of(sheet: SessionSheet) -> list[Line]:
    """Students in the order of their names, then guests."""
    found = {row.student: row for row in sheet.rows}
    lines = [
        Line(
            s.number,
            register_name(s),
            found.get(s.id, Attendance(s.id, "absent", "absent")),
            proof=sheet.proofs.get(s.id, ""),
        )
        for s in sorted(sheet.students, key=sorting_key)
    ]
    guests = [
        Line("", sheet.guests[id], row, guest=True, proof=sheet.proofs.get(id, ""))
        for id, row in found.items()
        if id in sheet.guests
    ]
    guests.sort(key=lambda line: line.name.casefold())
    return [replace(line, place=place) for place, line in enumerate([*lines, *guests])]


def count_statuses(rows: Iterable[Attendance]) -> dict[Status, int]:
    """How many of each, in the order of the statuses; those of nobody left out."""
    statuses = [row.status for row in rows]
    return {status: statuses.count(status) for status in STATUSES if status in statuses}


def counts_in_words(counts: Mapping[Status, int], translate: Translate) -> str:
    """'present: 20 · late: 1', in the order of the statuses; none that nobody has."""
    shown = ((status, counts.get(status, 0)) for status in STATUSES)
    words = translate("{status}: {count}")
    return " · ".join(
        words.format(status=translate(STATUS_NAMES[status]), count=count) for status, count in shown if count
    )


def term_lines(sheet: TermSheet) -> Sequence[tuple[Student, TermRow]]:
    """Students in the order of their names with their rows."""
    rows = {row.student: row for row in sheet.term.rows}
    ordered = sorted(sheet.students, key=sorting_key)
    return [(student, rows[student.id]) for student in ordered if student.id in rows]


def proof_words(line: Line, translate: Translate) -> str:
    """How somebody proved to be in the room, '' for not at all."""
    return translate(PROOF_NAMES[line.proof]) if line.proof in PROOF_NAMES else line.proof


def who_changed(change: ManualChange | None, translate: Translate) -> str:
    """Who marked somebody by hand, '' for nobody."""
    if change is None:
        return ""
    return translate("the teacher") if change.who in ("", HOST) else change.who


def sign_of(cell: Attendance | None, translate: Translate) -> str:
    """The sign of a cell of the grid, '' for a session before the student was on the roster."""
    if cell is None:
        return ""
    sign = STATUS_SIGNS[cell.status]
    return sign if cell.status == "present" else translate(sign)


def legend(translate: Translate) -> str:
    """What the signs mean, on one line."""
    signs = (
        (sign if status == "present" else translate(sign), status) for status, sign in STATUS_SIGNS.items()
    )
    return " · ".join(f"{sign} {translate(STATUS_NAMES[status])}" for sign, status in signs)
