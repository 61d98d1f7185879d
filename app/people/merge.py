"""Importing a roster again: who is new, changed or gone. Ids stay, because events and PINs hang on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from app.people.matching import Candidates, entry_of, match_entries
from app.people.model import Student

# What a source that does not have the column cannot have taken away.
_OPTIONAL: Final = ("number", "email", "groups", "language", "extra_time", "note")
_EMPTY: Final = Student("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Changed:
    """One student whose row says something else now. new: with the id of old. fields: what differs."""

    old: Student
    new: Student
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A newer row that may mean one of these older students, or somebody new."""

    new: Student
    candidates: tuple[Student, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The way from one roster to another. Every older student is in changed, gone, same or among the
    candidates of a doubtful row; every newer one in new, changed, same or doubtful. same: the older ones."""

    new: tuple[Student, ...] = ()
    changed: tuple[Changed, ...] = ()
    gone: tuple[Student, ...] = ()
    same: tuple[Student, ...] = ()
    doubtful: tuple[Doubtful, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the new roster is the old one."""
        return not (self.new or self.changed or self.gone or self.doubtful)


def compare(old: Sequence[Student], new: Sequence[Student]) -> Changes:
    """How `new` differs from `old`. A field that no row of `new` fills is taken as not being in its source,
    and stays as it was."""
    by_id = {student.id: student for student in old}
    pairs = match_entries([entry_of(student) for student in new], [entry_of(student) for student in old])
    partner = {pair.one: by_id[pair.other] for pair in pairs}
    used = {student.id for student in partner.values()}
    left = [student for student in old if student.id not in used]
    candidates = Candidates(map(entry_of, old))
    filled = {name for name in _OPTIONAL if any(_is_filled(student, name) for student in new)}
    fresh, changed, same, doubtful = [], [], [], []
    for student in new:
        if student.id in partner:
            change = _change(partner[student.id], student, filled)
            if change.fields:
                changed.append(change)
            else:
                same.append(change.old)
        elif ids := candidates.find(entry_of(student)):
            doubtful.append(Doubtful(student, tuple(by_id[id] for id in ids if id not in used)))
        else:
            fresh.append(student)
    named = {candidate.id for item in doubtful for candidate in item.candidates}
    gone = tuple(student for student in left if student.id not in named)
    return Changes(tuple(fresh), tuple(changed), gone, tuple(same), tuple(doubtful))


def resolve(changes: Changes, doubtful: Doubtful, chosen: Student | None) -> Changes:
    """The changes once somebody has said whom a doubtful row means: one of its candidates, or nobody (None:
    a new student)."""
    rest = [item for item in changes.doubtful if item is not doubtful]
    if chosen is not None:  # nobody can be meant twice
        rest = [
            replace(item, candidates=tuple(c for c in item.candidates if c.id != chosen.id)) for item in rest
        ]
    named = {candidate.id for item in rest for candidate in item.candidates}
    free = (c for c in doubtful.candidates if c.id not in named and (chosen is None or c.id != chosen.id))
    settled = replace(changes, gone=(*changes.gone, *free), doubtful=tuple(rest))
    if chosen is None:
        return replace(settled, new=(*changes.new, doubtful.new))
    change = _change(chosen, doubtful.new, {name for name in _OPTIONAL if _is_filled(doubtful.new, name)})
    if not change.fields:
        return replace(settled, same=(*changes.same, chosen))
    return replace(settled, changed=(*changes.changed, change))


def apply_changes(old: Sequence[Student], changes: Changes, gone: Iterable[str] = ()) -> tuple[Student, ...]:
    """The roster after the changes: older students in their order, new ones after them. gone: ids of those
    that shall go; others stay. Doubtful rows are not taken."""
    newer = {item.old.id: item.new for item in changes.changed}
    leaving = set(gone)
    return (*(newer.get(s.id, s) for s in old if s.id not in leaving), *changes.new)


def _change(old: Student, new: Student, filled: set[str]) -> Changed:
    """The older student with what the newer row says."""
    merged = replace(old, **{name: getattr(new, name) for name in _OPTIONAL if name in filled})
    # Other capitals or another order change nothing, unless they tell the family name.
    same = sorted(old.name.casefold().split()) == sorted(new.name.casefold().split())
    if not same or (new.family and not old.family):
        merged = replace(merged, family=new.family, given=new.given, name=new.name)
    names = (f.name for f in fields(Student))
    return Changed(old, merged, tuple(n for n in names if getattr(old, n) != getattr(merged, n)))


def _is_filled(student: Student, name: str) -> bool:
    return bool(getattr(student, name) != getattr(_EMPTY, name))
