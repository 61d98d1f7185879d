"""What sending brings about besides the values, said before it is sent, with a deliberate yes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.outgoing.plan import Notice
from widgets.language import translate
from widgets.parts.basics import Card, button, clear_layout, label, row, set_look
from widgets.parts.icons import icon_pixmap
from widgets.sync.words import tell_notice
from widgets.theme import XS, M, S, tokens


class NoticesBox(Card):
    """Hidden while there is nothing to agree to. ask: with the button; else the owner has one."""

    agreed = Signal(object)
    """The codes of what was shown, a list."""

    def __init__(self, *, ask: bool = True) -> None:
        super().__init__(kind="strip")
        set_look(self, "level", "warn")
        self._notices: list[Notice] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(XS)
        sign = QLabel()
        sign.setPixmap(icon_pixmap("warning", tokens().amber, 20))
        self.button = button(translate("I agree, send"), self._agree, kind="main", icon_name="sync")
        body = row(sign, self._lines, self.button, space=M)
        body.setStretch(1, 1)
        body.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        body.setContentsMargins(M, S, M, S)
        self.setLayout(body)
        self.button.setVisible(ask)  # not before it has a place: it would be a window of its own
        self.hide()

    @property
    def codes(self) -> list[str]:
        return [notice.code for notice in self._notices]

    def show_notices(self, notices: Sequence[Notice]) -> None:
        self._notices = list(notices)
        clear_layout(self._lines)
        lines: list[QWidget] = [label(translate("Sending these values also does this:"), "strong", wrap=True)]
        lines += [label("• " + tell_notice(notice), wrap=True) for notice in notices]
        for line in lines:
            self._lines.addWidget(line)
        self.setAccessibleName(" ".join(tell_notice(notice) for notice in notices))
        self.setVisible(bool(notices))

    def _agree(self) -> None:
        self.agreed.emit(self.codes)
