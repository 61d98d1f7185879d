"""For which class: from the library or under a new name, what that means, and what is to be otherwise this
once."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.people.class_options import FOR_EVERYBODY, ClassOptions
from app.quiz.shelf import ClassRow
from widgets.desk import Desk
from widgets.language import ngettext, show, translate
from widgets.parts.basics import column, label
from widgets.theme import S
from widgets.wishes import Wishes


class ClassChoice(QWidget):
    """wishes: what is chosen at first. only_rosters: only classes with students, and attendance is taken in
    any case."""

    changed = Signal()
    """Something else is chosen; it may need more or less room."""

    def __init__(self, desk: Desk, wishes: Wishes, *, only_rosters: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._only_rosters = only_rosters
        self._is_rehearsal = False
        rows = desk.library.list_classes()
        self._rows = {row.name: row for row in rows if row.students or not only_rosters}
        self._options = FOR_EVERYBODY
        self.box = self._make_box(wishes.class_name)
        self.meaning = label("", "soft", wrap=True)
        self.number = QCheckBox(translate("Students sign in with number and PIN"))
        self.guests = QCheckBox(translate("Guests may come in too; they are marked"))
        self.attendance = QCheckBox(translate("Take attendance"))
        layout = column(self.box, self.meaning, self.number, self.guests, self.attendance, space=S)
        self.setLayout(layout)
        self.setFocusProxy(self.box)
        self.box.currentTextChanged.connect(self._on_class)
        for tick in (self.number, self.guests, self.attendance):
            tick.clicked.connect(self._on_tick)
        self._on_class()

    @property
    def row(self) -> ClassRow | None:
        """The class of the library that is chosen."""
        return self._rows.get(self.name)

    @property
    def name(self) -> str:
        """Of the class, also of one that is not in the library; '' for none."""
        return self.box.currentText().strip()

    @property
    def options(self) -> ClassOptions:
        """How it is held this once."""
        return FOR_EVERYBODY if self._is_rehearsal else self._options

    def take_into(self, wishes: Wishes) -> Wishes:
        """The wishes with what is chosen here."""
        row = self.row
        return replace(
            wishes, class_id=row.id if row else "", class_name=self.name, options=self.options
        )  # fmt: skip

    def keep_class(self) -> None:
        """Put a class with a new name into the library. Raises as `Library.add_class`."""
        if self.name and self.row is None:
            self._desk.library.add_class(self.name)
            self._rows = {row.name: row for row in self._desk.library.list_classes()}
            self._desk.classes_changed.emit()

    def set_rehearsal(self, rehearsal: bool) -> None:
        """In a rehearsal everybody comes in, and nothing is learned of students."""
        self._is_rehearsal = rehearsal
        self._show()

    # --- inside -----------------------------------------------------------------------------------

    def _make_box(self, chosen: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(translate("Class"))
        box.setEditable(not self._only_rosters)
        box.addItems(list(self._rows))
        box.setCurrentText(chosen)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText(translate("For example 2nd year biology, group B"))
            completer = box.completer()
            if completer is not None:
                completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        return box

    def _on_class(self) -> None:
        row = self.row
        self._options = self._desk.conductor.class_options(row) if row is not None else FOR_EVERYBODY
        if self._only_rosters:
            self._options = replace(self._options, attendance=True)
        self._show()

    def _on_tick(self) -> None:
        self._options = replace(
            self._options,
            identity="number" if self.number.isChecked() else "nickname",
            guests=self.guests.isChecked(),
            attendance=self.attendance.isChecked(),
        )
        self._show()

    def _show(self) -> None:
        options, students = self.options, self.row.students if self.row is not None else 0
        self.number.setChecked(options.identity == "number")
        self.guests.setChecked(options.guests)
        self.attendance.setChecked(options.attendance)
        self.number.setVisible(students > 0 and not self._is_rehearsal)
        self.guests.setVisible(options.identity == "number")
        self.attendance.setVisible(not self._only_rosters and not self._is_rehearsal)
        self.meaning.setText(_say(options, students, rehearsal=self._is_rehearsal))
        self.changed.emit()


def _say(options: ClassOptions, students: int, *, rehearsal: bool) -> str:
    """What these options mean for a class with so many students."""
    if rehearsal:
        return translate("In a rehearsal everybody comes in with a nickname.")
    if options.identity == "number":
        words = ngettext(
            "{count} student signs in with number or name and a PIN.",
            "{count} students sign in with number or name and a PIN.",
            students,
        )
        parts = [words.format(count=show(students))]
    else:
        parts = [translate("Everybody comes in with a nickname.")]
        if not students:
            parts.append(translate("With a list of students in Classes they sign in with number and PIN."))
    if options.attendance:
        late = show(round(options.late_after / 60))
        parts.append(translate("Attendance is taken: late after {n} min.").format(n=late))
    return " ".join(parts)
