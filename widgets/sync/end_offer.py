"""After a class: where its results are on their way to, or that they can go somewhere."""

from PySide6.QtWidgets import QWidget

from app.outgoing.rows import State
from app.outgoing.seen import SessionSync
from widgets.desk import Desk
from widgets.language import translate
from widgets.parts.basics import button, label, row
from widgets.ports import SyncPort
from widgets.theme import M


class EndOffer(QWidget):
    """Hidden where no platform is connected, for rehearsals, and for classes that are not in the library."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session = ""
        self.words = label("", "soft")
        self.go_button = button(translate("Look at it"), self._go, icon_name="sync")
        self.setLayout(row(0, self.words, self.go_button, 0, space=M))
        self.hide()
        desk.sync_changed.connect(self._look)

    def show_session(self, session: str, *, rehearsal: bool) -> None:
        """Speak of this session, once it has ended."""
        session = "" if rehearsal else session
        if session != self._session:  # else every snapshot after the end would look again
            self._session = session
            self._look()

    def _look(self) -> None:
        if not self._session:
            self.hide()
            return
        task = self._desk.worker.run(_read, self._desk.sync, self._session)
        task.finished.connect(self._show)

    def _show(self, session: SessionSync | None) -> None:
        if session is None or session.session != self._session:
            self.hide()
            return
        counts = session.counts
        done = bool(counts) and set(counts) == {State.CONFIRMED}
        if not session.targets:
            words, action = translate("Its results are not sent anywhere yet."), translate("Send results…")
        elif done:
            words, action = translate("Its results are on the platform."), translate("Look at it")
        else:
            words, action = translate("Its results wait to be sent."), translate("Look at it")
        self.words.setText(words)
        self.go_button.setText(action)
        self.show()

    def _go(self) -> None:
        self._desk.go("sync", session=self._session)


def _read(sync: SyncPort, session: str) -> SessionSync | None:
    """None where there is no platform, or the session is none that is sent."""
    sessions = sync.list_sessions() if sync.list_health() else []
    return next((one for one in sessions if one.session == session), None)
