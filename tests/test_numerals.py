from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.numerals import MAX_EXPONENT, canonical_number, format_number, parse_number, western_digits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.14", "3.14"),
        ("3,14", "3.14"),
        (".5", "0.5"),
        ("5,", "5"),
        ("+7", "7"),
        ("- 5", "-5"),
        ("−5", "-5"),
        ("-0", "0"),
        ("1 234 567,8", "1234567.8"),
        ("1\u202f234", "1234"),
        ("1\u00a0234", "1234"),
        ("1'000", "1000"),
        ("1’000", "1000"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234", "1.234"),
        ("1,234,567", "1234567"),
        ("1.234.567,8", "1234567.8"),
        ("3.141 592", "3.141592"),
        ("٣٫١٤", "3.14"),
        ("۳٫۱۴", "3.14"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("\u200f-٥\u200e", "-5"),
        ("1e3", "1000"),
        ("1,5E-3", "0.0015"),
        ("1.5×10^3", "1500"),
        ("1.5 x 10^-3", "0.0015"),
        ("2·10⁻²", "0.02"),
        ("10^3", "1000"),
        ("-10⁶", "-1000000"),
        ("1e300", "1e300"),
    ],
)
def test_ways_to_write_a_number(text, value):
    assert parse_number(text) == Decimal(value)


NO_NUMBERS = """
- . , 5_kg 5% 1/2 1_2 12_34 1,2,3 1..2 1,234.5,6 1_2345 1,234_567.8 NaN sNaN Infinity -inf 0x10 1e e5 1e3e3
1e2.5 --1 +-1 1e301 1e999999999 1e-999999999 12e300
1e99999999999999999999999 1e-99999999999999999999999 0e999999999 210^3 10^ 1² १२ １２ Ⅻ ① ½
"""


@pytest.mark.parametrize(
    "text",
    [
        *(text.replace("_", " ") for text in NO_NUMBERS.split()),
        *("", " ", "1_000", "1" * 61, "\ud800", "\x00", "1\x002"),
    ],
)
def test_what_is_no_number(text):
    assert parse_number(text) is None


@given(st.text())
def test_any_text_is_read_or_not_without_an_error(text):
    number = parse_number(text)
    assert number is None or (number.is_finite() and abs(number.adjusted()) <= MAX_EXPONENT)


numbers = st.decimals(min_value=Decimal("-1e40"), max_value=Decimal("1e40"))


@given(numbers)
def test_canonical_text_is_one_for_equal_numbers_and_reads_back(number):
    text = canonical_number(number)
    assert Decimal(text) == number
    assert canonical_number(Decimal(text)) == text
    if len(number.as_tuple().digits) < 25:
        assert canonical_number(number * Decimal("1.000")) == text


CANONICAL = {
    "0.000": "0",
    "-0": "0",
    "3.140": "3.14",
    "1e3": "1000",
    "100": "100",
    "0.05": "0.05",
    "-12.5": "-12.5",
    "1e20": "100000000000000000000",
    "1e21": "1e21",
    "1e-6": "0.000001",
    "1.50e-7": "1.5e-7",
}


@pytest.mark.parametrize(("value", "text"), CANONICAL.items())
def test_canonical_examples(value, text):
    assert canonical_number(Decimal(value)) == text


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.sampled_from(["fr", "ar", "en"]))
def test_what_is_shown_can_be_typed(number, language):
    assert parse_number(format_number(number, language)) == number


def test_decimal_mark_of_each_language():
    shown = [format_number(1234.5, language) for language in ("fr", "ar", "en")]
    assert shown == ["1234,5", "1234,5", "1234.5"]
    assert format_number(3, "fr") == "3"


def test_western_digits_change_nothing_else():
    assert western_digits("سؤال ١٢ و ۳۴, १") == "سؤال 12 و 34, १"
