"""What is stored is what happened: whole batches or nothing, and no name in the table of events."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Trouble
from app.live import commands as cmd
from app.live import events as ev
from app.live.events import EVENTS, FIELDS, PERSONAL
from app.live.results import Results
from app.live.session import Session
from app.live.state import replay
from app.quiz.kinds import KINDS
from app.quiz.model import Media
from app.storage.journal import FILE_NAME, OWN_WORDS, Journal, JournalReader
from tests.helpers.classroom import Classroom, same_state
from tests.helpers.people import AMINA, YANIS
from tests.helpers.questions import sample_question

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION_1 = Path(__file__).parent / "samples" / "journal-1.sql"
PICTURES = {"map.png": Media("image/png", b"\x89PNG\x00\xff"), "a.svg": Media("image/svg+xml", b"")}


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path)
    yield journal
    journal.close()


def start(journal: Journal, room: Classroom, session: str = "session") -> None:
    opened = replace(room.events[0], session=session)
    journal.create_session(opened, PICTURES, 8080)


def nickname_event(number: int, nickname: str = "Amina") -> ev.Joined:
    return ev.Joined(float(number), f"s{number}", f"token{number}", nickname)


def bodies(journal: Journal) -> str:
    return "\n".join(row[0] for row in journal._db.execute("SELECT body FROM events ORDER BY session, seq"))


# --- what comes back --------------------------------------------------------------------------------


def test_a_whole_class_comes_back_equal(journal):
    room = Classroom([sample_question(kind) for kind in KINDS], speed_bonus=0.3)
    start(journal, room)
    room.join("Amina", "Élodie 🚀")
    for _ in KINDS:
        question = room.ask(seconds=20.1)[0].question.removeprefix("q-")
        room.clock.advance(0.123456789)
        if question in ("single", "multiple", "true_false", "poll"):
            room.answer("Amina", "c1")
        elif question in ("short_text", "open_text"):
            room.write("Élodie 🚀", "Pariş\n\u200f؟")
        elif question == "numeric":
            room.do(room.answer_command("Amina", {"number": ["3,14"]}))
        if question != "slide":
            room.reveal()
    room.restart(down=3)
    room.correct_key("q-single", {"right": ["c1"]}, why="Amina was right")
    room.end()
    journal.append("session", room.events[1:])
    assert journal.load_events("session") == room.events
    loaded = Session(journal.load_events("session"))
    assert same_state(loaded.state, room.state)
    assert Results(loaded.state).totals() == room.results.totals()


anything = st.text(st.characters(codec=None), max_size=20) | st.sampled_from(
    [
        "\x00",
        "a\x00b",
        "\ud800",
        "\udfff\ud800",
        "\U0010ffff",
        "\u2028",
        '"\\',
        "'; DROP TABLE events;--",
        "x" * 70_000,
    ]
)
times = st.floats(allow_nan=False, allow_infinity=False) | st.floats(1.7e9, 1.9e9)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | times | anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3),
    max_leaves=5,
)
own_answers = st.dictionaries(anything | st.just(OWN_WORDS), values, max_size=3)
FIELD_VALUES = {
    float: times,
    float | None: st.none() | times,
    str: anything,
    str | None: st.none() | anything,
    int: st.integers(0, 2**60),
    bool: st.booleans(),
    list[str]: st.lists(anything, max_size=3),
    dict[str, Any]: own_answers,
    dict[str, Any] | None: st.none() | own_answers,
}


def strategy_of(event: type[ev.Event]) -> st.SearchStrategy[ev.Event]:
    hints = get_type_hints(event)
    return st.builds(event, **{name: FIELD_VALUES[hints[name]] for name in FIELDS[event.TYPE]})


any_event = st.one_of([strategy_of(event) for event in EVENTS.values() if event is not ev.Opened])


@settings(max_examples=60)
@given(batches=st.lists(st.lists(any_event, max_size=6), max_size=3))
def test_any_events_come_back_equal_to_the_last_bit(shared_journal, batches):
    session = f"s{len(shared_journal.list_sessions())}"
    opened = ev.Opened(0.1, session, "Title", "ABCD", "seed", {}, {})
    shared_journal.create_session(opened, {}, 0)
    for batch in batches:
        shared_journal.append(session, batch)
    assert shared_journal.load_events(session) == [opened, *(event for batch in batches for event in batch)]


@pytest.fixture(scope="module")
def shared_journal(tmp_path_factory):
    journal = Journal(tmp_path_factory.mktemp("journal"))
    # What is tested here is the form, not the disk.
    journal._db.execute("PRAGMA synchronous=OFF")
    yield journal
    journal.close()


def test_titles_that_cannot_be_written_do_not_stop_a_class(journal):
    opened = replace(Classroom().events[0], title="Day \ud800 one")
    journal.create_session(opened, {}, 0)
    assert journal.list_sessions()[0].title == "Day ? one"
    assert journal.load_events("session") == [opened]


def test_pictures_come_back(journal):
    start(journal, Classroom())
    assert journal.load_media("session") == PICTURES
    assert journal.load_media("another") == {}


# --- names beside the journal -----------------------------------------------------------------------


def test_the_events_hold_no_name_and_no_word_of_anybody(journal):
    room = Classroom([sample_question(kind) for kind in ("short_text", "open_text", "numeric")])
    start(journal, room)
    room.join("Zinedine Nickname")
    room.do(cmd.Rename("s1", "Renamed Nickname", "Madame Who"))
    for words in ("Typed words", "Open words"):
        room.ask()
        room.write("Renamed Nickname", words)
        room.reveal()
    room.ask()
    room.do(room.answer_command("Renamed Nickname", {"number": ["4,20"]}))
    room.reveal()
    room.accept("Renamed Nickname")
    room.do(cmd.AcceptAnswer("s1", "r1", 1.0, "Madame Who", "Reason given"))
    room.do(cmd.CancelQuestion("q-open_text", True, "Madame Who", "Reason given"))
    room.do(cmd.CorrectKey("q-numeric", None, "Madame Who", "Reason given"))
    journal.append("session", room.events[1:])
    stored = bodies(journal)
    for text in ("Zinedine", "Nickname", "Typed", "Open words", "4,20", "Madame", "Reason"):
        assert text not in stored
        beside = journal._db.execute("SELECT count(*) FROM personal WHERE body LIKE ?", [f"%{text}%"])
        assert beside.fetchone()[0] > 0
    assert journal.load_events("session") == room.events


def test_every_kind_keeps_own_words_where_the_journal_looks_for_them():
    for kind in KINDS.values():
        assert set(kind.personal_keys) <= {OWN_WORDS}
    own = {"who", "why", "nickname", "number", "name", "pin", "device", "devices"}
    texts = {name for name in EVENTS if own & set(FIELDS[name])}
    assert texts == {name for name in PERSONAL if "whole" in PERSONAL[name].values()}
    for name in texts:
        assert own & set(FIELDS[name]) == PERSONAL[name].keys()


def test_a_person_can_be_erased_and_the_session_can_still_be_read(journal):
    room = Classroom([sample_question("short_text"), sample_question("numeric")])
    start(journal, room)
    room.join("Amina", "Bilal")
    room.ask()
    room.write("Amina", "Paris")
    room.write("Bilal", "Paris")
    room.reveal()
    room.ask()
    room.do(room.answer_command("Amina", {"number": ["3,14"]}))
    room.reveal()
    journal.append("session", room.events[1:])
    journal._db.execute("DELETE FROM personal WHERE session='session' AND student='s1'")
    state = replay(journal.load_events("session"))
    assert [student.nickname for student in state.students.values()] == ["", "Bilal"]
    assert state.rounds["r1"].answers["s1"].answer == {"text": ""}
    assert state.rounds["r2"].answers["s1"].answer == {"number": "3.14", "text": ""}
    assert Results(state).totals() == {"s1": 1.0, "s2": 1.0}, "a number is a figure; typed words are gone"


# --- the list of sessions ---------------------------------------------------------------------------


def test_sessions_are_listed_newest_first_with_what_is_known_of_them(journal):
    for number, (at, rehearsal) in enumerate([(10.0, False), (30.0, True), (20.0, False), (30.0, False)]):
        opened = replace(
            Classroom(rehearsal=rehearsal).events[0], at=at, session=f"n{number}", title=f"Day {number}"
        )
        journal.create_session(opened, {}, 80)
    rows = journal.list_sessions()
    assert [(row.id, row.rehearsal) for row in rows] == [
        ("n3", False), ("n1", True), ("n2", False), ("n0", False),
    ]  # fmt: skip
    assert (rows[0].title, rows[0].code, rows[0].opened_at, rows[0].alive_at) == ("Day 3", "ABCD", 30.0, 30.0)
    assert (rows[0].ended_at, rows[0].port) == (None, 80)


def test_the_session_left_open_is_found_until_it_has_ended(journal):
    assert journal.find_open_session() is None
    room = Classroom()
    start(journal, room)
    journal.set_port("session", 8081)
    journal.note_alive("session", 42.5)
    row = journal.find_open_session()
    assert (row.id, row.port, row.alive_at) == ("session", 8081, 42.5)
    room.ask()
    room.end()
    journal.append("session", room.events[1:])
    assert journal.find_open_session() is None
    assert journal.list_sessions()[0].ended_at == room.clock.now()


def test_sessions_do_not_mix(journal):
    for name in ("one", "two"):
        start(journal, Classroom(), name)
    journal.append("one", [nickname_event(1, "of one")])
    journal.append("two", [nickname_event(1, "of two")])
    journal.append("one", [nickname_event(2, "of one")])
    assert [event.nickname for event in journal.load_events("one")[1:]] == ["of one", "of one"]
    assert [event.nickname for event in journal.load_events("two")[1:]] == ["of two"]


def test_a_journal_opened_again_goes_on_numbering(tmp_path):
    with_two = Journal(tmp_path)
    start(with_two, Classroom())
    with_two.append("session", [nickname_event(1)])
    with_two.close()
    again = Journal(tmp_path)
    again.append("session", [nickname_event(2)])
    again.append("session", [])
    assert [event.at for event in again.load_events("session")[1:]] == [1.0, 2.0]
    again.close()


# --- when the disk refuses ---------------------------------------------------------------------------


def fill_up(journal: Journal) -> int:
    """No page more than now; gives the number of pages that were allowed before."""
    connection = journal._db.conn
    allowed = connection.execute("PRAGMA max_page_count").fetchone()[0]
    used = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={used}")
    return allowed


def test_a_full_disk_stores_nothing_of_a_batch_and_keeps_what_was_before(journal):
    start(journal, Classroom())
    journal.append("session", [nickname_event(1)])
    before = journal.load_events("session")
    allowed = fill_up(journal)
    batch = [nickname_event(number, "x" * 50) for number in range(2, 400)]
    with pytest.raises(Trouble) as trouble:
        journal.append("session", batch)
    assert trouble.value.code == "not_stored"
    assert isinstance(trouble.value.__cause__, sqlite3.OperationalError)
    assert "full" in str(trouble.value.__cause__)
    assert not journal._db.conn.in_transaction
    assert journal.load_events("session") == before
    journal._db.execute(f"PRAGMA max_page_count={allowed}")
    journal.append("session", batch)
    assert journal.load_events("session") == before + batch


def test_a_session_that_could_not_be_created_leaves_nothing_and_can_be_created_later(journal):
    start(journal, Classroom(), "earlier")
    allowed = fill_up(journal)
    opened = replace(Classroom().events[0])
    large = {"big.png": Media("image/png", bytes(300_000))}
    with pytest.raises(Trouble, match="not_stored"):
        journal.create_session(opened, large, 0)
    assert [row.id for row in journal.list_sessions()] == ["earlier"]
    journal._db.execute(f"PRAGMA max_page_count={allowed}")
    journal.create_session(opened, large, 0)
    assert journal.load_media("session") == large
    journal.append("session", [nickname_event(1)])
    assert [row[0] for row in journal._db.execute("SELECT seq FROM events WHERE session='session'")] == [1, 2]


def test_a_commit_that_fails_stores_nothing(journal):
    start(journal, Classroom())
    # A reference that is checked at the commit, and not kept.
    journal._db.execute("CREATE TABLE owed (x TEXT REFERENCES sessions(id) DEFERRABLE INITIALLY DEFERRED)")
    journal._db.execute(
        "CREATE TRIGGER owe AFTER INSERT ON events BEGIN INSERT INTO owed VALUES ('nobody'); END"
    )
    with pytest.raises(Trouble) as trouble:
        journal.append("session", [nickname_event(1), ev.Ended(2.0)])
    assert (trouble.value.code, str(trouble.value.__cause__)) == (
        "not_stored",
        "FOREIGN KEY constraint failed",
    )
    assert len(journal.load_events("session")) == 1
    assert journal.find_open_session() is not None
    journal._db.execute("DROP TRIGGER owe")
    journal.append("session", [nickname_event(1)])
    assert journal.load_events("session")[1:] == [nickname_event(1)]


def test_a_transaction_that_was_left_open_is_undone_first(journal):
    start(journal, Classroom())
    journal._db.execute("BEGIN IMMEDIATE")
    journal._db.execute("DELETE FROM events")
    journal.append("session", [nickname_event(1)])
    assert [event.TYPE for event in journal.load_events("session")] == ["opened", "joined"]


def test_events_that_cannot_be_written_leave_no_open_transaction(journal):
    start(journal, Classroom())
    with pytest.raises(TypeError):
        journal.append("session", [ev.Answered(1.0, "r1", "s1", "a1", {"choices": {"a set"}})])
    journal.append("session", [nickname_event(1)])
    assert len(journal.load_events("session")) == 2


def test_events_of_an_unknown_session_are_refused(journal):
    with pytest.raises(Trouble, match="not_stored"):
        journal.append("unknown", [nickname_event(1)])
    assert bodies(journal) == ""


# --- damage and versions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("type", "a later kind of event"),
        ("body", "{half"),
        ("body", "[]"),
        ("body", '{"at": 1}'),
        ("body", '"x"'),
    ],
)
def test_one_damaged_event_is_named_and_other_sessions_can_be_read(journal, column, value):
    for name in ("good", "bad"):
        start(journal, Classroom(), name)
        journal.append(name, [nickname_event(1)])
    journal._db.execute(f"UPDATE events SET {column}=? WHERE session='bad' AND seq=2", [value])
    with pytest.raises(Trouble) as trouble:
        journal.load_events("bad")
    params = trouble.value.params
    assert (trouble.value.code, params["session"], params["number"]) == ("session_unreadable", "bad", 2)
    assert params["file"].endswith(FILE_NAME)
    assert len(journal.load_events("good")) == 2


def test_a_damaged_journal_is_put_aside_and_says_where(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"not a journal" * 1000)
    journal = Journal(tmp_path)
    assert journal.damage.file.parent == tmp_path
    assert journal.damage.file.read_bytes() == b"not a journal" * 1000
    assert journal.list_sessions() == []
    journal.close()


def test_a_journal_that_cannot_be_opened_holds_no_lock(tmp_path):
    newer = Journal(tmp_path)
    newer._db.execute("PRAGMA user_version=99")
    newer.close()
    for _ in range(2):
        with pytest.raises(Trouble, match="database_newer"):
            Journal(tmp_path)
    with pytest.raises(Trouble, match="database_newer"):
        JournalReader.open(tmp_path)


def test_a_file_of_version_1_can_be_read_as_it_is_and_is_brought_up_to_date_by_a_writer(tmp_path):
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    connection.close()
    reader = JournalReader.open(tmp_path)
    rows, events = reader.list_sessions(), reader.load_events("session")
    assert [(row.id, row.title, row.class_name) for row in rows] == [("session", "Capitals", "")]
    assert replay(events).students["s1"].nickname == "Amina"
    journal = Journal(tmp_path)
    assert journal.list_sessions() == reader.list_sessions() == rows
    assert journal.load_events("session") == events
    start(journal, Classroom(), "other")
    journal.close()
    reader.close()


def test_a_row_names_the_class_for_which_it_was_held_and_counts_events(journal):
    room = Classroom()
    opened = room.events[0]
    settings = opened.settings | {"class_name": "B", "class_id": "b"}
    journal.create_session(replace(opened, settings=settings), {}, 0)
    row = journal.list_sessions()[0]
    assert (row.class_name, row.class_id, row.events) == ("B", "b", 1)
    room.join("Amina")
    journal.append(row.id, room.events[1:])
    assert journal.list_sessions()[0].events == len(room.events) > 1


# --- other processes ------------------------------------------------------------------------------------

WRITE = """
import sys
from pathlib import Path
from app.live.events import Joined
from app.storage.journal import Journal
from tests.helpers.classroom import Classroom

