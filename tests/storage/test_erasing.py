"""Erased means gone: from every file of the data folder, and it stays so when an old backup comes back."""

import json
import os
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from app.clock import ManualClock
from app.errors import Trouble
from app.live.events import Ended, Event, Renamed, SignedIn
from app.live.identity import take_roster
from app.live.results import Results
from app.live.state import replay
from app.log import start_log
from app.paths import prepare_data_folder
from app.people.erasing import Erased, ErasedList, list_from_json, list_to_json, tells_of, words_of
from app.people.model import Roster, RosterCopy
from app.people.names import display_name
from app.people.pins import hash_pin
from app.quiz.model import RichText, TextAnswer
from app.reports import research_json, student_json
from app.reports.formats import FORMATS
from app.reports.options import Options
from app.reports.summary import summarise_session
from app.settings import Settings
from app.storage.backup import restore_backup, write_backup
from app.storage.db import lock_file
from app.storage.erased_file import FILE_NAME, load_erased
from app.storage.erasing import Eraser
from app.storage.journal import Journal, JournalReader
from app.storage.library import Library
from app.storage.library_reading import LibraryReader
from app.storage.outbox import Outbox
from tests.helpers.classroom import Classroom
from tests.helpers.people import CLASS, student
from tests.helpers.questions import sample_question

GONE = student("s1", "0012345", "Zerktouni", "Amïna", email="amina.z@example.org", note="Zerktouni, devant")
OTHERS = CLASS[1:]
# As any file could hold them: as text in two encodings, and as JSON writes letters beyond ASCII.
SECRETS = [
    code
    for word in (
        "Zerktouni",
        "Amïna",
        "0012345",
        "amina.z@example.org",
        "parapluie rose",
        "amina zerktouni",
        "mitochondrie verte",
    )
    for code in (word.encode(), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode())
]


def play() -> Classroom:
    """Two choices, a short text (right, and with a slip), own words; somebody names Amïna."""
    room = Classroom(
        [
            sample_question("single"),
            sample_question("short_text", texts=(TextAnswer("parapluie*"), TextAnswer("paraplui*", 0.5))),
            sample_question("open_text", text=RichText("Pourquoi ?")),
        ]
    )
    room.join("Amïna Zerktouni", "Yanis", "Leïla")
    room.ask()
    for name in ("Amïna Zerktouni", "Yanis"):
        room.answer(name, "c2")
    room.reveal()
    room.ask()
    room.write("Amïna Zerktouni", "parapluie rose")
    room.write("Yanis", "parasol")
    room.reveal()
    room.ask()
    room.write("Amïna Zerktouni", "mitochondrie verte")
    room.write("Yanis", "Comme l'a dit amina zerktouni")
    room.write("Leïla", "Rien")
    room.reveal()
    room.end()
    room.events.append(Renamed(room.clock.now(), "s1", "host", "Zerktouni A."))
    return room


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Pass phrases that cost little."""
    monkeypatch.setattr("app.storage.sealing.COST", 10)


@pytest.fixture
def clock():
    return ManualClock(2_000_000_000.0)


@pytest.fixture
def folder(tmp_path):
    """A data folder with a class, a session, a log, a backup, a restored one's remains and a damaged file."""
    folder = tmp_path / "data"
    folder.mkdir()
    start_log(folder)
    library, journal = Library(folder), Journal(folder)
    class_id = library.add_class("3A")
    library.save_roster(class_id, [GONE, *OTHERS])
    library.set_pin_hash("s1", hash_pin("1234", 2))
    library.remember_device("s1", "ab" * 32, 5.0)
    room = play()
    journal.create_session(room.events[0], {}, 8080)
    journal.append("session", room.events[1:])
    library.close()
    journal.close()
    (folder / "backups").mkdir()
    write_backup(folder, folder / "backups" / "week.preau-backup")
    write_backup(folder, tmp_path / "elsewhere.preau-backup")
    restore_backup(tmp_path / "elsewhere.preau-backup", folder)
    spoilt = (folder / "library.db").read_bytes()
    (folder / "library.damaged-20260101-000000.db").write_bytes(b"spoilt" + spoilt[6:])
    return folder


@pytest.fixture
def library(folder, clock):
    library = Library(folder, clock)
    yield library
    library.close()


@pytest.fixture
def eraser(folder, library, clock):
    return Eraser(folder, library, clock)


def events_of(folder: Path) -> list[Event]:
    reader = JournalReader.open(folder)
    try:
        return reader.load_events("session")
    finally:
        reader.close()


def traces(folder: Path) -> dict[str, list[bytes]]:
    """Which secrets stand in which files, in those that are packed too."""
    found: dict[str, list[bytes]] = {}
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        hits = [secret for secret in SECRETS for content in contents if secret in content]
        if hits:
            found[path.name] = hits
    return found


