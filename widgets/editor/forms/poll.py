"""The form of a poll: choices, none of them right."""

from widgets.editor.forms.choices import ChoicesForm


class PollForm(ChoicesForm):
    right = ""
    shares = False
