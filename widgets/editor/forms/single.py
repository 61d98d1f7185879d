"""The form of a question with one right choice."""

from widgets.editor.forms.choices import ChoicesForm


class SingleForm(ChoicesForm):
    right = "one"
