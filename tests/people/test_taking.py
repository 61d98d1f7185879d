"""Deciding about an import and taking it back: nobody is lost, doubled or guessed."""

from dataclasses import replace

import pytest

from app.people.merge import compare
from app.people.model import Student
from app.people.taking import NEW, Decisions, take, take_back

AMINA = Student("a", "001", "EL FASSI", "Amina", "EL FASSI Amina")
YANIS = Student("y", "002", "BEN", "Yanis", "BEN Yanis")
SARA = Student("s", "", "ALAMI", "Sara", "ALAMI Sara")
OLD = (AMINA, YANIS, SARA)


def row(id, number, family, given, **more):
    return Student(id, number, family, given, f"{family} {given}", **more)


def test_what_is_ticked_is_taken_and_the_rest_stays():
    new = [
        row("1", "001", "EL FASSI", "Amina", email="amina@ecole.ma"),
        row("2", "002", "BEN", "Yanis", email="yanis@ecole.ma"),
        row("3", "003", "TAZI", "Omar"),
        row("4", "004", "RAMI", "Lina"),
    ]
    changes = compare(OLD, new)
    found = take(OLD, changes, Decisions(left_out=frozenset({"y", "4"}), leaving=frozenset({"s"})))
    assert found == (replace(AMINA, email="amina@ecole.ma"), YANIS, new[2])
    assert take(OLD, changes, Decisions(left_out=frozenset({"a", "y", "3", "4"}))) == OLD


@pytest.fixture
def doubtful():
    """Two older namesakes and a newer row with their name."""
    old = (SARA, replace(SARA, id="t", groups=("B",)))
    newer = row("1", "009", "ALAMI", "Sara")
    changes = compare(old, [newer])
    assert [item.new.id for item in changes.doubtful] == ["1"]
    return old, newer, changes


def test_a_doubtful_row_is_what_the_teacher_says(doubtful):
    old, newer, changes = doubtful
    assert take(old, changes, Decisions()) == old
    assert take(old, changes, Decisions(meant={"1": NEW})) == (*old, newer)
    assert take(old, changes, Decisions(meant={"1": "t"})) == (SARA, replace(old[1], number="009"))


def test_two_rows_cannot_mean_one_student():
    newer = [row("1", "008", "ALAMI", "Sara"), row("2", "009", "ALAMI", "Sara")]
    changes = compare((SARA,), newer)
    decisions = Decisions(meant={"1": "s", "2": "s"})
    assert decisions.meant_twice == {"s"}
    with pytest.raises(ValueError, match="twice"):
        take((SARA,), changes, decisions)
    with pytest.raises(ValueError, match="candidate"):
        take((SARA,), changes, Decisions(meant={"1": "a"}))
    found = take((SARA,), changes, Decisions(meant={"1": "s", "2": NEW}))
    assert [(student.id, student.number) for student in found] == [("s", "008"), ("2", "009")]


def test_taking_back_gives_the_roster_of_before():
    omar = row("3", "003", "TAZI", "Omar")
    after = (replace(AMINA, email="a@b.ma"), YANIS, omar)
    assert take_back(OLD, after, after) == OLD


def test_taking_back_leaves_what_was_changed_since():
    omar = row("3", "003", "TAZI", "Omar")
    after = (replace(AMINA, email="a@b.ma"), YANIS, omar)
    amina, late = replace(AMINA, email="other@b.ma"), row("5", "005", "LATE", "Lea")
    omar_now = replace(omar, note="comes on Mondays")
    assert take_back(OLD, after, (amina, YANIS, omar_now, late)) == (amina, YANIS, SARA, omar_now, late)
    assert take_back(OLD, after, (YANIS,)) == (YANIS, SARA)  # who was removed since then stays away
