"""The form of items to put in order, written in the right order."""

from app.i18n import mark
from widgets.editor.bench import Bench
from widgets.editor.forms.choices import ChoicesForm
from widgets.language import translate
from widgets.parts.basics import label


class OrderingForm(ChoicesForm):
    right = ""
    shares = False
    numbered = True
    add_words = mark("Add an item")

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        words = translate("Write the items in the right order; students see them mixed.")
        self.body.insertWidget(0, label(words, "soft", wrap=True))
