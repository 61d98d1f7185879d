"""What of a quiz file is taken into the library: question by question, beside what is there already.

Knows neither screen nor storage: a window changes the plan, and the quiz that comes out of it is stored.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape
from typing import Final, Literal
from urllib.parse import quote, unquote

from app.exchange.columns import Columns
from app.exchange.formats import Imported
from app.exchange.losses import pictures_in
from app.exchange.report import Line, Severity
from app.quiz.model import Media, Question, Quiz, RichText, new_id
from app.quiz.pictures import MEDIA
from app.quiz.resizing import original_name, phone_name
from app.quiz.rich_texts import map_texts, texts_of
from app.quiz.shelf import SameQuestion, SameReport

Mode = Literal["new", "update", "skip"]
"""Add a new quiz, put the questions into the one that is there, or leave the file alone."""

# Codes of lines that tell of words outside of any question.
_OUTSIDE: Final = frozenset({"words_ignored", "feedback_lost", "category_glued", "sheet_ignored"})
_ADDRESS: Final = re.compile(rf"{MEDIA}([^\s\"'<>()]+)")
_ORDER: Final[tuple[Severity, ...]] = ("error", "warning", "info")


@dataclass(slots=True)
class Item:
    """One question that was found. same: what the library knows of it."""

    question: Question
    same: SameQuestion
    notices: tuple[Line, ...] = ()
    taken: bool = True

    @property
    def severity(self) -> Severity | None:
        """The worst of its notices."""
        return worst(self.notices)


@dataclass(slots=True)
class Plan:
    """One file. left_out: lines that gave no question; general: of the file as a whole.

    target, target_title: the quiz of the library that holds most of it, '' where none does. columns: of a
    table, to be corrected.
    """

    quiz: Quiz
    title: str
    format: str
    items: list[Item]
    left_out: tuple[Line, ...] = ()
    general: tuple[Line, ...] = ()
    mode: Mode = "new"
    target: str = ""
    target_title: str = ""
    columns: Columns | None = None

    def adds(self, item: Item) -> bool:
        """Whether storing the plan brings this question in; one that is there is not put in twice."""
        return item.taken and self.mode != "skip" and not self.holds(item)

    def holds(self, item: Item) -> bool:
        """Whether the quiz to be updated has exactly this question."""
        return self.mode == "update" and item.same.state == "same" and item.same.quiz == self.target

    @property
    def count(self) -> int:
        """How many questions come in."""
        return sum(map(self.adds, self.items))


def make_plan(imported: Imported, same: SameReport) -> Plan:
    """The plan before anybody changed it: what is there already, as it is or otherwise, is not taken."""
    quiz = imported.quiz
    notices, left_out, general = _share_out(quiz.questions, imported.report.lines)
    items = [
        Item(question, known, notices.get(question.id, ()), taken=known.state == "new")
        for question, known in zip(quiz.questions, same.questions, strict=True)
    ]
    plan = Plan(quiz, quiz.title, imported.format, items, left_out, general, columns=imported.columns)
    held = Counter((item.same.quiz, item.same.title) for item in items if item.same.quiz)
    if held:
        ((plan.target, plan.target_title), count), *_ = held.most_common(1)
        if 2 * count >= len(items):
            plan.mode = "update" if same.count("new") else "skip"
    return plan


def worst(lines: Iterable[Line]) -> Severity | None:
    """The gravest severity among `lines`, None without any."""
    found = {line.severity for line in lines}
    return next((severity for severity in _ORDER if severity in found), None)


def _share_out(
    questions: tuple[Question, ...], lines: list[Line]
) -> tuple[dict[str, tuple[Line, ...]], tuple[Line, ...], tuple[Line, ...]]:
    """The lines of each question (by its id), of no question, and of the file."""
    begun = sorted((question.line, question.id) for question in questions if question.line > 0)
    starts = [line for line, _ in begun]
    own: dict[str, list[Line]] = {}
    left_out, general = [], []
    for line in lines:
        place = bisect_right(starts, line.line) - 1
        if line.line < 1:
            general.append(line)
        elif place < 0 or line.code in _OUTSIDE or (line.severity == "error" and starts[place] != line.line):
            left_out.append(line)
        else:
            own.setdefault(begun[place][1], []).append(line)
    return {key: tuple(value) for key, value in own.items()}, tuple(left_out), tuple(general)


# --- the quiz that comes out ------------------------------------------------------------------------


def take_new(plan: Plan) -> Quiz:
    """A quiz of the questions that are taken, with the pictures that they show."""
    questions = tuple(item.question for item in plan.items if item.taken)
    return replace(plan.quiz, title=plan.title, questions=questions, media=_shown(questions, plan.quiz.media))


def take_into(plan: Plan, present: Quiz) -> Quiz:
    """`present` with the questions that are taken: changed ones in the place of those with the same text,
    new ones at the end. Nothing else of it changes."""
    questions = {question.id: question for question in present.questions}
    media = dict(present.media)
    for item in filter(plan.adds, plan.items):
        question = _carry_media(item.question, plan.quiz.media, media)
        known = item.same.other if item.same.quiz == present.id and item.same.other in questions else ""
        key = known or (new_id() if question.id in questions else question.id)
        questions[key] = replace(question, id=key)
    return replace(present, questions=tuple(questions.values()), media=media)


def _shown(questions: Iterable[Question], media: dict[str, Media]) -> dict[str, Media]:
    names = {name for question in questions for text in texts_of(question) for name in pictures_in(text)}
    return {name: item for name, item in media.items() if original_name(name) in names}


def _carry_media(question: Question, source: dict[str, Media], into: dict[str, Media]) -> Question:
    """Add the question's pictures to `into`; another picture of the same name gets another name."""
    renamed: dict[str, str] = {}
    shown = _shown([question], source)
    for name, item in shown.items():
        if original_name(name) != name:
            continue
        free, number = name, 1
        while into.get(free, item) != item:
            number += 1
            stem, dot, suffix = name.rpartition(".")
            free = f"{stem}-{number}{dot}{suffix}" if dot else f"{name}-{number}"
        into[free] = item
        if phone_name(name) in shown:
            into[phone_name(free)] = shown[phone_name(name)]
        if free != name:
            renamed[name] = free
    if not renamed:
        return question
    return map_texts(question, lambda text: _rename_pictures(text, renamed))


def _rename_pictures(text: RichText, renamed: dict[str, str]) -> RichText:
    def rename(match: re.Match[str]) -> str:
        free = renamed.get(unquote(unescape(match[1])))
        return MEDIA + quote(free) if free else match[0]

    return replace(text, source=_ADDRESS.sub(rename, text.source))
