"""What the kinds of questions are called, in the order in which they are offered."""

from typing import Final

from app.i18n import mark
from widgets.language import translate

KIND_NAMES: Final[dict[str, tuple[str, str]]] = {
    "single": (mark("One right choice"), mark("Students tap one of several choices.")),
    "multiple": (mark("Several right choices"), mark("Students tick all that is right.")),
    "true_false": (mark("True or false"), mark("A statement that is right or not.")),
    "numeric": (mark("Number"), mark("Students type a number; you say how exact it must be.")),
    "short_text": (mark("Short text"), mark("Students type a word or a few.")),
    "matching": (mark("Matching"), mark("Students give each left side its right side.")),
    "ordering": (mark("Putting in order"), mark("Students put items in order.")),
    "gaps": (mark("Text with gaps"), mark("Students fill gaps by choosing or typing.")),
    "poll": (mark("Poll"), mark("Students choose; nothing is right or wrong.")),
    "open_text": (mark("Open answer"), mark("Students write in their own words; you read it.")),
    "slide": (mark("Slide"), mark("Text and pictures to look at; nothing to answer.")),
}


def kind_name(kind: str) -> str:
    """The name of a kind in the language in use; the code itself for a kind of a newer program."""
    return translate(KIND_NAMES[kind][0]) if kind in KIND_NAMES else kind


def kind_icon(kind: str) -> str:
    """The name of its icon."""
    return f"kind-{kind}" if kind in KIND_NAMES else "help"
