"""A list of students on its way into a class: read, its columns checked, what changes looked through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QTextEdit, QWidget

from app.errors import PreauError
from app.exchange.report import Line
from app.exchange.roster_columns import ColumnMapping
from app.exchange.rosters import RosterDraft, read_roster
from app.people.merge import Changes, compare
from app.people.model import RosterCopy
from app.people.taking import take
from widgets.classes.changes_view import ChangesView
from widgets.classes.columns_table import RosterColumns
from widgets.classes.keeper import RosterKeeper, Students
from widgets.classes.source_page import SourcePage
from widgets.desk import Desk
from widgets.importing.notices import severity_colour, tell_line
from widgets.language import isolate, ngettext, tell_error, translate
from widgets.library.arriving import dropped_files, may_hold_files
from widgets.parts.basics import button, column, label, row
from widgets.parts.message_strip import MessageStrip
from widgets.ports import LibraryPort
from widgets.theme import L, M, S
from widgets.worker import Task

MOST_NOTES: Final = 300
_SIZE: Final = (1120, 700)
Source = Path | str


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, beside what the class is now."""

    draft: RosterDraft
    old: Students
    changes: Changes


class RosterImport(QDialog):
    """`show()` it. Closes by itself once something was saved, and says so in the strip of the window."""

    def __init__(
        self, desk: Desk, keeper: RosterKeeper, source: Source | None = None, *, parent: QWidget | None = None
    ) -> None:
        """source: a file or a text; without one it is asked for."""
        super().__init__(parent)
        self.setWindowTitle(translate("Import a list of students"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.setMinimumSize(760, 560)
        self.setAcceptDrops(True)
        self._desk = desk
        self._keeper = keeper
        self._class_id = keeper.class_id
        self._source: Source = ""
        self._task: Task | None = None
        self._saving = False
        self.found: Found | None = None
        self._build()
        keeper.shown.connect(self._on_roster)
        keeper.failed.connect(self._on_not_saved)
        self.source_page.setFocus()
        if source is not None:
            self.read(source)

    @property
    def is_reading(self) -> bool:
        return self._task is not None

    def read(self, source: Source, mapping: ColumnMapping | None = None) -> None:
        """Read a file or a text beside the window; mapping: as it was corrected."""
        self._stop()
        self._source = source
        if isinstance(source, str) and mapping is None:
            self.source_page.text.setPlainText(source)
        self.strip.hide_message()
        self._progress.show()
        self._show_count()
        task = self._task = self._desk.worker.run(_read, self._desk.library, self._class_id, source, mapping)
        task.finished.connect(self._on_read)
        task.failed.connect(self._on_failed)

    def save(self) -> None:
        """Take what is ticked."""
        if self.found is None or not self.save_button.isEnabled():
            return
        changes, decisions = self.found.changes, self.changes.decisions
        count = self.changes.count
        self._saving = True
        self._show_count()

        def done(undo: Callable[[], None]) -> None:
            words = ngettext("{count} student saved.", "{count} students saved.", count)
            self._desk.tell(words.format(count=count), "good", translate("Undo"), undo)
            self.accept()

        self._keeper.change(
            lambda students: take(students, changes, decisions), done, class_id=self._class_id
        )

    def reject(self) -> None:
        """Nothing is saved, and what is being read is stopped; what is being stored is waited for."""
        if not self._saving:
            self._stop()
            super().reject()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.strip = MessageStrip()
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(translate("Progress"))
        self._progress = QWidget()
        progress = row(
            label(translate("Reading"), "soft"), bar, button(translate("Stop"), self._stop), space=M
        )
        progress.setStretch(1, 1)
        self._progress.setLayout(progress)
        self._progress.hide()
        self.source_page = SourcePage()
        self.source_page.given.connect(self.read)
        self.source_page.left.connect(self.reject)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.source_page)
        self._stack.addWidget(self._make_review())
        layout = column(self.strip, self._progress, self._stack, margin=L)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _make_review(self) -> QWidget:
        self.heading = label("", "large", wrap=True)
        self.columns = RosterColumns()
        self.columns.corrected.connect(lambda mapping: self.read(self._source, mapping))
        hint = label(translate("What each column holds; correct it where it is wrong."), "soft", wrap=True)
        self.changes = ChangesView()
        self.changes.decided.connect(self._show_count)
        self._nothing = label(translate("The class is already as in this list."), "good")
        self.notes = QTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(translate("Notes on the list"))
        self.notes.setFixedWidth(320)
        body = row(self.changes, self.notes, space=M)
        body.setStretch(0, 1)
        self._hint = label("", "soft", wrap=True)
        self.save_button = button("", self.save, kind="main", icon_name="save", tip="Ctrl+S")
        self.save_button.setShortcut("Ctrl+S")
        back = button(translate("Another list"), self._go_back, kind="quiet", icon_name="back")
        foot = row(back, self._hint, button(translate("Cancel"), self.reject, kind="quiet"), self.save_button)
        foot.setStretch(1, 1)
        page = QWidget()
        inner = column(self.heading, hint, self.columns, self._nothing, body, foot, space=S)
        inner.setStretchFactor(body, 1)
        page.setLayout(inner)
        return page

    # --- inside -----------------------------------------------------------------------------------

    def _stop(self) -> None:
        if self._task is not None:
            self._task.finished.disconnect(self._on_read)
            self._task.failed.disconnect(self._on_failed)
            self._task.cancel()
            self._task = None
        self._progress.hide()

    def _go_back(self) -> None:
        self._stop()
        self._stack.setCurrentIndex(0)
        self.source_page.setFocus()

    def _on_read(self, found: Found) -> None:
        self._task = None
        self._progress.hide()
        self.found = found
        draft = found.draft
        count = len(draft.students)
        words = ngettext("{count} student read from {source}", "{count} students read from {source}", count)
        source = self._source.name if isinstance(self._source, Path) else translate("the text")
        self.heading.setText(words.format(count=count, source=isolate(source)))
        self.columns.show_table(draft.table, draft.mapping)
        self.changes.show_changes(found.changes)
        nothing = found.changes.nothing and count > 0
        self._nothing.setVisible(nothing)
        self._show_notes(draft.report.lines)
        self._stack.setCurrentIndex(1)
        self._show_count()

    def _show_notes(self, lines: Sequence[Line]) -> None:
        self.notes.clear()
        for line in lines[:MOST_NOTES]:
            self.notes.setTextColor(severity_colour(line.severity))
            self.notes.append(tell_line(line) + (f"\u2028{isolate(line.text)}" if line.text else ""))
        if len(lines) > MOST_NOTES:
            more = len(lines) - MOST_NOTES
            self.notes.append(translate("and {count} more").format(count=more))
        block = QTextBlockFormat()
        block.setBottomMargin(S)
        cursor = QTextCursor(self.notes.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(block)
        self.notes.moveCursor(QTextCursor.MoveOperation.Start)
        self.notes.setVisible(bool(lines))

    def _on_failed(self, error: PreauError) -> None:
        self._task = None
        self._progress.hide()
        self.strip.show_message(tell_error(error), "bad")
        self._show_count()

    def _on_not_saved(self) -> None:
        if self._saving:
            self._saving = False
            self.strip.show_message(translate("Nothing was saved. Try again."), "bad")
            self._show_count()

    def _on_roster(self, copy: RosterCopy) -> None:
        """The class was changed meanwhile: compare again."""
        if copy.roster.class_id != self._class_id or self.found is None or self._saving:
            return
        if copy.roster.students != self.found.old:
            self.read(self._source, self.found.draft.mapping)

    def _show_count(self) -> None:
        changes, count = self.changes, self.changes.count
        words = ngettext("Save {count} student", "Save {count} students", count)
        self.save_button.setText(words.format(count=count) if count else translate("Nothing to save"))
        twice = bool(changes.decisions.meant_twice)
        hint = ""
        if changes.undecided:
            words = ngettext(
                "{count} doubtful line to decide.", "{count} doubtful lines to decide.", changes.undecided
            )
            hint = words.format(count=changes.undecided)
        elif twice:
            hint = translate("Two lines are said to be the same student; only one can be.")
        self._hint.setText(hint)
        is_ready = count > 0 and not hint and not self.is_reading and not self._saving
        self.save_button.setEnabled(is_ready)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_hold_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if files := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.read(files[0])


def _read(library: LibraryPort, class_id: str, source: Source, mapping: ColumnMapping | None) -> Found:
    draft = read_roster(source, mapping)
    old = library.load_roster(class_id).students
    return Found(draft, old, compare(old, draft.students))
