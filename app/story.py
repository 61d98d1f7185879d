"""The story of a class in the log: sentences in the language of the person on site, each under a code, by
which it is found again whatever the language (docs/decisions/0011-log.md)."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.errors import PreauError
from app.i18n import translator
from app.log import LOGS
from app.sentences import tell
from app.sentences.story import GRAVE, STORY

MOST_LINES: Final = 2_000  # of a story that is read
_BEGINNINGS: Final = frozenset({"opened", "no_goodbye"})
# 2026-11-22 14:02:11,123 INFO story.opened: The class is open.
_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} [A-Z]+ story\.(\w+): (.*)")

_language: Callable[[], str] = lambda: "en"  # noqa: E731


def tell_story_in(language: Callable[[], str]) -> None:
    """Write sentences in the language that this gives, from now on."""
    global _language
    _language = language


def write_story(code: str, **params: Any) -> None:
    """A sentence of `app.sentences.story`, with what fills it."""
    sentence = translator(_language())(STORY[code]).format(**params)
    level = logging.WARNING if code in GRAVE else logging.INFO
    logging.getLogger(f"story.{code}").log(level, "%s", sentence)


def write_notice(notice: PreauError) -> None:
    """What was said to the person who started a class; to be called for notices that name no student."""
    logging.getLogger("story.notice").warning("%s", tell(notice, translator(_language())))


def read_story(folder: Path) -> list[tuple[str, str, str]]:
    """The story of the newest class in the logs of a data folder: day, time of day and sentence of each line,
    in order of time; empty where there is none."""
    found: list[tuple[str, str, str]] = []
    for name in LOGS:
        try:
            text = (folder / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        found += [(match[1], match[2], match[3]) for match in map(_LINE.match, text.splitlines()) if match]
    found.sort(key=lambda line: line[0])
    begin = max((place for place, (_, code, _) in enumerate(found) if code == "opened"), default=len(found))
    while begin and found[begin - 1][1] in _BEGINNINGS - {"opened"}:
        begin -= 1
    return [(at[:10], at[11:], sentence) for at, _, sentence in found[begin : begin + MOST_LINES]]
