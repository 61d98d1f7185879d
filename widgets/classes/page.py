"""My classes on one side, the students of the chosen one beside them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QToolButton, QWidget

from widgets.classes.attendance_view import AttendanceView
from widgets.classes.class_list import ClassList
from widgets.classes.import_dialog import RosterImport
from widgets.classes.keeper import RosterKeeper
from widgets.classes.options_form import OptionsForm
from widgets.classes.roster_view import RosterView
from widgets.desk import Desk
from widgets.language import translate
from widgets.library.arriving import DropPage, dropped_files
from widgets.parts.basics import button, column, label, row
from widgets.parts.empty_state import EmptyState
from widgets.theme import XL, L, M

_NARROW: Final = 900  # pixels of the page
_LIST: Final = (250, 204)  # pixels of the list of classes, usually and on a narrow page
_SIDE: Final = (320, 262)  # pixels of the form


class ClassesPage(DropPage):
    NAME: ClassVar[str] = "classes"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.keeper = RosterKeeper.of(desk)
        self.list = ClassList(desk, full=True)
        self.view = RosterView(desk, self.keeper)
        empty = EmptyState(
            "people",
            translate("Which classes do you teach?"),
            translate(
                "Add a class by its name, then drop the list of its students here. Students are then "
                "known by number or name."
            ),
            button(translate("Add a class"), self.list.ask_for_name, kind="main", icon_name="plus"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self.options = OptionsForm(desk, self.keeper)
        self.attendance = AttendanceView(desk)
        self.tabs = self._make_tabs(
            (
                (self.view, translate("Students")),
                (self.attendance, translate("Attendance")),
                (self.options, translate("In class")),
            )
        )
        self._stack.addWidget(self.tabs)
        body = row(self.list, self._stack, space=L)
        body.setStretch(1, 1)
        layout = column(label(translate("Classes"), "title"), body, space=M, margin=XL)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.list.chosen.connect(self._on_chosen)
        self.view.import_wanted.connect(self.import_roster)
        self.tabs.currentChanged.connect(self._on_tab)
        desk.sessions_changed.connect(self._on_changed)
        desk.classes_changed.connect(self._on_changed)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self._paste)

    def open(self, **arguments: Any) -> None:
        """class_id: of the class to show; student: id of the one to choose; tab: place of its tab; further
        ones as `AttendanceView.state` gives them."""
        self.list.refresh()
        wanted = str(arguments.get("class_id", ""))
        rows = self.desk.library.list_classes()
        if not (wanted and self.list.choose(wanted)) and not self.list.class_id and rows:
            self.list.choose(rows[0].id)
        self._on_chosen(self.list.class_id)
        self.list.setFocus()
        self.view.choose_student(str(arguments.get("student", "")))
        self.attendance.restore(arguments)
        self.tabs.setCurrentIndex(int(arguments.get("tab", self.tabs.currentIndex())))
        self._on_tab()

    def leave(self) -> bool:
        self.view.commit()
        self.options.commit()
        return True

    def state(self) -> dict[str, Any]:
        chosen = self.view.table.chosen_rows()
        return {
            "class_id": self.list.class_id,
            "student": chosen[0].student.id if chosen else "",
            "tab": self.tabs.currentIndex(),
            **self.attendance.state(),
        }

    def import_roster(self, source: Path | str | None = None) -> RosterImport | None:
        """Look through a file or a text and take of it what is wished; None asks for one."""
        if not self.list.class_id:
            return None
        self.view.commit()
        dialog = RosterImport(self.desk, self.keeper, source, parent=self.window())
        dialog.show()
        return dialog

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < _NARROW
        self.list.setFixedWidth(_LIST[narrow])
        self.view.set_side(_SIDE[narrow], narrow=narrow)
        super().resizeEvent(event)

    # --- inside -----------------------------------------------------------------------------------

    def _make_tabs(self, tabs: Sequence[tuple[QWidget, str]]) -> QTabWidget:
        made = QTabWidget()
        made.setDocumentMode(True)
        for turner in made.tabBar().findChildren(QToolButton):
            turner.setAccessibleName(translate("Further tabs"))
        for tab, words in tabs:
            holder = QWidget()
            holder.setLayout(column(M, tab))
            made.addTab(holder, words)
        return made

    def _on_tab(self) -> None:
        """Sessions are read only where they are looked at."""
        if self.attendance.isVisibleTo(self) and self.list.class_id:
            self.attendance.show_class(self.list.class_id)

    def _on_changed(self) -> None:
        if self.isVisible():
            self._on_tab()

    def _on_chosen(self, class_id: str) -> None:
        self.view.commit()
        self._stack.setCurrentIndex(1 if class_id else 0)
        if class_id != self.keeper.class_id:
            self.view.clear()
        self.keeper.show_class(class_id)
        self._on_tab()

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if files := dropped_files(data):
            self.take_files(files)
        elif data.hasText() and data.text().strip():
            self.import_roster(data.text())

    def take_files(self, files: Sequence[Path]) -> None:
        if not self.list.class_id:
            self.desk.tell(translate("First add the class that this list belongs to."), "warn")
            self.list.ask_for_name()
            return
        if len(files) > 1:
            self.desk.tell(translate("One list at a time: the first of these files is read."), "warn")
        self.import_roster(files[0])
