"""Sizes that fill the space."""

import pytest

from widgets.projector.fitting import flow, largest, level, wall_unit


@pytest.mark.parametrize("limit", [10, 11, 17, 29, 30])
def test_the_largest_size_that_fits_is_found(limit):
    assert largest(lambda size: size <= limit, 10, 30) == limit


def test_where_nothing_fits_there_is_no_size():
    assert largest(lambda size: False, 10, 30) is None


def test_few_sizes_are_tried():
    tried = []
    largest(lambda size: tried.append(size) is None and size <= 40, 30, 65)
    assert len(tried) <= 8


def test_low_rows_are_raised_first_and_the_room_is_used():
    rows = level([10, 20, 30], 90, 100)
    assert rows == pytest.approx([30, 30, 30], abs=0.1)


def test_rows_do_not_grow_over_the_cap():
    assert level([10, 10], 500, 40) == pytest.approx([40, 40], abs=0.1)


def test_rows_that_need_more_than_there_is_stay():
    assert level([50, 60], 80, 100) == [50, 60]


def test_things_flow_into_lines():
    assert flow([40, 50, 30, 120, 10], 100, 5) == [[0, 1], [2], [3], [4]]
    assert flow([], 100, 5) == []


def test_a_narrow_window_counts_as_a_four_to_three_wall():
    assert wall_unit(1600, 900) == 900
    assert wall_unit(800, 600) == 600
    assert wall_unit(400, 900) == 300
