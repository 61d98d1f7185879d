"""What of a class is sent: which course, which mark on which scale, attendance, learning records."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QSpinBox, QWidget

from app.errors import PreauError
from app.outgoing.connections import Connection
from app.outgoing.seen import CourseSeen, GradeKind, SendWishes
from widgets.desk import Desk
from widgets.language import isolate, tell_error, translate
from widgets.parts.asking import Asking
from widgets.parts.basics import button, column, fit_height, keep_off_border, label, row
from widgets.parts.message_strip import MessageStrip
from widgets.ports import SyncPort
from widgets.sync.words import GRADES
from widgets.theme import XL, XS, L, M, S

SCALES: Final = ("20", "100", "10", "6")
MOST_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class _Begun:
    wishes: SendWishes
    connections: list[Connection]


class WishesDialog(QDialog):
    """`show()` it. What is chosen holds for every session of the class; the place is chosen for each."""

    def __init__(self, desk: Desk, class_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._class_id = class_id
        self._known: SendWishes | None = None
        self.setWindowTitle(translate("What is sent"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._build(name)
        self._enable(False)
        self.asking.ask(
            translate("Getting ready…"), self._on_begun, self._on_failed, _begin, desk.sync, class_id
        )

    @property
    def wishes(self) -> SendWishes:
        """As the fields stand."""
        kind: GradeKind = self.grade.currentData()
        return SendWishes(
            connection=str(self.platform.currentData() or ""),
            course=str(self.course.currentData() or ""),
            grade=kind,
            attendance=self.attendance.isChecked(),
            statements=self.statements.isChecked(),
            scale=str(self.scale.currentData()),
            decimals=self.decimals.value(),
            store=str(self.store.currentData() or ""),
        )

    def save(self) -> None:
        self._enable(False)
        self.asking.ask(
            translate("Keeping it…"), self._on_saved, self._on_failed,
            self._desk.sync.save_wishes, self._class_id, self.wishes,
        )  # fmt: skip

    def done(self, result: int) -> None:
        self.asking.let_go()
        super().done(result)

    # --- building ---------------------------------------------------------------------------------

    def _build(self, name: str) -> None:
        self.strip, self.asking = MessageStrip(), Asking(self._desk.worker)
        self.asking.stopped.connect(lambda: self._enable(True))
        self.platform, self.course = QComboBox(), QComboBox()
        self.grade, self.scale, self.decimals = QComboBox(), QComboBox(), QSpinBox()
        self.grade.addItem(translate("No marks"), "")
        for kind, words in GRADES.items():
            self.grade.addItem(translate(words), kind)
        self.scale.addItem(translate("As the place there has it"), "")
        for top in SCALES:
            self.scale.addItem(translate("out of {top}").format(top=top), top)
        keep_off_border(self.decimals)
        self.decimals.setRange(0, MOST_DECIMALS)
        self.attendance = QCheckBox(translate("Attendance"))
        self.statements = QCheckBox(translate("Learning records (who attended, answered and completed)"))
        self.store = QComboBox()
        self._store_field = _field(translate("Record store"), self.store)
        self._store_words = label(
            translate("Sessions whose records go somewhere already stay there."), "tiny", wrap=True
        )
        self.statements.toggled.connect(self._store_field.setEnabled)
        self.save_button = button(
            translate("Use this"), self.save, kind="main", icon_name="save", tip="Ctrl+S"
        )
        self.save_button.setShortcut("Ctrl+S")
        self.save_button.setDefault(True)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        self._fields = QWidget()
        scale = row(
            _field(translate("Scale"), self.scale), _field(translate("Decimals"), self.decimals), space=M
        )
        scale.setStretch(0, 1)
        self._fields.setLayout(
            column(
                _field(translate("Platform"), self.platform),
                _field(translate("Course there"), self.course),
                _field(translate("Marks"), self.grade),
                scale,
                self.attendance,
                self.statements,
                column(self._store_field, self._store_words, space=XS),
                space=M,
            )
        )
        words = translate(
            "It holds for every session of this class. For each session you then choose the place in the "
            "course, on the page Sync."
        )
        heading = translate("What is sent of {name}").format(name=isolate(name))
        foot = row(0, cancel, self.save_button)
        self.setLayout(
            column(
                label(heading, "large", wrap=True), label(words, "soft", wrap=True), self.strip, self.asking,
                self._fields, 0, S, foot, space=L, margin=XL,
            )
        )  # fmt: skip
        self.platform.currentIndexChanged.connect(lambda _: self._load_courses())

    def _enable(self, enabled: bool) -> None:
        """Never before it is known what was wished: to keep the empty fields would be to forget that."""
        enabled = enabled and self._known is not None
        self._fields.setEnabled(enabled)
        self.save_button.setEnabled(enabled)

    # --- what comes -------------------------------------------------------------------------------

    def _on_begun(self, begun: _Begun) -> None:
        wishes = self._known = begun.wishes
        self.platform.blockSignals(True)
        self.platform.addItem(translate("Nowhere"), "")
        platforms = [known for known in begun.connections if known.kind != "xapi"]
        for connection in platforms:
            self.platform.addItem(connection.name, connection.id)
        self._offer_stores([known for known in begun.connections if known.kind == "xapi"], wishes)
        chosen = self.platform.findData(wishes.connection) if wishes.connection else len(platforms)
        self.platform.setCurrentIndex(max(chosen if wishes.connection else min(chosen, 1), 0))
        self.platform.blockSignals(False)
        self.grade.setCurrentIndex(max(self.grade.findData(wishes.grade), 0))
        if wishes.scale and self.scale.findData(wishes.scale) < 0:
            self.scale.addItem(translate("out of {top}").format(top=wishes.scale), wishes.scale)
        self.scale.setCurrentIndex(max(self.scale.findData(wishes.scale), 0))
        self.decimals.setValue(wishes.decimals)
        self.attendance.setChecked(wishes.attendance)
        self.statements.setChecked(wishes.statements)
        self._enable(True)
        self._load_courses()

    def _offer_stores(self, stores: list[Connection], wishes: SendWishes) -> None:
        """Say where records go, also while there is nothing to choose; the first where none was chosen."""
        for store in stores:
            self.store.addItem(store.name, store.id)
        if wishes.store and self.store.findData(wishes.store) < 0:
            self.store.insertItem(
                0, translate("Nowhere: the store chosen before is not connected"), wishes.store
            )
        self.store.setCurrentIndex(max(self.store.findData(wishes.store), 0) if wishes.store else 0)
        for part in (self._store_field, self._store_words):
            part.setVisible(self.store.count() > 0)
        self._store_field.setEnabled(wishes.statements)
        if stores:
            fit_height(self)

    def _load_courses(self) -> None:
        """The one that was chosen can stay though the platform cannot be asked."""
        known, connection = self._known, str(self.platform.currentData() or "")
        self.course.clear()
        self.course.addItem(translate("Not chosen yet"), "")
        if known is not None and connection == known.connection and known.course:
            self.course.addItem(translate("The course chosen before"), known.course)
            self.course.setCurrentIndex(1)
        self.course.setEnabled(bool(connection))
        if connection:
            self.asking.ask(
                translate("Asking for your courses…"), self._on_courses, self._on_failed,
                self._desk.sync.list_courses, connection,
            )  # fmt: skip

    def _on_courses(self, courses: list[CourseSeen]) -> None:
        chosen = self.course.currentData()
        self.course.clear()
        self.course.addItem(translate("Not chosen yet"), "")
        for course in courses:
            text = isolate(course.name) + (f" · {isolate(course.code)}" if course.code else "")
            self.course.addItem(text, course.id)
        self.course.setCurrentIndex(max(self.course.findData(chosen), 0))

    def _on_saved(self, _: object) -> None:
        self._desk.tell(translate("Kept. Sessions of this class follow."))
        self.accept()

    def _on_failed(self, error: PreauError) -> None:
        self._enable(True)
        self.strip.show_message(tell_error(error), "bad")


def _begin(sync: SyncPort, class_id: str) -> _Begun:
    return _Begun(sync.load_wishes(class_id), [health.connection for health in sync.list_health()])


def _field(words: str, field: QWidget) -> QWidget:
    caption = label(words, "strong")
    caption.setBuddy(field)
    field.setAccessibleName(words)
    holder = QWidget()
    holder.setLayout(column(caption, field, space=XS))
    return holder
