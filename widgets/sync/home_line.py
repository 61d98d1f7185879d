"""Sync on Home: the one line that matters, or once a quiet word that a platform can be connected."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.outgoing.seen import Overview
from widgets.desk import Desk
from widgets.language import translate
from widgets.parts.basics import Card, button, icon_button, label, row, set_look
from widgets.parts.icons import icon_pixmap
from widgets.ports import SyncPort
from widgets.sync.words import tell_overview
from widgets.theme import M, S, tokens

INVITED = "sync_invited"
"""The setting that remembers that the invitation was put away."""


@dataclass(frozen=True, slots=True)
class _Found:
    is_connected: bool
    overview: Overview


class SyncLine(Card):
    """Hidden while there is nothing to say."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.icon = QLabel()
        self.words = label("", "soft", wrap=True)
        self.go_button = button(translate("Look at it"), lambda: desk.go("sync"), kind="quiet")
        self.close_button = icon_button(
            "cross", translate("Do not show this again"), self._put_invitation_away
        )
        line = row(self.icon, self.words, self.go_button, self.close_button, space=M)
        line.setStretch(1, 1)
        line.setAlignment(self.icon, Qt.AlignmentFlag.AlignVCenter)
        line.setContentsMargins(M, S, M, S)
        self.setLayout(line)
        self.hide()
        desk.sync_changed.connect(self.refresh)

    def refresh(self) -> None:
        task = self._desk.worker.run(_read, self._desk.sync)
        task.finished.connect(self._show)
        task.failed.connect(self._on_failed)

    def _show(self, found: _Found) -> None:
        invites = not found.is_connected
        if invites and self._desk.settings.get(INVITED):
            self.hide()
            return
        if invites:
            words, level = translate("Marks and attendance can go to your school's platform."), "soft"
        else:
            words, level = tell_overview(found.overview)
        self.words.setText(words)
        set_look(self.words, "level", level)
        sign = {"good": "check", "warn": "warning", "bad": "warning"}.get(level, "sync")
        shade = {"good": tokens().garden, "warn": tokens().amber, "bad": tokens().brick}.get(
            level, tokens().soft
        )
        self.icon.setPixmap(icon_pixmap(sign, shade, 20))
        self.go_button.setText(translate("Connect a platform…") if invites else translate("Look at it"))
        self.close_button.setVisible(invites)
        self.show()

    def _on_failed(self, _error: Exception) -> None:
        """The page itself says what is wrong; Home stays quiet."""
        self.hide()

    def _put_invitation_away(self) -> None:
        self._desk.try_setting(INVITED, True)
        self.hide()


def _read(sync: SyncPort) -> _Found:
    return _Found(bool(sync.list_health()), sync.overview())
