"""The platforms that are connected, each with how it does in a sentence, and the way to another one."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from app.outgoing.connections import Connection
from app.outgoing.seen import Health
from widgets.language import isolate, translate
from widgets.parts.basics import Card, button, clear_layout, column, icon_button, label, row, scrolled
from widgets.parts.tips import plain_tip
from widgets.sync.words import tell_confirmed, tell_health
from widgets.theme import XS, M, S

_TALLEST: Final = 230  # px; more platforms scroll


class PlatformsCard(Card):
    connect_wanted = Signal()
    again_wanted = Signal(object)
    """A `Connection` to sign in to again."""
    remove_wanted = Signal(object)
    """A `Connection`."""
    look_wanted = Signal(object)
    """A `Connection` whose certificate is not trusted (any more)."""
    phrase_wanted = Signal()
    """Keys cannot be kept or read without a pass phrase."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Health] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(M)
        content = QWidget()
        content.setLayout(self._lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(content)
        self.add_button = icon_button("plus", translate("Connect a platform…"), self.connect_wanted.emit)
        head = row(label(translate("Platforms"), "strong"), 0, self.add_button)
        self.setLayout(column(head, self._area, space=S, margin=M))

    def show_health(self, healths: Sequence[Health]) -> None:
        if list(healths) == self._shown:  # the focus stays where it is
            return
        self._shown = list(healths)
        clear_layout(self._lines)
        for health in healths:
            line = self._make_line(health)
            self._lines.addWidget(line)
            line.show()  # at once, for its height to count
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the sentences are in the width that there is."""
        wanted = self._lines.heightForWidth(self.width() - 2 * M - 2)
        self._area.setFixedHeight(max(min(wanted, _TALLEST), 0))

    def _make_line(self, health: Health) -> QWidget:
        connection = health.connection
        name = label(connection.name, "strong", wrap=True)
        name.setToolTip(plain_tip(isolate(connection.address)))
        words, level = tell_health(health)
        sentence = label(words, level, wrap=True)
        confirmed = label(tell_confirmed(connection.confirmed_at), "tiny", wrap=True)
        more = self._make_menu(connection)
        head = row(name, more)
        head.setStretch(0, 1)
        head.setAlignment(more, Qt.AlignmentFlag.AlignTop)
        parts: list[QWidget] = [sentence, confirmed]
        if "keyring_missing" in (connection.trouble, health.code):
            parts.append(button(translate("Pass phrase…"), self.phrase_wanted.emit))
        elif health.code == "platform_not_trusted":
            look = translate("Look at its certificate…")
            parts.append(button(look, lambda: self.look_wanted.emit(connection)))
        elif connection.trouble:
            parts.append(button(translate("Sign in again…"), lambda: self.again_wanted.emit(connection)))
        made = QWidget()
        made.setLayout(column(head, *parts, space=XS))
        return made

    def _make_menu(self, connection: Connection) -> QToolButton:
        name = translate("More about {name}").format(name=isolate(connection.name))
        more = icon_button("more", name)
        menu = QMenu(more)
        menu.addAction(translate("Sign in again…"), lambda: self.again_wanted.emit(connection))
        menu.addAction(translate("Disconnect…"), lambda: self.remove_wanted.emit(connection))
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return more
