"""The chosen class: its students in a table, the chosen one in a form, a line to add one by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from app.people.model import MOST_STUDENTS, RosterCopy, Student, new_student_id
from app.people.names import display_name, split_name
from widgets.classes.entries import Entry, StudentsModel, StudentsTable, entries_of
from widgets.classes.export import RosterExporter
from widgets.classes.keeper import RosterKeeper, Students
from widgets.classes.student_form import StudentForm
from widgets.desk import Desk
from widgets.language import isolate, ngettext, translate
from widgets.parts.basics import Card, button, column, label, row
from widgets.parts.empty_state import EmptyState
from widgets.privacy.erase_dialog import EraseDialog, show_erase_dialog
from widgets.privacy.student_file import ask_student_file
from widgets.sessions.search_field import make_search_field
from widgets.sync.wishes_dialog import WishesDialog
from widgets.theme import M, S


class RosterView(QWidget):
    import_wanted = Signal()

    def __init__(self, desk: Desk, keeper: RosterKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._keeper = keeper
        self._choose_next = ""  # id of a student who was just added
        self._entries: list[Entry] = []
        self._narrow = False
        self.exporter = RosterExporter(desk, self)
        self.model = StudentsModel()
        self.table = StudentsTable(self.model)
        self.form = StudentForm()
        self.search = make_search_field(translate("Search name, number or group"), "Ctrl+F")
        self._build()
        self._connect()

    def show_roster(self, copy: RosterCopy) -> None:
        self.exporter.set_roster(copy.roster)
        self._entries = entries_of(copy)
        self.title.setText(copy.roster.name)
        count = len(self._entries)
        self.count.setText(ngettext("{count} student", "{count} students", count).format(count=count))
        self.model.set_rows(self._entries)
        self._stack.setCurrentIndex(1 if count else 0)
        self._show_head()
        if self._choose_next and self.table.choose(self._choose_next):
            self._choose_next = ""
        self._look()

    def clear(self) -> None:
        """Show nobody until another roster comes."""
        self._entries = []
        self._choose_next = ""
        self.search.clear()
        self.table.clearSelection()
        self.model.set_rows([])

    def set_side(self, width: int, *, narrow: bool = False) -> None:
        """Pixels of what stands beside the table. narrow: there is no room for all words above it."""
        self.form.setFixedWidth(width)
        self.several.setFixedWidth(width)
        for made in (self.attendance_button, self.send_button):
            made.setText("" if narrow else made.accessibleName())
        self._narrow = narrow
        self._show_head()

    def choose_student(self, student: str) -> None:
        """Choose this student once the roster is there."""
        self._choose_next = student

    def commit(self) -> None:
        """Save what is being typed."""
        self.form.commit()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title, self.count = label("", "large"), label("", "soft")
        self.export_button = button(translate("Export"), icon_name="export", tip="Ctrl+E")
        self.export_button.setMenu(self.exporter.make_menu())
        self.export_button.setShortcut("Ctrl+E")
        self.import_button = button(
            translate("Import…"), self.import_wanted.emit, icon_name="import", tip="Ctrl+O"
        )
        self.attendance_button = button(
            translate("Take attendance"),
            lambda: self._desk.conductor.ask_for_attendance(self._keeper.class_id),
            icon_name="hand",
            tip=translate("Take attendance: see who is there, without a quiz"),
        )
        self.send_button = button(
            translate("What is sent…"),
            self.choose_wishes,
            icon_name="sync",
            tip=translate("What of this class goes to the platform"),
        )
        for made in (self.attendance_button, self.send_button):
            made.setAccessibleName(made.text())
        head = row(self.title, S, self.count, 0, self.attendance_button, self.send_button, self.export_button,
                   self.import_button)  # fmt: skip
        self.name = QLineEdit()
        self.name.setPlaceholderText(translate("Name of a student, such as EL FASSI Amina"))
        self.name.setAccessibleName(translate("Name of a student"))
        self.name.returnPressed.connect(self._add)
        add = row(self.name, button(translate("Add"), self._add, icon_name="plus", tip="Enter"))
        teach = EmptyState(
            "people",
            translate("No student is in this class yet"),
            translate(
                "Drop the list that Massar, Pronote or Moodle exports, or paste names here. "
                "Importing it again later shows who is new, changed or gone."
            ),
            button(translate("Import a list…"), self.import_wanted.emit, kind="main", icon_name="import"),
        )
        self.several = Card()
        self._several_words = label("", "strong", wrap=True)
        self._several_remove = button(
            translate("Remove them"), self.remove_chosen, kind="danger", icon_name="trash", tip="Del"
        )
        self.several.setLayout(column(self._several_words, self._several_remove, 0, margin=M))
        body = QWidget()
        table = column(self.search, self.table, space=S)
        table.setStretch(1, 1)
        sides = row(table, self.form, self.several, space=M)
        sides.setStretch(0, 1)
        body.setLayout(sides)
        self._stack = QStackedWidget()
        self._stack.addWidget(teach)
        self._stack.addWidget(body)
        layout = column(head, self._stack, add, space=M)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.form.hide()
        self.several.hide()

    def _connect(self) -> None:
        self.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        self.search.textChanged.connect(self.model.search)
        self.table.chosen.connect(self._look)
        self.table.entered_row.connect(self.form.begin)
        self._keeper.shown.connect(self.show_roster)
        self.form.edited.connect(self._on_edited)
        self.form.reset_wanted.connect(self._reset_pin)
        self.form.forget_wanted.connect(self._forget_devices)
        self.form.remove_wanted.connect(self.remove_chosen)
        self.form.file_wanted.connect(self._ask_student_file)
        self.form.erase_wanted.connect(self.erase)
        context = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence.StandardKey.Delete, self.table, self.remove_chosen, context=context)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence("Ctrl+O"), self, self.import_wanted.emit)

    # --- what is done -----------------------------------------------------------------------------

    def choose_wishes(self) -> WishesDialog:
        """What of this class goes to the platform."""
        dialog = WishesDialog(self._desk, self._keeper.class_id, self.title.text(), self.window())
        dialog.show()
        return dialog

    def remove_chosen(self) -> None:
        """Into the bin, with a way back."""
        chosen = self.table.chosen_rows()
        ids = {entry.student.id for entry in chosen}
        if not ids:
            return
        if len(chosen) == 1:
            name = isolate(display_name(chosen[0].student))
            text = translate("{name} was removed. The sessions stay.").format(name=name)
        else:
            words = ngettext(
                "{count} student was removed. The sessions stay.",
                "{count} students were removed. The sessions stay.",
                len(chosen),
            )
            text = words.format(count=len(chosen))
        self._keeper.change(
            lambda students: tuple(one for one in students if one.id not in ids), self._with_undo(text)
        )

    def erase(self, student: str) -> EraseDialog:
        """Ask before, and erase the student for good."""
        self.commit()
        dialog = show_erase_dialog(self._desk, self._student(student), self.window())
        dialog.erased.connect(lambda: self._keeper.show_class(self._keeper.class_id))
        return dialog

    def _ask_student_file(self, student: str) -> None:
        ask_student_file(self._desk, self._keeper.class_id, self._student(student), self)

    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            return
        if len(self._entries) >= MOST_STUDENTS:
            self._desk.tell(translate("The class is full; make several classes of it."), "warn")
            return
        student = Student(new_student_id(), "", *split_name(name), name)
        self.name.clear()
        self.search.clear()
        self._choose_next = student.id
        self._keeper.change(lambda students: (*students, student))

    def _on_edited(self, student: str, typed: dict[str, Any]) -> None:
        def change(students: Students) -> Students:
            return tuple(replace(one, **typed) if one.id == student else one for one in students)

        self._keeper.change(change)

    def _reset_pin(self, student: str) -> None:
        text = translate("{name} chooses a new PIN in the next class.").format(name=self._name_of(student))
        self._keeper.reset_pin(student, self._with_undo(text))

    def _forget_devices(self, student: str) -> None:
        text = translate("No device knows {name} any more.").format(name=self._name_of(student))
        self._keeper.forget_devices(student, self._with_undo(text))

    def _with_undo(self, text: str) -> Callable[[Callable[[], None]], None]:
        return lambda undo: self._desk.tell(text, "", translate("Undo"), undo)

    def _name_of(self, student: str) -> str:
        return isolate(display_name(self._student(student)))

    def _student(self, student: str) -> Student:
        return next(entry.student for entry in self._entries if entry.student.id == student)

    def _show_head(self) -> None:
        for part in (self.search, self.attendance_button, self.export_button):
            part.setVisible(bool(self._entries))
        self.count.setVisible(bool(self._entries) and not self._narrow)

    def _look(self) -> None:
        """Show in the form who is chosen."""
        chosen = self.table.chosen_rows()
        if len(chosen) == 1:
            own = chosen[0].student.id
            others = frozenset(entry.student.number for entry in self._entries if entry.student.id != own)
            self.form.show_entry(chosen[0], others)
        words = ngettext("{count} student is chosen", "{count} students are chosen", len(chosen))
        self._several_words.setText(words.format(count=len(chosen)))
        self.several.setVisible(len(chosen) > 1)
        self.form.setVisible(len(chosen) == 1)
