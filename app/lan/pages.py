"""Draws every page and fragment that a browser gets. Knows the templates, not the session and no socket.

One Jinja2 environment per language, which holds its translations and letters; compiled templates are shared.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from functools import cache, lru_cache, partial
from html import escape
from operator import attrgetter
from types import CodeType
from typing import Any, Final

import jinja2

from app.i18n import LANGUAGES, load_catalogue, text_direction
from app.lan.page_models import Asking, Mine, PageContext, ScreenContext, Stage, WallLobby
from app.lan.page_words import (
    HOST_WORDS,
    SCRIPT_WORDS,
    STATES,
    first_state,
    translate_all,
)
from app.paths import RESOURCES
from app.quiz.kinds.base import Bar, PublicQuestion
from app.signs import (
    direction_of,
    letter,
    plain_text,
    show_number,
    show_numeral,
    show_percent,
    turn_arrows,
)

TEMPLATES: Final = RESOURCES / "phone"
STATIC: Final = TEMPLATES / "static"
"""The files behind `asset`: `phone.css`, `phone.js`, `screen.css`, ..."""

FORM_VIEWS: Final = frozenset({"question", "join", "sign_in", "code"})
STILL_VIEWS: Final = frozenset({"ended", "removed", "message", "login"})
NOBODY: Final = Mine()
MOST_GIVEN: Final = 6  # answers that are listed
MOST_WORDS: Final = 12  # texts of an open question that the teacher has shown

# Stand for what is each student's own in a text that many share; no nickname and no page holds such signs.
_NICKNAME, _TOTAL, _PLACE, _ANSWER = "\ue000", "\ue001", "\ue002", "\ue003"
_SHARED: Final = ("result", "points", "out_of", "feedback", "of", "hand_over", "prove")


class _CompiledOnce(jinja2.BytecodeCache):
    """The languages share the compiled templates, which differ in what they are called with only."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._codes[bucket.key] = bucket.code


_shared_of: Final = attrgetter(*_SHARED)


class Own:
    """A stored answer as templates ask for it."""

    def __init__(self, pairs: Iterable[tuple[str, str]] | None) -> None:
        self._pairs = tuple(pairs or ())

    def has(self, name: str, value: str) -> bool:
        return (name, value) in self._pairs

    def get(self, name: str) -> str:
        return next((value for known, value in self._pairs if known == name), "")

    def __bool__(self) -> bool:
        return bool(self._pairs)


class Pages:
    """asset: the address of a static file, with its version ('phone.css' -> '/static/phone.css?v=...')."""

    def __init__(self, asset: Callable[[str], str]) -> None:
        codes = _CompiledOnce()
        # Made when first needed, or by `warm_up`: phones can join before all three are there.
        self._environment = cache(partial(_make_environment, asset=asset, codes=codes))
        self._draw_mine = lru_cache(maxsize=1024)(self._draw_patterned_mine)
        self._draw_door = lru_cache(maxsize=32)(self._draw_page)

    def warm_up(self) -> None:
        """Compile every template. Meant for a thread at start, or the first question waits for it."""
        for environment in map(self._environment, LANGUAGES):
            for name in environment.list_templates(extensions=["html"]):
                environment.get_template(name)

    def fragment(self, language: str, stage: Stage, mine: Mine | None = None) -> str:
        """The stage of a phone: the broadcast without `mine`, one student's own with it."""
        return self._draw(language, f"fragments/{stage.view}.html", **_stage_values(stage, mine))

    def mine(self, language: str, mine: Mine) -> str:
        """The place of one's own. A thousand are drawn after a reveal: what differs from student to student
        is put into a text that is drawn once for all who have the rest in common."""
        html = self._draw_mine(
            language,
            bool(mine.nickname),
            mine.total is not None,
            bool(mine.place),
            bool(mine.answer),
            _shared_of(mine),
        )
        if mine.total is not None:
            html = html.replace(_TOTAL, show_number(language, mine.total))
        if mine.place:
            html = html.replace(_PLACE, str(mine.place))
        if mine.nickname:
            html = html.replace(_NICKNAME, escape(mine.nickname))
        return html.replace(_ANSWER, escape(turn_arrows(mine.answer))) if mine.answer else html

    def _draw_patterned_mine(
        self, language: str, named: bool, counted: bool, placed: bool, answered: bool, shared: tuple[Any, ...]
    ) -> str:
        """shared: values of `Mine` that many have in common, in the order of `_SHARED`."""
        return self._draw(
            language,
            "mine.html",
            mine=Mine(**dict(zip(_SHARED, shared, strict=True))),
            nickname=_NICKNAME if named else "",
            total=_TOTAL if counted else "",
            place=_PLACE if placed else "",
            answer=_ANSWER if answered else "",
        )

    def page(self, language: str, page: PageContext) -> str:
        """A whole page for a phone. What those see who have not joined is the same for all of them."""
        return self._draw_page(language, page) if page.mine else self._draw_door(language, page)

    def _draw_page(self, language: str, page: PageContext) -> str:
        translate = load_catalogue(language).gettext
        stage = page.stage
        has_form = stage.view in FORM_VIEWS and not (isinstance(stage, Asking) and stage.q.kind == "slide")
        words = translate_all(SCRIPT_WORDS, translate)
        return self._draw(
            language,
            "page.html",
            page=page,
            stage=stage,
            stage_html=self.fragment(language, stage, page.mine or NOBODY),
            mine_html=self.mine(language, page.mine) if page.mine else "",
            saved=page.mine.saved if page.mine else "",
            state=page.fault or first_state(stage, page.mine, translate),
            refresh=not has_form and stage.view not in STILL_VIEWS,
            words=_json({**words, "views": translate_all(STATES, translate)}),
        )

    def screen_fragment(self, language: str, stage: Stage) -> str:
        """The stage of the projector."""
        return self._draw(language, f"screen/{stage.view}.html", **_stage_values(stage, None))

    def screen_page(self, language: str, page: ScreenContext) -> str:
        """A whole page for the projector."""
        translate = load_catalogue(language).gettext
        words = translate_all(SCRIPT_WORDS, translate)
        return self._draw(
            language,
            "screen.html",
            page=page,
            stage=page.stage,
            stage_html=self.screen_fragment(language, page.stage),
            words=_json({**words, "views": dict.fromkeys(STATES, "")}),
        )

    def poster_page(self, language: str, title: str, stage: WallLobby) -> str:
        """One printable sheet that says how to join."""
        return self._draw(language, "poster.html", title=title, stage=stage)

    def host_page(self, language: str) -> str:
        """The page with which a teacher's phone drives the class; its script fills it."""
        words = translate_all(HOST_WORDS, load_catalogue(language).gettext)
        letters = [letter(language, index) for index in range(20)]
        return self._draw(language, "host.html", words=_json({**words, "letters": letters}))

    def _draw(self, language: str, template: str, **values: Any) -> str:
        environment = self._environment(language if language in LANGUAGES else "en")
        return environment.get_template(template).render(values)