journal = Journal(Path(sys.argv[1]))
journal.create_session(Classroom().events[0], {}, 0)
number = 0
print("open", flush=True)
for line in sys.stdin:
    for _ in range(int(line)):
        number += 1
        journal.append("session", [Joined(float(number), f"s{number}", f"t{number}", "Amina")])
        print(number, flush=True)
"""

OPEN = """
import sys
from pathlib import Path
from app.errors import Trouble
from app.storage.journal import Journal

try:
    Journal(Path(sys.argv[1]))
except Trouble as trouble:
    print(trouble.code)
"""


@pytest.fixture
def writer(tmp_path):
    """A process of its own that has the journal open and appends as many events as it is told."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(tmp_path)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def tell(writer, number: int) -> None:
    writer.stdin.write(f"{number}\n")
    writer.stdin.flush()


def test_readers_read_on_while_another_process_writes_and_a_second_writer_is_refused(writer, tmp_path):
    reader = JournalReader.open(tmp_path)
    assert len(reader.load_events("session")) == 1
    with pytest.raises(Trouble) as trouble:
        Journal(tmp_path)
    assert (trouble.value.code, trouble.value.params) == ("data_folder_in_use", {"folder": str(tmp_path)})
    for number in range(1, 4):
        tell(writer, 1)
        assert writer.stdout.readline() == f"{number}\n"
        events = reader.load_events("session")
        assert [event.nickname for event in events[1:]] == ["Amina"] * number
    reader.close()


