"""The kinds of questions in the order in which they are offered, with what each is for."""

from typing import Final

from app.i18n import mark

KIND_HELP: Final[dict[str, str]] = {
    "single": mark("Students tap one of several choices."),
    "multiple": mark("Students tick all that is right."),
    "true_false": mark("A statement that is right or not."),
    "numeric": mark("Students type a number; you say how exact it must be."),
    "short_text": mark("Students type a word or a few."),
    "matching": mark("Students give each left side its right side."),
    "ordering": mark("Students put items in order."),
    "gaps": mark("Students fill gaps by choosing or typing."),
    "poll": mark("Students choose; nothing is right or wrong."),
    "open_text": mark("Students write in their own words; you read it."),
    "slide": mark("Text and pictures to look at; nothing to answer."),
}


def kind_icon(kind: str) -> str:
    """The name of its icon."""
    return f"kind-{kind}" if kind in KIND_HELP else "help"
