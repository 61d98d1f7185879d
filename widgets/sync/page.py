"""Sync: how the platforms do, which sessions go where, and what waits for the teacher."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QSplitter, QStackedWidget, QWidget

from app.outgoing.connections import Connection
from app.outgoing.rows import Kind
from app.outgoing.seen import Health, Overview, SessionSync
from app.outgoing.travel import ENDING
from widgets.desk import Desk
from widgets.language import isolate, tell_error, translate
from widgets.page import Page
from widgets.parts.basics import button, column, label, row, set_look
from widgets.parts.empty_state import EmptyState
from widgets.parts.icons import icon
from widgets.ports import SyncPort
from widgets.sessions.ask import Ask
from widgets.sync.connect_dialog import ConnectDialog
from widgets.sync.phrase_box import PhraseDialog
from widgets.sync.platforms import PlatformsCard
from widgets.sync.session_list import SessionList
from widgets.sync.session_view import SessionView
from widgets.sync.target_dialog import TargetDialog
from widgets.sync.travel_dialogs import PackDialog, TakeDialog
from widgets.sync.trust_box import TrustDialog
from widgets.sync.words import tell_overview
from widgets.theme import XL, XS, L, M, S


@dataclass(frozen=True, slots=True)
class _Found:
    healths: list[Health]
    sessions: list[SessionSync]
    overview: Overview


class SyncPage(Page):
    NAME: ClassVar[str] = "sync"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = ""  # id of the session to be shown
        self._is_asked = False  # it is to be shown in the list, whatever that is narrowed to
        self._kind = ""
        self._healths: list[Health] = []
        self._is_reading = self._is_old = False
        self._build()
        desk.sync_changed.connect(self._on_changed)
        desk.sessions_changed.connect(self._on_changed)

    def open(self, **arguments: Any) -> None:
        """session: id of the one to show; kind: of the value."""
        if wanted := str(arguments.get("session", "")):
            self._wanted, self._is_asked = wanted, True
        self._kind = str(arguments.get("kind", ""))
        self.refresh()

    def state(self) -> dict[str, Any]:
        return {"session": self._wanted, "kind": self.view.kind}

    def refresh(self) -> None:
        """Read anew what is shown; once more after it where something changes meanwhile."""
        if self._is_reading:
            self._is_old = True
            return
        self._is_reading, self._is_old = True, False
        task = self.desk.worker.run(_read, self.desk.sync)
        task.finished.connect(self._show)
        task.failed.connect(self._on_failed)

    def connect_platform(self, known: Connection | None = None) -> ConnectDialog:
        dialog = ConnectDialog(self.desk, known, self.window())
        dialog.connected.connect(lambda _: self.refresh())
        dialog.show()
        return dialog

    def look_at_certificate(self, connection: Connection) -> TrustDialog:
        dialog = TrustDialog(self.desk, connection.address, self.window())
        dialog.accepted.connect(self.refresh)
        dialog.show()
        return dialog

    def ask_phrase(self) -> PhraseDialog:
        dialog = PhraseDialog(self.desk, self.window())
        dialog.accepted.connect(self.refresh)
        dialog.show()
        return dialog

    def choose_place(self, session: str, kind: Kind) -> TargetDialog | None:
        """The assistant for where the values of this kind go."""
        found = self.list.session(session)
        if found is None:
            return None
        dialog = TargetDialog(self.desk, found, kind, self.window())
        dialog.finished.connect(lambda _: self.refresh())
        dialog.show()
        return dialog

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.line = label("", "soft", wrap=True)
        self.pause_button = button("", self._pause, icon_name="pause")
        self.now_button = button(translate("Send now"), self._send_now, icon_name="sync", tip="F5")
        QShortcut(QKeySequence("F5"), self, self._send_now)
        self.travel_button = button(translate("Travel file"), icon_name="export")
        self.travel_button.setMenu(self._make_travel_menu())
        head = row(
            column(label(translate("Sync"), "title"), self.line, space=2),
            self.travel_button,
            self.pause_button,
            self.now_button,
        )
        head.setStretch(0, 1)
        self.platforms, self.list, self.view = PlatformsCard(), SessionList(), SessionView(self.desk)
        side = QWidget()
        left = column(self.list, self.platforms, space=M)
        left.setStretch(0, 1)
        left.setContentsMargins(1, 0, 1, 0)
        side.setLayout(left)
        side.setMinimumWidth(262)
        side.setMaximumWidth(380)
        self._nobody = EmptyState(
            "sessions",
            translate("No session to send yet"),
            translate(
                "After your next class its marks and attendance appear here. Rehearsals are never sent."
            ),
        )
        self._right = QStackedWidget()
        self._right.addWidget(self._nobody)
        self._right.addWidget(self.view)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setProperty("kind", "bare")
        self._split.addWidget(side)
        self._split.addWidget(self._right)
        self._split.setSizes([276, 900])
        self._split.setStretchFactor(1, 1)
        self._split.setHandleWidth(L)
        self._split.setChildrenCollapsible(False)
        self.connect_button = button(
            translate("Connect a platform…"), lambda: self.connect_platform(), kind="main", icon_name="link"
        )
        self._empty = EmptyState(
            "sync",
            translate("Marks and attendance can go to your school's platform"),
            translate(
                "Connect Moodle or a record store once. After class, results wait here until there is a "
                "connection, are sent once, and are read back there before they count as being there. "
                "Nothing is sent that you have not chosen."
            ),
            self.connect_button,
        )
        self._empty.hide()
        self._split.hide()
        layout = column(head, self._split, self._empty, space=M, margin=XL)
        layout.setStretch(1, 1)
        layout.setSpacing(L - S)
        self.setLayout(layout)
        self._show_buttons()
        self.list.chosen.connect(self._on_chosen)
        self.platforms.connect_wanted.connect(lambda: self.connect_platform())
        self.platforms.again_wanted.connect(self.connect_platform)
        self.platforms.look_wanted.connect(self.look_at_certificate)
        self.platforms.phrase_wanted.connect(lambda: self.ask_phrase())
        self.platforms.remove_wanted.connect(self.ask_to_remove)
        self.view.place_wanted.connect(self.choose_place)
        self.view.connect_wanted.connect(lambda: self.connect_platform())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.list.search.setFocus)

    def _make_travel_menu(self) -> QMenu:
        menu = QMenu(self)
        pack = menu.addAction(icon("export"), translate("Pack results for another computer…"))
        pack.triggered.connect(lambda *_: self.pack_travel())
        take = menu.addAction(icon("import"), translate("Take a travel file in…"))
        take.triggered.connect(lambda *_: self._ask_for_travel())
        return menu

    def pack_travel(self) -> PackDialog | None:
        """Ask what travels, and write it."""
        rows = self.list.model.rows
        if not rows:
            self.desk.tell(translate("There is no session of a class to pack yet."), "warn")
            return None
        dialog = PackDialog(self.desk, rows, self._wanted, self.window())
        dialog.show()
        return dialog

    def take_travel(self, path: Path) -> TakeDialog:
        """Show whose the file is and what is in it, and take it in."""
        dialog = TakeDialog(self.desk, path, self.window())
        dialog.accepted.connect(self._on_taken)
        dialog.show()
        return dialog

    def _ask_for_travel(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getOpenFileName(self, translate("Travel file"), folder, f"*{ENDING}")
        if chosen:
            self.take_travel(Path(chosen))

    def _on_taken(self) -> None:
        self.desk.sessions_changed.emit()
        self.refresh()

    # --- what is shown ------------------------------------------------------------------------------

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_failed(self, error: Exception) -> None:
        """Said in the page's own line: it is looked again with every change, and comes right by itself."""
        self._is_reading = False
        self.line.setText(tell_error(error))
        set_look(self.line, "level", "bad")

    def _show(self, found: _Found) -> None:
        self._is_reading = False
        first = self._split.isHidden()
        self._healths = found.healths
        self._split.setVisible(bool(found.healths))
        self._empty.setVisible(not found.healths)
        words, level = tell_overview(found.overview) if found.healths else ("", "soft")
        self.line.setText(words)
        set_look(self.line, "level", level)
        self._show_buttons()
        self.platforms.show_health(found.healths)
        self.list.set_rows(found.sessions)
        if found.sessions and self.list.session(self._wanted) is None:
            self._wanted = self.list.newest
            self._is_asked = True
        if self._is_asked:  # else who types in the search has it emptied by whatever is sent meanwhile
            self._is_asked = False
            self.list.choose(self._wanted)
        if self._kind:
            self.view.choose_kind(self._kind)
            self._kind = ""
        self._show_session()
        if first and self.isVisible():
            (self.list.view if found.healths else self.connect_button).setFocus()
        if self._is_old:
            self.refresh()

    def _show_buttons(self) -> None:
        paused = self.desk.sync.is_paused
        self.pause_button.setText(translate("Go on") if paused else translate("Pause"))
        self.pause_button.setIcon(icon("play" if paused else "pause", free=XS))
        self.pause_button.setToolTip(
            translate("Send again by itself") if paused else translate("Send nothing until you go on")
        )
        for made in (self.pause_button, self.now_button):
            made.setVisible(bool(self._healths))

    def _on_chosen(self, session: str) -> None:
        self._wanted = session
        self._show_session()

    def _show_session(self) -> None:
        found = self.list.session(self._wanted)
        self._right.setCurrentWidget(self.view if found is not None else self._nobody)
        if found is not None:
            self.view.show_session(found, [health.connection for health in self._healths])

    # --- what is done -------------------------------------------------------------------------------

    def ask_to_remove(self, connection: Connection) -> None:
        ask = Ask(
            self,
            translate("Disconnect {name}?").format(name=isolate(connection.name)),
            translate(
                "What stands there stays. What waits to be sent there is forgotten here; the results "
                "themselves stay in your sessions. To connect again, you sign in again."
            ),
            translate("Disconnect"),
        )
        if ask.exec() == QDialog.DialogCode.Accepted:
            self._run(self.desk.sync.remove_connection, connection.id)
        ask.deleteLater()

    def _pause(self) -> None:
        self._run(self.desk.sync.resume if self.desk.sync.is_paused else self.desk.sync.pause)

    def _send_now(self) -> None:
        if not self._healths:
            return
        self._run(self.desk.sync.sync_now)
        self.desk.tell(translate("Sending now. You can go on working; this page follows."), "")

    def _run(self, function: Callable[..., Any], *args: Any) -> None:
        task = self.desk.worker.run(function, *args)
        task.give(self, lambda _: self.refresh())
        task.failed.connect(self.desk.tell_error)


def _read(sync: SyncPort) -> _Found:
    return _Found(sync.list_health(), sync.list_sessions(), sync.overview())
