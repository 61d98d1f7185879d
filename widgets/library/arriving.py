"""What comes into the library from outside: files that are dropped, and what the clipboard holds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from widgets.desk import Desk
from widgets.language import translate
from widgets.page import Page
from widgets.parts.basics import Card, column, label, row
from widgets.parts.format_names import SUFFIXES
from widgets.parts.icons import icon_pixmap
from widgets.theme import M, tokens

_MARGIN: Final = 4  # px around the drop zone


def dropped_files(data: QMimeData) -> list[Path]:
    """The files of a drop or a clipboard; of a folder those in it that may be quizzes."""
    return _expand([Path(url.toLocalFile()) for url in data.urls() if _is_local(url)])


def may_hold_files(data: QMimeData) -> bool:
    """Without looking at the disk."""
    return any(_is_local(url) for url in data.urls())


def _is_local(url: QUrl) -> bool:
    return url.isLocalFile() and bool(url.toLocalFile())


def _expand(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        try:
            inside = [file for file in sorted(path.iterdir()) if file.is_file()] if path.is_dir() else None
        except OSError:  # a folder that may not be looked into: its reader says so
            inside = None
        if inside is None:
            files.append(path)
        else:
            files += [file for file in inside if file.suffix.lower().lstrip(".") in SUFFIXES]
    return files


class DropZone(Card):
    """Lies over the page while files are dragged above it."""

    def __init__(self, parent: QWidget) -> None:
        picture = QLabel()
        picture.setPixmap(icon_pixmap("import", tokens().tile, 56))
        words = label(translate("Drop to import"), "large")
        super().__init__(column(0, row(0, picture, 0), M, row(0, words, 0), 0))
        self.setProperty("chosen", "true")
        self.setParent(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def rise(self) -> None:
        """Over the whole page, before everything else."""
        page = self.parentWidget()
        if page is not None:
            self.setGeometry(page.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        self.show()
        self.raise_()


class DropPage(Page):
    """A page on which files may be dropped anywhere."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._zone = DropZone(self)
        self.setAcceptDrops(True)

    def take_files(self, files: Sequence[Path]) -> None:
        """What was dropped; never empty."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_hold_files(event.mimeData()):
            event.acceptProposedAction()
            self._zone.rise()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._zone.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._zone.hide()
        if files := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.take_files(files)
