"""Gaps of a text as an editor puts them in and takes them out. Their order follows the text."""

from dataclasses import replace
from decimal import Decimal

from app.numerals import canonical_number, parse_number
from app.quiz.blank import blank_choice
from app.quiz.kinds.gaps import form_of, gap_mark
from app.quiz.model import Choice, Gap, NewId, NumericAnswer, Question, RichText, TextAnswer, new_id
from app.quiz.plain import plain


def add_gap(question: Question, text: RichText, gap: Gap) -> Question:
    """text: of the question, with the mark of the new gap."""
    return sort_gaps(replace(question, text=text, gaps=(*question.gaps, gap)))


def sort_gaps(question: Question) -> Question:
    """Gaps in the order of their marks; those without a mark come last."""
    source = question.text.source

    def place(gap: Gap) -> int:
        found = source.find(gap_mark(gap.id))
        return found if found >= 0 else len(source)

    return replace(question, gaps=tuple(sorted(question.gaps, key=place)))


def remove_gap(question: Question, gap_id: str) -> Question:
    """Without the gap; what fills it stands in the text again."""
    gap = next((gap for gap in question.gaps if gap.id == gap_id), None)
    if gap is None:
        return question
    source = question.text.source.replace(gap_mark(gap_id), filling(gap))
    gaps = tuple(other for other in question.gaps if other.id != gap_id)
    return replace(question, text=replace(question.text, source=source), gaps=gaps)


def is_placed(question: Question, gap: Gap) -> bool:
    """Whether the text has the mark of the gap."""
    return gap_mark(gap.id) in question.text.source


def filling(gap: Gap) -> str:
    """The first thing that fills the gap rightly, '' for none."""
    choices = (plain(choice.text) for choice in gap.choices if choice.weight > 0)
    numbers = (canonical_number(number.value) for number in gap.numbers if number.value is not None)
    texts = (text.text for text in gap.texts if text.weight > 0)
    return next((words for words in (*choices, *numbers, *texts) if words), "")


def change_form(gap: Gap, form: str, make_id: NewId = new_id) -> Gap:
    """The gap to be filled in another way ('choice', 'several', 'text', 'number'), with the same answer."""
    if form == form_of(gap):
        return gap
    if form in ("choice", "several") and gap.choices:
        return replace(gap, several=form == "several")
    words = filling(gap)
    empty = replace(gap, choices=(), numbers=(), texts=(), several=False)
    if form == "text":
        return replace(empty, texts=(TextAnswer(words),))
    if form == "number":
        number = parse_number(words) if words else None
        return replace(empty, numbers=(NumericAnswer(number if number is not None else Decimal(0)),))
    right = Choice(make_id(), RichText(words, "markdown"), 1.0)
    return replace(empty, choices=(right, blank_choice(make_id)), several=form == "several", shuffle=True)
