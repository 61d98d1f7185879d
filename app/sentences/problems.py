"""What keeps a question from being asked, by the code of `Problem`, for the teacher who edits it."""

from typing import Final

from app.i18n import mark

PROBLEMS: Final[dict[str, str]] = {
    "no_text": mark("The question has no text and no picture. Write what you ask."),
    "too_few_choices": mark("The question needs at least two choices. Add one."),
    "too_many_choices": mark("True or false has exactly two choices. Remove the others."),
    "no_right_answer": mark("No answer is right. Mark at least one."),
    "empty_choice": mark("Number {number} is empty. Write something there or remove it."),
    "duplicate_choice": mark("Number {number} is there twice. Change it or remove it."),
    "too_few_pairs": mark("Matching needs at least two pairs with different right sides. Add one."),
    "too_few_items": mark("Ordering needs at least two items. Add one."),
    "no_gaps": mark("The text has no gap. Put one in, or make it a slide."),
    "gap_wrong": mark(
        "Gap {number} cannot be filled: it needs two different choices or an answer, one of them right. "
        "Mend it or take it out."
    ),
    "empty_range": mark("No number lies in range {number}. Give its lower end first, then its upper end."),
}
