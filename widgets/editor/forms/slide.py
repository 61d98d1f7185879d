"""The form of a slide: nothing but its text."""

from widgets.editor.bench import Bench
from widgets.editor.forms.base import KindForm
from widgets.language import translate
from widgets.parts.basics import label


class SlideForm(KindForm):
    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = translate("Nothing to answer: a picture, a text to read, the title of a chapter.")
        self.body.addWidget(label(words, "soft", wrap=True))
