"""The kind that Moodle's importer makes of a block, by its own rules alone, without any of our repairs.

Used to count a file as Moodle counts it, and never to read a question.
"""

from app.exchange.gift_text import TRIM, mask_escapes


def moodle_kind(source: str) -> str:
    """The kind by our names (`=` makes 'single', none 'multiple'); '' where Moodle takes nothing."""
    mask = mask_escapes(source)
    opening, closing = mask.find("{"), mask.find("}")
    if opening < 0 and closing < 0:
        return "slide"
    if opening < 0 or closing < opening:
        return ""
    answers = mask[opening + 1 : closing].strip(TRIM)
    feedback = answers.rfind("####")
    if feedback >= 0:
        answers = answers[:feedback].strip(TRIM)
    if answers.startswith(">"):
        return "ordering"
    if not answers:
        return "open_text"
    if answers.startswith("#"):
        return "numeric"
    if "~" in answers:
        return "single" if "=" in answers else "multiple"
    if "=" in answers and "->" in answers:
        return "matching"
    if answers.partition("#")[0].strip(TRIM) in ("T", "TRUE", "F", "FALSE"):
        return "true_false"
    return "short_text"


def moodle_type(kind: str) -> str:
    """The name that Moodle gives to questions of our kind."""
    return MOODLE_TYPES.get(kind, kind)


MOODLE_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "poll": "multichoice",
    "true_false": "truefalse",
    "numeric": "numerical",
    "short_text": "shortanswer",
    "matching": "match",
    "open_text": "essay",
    "ordering": "ordering",
    "slide": "description",
}
