import io
import json
import zipfile

import pytest

from app.errors import Trouble
from app.exchange import preau_file
from app.exchange.formats import read_file
from app.quiz.model import Media, Quiz
from tests.helpers.pictures import draw_picture
from tests.helpers.questions import KIND_NAMES, sample_question

QUIZ = Quiz(
    "q1",
    "Cells",
    tuple(sample_question(kind) for kind in KIND_NAMES),
    {"../../etc/passwd": Media("image/png", draw_picture()), "b.png": Media("x/y", b"")},
    "ar",
)
WRITTEN = preau_file.write(QUIZ)


def packed(files, method=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return data.getvalue()


def head(**changes):
    with zipfile.ZipFile(io.BytesIO(WRITTEN)) as archive:
        return json.dumps(json.loads(archive.read("quiz.json")) | changes)


def code_of(data):
    with pytest.raises(Trouble) as caught:
        preau_file.read(data, "x.preau")
    return caught.value.code


def test_a_quiz_comes_back_equal_whatever_its_pictures_are_called(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(WRITTEN)
    imported = read_file(path)
    assert imported.quiz == QUIZ
    assert (imported.format, imported.encoding, imported.report.lines) == ("preau", "", [])
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["quiz.json", "media/1", "media/2"]


def test_newer_and_wrong_versions_are_refused():
    assert code_of(packed([("quiz.json", head(preau=2))])) == "quiz_version_unknown"
    assert code_of(packed([("quiz.json", head(quiz={"v": 99}, media={}))])) == "quiz_version_unknown"
    for version in (0, "1", None, True):
        assert code_of(packed([("quiz.json", head(preau=version))])) == "preau_file_damaged"


def test_bombs_are_not_unpacked(monkeypatch):
    monkeypatch.setattr(preau_file, "LARGEST_QUIZ", 10_000)
    assert code_of(packed([("quiz.json", head() + " " * 1_000_000)])) == "preau_file_damaged"
    monkeypatch.setattr(preau_file, "LARGEST_QUIZ", 1_000_000)
    monkeypatch.setattr(preau_file, "LARGEST_MEDIA", 1_000)
    media = {"a": {"type": "image/png", "file": "m"}}
    assert code_of(packed([("quiz.json", head(media=media)), ("m", "0" * 100_000)])) == "preau_file_damaged"
    monkeypatch.setattr(preau_file, "LARGEST_WHOLE", 1_500)
    twice = media | {"b": {"type": "image/png", "file": "m"}}
    assert code_of(packed([("quiz.json", head(media=twice)), ("m", "0" * 900)])) == "preau_file_damaged"
    monkeypatch.setattr(preau_file, "MOST_FILES", 3)
    assert (
        code_of(packed([("quiz.json", head()), *((f"f{n}", "") for n in range(4))])) == "preau_file_damaged"
    )


@pytest.mark.parametrize(
    "data",
    [
        WRITTEN[:200],
        WRITTEN[:-30],
        b"PK\x03\x04" + b"\0" * 60,
        packed([("other.json", "{}")]),
        packed([("quiz.json", "[]")]),
        packed([("quiz.json", "{")]),
        packed([("quiz.json", "[" * 100_000)]),
        packed([("quiz.json", '{"preau": 1}')]),
        packed([("quiz.json", head(media={"a": {"file": "../x", "type": "t"}}))]),
        packed([("quiz.json", head(media={"a": {"file": 3, "type": "t"}}))]),
        packed([("quiz.json", head(media=[]))]),
        WRITTEN.replace(b"media/2", b"media/1"),
        WRITTEN[:60] + bytes(byte ^ 255 for byte in WRITTEN[60:90]) + WRITTEN[90:],
    ],
)
def test_damaged_files_are_refused(data):
    assert code_of(data) in ("preau_file_damaged", "quiz_unreadable")
