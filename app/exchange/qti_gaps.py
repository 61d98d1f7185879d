"""Several places to fill in one text of a QTI item as one question with gaps."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.exchange.qti_content import Source
from app.exchange.report import Report
from app.quiz.model import Gap, NewId, Question


def as_gap(question: Question, new_id: NewId, weight: float = 1.0) -> Gap | None:
    """A question that was made of one place as a gap; None where it has no right answer or no such form."""
    gap = Gap(new_id(), weight=weight, folding=question.folding, other_feedback=question.other_feedback)
    if question.kind in ("single", "multiple", "true_false"):
        several = question.kind == "multiple"
        return replace(gap, choices=question.choices, several=several, shuffle=question.shuffle)
    if question.kind == "numeric":
        return replace(gap, numbers=question.numbers)
    if question.kind == "short_text":
        return replace(gap, texts=question.texts)
    return None


def make_gaps(source: Source, makers: Sequence[tuple[Callable[[], Question | None], float]]) -> list[Gap]:
    """The gaps of a text, each by what makes a question of its place, with its weight. None at all, and no
    line in the report, where one of them cannot be a gap."""
    report, source.report = source.report, Report()
    gaps = []
    try:
        for make, weight in makers:
            question = make()
            gap = as_gap(question, source.new_id, weight) if question else None
            if gap is None:
                return []
            gaps.append(gap)
        report.lines += source.report.lines
        return gaps
    finally:
        source.report = report
