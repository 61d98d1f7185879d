"""The form of a statement that is true or false: two choices in a fixed order."""

from collections.abc import Sequence

from widgets.editor.forms.choices import ChoicesForm
from widgets.language import translate


class TrueFalseForm(ChoicesForm):
    right = "one"
    shares = False
    fixed = True

    def said(self) -> Sequence[str]:
        """Each student reads them in a language of their own, whatever the file calls them."""
        return translate("True"), translate("False")
