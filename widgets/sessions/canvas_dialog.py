"""Marks for Canvas's gradebook: the file that it exported, who gets what, and the file that it imports."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from app.errors import Trouble
from app.exchange.canvas import NEW, CanvasBook, CanvasColumn
from app.exchange.encoding import decode, read_bytes
from app.exchange.own_book import OwnLine, OwnPlan
from app.people.model import Student
from widgets.desk import Desk
from widgets.language import isolate, show, tell_error, translate
from widgets.parts.basics import button, column, label, row
from widgets.parts.targets import ask_target
from widgets.parts.tips import plain_tip
from widgets.sessions.loaded import Loaded
from widgets.sessions.own_book_dialog import free_name, marks_of, named_field, plan_columns, show_plan
from widgets.sessions.rows import RowsModel, RowsTable
from widgets.theme import XL, M

_TABLE: Final = 4  # its place in the column


class CanvasDialog(QDialog):
    """Reads the export at `path`, which stays as it is."""

    def __init__(self, desk: Desk, loaded: Loaded, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._loaded, self._path = desk, loaded, path
        self._book: CanvasBook | None = None
        self._plan: OwnPlan | None = None
        self.setWindowTitle(translate("Marks for Canvas"))
        self.setMinimumSize(720, 560)
        self.columns = QComboBox()
        self.model: RowsModel[OwnLine] = RowsModel(plan_columns(), lambda line: line.row)
        self.table: RowsTable[OwnLine] = RowsTable(self.model, translate("Rows of the file"))
        self.counts = label("", "strong", wrap=True)
        self.missing, self.replaced = label("", "warn", wrap=True), label("", "warn", wrap=True)
        self.fault = label("", "bad", wrap=True)
        for quiet in (self.missing, self.replaced, self.fault):
            quiet.hide()
        self.save_button = button(
            translate("Save the file for Canvas…"), self._ask, kind="main", icon_name="export"
        )
        self.save_button.setDefault(True)
        self.save_button.setEnabled(False)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        file = label(isolate(path.name), "soft")
        file.setToolTip(plain_tip(str(path)))
        hint = label(
            translate(
                "In Canvas, open Grades, then Import, and choose the file that is saved here. It holds only "
                "this assignment and the students who have a mark; everything else stays as it is there."
            ),
            "soft",
            wrap=True,
        )
        layout = column(
            label(translate("Marks for Canvas"), "large"), file,
            row(named_field(translate("Assignment in Canvas"), self.columns), 0), hint, self.table,
            self.counts, self.missing, self.replaced, self.fault,
            row(0, cancel, self.save_button), space=M, margin=XL,
        )  # fmt: skip
        layout.setStretch(_TABLE, 1)
        self.setLayout(layout)
        self.columns.setMinimumContentsLength(40)  # titles of assignments are longer than those of columns
        self.columns.currentIndexChanged.connect(lambda _: self._look())
        task = desk.worker.run(_read, path)
        task.finished.connect(self._take)
        task.failed.connect(self._on_failed)

    def write(self, path: Path) -> None:
        if self._book is None or self._plan is None:
            return
        self.save_button.setEnabled(False)
        title, top = self._loaded.state.title, self._loaded.options.scale.top
        task = self._desk.worker.run(_write, self._book, self._column(), self._plan, title, top, path)
        task.give(self, lambda _: self._on_written(path))
        task.failed.connect(self._on_failed)

    # --- inside -----------------------------------------------------------------------------------

    def _take(self, book: CanvasBook) -> None:
        """The assignment of the session's name is offered first, so that a second import is no second one."""
        self._book = book
        title = " ".join(self._loaded.state.title.split())
        new = CanvasColumn(NEW, book.new_name(title), None)
        self.columns.blockSignals(True)
        for one in (new, *book.columns):
            top = self._loaded.options.scale.top if one.top is None else one.top
            words = translate("New: {name} (out of {top})") if one.place == NEW else "{name} ({top})"
            self.columns.addItem(words.format(name=isolate(one.name), top=show(float(top))), one)
        same = [place for place, one in enumerate(book.columns, 1) if one.name == title]
        self.columns.setCurrentIndex(same[0] if same else 0)
        self.columns.blockSignals(False)
        self._look()

    def _column(self) -> CanvasColumn:
        found = self.columns.currentData()
        assert isinstance(found, CanvasColumn)
        return found

    def _look(self) -> None:
        """Say who gets what, on the scale of the assignment."""
        assert self._book is not None
        chosen, loaded = self._column(), self._loaded
        if chosen.top is not None:
            options = replace(loaded.options, scale=replace(loaded.options.scale, top=chosen.top))
            loaded = replace(loaded, options=options, marks=options.marks(loaded.state))
        students: tuple[Student, ...] = loaded.sheet.students if loaded.sheet is not None else ()
        plan = self._plan = self._book.plan(chosen.place, students, marks_of(loaded))
        self.model.set_rows(list(plan.lines))
        show_plan(plan, loaded, self.counts, self.missing, self.replaced)
        self.fault.hide()
        self.save_button.setEnabled(bool(plan.values))

    def _ask(self) -> None:
        proposed = free_name(self._path, translate("with marks"))
        if path := ask_target(self, translate("Save the file for Canvas…"), proposed, "CSV"):
            self.write(path)

    def _on_written(self, path: Path) -> None:
        self._desk.tell(translate("Saved as {file}").format(file=isolate(str(path))))
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.fault.setText(tell_error(error))
        self.fault.show()
        self.save_button.setEnabled(self._plan is not None and bool(self._plan.values))


def _read(path: Path) -> CanvasBook:
    return CanvasBook(decode(read_bytes(path), path.name).text, path.name)


def _write(
    book: CanvasBook, chosen: CanvasColumn, plan: OwnPlan, title: str, top: Decimal, path: Path
) -> None:
    try:
        path.write_bytes(book.fill(chosen.place, plan, title, top))
    except OSError as error:
        raise Trouble("file_not_written", file=path.name, reason=error.strerror or "") from error
