"""Quizzes on their way out: the format, and what of them it will not carry, before anything is written."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from app.exchange.report import Line
from app.exchange.whole_files import file_name
from app.exchange.writers import WRITERS
from app.i18n import mark
from app.quiz.shelf import QuizRow
from widgets.desk import Desk
from widgets.importing.notices import LEVELS, severity_word
from widgets.language import isolate, ngettext, tell_error, translate
from widgets.library.exporting import Export, load_exports, write_all, write_one
from widgets.parts.basics import Card, button, clear_layout, column, keep_free, label, row, scrolled
from widgets.parts.format_names import format_name
from widgets.parts.message_strip import MessageStrip
from widgets.parts.targets import ask_target, documents
from widgets.theme import XS, L, M, S

_FOR: Final = {
    "preau": mark("Everything as it is, pictures included: to keep or to hand to a colleague"),
    "moodle_xml": mark("For Moodle, with pictures and feedback"),
    "gift": mark("A text that Moodle reads and that can be written by hand"),
    "qti": mark("For other platforms"),
    "csv": mark("For a spreadsheet"),
}
MOST_LINES: Final = 200  # of losses that are shown


class ExportDialog(QDialog):
    """`show()` it. Says in the strip of the window what was written."""

    def __init__(self, desk: Desk, rows: Sequence[QuizRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 560)
        self._desk = desk
        self._exports: list[Export] = []
        title = isolate(rows[0].title)
        words = ngettext("Export {title}", "Export {count} quizzes", len(rows))
        heading = label(words.format(title=title, count=len(rows)), "large", wrap=True)
        self.strip = MessageStrip()
        self._group = QButtonGroup(self)
        choices = QVBoxLayout()
        choices.setSpacing(M)
        for name, writer in WRITERS.items():
            choices.addLayout(self._make_choice(name, writer.suffix))
        choices.addStretch(1)
        self._heading = label("", "strong", wrap=True)
        content = QWidget()
        self._losses = QVBoxLayout(content)
        keep_free(self._losses, S)
        losses = Card(column(self._heading, scrolled(content), space=M))
        body = row(choices, losses, space=L)
        body.setStretch(0, 2)
        body.setStretch(1, 3)
        self.save = button(translate("Save as…"), self._choose_target, kind="main", icon_name="export")
        self.save.setEnabled(False)
        foot = row(0, button(translate("Cancel"), self.reject, kind="quiet"), self.save)
        layout = column(heading, self.strip, body, foot, space=L, margin=L)
        layout.setStretchFactor(body, 1)
        self.setLayout(layout)
        self._group.buttonToggled.connect(self._on_chosen)
        self._group.buttons()[0].setChecked(True)
        task = desk.worker.run(partial(load_exports, desk.library, [row_.id for row_ in rows]))
        task.finished.connect(self._on_loaded)
        task.failed.connect(self._on_failed)
        self.finished.connect(lambda _: task.cancel())

    @property
    def format(self) -> str:
        checked = self._group.checkedButton()
        assert checked is not None  # one always is
        return str(checked.property("format"))

    def choose(self, format_: str) -> None:
        """As if its button were pressed."""
        for made in self._group.buttons():
            made.setChecked(made.property("format") == format_)

    def write(self, target: Path) -> None:
        """Write the one quiz to the file `target`, several into the folder `target`."""
        if len(self._exports) == 1:
            work = partial(write_one, self._exports[0], self.format, target)
            task = self._desk.worker.run(work)
        else:
            task = self._desk.worker.run(partial(write_all, self._exports, self.format, target))
        self.save.setEnabled(False)
        task.finished.connect(self._on_written)
        task.failed.connect(self._on_failed)

    def _make_choice(self, name: str, suffix: str) -> QVBoxLayout:
        choice = QRadioButton(f"{format_name(name)}  {isolate(f'({suffix})')}")
        choice.setProperty("format", name)
        self._group.addButton(choice)
        remark = label(translate(_FOR[name]), "tiny", wrap=True)
        remark.setContentsMargins(30, 0, 30, 0)
        choice.setAccessibleDescription(remark.text())
        return column(choice, remark, space=0)

    def _on_loaded(self, exports: list[Export]) -> None:
        self._exports = exports
        self._show_losses()

    def _on_chosen(self, _button: QWidget, checked: bool) -> None:
        if checked:
            self._show_losses()

    def _show_losses(self) -> None:
        if not self._exports:
            return
        clear_layout(self._losses)
        lines = [(export, line) for export in self._exports for line in export.losses[self.format].lines]
        kept = sum(export.kept(self.format) for export in self._exports)
        if lines:
            whole = sum(len(export.quiz.questions) for export in self._exports)
            words = translate("{kept} of {all} questions are written. This is not carried:")
            self._heading.setText(words.format(kept=kept, all=whole))
        else:
            self._heading.setText(translate("Nothing is lost in this format."))
        for export, line in lines[:MOST_LINES]:
            self._losses.addWidget(self._make_line(export, line))
        if len(lines) > MOST_LINES:
            more = translate("and {count} more").format(count=len(lines) - MOST_LINES)
            self._losses.addWidget(label(more, "soft"))
        self._losses.addStretch(1)
        self.save.setEnabled(kept > 0)

    def _make_line(self, export: Export, line: Line) -> QWidget:
        place = (
            translate("Question {number}").format(number=line.line) if line.line else translate("The quiz")
        )
        if len(self._exports) > 1:
            place = f"{isolate(export.quiz.title)}, {place}"
        head = row(label(severity_word(line.severity), LEVELS[line.severity]), label(place, "soft"), 0)
        made = QWidget()
        made.setLayout(column(head, label(line.tell(translate), wrap=True), space=XS))
        return made

    def _choose_target(self) -> None:
        if len(self._exports) > 1:
            words = translate("Folder for the quizzes")
            if folder := QFileDialog.getExistingDirectory(self, words, str(documents())):
                self.write(Path(folder))
            return
        name = file_name(self._exports[0].quiz.title) + WRITERS[self.format].suffix
        if path := ask_target(self, translate("Save as…"), documents() / name, format_name(self.format)):
            self.write(path)

    def _on_written(self, written: list[Path]) -> None:
        where = isolate(str(written[0] if len(written) == 1 else written[0].parent))
        words = ngettext("Written: {file}", "{count} files written into {file}", len(written))
        self._desk.tell(words.format(count=len(written), file=where), "good")
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.save.setEnabled(bool(self._exports))
        self.strip.show_message(tell_error(error), "bad")
