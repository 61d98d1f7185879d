"""A whole run against the stand-in, with every fault: the platform ends up right and nobody is told twice."""

from dataclasses import replace
from random import Random

import pytest

from app.outgoing.rows import Result, State
from sync import outbox as policy
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.moodle.refs import write_ref
from sync.errors import Busy, LoggedOut, NotReached, Unanswered
from sync.http import Site
from sync.run import Run
from tests.helpers.moodle import SUSPENDED, TOKEN

GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")
SESSION = write_ref(kind="attendance", course="2", cmid="61", session="4")
BATCH = "tool_mobile_call_external_functions"
READ = "gradereport_user_get_grade_items"
SAVE = "mod_assign_save_grades"


class Desk:
    """One connection with one session's grades, and the program that sends them."""

    def __init__(self, outbox, connector, clock, moodle, ref=GRADES, kind="grade"):
        self.outbox = outbox
        self.connector = connector
        self.clock = clock
        self.moodle = moodle
        self.kind = kind
        self.connection = outbox.add_connection("moodle", "M", "https://moodle.example")
        self.outbox.take_matches(self.connection, {f"s{user}": str(user) for user in moodle.students})
        self.target = outbox.add_target("session", kind, self.connection, ref)
        self.values: dict[str, str] = {}

    def want(self, **values):
        self.values |= values
        results = [Result("session", student, self.kind, value) for student, value in self.values.items()]

        def judge(rows, targets):
            changes = policy.derive(results, targets, rows)
            return changes.save, changes.drop

        self.outbox.derive(judge)

    def agree(self, *codes):
        self.outbox.agree(self.target.id, codes)
        [self.target] = self.outbox.list_targets()
        self.outbox.change(lambda rows: [policy.free(row, "not_agreed") for row in rows])

    def run(self):
        Run(self.outbox, self.connector, self.target, self.clock, Random(5)).bring_up_to_date()

    def run_later(self, error=None):
        """After a day, so that whatever waits is due."""
        self.clock.advance(86_400)
        if error is None:
            self.run()
        else:
            with pytest.raises(error):
                self.run()

    def rows(self):
        return {row.student: row for row in self.outbox.list_rows()}

    def states(self):
        return {student: row.state for student, row in self.rows().items()}


@pytest.fixture
def desk(outbox, connector, clock, moodle):
    return Desk(outbox, connector, clock, moodle)


def everybody(moodle, value="15.5"):
    return {f"s{user}": value for user in moodle.students if user != SUSPENDED}


def test_a_class_of_forty_is_confirmed_in_five_requests(desk, moodle):
    desk.want(**everybody(moodle))
    desk.connector.probe()
    moodle.asked.clear()
    desk.run()
    assert set(desk.states().values()) == {State.CONFIRMED}
    assert moodle.books[17].shown == {user: 15.5 for user in moodle.students if user != SUSPENDED}
    assert len(moodle.asked) <= 4
    moodle.asked.clear()
    desk.run_later()
    assert set(moodle.asked) == {READ}
    assert moodle.most_at_work == 1


def test_a_dry_run_says_what_would_happen_and_changes_nothing(desk, moodle):
    moodle.books[17].shown |= {7: 3.0, 8: 12.0}
    desk.want(s6="12", s7="12", s8="12", s45="12", stranger="12")
    before = desk.rows()
    plan = Run(desk.outbox, desk.connector, desk.target, desk.clock, Random(1)).plan()
    lines = {line.student: (line.there, line.state, line.reason) for line in plan.lines}
    assert lines == {
        "s6": (None, State.WAITING, ""),
        "s7": ("3.0", State.CHANGED_THERE, ""),
        "s8": ("12.0", State.CONFIRMED, ""),
        "s45": (None, State.REFUSED, "not_enrolled"),
        "stranger": (None, State.PARKED, "not_matched"),
    }
    assert plan.to_send == 1
    assert desk.rows() == before
    assert BATCH not in moodle.asked


def test_what_stands_in_the_way_is_refused_before_sending(desk, moodle):
    book = moodle.books[17]
    book.overridden.add(7)
    desk.want(s6="101", s7="12", s45="9", s8="10")
    desk.run()
    reasons = {student: row.reason for student, row in desk.rows().items()}
    assert reasons == {"s6": "above_maximum", "s7": "grade_overridden", "s45": "not_enrolled", "s8": ""}
    assert book.grades == {8: 10.0}
    book.overridden.clear()
    desk.run_later()
    assert desk.states()["s7"] is State.CONFIRMED


def test_an_edit_there_is_kept_and_the_teacher_decides(desk, moodle):
    desk.want(s6="12", s7="13")
    desk.run()
    moodle.books[17].shown |= {6: 18.0, 7: 19.0}
    desk.want(s6="12.5", s7="13.5")
    desk.run_later()
    assert {row.there for row in desk.rows().values()} == {"18", "19"}
    desk.outbox.change(
        lambda rows: [policy.send_ours(r) if r.student == "s6" else policy.keep_theirs(r) for r in rows]
    )
    desk.run_later()
    assert moodle.books[17].shown == {6: 12.5, 7: 19.0}
    assert desk.rows()["s7"].reason == "kept_theirs"


def test_a_null_that_took_nothing_is_found_by_reading_back_and_not_repeated(desk, moodle):
    moodle.functions.discard("mod_assign_submit_grading_form")
    desk.agree("will_notify")
    desk.want(s6="12")
    moodle.fail(SAVE, "ignored")
    desk.run()
    assert (desk.states()["s6"], desk.rows()["s6"].reason) == (State.REFUSED, "not_taken")
    moodle.asked.clear()
    desk.run_later()
    assert SAVE not in moodle.asked


