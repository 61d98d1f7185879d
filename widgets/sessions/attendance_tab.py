"""Who was there: status, times and proof of each student, what was marked by hand, and a way to mark it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.attendance.rules import STATUSES
from app.i18n import mark
from app.reports import attendance_csv, attendance_html, attendance_xlsx
from app.reports.attendance_sheet import (
    STATUS_NAMES,
    Line,
    SessionSheet,
    lines_of,
    proof_words,
)
from widgets.desk import Desk
from widgets.language import show_clock, show_day, translate
from widgets.parts.basics import button, column, label, row
from widgets.sessions.attendance_words import SHADES, change_words, counts_of, reason_of, status_word
from widgets.sessions.loaded import Loaded
from widgets.sessions.papers import Outlet, Paper
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.theme import M, S

TAKE_BACK: Final = ""
_WIDE: Final = 960
_MIDDLE: Final = 640
"""Pixels of a table that has room for everything, and for nearly everything; what is hidden else stands below
for who is chosen."""
PAPERS: Final[tuple[Paper[SessionSheet], ...]] = (
    Paper("xlsx", mark("Workbook for Excel or LibreOffice (.xlsx)…"), attendance_xlsx.write_session),
    Paper("csv", mark("Table of attendance (.csv)…"), attendance_csv.write_session),
    Paper("csv", mark("For Moodle's attendance (.csv)…"), attendance_csv.write_moodle, kind="Moodle"),
    Paper("pdf", mark("Summary (.pdf)…"), page=attendance_html.render_summary),
    Paper("pdf", mark("Sheet to sign (.pdf)…"), page=attendance_html.render_signatures, kind=mark("to sign")),
    Paper("print", mark("Print the summary…"), page=attendance_html.render_summary),
    Paper("print", mark("Print the sheet to sign…"), page=attendance_html.render_signatures),
)


class AttendanceTab(QWidget):
    mark_wanted = Signal(object, str)
    """`Line`s of students who are to be marked, and as what; '' takes the mark back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._loaded: Loaded | None = None
        self._actions: dict[str, QAction] = {}
        self.model: RowsModel[Line] = RowsModel(_columns(), lambda line: line.attendance.student)
        self.table: RowsTable[Line] = RowsTable(self.model, translate("Attendance"), several=True)
        self.notice = label("", "soft", wrap=True)
        self.counts = label("", "strong", wrap=True)
        self.history = label("", "soft", wrap=True)
        self.mark_button = button(translate("Mark as"), icon_name="edit")
        self.mark_button.setMenu(self._make_menu())
        self.outlet: Outlet[SessionSheet] = Outlet(desk, self, PAPERS, _title_of)
        self.export_button = button(
            translate("Export the attendance"), icon_name="export", tip="Ctrl+Shift+E"
        )
        self.export_button.setShortcut("Ctrl+Shift+E")
        self.export_button.setMenu(self.outlet.make_menu(lambda: self.sheet))
        foot = row(self.mark_button, 0, self.export_button, space=S)
        layout = column(self.notice, self.counts, self.table, self.history, foot, space=M)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        self.table.chosen.connect(self._look)
        self.table.entered_row.connect(self.mark_button.showMenu)
        self._look()

    @property
    def sheet(self) -> SessionSheet | None:
        """What is shown, and exported."""
        return self._loaded.sheet if self._loaded is not None else None

    def show_session(self, loaded: Loaded) -> None:
        self._loaded = loaded
        lines = lines_of(loaded.sheet) if loaded.sheet is not None else []
        self.model.set_rows(lines, _columns(lines))
        self.table.fit_columns()
        self.counts.setText(counts_of(line.attendance for line in lines))
        self.notice.setText(_notice_of(loaded))
        self.notice.setVisible(bool(self.notice.text()))
        self._look()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for number, status in enumerate(STATUSES, 1):
            self._add_action(menu, status, status_word(status), str(number))
        menu.addSeparator()
        self._add_action(menu, TAKE_BACK, translate("Take the mark back"), "0")
        return menu

    def _add_action(self, menu: QMenu, status: str, words: str, key: str) -> None:
        """key: works in the table, where the student is chosen."""
        action = menu.addAction(words[:1].upper() + words[1:])
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda *_: self._mark(status))
        self.table.addAction(action)
        self._actions[status] = action

    def _mark(self, status: str) -> None:
        lines = self.table.chosen_rows()
        if status == TAKE_BACK:
            lines = [line for line in lines if _is_marked(line)]
        if lines:
            self.mark_wanted.emit(lines, status)

    def _look(self) -> None:
        lines = self.table.chosen_rows()
        self.mark_button.setEnabled(bool(lines))
        self._actions[TAKE_BACK].setEnabled(any(map(_is_marked, lines)))
        said: list[str] = []
        if len(lines) == 1 and self._loaded is not None:
            student = lines[0].attendance.student
            said = [proof_words(lines[0], translate)] if lines[0].proof else []
            said += [change_words(change) for change in self._loaded.changes if change.student == student]
        self.history.setText("\n".join(said))
        self.history.setVisible(bool(said))


def _is_marked(line: Line) -> bool:
    change = line.attendance.change
    return change is not None and change.status is not None


def _title_of(sheet: SessionSheet) -> str:
    day = show_day(sheet.opened)
    return " ".join(filter(None, (sheet.title, sheet.class_name, day)))


def _notice_of(loaded: Loaded) -> str:
    settings = loaded.state.settings
    if not loaded.state.register.listed:
        return translate(
            "This session had no list of students: whoever joined is shown, nobody can be absent."
        )
    if not settings.attendance:
        return translate(
            "Attendance was not taken in this session: who signed in counts as present, "
            "and it is left out of the class's grid unless you mark somebody."
        )
    return ""


def _by_hand(line: Line) -> str:
    return reason_of(line.attendance.change)


def _columns(lines: list[Line] | None = None) -> list[Column[Line]]:
    """Only those that something is in."""
    lines = lines or []
    marked = any(map(_is_marked, lines))
    columns: list[Column[Line]] = [
        Column(
            translate("Number"),
            lambda line: line.number,
            lambda line: (len(line.number), line.number),
            width=104,
        ),
        Column(translate("Student"), _name, lambda line: line.place, width=0),
        Column(
            translate("Status"),
            lambda line: status_word(line.attendance.status),
            lambda line: list(STATUS_NAMES).index(line.attendance.status),
            shade=lambda line: SHADES[line.attendance.status],
            width=132,
        ),
        Column(
            translate("Arrived"),
            lambda line: show_clock(line.arrived),
            lambda line: line.arrived or 0.0,
            width=74,
        ),
        Column(
            translate("Left"),
            lambda line: show_clock(line.left),
            lambda line: line.left or 0.0,
            width=74,
            needs=_MIDDLE,
        ),
        Column(
            translate("Minutes"),
            lambda line: str(line.minutes) if line.arrived is not None else "",
            lambda line: line.minutes,
            number=True,
            width=80,
            needs=_MIDDLE,
        ),
    ]
    if any(line.proof for line in lines):
        columns.append(
            Column(
                translate("Proof"),
                lambda line: proof_words(line, translate),
                lambda line: line.proof,
                width=140,
                needs=_WIDE if marked else 0,
            )
        )
    if marked:
        columns.append(Column(translate("Marked by hand"), _by_hand, _by_hand, width=180, needs=_MIDDLE))
    return columns


def _name(line: Line) -> str:
    return f"{line.name} ({translate('guest')})" if line.guest else line.name
