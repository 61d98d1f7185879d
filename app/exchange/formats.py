"""Every file format that quizzes are read from, in one table. Formats are known by content, never by name.

A reader is loaded when a file needs it: a class starts with one file, and waits for what is loaded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.errors import Trouble
from app.exchange import preau_file
from app.exchange.encoding import Decoded, decode, read_bytes
from app.exchange.progress import Progress, go_on
from app.exchange.report import Report
from app.exchange.zip_safety import is_zip
from app.quiz.model import Quiz

if TYPE_CHECKING:
    from app.exchange.columns import Columns

QTI_VERSIONS: Final = ("1.2", "2.1", "2.2", "3.0")
LARGEST_TYPED: Final = 10_000_000
"""Bytes of a format that people type: beyond, it holds hundreds of thousands of questions or is no quiz."""

_TAG_FIRST: Final = re.compile(rb"[\s\x00\xef\xbb\xbf\xff\xfe]*+<")  # after a mark of the encoding
_HEAD: Final = 4_000  # characters that are looked at for the beginning of other formats
_GIFT_SIGN: Final = re.compile(
    r"^[ \t]*(?:::|\$CATEGORY:|//|\[(?:html|markdown|plain|moodle)\])|(?<!\\)\{", re.MULTILINE
)
# Nothing but GIFT begins with a title or a category, comments before it: no other text format is tried then.
_GIFT_FIRST: Final = re.compile(r"(?:\s*+//[^\n]*+\n)*+\s*+(?:::|\$CATEGORY:)")
_MOODLE_XML: Final = re.compile(
    r"\s*+(?:<\?(?:[^?]++|\?(?!>))*+\?>\s*+|<!--(?:[^-]++|-(?!->))*+-->\s*+|<!DOCTYPE[^<>\[]*+(?:\[[^\]]*+\]\s*+)?>\s*+)*+"
    r"<(?:quiz[\s>]|question\s[^<>]{0,200}type\s*=)",
    re.IGNORECASE,
)
# What begins like this is no quiz text; the name is shown to the teacher.
_BEGINNINGS: Final = (
    (
        re.compile(r"\s*<(?:\?xml|quiz\b|questestinterop\b|assessment|qti-|manifest\b)", re.IGNORECASE),
        "XML",
    ),
    (re.compile(r"\s*<(?:!doctype|html|head|body)\b", re.IGNORECASE), "HTML"),
    (re.compile(r"\s*\{\\rtf"), "RTF"),
    (re.compile(r"\s*(?:\{\s*\"|\[\s*\{\s*\")"), "JSON"),
)


@dataclass(frozen=True)
class Source:
    """A file being read."""

    path: Path
    data: bytes
    progress: Progress = go_on

    @cached_property
    def decoded(self) -> Decoded:
        return decode(self.data, str(self.path))

    @property
    def text(self) -> str:
        return self.decoded.text

    @cached_property
    def begins_as_gift(self) -> bool:
        return not is_zip(self.data) and bool(_GIFT_FIRST.match(self.text))

    @cached_property
    def qti(self) -> str:
        """Its version of QTI, '' for none. A text that does not begin with a tag is none."""
        if not is_zip(self.data) and not _TAG_FIRST.match(self.data):
            return ""
        from app.exchange.qti import qti_version

        return qti_version(self.data)


@dataclass(frozen=True, slots=True)
class Format:
    """recognises: whether a file has this format; read: its quiz, with a title for it, and the report.

    declares_encoding: the format itself says its encoding, so that nothing is guessed. typed: by people, so
    LARGEST_TYPED holds.
    """

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, str], tuple[Quiz, Report]]
    declares_encoding: bool = False
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """encoding: as in `app.exchange.encoding`, '' for a format that is no text. columns: of a table that was
    read by `app.exchange.quiz_tables`, to be corrected."""

    quiz: Quiz
    report: Report
    format: str
    encoding: str
    columns: "Columns | None" = None


def looks_like_moodle_xml(source: Source) -> bool:
    """A text whose first element is `quiz` or, where that is missing, a `question` with a type."""
    return not source.data.startswith(b"PK") and bool(_MOODLE_XML.match(source.text))


def looks_like_gift(source: Source) -> bool:
    """A text with a brace, a title, a category, a comment or a format marker, and no other format's signs."""
    return not looks_like(source) and bool(_GIFT_SIGN.search(source.text))


def looks_like(source: Source) -> str:
    """The name of a known format that is not GIFT, '' for none."""
    if is_zip(source.data):
        return "ZIP"
    if source.begins_as_gift:
        return ""
    head = source.text[:_HEAD]
    for pattern, name in _BEGINNINGS:
        if pattern.match(head):
            return name
    from app.exchange.aiken import looks_like_aiken

    if looks_like_aiken(source.text):
        return "Aiken"
    return ""


def looks_like_table(source: Source) -> str:
    """'tsv', 'csv' for another separator, '' for no quiz table. Without a header no other format may fit."""
    if source.begins_as_gift or looks_like(source):
        return ""
    from app.exchange.csv_quiz import find_table

    found = find_table(source.text)
    if not found and not looks_like_gift(source) and not looks_like_pasted_text(source):
        found = find_table(source.text, header=False)
    return ("tsv" if found[0] == "\t" else "csv") if found else ""


