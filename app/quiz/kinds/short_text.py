"""A word or a few, compared with accepted texts after folding, `*` standing for anything."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from app.quiz.folding import Pattern, clean_text, fold, is_visible, split_pattern
from app.quiz.kinds.base import Answer, Bar, Problem, Render, Solution
from app.quiz.kinds.checks import check_text
from app.quiz.kinds.credit import bound_credit, show_percent
from app.quiz.kinds.keys import only_entry, read_entries, read_weight, refuse_key
from app.quiz.kinds.typed import TypedKind
from app.quiz.model import EMPTY, Folding, Question, RichText, TextAnswer


@lru_cache(maxsize=1024)
def _pattern(text: str, folding: Folding) -> Pattern:
    return Pattern(text, folding)


def show_pattern(text: str) -> str:
    """'Pari*' as people read it: 'Pari…'."""
    return "…".join(split_pattern(text)).strip()


class ShortText(TypedKind):
    """Credit is the highest weight among the accepted texts that match; 0 when none does."""

    name = "short_text"
    limit = 1000

    def check(self, question: Question) -> list[Problem]:
        problems = check_text(question)
        if not self.has_key(question):
            problems.append(Problem("no_right_answer"))
        return problems

    def has_key(self, question: Question) -> bool:
        return any(accepted.weight > 0 and accepted.text.strip() for accepted in question.texts)

    def find(self, question: Question, answer: Answer) -> TextAnswer | None:
        """The first accepted text with the highest weight among those that match."""
        folded = fold(answer["text"], question.folding)
        found = [item for item in question.texts if _pattern(item.text, question.folding).matches(folded)]
        return max(found, key=lambda item: item.weight, default=None)

    def score(self, question: Question, answer: Answer) -> float:
        found = self.find(question, answer)
        return bound_credit(found.weight) if found else 0.0

    def feedback(self, question: Question, answer: Answer) -> list[RichText]:
        found = self.find(question, answer)
        shown = found.feedback if found else question.other_feedback
        return [shown] if shown else []

    def public_bars(
        self, question: Question, answers: Iterable[Answer], shown: Sequence[Answer] = ()
    ) -> list[Bar]:
        """One bar for each accepted text that was given, under its own words: `*` matches anything, also
        what nobody should read on a wall. Then those that are shown, under theirs."""
        found = (self.find(question, answer) for answer in answers)
        counts = Counter(item for item in found if item is not None and item.weight > 0)
        bars = {
            key: Bar(key, count, label, bound_credit(item.weight))
            for item, count in counts.most_common()
            if (label := show_pattern(item.text)) and (key := fold(label, question.folding))
        }
        for bar in self.summarise(question, shown):
            known = bars.get(bar.key)
            bars[bar.key] = replace(known, count=known.count + bar.count) if known else bar
        return sorted(bars.values(), key=lambda bar: -bar.count)

    def solution(self, question: Question, render: Render) -> Solution:
        """accepted: texts worth something, the best first, '…' for any characters, percent if not whole."""
        texts = sorted(question.texts, key=lambda item: -item.weight)
        shown = (show_percent(show_pattern(item.text), item.weight) for item in texts if item.weight > 0)
        return replace(super().solution(question, render), accepted=tuple(dict.fromkeys(shown)))

    def correct(self, question: Question, key: Mapping[str, Any]) -> Question:
        """key: `{"texts": [{"text", "weight" (1 if absent)}]}`. Feedback of texts that stay is kept."""
        kept = {item.text: item.feedback for item in question.texts}
        texts = []
        for entry in read_entries(only_entry(key, "texts")[1]):
            text = entry.pop("text", None)
            weight = read_weight(entry.pop("weight", 1.0))
            if entry or not isinstance(text, str):
                refuse_key()
            text = clean_text(text) if len(text) <= self.limit else refuse_key()
            if not is_visible(text):
                refuse_key()
            texts.append(TextAnswer(text, weight, kept.get(text, EMPTY)))
        if not any(item.weight > 0 for item in texts):
            refuse_key()
        return replace(question, texts=tuple(texts))
