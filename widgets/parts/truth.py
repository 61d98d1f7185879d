"""True and false are said in the language of the window: a quiz keeps them in the words of its file."""

from widgets.language import translate


def choice_html(kind: str, index: int, html: str) -> str:
    """The HTML of the choice at `index` (from 0) of a question of this kind, as it is shown."""
    if kind == "true_false":
        return translate("True") if index == 0 else translate("False")
    return html
