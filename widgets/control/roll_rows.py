"""What the list of a class with a roster or attendance shows of one person, made of what a snapshot tells.

The roster, the students who have come, what was marked by hand and the claims come apart; who is away is told
by the time since a phone was seen.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.attendance.rules import Thresholds
from app.host.view import ClassView
from app.i18n import mark
from app.reports.attendance_sheet import STATUS_NAMES

AWAY_AFTER: Final = Thresholds().asleep_allowed * 1000  # ms of silence; a phone may sleep so long

STANDINGS: Final[dict[str, str]] = {
    **STATUS_NAMES,  # type: ignore[dict-item]
    "away": mark("away"),
    "unproved": mark("to confirm"),
    "removed": mark("removed"),
}
"""How somebody stands now: a status, or what is between two."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What was marked by hand. at: ms since 1970."""

    status: str
    at: int
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class RollRow:
    """place: on the roster, guests behind it. has_come: on a phone, ever. arrived: ms since 1970. partners:
    with whom the phone is shared on purpose. points: None while nothing is scored."""

    id: str
    place: int
    name: str
    number: str = ""
    nickname: str = ""
    standing: str = "absent"
    marked: Marked | None = None
    proved: str = ""
    arrived: int | None = None
    has_come: bool = False
    connected: bool = False
    answered: bool = False
    guest: bool = False
    listed: bool = False
    partners: tuple[str, ...] = ()
    extra_time: float = 1.0
    claimed: bool = False
    points: float | None = None

    @property
    def is_contradicted(self) -> bool:
        """Marked absent, and seen to arrive after that."""
        marked = self.marked
        absent = marked is not None and marked.status == "absent"
        return absent and marked is not None and self.arrived is not None and self.arrived > marked.at

    @property
    def is_problem(self) -> bool:
        return self.claimed or self.is_contradicted or self.standing == "away"


@dataclass(slots=True)
class _Sources:
    """What a row was made of, to be compared with what it would be made of now."""

    listed: dict[str, Any] | None
    student: dict[str, Any] | None
    marked: Marked | None
    claimed: bool
    away: bool
    partners: tuple[str, ...]

    def is_same(self, other: "_Sources") -> bool:
        return (
            self.listed is other.listed
            and self.student is other.student
            and (self.marked, self.claimed, self.away, self.partners)
            == (other.marked, other.claimed, other.away, other.partners)
        )


@dataclass(slots=True)
class RollBook:
    """Rows by id, made anew only where something has changed."""

    rows: dict[str, RollRow] = field(default_factory=dict)
    _sources: dict[str, _Sources] = field(default_factory=dict)

    def take(self, view: ClassView) -> tuple[dict[str, RollRow], set[str]]:
        """The rows that are others than before, and the ids of those that have gone."""
        taken = bool(view.session["settings"].get("attendance"))
        marks, claimed, shared = _last_marks(view.marks), _claimed(view.snapshot), _sharers(view.students)
        listed = {one["id"]: one for one in view.roster}
        now, changed, sources = view.snapshot["now"], {}, {}
        for place, id_ in enumerate([*listed, *(one for one in view.students if one not in listed)]):
            student = view.students.get(id_)
            made = _Sources(
                listed.get(id_), student, marks.get(id_), id_ in claimed, _is_away(student, now),
                shared.get(id_, ()),
            )  # fmt: skip
            sources[id_] = made
            before = self._sources.get(id_)
            if before is None or not before.is_same(made):
                row = _make_row(id_, place, made, taken)
                if row != self.rows.get(id_):
                    changed[id_] = row
        gone = self._sources.keys() - sources.keys()
        self._sources = sources
        self.rows = {id_: row for id_, row in self.rows.items() if id_ not in gone} | changed
        return changed, gone


def count_standings(rows: Iterable[RollRow]) -> Counter[str]:
    return Counter(row.standing for row in rows)


def is_taken(view: ClassView) -> bool:
    """Whether this class knows who is who, or takes attendance."""
    settings = view.session.get("settings", {})
    return settings.get("identity") == "number" or bool(settings.get("attendance"))


def _make_row(id_: str, place: int, made: _Sources, taken: bool) -> RollRow:
    listed, student = made.listed or {}, made.student or {}
    return RollRow(
        id=id_,
        place=place,
        name=listed.get("name") or student.get("name") or student.get("nickname", ""),
        number=listed.get("number") or student.get("number", ""),
        nickname=student.get("nickname", ""),
        standing=_standing(made, taken),
        marked=made.marked,
        proved=student.get("proved") or listed.get("proved", ""),
        arrived=student.get("arrived") or listed.get("arrived"),
        has_come=bool(student),
        connected=student.get("connected", False),
        answered=student.get("answered", False),
        guest=student.get("guest", False),
        listed=made.listed is not None,
        partners=made.partners,
        extra_time=listed.get("extra_time", 1.0),
        claimed=made.claimed,
        points=student.get("points"),
    )


def _standing(made: _Sources, taken: bool) -> str:
    student = made.student
    if student is not None and student["removed"]:
        return "removed"
    if made.marked is not None:
        return made.marked.status
    if student is None:
        return str((made.listed or {}).get("status", "absent"))
    if taken and not student.get("proved"):
        return "unproved"
    status = str(student.get("status", "present"))
    return "away" if made.away and status in ("present", "late") else status


def _is_away(student: Mapping[str, Any] | None, now: int) -> bool:
    if student is None or student["connected"] or not student.get("seen") or student.get("proved") == "kiosk":
        return False
    return bool(now - student["seen"] > AWAY_AFTER)


def _last_marks(marks: Iterable[Mapping[str, Any]]) -> dict[str, Marked]:
    """Student to what was marked last, without what was taken back."""
    last = {one["student"]: one for one in marks}
    return {
        id_: Marked(one["status"], one["at"], one["who"], one["why"])
        for id_, one in last.items()
        if one["status"]
    }


def _claimed(snapshot: Mapping[str, Any]) -> set[str]:
    return {claim["student"] for claim in snapshot.get("claims", ())}


def _sharers(students: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Student to the names of the others on the same phone, where it is handed over on purpose."""
    by_device: dict[str, list[Mapping[str, Any]]] = {}
    for student in students.values():
        if student.get("shared") and student.get("device"):
            by_device.setdefault(student["device"], []).append(student)
    return {
        one["id"]: tuple(other["name"] or other["nickname"] for other in together if other is not one)
        for together in by_device.values()
        for one in together
    }