def test_nothing_of_an_erased_student_is_in_any_file(folder, eraser):
    before = traces(folder)
    assert {"library.db", "journal.db", "week.preau-backup", "library.damaged-20260101-000000.db"} <= set(
        before
    )
    mentions = eraser.find_mentions([GONE])
    assert [(m.student, m.text) for m in mentions] == [("s2", "Comme l'a dit amina zerktouni")]
    done = eraser.erase([GONE], mentions, drop_unreadable=True)
    assert traces(folder) == {}
    assert done.sessions == 1
    assert sorted(path.name for path in done.rewritten) == ["journal.db", "library.db", "week.preau-backup"]
    assert [path.name for path in done.dropped] == ["library.damaged-20260101-000000.db"] and not done.left
    text = "".join(" ".join(map(repr, events_of(folder))).lower().split())
    assert "zerktouni" not in text


def test_figures_stay_right(folder, eraser):
    before = replay(events_of(folder))
    eraser.erase([GONE], eraser.find_mentions([GONE]))
    after = replay(events_of(folder))
    assert Results(after).totals() == Results(before).totals() == {"s1": 2.0, "s2": 1.0, "s3": 0.0}
    for old, new in zip(summarise_session(before), summarise_session(after), strict=True):
        assert (old.answered, old.right, old.facility) == (new.answered, new.right, new.facility)
    assert after.students["s1"].nickname == "" and after.students["s2"].nickname == "Yanis"


def test_points_with_a_bonus_for_speed_stay_too(tmp_path, clock):
    room = Classroom([sample_question("short_text", texts=(TextAnswer("oui"),), points=2.0)], speed_bonus=0.5)
    room.join("Amïna")
    room.ask(seconds=20)
    room.clock.advance(5)
    room.write("Amïna", "oui")
    room.reveal()
    room.end()
    journal, library = Journal(tmp_path), Library(tmp_path, clock)
    journal.create_session(room.events[0], {}, 1)
    journal.append("session", room.events[1:])
    journal.close()
    before = Results(replay(events_of(tmp_path))).totals()
    assert before["s1"] > 2.0
    Eraser(tmp_path, library, clock).erase([GONE])
    library.close()
    assert Results(replay(events_of(tmp_path))).totals() == pytest.approx(before)


def test_others_are_as_they_were(folder, library, eraser):
    class_id = library.list_classes()[0].id
    eraser.erase([GONE])
    assert library.load_roster(class_id).students == OTHERS
    state = replay(events_of(folder))
    assert [given.answer["text"] for given in state.rounds["r3"].answers.values()] == [
        "", "Comme l'a dit amina zerktouni", "Rien",
    ]  # fmt: skip


def test_erasing_again_changes_nothing(folder, eraser):
    eraser.erase([GONE], drop_unreadable=True)
    events = events_of(folder)
    again = eraser.erase([GONE], drop_unreadable=True)
    assert (again.sessions, again.rewritten, again.dropped, again.left) == (0, (), (), ())
    assert events_of(folder) == events
    assert len(load_erased(folder).people) == 1


def test_a_damaged_file_is_named_and_stays_where_nobody_said_otherwise(folder, eraser):
    done = eraser.erase([GONE])
    assert [path.name for path in done.left] == ["library.damaged-20260101-000000.db"]
    assert set(traces(folder)) == {"library.damaged-20260101-000000.db", "journal.db", "week.preau-backup"}, (
        "what others wrote was not given to be erased"
    )


def test_a_restored_backup_is_erased_again(folder, tmp_path, library, eraser):
    eraser.erase([GONE], eraser.find_mentions([GONE]), drop_unreadable=True)
    restore_backup(tmp_path / "elsewhere.preau-backup", folder, library=library)
    class_id = library.list_classes()[0].id
    assert library.load_roster(class_id).students == OTHERS
    assert not library.has_pin("s1")
    assert traces(folder) == {}
    state = replay(events_of(folder))
    assert state.students["s1"].nickname == ""
    assert Results(state).totals() == {"s1": 2.0, "s2": 1.0, "s3": 0.0}


def test_the_same_person_under_another_id_is_erased_in_an_older_backup_only(folder, tmp_path, library, clock):
    """The class was made anew after the backup; then the student was erased, and later came back."""
    class_id = library.list_classes()[0].id
    other = student("new-id", "0012345", "Zerktouni", "Amïna")
    library.save_roster(class_id, [other, *OTHERS])
    Eraser(folder, library, clock).erase([other])
    restore_backup(tmp_path / "elsewhere.preau-backup", folder, library=library)
    assert library.load_roster(class_id).students == OTHERS
    back = student("newer-id", "0012345", "Zerktouni", "Amïna")
    library.save_roster(class_id, [back, *OTHERS])
    clock.advance(10)
    later = tmp_path / "later.preau-backup"
    write_backup(folder, later)
    with zipfile.ZipFile(later) as archive:
        assert json.loads(archive.read("manifest.json"))["made"] < clock.now(), (
            "the computer's clock is behind"
        )
    erased = load_erased(folder)
    assert erased.marks_after(clock.now()) == frozenset() != erased.marks_after(0.0)


