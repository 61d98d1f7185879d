"""What all fields of the forms share: the quiz that is edited, and which field people type in."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from widgets.editor.draft import Draft
from widgets.worker import Worker


class Bench(QObject):
    """One per page and quiz."""

    field_changed = Signal(object)
    """The text field that has the focus now, or had it last."""
    problem = Signal(object)
    """An error to be told."""

    def __init__(self, draft: Draft, worker: Worker) -> None:
        super().__init__()
        self.draft = draft
        self.worker = worker

    def take_focus(self, field: QWidget) -> None:
        self.field_changed.emit(field)


def is_undo(event: QEvent) -> bool:
    """Whether a field is asked if it wants the keys of undo or redo for itself. None does: undo and redo are
    those of the whole quiz."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
    return any(event.matches(key) for key in keys)


class PassUndo(QObject):
    """Keeps a widget from taking undo and redo for itself."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_undo(event):
            event.ignore()
            return True
        return False
