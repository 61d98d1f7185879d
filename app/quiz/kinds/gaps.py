"""A text with gaps, each filled by choosing from a list, by a short text or by a number.

Form: `gap-<id>=<choice id, text or number>`, repeated where a gap takes several choices, '' for an open
gap.
Answer: `{"gaps": {id: choice id, list of choice ids, or canonical number}, "text": "<JSON: id to what was
typed>"}`; `text` only where something was typed: it is kept apart, like all words of a student.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from app.errors import Refused
from app.quiz.html_parts import split_html
from app.quiz.kinds.base import (
    Answer,
    Bar,
    Fields,
    Kind,
    Problem,
    PublicGap,
    PublicQuestion,
    Render,
    Shuffle,
    Solution,
)
from app.quiz.kinds.checks import check_text
from app.quiz.kinds.choices import public_choices
from app.quiz.kinds.credit import bound_credit
from app.quiz.kinds.keys import only_entry, read_mapping, refuse_key
from app.quiz.kinds.multiple import Multiple
from app.quiz.kinds.numeric import Numeric
from app.quiz.kinds.short_text import ShortText
from app.quiz.kinds.single import Single
from app.quiz.model import Gap, Question, RichText
from app.quiz.plain import readable

FIELD: Final = "gap-"
_PARTS: Final[dict[str, Kind]] = {
    "choice": Single(),
    "several": Multiple(),
    "number": Numeric(),
    "text": ShortText(),
}
_SENT_AS: Final = {"choice": "choice", "several": "choice", "number": "number", "text": "text"}
_ASKED: Final = RichText("?")


def form_of(gap: Gap) -> str:
    """'choice', 'several', 'number' or 'text'."""
    if gap.choices:
        return "several" if gap.several else "choice"
    return "number" if gap.numbers else "text"


def gap_mark(gap_id: str) -> str:
    """What stands in the text where the gap is."""
    return f"[[{gap_id}]]"


@lru_cache(maxsize=1024)  # asked for with every answer of a class
def part_of(gap: Gap) -> tuple[Kind, Question]:
    """The gap as a question of its own."""
    form = form_of(gap)
    return _PARTS[form], Question(
        gap.id,
        _PARTS[form].name,
        _ASKED,
        choices=gap.choices,
        numbers=gap.numbers,
        texts=gap.texts,
        folding=gap.folding,
        other_feedback=gap.other_feedback,
    )


def _typed(answer: Answer) -> dict[str, str]:
    """What was typed into which gap; nothing where the words of the student were erased."""
    found: dict[str, str] = json.loads(answer["text"]) if answer.get("text") else {}
    return found


def part_answers(question: Question, answer: Answer) -> dict[str, Answer]:
    """The answer to each gap that was filled, as the gap's own kind has it."""
    typed, parts = _typed(answer), dict[str, Answer]()
    for gap in question.gaps:
        form, value = form_of(gap), answer["gaps"].get(gap.id)
        if form == "choice" and value is not None:
            parts[gap.id] = {"choices": [value]}
        elif form == "several" and value is not None:
            parts[gap.id] = {"choices": value}
        elif form == "number" and value is not None:
            parts[gap.id] = {"number": value, "text": typed.get(gap.id, value)}
        elif form == "text" and gap.id in typed:
            parts[gap.id] = {"text": typed[gap.id]}
    return parts