def test_a_log_that_somebody_reads_is_named(folder, library, eraser):
    library.add_class("4B")
    reader = LibraryReader.open(folder)
    reader._db.execute("BEGIN")
    assert reader.list_classes()
    library._db.execute("PRAGMA busy_timeout=0")
    try:
        assert eraser.erase([GONE], drop_unreadable=True).busy == (folder / "library.db-wal",)
    finally:
        reader.close()
    assert eraser.erase([GONE]).busy == ()
    assert not [name for name in traces(folder) if name.startswith("library")]


def test_a_student_who_signed_in_is_erased_from_the_sessions_own_roster(tmp_path, clock):
    roster = Roster("c", "3A", (GONE, *OTHERS))
    copy = RosterCopy(roster, {"s1": hash_pin("1234", 2)}, {"ab" * 32: "s1"})
    room = Classroom(identity="number")
    room.events += take_roster(copy, room.clock.now())
    room.events += [
        SignedIn(room.clock.now(), "s1", "token", "ab" * 32),
        SignedIn(room.clock.now(), "s2", "token 2", "cd" * 32),
        Ended(room.clock.now()),
    ]
    with closing(Journal(tmp_path)) as journal, closing(Library(tmp_path, clock)) as library:
        journal.create_session(room.events[0], {}, 1)
        journal.append("session", room.events[1:])
        journal.close()
        assert traces(tmp_path)
        Eraser(tmp_path, library, clock).erase([GONE])
    assert traces(tmp_path) == {}
    state = replay(events_of(tmp_path))
    assert (state.register.listed["s1"].name, state.register.listed["s1"].pin) == ("", "")
    assert [state.students[id_].nickname for id_ in ("s1", "s2")] == ["", display_name(OTHERS[0])]
    assert "ab" * 32 not in state.register.remembered


def test_what_was_to_be_sent_about_a_student_is_not_sent_any_more(folder, library, clock):
    with closing(Outbox(folder, clock)) as outbox:
        connection = outbox.add_connection("file", "Files", "")
        outbox.set_account(connection, "s1", "17")
        outbox.set_account(connection, "s2", "18")
        Eraser(folder, library, clock, lambda: outbox).erase([GONE])
        assert outbox.load_accounts(connection) == {"s2": "18"}


def test_what_was_cut_off_is_finished_at_the_next_start(folder, eraser, monkeypatch):
    assert eraser.finish() is None

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("app.storage.erasing.change_copies", die)
        eraser.erase([GONE], eraser.find_mentions([GONE]))
    assert "week.preau-backup" in traces(folder)
    (folder / "backups" / "week.preau-backup.77.new").write_bytes(b"Zerktouni")
    assert len(eraser.finish().rewritten) == 3
    assert set(traces(folder)) == {"library.damaged-20260101-000000.db"}
    assert eraser.finish() is None


def test_a_backup_under_a_phrase_is_named_and_dropped_on_request(folder, eraser):
    sealed = folder / "sealed.preau-backup"
    write_backup(folder, sealed, phrase="cheval orange pile")
    assert sealed in eraser.erase([GONE]).left and sealed.exists()
    assert sealed in eraser.erase([GONE], drop_unreadable=True).dropped and not sealed.exists()


def test_a_backup_that_is_being_made_is_waited_for(folder, eraser):
    lock = lock_file(folder / "backup")
    done = threading.Timer(0.1, lock.release)
    done.start()
    assert len(eraser.erase([GONE]).rewritten) == 3
    done.join()


def test_while_a_class_runs_nothing_is_erased(folder, eraser):
    journal = Journal(folder)
    try:
        with pytest.raises(Trouble) as caught:
            eraser.erase([GONE])
    finally:
        journal.close()
    assert caught.value.code == "class_is_running"
    assert not (folder / FILE_NAME).exists()


def test_a_list_that_cannot_be_read_stops_everything(folder, eraser, tmp_path, library):
    (folder / FILE_NAME).write_text("{}")
    for call in (
        lambda: eraser.erase([GONE]),
        lambda: restore_backup(tmp_path / "elsewhere.preau-backup", folder, library=library),
    ):
        with pytest.raises(Trouble) as caught:
            call()
        assert caught.value.code == "erased_unreadable"
    assert replay(events_of(folder)).students["s1"].nickname == "Zerktouni A."


