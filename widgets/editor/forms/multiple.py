"""The form of a question with several right choices; wrong ticks cost what right ones give, unless shares say
otherwise."""

from widgets.editor.forms.choices import ChoicesForm


class MultipleForm(ChoicesForm):
    right = "several"
