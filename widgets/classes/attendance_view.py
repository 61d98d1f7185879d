"""The attendance of a class over a term: the grid, who has been missing for long, one student's sessions."""

import time
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSpinBox, QStackedWidget, QWidget

from app.i18n import mark
from app.people.names import register_name
from app.reports import attendance_csv, attendance_html, attendance_xlsx
from app.reports.attendance_sheet import TermSheet, legend
from app.reports.class_record import ClassRecord, student_sheet
from widgets.classes.student_view import StudentView
from widgets.classes.term_book import TermBook
from widgets.classes.term_columns import FROZEN, TermLine, columns_of, lines_of
from widgets.desk import Desk
from widgets.language import isolate, ngettext, translate
from widgets.parts.basics import button, column, keep_off_border, label, row
from widgets.parts.empty_state import EmptyState
from widgets.parts.narrow_box import NarrowBox
from widgets.sessions.frozen_table import FrozenTable
from widgets.sessions.papers import Outlet, Paper
from widgets.sessions.rows import RowsModel
from widgets.theme import L, M, S

SCHOOL_YEAR: Final = "year"
PERIODS: Final[tuple[tuple[str, str], ...]] = (
    (SCHOOL_YEAR, mark("This school year")),
    ("92", mark("Last 3 months")),
    ("31", mark("Last month")),
    ("", mark("Any time")),
)
"""Days back, or a word; and how it is called."""
_FIRST_MONTH: Final = 9  # of a school year
_DAY: Final = 86_400.0  # seconds
_WIDE: Final = 660  # px that the choices need with the number of sessions beside them
USUAL_ALARM: Final = 3
"""Sessions missed in a row from which on somebody is named."""
MOST_NAMED: Final = 8
ATTENDANCE_TAB: Final = 4
"""Where the page of sessions shows attendance."""
PAPERS: Final[tuple[Paper[TermSheet], ...]] = (
    Paper("xlsx", mark("Workbook for Excel or LibreOffice (.xlsx)…"), attendance_xlsx.write_term),
    Paper("csv", mark("Table of attendance (.csv)…"), attendance_csv.write_term),
    Paper("pdf", mark("Grid to read or print (.pdf)…"), page=attendance_html.render_term, landscape=True),
    Paper("print", mark("Print the grid…"), page=attendance_html.render_term, landscape=True),
)


def since_of(period: str, now: float) -> float:
    """When a period of `PERIODS` begins, in seconds since 1970."""
    if period != SCHOOL_YEAR:
        return now - float(period) * _DAY if period else 0.0
    today = time.localtime(now)
    year = today.tm_year if today.tm_mon >= _FIRST_MONTH else today.tm_year - 1
    return time.mktime((year, _FIRST_MONTH, 1, 0, 0, 0, 0, 0, -1))


