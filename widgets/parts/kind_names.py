"""What kinds of questions are called on the desktop."""

from typing import Final

from app.i18n import mark
from widgets.language import translate

_NAMES: Final = {
    "single": mark("Single choice"),
    "multiple": mark("Multiple choice"),
    "true_false": mark("True or false"),
    "numeric": mark("Numeric answer"),
    "short_text": mark("Short answer"),
    "matching": mark("Matching"),
    "ordering": mark("Ordering"),
    "gaps": mark("Text with gaps"),
    "poll": mark("Poll"),
    "open_text": mark("Open answer"),
    "slide": mark("Page to read"),
}


def kind_name(kind: str) -> str:
    """The name of a kind in the language in use; of an unknown kind its own."""
    return translate(_NAMES[kind]) if kind in _NAMES else kind
