"""In which languages a stored question can be read: those of the parts of its texts."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from app.quiz.languages import languages_in
from app.quiz.model import TEXT_FORMATS, RichText

_SIGNS: Final = ("mlang", "multilang")


def languages_of_body(body: str) -> tuple[str, ...]:
    """The languages of a question's texts, each once; none where all of it is for every reader, and none of a
    damaged one. body: the question as JSON (`app.quiz.codec`)."""
    lowered = body.lower()
    if not any(sign in lowered for sign in _SIGNS):
        return ()
    try:
        texts = list(_texts(json.loads(body)))
    except ValueError:
        return ()
    return tuple(dict.fromkeys(name for text in texts for name in languages_in(text)))


def name_languages(names: Iterable[str]) -> str:
    """Each language once without its region, as JSON."""
    bases = (name.strip().lower().replace("_", "-").partition("-")[0] for name in names)
    return json.dumps([name for name in dict.fromkeys(bases) if name])


def _texts(value: Any) -> Iterator[RichText]:
    """A plain text is a string, any other a pair of its format and its source."""
    if isinstance(value, str):
        yield RichText(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        if len(value) == 2 and value[0] in TEXT_FORMATS and isinstance(value[1], str):
            yield RichText(value[1], value[0])
        else:
            for item in value:
                yield from _texts(item)
