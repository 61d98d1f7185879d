"""Marks into a workbook of the teacher's own: which column, and who gets what, before it is written."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QWidget

from app.attendance.rules import ATTENDED
from app.errors import Refused, Trouble
from app.exchange.own_book import OwnBook, OwnLine, OwnPlan, OwnSheet
from app.exchange.whole_files import write_whole
from app.people.model import Student
from app.people.names import display_name
from widgets.desk import Desk
from widgets.language import isolate, ngettext, show, tell_error, translate
from widgets.parts.basics import button, column, label, row
from widgets.parts.tips import plain_tip
from widgets.sessions.guests import tell_left_out
from widgets.sessions.loaded import Loaded
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.theme import XL, L, M, S

_MOST_NAMED: Final = 8  # students who are named below the table


class OwnBookDialog(QDialog):
    """Writes into the workbook at `path`, or into a copy beside it."""

    def __init__(self, desk: Desk, loaded: Loaded, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._loaded, self._path = desk, loaded, path
        self._book: OwnBook | None = None
        self._plan: OwnPlan | None = None
        self.setWindowTitle(translate("Marks into your own workbook"))
        self.setMinimumSize(720, 560)
        self.sheets, self.columns = QComboBox(), QComboBox()
        self.model: RowsModel[OwnLine] = RowsModel(plan_columns(), lambda line: line.row)
        self.table: RowsTable[OwnLine] = RowsTable(self.model, translate("Rows of the workbook"))
        self.counts = label("", "strong", wrap=True)
        self.missing = label("", "warn", wrap=True)
        self.replaced = label("", "warn", wrap=True)
        self.fault = label("", "bad", wrap=True)
        for quiet in (self.missing, self.replaced, self.fault):
            quiet.hide()
        self.copy_button = button(
            translate("Write into a copy"), lambda: self.write(False), kind="main", icon_name="export"
        )
        self.copy_button.setDefault(True)
        self.here_button = button(
            translate("Write into the file"),
            lambda: self.write(True),
            tip=translate("The file as it is now is kept beside it"),
        )
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        file = label(isolate(path.name), "soft")
        file.setToolTip(plain_tip(str(path)))
        choices = row(
            named_field(translate("Sheet"), self.sheets),
            named_field(translate("Column for the marks"), self.columns),
            0, space=L,
        )  # fmt: skip
        hint = label(
            translate("Only this column is filled. Everything else in the file stays as it is."),
            "soft",
            wrap=True,
        )
        layout = column(
            label(translate("Marks into your own workbook"), "large"), file, choices, hint, self.table,
            self.counts, self.missing, self.replaced, self.fault,
            row(0, cancel, self.here_button, self.copy_button), space=M, margin=XL,
        )  # fmt: skip
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self._set_ready(False)
        self.sheets.currentIndexChanged.connect(lambda _: self._take_sheet())
        self.columns.currentIndexChanged.connect(lambda _: self._look())
        task = desk.worker.run(_read, path)
        task.finished.connect(self._take)
        task.failed.connect(self._on_failed)

    def write(self, in_place: bool) -> None:
        """in_place: into the file itself, which is kept as it was under another name."""
        if self._book is None or self._plan is None:
            return
        self._set_ready(False)
        title = self._loaded.state.title
        book, sheet, place, plan = self._book, self._sheet(), int(self.columns.currentData()), self._plan
        other = free_name(self._path, translate("before") if in_place else translate("with marks"))
        task = self._desk.worker.run(_write, book, sheet, place, plan, title, self._path, other, in_place)
        task.finished.connect(self._on_written)
        task.failed.connect(self._on_failed)

    # --- inside -----------------------------------------------------------------------------------

    def _take(self, book: OwnBook) -> None:
        self._book = book
        self.sheets.blockSignals(True)
        for sheet in book.sheets:
            self.sheets.addItem(sheet.name, sheet)
        most = max(range(len(book.sheets)), key=lambda place: len(self._found(book.sheets[place])))
        self.sheets.setCurrentIndex(most)
        self.sheets.blockSignals(False)
        self._take_sheet()

    def _found(self, sheet: OwnSheet) -> list[OwnLine]:
        assert self._book is not None
        plan = self._book.plan(sheet, sheet.proposed, self._students(), self._marks())
        return [line for line in plan.lines if line.student]

    def _students(self) -> list[Student]:
        return list(self._loaded.sheet.students) if self._loaded.sheet is not None else []

    def _marks(self) -> Mapping[str, Decimal]:
        return marks_of(self._loaded)

    def _sheet(self) -> OwnSheet:
        found = self.sheets.currentData()
        assert isinstance(found, OwnSheet)
        return found

    def _take_sheet(self) -> None:
        sheet = self._sheet()
        self.columns.blockSignals(True)
        self.columns.clear()
        for one in sheet.columns:
            name = isolate(one.name) or translate("new column")
            self.columns.addItem(f"{one.letters} · {name}", one.place)
        self.columns.setCurrentIndex(self.columns.findData(sheet.proposed))
        self.columns.blockSignals(False)
        self._look()

    def _look(self) -> None:
        """Say who gets what."""
        assert self._book is not None
        place = int(self.columns.currentData())
        plan = self._plan = self._book.plan(self._sheet(), place, self._students(), self._marks())
        self.model.set_rows(list(plan.lines))
        show_plan(plan, self._loaded, self.counts, self.missing, self.replaced)
        self.fault.hide()
        self._set_ready(bool(plan.values))

    def _set_ready(self, ready: bool) -> None:
        self.copy_button.setEnabled(ready)
        self.here_button.setEnabled(ready)

    def _on_written(self, path: Path) -> None:
        self._desk.tell(translate("Saved as {file}").format(file=isolate(str(path))))
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.fault.setText(tell_error(error))
        self.fault.show()
        self._set_ready(self._plan is not None and bool(self._plan.values))


def show_plan(plan: OwnPlan, loaded: Loaded, counts: QLabel, missing: QLabel, replaced: QLabel) -> None:
    """Say how many marks are written, who is not in the file, guests too, and what is replaced."""
    count = len(plan.values)
    words = ngettext("{count} mark is written.", "{count} marks are written.", count)
    counts.setText(words.format(count=count))
    names = [isolate(display_name(one)) for one in plan.missing]
    more = "…" if len(names) > _MOST_NAMED else ""
    said = translate("Not on this list: {names}").format(names=", ".join(names[:_MOST_NAMED]) + more)
    guests = tell_left_out(loaded.sheet.guests.values()) if loaded.sheet is not None else ""
    missing.setText("\n".join(filter(None, (said if names else "", guests))))
    missing.setVisible(bool(missing.text()))
    words = ngettext(
        "{count} cell holds something else, which is replaced.",
        "{count} cells hold something else, which is replaced.",
        plan.replaced,
    )
    replaced.setText(words.format(count=plan.replaced))
    replaced.setVisible(plan.replaced > 0)


def marks_of(loaded: Loaded) -> dict[str, Decimal]:
    """By student; of those who were there."""
    rows = loaded.marks.rows if loaded.marks is not None else ()
    there = {one.student for one in (loaded.sheet.rows if loaded.sheet else ()) if one.status in ATTENDED}
    return {one.student: one.mark for one in rows if one.mark is not None and one.student in there}


def plan_columns() -> list[Column[OwnLine]]:
    return [
        Column(translate("Row"), lambda line: str(line.row), lambda line: line.row, number=True, width=64),
        Column(translate("In the file"), lambda line: line.name, lambda line: line.row, width=0),
        Column(translate("Now"), lambda line: line.before or "–", lambda line: line.before, width=110),
        Column(
            translate("After"),
            lambda line: line.before or "–" if line.mark is None else show(float(line.mark)),
            lambda line: float(line.mark or 0),
            width=110,
        ),
        Column(translate("Note"), _note_of, _note_of, shade=_shade_of, width=190),
    ]


def _note_of(line: OwnLine) -> str:
    if not line.student:
        return translate("not in this class")
    return translate("no mark") if line.mark is None else ""


def _shade_of(line: OwnLine) -> str:
    return "" if line.student else "amber"


def named_field(words: str, field: QComboBox) -> QWidget:
    field.setAccessibleName(words)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(22)
    caption = label(words, "strong")
    caption.setBuddy(field)
    holder = QWidget()
    holder.setLayout(column(caption, field, space=S // 2))
    return holder


def _read(path: Path) -> OwnBook:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Trouble("file_unreadable", file=path.name, reason=error.strerror or "") from error
    return OwnBook(data, path.name)


def _write(
    book: OwnBook,
    sheet: OwnSheet,
    place: int,
    plan: OwnPlan,
    title: str,
    path: Path,
    other: Path,
    in_place: bool,
) -> Path:
    """Where it was written. The file is never half written: a new one takes its place."""
    data = book.fill(sheet, place, plan, title)
    try:
        if path.read_bytes() != book.data:
            raise Refused("workbook_changed", file=path.name)
        if not in_place:
            other.write_bytes(data)
            return other
        other.write_bytes(book.data)
    except OSError as error:
        raise Trouble("file_not_written", file=path.name, reason=error.strerror or "") from error
    write_whole(path, data)
    return path


def free_name(path: Path, words: str) -> Path:
    """A name beside it that nothing has."""
    number = 1
    while True:
        more = f" {number}" if number > 1 else ""
        found = path.with_name(f"{path.stem} ({words}{more}){path.suffix}")
        if not found.exists():
            return found
        number += 1
