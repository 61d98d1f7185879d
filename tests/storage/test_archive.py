"""Past sessions while no class runs: corrected by the machine itself, stored as further events."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.clock import ManualClock
from app.errors import Refused, Trouble
from app.live import commands as cmd
from app.live.results import Results
from app.live.states import Phase
from app.quiz.model import Media
from app.storage.archive import Archive
from app.storage.journal import FILE_NAME, Journal, JournalReader
from app.storage.journal_erasing import erase_students
from tests.helpers.classroom import Classroom, same_state

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = {"a.png": Media("image/png", b"picture")}


@pytest.fixture
def clock():
    return ManualClock(1_900_000_000.0)


@pytest.fixture
def archive(tmp_path, clock):
    return Archive(tmp_path, clock)


def keep(folder: Path, ended: bool = True) -> Classroom:
    """A class in which Amina was wrong and Yanis was right."""
    room = Classroom()
    room.join("Amina", "Yanis")
    room.ask()
    room.answer("Amina", "c1")
    room.answer("Yanis", "c2")
    room.reveal()
    if ended:
        room.end()
    journal = Journal(folder)
    journal.create_session(room.events[0], PICTURES, 8080)
    journal.append("session", room.events[1:])
    journal.close()
    return room


def points(state) -> dict[str, float]:
    return {state.students[id_].nickname: total for id_, total in Results(state).totals().items()}


def test_where_no_class_was_held_there_is_nothing(archive, tmp_path):
    assert archive.list_sessions() == []
    for call in (archive.load_state, archive.load_media, archive.load_events, archive.end_left_open):
        with pytest.raises(Trouble) as trouble:
            call("session")
        assert (trouble.value.code, trouble.value.params) == ("no_such_session", {"session": "session"})
    assert list(tmp_path.iterdir()) == []


def test_a_session_is_listed_and_read(archive, tmp_path):
    room = keep(tmp_path)
    assert [(row.id, row.title, row.ended_at) for row in archive.list_sessions()] == [
        ("session", "Capitals", room.clock.now())
    ]
    assert archive.load_events("session") == room.events
    assert same_state(archive.load_state("session"), room.state)
    assert archive.load_media("session") == PICTURES
    with pytest.raises(Trouble, match="no_such_session"):
        archive.load_state("other")


def test_corrections_are_stored_and_marks_follow(archive, tmp_path, clock):
    room = keep(tmp_path)
    amina = room.student("Amina").id
    right = {"right": ["c1"]}
    assert points(archive.correct("session", cmd.CorrectKey("q1", right, "Ms B", "typo"))) == {
        "Amina": 1.0, "Yanis": 0.0,
    }  # fmt: skip
    clock.advance(1)
    archive.correct("session", cmd.AcceptAnswer(amina, "r1", 0.5))
    archive.correct("session", cmd.Rename(amina, "Amina B"))
    state = archive.correct("session", cmd.CancelQuestion("q1"))
    assert same_state(archive.load_state("session"), state)
    assert [student.nickname for student in state.students.values()] == ["Amina B", "Yanis"]
    assert [(event.who, event.why) for event in state.corrections[:1]] == [("Ms B", "typo")]
    assert state.corrections[0].at == 1_900_000_000.0
    assert state.phase is Phase.ENDED
    assert len(archive.load_events("session")) == len(room.events) + 4


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (cmd.Ask(), "not_now"),
        (cmd.CorrectKey("q9", None), "no_such_question"),
        (cmd.CorrectKey("q1", {"right": ["c9"]}), "key_impossible"),
        (cmd.AcceptAnswer("s9", "r1"), "no_such_student"),
    ],
)
def test_what_the_session_refuses_changes_nothing(archive, tmp_path, command, code):
    room = keep(tmp_path)
    with pytest.raises(Refused) as refused:
        archive.correct("session", command)
    assert refused.value.code == code
    with pytest.raises(Refused):
        archive.correct("session", cmd.CancelQuestion("q2"), command)
    assert archive.load_events("session") == room.events, "of several that come together, too"


def test_a_class_that_has_not_ended_is_not_corrected_but_can_be_ended(archive, tmp_path, clock):
    keep(tmp_path, ended=False)
    with pytest.raises(Refused, match="session_still_open"):
        archive.correct("session", cmd.CancelQuestion("q1"))
    archive.end_left_open("session")
    assert archive.list_sessions()[0].ended_at == clock.now()
    events = archive.load_events("session")
    archive.end_left_open("session")
    assert archive.load_events("session") == events
    archive.correct("session", cmd.CancelQuestion("q1"))


def test_a_class_that_cannot_be_read_is_only_closed(archive, tmp_path, clock):
    keep(tmp_path, ended=False)
    journal = Journal(tmp_path)
    journal._db.execute("UPDATE events SET body='{half' WHERE seq=2")
    journal.close()
    archive.end_left_open("session")
    assert archive.list_sessions()[0].ended_at == clock.now()


def test_nothing_is_kept_open(archive, tmp_path):
    keep(tmp_path)
    archive.list_sessions()
    archive.correct("session", cmd.CancelQuestion("q1"))
    with pytest.raises(Refused):
        archive.correct("session", cmd.Ask())
    Journal(tmp_path).close()


HOLD = """
import sys
from pathlib import Path
from app.storage.journal import Journal
journal = Journal(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_while_a_class_runs_sessions_are_read_and_not_corrected(archive, tmp_path):
    keep(tmp_path)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "open\n"
        for call in (
            lambda: archive.correct("session", cmd.CancelQuestion("q1")),
            lambda: archive.end_left_open("session"),
        ):
            with pytest.raises(Trouble) as trouble:
                call()
            assert (trouble.value.code, trouble.value.params) == ("class_is_running", {})
        assert len(archive.list_sessions()) == 1
        assert archive.load_state("session").phase is Phase.ENDED
    finally:
        holder.communicate("")
    assert "q1" in archive.correct("session", cmd.CancelQuestion("q1")).cancelled


def test_a_list_reads_no_events(archive, tmp_path):
    keep(tmp_path)
    journal = Journal(tmp_path)
    journal._db.execute("UPDATE events SET body='{half'")
    journal.close()
    assert len(archive.list_sessions()) == 1


def test_a_newer_journal_is_told(archive, tmp_path):
    keep(tmp_path)
    journal = Journal(tmp_path)
    journal._db.execute("PRAGMA user_version=99")
    journal.close()
    with pytest.raises(Trouble, match="database_newer"):
        archive.list_sessions()
    assert (tmp_path / FILE_NAME).exists()
    with pytest.raises(Trouble, match="database_newer"):
        JournalReader.open(tmp_path)


def test_an_edition_changes_with_each_correction_and_with_an_erasure(archive, tmp_path):
    assert archive.list_editions() == {}
    room = keep(tmp_path)
    before = archive.list_editions()
    assert before == archive.list_editions() and list(before) == ["session"]
    archive.correct("session", cmd.MarkByHand(room.student("Amina").id, "excused", why="médecin"))
    marked = archive.list_editions()
    assert marked != before
    journal = Journal(tmp_path)
    erase_students(journal._db, tmp_path / FILE_NAME, [room.student("Amina").id], 0.0)
    journal.close()
    assert archive.list_editions() != marked
    assert archive.load_state("session").register.marks[0].why == ""
