"""By student: mark, points, and the points of each question; a nickname can be changed or hidden, a person
erased."""

from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.attendance.session import excused_in
from app.numerals import format_fixed
from app.reports.cells import title_of
from app.reports.marks import Counting
from widgets.language import language, show, translate
from widgets.parts.basics import button, column, label, row
from widgets.sessions.loaded import Loaded, StudentRow
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.theme import M, S

NARROW: Final = 680  # pixels of width under which a button shows its icon only


class StudentsTab(QWidget):
    rename_wanted = Signal(object)
    """The `StudentRow` that is to get another name."""
    hide_wanted = Signal(object)
    """The `StudentRow` whose name is to be replaced by a neutral one."""
    erase_wanted = Signal(object)
    """The `StudentRow` of which nothing personal shall be kept."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[StudentRow] = RowsModel(_columns(None), lambda item: item.marks.student)
        self.table: RowsTable[StudentRow] = RowsTable(self.model, translate("Students"))
        self.rename_button = button(translate("Rename…"), self._rename, icon_name="edit", tip="F2")
        self.hide_button = button(
            translate("Hide the name"),
            self._hide,
            icon_name="hide",
            tip=translate("Put a neutral name in its place"),
        )
        self.erase_button = button(
            translate("Erase for good…"),
            self._erase,
            icon_name="trash",
            tip=translate("Take the name and own words out of everything that is kept"),
        )
        self.erase_button.setAccessibleName(translate("Erase for good…"))
        self.average = label("", "soft")
        foot = row(self.rename_button, self.hide_button, self.erase_button, 0, self.average, space=S)
        self.setLayout(column(self.table, foot, space=M))
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.chosen.connect(self._look)
        self.table.entered_row.connect(self._rename)
        shortcut = QShortcut(QKeySequence("F2"), self)
        shortcut.activated.connect(self._rename)
        self._look()

    def show_session(self, loaded: Loaded) -> None:
        self.model.set_rows(loaded.students, _columns(loaded))
        self.table.fit_columns()
        marks = [item.marks.mark for item in loaded.students if item.marks.mark is not None]
        self.average.setVisible(bool(marks))
        if marks:
            mean = sum(marks, Decimal(0)) / len(marks)
            self.average.setText(translate("Mean mark: {mark}").format(mark=show(float(mean))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the button that is needed least shows its icon only."""
        super().resizeEvent(event)
        self.erase_button.setText(self.erase_button.accessibleName() if self.width() >= NARROW else "")

    def _look(self) -> None:
        chosen = bool(self.table.chosen_rows())
        self.rename_button.setEnabled(chosen)
        self.hide_button.setEnabled(chosen)
        self.erase_button.setEnabled(chosen)

    def _rename(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.rename_wanted.emit(rows[0])

    def _hide(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.hide_wanted.emit(rows[0])

    def _erase(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.erase_wanted.emit(rows[0])


def _columns(loaded: Loaded | None) -> list[Column[StudentRow]]:
    """With a narrow column for each question that counts, where a session is there."""
    top = show(float(loaded.options.scale.top)) if loaded else ""
    columns: list[Column[StudentRow]] = [
        Column(
            translate("Student"),
            lambda item: item.marks.nickname,
            lambda item: item.marks.nickname.casefold(),
            width=160,
        ),
        Column(
            translate("Mark / {top}").format(top=top),
            lambda item: _mark(item, loaded),
            lambda item: Decimal(-1) if item.marks.mark is None else item.marks.mark,
            number=True,
            width=100,
        ),
        Column(
            translate("Points"),
            lambda item: show(item.marks.total),
            lambda item: item.marks.total,
            number=True,
            width=80,
        ),
        Column(
            translate("Right answers"),
            lambda item: str(item.right),
            lambda item: item.right,
            number=True,
            width=80,
        ),
        Column(
            translate("Answers"),
            lambda item: str(item.answered),
            lambda item: item.answered,
            number=True,
            width=96,
        ),
    ]
    if loaded is None or loaded.marks is None:
        return columns
    numbers = {id_: number for number, id_ in enumerate(loaded.state.order, 1)}
    return columns + [
        _points_column(loaded, counting, numbers[counting.question]) for counting in loaded.marks.questions
    ]


def _points_column(loaded: Loaded, counting: Counting, number: int) -> Column[StudentRow]:
    id_ = counting.question

    def points(item: StudentRow) -> float | None:
        return item.marks.points.get(id_)

    def shade(item: StudentRow) -> str:
        result = item.marks.results.get(id_)
        return (
            {"right": "garden", "partly": "amber", "wrong": "brick"}.get(result.judgement, "")
            if result
            else "soft"
        )

    return Column(
        f"{number}",
        lambda item: "–" if (own := points(item)) is None else show(own),
        lambda item: -1e9 if (own := points(item)) is None else own,
        number=True,
        shade=shade,
        width=58,
        tip=f"{number}. {title_of(loaded.state.questions[id_])}",
    )


def _mark(item: StudentRow, loaded: Loaded | None) -> str:
    if loaded is None:
        return "–"
    if item.marks.mark is None:
        return translate("excused") if item.marks.student in excused_in(loaded.state) else "–"
    return format_fixed(item.marks.mark, loaded.options.scale.decimals, language())
