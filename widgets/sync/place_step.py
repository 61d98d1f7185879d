"""Where values go, second step: the place in the course, and for marks which figure is sent."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from app.outgoing.rows import Kind
from app.outgoing.seen import GradeKind, PlaceSeen
from widgets.language import isolate, show, translate
from widgets.parts.basics import column, label
from widgets.sync.words import GRADES, tell_notice
from widgets.theme import M, S

_NEW: Final = ("will_make_column", "will_be_numbers")  # notices of places that are made when they are used
_PLACE: Final = Qt.ItemDataRole.UserRole


class PlaceStep(QWidget):
    changed = Signal()
    entered = Signal()

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Places"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(_teach(kind), "soft", wrap=True)
        self.hint = label("", "soft", wrap=True)
        self.grade = QComboBox()
        self.grade.setAccessibleName(translate("Which mark is sent"))
        for name, words in GRADES.items():
            self.grade.addItem(translate(words), name)
        caption = label(translate("Which mark is sent"), "strong")
        caption.setBuddy(self.grade)
        self._grade = QWidget()
        self._grade.setLayout(column(caption, self.grade, space=S))
        box = column(self.list, self.empty, self.hint, self._grade, space=M)
        box.setStretch(0, 1)
        self.setLayout(box)
        self._grade.setVisible(kind == "grade")
        self.empty.hide()
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self.list.itemActivated.connect(lambda _: self.entered.emit())

    @property
    def place(self) -> PlaceSeen | None:
        item = self.list.currentItem()
        place = item.data(_PLACE) if item is not None else None
        return place if isinstance(place, PlaceSeen) else None

    @property
    def grade_kind(self) -> GradeKind:
        kind: GradeKind = self.grade.currentData()
        return kind

    def show_places(self, places: Sequence[PlaceSeen], chosen: str, grade: str) -> None:
        self.grade.setCurrentIndex(max(self.grade.findData(grade), 0))
        self.list.clear()
        for place in places:
            item = QListWidgetItem(tell_place(place))
            item.setData(_PLACE, place)
            self.list.addItem(item)
            if place.ref == chosen:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and places:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(places))
        self.empty.setVisible(not places)
        self._grade.setEnabled(bool(places))
        self.list.setFocus()
        self._look()

    def _look(self) -> None:
        place = self.place
        self.hint.setText("\n".join(_tell_ahead(place)) if place is not None else "")
        self.hint.setVisible(bool(self.hint.text()))
        self.changed.emit()


def tell_place(place: PlaceSeen) -> str:
    """Its name, with the highest value that it takes."""
    is_new = any(notice.code in _NEW for notice in place.notices)
    name = translate("A new column for this session") if is_new else isolate(place.name)
    if not place.top:
        return name
    try:
        top = show(float(place.top))
    except ValueError:
        top = place.top
    return f"{name} · " + translate("out of {top}").format(top=top)


def _tell_ahead(place: PlaceSeen) -> list[str]:
    """What sending there will bring about, as far as it is known before the values are."""
    return [tell_notice(notice) for notice in place.notices if "count" not in notice.params]


def _teach(kind: Kind) -> str:
    if kind == "attendance":
        return translate(
            "There is no session of the Attendance activity around now. Add one there for this lesson, "
            "then look again; Moodle shows those from six hours ago to a day ahead."
        )
    if kind == "grade":
        return translate(
            "There is no activity in this course that takes marks. Add an assignment there, then look again."
        )
    return translate("This platform takes no learning records.")
