"""Damaged files: what can be read is there again, what is missing is said, and backups fill the gaps."""

import shutil
import sqlite3
from dataclasses import replace

import pytest

from app.errors import Trouble
from app.live.events import Ended
from app.live.state import replay
from app.quiz.kinds import KINDS
from app.quiz.model import Quiz
from app.storage.backup import restore_backup
from app.storage.copies import rewrite_backup
from app.storage.journal import FILE_NAME, Journal, JournalReader
from app.storage.journal_mark import SUFFIX, JournalMark
from app.storage.library import Library
from app.storage.rolling import KEPT, keep_rolling, list_rolling
from app.storage.sums import NEWEST
from tests.helpers.classroom import Classroom
from tests.helpers.questions import sample_question

PAGE = 4096
STUDENTS = 40


@pytest.fixture
def room():
    room = Classroom([sample_question(kind) for kind in KINDS])
    for number in range(STUDENTS):
        room.join(f"Student {number} {'x' * 20}")
    return room


def hold(journal, room, session):
    """One commit for each event, as a class makes them."""
    opened = replace(room.events[0], session=session)
    journal.create_session(opened, {}, 0)
    for event in room.events[1:]:
        journal.append(session, [event])


def fill(folder, room, sessions=6):
    journal = Journal(folder)
    for number in range(sessions):
        hold(journal, room, f"session{number}")
    journal.close()


def spoil(path, page):
    data = bytearray(path.read_bytes())
    data[page * PAGE : (page + 1) * PAGE] = b"\xa5" * PAGE
    path.write_bytes(data)


def load_all(folder):
    reader = JournalReader.open(folder)
    found = {}
    for row in reader.list_sessions():
        try:
            found[row.id] = reader.load_events(row.id)
        except Trouble as trouble:  # nothing is left of it
            assert (trouble.code, trouble.params["number"]) == ("session_unreadable", 1)
            found[row.id] = []
    reader.close()
    return found


def find_page(path, *words):
    """A page full of rows in which each of these words stands more than five times."""
    data = path.read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    return next(
        number
        for number, page in enumerate(pages)
        if page[0] in (0x0A, 0x0D) and all(page.count(word) > 5 for word in words)
    )


def test_only_the_session_in_the_spoilt_page_loses_its_end(tmp_path, room):
    fill(tmp_path, room)
    before = load_all(tmp_path)
    spoil(tmp_path / FILE_NAME, find_page(tmp_path / FILE_NAME, b"session3", b"joined"))
    journal = Journal(tmp_path)
    assert journal.damage.file.exists() and "events" in journal.damage.cut and journal.damage.rows > 100
    after = load_all(tmp_path)
    assert after.keys() == before.keys()
    for session, events in after.items():
        assert events == before[session][: len(events)], "what is there is what was there"
        replay(events)
    short = [session for session in before if len(after[session]) < len(before[session])]
    assert 1 <= len(short) <= 2, "a page may hold the end of one session and the beginning of the next"
    hold(journal, room, "next")
    journal.close()
    assert len(load_all(tmp_path)["next"]) == len(room.events)


def add_later_event(file, made):
    """As an erasure adds events to a backup, under the next number that is free there."""
    if file.name == FILE_NAME:
        with sqlite3.connect(file) as db:
            db.execute(
                "INSERT INTO events SELECT 'session3', max(seq) + 1, ?, 'wrong', '{}', NULL FROM events"
                " WHERE session='session3'", [made + 1]
            )  # fmt: skip
    return True


