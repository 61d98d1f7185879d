"""One student over a term: totals, and each session with status, times, answers and points."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.attendance.rules import STATUSES
from app.i18n import mark
from app.people.names import register_name
from app.reports import attendance_student
from app.reports.class_record import StudentLine, StudentSheet
from widgets.classes.term_columns import rate_words, totals_of
from widgets.desk import Desk
from widgets.language import isolate, show, show_clock, show_date, translate
from widgets.parts.basics import button, column, icon_button, label, row
from widgets.sessions.attendance_words import SHADES, reason_of, status_word
from widgets.sessions.papers import Outlet, Paper
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.theme import M, S

PAPERS: Final[tuple[Paper[StudentSheet], ...]] = (
    Paper("xlsx", mark("Workbook for Excel or LibreOffice (.xlsx)…"), attendance_student.write_xlsx),
    Paper("csv", mark("Table of attendance (.csv)…"), attendance_student.write_csv),
    Paper("pdf", mark("Summary (.pdf)…"), page=attendance_student.render),
    Paper("print", mark("Print the summary…"), page=attendance_student.render),
)

_WIDE: Final = 900  # pixels of a table that has room for everything


class StudentView(QWidget):
    back_wanted = Signal()
    session_wanted = Signal(str)
    """Id of a session that is to be shown whole."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.sheet: StudentSheet | None = None
        self.model: RowsModel[StudentLine] = RowsModel(_columns(()), lambda line: line.held.session)
        self.table: RowsTable[StudentLine] = RowsTable(self.model, translate("Sessions of the student"))
        self.title, self.totals = label("", "large"), label("", "soft", wrap=True)
        self.back_button = icon_button("back", translate("Back to the class (Esc)"), self.back_wanted.emit)
        self.outlet: Outlet[StudentSheet] = Outlet(desk, self, PAPERS, _title_of)
        self.export_button = button(translate("Export"), icon_name="export", tip="Ctrl+E")
        self.export_button.setMenu(self.outlet.make_menu(lambda: self.sheet))
        self.show_button = button(translate("Show the session"), self._go, icon_name="sessions", tip="Enter")
        head = row(self.back_button, self.title, 0, self.export_button, space=S)
        layout = column(head, self.totals, self.table, row(self.show_button, 0), space=M)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        self.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.table.entered_row.connect(self._go)
        self.table.chosen.connect(self._look)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.back_wanted.emit, context=context)
        QShortcut(QKeySequence("Ctrl+E"), self, self.export_button.showMenu, context=context)
        self._look()

    def show_student(self, sheet: StudentSheet) -> None:
        self.sheet = sheet
        self.title.setText(isolate(register_name(sheet.student)))
        parts = [isolate(sheet.student.number)] if sheet.student.number else []
        parts.append(translate("Attended: {share}").format(share=rate_words(sheet.row)))
        if totals := totals_of(sheet.row):
            parts.append(totals)
        if sheet.row.longest > 1:
            parts.append(translate("Longest absence in sessions: {count}").format(count=sheet.row.longest))
        self.totals.setText(" · ".join(parts))
        self.model.set_rows(sheet.lines, _columns(sheet.lines))
        self.table.fit_columns()
        if not self.table.chosen_rows():
            self.table.choose_place(0)

    def _look(self) -> None:
        self.show_button.setEnabled(bool(self.table.chosen_rows()))

    def _go(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.session_wanted.emit(rows[0].held.session)


def _title_of(sheet: StudentSheet) -> str:
    return f"{register_name(sheet.student)} {sheet.class_name}"


def _columns(lines: Sequence[StudentLine]) -> list[Column[StudentLine]]:
    columns: list[Column[StudentLine]] = [
        Column(
            translate("Day"), lambda one: show_date(one.held.opened), lambda one: one.held.opened, width=180
        ),
        Column(
            translate("Session"),
            lambda one: one.held.title,
            lambda one: one.held.title.casefold(),
            width=0,
        ),
        Column(translate("Status"), _status, _status_place, shade=_shade, width=132),
        Column(translate("Arrived"), _arrived, _arrived, width=74, needs=_WIDE),
        Column(translate("Minutes"), _minutes, _seconds, number=True, width=80, needs=_WIDE),
        Column(translate("Answers"), _answers, _answered, number=True, width=84),
        Column(translate("Points"), _points, _share, number=True, width=84),
    ]
    if any(map(_by_hand, lines)):
        columns.append(Column(translate("Marked by hand"), _by_hand, _by_hand, width=172))
    return columns


def _status(one: StudentLine) -> str:
    return status_word(one.attendance.status) if one.attendance else "–"


def _status_place(one: StudentLine) -> int:
    return STATUSES.index(one.attendance.status) if one.attendance else len(STATUSES)


def _shade(one: StudentLine) -> str:
    return SHADES[one.attendance.status] if one.attendance else "soft"


def _arrived(one: StudentLine) -> str:
    return show_clock(one.attendance.arrived) if one.attendance else ""


def _seconds(one: StudentLine) -> float:
    return one.attendance.seconds if one.attendance else 0.0


def _minutes(one: StudentLine) -> str:
    return str(round(_seconds(one) / 60)) if _arrived(one) else ""


def _answers(one: StudentLine) -> str:
    return f"{one.score.answered} / {one.score.questions}" if one.score else "–"


def _answered(one: StudentLine) -> float:
    return one.score.answered / max(one.score.questions, 1) if one.score else -1.0


def _points(one: StudentLine) -> str:
    return f"{show(one.score.points)} / {show(one.score.most)}" if one.score and one.score.most else "–"


def _share(one: StudentLine) -> float:
    return one.score.points / one.score.most if one.score and one.score.most else -1.0


def _by_hand(one: StudentLine) -> str:
    return reason_of(one.attendance.change) if one.attendance else ""
