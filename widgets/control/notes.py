"""What students see at this moment, in words for the teacher, and the words of small things around it."""

from typing import Any, Final

from app.i18n import mark
from widgets.language import translate

_NOTES: Final = {
    "lobby": mark("Students see the waiting room."),
    "between": mark("Students see the waiting room between two questions."),
    "asking": mark("Students see question {number}. They can answer."),
    "slide": mark("Students see page {number}. There is nothing to answer."),
    "paused": mark("Students see the pause. What they have answered is kept."),
    "locked": mark("Students see question {number}, closed. They do not know the answer yet."),
    "revealed": mark("Students see the answer to question {number} and how they did."),
    "ranking": mark("Students see the ranking."),
    "ended": mark("Students see that the class is over."),
}


def describe_view(snapshot: dict[str, Any], question: dict[str, Any] | None) -> str:
    """One sentence. question: of the round, as the host knows it."""
    name = snapshot["phase"]
    if name == "lobby" and snapshot["done"]:
        name = "between"
    if name == "revealed" and question is not None and question["kind"] == "slide":
        name = "slide"
    return translate(_NOTES[name]).format(number=question["number"] if question else "")


def find_question(questions: list[dict[str, Any]], question_id: str | None) -> dict[str, Any] | None:
    """The question of this id among those of the class."""
    return next((question for question in questions if question["id"] == question_id), None)


def short_address(address: str) -> str:
    """The address of the class as people type it: without `http://`."""
    return address.removeprefix("http://").rstrip("/")
