"""The answers as they come: how many, how they spread, and who has not answered yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QTabWidget

from widgets.control.distribution import Distribution
from widgets.control.driver import Driver
from widgets.control.students_panel import StudentsPanel
from widgets.desk import Desk
from widgets.language import translate
from widgets.parts.basics import Card, column, label, row
from widgets.theme import HUGE, M, S, number_font


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
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.distribution, translate("Answers"))
        self.tabs.addTab(self.students, translate("Students"))
        self.tabs.setAccessibleName(translate("Answers and students"))
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for page in (self.distribution, self.students):
            box = page.layout()
            assert box is not None
            box.setContentsMargins(0, M, 0, 0)
        self.what.setMinimumHeight(38)
        self.tabs.setCornerWidget(self.what)
        top = row(self.answered, self.words, 0, space=S)
        super().__init__(column(top, self.bar, self.tabs, space=S), margin=M)
        self._driver = driver
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
        what = ""
        if round_ and question:
            what = translate("Question {number}").format(number=question["number"])
            if round_["attempt"] > 1:
                what = translate("Question {number}, vote {attempt}").format(
                    number=question["number"], attempt=round_["attempt"]
                )
        self.what.setText(what)
        self.bar.setRange(0, max(joined, 1))
        self.bar.setValue(min(answered, max(joined, 1)))
        self.distribution.take(round_, question, is_open=view.phase in ("asking", "paused"))
        self.students.take(view.students, round_ is not None)
