"""One past session: what it was, its tabs, and everything that can be done with it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QTabWidget, QToolButton, QWidget

from app.attendance.rules import STATUSES
from app.live.commands import AcceptAnswer, CancelQuestion, Command, CorrectKey, MarkByHand, Rename
from app.live.past import SessionRow
from app.people.model import Student
from app.reports.answers import AnswerRow
from app.reports.attendance_sheet import Line
from app.reports.corrections import CorrectionRow
from app.reports.summary import QuestionSummary
from widgets.desk import Desk
from widgets.language import isolate, ngettext, translate
from widgets.parts.basics import button, column, label, row, set_look
from widgets.parts.icons import icon
from widgets.privacy.erase_dialog import EraseDialog, show_erase_dialog
from widgets.privacy.research_dialog import ResearchDialog, show_research_dialog
from widgets.sessions.answers_tab import AnswersTab
from widgets.sessions.ask import AskCredit, AskName, AskWhy
from widgets.sessions.attendance_tab import TAKE_BACK, AttendanceTab
from widgets.sessions.attendance_words import status_word
from widgets.sessions.corrections_tab import CorrectionsTab
from widgets.sessions.corrector import Corrector, running_session
from widgets.sessions.export import Exporter
from widgets.sessions.key_dialog import KeyDialog
from widgets.sessions.loaded import Loaded, StudentRow
from widgets.sessions.marks_dialog import MarksDialog
from widgets.sessions.past_list import facts_of
from widgets.sessions.questions_tab import QuestionsTab
from widgets.sessions.students_tab import StudentsTab
from widgets.theme import M, S

_CORRECTIONS_TAB: Final = 3
NARROW: Final = 680  # pixels of width


class SessionView(QWidget):
    options_chosen = Signal(object)
    """Other `Options` for the session that is shown."""
    end_wanted = Signal(str)
    """The session of this id, left open, shall be ended."""

    def __init__(self, desk: Desk, corrector: Corrector) -> None:
        super().__init__()
        self._desk = desk
        self._corrector = corrector
        self.loaded: Loaded | None = None
        self._row: SessionRow | None = None
        self.title = label("", "large", wrap=True)
        self.facts = label("", "soft", wrap=True)
        self.notice = label("", "warn", wrap=True)
        self.continue_button = button(
            translate("Go on with the class"), self._go_on, kind="main", icon_name="play"
        )
        self.end_button = button(translate("End it"), self._end)
        self.marks_button = button(translate("Scale and coefficients…"), self._choose_marks)
        self.exporter = Exporter(desk, self)
        self.export_button = button(translate("Export"), icon_name="export", tip="Ctrl+E")
        self.export_button.setShortcut("Ctrl+E")
        menu = self.exporter.make_menu(lambda: self.loaded)
        menu.addSeparator()
        research = menu.addAction(icon("people"), translate("For research, without names…"))
        research.triggered.connect(lambda: self.export_for_research())
        self.export_button.setMenu(menu)
        self.questions, self.students = QuestionsTab(), StudentsTab()
        self.answers, self.corrections = AnswersTab(), CorrectionsTab()
        self.attendance = AttendanceTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for turner in self.tabs.tabBar().findChildren(QToolButton):
            turner.setAccessibleName(translate("Further tabs"))
        for tab, words in (
            (self.questions, translate("Questions")), (self.students, translate("Students")),
            (self.answers, translate("All answers")), (self.corrections, translate("Corrections")),
            (self.attendance, translate("Attendance")),
        ):  # fmt: skip
            holder = QWidget()
            holder.setLayout(column(M, tab))
            self.tabs.addTab(holder, words)
        about = column(self.title, self.facts, self.notice, space=S // 2)
        self._buttons = row(
            self.end_button, self.continue_button, self.marks_button, self.export_button, space=S
        )
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = row(about, self._buttons, space=M)
        head.setStretch(0, 1)
        box = column(head, self.tabs, space=M)
        box.setContentsMargins(1, 0, 1, 0)  # from right to left a splitter cuts one pixel off
        self.setLayout(box)
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window all tabs stay in sight."""
        super().resizeEvent(event)
        set_look(self.tabs.tabBar(), "kind", "dense" if self.width() < NARROW else "")

    def show_session(self, row: SessionRow, loaded: Loaded) -> None:
        self._row, self.loaded = row, loaded
        self.title.setText(row.title)
        students = translate("Students: {count}").format(count=len(loaded.students))
        code = translate("Code: {code}").format(code=isolate(row.code))
        self.facts.setText(" · ".join((facts_of(row), students, code)))
        running, open_ = row.id == running_session(self._desk), row.ended_at is None
        self.notice.setText(_notice_of(row, running))
        self.notice.setVisible(bool(self.notice.text()))
        self.continue_button.setVisible(open_)
        self.continue_button.setText(
            translate("To the class") if running else translate("Go on with the class")
        )
        self.end_button.setVisible(open_ and not running)
        for tab in (self.questions, self.students, self.answers, self.corrections, self.attendance):
            tab.show_session(loaded)
        count = len(loaded.corrections)
        words = translate("Corrections")
        self.tabs.setTabText(_CORRECTIONS_TAB, f"{words} ({count})" if count else words)

    # --- what can be done -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.questions.key_wanted.connect(self._ask_for_key)
        self.questions.cancel_wanted.connect(self._ask_to_cancel)
        self.students.rename_wanted.connect(self._ask_for_name)
        self.students.hide_wanted.connect(self._hide_name)
        self.students.erase_wanted.connect(self.erase)
        self.answers.accept_wanted.connect(self._accept_answers)
        self.answers.release_wanted.connect(self._release_answers)
        self.corrections.undo_wanted.connect(self._undo)
        self.attendance.mark_wanted.connect(self._ask_to_mark)

    def correct_key(self, item: QuestionSummary, key: dict[str, object], why: str) -> None:
        said = translate("Key of question {number} corrected. Marks have followed.")
        self._correct([CorrectKey(item.question.id, key, why=why)], said.format(number=item.number))

    def cancel_question(self, item: QuestionSummary, cancelled: bool, why: str) -> None:
        words = translate("Question {number} cancelled. It counts for nobody.")
        if not cancelled:
            words = translate("Question {number} counts again.")
        self._correct(
            [CancelQuestion(item.question.id, cancelled, why=why)], words.format(number=item.number)
        )

    def rename(self, item: StudentRow, name: str) -> None:
        said = translate("{name} has another name now.").format(name=isolate(item.marks.nickname))
        self._correct([Rename(item.marks.student, name)], said)

    def erase(self, item: StudentRow) -> EraseDialog | None:
        """Ask before, and erase the person for good: one of a class everywhere, another from this session,
        the only one that knows them."""
        if self.loaded is None:
            return None
        student, listed = _person(self.loaded, item)
        title = "" if listed else self.loaded.state.title
        return show_erase_dialog(self._desk, student, self.window(), session=title)

    def accept_answers(self, rows: Sequence[AnswerRow], credit: float, why: str) -> None:
        said = translate("Answers accepted: {count}. Marks have followed.").format(count=len(rows))
        self._correct([AcceptAnswer(item.student, item.round, credit, why=why) for item in rows], said)

    def mark_by_hand(self, lines: Sequence[Line], status: str, why: str) -> None:
        """status: '' takes back what was marked."""
        if status == TAKE_BACK:
            words = ngettext("{count} mark was taken back.", "{count} marks were taken back.", len(lines))
            said = words.format(count=len(lines))
        elif len(lines) == 1:
            said = translate("{name} is marked: {status}.").format(
                name=isolate(lines[0].name), status=_word(status)
            )
        else:
            words = ngettext(
                "{count} student is marked: {status}.", "{count} students are marked: {status}.", len(lines)
            )
            said = words.format(count=len(lines), status=_word(status))
        self._correct([MarkByHand(line.attendance.student, status, why=why) for line in lines], said)

    def _correct(self, commands: Sequence[Command], said: str) -> None:
        if self.loaded is not None:
            self._corrector.correct(self.loaded.state, commands, said)

    def _ask_for_key(self, item: QuestionSummary) -> None:
        if self.loaded is None:
            return
        dialog = KeyDialog(self.loaded, item, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.correct_key(item, dialog.key, dialog.why.text())
        dialog.deleteLater()

    def _ask_to_cancel(self, item: QuestionSummary) -> None:
        if item.cancelled:
            self.cancel_question(item, False, "")
            return
        dialog = AskWhy(
            self,
            translate("Cancel question {number}?").format(number=item.number),
            translate(
                "It counts for nobody then, and marks follow. The answers are kept; you can undo this."
            ),
            translate("Cancel the question"),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.cancel_question(item, True, dialog.why.text())
        dialog.deleteLater()

    def _ask_for_name(self, item: StudentRow) -> None:
        dialog = AskName(self, item.marks.nickname)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.name.text() != item.marks.nickname:
            self.rename(item, dialog.name.text())
        dialog.deleteLater()

    def _hide_name(self, item: StudentRow) -> None:
        assert self.loaded is not None
        number = list(self.loaded.state.students).index(item.marks.student) + 1
        self.rename(item, translate("Student {number}").format(number=number))

    def _accept_answers(self, rows: list[AnswerRow], credit: float | None) -> None:
        heading = translate("Accept the answer") if len(rows) == 1 else translate("Accept the answers")
        text = translate("It counts with this credit whatever the key says. You can take it back.")
        ask: AskWhy = (
            AskCredit(self, heading, text, translate("Accept"))
            if credit is None
            else AskWhy(
                self, heading, translate("It counts as right whatever the key says."), translate("Accept")
            )
        )
        if ask.exec() == QDialog.DialogCode.Accepted:
            given = ask.credit if isinstance(ask, AskCredit) else 1.0
            self.accept_answers(rows, given, ask.why.text())
        ask.deleteLater()

    def _release_answers(self, rows: list[AnswerRow]) -> None:
        said = translate("The key decides again. Marks have followed.")
        self._correct([AcceptAnswer(item.student, item.round, None) for item in rows], said)

    def _undo(self, item: CorrectionRow) -> None:
        if item.undo is not None:
            self._correct([item.undo], translate("Taken back. Marks have followed."))

    def _ask_to_mark(self, lines: list[Line], status: str) -> None:
        if status == TAKE_BACK:
            self.mark_by_hand(lines, status, "")
            return
        if len(lines) == 1:
            heading = translate("Mark {name}: {status}").format(
                name=isolate(lines[0].name), status=_word(status)
            )
        else:
            words = ngettext("Mark {count} student: {status}", "Mark {count} students: {status}", len(lines))
            heading = words.format(count=len(lines), status=_word(status))
        text = translate("It counts whatever the phone tells. Who, when and why are kept; you can undo this.")
        if status == "excused":
            text += " " + translate("Who is excused gets no mark in this session, and never a zero.")
        dialog = AskWhy(self, heading, text, translate("Mark"))
        dialog.why.setPlaceholderText(translate("For example: a doctor's note"))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.mark_by_hand(lines, status, dialog.why.text())
        dialog.deleteLater()

    def _choose_marks(self) -> None:
        if self.loaded is None:
            return
        dialog = MarksDialog(self.loaded, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.options_chosen.emit(
                replace(self.loaded.options, scale=dialog.scale, coefficients=dialog.coefficients)
            )
        dialog.deleteLater()

    def export_for_research(self) -> ResearchDialog | None:
        """Ask which sessions, and write them with pseudonyms."""
        if self._row is None:
            return None
        return show_research_dialog(self._desk, self._row, self.window())

    def _go_on(self) -> None:
        if self._row is None:
            return
        if self._row.id == running_session(self._desk):
            self._desk.go("control")
        else:
            self._desk.conductor.resume()

    def _end(self) -> None:
        if self._row is not None:
            self.end_wanted.emit(self._row.id)


def _word(status: str) -> str:
    return next(status_word(one) for one in STATUSES if one == status)


def _person(loaded: Loaded, item: StudentRow) -> tuple[Student, bool]:
    """Who it is, and whether on the class's list, as far as that is still known."""
    id_, name = item.marks.student, item.marks.nickname
    known = loaded.sheet.students if loaded.sheet is not None else ()
    found = next((one for one in known if one.id == id_), Student(id_, "", "", "", name))
    return found, id_ in loaded.state.register.listed


def _notice_of(row: SessionRow, running: bool) -> str:
    notices: list[str] = []
    if row.rehearsal:
        notices.append(translate("A rehearsal: it is never sent anywhere."))
    if running:
        notices.append(translate("This class is running now; what you see follows it."))
    elif row.ended_at is None:
        notices.append(translate("This class is still open. Go on with it, or end it to correct it."))
    return " ".join(notices)