def test_the_newest_backup_fills_what_the_file_has_lost(tmp_path, room, monkeypatch):
    fill(tmp_path, room)
    before = load_all(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("app.storage.backup.Clock", lambda: room.clock)
        backup = keep_rolling(tmp_path)
    rewrite_backup(backup, tmp_path, add_later_event)
    journal = Journal(tmp_path)
    hold(journal, room, "after the backup")
    journal.close()
    newest = load_all(tmp_path)
    spoil(tmp_path / FILE_NAME, find_page(tmp_path / FILE_NAME, b"session3", b"joined"))
    journal = Journal(tmp_path)
    assert journal.damage is not None
    journal.close()
    after = load_all(tmp_path)
    assert {name: after[name] for name in before} == before
    assert after["after the backup"] == newest["after the backup"]


def test_a_list_of_sessions_that_cannot_be_read_is_made_anew_from_their_events(tmp_path, room):
    fill(tmp_path, room, 2)
    before = load_all(tmp_path)
    path = tmp_path / FILE_NAME
    with sqlite3.connect(path) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name='sessions'").fetchone()[0]
    spoil(path, root - 1)
    Journal(tmp_path).close()
    reader = JournalReader.open(tmp_path)
    rows = {row.id: row for row in reader.list_sessions()}
    reader.close()
    assert load_all(tmp_path) == before
    assert {(row.title, row.code, row.ended_at) for row in rows.values()} == {("Capitals", "ABCD", None)}


def test_a_spoilt_header_costs_nothing(tmp_path, room):
    fill(tmp_path, room, 2)
    before = load_all(tmp_path)
    data = bytearray((tmp_path / FILE_NAME).read_bytes())
    data[:16] = b"not a database!!"
    (tmp_path / FILE_NAME).write_bytes(data)
    journal = Journal(tmp_path)
    assert (journal.damage.cut, load_all(tmp_path)) == ((), before)
    journal.close()


def test_what_can_be_read_of_a_library_is_there_again(tmp_path):
    library = Library(tmp_path)
    questions = tuple(sample_question("single", id=f"q{n}", title="t" * 300) for n in range(30))
    ids = [library.add_quiz(Quiz(f"quiz{n}", f"Quiz {n}", questions)) for n in range(12)]
    library.close()
    path = tmp_path / "library.db"
    page = find_page(path, b"quiz7")
    spoil(path, page)
    library = Library(tmp_path)
    assert library.damage is not None and library.damage.rows > 100
    assert {row.id for row in library.list_quizzes()} == set(ids)
    whole = [id_ for id_ in ids if len(library.load_quiz(id_).questions) == 30]
    assert len(whole) >= 10
    library.close()


# --- a byte inside a text ---------------------------------------------------------------------------


def change(path, old, new):
    """Other letters in the first place where these stand: no page is broken by that."""
    data = path.read_bytes()
    assert len(old) == len(new) and old in data
    path.write_bytes(data.replace(old, new, 1))


def test_a_letter_that_changed_inside_an_open_session_is_noticed_and_put_right(tmp_path, room, monkeypatch):
    fill(tmp_path, room, 2)
    before = load_all(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("app.storage.backup.Clock", lambda: room.clock)
        keep_rolling(tmp_path)
    change(tmp_path / FILE_NAME, b"Student 7 ", b"Student 9 ")
    journal = Journal(tmp_path)
    assert journal.damage is not None and journal.damage.file.exists()
    journal.close()
    assert load_all(tmp_path) == before


def test_without_a_backup_such_an_event_and_what_follows_it_is_kept_aside(tmp_path, room):
    fill(tmp_path, room, 1)
    [events] = load_all(tmp_path).values()
    token = events[5].token.encode()
    change(tmp_path / FILE_NAME, token, token[:-1] + (b"1" if token[-1:] != b"1" else b"2"))
    journal = Journal(tmp_path)
    assert journal.damage is not None
    assert journal.load_events("session0") == events[:5]
    journal.close()


def test_a_session_without_its_first_event_is_none_that_can_be_gone_on_with(tmp_path, room):
    fill(tmp_path, room, 2)
    change(tmp_path / FILE_NAME, b'"session": "session1"', b'"session": "session7"')
    journal = Journal(tmp_path)
    assert journal.damage is not None and journal.damage.file.exists()
    assert {row.id for row in journal.list_sessions()} == {"session0", "session1"}
    assert journal.find_open_session().id == "session0"
    with pytest.raises(Trouble) as caught:
        journal.load_events("session1")
    assert caught.value.code == "session_unreadable"
    journal.close()


def test_an_old_session_with_such_a_letter_is_not_read_as_if_nothing_were(tmp_path, room):
    """A start looks at the newest sessions only."""
    journal = Journal(tmp_path)
    for number in range(NEWEST + 2):
        hold(journal, room, f"session{number}")
        at = room.clock.now() + number
        journal.append(f"session{number}", [Ended(at)])
    journal._db.execute("UPDATE sessions SET opened_at=opened_at + substr(id, 8)")
    journal.close()
    number = load_all(tmp_path)["session0"][5].token
    with sqlite3.connect(tmp_path / FILE_NAME) as db:
        db.execute("UPDATE events SET body=replace(body, ?, 'other') WHERE session='session0'", [number])
    journal = Journal(tmp_path)
    assert journal.damage is None
    with pytest.raises(Trouble) as caught:
        journal.load_events("session0")
    assert (caught.value.code, caught.value.params["number"]) == ("session_unreadable", 6)
    assert len(journal.load_events("session4")) == len(room.events) + 1
    journal.close()


# --- a log that was cut off ---------------------------------------------------------------------------


@pytest.fixture
def interrupted(tmp_path, room):
    """A folder as a killed class server leaves it: all of the session in the write-ahead log."""
    alive, folder = tmp_path / "alive", tmp_path / "left"
    alive.mkdir()
    folder.mkdir()
    journal = Journal(alive)
    hold(journal, room, "session")
    for ending in ("", "-wal", SUFFIX):
        shutil.copyfile(alive / (FILE_NAME + ending), folder / (FILE_NAME + ending))
    journal.close()
    return folder


def test_nothing_is_missing_after_a_kill(interrupted, room):
    journal = Journal(interrupted)
    assert (journal.missing, journal.damage) == (None, None)
    assert len(journal.load_events("session")) == len(room.events)
    assert not list(interrupted.glob("*.wal"))
    journal.close()


def test_a_program_killed_while_it_looks_at_the_log_leaves_no_copy_of_it(interrupted):
    copy = interrupted / f"{FILE_NAME}-wal-copy"
    shutil.copyfile(interrupted / f"{FILE_NAME}-wal", copy)
    Journal(interrupted).close()
    assert not copy.exists() and not list(interrupted.glob("*.damaged-*"))


def cut(log):
    log.write_bytes(log.read_bytes()[: log.stat().st_size * 3 // 4])


def flip(log):
    data = bytearray(log.read_bytes())
    data[len(data) * 3 // 4] ^= 0xFF
    log.write_bytes(data)


def empty(log):
    """From the last commits on, at the limit of a page: nothing in the log shows it."""
    size = (log.stat().st_size - 32) // (PAGE + 24)
    log.write_bytes(log.read_bytes()[: 32 + (size - 4) * (PAGE + 24)])


@pytest.mark.parametrize("damage", [cut, flip, empty])
def test_lost_commits_are_noticed_counted_and_kept_aside(interrupted, room, damage):
    log = interrupted / f"{FILE_NAME}-wal"
    damage(log)
    spoilt = log.read_bytes()
    journal = Journal(interrupted)
    there = journal.load_events("session")
    assert journal.missing.session == "session"
    assert 0 < journal.missing.count == len(room.events) - len(there)
    assert there == room.events[: len(there)]
    [kept] = interrupted.glob("*.wal")
    assert kept.read_bytes() == spoilt
    journal.append("session", [room.events[len(there)]])
    journal.close()
    again = Journal(interrupted)
    assert again.missing is None, "it is said once"
    again.close()


def test_a_note_that_cannot_be_read_or_names_a_deleted_session_says_nothing(tmp_path, room):
    fill(tmp_path, room, 1)
    for content in (b"", b"\xff\xff", b"deleted 99", b"session0 many"):
        (tmp_path / f"{FILE_NAME}{SUFFIX}").write_bytes(content)
        journal = Journal(tmp_path)
        assert journal.missing is None
        journal.close()


def test_a_shorter_note_leaves_nothing_of_the_longer_one(tmp_path):
    mark = JournalMark(tmp_path / FILE_NAME)
    mark.note("a-long-name", 123456)
    mark.note("b", 7)
    assert mark.read() == ("b", 7)
    mark.close()


# --- automatic backups --------------------------------------------------------------------------------


def test_automatic_backups_are_few_and_only_of_what_is_new(tmp_path, room, monkeypatch):
    assert keep_rolling(tmp_path) is None, "nothing was ever stored"
    made = []
    for number in range(KEPT + 2):
        monkeypatch.setattr("app.storage.rolling.time.strftime", lambda form, n=number: f"20270131-10150{n}")
        journal = Journal(tmp_path)
        hold(journal, room, f"session{number}")
        journal.close()
        assert not number or keep_rolling(tmp_path, pause=3600.0) is None, "not so soon"
        made.append(keep_rolling(tmp_path))
        assert keep_rolling(tmp_path) is None
    assert list_rolling(tmp_path) == made[: -KEPT - 1 : -1]


def test_an_automatic_backup_is_restored(tmp_path, room):
    fill(tmp_path, room, 2)
    before = load_all(tmp_path)
    backup = keep_rolling(tmp_path)
    for file in tmp_path.glob(f"{FILE_NAME}*"):
        file.unlink()
    restore_backup(backup, tmp_path)
    assert load_all(tmp_path) == before
    journal = Journal(tmp_path)
    assert journal.missing is None
    journal.close()
