"""What a student is told about an answer. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
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
}
