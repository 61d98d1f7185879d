"""One field of a platform's form: what it is called there, what goes into it, and a button that copies it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from app.outgoing.tool_form import FormField
from widgets.language import isolate, translate
from widgets.parts.basics import column, icon_button, label, row
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.theme import XS, tokens


class PasteRow(QWidget):
    """What was copied has a tick, so that one sees how far one is."""

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self.field = field
        self.copied = False
        name = name_in_form(field.label, ours=field.ours)
        caption = label(name, "soft", wrap=True)
        self.value = QLineEdit()
        self.value.setReadOnly(True)
        self.value.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # addresses and keys
        self.value.setAccessibleName(translate(field.label))
        caption.setBuddy(self.value)
        self.copy_button = icon_button("copy", translate(field.label), self.copy)
        parts: list[QWidget] = [caption]
        if field.choose:
            self.value.hide()
            self.copy_button.hide()
            chosen = label(name_in_form(field.value, ours=field.ours), "strong", wrap=True)
            parts.append(chosen)
        line = row(self.value, self.copy_button, space=XS)
        box = column(*parts, line, space=2)
        if field.hint:
            box.addWidget(label(translate(field.hint), "tiny", wrap=True))
        self.setLayout(box)
        self.show_field(field)

    def show_field(self, field: FormField) -> None:
        """The same field with perhaps another value."""
        if field.value != self.field.value:
            self.copied = False
        self.field = field
        self._show_copied()
        self.value.setText(" ".join(field.value.split()))
        self.value.setCursorPosition(0)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.field.value)
        self.copied = True
        self._show_copied()

    def _show_copied(self) -> None:
        words = translate("Copied: {field}") if self.copied else translate("Copy: {field}")
        words = words.format(field=isolate(translate(self.field.label)))
        self.copy_button.setIcon(icon("check", tokens().garden) if self.copied else icon("copy"))
        self.copy_button.setAccessibleName(words)
        self.copy_button.setToolTip(plain_tip(words))

    def as_text(self) -> str:
        """For a letter to whoever fills in the form."""
        value = translate(self.field.value) if self.field.choose else self.field.value.strip()
        return f"{name_in_form(self.field.label, ours=self.field.ours)}\n{value}"


def name_in_form(english: str, *, ours: bool) -> str:
    """In the reader's language, and as it stands in an English page of the platform where that is different.
    ours: it stands in none."""
    name = translate(english)
    return name if ours or name == english else f"{name} ({isolate(english)})"
