"""The form of every kind, by its name."""

from collections.abc import Callable
from typing import Final

from widgets.editor.bench import Bench
from widgets.editor.forms.base import KindForm
from widgets.editor.forms.gaps import GapsForm
from widgets.editor.forms.matching import MatchingForm
from widgets.editor.forms.multiple import MultipleForm
from widgets.editor.forms.numeric import NumericForm
from widgets.editor.forms.open_text import OpenTextForm
from widgets.editor.forms.ordering import OrderingForm
from widgets.editor.forms.poll import PollForm
from widgets.editor.forms.short_text import ShortTextForm
from widgets.editor.forms.single import SingleForm
from widgets.editor.forms.slide import SlideForm
from widgets.editor.forms.true_false import TrueFalseForm
from widgets.editor.text_field import TextField

FORMS: Final[dict[str, Callable[[Bench], KindForm]]] = {
    "single": SingleForm,
    "multiple": MultipleForm,
    "true_false": TrueFalseForm,
    "numeric": NumericForm,
    "short_text": ShortTextForm,
    "matching": MatchingForm,
    "ordering": OrderingForm,
    "poll": PollForm,
    "open_text": OpenTextForm,
    "slide": SlideForm,
}


def make_form(kind: str, bench: Bench, text: TextField) -> KindForm:
    """text: the field of the question's text. A kind that only a newer program knows has no fields."""
    if kind == "gaps":
        return GapsForm(bench, text)
    return FORMS.get(kind, KindForm)(bench)
