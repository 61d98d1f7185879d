"""Préau's own file (`.preau`): a ZIP of `quiz.json` and the pictures. Every quiz comes back equal.

The names inside are made here and never used as paths. Sizes are measured while reading, not believed.
"""

import io
import json
import zipfile
from typing import Any, Final

from app.errors import Trouble
from app.exchange.report import Report
from app.exchange.zip_safety import BROKEN_ZIP, open_zip
from app.json_text import load_json
from app.quiz.codec import quiz_from_json, quiz_to_json
from app.quiz.model import Media, Quiz

SUFFIX: Final = ".preau"
VERSION: Final = 1
MOST_FILES: Final = 5_000
LARGEST_QUIZ: Final = 50_000_000  # bytes of quiz.json
LARGEST_MEDIA: Final = 20_000_000  # bytes of one picture
LARGEST_WHOLE: Final = 300_000_000  # bytes of all, unpacked
_QUIZ: Final = "quiz.json"
_TIME: Final = (1980, 1, 1, 0, 0, 0)  # equal quizzes give equal files


def losses(quiz: Quiz) -> Report:
    """Nothing is lost."""
    return Report()


def write(quiz: Quiz) -> bytes:
    """The file. Pictures are numbered: their names may be anything."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        media = {}
        for number, (name, item) in enumerate(quiz.media.items(), 1):
            media[name] = {"type": item.type, "file": f"media/{number}"}
        head = {"preau": VERSION, "quiz": quiz_to_json(quiz), "media": media}
        source = json.dumps(head, ensure_ascii=True, separators=(",", ":"))
        _put(archive, _QUIZ, source.encode(), zipfile.ZIP_DEFLATED)
        for number, item in enumerate(quiz.media.values(), 1):
            _put(archive, f"media/{number}", item.data, zipfile.ZIP_STORED)
    return packed.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def is_preau_file(data: bytes) -> bool:
    """Whether it is a ZIP that begins with a quiz of ours."""
    return data.startswith(b"PK\x03\x04") and data[30 : 30 + len(_QUIZ)] == _QUIZ.encode()


def read(data: bytes, file: str) -> Quiz:
    """The quiz. Raises `Trouble`: `preau_file_damaged`, `quiz_version_unknown`, `quiz_unreadable`."""
    try:
        with open_zip(data) as archive:
            return _read(archive)
    except BROKEN_ZIP as error:
        raise Trouble("preau_file_damaged", file=file, reason=str(error)) from error
    except (AttributeError, KeyError, TypeError, ValueError, NotImplementedError, RecursionError) as error:
        raise Trouble("preau_file_damaged", file=file, reason=type(error).__name__) from error


def _read(archive: zipfile.ZipFile) -> Quiz:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise ValueError("too many files")
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise ValueError("two files of one name")
    head = load_json(_take(archive, _QUIZ, LARGEST_QUIZ))
    if type(head["preau"]) is not int or head["preau"] < 1:
        raise ValueError("no version")
    if head["preau"] > VERSION:
        raise Trouble("quiz_version_unknown", version=head["preau"])
    media: dict[str, Media] = {}
    whole = 0
    for name, item in head["media"].items():
        content = _take(archive, _text(item["file"]), LARGEST_MEDIA)
        whole += len(content)
        if whole > LARGEST_WHOLE:
            raise ValueError("too large")
        media[name] = Media(_text(item["type"]), content)
    return quiz_from_json(head["quiz"], media)


def _take(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The content of one file, unpacked no further than `limit`."""
    with archive.open(name) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError("too large")
    return content


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value
