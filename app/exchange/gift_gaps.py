r"""Texts with gaps in GIFT files: Moodle's notation of gaps (cloze), which GIFT itself does not have.

Moodle makes a broken question of the first gap. Escapes of either notation are understood: `\:` and `\=` of
GIFT, `\}`, `\#` and `\~` of both.
"""

import re
from dataclasses import replace
from typing import Final

from app.exchange.cloze import read_gaps
from app.exchange.gift_reading import NotTaken, Reading
from app.exchange.gift_text import Piece
from app.quiz.model import Question

_CLOZE: Final = re.compile(
    r"\s*+\d*+:(?:MULTICHOICE|MULTIRESPONSE|MC|MR|SHORTANSWER|SA|MW|NUMERICAL|NM)[A-Z_]{0,3}:"
)
_OF_GIFT: Final = re.compile(r"\\([\\:={n])")
_OF_BOTH: Final = re.compile(r"\\([}#~])")


def has_gaps(rest: Piece) -> bool:
    """Whether the first brace of a block begins a gap."""
    opening = rest.mask.find("{")
    return opening >= 0 and bool(_CLOZE.match(rest.mask, opening + 1))


def read_gift_gaps(reading: Reading, rest: Piece) -> Question:
    """The question of a block after its title. Raises `NotTaken('answers_missing')`."""
    inner, reading.format = rest.text_format(reading.format)
    source = _OF_GIFT.sub(lambda match: "\n" if match[1] == "n" else match[1], inner.text)
    cloze = read_gaps(source, reading.format, reading.new_id)
    if not cloze.gaps:
        raise NotTaken("answers_missing", rest.offset)
    for finding in cloze.findings:
        severity = "error" if finding.code in ("gap_unclosed", "gap_empty") else "warning"
        line = reading.block.line_at(rest.offset)[0]
        reading.report.add(line, severity, finding.code, finding.source)  # type: ignore[arg-type]
    reading.tell("warning", "cloze_in_gift", rest)
    text = reading.take_pictures(_OF_BOTH.sub(r"\1", cloze.text), rest)
    gaps = tuple(
        replace(
            gap,
            choices=tuple(
                replace(choice, text=reading.take_pictures(choice.text.source, rest))
                for choice in gap.choices
            ),
        )
        for gap in cloze.gaps
    )
    return Question(reading.new_id(), "gaps", text, gaps=gaps)