class Gaps(Kind):
    """Credit is the mean of the gaps' credit by their weights; an open gap is worth 0, wrong ticks of a gap
    with several choices cost no more than its right ones give."""

    name = "gaps"
    personal_keys = ("text",)

    def check(self, question: Question) -> list[Problem]:
        """`no_gaps`, and `gap_wrong` with the `number` of a gap that cannot be filled, from 1."""
        problems = check_text(question)
        if not question.gaps:
            problems.append(Problem("no_gaps"))
        for number, gap in enumerate(question.gaps, start=1):
            kind, part = part_of(gap)
            # One choice alone is an easy gap, but a gap.
            if gap.weight < 0 or any(p.code != "too_few_choices" for p in kind.check(part)):
                problems.append(Problem("gap_wrong", {"number": number}))
        if question.gaps and not any(gap.weight > 0 for gap in question.gaps):
            problems.append(Problem("no_right_answer"))
        return problems

    def parse(self, question: Question, fields: Fields) -> Answer:
        found: dict[str, Any] = {}
        typed: dict[str, str] = {}
        for gap in question.gaps:
            form, (kind, part) = form_of(gap), part_of(gap)
            try:
                own = kind.parse(part, {_SENT_AS[form]: fields.get(FIELD + gap.id, ())})
            except Refused as refused:
                if refused.code == "answer_empty":
                    continue
                raise
            if form in ("number", "text"):
                typed[gap.id] = own["text"]
            if form != "text":
                value = own["number"] if form == "number" else own["choices"]
                found[gap.id] = value[0] if form == "choice" else value
        ids = {gap.id for gap in question.gaps}
        if any(name.startswith(FIELD) and name.removeprefix(FIELD) not in ids for name in fields):
            raise Refused("answer_impossible")
        if not found and not typed:
            raise Refused("answer_empty")
        return {"gaps": found} | ({"text": json.dumps(typed, ensure_ascii=False)} if typed else {})

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        parts = part_answers(question, answer)
        return [
            (FIELD + gap.id, value)
            for gap in question.gaps
            if gap.id in parts
            for _, value in part_of(gap)[0].refill(part_of(gap)[1], parts[gap.id])
        ]

    def credits(self, question: Question, answer: Answer) -> dict[str, float]:
        """Gap id to credit, for the gaps that were filled."""
        parts = part_answers(question, answer)
        found = {}
        for gap in question.gaps:
            if gap.id in parts:
                kind, part = part_of(gap)
                credit = kind.score(part, parts[gap.id])
                found[gap.id] = max(0.0, credit) if gap.several else credit
        return found

    def score(self, question: Question, answer: Answer) -> float:
        whole = sum(gap.weight for gap in question.gaps)
        credits = self.credits(question, answer)
        total = sum(gap.weight * credits.get(gap.id, 0.0) for gap in question.gaps)
        return bound_credit(total / whole) if whole > 0 else 0.0

    def feedback(self, question: Question, answer: Answer) -> list[RichText]:
        parts = part_answers(question, answer)
        return [
            text
            for gap in question.gaps
            if gap.id in parts
            for text in part_of(gap)[0].feedback(part_of(gap)[1], parts[gap.id])
        ]

    def summarise(self, question: Question, answers: Iterable[Answer]) -> list[Bar]:
        """One bar for each gap, in the order of the text: how many filled it wholly right."""
        counts = Counter(
            gap_id
            for answer in answers
            for gap_id, credit in self.credits(question, answer).items()
            if credit >= 1
        )
        return [
            Bar(gap.id, counts[gap.id], f"[{number}]", 1.0)
            for number, gap in enumerate(question.gaps, start=1)
        ]

    def public(self, question: Question, render: Render, shuffle: Shuffle) -> PublicQuestion:
        public = super().public(question, render, shuffle)
        gaps = []
        for gap in question.gaps:
            # Sorted by id first: what a shuffle makes of the written order could tell something.
            choices = (
                shuffle(sorted(gap.choices, key=lambda choice: choice.id)) if gap.shuffle else gap.choices
            )
            gaps.append(PublicGap(gap.id, form_of(gap), public_choices(choices, render)))
        return replace(public, html=number_gaps(public.html, question.gaps), gaps=tuple(gaps))

    def best(self, gap: Gap) -> str:
        """What fills the gap wholly right, in plain words."""
        kind, part = part_of(gap)
        solution = kind.solution(part, str)
        if not gap.choices:
            return " / ".join(solution.accepted)
        names = (readable(choice.text) or "#" for choice in gap.choices if choice.id in solution.right)
        return " + ".join(names) if gap.several else " / ".join(names)

    def solution(self, question: Question, render: Render) -> Solution:
        """pairs: gap id to the choice or the text that is worth most (of several choices: the first);
        accepted: '[1] cat' for each gap."""
        pairs = {}
        for gap in question.gaps:
            kind, part = part_of(gap)
            own = kind.solution(part, str)
            pairs[gap.id] = next(iter(own.right if gap.choices else own.accepted), "")
        shown = (f"[{number}] {self.best(gap)}" for number, gap in enumerate(question.gaps, start=1))
        return replace(super().solution(question, render), pairs=pairs, accepted=tuple(shown))

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        """key: `{"gaps": {gap id: key}}`, each key as single, multiple, numeric or short_text has it; a
        gap not named keeps its own."""
        named = read_mapping(only_entry(key, "gaps")[1])
        if not named or not named.keys() <= {gap.id for gap in question.gaps}:
            refuse_key()
        gaps = []
        for gap in question.gaps:
            if gap.id in named:
                kind, part = part_of(gap)
                part = kind.correct(part, read_mapping(named[gap.id]))
                gap = replace(gap, choices=part.choices, numbers=part.numbers, texts=part.texts)
            gaps.append(gap)
        return replace(question, gaps=tuple(gaps))

    def describe(self, question: Question, answer: Answer) -> str:
        parts = part_answers(question, answer)
        return "; ".join(
            f"[{number}] {part_of(gap)[0].describe(part_of(gap)[1], parts[gap.id])}"
            for number, gap in enumerate(question.gaps, start=1)
            if gap.id in parts
        )


def number_gaps(html: str, gaps: tuple[Gap, ...]) -> str:
    """Safe HTML in which each gap is a numbered line to fill; gaps not in the text come last."""
    missing = {gap.id: number for number, gap in enumerate(gaps, start=1)}
    pieces = []
    for part in split_html(html):
        source = part.source
        if part.kind == "text" and "[[" in source:
            for gap_id in list(missing):
                if gap_mark(gap_id) in source:
                    shown = _blank(missing.pop(gap_id))
                    source = source.replace(gap_mark(gap_id), shown, 1)
        pieces.append(source)
    if missing:
        pieces.append(f"<p>{' '.join(_blank(number) for number in missing.values())}</p>")
    return "".join(pieces)


def _blank(number: int) -> str:
    return f'<b class="gap">[{number}]\u00a0_____</b>'
