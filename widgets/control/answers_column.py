"""The answers as they come: how many, how they spread, and who has not answered yet."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QStackedWidget, QTabWidget, QWidget

from widgets.control.distribution import Distribution
from widgets.control.driver import Driver
from widgets.control.roll_panel import RollPanel
from widgets.control.roll_rows import is_taken
from widgets.control.students_panel import StudentsPanel
from widgets.desk import Desk
from widgets.language import translate
from widgets.parts.basics import Card, column, label, row
from widgets.theme import HUGE, M, S, number_font

# Pixels of height from which on there is room for the list of who is here, with what can be done, and for
# large figures.
TALL: Final = 540
TALL_FOR_NICKNAMES: Final = 400
WIDE: Final = 400  # pixels from which on there is room for two things beside the tabs


class AnswersColumn(Card):
    def __init__(self, desk: Desk, driver: Driver) -> None:
        self.answered = QLabel("0")
        self.answered.setFont(number_font(HUGE))
        self.answered.setStyleSheet(f"font-size: {HUGE}px; font-weight: 600;")
        self.words = label("", "body")
        self.what = label("", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(translate("Answered"))
        self.distribution = Distribution(desk)
        self.students = StudentsPanel(desk)
        self.roll = RollPanel(desk)
        self._people = QStackedWidget()
        for panel in (self.students, self.roll):
            self._people.addWidget(panel)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.distribution, translate("Answers"))
        self.tabs.addTab(self._people, translate("Students"))
        self.tabs.setAccessibleName(translate("Answers and students"))
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for page in (self.distribution, self.students, self.roll):
            box = page.layout()
            assert box is not None
            box.setContentsMargins(0, M, 0, 0)
        self.what.setMinimumHeight(38)
        self.tabs.setCornerWidget(self.what)
        self._top = QWidget()
        self._top.setLayout(column(row(self.answered, self.words, 0, space=S), self.bar, space=S))
        super().__init__(column(self._top, self.tabs, space=S), margin=M)
        self._driver = driver
        self._people_only = False
        self._asked = self._count = ""  # which question, and how many have answered
        self._follows = False  # the tab was chosen by the class, not by the teacher
        self.tabs.tabBarClicked.connect(self._on_tab)
        self.tabs.currentChanged.connect(lambda _: self._show_count())
        driver.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the newest snapshot."""
        view = self._driver.view
        if view is None:
            return
        snapshot = view.snapshot
        round_ = snapshot["round"]
        question = self._driver.question(round_["question"] if round_ else None)
        answered, joined = round_["answered"] if round_ else 0, snapshot["joined"]
        self.answered.setText(str(answered))
        self.words.setText(translate("of {joined} have answered").format(joined=joined))
        self._asked, self._count = "", ""
        if round_ and question:
            self._asked = translate("Question {number}").format(number=question["number"])
            if round_["attempt"] > 1:
                self._asked = translate("Question {number}, vote {attempt}").format(
                    number=question["number"], attempt=round_["attempt"]
                )
            self._count = translate("{answered} of {joined}").format(answered=answered, joined=joined)
        self.bar.setRange(0, max(joined, 1))
        self.bar.setValue(min(answered, max(joined, 1)))
        self.distribution.take(round_, question, is_open=view.phase in ("asking", "paused"))
        if is_taken(view):
            self._people.setCurrentWidget(self.roll)
            self.roll.take(view)
        else:
            self._people.setCurrentWidget(self.students)
            self.students.take(view.students, round_ is not None)
        self._show_count()
        if self._follows and round_ is not None:
            self._follows = False
            self.tabs.setCurrentIndex(0)

    def show_people(self) -> None:
        """Show who is here, until the first question is asked."""
        self.tabs.setCurrentIndex(1)
        self._follows = self._driver.view is not None and self._driver.view.snapshot["round"] is None

    def show_claims(self) -> None:
        """Show what a teacher has to decide about students."""
        self.tabs.setCurrentIndex(1)
        self._follows = False
        self.roll.show_card()

    def set_people_only(self, only: bool) -> None:
        """Whether there is nothing but attendance: no tabs, and no count of answers."""
        self._people_only = only
        for part in (self.tabs.tabBar(), self.what):
            part.setVisible(not only)
        self._show_count()

    def close_lines(self) -> None:
        """Nothing is being typed any more."""
        self.students.close_rename()
        self.roll.close_rename()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_count()

    def _show_count(self) -> None:
        """How many have answered: large, unless the list of who is here needs the room, before the first
        question and on a low screen."""
        view = self._driver.view
        people = self.tabs.currentIndex() == 1
        takes = people and view is not None and is_taken(view)
        waits = view is not None and view.snapshot["round"] is None
        small = people and self.height() < (TALL if takes else TALL_FOR_NICKNAMES)
        self._top.setVisible(not self._people_only and not (takes and waits) and not small)
        parts = [self._count if small else "", self._asked if not small or self.width() >= WIDE else ""]
        self.what.setText("  ·  ".join(part for part in parts if part))

    def _on_tab(self, _place: int) -> None:
        self._follows = False
