"""Classes near by, so that a second laptop can drive one or be its projector."""

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.basics import button, column, label, row
from widgets.theme import XL, M

EVERY: Final = 4_000  # ms
LOOK_FOR: Final = 2.0  # seconds
_ADDRESS: Final = Qt.ItemDataRole.UserRole


class NearbyDialog(QDialog):
    """Looks again every few seconds while it is open; the chosen class stays chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._looking = False
        self.setWindowTitle(translate("Classes near by"))
        self.resize(560, 460)
        explain = translate(
            "Open a class of another laptop here: as its second screen for a projector, or to drive it. "
            "The other laptop shows the code that is asked for."
        )
        self._list = QListWidget()
        self._list.setAccessibleName(translate("Classes near by"))
        self._list.currentItemChanged.connect(lambda now, _: self._on_chosen(now))
        self._state = label(translate("Looking for classes …"), "soft", wrap=True)
        self._address = QLineEdit()
        self._address.setPlaceholderText(translate("Address as shown, for example 192.168.1.20:8080"))
        self._address.setAccessibleName(translate("Address of a class"))
        self._address.textChanged.connect(lambda _: self._enable())
        self._screen = button(
            translate("Open as second screen"),
            lambda: self._open("screen"),
            kind="main",
            icon_name="projector",
        )
        self._host = button(translate("Drive it"), lambda: self._open("host"), icon_name="hand")
        self._copy = button(translate("Copy the address"), self._copy_address, kind="quiet", icon_name="copy")
        actions = row(self._copy, 0, self._host, self._screen)
        explained = label(explain, "soft", wrap=True)
        body = column(explained, self._list, self._state, 0, self._address, actions, space=M, margin=XL)
        body.setStretch(1, 100)  # it takes what is free while there is something in it
        self.setLayout(body)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._enable()
        self.look()

    @property
    def origin(self) -> str:
        """`http://host:port` of the address in the field; '' where there is none."""
        text = self._address.text().strip()
        url = QUrl(text if "://" in text else f"http://{text}")
        return f"http://{url.authority()}" if text and url.isValid() and url.host() else ""

    def look(self) -> None:
        """Ask the network once more."""
        if self._looking:
            return
        self._looking = True
        task = self._desk.worker.run(self._desk.services.find_classes, LOOK_FOR)
        task.finished.connect(self._on_found)
        task.failed.connect(self._on_failed)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)

    def _on_found(self, classes: list[dict[str, Any]]) -> None:
        self._looking = False
        chosen = self._address.text()
        self._list.clear()
        for one in classes:
            shown = one["address"].removeprefix("http://")
            text = f"{one['title']}   ·   {isolate(shown)}"
            if one["here"]:
                text += "   ·   " + translate("this laptop")
            item = QListWidgetItem(text)
            item.setData(_ADDRESS, one["address"])
            self._list.addItem(item)
            if one["address"] == chosen:
                self._list.setCurrentItem(item)
        none_found = translate(
            "No class was found yet. Is this laptop in the same Wi-Fi? Some networks do not let laptops find "
            "each other: then type the address that the wall shows."
        )
        if classes and not chosen:
            self._list.setCurrentRow(0)
        self._list.setVisible(bool(classes))
        self._state.setVisible(not classes)
        self._state.setText(none_found)

    def _on_failed(self, error: Exception) -> None:
        self._looking = False
        self._desk.tell_error(error)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._address.setText(item.data(_ADDRESS))

    def _enable(self) -> None:
        for made in (self._screen, self._host, self._copy):
            made.setEnabled(bool(self.origin))

    def _open(self, role: str) -> None:
        QDesktopServices.openUrl(QUrl(f"{self.origin}/{role}"))

    def _copy_address(self) -> None:
        QApplication.clipboard().setText(self.origin)
        self._desk.tell(translate("The address was copied."))
