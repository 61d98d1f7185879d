"""What part of the line of numbers is shown."""

import pytest

from widgets.projector.number_axis import make_axis, pile_up, read_accepted


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("46", (46, 46)),
        ("-2.5", (-2.5, -2.5)),
        ("3.14 ± 0.01", (3.13, 3.15)),
        ("1 – 5", (1, 5)),
        ("1e-9 – 2e-9 (50 %)", (1e-9, 2e-9)),
        ("7 (33.3 %)", (7, 7)),
    ],
)
def test_what_is_right_is_read(text, ends):
    assert read_accepted(text) == pytest.approx(ends)


def test_what_is_no_number_is_not_read():
    assert read_accepted("a lot") is None


def test_one_far_answer_does_not_push_the_others_together():
    axis = make_axis([(44, 9), (45, 11), (46, 30), (48, 5), (1e9, 1)], [(46, 46)])
    assert 40 < axis.low < 44
    assert 48 < axis.high < 60
    assert axis.place(1e9) == 1


def test_all_answers_are_shown_where_they_lie_near():
    axis = make_axis([(10, 1), (20, 30), (30, 30), (42, 1)], [(25, 25)])
    assert axis.low < 10
    assert axis.high > 42


def test_what_is_right_is_always_shown():
    axis = make_axis([(1, 40)], [(100, 110)])
    assert axis.low < 1
    assert axis.high > 110


@pytest.mark.parametrize("values", [[], [(5.0, 3)], [(0.0, 1)]])
def test_a_line_has_a_length(values):
    axis = make_axis(values, [])
    assert axis.high > axis.low
    assert all(0 <= axis.place(value) <= 1 for value, _ in values)


def test_answers_pile_up_and_none_is_lost():
    values = [(1.0, 3), (1.001, 4), (9.0, 2), (1e6, 1)]
    axis = make_axis(values, [(1, 1)])
    piles = pile_up(values, axis, 10)
    assert sum(piles.values()) == 10
    assert max(piles.values()) >= 7
