"""How to start a class: for whom, with how much time, and what happens to a class that is still open."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QLabel, QWidget

from app.errors import PreauError
from app.quiz.shelf import QuizRow
from widgets.desk import Desk
from widgets.language import ngettext, tell_error, translate
from widgets.parts.basics import button, column, fit_height, label, row, rule
from widgets.starting.class_choice import ClassChoice
from widgets.starting.open_choice import OpenChoice, find_open
from widgets.theme import XL, L, M, S
from widgets.wishes import Wishes

TIMES: Final = (0, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300)  # seconds


class StartDialog(QDialog):
    """`exec()`; after that `wishes` and `goes_on` (go on with the open class instead) say what was chosen.
    quiz: None to make the questions up in class."""

    def __init__(self, desk: Desk, quiz: QuizRow | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Start a class"))
        self.setMinimumWidth(560)
        self._defaults = desk.conductor.wishes()
        self.goes_on = False
        self.choice = ClassChoice(desk, self._defaults)
        self._time = self._make_times()
        form = QFormLayout()
        form.setHorizontalSpacing(L)
        form.setVerticalSpacing(M)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
        form.addRow(_caption(translate("Class"), self.choice.box), self.choice)
        form.addRow(_caption(translate("Time for each question"), self._time), self._time)
        self._change = _tick(
            translate("Answers may be changed until they are closed"), self._defaults.change_answers
        )
        self._choices = _tick(
            translate("Each student sees the choices in another order"), self._defaults.shuffle_choices
        )
        self._questions = _tick(
            translate("Ask the questions in a random order"), self._defaults.shuffle_questions
        )
        self._questions.setVisible(quiz is not None)
        self._names = _tick(translate("Show nicknames on the wall"), self._defaults.show_names)
        self._rehearsal = _tick(translate("This is a rehearsal: its results are never sent"), False)
        self._rehearsal.toggled.connect(self.choice.set_rehearsal)
        self._fault = label("", "bad", wrap=True)
        self._fault.hide()
        start = button(translate("Start the class"), self.accept, kind="main", icon_name="play")
        start.setDefault(True)
        body = column(_heading(quiz), rule(), form, self._change, self._choices, self._questions, self._names,
                      self._rehearsal, space=M, margin=XL)  # fmt: skip
        open_ = find_open(desk)
        self.open_choice = OpenChoice(open_) if open_ is not None else None
        if self.open_choice is not None:
            body.addWidget(self.open_choice)
        body.addWidget(self._fault)
        body.addSpacing(S)
        body.addLayout(row(0, button(translate("Cancel"), self.reject, kind="quiet"), start))
        self.setLayout(body)
        self.choice.changed.connect(lambda: fit_height(self))
        fit_height(self)
        self.choice.setFocus()

    @property
    def wishes(self) -> Wishes:
        """What was chosen."""
        chosen = replace(
            self._defaults,
            time_limit=int(self._time.currentData()),
            change_answers=self._change.isChecked(),
            shuffle_choices=self._choices.isChecked(),
            shuffle_questions=self._questions.isChecked(),
            show_names=self._names.isChecked(),
            rehearsal=self._rehearsal.isChecked(),
            end_open=self.open_choice is not None,
        )
        return self.choice.take_into(chosen)

    def accept(self) -> None:
        self.goes_on = self.open_choice is not None and self.open_choice.go_on.isChecked()
        if not self.goes_on:
            try:
                self.choice.keep_class()
            except PreauError as error:
                self._fault.setText(tell_error(error))
                self._fault.show()
                fit_height(self)
                return
        super().accept()

    def _make_times(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(translate("Time for each question"))
        limit = self._defaults.time_limit
        for seconds in sorted({*TIMES, limit}):
            words = (
                translate("{n} s").format(n=seconds)
                if seconds
                else translate("No limit: you close each question")
            )
            box.addItem(words, seconds)
        box.setCurrentIndex(box.findData(limit))
        return box


def _heading(quiz: QuizRow | None) -> QWidget:
    made = QWidget()
    if quiz is None:
        title = translate("Questions asked in class")
        note = translate("You make up the questions as you go.")
    else:
        title = quiz.title
        note = ngettext("{count} question", "{count} questions", quiz.questions).format(count=quiz.questions)
    made.setLayout(column(label(title, "large", wrap=True), label(note, "soft"), space=4))
    return made


def _tick(words: str, checked: bool) -> QCheckBox:
    box = QCheckBox(words)
    box.setChecked(checked)
    return box


def _caption(words: str, buddy: QWidget) -> QLabel:
    made = label(words, "strong")
    made.setBuddy(buddy)
    return made