def looks_like_pasted_text(source: Source) -> bool:
    """Questions as one writes them in a letter."""
    from app.exchange.pasted import looks_like_pasted

    return looks_like_pasted(source.text)


def looks_like_workbook(source: Source) -> bool:
    if not is_zip(source.data):
        return False
    from app.exchange.workbooks import is_workbook

    return is_workbook(source.data)


def _read_preau(source: Source, title: str) -> tuple[Quiz, Report]:
    return preau_file.read(source.data, str(source.path)), Report()


def _read_moodle_xml(source: Source, title: str) -> tuple[Quiz, Report]:
    from app.exchange.moodle_xml import read_moodle_xml

    return read_moodle_xml(source.text, title, progress=source.progress)


def _read_kahoot(source: Source, title: str) -> tuple[Quiz, Report]:
    from app.exchange.kahoot import read_kahoot

    return read_kahoot(source.data, str(source.path), title)


def _read_qti(source: Source, title: str) -> tuple[Quiz, Report]:
    from app.exchange.qti import read_qti

    return read_qti(source.data, str(source.path), title, progress=source.progress)


def _read_aiken(source: Source, title: str) -> tuple[Quiz, Report]:
    from app.exchange.aiken import read_aiken

    return read_aiken(source.text, title)


def _read_table(source: Source, title: str) -> tuple[Quiz, Report]:
    from app.exchange.csv_quiz import read_csv

    return read_csv(source.text, title)


def _read_gift(source: Source, title: str) -> tuple[Quiz, Report]:
    from app.exchange.gift import read_gift

    return read_gift(source.text, title, progress=source.progress)


def _read_pasted(source: Source, title: str) -> tuple[Quiz, Report]:
    from app.exchange.pasted import read_pasted

    return read_pasted(source.text, title)


def _qti_format(version: str) -> Format:
    return Format(f"qti{version}", lambda source: source.qti == version, _read_qti, declares_encoding=True)


# In the order in which they are asked; the first that recognises a file reads it.
FORMATS: Final = {
    "preau": Format("preau", lambda source: preau_file.is_preau_file(source.data), _read_preau),
    "moodle_xml": Format("moodle_xml", looks_like_moodle_xml, _read_moodle_xml),
    "kahoot": Format("kahoot", looks_like_workbook, _read_kahoot),
    **{f"qti{version}": _qti_format(version) for version in QTI_VERSIONS},
    "aiken": Format("aiken", lambda source: looks_like(source) == "Aiken", _read_aiken, typed=True),
    "csv": Format("csv", lambda source: looks_like_table(source) == "csv", _read_table),
    "tsv": Format("tsv", lambda source: looks_like_table(source) == "tsv", _read_table),
    "gift": Format("gift", looks_like_gift, _read_gift, typed=True),
    "text": Format(
        "text",
        lambda source: not looks_like(source) and looks_like_pasted_text(source),
        _read_pasted,
        typed=True,
    ),
}


def read_file(path: Path, progress: Progress = go_on) -> Imported:
    """The quiz of a file; its title is the file's name. progress: see `app.exchange.progress`.

    Raises `Trouble` with `file_unreadable`, `file_empty`, `file_too_large`, `file_not_text` or
    `format_unknown`, `Refused('import_cancelled')` when `progress` says so.
    """
    return _read(Source(path, read_bytes(path), progress), path.stem)


def read_text(text: str, title: str, progress: Progress = go_on, *, any_words: bool = True) -> Imported:
    """The quiz of a text from the clipboard, in whatever format; words of no format as a pasted text.

    any_words: False to refuse these. Raises as `read_file`.
    """
    if len(text) > LARGEST_TYPED:
        raise Trouble("file_too_large", file=title, limit=LARGEST_TYPED // 1_000_000)
    try:
        return _read(Source(Path(title), text.encode("utf-8", "replace"), progress), title)
    except Trouble as trouble:
        if not any_words or trouble.code != "format_unknown":
            raise
    quiz, report = _read_pasted(Source(Path(title), text.encode("utf-8", "replace")), title)
    return Imported(quiz, report, "text", "utf-8")


def _read(source: Source, title: str) -> Imported:
    path = source.path
    for file_format in FORMATS.values():
        if file_format.recognises(source):
            if file_format.typed and len(source.data) > LARGEST_TYPED:
                limit = LARGEST_TYPED // 1_000_000
                raise Trouble("file_too_large", file=str(path), limit=limit)
            quiz, report = file_format.read(source, title)
            if quiz.media:
                from app.exchange.fitting import fit_pictures

                quiz = fit_pictures(quiz, report)
            encoding = "" if is_zip(source.data) else source.decoded.encoding
            if encoding == "windows-1252" and not file_format.declares_encoding:
                report.add(0, "warning", "encoding_guessed")
                report.finish()
            return Imported(quiz, report, file_format.name, encoding)
    raise Trouble("format_unknown", file=str(path), looks_like=looks_like(source) or "text")
