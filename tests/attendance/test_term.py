"""A class over a term: the grid, its totals, and who has been missing for long."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.attendance.rules import ATTENDED, STATUSES, Attendance
from app.attendance.term import Held, make_term

WEEK = 7 * 86_400.0


def held(number, **statuses):
    rows = tuple(Attendance(student, status, status) for student, status in statuses.items())
    return Held(f"x{number}", f"Week {number}", number * WEEK, number * WEEK + 3600, rows)


def test_the_grid_has_a_cell_for_each_student_and_session_in_their_order():
    term = make_term(["b", "a"], [held(2, a="late", b="absent"), held(1, a="present")])
    assert [h.session for h in term.sessions] == ["x1", "x2"]
    assert [[cell and cell.status for cell in row.cells] for row in term.rows] == [
        [None, "absent"],
        ["present", "late"],
    ]
    assert term.row("b").counted == 1 and term.row("nobody") is None
    assert [term.present_in(session) for session in ("x1", "x2", "?")] == [1, 1, 0]


def test_excused_is_no_absence_in_any_figure():
    row = make_term(["a"], [held(1, a="present"), held(2, a="excused"), held(3, a="absent")]).rows[0]
    assert (row.attended, row.counted, row.rate) == (1, 2, 0.5)
    assert make_term(["a"], [held(1, a="excused")]).rows[0].rate is None


def test_a_row_of_absences_goes_on_over_an_excuse_and_ends_with_a_presence():
    weeks = ["absent", "absent", "late", "absent", "excused", "absent", "absent"]
    row = make_term(["a"], [held(n, a=status) for n, status in enumerate(weeks)]).rows[0]
    assert (row.missing, row.longest) == (3, 3)
    ended = make_term(["a"], [held(n, a=status) for n, status in enumerate([*weeks, "left_early"])]).rows[0]
    assert (ended.missing, ended.longest) == (0, 3)


def test_who_has_missed_several_in_a_row_is_named_longest_first():
    sessions = [held(1, a="present", b="absent", c="absent"), held(2, a="absent", b="absent", c="present")]
    sessions.append(held(3, a="absent", b="absent", c="present"))
    term = make_term(["a", "b", "c"], sessions)
    assert term.missing_for(2) == ["b", "a"]
    assert term.missing_for(0) == ["b", "a"]


def test_a_session_over_midnight_belongs_to_its_first_day():
    zone = ZoneInfo("Africa/Casablanca")
    opened = datetime(2026, 11, 22, 23, 30, tzinfo=zone).timestamp()
    session = Held("x", "", opened, opened + 7200, ())
    assert session.day(zone) == date(2026, 11, 22)
    assert session.day(ZoneInfo("Asia/Tokyo")) == date(2026, 11, 23)


weeks = st.lists(st.none() | st.sampled_from(STATUSES), max_size=12)


@given(weeks)
def test_totals_are_those_of_the_cells(statuses):
    sessions = [held(n, **({"a": status} if status else {})) for n, status in enumerate(statuses)]
    row = make_term(["a"], sessions).rows[0]
    there = [status for status in statuses if status]
    assert sum(row.totals.values()) == len(there)
    assert row.counted == len(there) - there.count("excused")
    assert row.attended == sum(status in ATTENDED for status in there)
    assert row.missing <= row.longest <= there.count("absent")
    assert row.rate is None or 0 <= row.rate <= 1
