"""The outbox with a real file: what is written down stays, changes are whole, and nobody is mixed up."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.clock import ManualClock
from app.errors import Refused, Trouble
from app.outgoing.rows import Row, State, make_key
from app.outgoing.seen import SendWishes
from app.storage.outbox import LONGEST_HISTORY, Outbox
from app.storage.outbox_file import FILE_NAME

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def clock():
    return ManualClock(1_000.0)


@pytest.fixture
def outbox(tmp_path, clock):
    outbox = Outbox(tmp_path, clock)
    yield outbox
    outbox.close()


@pytest.fixture
def connection(outbox):
    return outbox.add_connection("moodle", "École", "https://moodle.example", {"course": "2"})


def fill(outbox, connection, *students: str) -> list[Row]:
    target = outbox.add_target("s1", "grade", connection, "assign:17")
    rows = [Row(make_key(target.id, student), target.id, student, "12") for student in students]
    outbox.derive(lambda before, targets: (rows, ()))
    return sorted(rows, key=lambda row: row.key)


def test_rows_are_there_after_a_crash_in_the_middle_of_a_change(tmp_path):
    script = (
        "import os, sys\n"
        "from dataclasses import replace\n"
        "from pathlib import Path\n"
        "from app.outgoing.rows import Row, State, make_key\n"
        "from app.storage.outbox import Outbox\n"
        "outbox = Outbox(Path(sys.argv[1]))\n"
        "connection = outbox.add_connection('moodle', 'M', 'https://moodle.example')\n"
        "target = outbox.add_target('s1', 'grade', connection, 'assign:17')\n"
        "row = Row(make_key(target.id, 'a'), target.id, 'a', '12')\n"
        "outbox.derive(lambda rows, targets: ([row], ()))\n"
        "outbox.change(lambda rows: [replace(r, state=State.SENDING, sent=('12',)) for r in rows])\n"
        "outbox.change(lambda rows: os._exit(9))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT)
    assert done.returncode == 9
    outbox = Outbox(tmp_path)
    [row] = outbox.list_rows()
    outbox.close()
    assert (row.state, row.sent, row.value) == (State.SENDING, ("12",), "12")


def test_a_row_comes_back_as_it_was_stored(outbox, connection):
    [row] = fill(outbox, connection, "a")
    full = replace(
        row, state=State.CHANGED_THERE, base="11", sent=("12", "13"), there="9", attempts=2, next_at=5.5,
        asked_at=6.5, reason="platform_busy", confirmed_at=4.5,
    )  # fmt: skip
    assert outbox.change(lambda rows: [full]) == [full]
    assert outbox.list_rows() == [full]
    assert outbox.change(lambda rows: [full]) == []


def test_a_change_that_fails_changes_nothing(outbox, connection):
    first, second = fill(outbox, connection, "a", "b")

    def judge(rows):
        yield replace(first, value="13")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        outbox.change(judge)
    assert outbox.list_rows() == [first, second]


def test_a_row_that_was_forgotten_meanwhile_does_not_come_back(outbox, connection):
    [row] = fill(outbox, connection, "a")
    outbox.erase_students(["a"])
    assert outbox.change(lambda rows: [replace(row, value="13")]) == []
    assert outbox.list_rows() == []


def test_rows_are_listed_by_target_and_by_connection(outbox, connection):
    rows = fill(outbox, connection, "a", "b")
    other = outbox.add_connection("moodle", "Lycée", "https://other.example")
    assert outbox.list_rows(rows[0].target) == rows
    assert outbox.list_rows(connection=connection) == rows
    assert outbox.list_rows(connection=other) == outbox.list_rows("x") == []


def test_two_sessions_cannot_share_a_place(outbox, connection):
    target = outbox.add_target("s1", "grade", connection, "assign:17")
    assert outbox.add_target("s1", "grade", connection, "assign:17") == target
    for where in (connection, outbox.add_connection("moodle", "Moi", "https://moodle.example")):
        with pytest.raises(Refused, match="target_taken"):
            outbox.add_target("s2", "grade", where, "assign:17")
    assert outbox.list_targets() == [target]


def test_a_session_whose_place_changes_forgets_the_rows_of_the_old_one(outbox, connection):
    fill(outbox, connection, "a")
    moved = outbox.add_target("s1", "grade", connection, "assign:18")
    assert outbox.list_targets() == [moved]
    assert outbox.list_rows() == []


def test_keys_are_the_same_on_another_computer(outbox, connection, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    other = Outbox(folder)
    there = other.add_connection("moodle", "Anything", "https://moodle.example")
    assert (
        other.add_target("s1", "grade", there, "r").id == outbox.add_target("s1", "grade", connection, "r").id
    )
    other.close()


def test_history_keeps_what_changed_with_its_time_and_not_more_than_needed(outbox, connection, clock):
    [row] = fill(outbox, connection, "a")
    clock.advance(5)
    outbox.change(lambda rows: [replace(rows[0], reason="platform_busy", attempts=1)])
    outbox.change(lambda rows: [replace(rows[0], attempts=2)])
    assert [(s.at, s.state, s.reason) for s in outbox.history(row.key)] == [
        (1_000.0, "waiting", ""),
        (1_005.0, "waiting", "platform_busy"),
    ]
    for number in range(LONGEST_HISTORY + 9):
        outbox.change(lambda rows, number=number: [replace(rows[0], reason=str(number))])
    history = outbox.history(row.key)
    assert len(history) == LONGEST_HISTORY
    assert history[-1].reason == str(LONGEST_HISTORY + 8)


def test_matching_never_undoes_what_the_teacher_said_nor_gives_two_accounts(outbox, connection):
    outbox.take_matches(connection, {"a": "6", "b": "7"})
    outbox.set_account(connection, "b", "8")
    outbox.take_matches(connection, {"b": "7", "c": "8", "d": "9"})
    assert outbox.load_accounts(connection) == {"b": "8", "d": "9"}
    with pytest.raises(Refused, match="account_taken"):
        outbox.set_account(connection, "e", "8")
    outbox.set_account(connection, "b", "")
    assert outbox.load_accounts(connection) == {"d": "9"}


def test_connections_are_kept_stopped_freed_and_removed(outbox, connection, clock):
    outbox.set_trouble(connection, "platform_logged_out")
    outbox.note_confirmed(connection, 7.0)
    outbox.set_details(connection, {"course": "3"})
    [kept] = outbox.list_connections()
    assert (kept.trouble, kept.confirmed_at, kept.details) == ("platform_logged_out", 7.0, {"course": "3"})
    fill(outbox, connection, "a")
    outbox.remove_connection(connection)
    assert outbox.list_connections() == outbox.list_targets() == outbox.list_rows() == []


def test_an_erased_student_is_in_no_file_of_the_folder(tmp_path, clock):
    outbox = Outbox(tmp_path, clock)
    connection = outbox.add_connection("moodle", "M", "https://moodle.example")
    fill(outbox, connection, "student-to-erase", "b")
    outbox.take_matches(connection, {"student-to-erase": "6"})
    outbox.erase_students(["student-to-erase"])
    assert [row.student for row in outbox.list_rows()] == ["b"]
    outbox.close()
    for file in tmp_path.iterdir():
        assert b"student-to-erase" not in file.read_bytes(), file.name


def test_one_writer_at_a_time_and_a_damaged_file_is_kept(tmp_path, outbox):
    with pytest.raises(Trouble, match="data_folder_in_use"):
        Outbox(tmp_path)
    outbox.close()
    (tmp_path / FILE_NAME).write_bytes(b"no database, whatever its name says" * 100)
    again = Outbox(tmp_path)
    assert again.damage is not None and again.damage.file.exists()
    assert again.list_rows() == []
    again.close()


def test_a_person_in_two_classes_has_one_account_and_matching_one_class_leaves_the_other(outbox, connection):
    outbox.take_matches(connection, {"a1": "6", "a2": "7"}, {"a1", "a2"})
    outbox.take_matches(connection, {"b1": "6", "b2": "6"}, {"b1", "b2"})
    assert outbox.load_accounts(connection) == {"a1": "6", "a2": "7", "b1": "6"}
    outbox.set_account(connection, "b2", "7", {"b1", "b2"})
    with pytest.raises(Refused, match="account_taken"):
        outbox.set_account(connection, "b2", "6", {"b1", "b2"})
    assert outbox.list_said(connection) == {"b2"}


def test_what_a_later_version_wishes_besides_is_left_out():
    assert SendWishes.from_dict({"course": "2", "colour": "blue"}) == SendWishes(course="2")


def test_a_connection_that_was_removed_meanwhile_takes_no_target(outbox, connection):
    outbox.remove_connection(connection)
    with pytest.raises(Refused, match="no_such_connection"):
        outbox.add_target("s1", "grade", connection, "ref")


def test_wishes_marks_and_what_is_left_out_are_kept(tmp_path, outbox, connection):
    wishes = SendWishes(connection, "2", "percent", attendance=True, scale="10", decimals=1)
    outbox.save_wishes("class", wishes)
    target = outbox.add_target("s1", "statement", connection, "s1", "20")
    outbox.derive(lambda rows, targets: ((), ()), {"s1": "3"})
    outbox.remove_target(target.id)
    outbox.close()
    outbox.__init__(tmp_path)
    assert (outbox.load_wishes(), outbox.load_marks()) == ({"class": wishes}, {"s1": "3"})
    assert outbox.list_left_out() == {("s1", "statement")}
    again = outbox.add_target("s1", "statement", connection, "s1", "20")
    outbox.set_top(again.id, "10")
    assert outbox.list_left_out() == set()
    assert [known.top for known in outbox.list_targets()] == ["10"]


def test_rows_are_counted_by_target_and_state(outbox, connection, clock):
    rows = fill(outbox, connection, "a", "b", "c")
    outbox.change(lambda rows: [replace(rows[0], state=State.CONFIRMED, confirmed_at=7.0)])
    counts = {rows[0].target: {State.WAITING: 2, State.CONFIRMED: 1}}
    assert outbox.count_rows() == counts
    assert outbox.last_confirmed() == {rows[0].target: 7.0}