class AttendanceView(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.class_id = ""
        self.record: ClassRecord | None = None
        self.sheet: TermSheet | None = None
        self._student = ""  # id of whom is shown alone
        self.book = TermBook.of(desk)
        self.model: RowsModel[TermLine] = RowsModel([], lambda line: line.student.id)
        self.table: FrozenTable[TermLine] = FrozenTable(
            self.model, translate("Students and totals"), translate("Sessions"), FROZEN
        )
        self.period = NarrowBox()
        self.alarm = QSpinBox()
        self.outlet: Outlet[TermSheet] = Outlet(desk, self, PAPERS, lambda sheet: sheet.class_name)
        self.student = StudentView(desk)
        self._build()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.facts.setVisible(event.size().width() >= _WIDE)

    def show_class(self, class_id: str) -> None:
        """Read it, unless it is shown and nothing has changed."""
        if class_id != self.class_id:
            if self.class_id:
                self._student = ""
            self.class_id, self.record = class_id, None
        self.refresh()

    def refresh(self) -> None:
        """Look whether anything has changed."""
        if not self.class_id:
            return
        if self.record is None:
            self._bar.setValue(0)
            self._stack.setCurrentWidget(self._reading)
        self.book.show_class(self.class_id)

    def show_student(self, student: str) -> None:
        """Show this student alone, once the class is there; '' shows the class."""
        self._student = student
        if self._stack.currentWidget() in (self._grid, self.student):
            self._choose_side()

    def state(self) -> dict[str, Any]:
        return {"period": self.period.currentData(), "alarm": self.alarm.value(), "alone": self._student}

    def restore(self, state: dict[str, Any]) -> None:
        """As `state` gave it."""
        if "period" in state:
            self.period.setCurrentIndex(max(self.period.findData(state["period"]), 0))
        if "alarm" in state:
            self.alarm.setValue(int(state["alarm"]))
        self._student = str(state.get("alone", self._student))

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        for days, words in PERIODS:
            self.period.addItem(translate(words), days)
        self.period.setAccessibleName(translate("Period"))
        keep_off_border(self.alarm)
        self.alarm.setRange(1, 99)
        self.alarm.setValue(USUAL_ALARM)
        before, after = self._alarm_words()
        self.alarm.setAccessibleName(translate("Sessions missed in a row"))
        self.facts = label("", "soft")
        self.export_button = button(translate("Export"), icon_name="export", tip="Ctrl+E")
        self.export_button.setMenu(self.outlet.make_menu(lambda: self.sheet))
        head = row(self.period, S, before, self.alarm, after, 0, self.facts, self.export_button, space=S)
        self.missing = label("", "bad", wrap=True)
        self.missing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.legend = label(legend(translate), "tiny", wrap=True)
        self.unread = label("", "warn", wrap=True)
        self.student_button = button(
            translate("Sessions of this student"), self._open_chosen, icon_name="person", tip="Enter"
        )
        foot = row(self.student_button, M, self.legend, space=S)
        foot.setStretch(2, 1)
        self._grid = QWidget()
        grid = column(head, self.missing, self.unread, self.table, foot, space=M)
        grid.setStretch(3, 1)
        self._grid.setLayout(grid)
        self._none = EmptyState(
            "people",
            translate("No attendance was taken yet"),
            translate(
                "Start a class with this list and attendance switched on: who was there is then counted "
                "here, session by session, also without any quiz."
            ),
        )
        self._short = EmptyState(
            "sessions",
            translate("No session in this period"),
            "",
            button(translate("Show any time"), self._widen, kind="main"),
        )
        self._reading = QWidget()
        self._bar = QProgressBar()
        self._bar.setAccessibleName(translate("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(320)
        self._cancel = button(translate("Cancel"), self.book.cancel, kind="quiet")
        reading = column(
            0, _centred(label(translate("Sessions are being read…"), "soft")), _centred(self._bar),
            _centred(self._cancel), 0, space=M,
        )  # fmt: skip
        self._reading.setLayout(reading)
        self._stopped = EmptyState(
            "again",
            translate("The sessions were not read"),
            "",
            button(translate("Read them"), self.refresh, kind="main"),
        )
        self._stack = QStackedWidget()
        for part in (self._grid, self._none, self._short, self._reading, self._stopped, self.student):
            self._stack.addWidget(part)
        self.setLayout(column(self._stack))

    def _alarm_words(self) -> tuple[QWidget, QWidget]:
        """What stands before and behind the number."""
        before, _, after = translate("Missing for {count} sessions or more").partition("{count}")
        first, last = label(before.strip()), label(after.strip())
        first.setBuddy(self.alarm)
        return first, last

    def _connect(self) -> None:
        self.book.shown.connect(self._on_shown)
        self.book.progressed.connect(self._on_progress)
        self.book.stopped.connect(self._on_stopped)
        self.period.currentIndexChanged.connect(self._fill)
        self.alarm.valueChanged.connect(self._fill)
        self.table.entered_row.connect(self._open_chosen)
        self.table.chosen.connect(self._look)
        self.student.back_wanted.connect(self._back)
        self.student.session_wanted.connect(
            lambda session: self._desk.go("sessions", session=session, tab=ATTENDANCE_TAB)
        )
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+E"), self._grid, self.export_button.showMenu, context=context)

    # --- showing ----------------------------------------------------------------------------------

    def _on_shown(self, record: ClassRecord) -> None:
        if record.class_id == self.class_id:
            self.record = record
            self._fill()

    def _on_progress(self, share: float) -> None:
        self._bar.setValue(round(100 * share))

    def _on_stopped(self) -> None:
        if self.record is None:
            self._stack.setCurrentWidget(self._stopped)

    def _fill(self) -> None:
        record = self.record
        if record is None:
            return
        since = since_of(self.period.currentData(), self._desk.clock.now())
        sheet = record.sheet(since)
        before = self.sheet
        self.sheet = sheet
        if not any(one.taken for one in record.sessions):
            self._stack.setCurrentWidget(self._none)
            return
        if not sheet.term.sessions:
            self._stack.setCurrentWidget(self._short)
            return
        self.model.set_rows(lines_of(sheet), columns_of(sheet, self.alarm.value()))
        self.table.fit_columns()
        if before is None or before.term.sessions != sheet.term.sessions:
            self.table.show_newest()
        self._tell(sheet, record.unread)
        self._choose_side()
        self._look()

    def _choose_side(self) -> None:
        """The class, or one student of it."""
        record = self.record
        assert record is not None
        student = next((one for one in record.students if one.id == self._student), None)
        if student is not None:
            since = since_of(self.period.currentData(), self._desk.clock.now())
            self.student.show_student(student_sheet(record, student, since))
        self._stack.setCurrentWidget(self._grid if student is None else self.student)

    def _tell(self, sheet: TermSheet, unread: int) -> None:
        count = len(sheet.term.sessions)
        self.facts.setText(ngettext("{count} session", "{count} sessions", count).format(count=count))
        names = {student.id: register_name(student) for student in sheet.students}
        missing = sheet.term.missing_for(self.alarm.value())
        rows = {one.student: one.missing for one in sheet.term.rows}
        said = [f"{isolate(names[one])} ({rows[one]})" for one in missing[:MOST_NAMED]]
        if len(missing) > MOST_NAMED:
            said.append(translate("{count} more").format(count=len(missing) - MOST_NAMED))
        alarm = self.alarm.value()
        words = ngettext(
            "Missing in the last session: {names}",
            "Missing in the last {count} sessions or more: {names}",
            alarm,
        )
        self.missing.setText(words.format(count=alarm, names=" · ".join(said)))
        self.missing.setVisible(bool(missing))
        damaged = ngettext(
            "{count} session is damaged and is not counted.",
            "{count} sessions are damaged and are not counted.",
            unread,
        )
        self.unread.setText(damaged.format(count=unread))
        self.unread.setVisible(unread > 0)

    def _look(self) -> None:
        self.student_button.setEnabled(bool(self.table.chosen_rows()))

    def _widen(self) -> None:
        self.period.setCurrentIndex(self.period.findData(""))

    def _open_chosen(self) -> None:
        rows = self.table.chosen_rows()
        if rows:
            self.show_student(rows[0].student.id)
            self.student.setFocus()

    def _back(self) -> None:
        self.show_student("")
        self.table.names.setFocus()


def _centred(part: QWidget) -> QHBoxLayout:
    return row(0, part, 0, space=L)
