"""Present, late, left early, absent, excused: by a clock that the tests set."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.rules import ATTENDED, STATUSES, ManualChange, Thresholds, attendance_of
from app.clock import ManualClock

MINUTE = 60.0
OPENED = 1_800_000_000.0
ENDED = OPENED + 55 * MINUTE
LIMITS = Thresholds(late_after=10 * MINUTE, left_early_before=10 * MINUTE, asleep_allowed=20 * MINUTE)


def minutes(*spans):
    return [(OPENED + start * MINUTE, None if end is None else OPENED + end * MINUTE) for start, end in spans]


def one(*spans, ended=ENDED, changes=(), **more):
    return attendance_of({"s": minutes(*spans)}, OPENED, ended, LIMITS, changes, **more)[0]


@pytest.mark.parametrize(
    ("spans", "status"),
    [
        ([(0, 55)], "present"),
        ([(10, 55)], "present"),
        ([(10.1, 55)], "late"),
        ([(0, 30)], "left_early"),
        ([(0, 35)], "present"),
        ([(12, 20)], "left_early"),
        ([], "absent"),
        ([(-20, -10)], "absent"),
        ([(56, 60)], "absent"),
        ([(-20, 70)], "present"),
        ([(0, None)], "present"),
    ],
)
def test_what_the_times_mean(spans, status):
    assert one(*spans).status == status


def test_a_phone_that_sleeps_20_minutes_and_comes_back_has_not_left():
    row = one((0, 10), (30, 31))
    assert row.status == "left_early", "from then on it was silent for 24 minutes"
    row = one((0, 10), (30, 40))
    assert row.status == "present" and row.seconds == 40 * MINUTE


def test_a_phone_that_sleeps_longer_and_comes_back_has_not_left_but_the_time_is_not_counted():
    row = one((0, 10), (45, 55))
    assert row.status == "present" and row.seconds == 20 * MINUTE


def test_a_phone_that_sleeps_at_the_end_has_not_left():
    assert one((0, 36)).status == "present"


def test_who_came_late_and_left_early_is_known_for_both():
    row = one((12, 20))
    assert row.late and row.gone_early
    assert (row.arrived, row.last_seen) == (OPENED + 12 * MINUTE, OPENED + 20 * MINUTE)


def test_while_the_class_runs_nobody_has_left_early():
    clock = ManualClock(OPENED)
    seen = {"s": [(clock.now(), clock.advance(5 * MINUTE))]}
    row = attendance_of(seen, OPENED, None, LIMITS, now=clock.advance(20 * MINUTE))[0]
    assert row.status == "present" and not row.away
    row = attendance_of(seen, OPENED, None, LIMITS, now=clock.advance(1 * MINUTE))[0]
    assert row.status == "present" and row.away
    seen["s"].append((clock.now(), None))
    assert not attendance_of(seen, OPENED, None, LIMITS, now=clock.advance(60 * MINUTE))[0].away


def test_what_the_teacher_says_counts_and_can_be_taken_back():
    said = [ManualChange("s", "excused", OPENED, "M. Alami", "médecin")]
    row = one(changes=said)
    assert (row.status, row.found, row.change.why) == ("excused", "absent", "médecin")
    said.append(ManualChange("s", "present", OPENED + 1))
    assert one(changes=said).status == "present"
    said.append(ManualChange("s", None, OPENED + 2))
    assert one(changes=said).status == "absent"


def test_everybody_who_was_asked_about_is_told_in_that_order():
    rows = attendance_of({"b": [], "a": minutes((0, 55))}, OPENED, ENDED)
    assert [(row.student, row.status) for row in rows] == [("b", "absent"), ("a", "present")]


@pytest.mark.parametrize(
    ("begin", "zone"),
    [
        ("2026-10-25 01:30", "Europe/Paris"),  # 3 o'clock becomes 2 o'clock
        ("2027-03-28 01:30", "Europe/Paris"),  # 2 o'clock becomes 3 o'clock
        ("2026-11-22 23:15", "Africa/Casablanca"),  # over midnight
        ("2026-12-31 22:30", "UTC"),  # over the year's end
    ],
)
def test_neither_midnight_nor_a_change_of_the_clocks_makes_anybody_late(begin, zone):
    opened = datetime.fromisoformat(begin).replace(tzinfo=ZoneInfo(zone)).timestamp()
    ended = opened + 180 * MINUTE
    seen = {"in time": [(opened + 9 * MINUTE, ended)], "late": [(opened + 11 * MINUTE, ended - MINUTE)]}
    assert [row.status for row in attendance_of(seen, opened, ended, LIMITS)] == ["present", "late"]


def test_an_end_before_its_beginning_is_a_moment():
    row = one((5, 3), (40, 55))
    assert row.status == "present" and row.seconds == 15 * MINUTE


spans = st.lists(st.tuples(st.floats(-100, 200), st.none() | st.floats(-100, 200)), max_size=6)
limits = st.builds(Thresholds, st.floats(0, 3000), st.floats(0, 3000), st.floats(0, 3000))


@given(spans, limits, st.permutations(range(6)))
def test_any_times_in_any_order_give_one_answer(times, thresholds, order):
    seen = minutes(*times)
    shuffled = [seen[place] for place in order if place < len(seen)]
    first, other = (attendance_of({"s": times}, OPENED, ENDED, thresholds)[0] for times in (seen, shuffled))
    assert first == other
    assert first.status in STATUSES
    assert 0 <= first.seconds <= ENDED - OPENED + 1e-3
    assert (first.arrived is None) == (first.status == "absent")
    if first.arrived is not None:
        assert OPENED <= first.arrived <= first.last_seen <= ENDED


@given(spans, limits)
def test_being_seen_until_the_end_is_never_leaving_early(times, thresholds):
    row = attendance_of({"s": [*minutes(*times), (ENDED, None)]}, OPENED, ENDED, thresholds)[0]
    assert row.status in ATTENDED and not row.gone_early


@given(spans, limits, st.floats(0, 55))
def test_being_seen_more_makes_nobody_later_or_sooner_gone(times, thresholds, moment):
    before = attendance_of({"s": minutes(*times)}, OPENED, ENDED, thresholds)[0]
    after = attendance_of({"s": minutes(*times, (moment, moment))}, OPENED, ENDED, thresholds)[0]
    if before.arrived is not None:
        assert after.late <= before.late and after.gone_early <= before.gone_early
        assert after.seconds >= before.seconds - 1e-3
