"""What a teacher decided about an import, carried out on a roster; and how it is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.people.merge import Changes, apply_changes, resolve
from app.people.model import Student

NEW: Final = ""
"""In `Decisions.meant`: the row is somebody new."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """left_out: ids of new rows and of older students whose changes are not taken. leaving: ids of older
    students that go. meant: id of a doubtful row to the id of the older student it means, or `NEW`; rows that
    are absent here are not taken."""

    left_out: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    meant: Mapping[str, str] = field(default_factory=dict)

    @property
    def meant_twice(self) -> frozenset[str]:
        """Ids of older students that several doubtful rows are said to mean; none may be."""
        meant = [student for student in self.meant.values() if student != NEW]
        return frozenset(student for student in meant if meant.count(student) > 1)


def take(old: Sequence[Student], changes: Changes, decisions: Decisions) -> tuple[Student, ...]:
    """The roster after what was taken. Raises `ValueError` where one student is meant twice, or by a row that
    does not name it as a candidate."""
    if decisions.meant_twice:
        raise ValueError("one student is meant twice")
    wanted = Changes(
        new=tuple(student for student in changes.new if student.id not in decisions.left_out),
        changed=tuple(item for item in changes.changed if item.old.id not in decisions.left_out),
        doubtful=changes.doubtful,
    )
    for row, meant in decisions.meant.items():
        doubtful = next(item for item in wanted.doubtful if item.new.id == row)
        chosen = next((one for one in doubtful.candidates if one.id == meant), None)
        if meant != NEW and chosen is None:
            raise ValueError("not a candidate")
        wanted = resolve(wanted, doubtful, chosen)
    return apply_changes(old, wanted, decisions.leaving)


def take_back(
    before: Sequence[Student], after: Sequence[Student], present: Sequence[Student]
) -> tuple[Student, ...]:
    """The roster as it was before a change that made `after` of `before`. Whoever was changed since then (as
    `present` shows) stays as they are now."""
    old = {student.id: student for student in before}
    made = {student.id: student for student in after}
    there = {student.id for student in present}
    kept = [
        old.get(student.id, student) if made.get(student.id) == student else student
        for student in present
        if student.id in old or made.get(student.id) != student
    ]
    back = [student for student in before if student.id not in made and student.id not in there]
    if not back:
        return tuple(kept)
    place = {student.id: number for number, student in enumerate(before)}
    return tuple(sorted([*kept, *back], key=lambda student: place.get(student.id, len(place))))
