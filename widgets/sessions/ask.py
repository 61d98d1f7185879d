"""Small questions before a correction: why, with how much credit, under which name."""

from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QLineEdit, QWidget

from app.live.commands import MAX_TEXT
from app.live.nicknames import MAX_NICKNAME
from widgets.language import translate
from widgets.parts.basics import button, column, keep_off_border, label, row
from widgets.theme import XL, L, M


class Ask(QDialog):
    """A heading, an explanation, fields, and the button that does it. body: fields between."""

    def __init__(self, parent: QWidget | None, heading: str, text: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setMinimumWidth(460)
        self.body = column(label(heading, "large", wrap=True), space=M)
        if text:
            self.body.addWidget(label(text, "soft", wrap=True))
        self.done_button = button(action, self.accept, kind="main")
        self.done_button.setDefault(True)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        self.setLayout(column(self.body, L, row(0, cancel, self.done_button), space=0, margin=XL))

    def add_field(self, words: str, field: QWidget) -> None:
        caption = label(words, "strong")
        caption.setBuddy(field)
        field.setAccessibleName(words)
        self.body.addWidget(caption)
        self.body.addWidget(field)


class AskWhy(Ask):
    """For a correction that needs nothing but a reason, which may be empty."""

    def __init__(self, parent: QWidget | None, heading: str, text: str, action: str) -> None:
        super().__init__(parent, heading, text, action)
        self.why = reason_field()
        self.add_field(translate("Reason (you may leave it empty)"), self.why)


class AskCredit(AskWhy):
    """With the credit in per cent."""

    def __init__(self, parent: QWidget | None, heading: str, text: str, action: str) -> None:
        super().__init__(parent, heading, text, action)
        self.percent = QDoubleSpinBox()
        keep_off_border(self.percent)
        self.percent.setRange(0.0, 100.0)
        self.percent.setDecimals(1)
        self.percent.setSingleStep(25.0)
        self.percent.setValue(50.0)
        self.percent.setSuffix(" %")
        self.add_field(translate("Credit"), self.percent)

    @property
    def credit(self) -> float:
        """0 to 1."""
        return self.percent.value() / 100


class AskName(Ask):
    """Another nickname for a student."""

    def __init__(self, parent: QWidget | None, present: str) -> None:
        super().__init__(
            parent,
            translate("Rename"),
            translate("The name changes everywhere: in lists, in exports and on phones."),
            translate("Rename"),
        )
        self.name = QLineEdit(present)
        self.name.setMaxLength(MAX_NICKNAME)
        self.name.selectAll()
        self.add_field(translate("Name"), self.name)
        self.name.textChanged.connect(lambda text: self.done_button.setEnabled(bool(text.strip())))


def reason_field() -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(MAX_TEXT)
    field.setPlaceholderText(translate("For example: two choices were right"))
    return field
