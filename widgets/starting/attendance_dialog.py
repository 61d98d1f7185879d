"""Taking attendance without a quiz: of which class, and what happens to a class that is still open."""

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from widgets.desk import Desk
from widgets.language import translate
from widgets.parts.basics import button, column, fit_height, label, row, rule
from widgets.parts.empty_state import EmptyState
from widgets.starting.class_choice import ClassChoice
from widgets.starting.open_choice import OpenChoice, find_open
from widgets.theme import XL, M, S
from widgets.wishes import Wishes


class AttendanceDialog(QDialog):
    """`exec()`; after that `wishes` and `goes_on` say what was chosen. class_id: of the class that is chosen
    at first, '' for the one that was taught last."""

    def __init__(self, desk: Desk, class_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Take attendance"))
        self.setMinimumWidth(520)
        self._desk = desk
        self.goes_on = False
        self._defaults = desk.conductor.wishes()
        rows = [known for known in desk.library.list_classes() if known.students]
        wanted = next((known for known in rows if known.id == class_id), None)
        if wanted is not None:
            self._defaults = replace(self._defaults, class_id=wanted.id, class_name=wanted.name)
        self.choice = ClassChoice(desk, self._defaults, only_rosters=True)
        open_ = find_open(desk)
        self.open_choice = OpenChoice(open_) if open_ is not None else None
        if rows:
            self._build()
        else:
            self._teach()
        fit_height(self)

    @property
    def wishes(self) -> Wishes:
        """What was chosen."""
        return self.choice.take_into(replace(self._defaults, end_open=self.open_choice is not None))

    def accept(self) -> None:
        self.goes_on = self.open_choice is not None and self.open_choice.go_on.isChecked()
        super().accept()

    def _build(self) -> None:
        start = button(translate("Take attendance"), self.accept, kind="main", icon_name="hand")
        start.setDefault(True)
        note = translate(
            "The wall shows how to come in; the control room shows who is there. Questions can be asked too."
        )
        heading = column(
            label(translate("Take attendance"), "large"), label(note, "soft", wrap=True), space=4
        )
        body = column(heading, rule(), self.choice, space=M, margin=XL)
        if self.open_choice is not None:
            body.addWidget(self.open_choice)
        body.addSpacing(S)
        body.addLayout(row(0, button(translate("Cancel"), self.reject, kind="quiet"), start))
        self.setLayout(body)
        self.choice.changed.connect(lambda: fit_height(self))
        self.choice.setFocus()

    def _teach(self) -> None:
        """No class has students yet."""
        go = button(translate("To the classes"), self._go, kind="main", icon_name="people")
        words = translate("Attendance is taken of a list. Import or paste the students of a class first.")
        self.choice.hide()
        empty = EmptyState("people", translate("No class has students yet"), words, go)
        self.setLayout(column(empty, self.choice, space=0, margin=XL))

    def _go(self) -> None:
        self.reject()
        self._desk.go("classes")
