"""Rosters as JSON: there and back, bounded, secrets only where they belong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Trouble
from app.folding import clean_text
from app.people.codec import copy_from_json, copy_to_json, roster_from_json, roster_to_json
from app.people.model import Roster, RosterCopy, Student, new_student_id
from app.people.pins import hash_pin
from tests.helpers.people import AMINA, CLASS, texts

ROSTER = Roster("c1", "3A", CLASS)
cleaned = texts.map(clean_text)


@given(
    cleaned, cleaned, st.lists(cleaned, max_size=3), st.sampled_from(["", "fr", "ar", "en"]), st.floats(1, 5)
)
def test_a_roster_comes_back_as_it_was(number, name, groups, language, time):
    one = Student(
        new_student_id(), number, name, name, name, groups=tuple(groups), language=language, extra_time=time
    )
    roster = Roster("c", "3A", (AMINA, one))
    assert roster_from_json(json.loads(json.dumps(roster_to_json(roster)))) == roster


def test_a_copy_keeps_hashes_of_those_on_the_roster_only():
    pin = hash_pin("1234", 2)
    copy = RosterCopy(ROSTER, {"s1": pin}, {"ab" * 32: "s2"})
    assert copy_from_json(json.loads(json.dumps(copy_to_json(copy)))) == copy
    data = copy_to_json(copy)
    data["pins"] |= {"gone": pin, "s2": "1234"}
    data["devices"] |= {"cd" * 32: "gone"}
    assert copy_from_json(data) == copy


def test_a_roster_alone_holds_no_secret():
    assert set(roster_to_json(ROSTER)) == {"v", "class", "students"}


def test_a_roster_of_a_newer_version_is_refused():
    with pytest.raises(Trouble) as caught:
        roster_from_json({"v": 2, "class": {"id": "c", "name": "3A"}, "students": []})
    assert caught.value.code == "roster_version_unknown"


@pytest.mark.parametrize(
    "change",
    [
        {"v": "1"},
        {"v": 0},
        {"students": None},
        {"students": [{}]},
        {"students": [{"id": "a", "extra_time": "x"}]},
        {"students": [{"id": "a", "extra_time": float("nan")}]},
        {"students": [{"id": "a", "extra_time": 0.5}]},
        {"students": [{"id": "a", "name": "x" * 300}]},
        {"students": [{"id": "a", "language": "xx"}]},
        {"students": [{"id": "a"}, {"id": "a"}]},
        {"students": [{"id": "a", "groups": 3}]},
        {"students": ["a"]},
        {"class": {}},
        {"class": None},
    ],
)
def test_a_damaged_roster_is_refused_with_its_reason(change):
    with pytest.raises(Trouble) as caught:
        roster_from_json(roster_to_json(ROSTER) | change)
    assert caught.value.code == "roster_unreadable"


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_what_is_no_roster_is_refused(data):
    with pytest.raises(Trouble):
        copy_from_json(data)
