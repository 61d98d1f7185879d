"""Importing again updates instead of doubling; what is doubtful is listed and nobody is mistaken."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.matching import AccountMatch, match_accounts
from app.people.merge import apply_changes, compare, resolve
from app.people.model import Student, new_student_id
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS, student


def again(one: Student, **changes) -> Student:
    """As another reading of a file gives the same student: with another id."""
    return replace(one, id=new_student_id(), **changes)


def test_the_same_list_again_changes_nothing():
    changes = compare(CLASS, [again(one) for one in CLASS])
    assert changes.nothing
    assert apply_changes(CLASS, changes) == CLASS


def test_who_is_new_changed_and_gone_is_shown():
    zoe = student("n1", "0099", "Dupont", "Zoé")
    changes = compare(CLASS, [again(AMINA, email="new@example.org"), again(YANIS), again(SAID), zoe])
    assert changes.new == (zoe,)
    assert [(c.old, c.new.id, c.new.email, c.fields) for c in changes.changed] == [
        (AMINA, "s1", "new@example.org", ("email",))
    ]
    assert changes.gone == (LEILA,)
    assert changes.same == (YANIS, SAID)


def test_a_missing_column_takes_nothing_away():
    bare = [student(f"n{n}", s.number, s.family, s.given) for n, s in enumerate(CLASS)]
    assert compare(CLASS, bare).nothing


def test_an_emptied_cell_of_a_column_that_is_there_counts():
    changes = compare(
        CLASS, [again(AMINA, groups=()), again(YANIS, groups=("B",)), again(SAID), again(LEILA)]
    )
    assert {c.old.id: c.new.groups for c in changes.changed} == {"s1": (), "s2": ("B",)}


def test_without_numbers_addresses_tell_then_names():
    old = [replace(AMINA, number=""), replace(YANIS, number="")]
    new = [student("n1", email="AMINA@example.org", name="A. El Fassi"), student("n2", name="Yanis ÉTIENNE")]
    changes = compare(old, new)
    assert [c.old.id for c in changes.changed] == ["s1"]
    assert [s.id for s in changes.same] == ["s2"]


def test_namesakes_without_numbers_are_doubtful():
    old = [student("a", "1", "Alami", "Ali"), student("b", "2", "Alami", "Ali")]
    changes = compare(old, [student("n", "", "Alami", "Ali")])
    assert [(d.new.id, [c.id for c in d.candidates]) for d in changes.doubtful] == [("n", ["a", "b"])]
    assert changes.gone == () == changes.new
    assert apply_changes(old, changes) == tuple(old)


def test_another_number_under_the_same_name_is_doubtful():
    changes = compare([AMINA], [again(AMINA, number="0077", email="")])
    assert [d.candidates for d in changes.doubtful] == [(AMINA,)]


def test_numbers_that_only_count_the_rows_mistake_nobody():
    """Somebody new in the middle moves all numbers by one."""
    old = [
        student("a", "1", "Alami", "Ali"),
        student("b", "2", "Benali", "Leïla"),
        student("c", "3", "Zidane", "Zoé"),
    ]
    new = [
        student("n1", "1", "Alami", "Ali"), student("n2", "2", "Amrani", "Sara"),
        student("n3", "3", "Benali", "Leïla"), student("n4", "4", "Zidane", "Zoé"),
    ]  # fmt: skip
    changes = compare(old, new)
    assert [s.id for s in changes.same] == ["a"]
    assert not changes.changed and not changes.gone
    assert {d.new.id: {c.id for c in d.candidates} for d in changes.doubtful} == {
        "n2": {"b"}, "n3": {"b", "c"}, "n4": {"c"},
    }  # fmt: skip


def test_the_same_number_in_another_script_is_the_same_student():
    latin = student("n", SAID.number, "El Alaoui", "Said")
    changes = compare([SAID], [latin])
    assert [(c.new.id, c.new.family) for c in changes.changed] == [("s3", "El Alaoui")]


def test_a_name_in_other_capitals_or_order_is_no_change_unless_it_tells_the_family_name():
    whole = student("a", "1", name="Amina El Fassi")
    assert compare([whole], [again(whole, name="AMINA EL FASSI")]).nothing
    told = compare([whole], [student("n", "1", "El Fassi", "Amina")])
    assert [c.fields for c in told.changed] == [("family", "given", "name")]


def test_a_doubt_is_settled_by_whoever_knows():
    old = [student("a", "1", "Alami", "Ali"), student("b", "2", "Alami", "Ali")]
    changes = compare(old, [student("n", "", "Alami", "Ali", email="ali@example.org")])
    doubt = changes.doubtful[0]
    chosen = resolve(changes, doubt, old[1])
    assert [(c.new.id, c.new.number, c.new.email) for c in chosen.changed] == [("b", "2", "ali@example.org")]
    assert chosen.gone == (old[0],) and not chosen.doubtful
    nobody = resolve(changes, doubt, None)
    assert [s.id for s in nobody.new] == ["n"] and set(nobody.gone) == set(old)


def test_a_student_who_was_chosen_is_no_candidate_any_more():
    old = [student("a", "", "Alami", "Ali")]
    changes = compare(old, [student("n", "", "Alami", "Ali"), student("m", "", "Alami", "Ali")])
    assert [d.candidates for d in changes.doubtful] == [(old[0],), (old[0],)]
    settled = resolve(changes, changes.doubtful[0], old[0])
    assert [d.candidates for d in settled.doubtful] == [()]
    assert settled.same == (old[0],) and settled.gone == ()


def test_only_those_who_shall_go_leave():
    changes = compare(CLASS, [again(AMINA)])
    assert apply_changes(CLASS, changes, gone=["s2"]) == (AMINA, SAID, LEILA)


people = st.builds(
    student,
    st.uuids().map(str),
    st.sampled_from(["", "1", "2", "3", "001"]),
    st.sampled_from(["Alami", "Benali", "العلوي"]),
    st.sampled_from(["Ali", "Léa", "Lea", "علي"]),
    email=st.sampled_from(["", "a@example.org", "b@example.org"]),
)
rosters = st.lists(people, max_size=6, unique_by=lambda s: s.id)


@given(rosters, rosters)
def test_nobody_is_lost_or_doubled(old, new):
    changes = compare(old, new)
    matched = [c.old.id for c in changes.changed] + [s.id for s in changes.same]
    doubted = {c.id for d in changes.doubtful for c in d.candidates}
    assert len(matched) == len(set(matched))
    assert not doubted & set(matched)
    assert set(matched) | doubted | {s.id for s in changes.gone} == {s.id for s in old}
    assert len(changes.new) + len(changes.doubtful) + len(matched) == len(new)
    after = apply_changes(old, changes)
    assert [s.id for s in after][: len(old)] == [s.id for s in old]


@given(rosters)
def test_a_roster_compared_with_itself_has_no_new_student(old):
    changes = compare(old, [again(one) for one in old])
    assert not changes.new and not changes.gone


@dataclass(frozen=True)
class User:
    id: str
    number: str = ""
    email: str = ""
    name: str = ""


@pytest.mark.parametrize(
    ("user", "match"),
    [
        (User("u", "0012", "", "Amina El Fassi"), AccountMatch("s1", "u", "number")),
        (User("u", "", "AMINA@example.org", "A. El Fassi"), AccountMatch("s1", "u", "email")),
        (User("u", "", "", "el fassi amina"), AccountMatch("s1", "u", "name")),
        (User("u", "0099", "", "Amina El Fassi"), AccountMatch("s1", candidates=("u",))),
        (User("u", "0012", "", "Zoé Dupont"), AccountMatch("s1", candidates=("u",))),
        (User("u", "0012", "", "أمينة الفاسي"), AccountMatch("s1", "u", "number")),
        (User("u", "12", "", "Zoé Dupont"), AccountMatch("s1")),
    ],
)
def test_a_student_is_matched_to_an_account_only_where_it_is_certain(user, match):
    assert match_accounts([AMINA], [user]) == (match,)


def test_two_accounts_of_one_name_are_shown_and_none_is_taken():
    users = [User("u", "", "", "Amina El Fassi"), User("v", "", "", "Amina El-Fassi")]
    assert match_accounts([AMINA], users) == (AccountMatch("s1", candidates=("u", "v")),)


def test_no_account_is_given_to_two_students():
    users = [User("u", "0012", "", "Amina El Fassi")]
    twin = replace(AMINA, id="s9", number="", email="")
    assert match_accounts([AMINA, twin], users) == (AccountMatch("s1", "u", "number"), AccountMatch("s9"))
