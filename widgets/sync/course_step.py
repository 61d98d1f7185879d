"""Where values go, first step: which platform, and which of its courses."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from app.outgoing.connections import Connection
from app.outgoing.seen import CourseSeen
from app.people.names import fold_name
from widgets.language import isolate, translate
from widgets.parts.basics import column, label
from widgets.sessions.search_field import make_search_field
from widgets.theme import M

_ID: Final = Qt.ItemDataRole.UserRole


class CourseStep(QWidget):
    platform_chosen = Signal(str)
    """Id of a connection whose courses are wanted."""
    changed = Signal()
    entered = Signal()
    """A course was chosen for good: go on."""

    def __init__(self) -> None:
        super().__init__()
        self._courses: list[CourseSeen] = []
        self.platform = QComboBox()
        self.platform.setAccessibleName(translate("Platform"))
        self._caption = label(translate("Platform"), "strong")
        self._caption.setBuddy(self.platform)
        self.search = make_search_field(translate("Search a course"), "Ctrl+F")
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Courses"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(
            translate("Your account teaches no course on this platform. Create one there, then come back."),
            "soft",
            wrap=True,
        )
        box = column(self._caption, self.platform, self.search, self.list, self.empty, space=M)
        box.setStretch(3, 1)
        self.setLayout(box)
        self.empty.hide()
        self.platform.currentIndexChanged.connect(
            lambda _: self.platform_chosen.emit(str(self.platform.currentData() or ""))
        )
        self.search.textChanged.connect(lambda _: self._fill(self.course))
        self.list.currentItemChanged.connect(lambda *_: self.changed.emit())
        self.list.itemActivated.connect(lambda _: self.entered.emit())

    @property
    def connection(self) -> str:
        return str(self.platform.currentData() or "")

    @property
    def course(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def show_platforms(self, connections: Sequence[Connection], chosen: str) -> None:
        """Without `platform_chosen`."""
        self.platform.blockSignals(True)
        self.platform.clear()
        for connection in connections:
            self.platform.addItem(connection.name, connection.id)
        self.platform.setCurrentIndex(max(self.platform.findData(chosen), 0))
        self.platform.blockSignals(False)
        several = len(connections) > 1
        self.platform.setVisible(several)
        self._caption.setVisible(several)

    def show_courses(self, courses: Sequence[CourseSeen], chosen: str) -> None:
        self._courses = list(courses)
        self.empty.setVisible(not courses)
        self.list.setVisible(bool(courses))
        self.search.setVisible(len(courses) > 6)
        self._fill(chosen)
        (self.search if self.search.isVisibleTo(self) else self.list).setFocus()

    def _fill(self, chosen: str) -> None:
        words = fold_name(self.search.text()).split()
        self.list.clear()
        for course in self._courses:
            if all(word in fold_name(f"{course.name} {course.code}") for word in words):
                text = isolate(course.name) + (f" · {isolate(course.code)}" if course.code else "")
                item = QListWidgetItem(text)
                item.setData(_ID, course.id)
                self.list.addItem(item)
                if course.id == chosen:
                    self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.changed.emit()
