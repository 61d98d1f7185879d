"""What short_text and open_text share: typed words. Form: `text=<text>`. Answer: `{"text": "..."}`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar

from app.quiz.folding import fold
from app.quiz.kinds.base import Answer, Bar, Fields, Kind
from app.quiz.kinds.forms import one_text
from app.quiz.model import Question


class TypedKind(Kind):
    limit: ClassVar[int]  # characters
    personal_keys = ("text",)

    def parse(self, question: Question, fields: Fields) -> Answer:
        return {"text": one_text(fields, "text", self.limit)}

    def refill(self, question: Question, answer: Answer) -> list[tuple[str, str]]:
        return [("text", answer["text"])]

    def summarise(self, question: Question, answers: Iterable[Answer]) -> list[Bar]:
        """One bar for each folded text, most frequent first; label: its most common spelling."""
        groups: dict[str, Counter[str]] = {}
        for answer in answers:
            groups.setdefault(self.word_of(question, answer), Counter())[answer["text"]] += 1
        bars = []
        for key, spellings in groups.items():
            label = spellings.most_common(1)[0][0]
            right = self.score(question, {"text": label}) if self.is_scored(question) else None
            bars.append(Bar(key, spellings.total(), label, right))
        return sorted(bars, key=lambda bar: (-bar.count, bar.key))

    def word_of(self, question: Question, answer: Answer) -> str:
        return fold(answer["text"], question.folding)

    def public_bars(
        self, question: Question, answers: Iterable[Answer], shown: Sequence[Answer] = ()
    ) -> list[Bar]:
        return self.summarise(question, shown)

    def describe(self, question: Question, answer: Answer) -> str:
        return str(answer["text"])
