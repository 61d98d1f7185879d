"""PINs: the same one only, salted, and no hash of another form is believed."""

import pytest

from app.people.pins import check_pin, hash_pin, is_pin_hash


def test_a_pin_is_known_again_and_no_other_is():
    stored = hash_pin("0123")
    assert check_pin("0123", stored)
    assert not check_pin("123", stored)
    assert not check_pin("0124", stored)
    assert "0123" not in stored.split("$")[0:2]


def test_two_hashes_of_one_pin_differ():
    assert hash_pin("1234", 2) != hash_pin("1234", 2)


@pytest.mark.parametrize(
    "stored",
    ["", "1234", "scrypt$999999$" + "0" * 32 + "$" + "0" * 64, "scrypt$6$" + "0" * 32 + "$" + "0" * 64],
)
def test_a_hash_of_another_form_or_cost_lets_nobody_in(stored):
    assert not check_pin("1234", stored)


def test_the_form_of_a_hash():
    assert is_pin_hash(hash_pin("1234", 2))
    assert not is_pin_hash("1234")
