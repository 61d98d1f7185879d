"""One student in a form beside the table. What is typed is saved when its field is left."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from app.exchange.roster_cells import USUAL_EXTRA, is_email, read_groups
from app.i18n import mark
from app.people.model import LEAST_TIME, LONGEST_NOTE, LONGEST_TEXT, MOST_TIME
from app.people.names import display_name
from widgets.classes.entries import LANGUAGE_NAMES, Entry, keep_order
from widgets.language import ngettext, translate
from widgets.parts.basics import Card, button, column, icon_button, label, row, rule, scrolled, set_look
from widgets.parts.icons import icon
from widgets.theme import XS, M, S

_LINES: Final = (
    ("number", mark("Number")),
    ("family", mark("Family name")),
    ("given", mark("Given name")),
    ("name", mark("Name as the school writes it")),
    ("email", mark("E-mail")),
    ("groups", mark("Groups")),
    ("note", mark("Note, seen by nobody else")),
)


class StudentForm(Card):
    edited = Signal(str, dict)
    """Id of a student and the fields of `Student` that say something else now."""
    reset_wanted = Signal(str)
    """The student with this id shall choose a new PIN."""
    forget_wanted = Signal(str)
    """No device shall know the student with this id."""
    remove_wanted = Signal()
    file_wanted = Signal(str)
    """Everything that is kept on the student with this id, as a file."""
    erase_wanted = Signal(str)
    """The student with this id shall be erased for good."""

    def __init__(self) -> None:
        super().__init__()
        self._entry: Entry | None = None
        self._lines: dict[str, QLineEdit] = {}
        self.heading = label("", "large", wrap=True)
        self._warning = label("", "warn", wrap=True)
        self._warning.hide()
        fields = column(self.heading, self._warning, space=M)
        captioned = {name: self._make_line(name, translate(words)) for name, words in _LINES}
        first = row(captioned["number"], captioned["groups"], space=S)
        first.setStretch(0, 1)
        first.setStretch(1, 1)
        names = row(captioned["family"], captioned["given"], space=S)
        for part in (first, names, captioned["name"], captioned["email"]):
            fields.addLayout(part)
        self._language = self._make_language()
        self._time = self._make_time()
        third = button(
            keep_order("+ 1/3"), lambda: self._time.setValue(USUAL_EXTRA), tip=translate("A third more")
        )
        third.setAccessibleName(translate("A third more"))
        fields.addLayout(_captioned(translate("Language"), self._language))
        time = row(self._time, third, space=S)
        caption = label(translate("Time for answers"), "tiny")
        caption.setBuddy(self._time)
        fields.addLayout(column(caption, time, space=XS))
        fields.addLayout(captioned["note"])
        fields.addWidget(rule())
        fields.addLayout(self._make_keys())
        fields.addStretch(1)
        inner = QWidget()
        inner.setLayout(fields)
        area = scrolled(inner)
        fields.setContentsMargins(XS, XS, M, XS)  # so that no focus frame is cut
        remove = button(
            translate("Remove the student"),
            self.remove_wanted.emit,
            kind="danger",
            icon_name="trash",
            tip="Del",
        )
        layout = column(area, row(self._make_more(), 0, remove), space=S, margin=M)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_entry(self, entry: Entry, numbers: frozenset[str] = frozenset()) -> None:
        """Show a student; what is being typed into the same one stays. numbers: those of others."""
        other = self._entry is None or self._entry.student.id != entry.student.id
        if other:
            self.commit()
        self._entry = entry
        student = entry.student
        self.heading.setText(display_name(student))
        self._warning.setText(translate("Another student of the class has this number too."))
        self._warning.setVisible(bool(student.number) and student.number in numbers)
        for name, line in self._lines.items():
            if other or not line.isModified():
                value = getattr(student, name)
                text = ", ".join(value) if name == "groups" else " ".join(value.split("\n"))
                if line.text() != text or other:
                    line.setText(text)
                    line.setCursorPosition(0)
                set_look(line, "level", "")
        for box in (self._language, self._time):
            box.blockSignals(True)
        self._language.setCurrentIndex(max(self._language.findData(student.language), 0))
        self._time.setValue(student.extra_time)
        for box in (self._language, self._time):
            box.blockSignals(False)
        self._show_keys(entry)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self._lines["number"].setFocus()

    def commit(self) -> None:
        """Say what was typed and not said yet."""
        if self._entry is None:
            return
        student = self._entry.student
        typed: dict[str, Any] = {}
        for name, line in self._lines.items():
            if not line.isModified():
                continue
            line.setModified(False)
            text = " ".join(line.text().split())
            value: Any = read_groups([text]) if name == "groups" else text
            if name == "email" and text and not is_email(text):
                line.setModified(True)
                set_look(line, "level", "bad")
                line.setToolTip(translate("This is no e-mail address; it is not saved."))
                continue
            if value != getattr(student, name):
                typed[name] = value
        if ("family" in typed or "given" in typed) and "name" not in typed:
            typed["name"] = " ".join(
                part for part in (typed.get(n, getattr(student, n)) for n in ("family", "given")) if part
            )
        if "name" in typed and not typed["name"]:
            # Nobody is without a name: what stood there comes back.
            del typed["name"]
            self._lines["name"].setText(student.name)
        if typed:
            self.edited.emit(student.id, typed)

    # --- inside -----------------------------------------------------------------------------------

    def _make_line(self, name: str, words: str) -> QVBoxLayout:
        line = QLineEdit()
        line.setAccessibleName(words)
        line.setMaxLength(LONGEST_NOTE if name == "note" else LONGEST_TEXT)
        line.editingFinished.connect(self.commit)
        if name == "groups":
            line.setToolTip(translate("Several are parted by commas"))
        if name in ("number", "email"):  # written from left to right in every language
            line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._lines[name] = line
        return _captioned(words, line)

    def _make_language(self) -> QComboBox:
        box = QComboBox()
        box.addItem(translate("That of the class"), "")
        for code, words in LANGUAGE_NAMES.items():
            box.addItem(words, code)
        box.setAccessibleName(translate("Language"))
        box.currentIndexChanged.connect(lambda _: self._tell("language", box.currentData()))
        return box

    def _make_time(self) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(LEAST_TIME, MOST_TIME)
        box.setSingleStep(0.05)
        box.setPrefix("× ")
        box.setMinimumWidth(120)
        box.lineEdit().setTextMargins(S, 0, S, 0)
        box.setSpecialValueText(translate("As the others"))
        box.setKeyboardTracking(False)
        box.setAccessibleName(translate("Time for answers"))
        box.valueChanged.connect(lambda value: self._tell("extra_time", round(value, 2)))
        return box

    def _make_keys(self) -> QVBoxLayout:
        self._pin = label("", "soft", wrap=True)
        self.reset_button = button(
            translate("Reset the PIN"),
            lambda: self._ask(self.reset_wanted),
            icon_name="lock",
            tip=translate("The student chooses a new one in the next class"),
        )
        self.forget_button = button(
            translate("Forget the devices"),
            lambda: self._ask(self.forget_wanted),
            icon_name="phone",
            tip=translate("The student signs in with number and PIN again"),
        )
        return column(self._pin, self.reset_button, self.forget_button, space=S)

    def _make_more(self) -> QToolButton:
        """What is seldom done: what the law lets a student ask for."""
        made = icon_button("more", translate("What is kept about this student"))
        menu = QMenu(made)
        file = menu.addAction(icon("export"), translate("Everything about this student…"))
        file.triggered.connect(lambda: self._ask(self.file_wanted))
        erase = menu.addAction(icon("trash"), translate("Erase for good…"))
        erase.triggered.connect(lambda: self._ask(self.erase_wanted))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _show_keys(self, entry: Entry) -> None:
        pin = translate("A PIN is chosen.") if entry.has_pin else translate("No PIN is chosen yet.")
        known = ngettext("{count} device is remembered.", "{count} devices are remembered.", entry.devices)
        self._pin.setText(f"{pin} {known.format(count=entry.devices)}" if entry.devices else pin)
        self.reset_button.setEnabled(entry.has_pin or entry.devices > 0)
        self.forget_button.setEnabled(entry.devices > 0)

    def _tell(self, name: str, value: Any) -> None:
        if self._entry is not None:
            self.edited.emit(self._entry.student.id, {name: value})

    def _ask(self, signal: Any) -> None:
        if self._entry is not None:
            signal.emit(self._entry.student.id)


def _captioned(words: str, field: QWidget) -> QVBoxLayout:
    caption = label(words, "tiny")
    caption.setBuddy(field)
    return column(caption, field, space=XS)
