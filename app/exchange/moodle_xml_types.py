"""Which reader makes what of which Moodle type. A type that is not here is kept as a slide and reported."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.exchange.moodle_calculated import read_calculated, read_calculated_choices
from app.exchange.moodle_xml_choices import (
    read_flagged_choices,
    read_multichoice,
    read_ordering,
    read_true_false,
)
from app.exchange.moodle_xml_gaps import read_bank, read_cloze, read_gapfill
from app.exchange.moodle_xml_reading import Reading
from app.exchange.moodle_xml_values import read_matching, read_numerical, read_short_answer
from app.quiz.markup import plain
from app.quiz.model import Question

Reader = Callable[[Reading, Question], Question]
"""Makes a whole question of the one with the parts that every type has; raises `NotTaken`."""


def read_description(reading: Reading, base: Question) -> Question:
    return base


def read_essay(reading: Reading, base: Question) -> Question:
    return replace(base, kind="open_text")


def read_drawing(reading: Reading, base: Question) -> Question:
    """A picture with places: a slide with the picture; what is to be put there is told."""
    reading.tell("error", "type_as_slide", type=reading.element.attributes["type"].strip())
    drawing = reading.rich(None, tuple(reading.element.all("file")))
    source = drawing.source
    if plain(base.text) or base.text.source:
        source = f"{base.text.source}{source}"
    return replace(base, text=replace(base.text, source=source))


READERS: Final[dict[str, Reader]] = {
    "description": read_description,
    "essay": read_essay,
    "multichoice": read_multichoice,
    "oumultiresponse": read_flagged_choices,
    "multichoiceset": read_flagged_choices,
    "truefalse": read_true_false,
    "ordering": read_ordering,
    "shortanswer": read_short_answer,
    "numerical": read_numerical,
    "matching": read_matching,
    "match": read_matching,
    "ddmatch": read_matching,
    "cloze": read_cloze,
    "multianswer": read_cloze,
    "gapselect": read_bank,
    "ddwtos": read_bank,
    "gapfill": read_gapfill,
    "calculated": read_calculated,
    "calculatedsimple": read_calculated,
    "calculatedmulti": read_calculated_choices,
    "ddimageortext": read_drawing,
    "ddmarker": read_drawing,
}
# They draw from other questions of a Moodle course and hold nothing themselves.
LEFT_OUT: Final = frozenset({"random", "randomsamatch"})

CANONICAL: Final = {
    "single": "multichoice",
    "multiple": "multichoice",
    "poll": "multichoice",
    "true_false": "truefalse",
    "numeric": "numerical",
    "short_text": "shortanswer",
    "matching": "matching",
    "match": "matching",
    "ordering": "ordering",
    "open_text": "essay",
    "gaps": "cloze",
    "multianswer": "cloze",
    "slide": "description",
}
"""Our kinds and Moodle's other names to one name for each type."""