def test_the_second_writer_is_refused_in_a_process_of_its_own(journal, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert (done.stdout, done.returncode) == ("data_folder_in_use\n", 0), done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_what_was_said_to_be_stored_is_there_after_a_kill(writer, tmp_path):
    tell(writer, 100_000)
    said = 0
    while said < 40:
        said = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.stdout.read().split()
    said = max([said, *map(int, rest)])
    reader = JournalReader.open(tmp_path)
    read = len(reader.load_events("session")) - 1
    reader.close()
    journal = Journal(tmp_path)
    assert journal.damage is None
    stored = len(journal.load_events("session")) - 1
    assert said <= read == stored <= said + 1
    row = journal.find_open_session()
    assert row.id == "session"
    journal.append("session", [nickname_event(stored + 1)])
    journal.close()


def test_a_body_is_plain_json(journal):
    start(journal, Classroom())
    journal.append("session", [nickname_event(1)])
    assert json.loads(bodies(journal).splitlines()[1]) == {
        "at": 1.0, "student": "s1", "token": "token1", "nickname": "",
    }  # fmt: skip


def test_a_roster_lies_beside_the_events_and_one_student_can_be_erased(journal):
    room = Classroom(identity="number")
    start(journal, room)
    room.take_roster(AMINA, YANIS, pins={"s1": "hash"}, devices={"gadget": "s1"})
    room.do(cmd.SignIn("s1", "token", "gadget"))
    journal.append("session", room.events[1:])
    bodies = "".join(row[0] for row in journal._db.execute("SELECT body FROM events WHERE seq>1"))
    assert not [word for word in ("Amina", "0012", "hash", "gadget") if word in bodies]
    assert replay(journal.load_events("session")) == room.state
    journal._db.execute("DELETE FROM personal WHERE session='session' AND student='s1'")
    state = replay(journal.load_events("session"))
    assert (state.students["s1"].nickname, state.register.listed["s1"].pin) == ("", "")
    assert state.register.remembered == {}
    assert state.register.listed["s2"].name == "Yanis ÉTIENNE"