@pytest.mark.parametrize("how", ["lost", "torn", "half", "dropped"])
def test_an_unknown_effect_is_read_back_before_anything_is_sent(desk, moodle, how):
    desk.want(**everybody(moodle))
    moodle.fail(BATCH, how)
    with pytest.raises(Unanswered):
        desk.run()
    assert set(desk.states().values()) == {State.SENDING}
    assert policy.quiet_until(desk.rows().values()) == desk.clock.now() + policy.QUIET
    moodle.asked.clear()
    desk.run_later()
    assert set(desk.states().values()) == {State.CONFIRMED}
    assert moodle.asked[0] == READ
    if how in ("lost", "torn"):
        assert BATCH not in moodle.asked


def test_loud_grades_tell_each_student_once_though_the_answer_was_lost(desk, moodle):
    moodle.functions.discard("mod_assign_submit_grading_form")
    desk.agree("will_notify")
    desk.want(**everybody(moodle))
    moodle.fail(SAVE, "half")
    with pytest.raises(Unanswered):
        desk.run()
    desk.run_later()
    assert set(desk.states().values()) == {State.CONFIRMED}
    assert sorted(moodle.told) == [user for user in moodle.students if user != SUSPENDED]


def test_nothing_is_sent_before_the_teacher_was_told_what_it_brings_about(desk, moodle):
    moodle.functions.discard("mod_assign_submit_grading_form")
    desk.want(s6="12")
    desk.run()
    assert (desk.states()["s6"], desk.rows()["s6"].reason) == (State.PARKED, "not_agreed")
    assert moodle.told == []
    desk.agree("will_notify")
    desk.run()
    assert moodle.told == [6]


def test_a_late_answer_is_waited_for_by_nobody_and_done_once(outbox, clock, moodle, address):
    site = Site(address, answer=0.2)
    desk = Desk(outbox, MoodleConnector(Client(site, TOKEN), frozenset(moodle.functions)), clock, moodle)
    desk.want(s6="12")
    fault = moodle.fail(BATCH, "late")
    with pytest.raises(Unanswered):
        desk.run()
    fault.released.set()
    moodle.asked.clear()
    desk.run_later()
    assert desk.states()["s6"] is State.CONFIRMED
    assert BATCH not in moodle.asked
    site.close()


@pytest.mark.parametrize(
    ("function", "how", "error"),
    [
        (READ, "048", LoggedOut), (READ, "134", LoggedOut), (READ, "136", Busy), (READ, "140", Busy),
        (READ, "138", Busy), (READ, "142", Busy), (READ, "dropped", Unanswered),
        (BATCH, "048", LoggedOut), (BATCH, "136", Busy), (BATCH, "140", Busy), (BATCH, "033", Unanswered),
    ],
)  # fmt: skip
def test_whatever_goes_wrong_the_values_are_there_afterwards(desk, moodle, function, how, error):
    desk.want(s6="12", s7="0")
    moodle.fail(function, how)
    with pytest.raises(error):
        desk.run()
    assert {row.attempts for row in desk.rows().values()} == ({0} if error is LoggedOut else {1})
    desk.run_later()
    assert set(desk.states().values()) == {State.CONFIRMED}
    assert moodle.books[17].shown == {6: 12.0, 7: 0.0}


def test_one_value_that_is_refused_does_not_hold_up_the_others(desk, moodle):
    moodle.books[17].settings["grade"] = 20
    desk.want(**everybody(moodle, "15"))
    desk.connector.read(GRADES)
    moodle.books[17].settings = moodle.books[17].settings | {"grade": 14}  # lowered since it was read
    desk.values["s9"] = "13"
    desk.want(s10="12")
    desk.run()
    states = desk.states()
    assert states["s9"] is states["s10"] is State.CONFIRMED
    assert {row.reason for row in desk.rows().values() if row.state is State.REFUSED} == {"platform_refused"}
    assert sum(state is State.REFUSED for state in states.values()) == 37


def test_a_correction_while_the_answer_was_lost_replaces_our_own_older_value(desk, moodle):
    desk.want(s6="12")
    moodle.fail(BATCH, "lost")
    with pytest.raises(Unanswered):
        desk.run()
    desk.want(s6="14")
    desk.run_later()
    assert moodle.books[17].shown == {6: 14.0}
    assert desk.states()["s6"] is State.CONFIRMED


def test_attendance_is_confirmed_by_reading_the_form_again(outbox, connector, clock, moodle):
    desk = Desk(outbox, connector, clock, moodle, SESSION, "attendance")
    moodle.attendance["4"] = {9: "8"}
    desk.want(s6="present", s7="late", s8="absent", s9="absent", s10="asleep")
    desk.run()
    assert {row.reason for row in desk.rows().values()} == {"not_agreed", "", "status_unknown"}
    desk.agree("will_erase_remarks", "will_not_refresh")
    desk.run()
    assert moodle.attendance["4"] == {6: "5", 7: "7", 8: "6", 9: "8"}
    states = desk.states()
    assert states["s6"] is states["s7"] is states["s8"] is State.CONFIRMED
    assert (states["s9"], desk.rows()["s9"].there) == (State.CHANGED_THERE, "excused")


def test_a_platform_out_of_reach_changes_nothing_but_the_time_of_the_next_attempt(outbox, clock, moodle):
    site = Site("http://127.0.0.1:9")
    desk = Desk(outbox, MoodleConnector(Client(site, TOKEN), frozenset(moodle.functions)), clock, moodle)
    desk.want(s6="12")
    with pytest.raises(NotReached):
        desk.run()
    [row] = desk.outbox.list_rows()
    assert replace(row, next_at=0.0, attempts=0, reason="").state is State.WAITING
    assert (row.attempts, row.reason, row.sent) == (1, "platform_not_reached", ())
    assert row.next_at > clock.now()
    site.close()
