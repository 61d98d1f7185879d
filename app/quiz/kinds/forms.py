"""Reading submitted forms that nobody vouches for. Each refusal has a code for the student."""

from app.errors import Refused
from app.quiz.folding import clean_text, is_visible
from app.quiz.kinds.base import Fields


def values_of(fields: Fields, name: str) -> list[str]:
    """What was sent under `name`, without empty values and repetitions, in the order sent."""
    return list(dict.fromkeys(filter(None, fields.get(name, ()))))


def one_value(fields: Fields, name: str) -> str:
    """The value of `name`, '' when there is none. Two different values: `answer_impossible`."""
    values = values_of(fields, name)
    if len(values) > 1:
        raise Refused("answer_impossible")
    return values[0] if values else ""


def one_text(fields: Fields, name: str, limit: int) -> str:
    """Typed text, cleaned, of 1 to `limit` characters. Raises `answer_empty`, `answer_too_long`."""
    raw = one_value(fields, name)
    # No normalisation makes text shorter than a quarter; the rest need not be looked at.
    text = clean_text(raw) if len(raw) <= limit * 4 else raw
    if len(text) > limit:
        raise Refused("answer_too_long", limit=limit)
    if not is_visible(text):
        raise Refused("answer_empty")
    return text
