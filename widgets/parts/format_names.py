"""What file formats of quizzes are called, and which files a window offers to open."""

from typing import Final

from app.i18n import mark
from widgets.language import translate

_NAMES: Final = {
    "preau": mark("Préau"),
    "moodle_xml": "Moodle XML",
    "kahoot": "Kahoot",
    "aiken": "Aiken",
    "csv": mark("Table (CSV)"),
    "tsv": mark("Table (TSV)"),
    "gift": "GIFT",
    "text": mark("Text"),
}
SUFFIXES: Final = ("preau", "gift", "txt", "xml", "zip", "imscc", "xlsx", "csv", "tsv", "md")


def format_name(name: str) -> str:
    """The name of a format in the language in use."""
    if name.startswith("qti"):
        version = name.removeprefix("qti")
        return f"QTI {version}".strip()
    return translate(_NAMES.get(name, name))


def file_filter() -> str:
    """For the dialog that opens files. Formats are known by content, so any file may be tried."""
    quizzes = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
    return f"{translate('Quiz files')} ({quizzes});;{translate('All files')} (*)"
