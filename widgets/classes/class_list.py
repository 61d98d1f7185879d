"""My classes: added by a name, renamed in place, removed with a way back. On Home and on the Classes page."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.errors import PreauError
from widgets.desk import Desk
from widgets.language import isolate, ngettext, show_day, translate
from widgets.parts.basics import Card, column, icon_button, label, row
from widgets.parts.tips import plain_tip
from widgets.theme import S

_ID = Qt.ItemDataRole.UserRole
SHOWN = 5  # rows without scrolling, where the list is as high as its classes


class ClassList(Card):
    """A card with the classes and a line to add one. full: it takes all the height there is; else it offers
    the way to the students."""

    chosen = Signal(str)
    """Id of the class that is chosen now, '' for none."""

    def __init__(self, desk: Desk, *, full: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._full = full
        self._list = QListWidget()
        self._list.setAccessibleName(translate("My classes"))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemChanged.connect(self._on_renamed)
        self._name = QLineEdit()
        self._name.setPlaceholderText(translate("Name of a class"))
        self._name.setAccessibleName(translate("Name of a class"))
        self._name.returnPressed.connect(self._add)
        self._empty = label(
            translate("Add the classes you teach: sessions are then kept under their class."),
            "soft",
            wrap=True,
        )
        self._remove = icon_button("trash", translate("Remove the chosen class"), self._remove_chosen)
        self._list.currentRowChanged.connect(self._on_row)
        parts: list[QWidget] = [self._name, icon_button("plus", translate("Add"), self._add, kind="")]
        self._students = icon_button("people", translate("Students of the chosen class"), self._go)
        self._rename = icon_button("edit", translate("Rename (F2)"), self._edit)
        heading = row(
            label(translate("My classes"), "strong" if full else "large"),
            0,
            self._students,
            self._rename,
            self._remove,
        )
        self._students.setVisible(not full)
        self.setFocusProxy(self._list)
        layout = column(heading, self._empty, self._list, space=S, margin=16)
        if full:
            layout.addStretch(1)
            layout.setStretchFactor(self._list, 100)
        layout.addLayout(row(*parts))
        self.setLayout(layout)
        QShortcut(QKeySequence("F2"), self._list, self._edit, context=Qt.ShortcutContext.WidgetShortcut)
        desk.classes_changed.connect(self.refresh)
        self.refresh()

    @property
    def class_id(self) -> str:
        """Id of the chosen class, '' for none."""
        item = self._list.currentItem() if self._list.currentRow() >= 0 else None
        return str(item.data(_ID)) if item is not None else ""

    def choose(self, class_id: str) -> bool:
        """Choose the class with this id; whether there is one."""
        for place in range(self._list.count()):
            if self._list.item(place).data(_ID) == class_id:
                self._list.setCurrentRow(place)
                return True
        return False

    def refresh(self) -> None:
        rows = self._desk.library.list_classes()
        before = self.class_id
        self._list.blockSignals(True)
        self._list.clear()
        for one in rows:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            tip = ngettext("{count} student", "{count} students", one.students).format(count=one.students)
            if one.used_at:
                tip += "\n" + translate("used {day}").format(day=show_day(one.used_at))
            item.setToolTip(plain_tip(tip))
            self._list.addItem(item)
        self.choose(before)
        self._list.blockSignals(False)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._on_row(self._list.currentRow(), tell=self.class_id != before)
        if not self._full:
            height = self._list.sizeHintForRow(0) if rows else 0
            self._list.setFixedHeight(height * min(len(rows), SHOWN) + 8)

    def ask_for_name(self) -> None:
        """Put the cursor where a class is added."""
        self._name.setFocus()

    def _on_row(self, now: int, *, tell: bool = True) -> None:
        for part in (self._students, self._rename, self._remove):
            part.setEnabled(now >= 0)
        if tell:
            self.chosen.emit(self.class_id)

    def _go(self) -> None:
        self._desk.go("classes", class_id=self.class_id)

    def _edit(self) -> None:
        if self._list.currentRow() >= 0:
            self._list.editItem(self._list.currentItem())

    def _add(self) -> None:
        name = self._name.text().strip()
        if not name:
            return
        made: list[str] = []
        if self._try(lambda: made.append(self._desk.library.add_class(name))):
            self._name.clear()
            self._desk.classes_changed.emit()
            if self._full:
                self.choose(made[0])

    def _on_renamed(self, item: QListWidgetItem) -> None:
        name, class_id = item.text().strip(), str(item.data(_ID))
        if name:
            self._try(lambda: self._desk.library.rename_class(class_id, name))
        self._desk.classes_changed.emit()

    def _remove_chosen(self) -> None:
        class_id = self.class_id
        if not class_id:
            return
        name = self._list.currentItem().text()
        if not self._try(lambda: self._desk.library.remove_class(class_id)):
            return
        self._desk.classes_changed.emit()

        def undo() -> None:
            if self._try(lambda: self._desk.library.bring_class_back(class_id)):
                self._desk.classes_changed.emit()

        text = translate("The class {name} was removed. Its sessions stay.").format(name=isolate(name))
        self._desk.tell(text, "", translate("Undo"), undo)

    def _try(self, change: Callable[[], object]) -> bool:
        """Change the library; whether it went well. What went wrong is said in the strip."""
        try:
            change()
        except PreauError as error:
            self._desk.tell_error(error)
            return False
        return True