def test_the_list_of_the_erased_holds_no_name():
    erased = ErasedList("salt").with_people([("s1", "0012345", "Amïna Zerktouni"), ("s2", "", "Ali")], 5.0)
    text = json.dumps(list_to_json(erased))
    assert not any(word in text for word in ("Zerktouni", "0012345", "Ali"))
    assert list_from_json(json.loads(text)) == erased
    assert erased.mark_of("٠٠١٢٣٤٥", "zerktouni AMINA") == erased.people[0].mark
    assert erased.with_places([("x", 3), ("x", 3)]).places == (("x", 3),)
    assert erased.people[1] == Erased("s2", "", 5.0)
    assert erased.with_people([("s1", "0012345", "Amïna Zerktouni")], 9.0) == erased


def test_words_that_tell_of_somebody():
    words = words_of(GONE)
    assert tells_of("... AMINA zerktouni!", words) and tells_of("le 0012345", words)
    assert tells_of("(Zerktouni)", words) and not tells_of("Amïna", words)
    assert not tells_of("00123456", words)


def test_exports_after_erasing_hold_nothing_either(folder, eraser):
    eraser.erase([GONE], eraser.find_mentions([GONE]))
    state = replay(events_of(folder))
    exports = [FORMATS[name].write(state, Options("fr")) for name in ("json", "csv")]
    exports.append(research_json.write([state], b"k" * 16, own_words=True))
    assert not [secret for secret in SECRETS for raw in exports if secret in raw]


def test_everything_on_one_student_can_be_taken_along(folder, library):
    raw = student_json.write(GONE, "3A", library.has_pin("s1"), [5.0], [events_of(folder)])
    data = json.loads(raw)
    assert data["student"]["number"] == "0012345" and data["pin_chosen"] is True
    (session,) = data["sessions"]
    assert [answer["text"] for answer in session["answers"]][1:] == ["parapluie rose", "mitochondrie verte"]
    assert session["points"] == 2.0
    assert next(event["type"] for event in session["events"]) == "joined"
    assert b"Yanis" not in raw and b"token" not in raw and b"scrypt" not in raw
    assert (
        json.loads(student_json.write(CLASS[2], "3A", False, [], [events_of(folder)[:2]]))["sessions"] == []
    )


def test_research_gets_pseudonyms_and_no_words_of_anybody(folder):
    state = replay(events_of(folder))
    raw = research_json.write([state, state], b"k" * 16)
    assert not [secret for secret in SECRETS if secret in raw]
    assert b"Yanis" not in raw and b"Comme" not in raw and b"s1" not in raw and b"ABCD" not in raw
    first, second = json.loads(raw)["sessions"]
    assert {s["id"] for s in first["students"]} == {s["id"] for s in second["students"]}
    other = json.loads(research_json.write([state], b"x" * 16))["sessions"][0]
    assert not {s["id"] for s in first["students"]} & {s["id"] for s in other["students"]}
    credits = [answer["credit"] for round_ in first["rounds"] for answer in round_["answers"]]
    assert sorted(credits) == [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert b"mitochondrie" in research_json.write([state], b"k" * 16, own_words=True)
    rehearsal = Classroom(rehearsal=True)
    assert json.loads(research_json.write([rehearsal.state], b"k" * 16))["sessions"] == []


@pytest.mark.skipif(os.name == "nt", reason="rights of the account's folder hold there")
def test_the_data_folder_is_its_owners_only(tmp_path, clock):
    """Also the logs of open databases, files put aside, and what an older version left open to others."""
    before = os.umask(0o002)
    try:
        folder = prepare_data_folder(tmp_path / "data")
        (folder / "journal.db").touch(0o644)
        start_log(folder)
        Settings(folder).set("theme", "dark")
        backup = folder / "all.preau-backup"
        with closing(Journal(folder)) as journal, closing(Outbox(folder, clock)) as outbox:
            outbox.add_connection("file", "Files", "")
            room = play()
            journal.create_session(room.events[0], {}, 8080)
            journal.append("session", room.events[1:])
            with closing(Library(folder, clock)) as library:
                library.save_roster(library.add_class("3A"), [GONE])
                write_backup(folder, backup, phrase="cheval orange pile")
                names = {path.name for path in folder.iterdir()}
                assert {"journal.db-wal", "journal.db-shm", "outbox.db-wal", "library.db-wal"} <= names
                assert others_may_read(folder) == []
        restore_backup(backup, folder, phrase="cheval orange pile")
        with closing(Library(folder, clock)) as library:
            Eraser(folder, library, clock).erase([GONE])
        assert others_may_read(folder) == []
    finally:
        os.umask(before)


def others_may_read(folder: Path) -> list[str]:
    return [path.name for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
