import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.live.nicknames import MAX_MARKS, MAX_NICKNAME, clean_nickname, fold_nickname, free_nickname

DIRECTIONS = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}

any_text = st.text(st.characters(codec=None), max_size=60) | st.text(
    "aA1 \u200d\u0301\u3164\ufe0fé", max_size=60
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Amina \n\t El  Idrissi ", "Amina El Idrissi"),
        ("e\u0301lodie", "élodie"),
        ("أمينة", "أمينة"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("李雷", "李雷"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("\U0001fae8", "\U0001fae8"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066Amina\u2069", "Amina"),
        ("Ami\x00na\x1b[31m", "Amina[31m"),
        ("Ami\ud800na", "Amina"),
        ("\u200dAmina\u200d", "Amina"),
        ("Ami\u3164na", "Amina"),
        ("<b>Amina</b>", "<b>Amina</b>"),
        ("x" * 31, "x" * 30),
    ],
)
def test_a_nickname_is_kept_as_people_read_it(typed, shown):
    assert clean_nickname(typed) == shown


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "\u202e", "\u200d\u200c", "...", "\u0301", "\u3164", "\u115f\u1160", "\uffa0", "\u2800",
     "\ud83d", "\ufe0f", "\U000e0041"],
)  # fmt: skip
def test_what_nobody_would_see_is_refused(typed):
    with pytest.raises(Refused, match="nickname_empty"):
        clean_nickname(typed)


def test_no_tower_of_marks_grows_over_other_lines():
    low = "Z" + "\u0335" * MAX_MARKS + "o"
    assert clean_nickname("Z" + "\u0335" * 25 + "o") == low
    assert clean_nickname("Z" + "\u0335\u200b" * 25 + "o") == low


@given(any_text)
def test_whatever_is_typed_becomes_a_name_or_is_refused(typed):
    try:
        name = clean_nickname(typed)
    except Refused as refusal:
        assert refusal.code == "nickname_empty"
        return
    assert 1 <= len(name) <= MAX_NICKNAME
    assert name == name.strip()
    name.encode()
    assert not DIRECTIONS & {unicodedata.bidirectional(char) for char in name}
    assert clean_nickname(name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina", "AMINA"),
        ("Amina", "Ａｍｉｎａ"),
        ("Straße", "STRASSE"),
        ("ﬁn", "fin"),
        ("Amina", "Ami\u200dna"),
        ("❤", "❤\ufe0f"),
        ("e\u0301", "é"),
        ("A B", "A\u3000B"),
    ],
)
def test_names_that_look_the_same_are_the_same(one, other):
    assert fold_nickname(one) == fold_nickname(other)
    assert free_nickname(other, [one]) == f"{other} 2"


@pytest.mark.parametrize(("one", "other"), [("Amina", "Amine"), ("Zoe", "Zoé"), ("أحمد", "احمد")])
def test_other_names_are_left_alone(one, other):
    assert free_nickname(other, [one]) == other


def test_a_long_name_makes_room_for_its_number():
    name = "x" * MAX_NICKNAME
    taken = [name]
    for number in range(2, 12):
        taken.append(free_nickname(name, taken))
        assert taken[-1] == f"{'x' * (MAX_NICKNAME - len(f' {number}'))} {number}"


@given(st.lists(any_text, max_size=6))
def test_no_two_in_a_class_have_the_same_name(wishes):
    names: list[str] = []
    for typed in wishes:
        try:
            names.append(free_nickname(clean_nickname(typed), names))
        except Refused:
            continue
    assert len({fold_nickname(name) for name in names}) == len(names)
    assert all(len(name) <= MAX_NICKNAME for name in names)
