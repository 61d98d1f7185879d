"""How the findings of an import are told: a word and a colour for each severity, the line, the sentence."""

from typing import Final

from PySide6.QtGui import QColor

from app.exchange.report import Line, Severity
from app.i18n import mark
from widgets.language import translate
from widgets.theme import colour

_WORDS: Final = {"error": mark("Left out"), "warning": mark("To check"), "info": mark("Note")}
_COLOURS: Final = {"error": "brick", "warning": "amber", "info": "soft"}
LEVELS: Final = {"error": "bad", "warning": "warn", "info": "soft"}
"""Of labels, by severity."""


def severity_word(severity: Severity) -> str:
    return translate(_WORDS[severity])


def severity_colour(severity: Severity) -> QColor:
    return colour(_COLOURS[severity])


def tell_line(line: Line) -> str:
    """The sentence of a finding, with its line in the file."""
    sentence = line.tell(translate)
    if not line.line:
        return sentence
    return translate("Line {line}: {sentence}").format(line=line.line, sentence=sentence)
