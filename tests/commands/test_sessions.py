"""`sessions`: what classes have left, for people, spreadsheets and programs."""

import csv
import io
import json
from itertools import count

import pytest
from openpyxl import load_workbook

from app.commands.sessions import find_session
from app.errors import Trouble
from app.live import commands as cmd
from app.live.past import SessionRow
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.storage.journal import Journal
from tests.helpers.processes import run_program
from tests.helpers.served import sample_quiz


@pytest.fixture
def folder(tmp_path):
    """One ended session: a half-right answer, a formula for a name, a student who was removed."""
    journal, number = Journal(tmp_path), count(1)
    opened = open_session(sample_quiz("numeric", "open_text"), SessionSettings(), 1_800_000_000.0)
    journal.create_session(opened, {}, 8080)
    session = Session([opened], lambda: f"s{next(number)}")
    events = []

    def do(command):
        events.extend(session.handle(command, 1_800_000_001.0))

    for name in ("Élodie", "=HYPERLINK(1)", "Gone"):
        do(cmd.Join(name, f"token-{name}"))
    do(cmd.Ask())
    do(cmd.Answer("s1", "r1", "a1", {"number": ["3.5"]}))
    do(cmd.Answer("s3", "r1", "a2", {"number": ["3.14"]}))
    do(cmd.Remove("s3"))
    do(cmd.Lock())
    do(cmd.Reveal())
    do(cmd.Ask())
    do(cmd.Answer("s2", "r2", "a3", {"text": ["=1+1"]}))
    do(cmd.End())
    journal.append(opened.session, events)
    journal.close()
    return tmp_path


def sessions(folder, *arguments, **env):
    done = run_program("sessions", "--data", folder, *arguments, **env)
    assert b"Traceback" not in done.stderr
    return done


def test_the_list(folder):
    (row,) = map(json.loads, sessions(folder, "list", "--json").stdout.splitlines())
    assert set(row) == {"id", "title", "code", "opened", "ended", "rehearsal"}
    line = sessions(folder, "list").stdout.decode()
    assert row["id"] in line and "Sample" in line and "ended" in line


def test_the_export_for_programs(folder, tmp_path):
    done = sessions(folder, "export")
    data = json.loads(done.stdout)
    assert data["session"]["most_points"] == 1.0
    students = {student["id"]: student for student in data["students"]}
    assert students["s3"] == {**students["s3"], "nickname": "Gone", "removed": True, "points": None}
    assert students["s1"]["points"] == 0.5 and students["s2"]["points"] == 0.0
    first, second = data["rounds"]
    assert {answer["student"]: answer["credit"] for answer in first["answers"]} == {"s1": 0.5, "s3": 1.0}
    assert second["answers"][0]["text"] == "=1+1" and second["counts"]
    out = tmp_path / "out.json"
    assert sessions(folder, "export", data["session"]["id"][:6], "--out", out).returncode == 0
    assert out.read_bytes() == done.stdout


@pytest.mark.parametrize(
    ("language", "separator", "numbers"), [("fr", ";", ["0,5", "10"]), ("en", ",", ["0.5", "10"])]
)
def test_the_table_for_spreadsheets(folder, language, separator, numbers):
    raw = sessions(folder, "export", "--format", "csv", PREAU_LANG=language).stdout
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=separator)
    assert head[3] == "1. numeric" and len(head) == 6
    assert [row[0] for row in rows] == ["Élodie", "'=HYPERLINK(1)"], "who was removed is not in the table"
    assert rows[0][1:] == [*numbers, numbers[0], "3.5", ""] and rows[1][5] == "'=1+1"


def test_a_workbook_with_marks_on_a_scale(folder, tmp_path):
    out = tmp_path / "marks.xlsx"
    done = sessions(folder, "export", "--format", "xlsx", "--scale", "100", "--out", out)
    assert done.returncode == 0
    marks = load_workbook(out).worksheets[0]
    assert [cell.value for cell in marks["C"]] == ["Mark out of 100", 50, 0]


@pytest.mark.parametrize("scale", ["0", "-20", "ten", "1e9"])
def test_an_impossible_scale_writes_nothing(folder, scale):
    done = sessions(folder, "export", "--format", "csv", f"--scale={scale}")
    assert done.returncode == 2 and b"10000" in done.stderr and done.stdout == b""


def test_what_is_shown_to_people(folder):
    text = sessions(folder, "show").stdout.decode()
    assert "Pi?" in text and "Élodie" in text and "Gone" not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "nothing"), "There is no session nothing"),
        (("export", ""), "There is no session"),
        (("export", "--out", "/nowhere/at/all.json"), "could not be written"),
    ],
)
def test_what_cannot_be_done_is_said(folder, arguments, words):
    if arguments == ("export", ""):
        folder_of_two = Journal(folder)
        opened = open_session(sample_quiz("poll"), SessionSettings(), 1_900_000_000.0)
        folder_of_two.create_session(opened, {}, 0)
        folder_of_two.close()
    done = sessions(folder, *arguments)
    assert done.returncode == 2 and words in done.stderr.decode() and done.stdout == b""


def test_an_empty_folder(tmp_path):
    assert (sessions(tmp_path, "list").returncode, sessions(tmp_path, "list").stdout) == (0, b"")
    for action in ("show", "export"):
        done = sessions(tmp_path, action)
        assert done.returncode == 2 and str(tmp_path) in done.stderr.decode()


def test_a_damaged_database_is_said(folder):
    path = folder / "journal.db"
    damaged = bytearray(path.read_bytes())
    damaged[0:4000] = b"\xa5" * 4000
    path.write_bytes(damaged)
    done = sessions(folder, "list")
    assert done.returncode == 2 and "journal.db" in done.stderr.decode()


def test_a_session_is_found_by_the_beginning_of_its_id():
    rows = [SessionRow(name, "", "", 0.0, None, 0, 0.0, False) for name in ("abc1", "abd2", "abc")]
    assert find_session(rows, "last").id == "abc1"
    assert find_session(rows, "abd").id == "abd2"
    assert find_session(rows, "abc").id == "abc"
    for wanted in ("ab", "x"):
        with pytest.raises(Trouble):
            find_session(rows, wanted)
