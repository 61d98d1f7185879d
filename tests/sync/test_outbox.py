"""The policy alone: whatever happens in whatever order, nothing is doubled, lost, or taken from others."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outgoing.rows import Result, Row, State, Target, canonical, make_key
from sync import outbox
from sync.errors import Busy, LoggedOut, NotReached, Rejected, Unanswered
from sync.outbox import Held

GRADES = Target("t1", "s1", "grade", "c1", "assign:17")
OTHERS = Target("t2", "s2", "grade", "c1", "assign:18")


def result(student: str = "a", value: str = "12", session: str = "s1") -> Result:
    return Result(session, student, "grade", value)


def row(value: str = "12", **fields) -> Row:
    return Row(make_key("t1", "a"), "t1", "a", value, **fields)


def derived(results, rows=(), targets=(GRADES, OTHERS)) -> dict[str, Row]:
    changes = outbox.derive(results, targets, rows)
    after = {row.key: row for row in rows if row.key not in changes.drop}
    return after | {row.key: row for row in changes.save}


@given(st.permutations([result("a"), result("b", "0"), result("a", "9", "s2"), result("c", "x", "s3")]))
def test_rows_are_the_same_in_any_order_of_sessions_and_deriving_again_changes_nothing(results):
    one_by_one: dict[str, Row] = {}
    for known in range(len(results)):
        one_by_one = derived(results[: known + 1], one_by_one.values())
    assert one_by_one == derived(results)
    assert {(r.target, r.student, r.value) for r in one_by_one.values()} == {
        ("t1", "a", "12"),
        ("t1", "b", "0"),
        ("t2", "a", "9"),
    }
    assert outbox.derive(results, (GRADES, OTHERS), one_by_one.values()) == outbox.Changes()


def test_a_correction_sends_a_confirmed_value_again():
    confirmed = row(state=State.CONFIRMED, base="12", confirmed_at=5.0)
    [after] = derived([result(value="13.50")], [confirmed]).values()
    assert (after.value, after.state, after.base) == ("13.5", State.WAITING, "12")


def test_a_result_that_is_gone_is_forgotten_only_if_it_was_never_sent():
    assert derived([], [row()]) == {}
    [parked] = derived([], [row(state=State.CONFIRMED, base="12")]).values()
    assert (parked.state, parked.reason) == (State.PARKED, "no_longer_here")
    [back] = derived([result()], [parked]).values()
    assert (back.state, back.reason) == (State.WAITING, "")
    assert outbox.settle(back, Held("12"), 9.0).state is State.CONFIRMED


@pytest.mark.parametrize(
    ("text", "written"),
    [("17.50000", "17.5"), ("20", "20"), ("0.000001", "0"), ("-0", "0"), ("100", "100"), ("late", "late")],
)
def test_a_value_has_one_way_of_being_written(text, written):
    assert canonical(text) == written


def test_equal_there_is_confirmed_without_sending():
    after = outbox.settle(row(), Held("12.00000"), 7.0)
    assert (after.state, after.base, after.confirmed_at) == (State.CONFIRMED, "12", 7.0)


def test_a_value_that_was_there_before_us_is_not_overwritten():
    after = outbox.settle(row(), Held("15"), 7.0)
    assert (after.state, after.there) == (State.CHANGED_THERE, "15")


def test_an_edit_after_our_value_was_confirmed_is_shown_and_kept():
    confirmed = row(state=State.CONFIRMED, base="12")
    assert outbox.settle(confirmed, Held("18"), 7.0).there == "18"
    assert outbox.settle(confirmed, Held(None), 7.0).state is State.CHANGED_THERE


def test_an_older_value_of_ours_whose_answer_was_lost_is_replaced_by_the_corrected_one():
    sending = outbox.about_to_send(row(), 1.0)
    corrected = outbox.take_value(sending, "14")
    assert corrected.state is State.SENDING
    assert outbox.settle(corrected, Held("12"), 40.0).state is State.WAITING


def test_keeping_theirs_holds_until_our_value_changes_and_then_asks_again():
    edited = outbox.settle(row(state=State.CONFIRMED, base="12"), Held("18"), 7.0)
    kept = outbox.keep_theirs(edited)
    assert outbox.settle(kept, Held("18"), 8.0) == kept
    assert outbox.take_value(kept, "12") == kept
    asked = outbox.take_value(kept, "13")
    assert outbox.settle(asked, Held("18"), 9.0).state is State.CHANGED_THERE


def test_sending_ours_replaces_what_was_read_and_nothing_newer():
    ours = outbox.send_ours(outbox.settle(row(), Held("18"), 7.0))
    assert outbox.settle(ours, Held("18"), 8.0).state is State.WAITING
    assert outbox.settle(ours, Held("19"), 8.0).state is State.CHANGED_THERE


@pytest.mark.parametrize("held", [None, Held("12.5", "grade_locked"), Held(None, "grade_overridden")])
def test_an_obstacle_refuses_and_its_end_frees(held):
    refused = outbox.settle(row(value="13", base=held.value if held else None), held, 7.0)
    assert refused.state is State.REFUSED
    assert refused.reason == (held.obstacle if held else "not_enrolled")
    assert outbox.settle(refused, Held(refused.base), 8.0).state is State.WAITING


def test_what_was_answered_and_is_not_there_is_refused_and_not_sent_again_by_itself():
    sending = outbox.about_to_send(row(), 1.0)
    refused = outbox.after_answer(sending, Held(None), 2.0)
    assert (refused.state, refused.reason) == (State.REFUSED, "not_taken")
    assert outbox.settle(refused, Held(None), 3.0) == refused
    assert outbox.try_again(refused).state is State.WAITING


def test_a_correction_made_while_an_older_value_was_on_its_way_is_sent_next():
    corrected = outbox.take_value(outbox.about_to_send(row(), 1.0), "14")
    assert outbox.after_answer(corrected, Held("12"), 2.0).state is State.WAITING


def test_failures_wait_longer_each_time_and_never_more_than_six_hours():
    waits = [outbox.wait_after(attempts, Random(4)) for attempts in range(1, 30)]
    assert waits == sorted(waits)
    assert 15 <= waits[0] <= 30
    assert waits[-1] <= 6 * 3600
    assert outbox.wait_after(3, Random(1)) != outbox.wait_after(3, Random(2))


@pytest.mark.parametrize(
    ("error", "state", "attempts", "quiet"),
    [
        (NotReached("platform_not_reached"), State.SENDING, 1, 0.0),
        (Unanswered("platform_unanswered"), State.SENDING, 1, 130.0),
        (Busy("platform_busy", wait=300.0), State.SENDING, 1, 130.0),
        (LoggedOut("platform_logged_out"), State.SENDING, 0, 0.0),
        (Rejected("platform_refused"), State.REFUSED, 0, 0.0),
    ],
)
def test_a_failed_request_leaves_open_whether_it_was_done(error, state, attempts, quiet):
    after = outbox.after_failure(outbox.about_to_send(row(), 90.0), error, 100.0, Random(1))
    assert (after.state, after.attempts, after.reason) == (state, attempts, error.code)
    assert outbox.quiet_until([after]) == quiet
    if isinstance(error, Busy):
        assert after.next_at >= 400.0


def test_unknown_effects_come_first_and_nothing_comes_too_early():
    sending = replace(row(), key="z", state=State.SENDING, next_at=9.0)
    later = replace(row(), key="y", next_at=11.0)
    done = replace(row(), key="x", state=State.CONFIRMED)
    assert outbox.due([row(), later, done, sending], 10.0) == [sending, row()]


def test_students_without_an_account_are_parked_until_they_have_one():
    [parked] = outbox.match_rows([row()], {})
    assert (parked.state, parked.reason) == (State.PARKED, "not_matched")
    [free] = outbox.match_rows([parked], {"a": "6"})
    sending = outbox.about_to_send(row(), 1.0)
    [parked] = outbox.match_rows([sending], {})
    assert (parked.state, parked.sent) == (State.PARKED, ("12",))
    assert free.state is State.WAITING
    assert outbox.match_rows([free], {"a": "6"}) == []


OPERATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("correct"), st.sampled_from(["10", "11", "12"])),
        st.tuples(st.just("run"), st.sampled_from(["fine", "lost before", "lost after", "unreached"])),
        st.tuples(st.just("crash"), st.sampled_from(["before", "after"])),
        st.tuples(st.just("edit"), st.sampled_from(["10", "15", None])),
        st.tuples(st.just("gone"), st.none()),
    ),
    max_size=12,
)


class Story:
    """One student, one platform that holds one value, and a program that may die at any moment."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.value = "10"
        self.there: str | None = None
        self.edited = False
        self.writes: list[str] = []
        self.now = 1_000.0
        self.random = Random(3)

    def derive(self, gone: bool = False) -> None:
        self.rows = derived([] if gone else [result(value=self.value)], self.rows.values())

    def write(self, value: str) -> None:
        assert not self.edited, "an edit that was there when the run read was overwritten"
        assert self.there != value, "the same was written twice"
        self.writes.append(value)
        self.there = value

    def run(self, how: str) -> None:
        self.now += 10 * 3600
        for row in outbox.due(self.rows.values(), self.now):
            row = outbox.settle(row, Held(self.there), self.now)
            self.rows[row.key] = row
            if row.state is not State.WAITING:
                continue
            row = self.rows[row.key] = outbox.about_to_send(row, self.now)
            if how in ("fine", "lost after", "crash after"):
                self.write(row.value)
            if how == "fine":
                row = outbox.after_answer(row, Held(self.there), self.now)
            elif how.startswith("lost"):
                row = outbox.after_failure(row, Unanswered("platform_unanswered"), self.now, self.random)
            elif how == "unreached":
                row = outbox.after_failure(row, NotReached("platform_not_reached"), self.now, self.random)
            self.rows[row.key] = row

    def edit(self, value: str | None) -> None:
        [row] = self.rows.values() or [None]
        ours = row is not None and (value in (row.base, row.value) or value in row.sent)
        if row is not None and not ours:
            self.there, self.edited = value, True


@settings(max_examples=400)
@given(OPERATIONS)
def test_the_platform_ends_up_right_whatever_happens(operations):
    story = Story()
    story.derive()
    for name, how in operations:
        match name:
            case "correct":
                story.value = how
                story.derive()
            case "run":
                story.run(how)
            case "crash":
                story.run(f"crash {how}")
                story.derive()
            case "edit":
                story.edit(how)
            case "gone":
                story.derive(gone=True)
                story.derive()
    story.run("fine")
    story.run("fine")
    [row] = story.rows.values()
    if story.there == story.value:
        assert row.state is State.CONFIRMED or story.edited
    else:
        assert story.edited
        if row.state is State.CONFIRMED:  # nothing was due since the edit: a reading of all finds it
            row = outbox.settle(row, Held(story.there), story.now)
        assert row.state is State.CHANGED_THERE


def test_the_value_hash_tells_values_and_rows_apart():
    assert row("1").value_hash == row("1", state=State.CONFIRMED).value_hash
    assert len({row("1").value_hash, row("2").value_hash, replace(row("1"), key="k").value_hash}) == 3