def _stage_values(stage: Stage, mine: Mine | None) -> dict[str, Any]:
    """The fields of the stage by their names, and what templates work out from the question."""
    values: dict[str, Any] = {item.name: getattr(stage, item.name) for item in fields(stage)}
    own = mine or NOBODY
    q: PublicQuestion | None = values.get("q")
    if q is not None:
        sides = (*q.choices, *q.lefts, *q.rights)
        values["q"] = replace(q, choices=_arrange(q, own.order))
        values["direction"] = direction_of(q.html, *(side.html for side in sides))
        values["names"] = {side.id: side.html for side in sides}
        values["items"] = sorted(values["q"].choices, key=lambda item: _place(own, item.id))
        values["pictured"] = any("<img" in side.html for side in q.rights)
    bars: tuple[Bar, ...] = values.get("bars", ())
    values["bar_of"] = {bar.key: bar for bar in bars}
    most = MOST_WORDS if q is not None and q.kind == "open_text" else MOST_GIVEN
    values["most_given"] = sorted(bars, key=lambda bar: -bar.count)[:most]
    return {**values, "stage": stage, "mine": own, "own": Own(own.fields), "broadcast": mine is None}


def _place(own: Mine, item_id: str) -> int:
    """Where the student has put an item of an ordering; all equal where nothing was stored."""
    value = Own(own.fields).get(f"place-{item_id}")
    return int(value) if value.isdecimal() else 0


def _arrange(q: PublicQuestion, order: tuple[str, ...] | None) -> tuple[Any, ...]:
    """The choices in one student's order; an id that is missing there stays at the end."""
    places = {choice_id: place for place, choice_id in enumerate(order or ())}
    return tuple(sorted(q.choices, key=lambda choice: places.get(choice.id, len(places))))


def _json(words: dict[str, Any]) -> str:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def _make_environment(
    language: str, asset: Callable[[str], str], codes: jinja2.BytecodeCache
) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=codes,
    )
    environment.install_gettext_translations(load_catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    environment.filters["plain"] = plain_text
    environment.filters["numeral"] = lambda text: show_numeral(language, text)
    environment.globals.update(
        asset=asset,
        language=language,
        direction_of_page=text_direction(language),
        languages=(("fr", "FR", "Français"), ("ar", "AR", "العربية"), ("en", "EN", "English")),
        letter=lambda index: letter(language, index),
        number=lambda value: show_number(language, value),
        percent=lambda part, whole: show_percent(language, part, whole),
    )
    return environment
