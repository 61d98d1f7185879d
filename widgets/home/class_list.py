"""My classes: added by a name, renamed in place, removed with a way back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem

from widgets.desk import Desk
from widgets.language import isolate, show_day, translate
from widgets.parts.basics import Card, button, column, icon_button, label, row
from widgets.theme import S

_ID = Qt.ItemDataRole.UserRole
SHOWN = 5  # rows without scrolling


class ClassList(Card):
    """A card with the classes and a line to add one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._list = QListWidget()
        self._list.setAccessibleName(translate("My classes"))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
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
        self._list.currentRowChanged.connect(lambda now: self._remove.setEnabled(now >= 0))
        add = row(self._name, button(translate("Add"), self._add, icon_name="plus"), self._remove)
        self.setLayout(
            column(label(translate("My classes"), "large"), self._empty, self._list, add, space=S, margin=16)
        )
        desk.classes_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        rows = self._desk.library.list_classes()
        self._list.blockSignals(True)
        self._list.clear()
        for one in rows:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if one.used_at:
                item.setToolTip(translate("used {day}").format(day=show_day(one.used_at)))
            self._list.addItem(item)
        self._list.blockSignals(False)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._remove.setEnabled(False)
        height = self._list.sizeHintForRow(0) if rows else 0
        self._list.setFixedHeight(height * min(len(rows), SHOWN) + 8)

    def _add(self) -> None:
        name = self._name.text().strip()
        if name:
            self._desk.library.add_class(name)
            self._name.clear()
            self._desk.classes_changed.emit()

    def _on_renamed(self, item: QListWidgetItem) -> None:
        name = item.text().strip()
        if name:
            self._desk.library.rename_class(item.data(_ID), name)
        self._desk.classes_changed.emit()

    def _remove_chosen(self) -> None:
        if self._list.currentRow() < 0:
            return
        item = self._list.currentItem()
        class_id, name = item.data(_ID), item.text()
        self._desk.library.remove_class(class_id)
        self._desk.classes_changed.emit()

        def undo() -> None:
            self._desk.library.bring_class_back(class_id)
            self._desk.classes_changed.emit()

        text = translate("The class {name} was removed. Its sessions stay.").format(name=isolate(name))
        self._desk.tell(text, "", translate("Undo"), undo)
