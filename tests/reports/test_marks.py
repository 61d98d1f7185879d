"""Marks follow points, coefficients and corrections, and are rounded as people round."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.reports.marks import Scale, make_marks
from tests.helpers.classroom import Classroom, capitals
from tests.reports.samples import NAMES, ended_class


def marks_of(room, *arguments, **more):
    return {row.nickname: row.mark for row in make_marks(room.state, *arguments, **more).rows}


def test_marks_follow_points_and_absence_is_nothing():
    marks = make_marks(ended_class().state)
    assert [counting.question for counting in marks.questions] == ["q-single", "q-numeric"]
    assert marks.most == 3.0
    assert {row.nickname: (row.total, row.mark) for row in marks.rows} == {
        NAMES[0]: (2.0, Decimal("13.33")),
        NAMES[1]: (0.0, Decimal("0.00")),
        NAMES[2]: (3.0, Decimal("20.00")),
        NAMES[3]: (0.0, Decimal("0.00")),
    }


def test_coefficients_multiply_the_weight_of_a_question():
    room = ended_class()
    marks = make_marks(room.state, Scale(Decimal(100), 0), {"q-single": 4.0})
    assert marks.most == 6.0
    first = marks.rows[0]
    assert first.points == {"q-single": 4.0, "q-numeric": 1.0}
    assert (first.total, first.mark) == (5.0, Decimal(83))
    assert marks_of(room, Scale(), {"q-numeric": 0.0})[NAMES[0]] == Decimal("20.00")
    assert set(marks_of(room, Scale(), {"q-single": 0.0, "q-numeric": 0.0}).values()) == {None}


def test_who_is_left_out_has_no_mark():
    room = ended_class()
    marks = marks_of(room, left_out={room.student(NAMES[0]).id})
    assert marks[NAMES[0]] is None and marks[NAMES[2]] == Decimal("20.00")


def test_corrections_move_marks_at_once():
    room = ended_class()
    room.correct_key("q-single", {"right": ["c1"]})
    assert marks_of(room)[NAMES[1]] == Decimal("6.67")
    room.correct_key("q-single", None)
    room.cancel("q-ordering", False)
    assert make_marks(room.state).most == 4.0
    room.accept(NAMES[1], 0.5, round_="r4")
    assert make_marks(room.state).most == 5.0, "an own word that was given credit counts for all"
    assert marks_of(room)[NAMES[1]] == Decimal("2.00")


def test_nothing_counts_before_anything_was_revealed():
    room = Classroom(capitals(2))
    room.join("A")
    room.ask()
    room.answer("A", "c2")
    assert marks_of(room) == {"A": None}


@pytest.mark.parametrize(
    ("points", "most", "scale", "mark"),
    [
        (1 / 3 + 1 / 3 + 1 / 3, 16, Scale(Decimal(20), 1), "1.3"),  # 1.25: a half goes up
        (1, 8, Scale(Decimal(1), 2), "0.13"),
        (0.145, 1, Scale(Decimal(10), 2), "1.45"),
        (2.675, 10, Scale(Decimal(10), 2), "2.68"),  # as a double it is a little less
        (5, 4, Scale(), "20.00"),  # bonus for speed
        (-1, 4, Scale(), "0.00"),
        (1, 2, Scale(Decimal(15), 0), "8"),
        (1, 2, Scale(Decimal("0.5"), 4), "0.2500"),
    ],
)
def test_rounding(points, most, scale, mark):
    assert str(scale.mark_for(points, most)) == mark


@given(st.integers(0, 400), st.integers(1, 400), st.integers(1, 1000), st.integers(0, 4))
def test_a_mark_is_the_exact_share_rounded_half_up(points, most, top, decimals):
    points = min(points, most)
    exact = Decimal(points * top * 10**decimals * 2 + most) / (most * 2)
    expected = Decimal(points * top * 10**decimals * 2 + most) // (most * 2)
    assert Scale(Decimal(top), decimals).mark_for(points, most) * 10**decimals == expected, exact


@pytest.mark.parametrize(
    ("top", "decimals"),
    [("0", 2), ("-20", 2), ("NaN", 2), ("Infinity", 2), ("10001", 2), ("20", -1), ("20", 5)],
)
def test_an_impossible_scale_is_refused(top, decimals):
    with pytest.raises(Refused, match="scale_impossible"):
        Scale(Decimal(top), decimals)


@pytest.mark.parametrize("coefficient", [-1.0, math.nan, math.inf, 1001.0])
def test_an_impossible_coefficient_is_refused(coefficient):
    with pytest.raises(Refused, match="coefficient_impossible"):
        make_marks(ended_class().state, coefficients={"q-single": coefficient})
