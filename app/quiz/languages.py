"""Texts in several languages, as Moodle has them: `{mlang fr}...{mlang}{mlang ar}...{mlang}`, or at least two
`<span lang="fr" class="multilang">...</span>` in a row. The source keeps all; a reader gets one part.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from app.quiz.html_parts import split_html
from app.quiz.model import RichText

OTHER: Final = "other"  # the part for those whose language is not there
MARK: Final = re.compile(r"\{ {0,9}mlang(?: {1,9}([a-z][a-z0-9,_ -]{0,99}))? {0,9}\}", re.IGNORECASE)
"""The beginning of a part (with its languages) or its end."""

_CLASS: Final = re.compile(r"\sclass\s*=\s*[\"']?[^\"'<>]{0,99}\bmultilang\b", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"\slang\s*=\s*[\"']?([A-Za-z][A-Za-z0-9_-]{0,20})", re.IGNORECASE)


class _Part(NamedTuple):
    """languages: without any it is for all. group: parts of one group stand for one another."""

    languages: tuple[str, ...]
    text: str
    group: int = 0


def languages_in(text: RichText) -> tuple[str, ...]:
    """The languages of a text, in the order in which they come; none where it is for all readers."""
    return tuple(dict.fromkeys(name for part in _parts(text) for name in part.languages if name != OTHER))


def in_language(text: RichText, wishes: Sequence[str] = ()) -> RichText:
    """The text for a reader: in the first of `wishes` that is there, else the part for all others, else the
    first part. A text in one language is given back as it is."""
    if not _may_have_parts(text.source):
        return text
    parts = _parts(text)
    named: dict[int, list[str]] = {}
    for part in parts:
        named.setdefault(part.group, []).extend(part.languages)
    if not any(named.values()):
        return text
    chosen = {group: _choose(names, wishes) for group, names in named.items() if names}
    kept = (part.text for part in parts if not part.languages or chosen[part.group] in part.languages)
    return replace(text, source="".join(kept).strip())


def _choose(named: list[str], wishes: Sequence[str]) -> str:
    for wish in (*wishes, OTHER):
        for name in named:
            if wish and wish in (name, name.partition("-")[0]):
                return name
    return named[0]


def _may_have_parts(source: str) -> bool:
    lowered = source.lower()
    return "mlang" in lowered or "multilang" in lowered


def _parts(text: RichText) -> list[_Part]:
    if not _may_have_parts(text.source):
        return [_Part((), text.source)]
    if MARK.search(text.source):
        return list(_marked(text.source))
    return list(_spans(text.source)) if text.format != "plain" else [_Part((), text.source)]


def _marked(source: str) -> Iterator[_Part]:
    """What stands between a mark with languages and the next mark is for these; all of it is one group."""
    languages: tuple[str, ...] = ()
    done = 0
    for mark in MARK.finditer(source):
        yield _Part(languages, source[done : mark.start()])
        languages = _names(mark[1] or "")
        done = mark.end()
    yield _Part(languages, source[done:])


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.strip().lower().replace("_", "-") for name in written.split(",") if name.strip())


def _spans(source: str) -> Iterator[_Part]:
    """Spans with a language that follow one another are a group; one alone is for all."""
    parts: list[_Part] = []
    text, depth, languages = "", 0, ()  # type: str, int, tuple[str, ...]
    for piece in split_html(source):
        is_span = piece.kind == "tag" and piece.name == "span"
        if not depth and is_span and not piece.closes and (found := _language_of(piece.source)):
            parts.append(_Part((), text))
            text, depth, languages = piece.source, 1, found
            continue
        text += piece.source
        if depth and is_span:
            depth += -1 if piece.closes else 1
            if not depth:
                parts.append(_Part(languages, text))
                text, languages = "", ()
    parts.append(_Part(languages if depth else (), text))
    return _in_groups([part for part in parts if part.text])


def _in_groups(parts: list[_Part]) -> Iterator[_Part]:
    group = 0
    for place, part in enumerate(parts):
        if not part.languages:
            if part.text.strip():
                group += 1
            yield part._replace(group=group)
            continue
        before, after = parts[max(place - 2, 0) : place], parts[place + 1 : place + 3]
        alone = not _is_next(after) and not _is_next(before[::-1])
        yield part._replace(group=group, languages=() if alone else part.languages)


def _is_next(parts: list[_Part]) -> bool:
    """Whether the next of two parts that is not blank has a language."""
    following = next((part for part in parts if part.languages or part.text.strip()), None)
    return following is not None and bool(following.languages)


def _language_of(tag: str) -> tuple[str, ...]:
    found = _LANGUAGE.search(tag)
    return _names(found[1]) if found and _CLASS.search(tag) else ()
