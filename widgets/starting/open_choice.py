"""What shall become of a class that is still open when another one is to be started."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.live.past import SessionRow
from widgets.desk import Desk
from widgets.language import isolate, show_date, translate
from widgets.parts.basics import column, label, rule
from widgets.theme import S


class OpenChoice(QWidget):
    """open_: the session that has not ended."""

    def __init__(self, open_: SessionRow) -> None:
        super().__init__()
        text = translate("The class {title} of {date} is still open.").format(
            title=isolate(open_.title), date=show_date(open_.opened_at)
        )
        self.end = QRadioButton(translate("End it and start this one; its results stay"))
        self.go_on = QRadioButton(translate("Go on with that class instead"))
        self.go_on.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.end)
        group.addButton(self.go_on)
        self.setLayout(column(rule(), label(text, "warn", wrap=True), self.go_on, self.end, space=S))


def find_open(desk: Desk) -> SessionRow | None:
    """The session that has not ended."""
    return next((row for row in desk.archive.list_sessions() if row.ended_at is None), None)
