"""The sentence for every error code: what happened, what was kept, what to do. English here; the
catalogues hold the other languages. A test checks that every code used in the sources has its sentence."""

from collections.abc import Mapping
from typing import Any, Final

from app.errors import PreauError
from app.i18n import Translate, mark

SENTENCES: Final[dict[str, str]] = {
    # --- data folder and storage ---
    "data_folder": mark(
        "The data folder {folder} cannot be written ({reason}). Nothing was changed. "
        "Choose another with --data or make this one writable."
    ),
    # --- quiz files ---
    "kind_unknown": mark(
        "This quiz holds a kind of question ({kind}) that this version of Préau does not know. "
        "The quiz is kept as it is. Update Préau to use it."
    ),
    "quiz_version_unknown": mark(
        "This quiz was saved by a newer version of Préau (format {version}). "
        "The quiz is kept as it is. Update Préau to open it."
    ),
    "quiz_unreadable": mark(
        "This quiz is damaged and cannot be read ({reason}). It was left as it is. "
        "Take it from a backup or import its file again."
    ),
    # --- answers ---
    "answer_empty": mark("Nothing was chosen or written. Answer first, then send."),
    "answer_impossible": mark("This answer does not fit the question. Load the page again, then answer."),
    "answer_too_long": mark("That is too long. Use at most {limit} characters."),
    "answer_not_a_number": mark(
        "That is not a number we can read. Write it like 3.14 or 3,14, without a unit."
    ),
    "answer_order_incomplete": mark("Give every item its own place: use each number once."),
    "key_impossible": mark(
        "This key does not fit the question. Nothing was changed. Choose what is right again."
    ),
    # --- network ---
    # --- class ---
}

# What keeps a question from being asked, by the code of `Problem`, for the teacher who edits it.
PROBLEMS: Final[dict[str, str]] = {
    "no_text": mark("The question has no text and no picture. Write what you ask."),
    "too_few_choices": mark("The question needs at least two choices. Add one."),
    "too_many_choices": mark("True or false has exactly two choices. Remove the others."),
    "no_right_answer": mark("No answer is right. Mark at least one."),
    "empty_choice": mark("Number {number} is empty. Write something there or remove it."),
    "duplicate_choice": mark("Number {number} is there twice. Change it or remove it."),
    "too_few_pairs": mark("Matching needs at least two pairs with different right sides. Add one."),
    "too_few_items": mark("Ordering needs at least two items. Add one."),
    "empty_range": mark("No number lies in range {number}. Give its lower end first, then its upper end."),
}


def tell(error: PreauError, translate: Translate) -> str:
    """The sentence of `error` in the translator's language."""
    return translate(SENTENCES[error.code]).format(**error.params)


def tell_problem(code: str, params: Mapping[str, Any], translate: Translate) -> str:
    """The sentence of a question's problem in the translator's language."""
    return translate(PROBLEMS[code]).format(**params)
