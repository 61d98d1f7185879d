"""How to start a class: for whom, with how much time, and what happens to a class that is still open."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.live.past import SessionRow
from app.quiz.shelf import QuizRow
from widgets.conductor import Wishes
from widgets.desk import Desk
from widgets.language import isolate, ngettext, show_date, translate
from widgets.parts.basics import button, column, fit_height, label, row, rule
from widgets.theme import XL, L, M, S

TIMES: Final = (0, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300)  # seconds


class StartDialog(QDialog):
    """`exec()`; after that `wishes` and `goes_on` (go on with the open class instead) say what was chosen."""

    def __init__(self, desk: Desk, quiz: QuizRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Start a class"))
        self.setMinimumWidth(560)
        self._desk = desk
        self._defaults = desk.conductor.wishes()
        self._open = _find_open(desk)
        self.goes_on = False
        count = ngettext("{count} question", "{count} questions", quiz.questions).format(count=quiz.questions)
        heading = column(label(quiz.title, "large", wrap=True), label(count, "soft"), space=4)
        form = QFormLayout()
        form.setHorizontalSpacing(L)
        form.setVerticalSpacing(M)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
        self._class = self._make_classes()
        self._time = self._make_times()
        form.addRow(_caption(translate("Class"), self._class), self._class)
        form.addRow(_caption(translate("Time for each question"), self._time), self._time)
        self._change = self._tick(
            translate("Answers may be changed until they are closed"), self._defaults.change_answers
        )
        self._choices = self._tick(
            translate("Each student sees the choices in another order"), self._defaults.shuffle_choices
        )
        self._questions = self._tick(
            translate("Ask the questions in a random order"), self._defaults.shuffle_questions
        )
        self._names = self._tick(translate("Show nicknames on the wall"), self._defaults.show_names)
        self._rehearsal = self._tick(translate("This is a rehearsal: its results are never sent"), False)
        start = button(translate("Start the class"), self.accept, kind="main", icon_name="play")
        start.setDefault(True)
        body = column(heading, rule(), form, self._change, self._choices, self._questions, self._names,
                      self._rehearsal, space=M, margin=XL)  # fmt: skip
        if self._open is not None:
            body.addLayout(self._make_open_choice(self._open))
        body.addSpacing(S)
        body.addLayout(row(0, button(translate("Cancel"), self.reject, kind="quiet"), start))
        self.setLayout(body)
        fit_height(self)
        self._class.setFocus()

    @property
    def wishes(self) -> Wishes:
        """What was chosen."""
        return replace(
            self._defaults,
            class_name=self._class.currentText().strip(),
            time_limit=int(self._time.currentData()),
            change_answers=self._change.isChecked(),
            shuffle_choices=self._choices.isChecked(),
            shuffle_questions=self._questions.isChecked(),
            show_names=self._names.isChecked(),
            rehearsal=self._rehearsal.isChecked(),
            end_open=self._open is not None,
        )

    def accept(self) -> None:
        self.goes_on = self._open is not None and self._go_on.isChecked()
        name = self._class.currentText().strip()
        if name and name not in {known.name for known in self._desk.library.list_classes()}:
            self._desk.library.add_class(name)
            self._desk.classes_changed.emit()
        super().accept()

    def _make_classes(self) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setAccessibleName(translate("Class"))
        box.addItems([known.name for known in self._desk.library.list_classes()])
        box.setCurrentText(self._defaults.class_name)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText(translate("For example 2nd year biology, group B"))
        return box

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

    def _tick(self, words: str, checked: bool) -> QCheckBox:
        box = QCheckBox(words)
        box.setChecked(checked)
        return box

    def _make_open_choice(self, open_: SessionRow) -> QVBoxLayout:
        text = translate("The class {title} of {date} is still open.").format(
            title=isolate(open_.title), date=show_date(open_.opened_at)
        )
        self._end = QRadioButton(translate("End it and start this one; its results stay"))
        self._go_on = QRadioButton(translate("Go on with that class instead"))
        self._go_on.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self._end)
        group.addButton(self._go_on)
        return column(rule(), label(text, "warn", wrap=True), self._go_on, self._end, space=S)


def _caption(words: str, buddy: QWidget) -> QLabel:
    made = label(words, "strong")
    made.setBuddy(buddy)
    return made


def _find_open(desk: Desk) -> SessionRow | None:
    """The session that has not ended."""
    return next((row for row in desk.archive.list_sessions() if row.ended_at is None), None)
