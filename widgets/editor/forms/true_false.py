"""The form of a statement that is true or false: two choices in a fixed order."""

from widgets.editor.forms.choices import ChoicesForm


class TrueFalseForm(ChoicesForm):
    right = "one"
    shares = False
    fixed = True
