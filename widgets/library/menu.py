"""Everything that can be done with the chosen quizzes, by mouse, by button and by keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import mark
from app.quiz.shelf import QuizRow
from widgets.language import translate
from widgets.parts.icons import icon
from widgets.parts.tips import plain_caption

_ENTRIES: Final = (
    ("start", mark("Start the class"), "play", "Ctrl+Return", True),
    ("edit", mark("Edit"), "edit", "", True),
    ("rename", mark("Rename"), "", "", True),
    ("duplicate", mark("Duplicate"), "copy", "Ctrl+D", False),
    ("move", mark("Move to the folder"), "folder", "", False),
    ("tags", mark("Tags…"), "tag", "Ctrl+T", False),
    ("export", mark("Export…"), "export", "Ctrl+E", False),
    ("remove", mark("Delete"), "trash", "Del", False),
)
"""Name, words, icon, keys, whether it is for one quiz alone."""


class QuizMenu(QMenu):
    """Its entries are shortcuts of `page` as well."""

    wanted = Signal(str)
    """The name of an entry."""
    move_wanted = Signal(str)
    """A folder, '' for none."""
    new_folder_wanted = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._entries: dict[str, QAction] = {}
        self._folders = QMenu(self)
        for name, words, icon_name, keys, _one in _ENTRIES:
            action = QAction(translate(words), self)
            if icon_name:
                action.setIcon(icon(icon_name))
            if keys:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                page.addAction(action)
            if name == "move":
                action.setMenu(self._folders)
            else:
                action.triggered.connect(lambda _=False, name=name: self.wanted.emit(name))
            self.addAction(action)
            self._entries[name] = action
            if name in ("edit", "tags"):
                self.addSeparator()
        self.set_rows([], [])

    def set_rows(self, rows: Sequence[QuizRow], folders: Sequence[str]) -> None:
        """For these quizzes; `folders` are offered to move to."""
        for name, _words, _icon, _keys, one in _ENTRIES:
            self._entries[name].setEnabled(len(rows) == 1 if one else bool(rows))
        if len(rows) == 1:
            self._entries["start"].setEnabled(rows[0].questions > rows[0].problems)
        self._folders.clear()
        held = {row.folder for row in rows}
        for folder in folders:
            action = self._folders.addAction(plain_caption(folder))
            action.setEnabled(held != {folder})
            action.triggered.connect(lambda _=False, folder=folder: self.move_wanted.emit(folder))
        if folders:
            self._folders.addSeparator()
        out = self._folders.addAction(translate("In no folder"))
        out.setEnabled(held != {""})
        out.triggered.connect(lambda: self.move_wanted.emit(""))
        new = self._folders.addAction(icon("plus"), translate("New folder…"))
        new.triggered.connect(self.new_folder_wanted)
