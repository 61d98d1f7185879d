"""Quiz files and pasted texts on their way into the library: read, looked through, taken. Never modal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from app.errors import PreauError
from app.exchange.columns import Mapping
from app.exchange.import_plan import Plan
from widgets.desk import Desk
from widgets.importing.file_review import FileReview
from widgets.importing.files_view import FilesView
from widgets.importing.items import ItemsModel
from widgets.importing.pasting import PastePage
from widgets.importing.reading import Read, Reader, read_columns, read_whole
from widgets.importing.storing import Stored, store, take_back
from widgets.language import isolate, ngettext, tell_error, translate
from widgets.parts.basics import button, column, label, row
from widgets.parts.empty_state import EmptyState
from widgets.parts.message_strip import MessageStrip
from widgets.theme import L, M
from widgets.worker import Task

_SIZE: Final = (1180, 720)


@dataclass(slots=True)
class _Entry:
    """One file or text. error: the sentence, where it could not be read. Neither model nor error: not read
    yet. origin: what the library notes as the source."""

    name: str
    origin: str
    content: Path | str
    title: str
    read: Read
    model: ItemsModel | None = None
    error: str = ""


class ImportDialog(QDialog):
    """`show()` it. Closes by itself once something was imported, and says so in the strip of the window."""

    def __init__(
        self,
        desk: Desk,
        paths: Sequence[Path] = (),
        *,
        text: str = "",
        title: str = "",
        folder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Without paths and text: asks for a text. title: of the text, where it has one."""
        super().__init__(parent)
        self.setWindowTitle(translate("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.setMinimumSize(860, 560)
        self._desk = desk
        self._entries: list[_Entry] = []
        self._storing: Task | None = None
        self._stopped = Event()  # the worker's own way would not say whether the last one was stored
        self._leaving = False
        self.reader = Reader(desk, self)
        self.reader.planned.connect(self._on_planned)
        self.reader.failed.connect(self._on_failed)
        self.reader.progressed.connect(self._on_progressed)
        self.reader.over.connect(self._on_over)
        self._build(folder)
        if text:
            self._take_text(text, title)
        elif paths:
            self.add_files(paths)

    @property
    def plans(self) -> list[Plan]:
        """What was read so far."""
        return [entry.model.plan for entry in self._entries if entry.model is not None]

    @property
    def is_reading(self) -> bool:
        return self.reader.is_busy

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read these too."""
        self._add(
            [_Entry(path.name, path.name, path, path.stem, read_whole(path, path.stem)) for path in paths]
        )

    def reject(self) -> None:
        """Nothing is imported; what is being read or stored is stopped."""
        self._on_stop()
        if self._storing is None:
            super().reject()
        else:
            self._leaving = True

    # --- building ---------------------------------------------------------------------------------

    def _build(self, folder: str) -> None:
        self._stack = QStackedWidget()
        paste = PastePage()
        paste.given.connect(lambda text: self._take_text(text))
        paste.left.connect(self.reject)
        self._stack.addWidget(paste)
        self._stack.addWidget(self._make_review(folder))
        self.setLayout(column(self._stack, margin=L))
        self._show_count()
        paste.setFocus()

    def _make_review(self, folder: str) -> QWidget:
        self.strip = MessageStrip()
        self._doing, self._bar = label("", "soft"), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(translate("Progress"))
        self.stop_button = button(translate("Stop"), self._on_stop)
        self._progress = QWidget()
        progress = row(self._doing, self._bar, self.stop_button, space=M)
        progress.setStretch(1, 1)
        self._progress.setLayout(progress)
        self.files = FilesView()
        self.files.currentRowChanged.connect(self._show_entry)
        self.files.hide()
        self.review = FileReview(self._desk)
        self.review.changed.connect(self._show_count)
        self.review.columns.corrected.connect(lambda mapping: self._read_table(mapping))
        self.review.columns.sheet_wanted.connect(lambda sheet: self._read_table(sheet=sheet))
        self.review.columns_wanted.connect(lambda: self._read_table())
        self._middle = QStackedWidget()
        self._trouble: QWidget = QWidget()
        self._middle.addWidget(self._trouble)
        self._middle.addWidget(self.review)
        body = row(self.files, self._middle, space=M)
        body.setStretch(1, 1)
        self._folder = QComboBox()
        self._folder.setEditable(True)
        self._folder.setMinimumWidth(200)
        self._folder.addItems(
            sorted({name for name, _ in self._desk.library.list_folders() if name} | {folder})
        )
        self._folder.setCurrentText(folder)
        self._folder.setAccessibleName(translate("Folder"))
        line = self._folder.lineEdit()
        if line is not None:
            line.setPlaceholderText(translate("No folder"))
            line.setAccessibleName(translate("Folder"))
        caption = label(translate("Into the folder"), "soft")
        caption.setBuddy(self._folder)
        self.import_button = button("", self._on_import, kind="main", icon_name="import")
        foot = row(
            caption,
            self._folder,
            0,
            button(translate("Cancel"), self.reject, kind="quiet"),
            self.import_button,
        )
        page = QWidget()
        inner = column(self.strip, self._progress, body, foot, space=M)
        inner.setStretchFactor(body, 1)
        page.setLayout(inner)
        return page

    # --- reading ----------------------------------------------------------------------------------

    def _take_text(self, text: str, name: str = "") -> None:
        title = name or translate("Pasted quiz")
        self._add([_Entry(title, name, text, title, read_whole(text, title))])

    def _add(self, entries: list[_Entry]) -> None:
        self._stack.setCurrentIndex(1)
        first = len(self._entries)
        self._entries += entries
        for entry in entries:
            self.files.add_file(entry.name)
        self.files.setVisible(len(self._entries) > 1)
        self.reader.read([(first + place, entry.read) for place, entry in enumerate(entries)])
        self._on_progressed(first, -1)
        self._show_count()

    def _read_table(self, mapping: Mapping | None = None, sheet: str = "") -> None:
        """Read the shown file again, as a table. mapping: what its columns hold."""
        number = max(self.files.currentRow(), 0)
        entry = self._entries[number]
        self.reader.read([(number, read_columns(entry.content, entry.title, mapping, sheet))])
        self._on_progressed(number, -1)
        self._show_count()

    def _on_progressed(self, number: int, share: float) -> None:
        self._progress.show()
        name = isolate(self._entries[number].name)
        self._doing.setText(translate("Reading {file}").format(file=name))
        self._show_share(share)

    def _show_share(self, share: float) -> None:
        self._bar.setRange(0, 0 if share < 0 else 1000)
        if share >= 0:
            self._bar.setValue(round(1000 * share))

    def _on_planned(self, number: int, plan: Plan) -> None:
        entry = self._entries[number]
        before = entry.model
        entry.model = ItemsModel(plan)
        entry.model.setParent(self)
        if before is not None:  # the same table with other columns
            plan.title = before.plan.title
            self.strip.hide_message()
        found = ngettext("{count} question found", "{count} questions found", len(plan.items))
        self._name_file(number, found.format(count=len(plan.items)))
        if before is not None:
            before.deleteLater()

    def _on_failed(self, number: int, error: Exception) -> None:
        if self._entries[number].model is not None:
            self.strip.show_message(tell_error(error), "bad")
            return
        self._entries[number].error = tell_error(error)
        self._name_file(number, translate("Cannot be read"), "brick")

    def _name_file(self, number: int, words: str, colour: str = "soft") -> None:
        self.files.tell(number, words, colour)
        if self.files.currentRow() < 0:
            self.files.setCurrentRow(number)
            self.review.items.setFocus()
        elif self.files.currentRow() == number:
            self._show_entry(number)
        self._show_count()

    def _on_over(self) -> None:
        self._progress.hide()
        for number, entry in enumerate(self._entries):
            if entry.model is None and not entry.error:
                entry.error = translate("Reading was stopped. Nothing of this file was taken.")
                self._name_file(number, translate("Not read"), "amber")
        self._show_count()

    def _on_stop(self) -> None:
        self._stopped.set()
        self.reader.stop()

    # --- looking through --------------------------------------------------------------------------

    def _show_entry(self, number: int) -> None:
        entry = self._entries[number]
        if entry.model is not None:
            self.review.show_plan(entry.model)
            self._middle.setCurrentWidget(self.review)
            return
        words = entry.error or translate("This file is read in a moment.")
        trouble = EmptyState("warning" if entry.error else "import", entry.name, words)
        self._middle.removeWidget(self._trouble)
        self._trouble.deleteLater()
        self._trouble = trouble
        self._middle.insertWidget(0, trouble)
        self._middle.setCurrentIndex(0)

    def _show_count(self) -> None:
        count = sum(plan.count for plan in self.plans)
        words = ngettext("Import {count} question", "Import {count} questions", count)
        self.import_button.setText(words.format(count=count) if count else translate("Nothing to import"))
        self.import_button.setEnabled(count > 0 and not self.is_reading and self._storing is None)

    # --- taking -----------------------------------------------------------------------------------

    def _on_import(self) -> None:
        plans = [
            (entry.model.plan, entry.origin)
            for entry in self._entries
            if entry.model is not None and entry.model.plan.count
        ]
        folder = self._folder.currentText().strip()
        self._middle.setEnabled(False)
        self.strip.hide_message()
        self._doing.setText(translate("Saving"))
        self._show_share(0)
        self._progress.show()
        self._stopped.clear()
        work = partial(store, self._desk.library, plans, folder, self._stopped.is_set)
        task = self._storing = self._desk.worker.run(work)
        task.progressed.connect(lambda share, _word: self._show_share(share))
        task.finished.connect(self._on_stored)
        task.failed.connect(self._on_not_stored)
        self._show_count()

    def _on_stored(self, stored: Stored) -> None:
        self._storing = None
        tell_stored(self._desk, stored)
        self.accept()

    def _on_not_stored(self, error: PreauError) -> None:
        self._storing = None
        if self._leaving:
            super().reject()
            return
        self._progress.hide()
        self._middle.setEnabled(True)
        self._show_count()
        if error.code == "import_cancelled":
            self.strip.show_message(translate("Stopped. Nothing was imported."), "warn")
        else:
            self.strip.show_message(tell_error(error), "bad")


def tell_stored(desk: Desk, stored: Stored) -> None:
    """Say what came in, and offer to take it back."""
    desk.quizzes_changed.emit()
    if len(stored.titles) == 1:
        words = ngettext(
            "{count} question imported into {title}.",
            "{count} questions imported into {title}.",
            stored.questions,
        )
        text = words.format(count=stored.questions, title=isolate(stored.titles[0]))
    else:
        words = ngettext(
            "{count} question imported into {quizzes} quizzes.",
            "{count} questions imported into {quizzes} quizzes.",
            stored.questions,
        )
        text = words.format(count=stored.questions, quizzes=len(stored.titles))

    def undo() -> None:
        task = desk.worker.run(take_back, desk.library, stored)
        task.finished.connect(lambda _: desk.quizzes_changed.emit())
        task.failed.connect(desk.tell_error)

    desk.tell(text, "good", translate("Undo"), undo)
