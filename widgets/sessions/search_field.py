"""A field to search in, with a button that empties it."""

from PySide6.QtWidgets import QLineEdit, QToolButton

from widgets.language import translate
from widgets.parts.tips import plain_tip


def make_search_field(words: str, tip: str = "") -> QLineEdit:
    """words: what is searched, shown while it is empty."""
    field = QLineEdit()
    field.setPlaceholderText(words)
    field.setAccessibleName(words)
    field.setToolTip(plain_tip(tip))
    field.setClearButtonEnabled(True)
    for clear in field.findChildren(QToolButton):
        clear.setAccessibleName(translate("Empty the search"))
    return field
