"""The keys of the control room, before any list or button below can take them for itself.

Letters stay with a text field in which one types, and a space with a button that the keyboard has chosen.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from widgets.control.actions import KEYS
from widgets.control.driver import Driver


def bind_keys(page: QWidget, driver: Driver) -> None:
    """Let the keys of the table work wherever the focus is within `page`'s window."""
    for key in KEYS:
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setAutoRepeat(key == Qt.Key.Key_Plus)
        shortcut.activated.connect(partial(_press, key, page, driver))


def _press(key: int, page: QWidget, driver: Driver) -> None:
    focus = QApplication.focusWidget()
    if key == Qt.Key.Key_Space and isinstance(focus, QAbstractButton) and page.isAncestorOf(focus):
        focus.click()
    else:
        driver.press_key(key)
