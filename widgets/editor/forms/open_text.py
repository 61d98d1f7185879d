"""The form of an open answer: nothing but the question itself."""

from widgets.editor.bench import Bench
from widgets.editor.forms.base import KindForm
from widgets.language import translate
from widgets.parts.basics import label


class OpenTextForm(KindForm):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = translate("Students answer in their own words. You read them and choose which to show.")
        self.body.addWidget(label(words, "soft", wrap=True))
