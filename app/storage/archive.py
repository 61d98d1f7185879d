"""Past sessions for the desktop: listed, read, and corrected while no class server runs.

Nothing is kept open: the class server must find the journal free. Every method blocks; any thread may call.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.clock import Clock
from app.errors import Refused, Trouble
from app.live.commands import Command, End
from app.live.events import Ended, Event
from app.live.past import SessionRow
from app.live.session import Session
from app.live.state import SessionState, replay
from app.live.states import Phase
from app.quiz.model import Media
from app.storage.journal import Journal, JournalReader

_LOG: Final = logging.getLogger(__name__)


class Archive:
    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def list_sessions(self) -> list[SessionRow]:
        """Newest first, the running one too; none where no class was ever held."""
        reader = JournalReader.open(self._folder)
        if reader is None:
            return []
        try:
            return reader.list_sessions()
        finally:
            reader.close()

    def list_editions(self) -> dict[str, tuple[int, int]]:
        """By session a value that is another one after each event and each erasure."""
        reader = JournalReader.open(self._folder)
        if reader is None:
            return {}
        try:
            return reader.list_editions()
        finally:
            reader.close()

    def load_events(self, id: str) -> list[Event]:
        """Raises `Trouble` with `no_such_session`, `session_unreadable`."""
        with self._reading(id) as reader:
            return reader.load_events(id)

    def load_state(self, id: str) -> SessionState:
        """What the events lead to, corrections included. Raises as `load_events`."""
        return replay(self.load_events(id))

    def load_media(self, id: str) -> dict[str, Media]:
        """The pictures of the session's own copy of the quiz. Raises `Trouble('no_such_session')`."""
        with self._reading(id) as reader:
            return reader.load_media(id)

    def correct(self, id: str, *commands: Command) -> SessionState:
        """Carry out commands that are allowed after the end, all or none, and give the new state once they
        are stored.

        Raises what the session refuses, `Refused('session_still_open')`, `Trouble` with `class_is_running`
        (a class server holds the journal), `no_such_session`, `session_unreadable` or `not_stored`.
        """
        with self._writing(id) as journal:
            session = Session(journal.load_events(id))
            if session.state.phase is not Phase.ENDED:
                raise Refused("session_still_open")
            events = [event for command in commands for event in session.handle(command, self._clock.now())]
            journal.append(id, events)
        return session.state

    def end_left_open(self, id: str) -> None:
        """End a class whose server has gone, as its host would; one that has ended stays as it is.

        Raises `Trouble` with `class_is_running`, `no_such_session` or `not_stored`.
        """
        with self._writing(id) as journal:
            end_left_open(journal, id, self._clock.now())

    @contextmanager
    def _reading(self, id: str) -> Iterator[JournalReader]:
        reader = JournalReader.open(self._folder)
        if reader is None:
            raise Trouble("no_such_session", session=id)
        try:
            _expect(reader, id)
            yield reader
        finally:
            reader.close()

    @contextmanager
    def _writing(self, id: str) -> Iterator[Journal]:
        with self._reading(id):  # so that no journal is made for nothing
            pass
        try:
            journal = Journal(self._folder)
        except Trouble as trouble:
            if trouble.code == "data_folder_in_use":
                raise Trouble("class_is_running") from trouble
            raise
        try:
            _expect(journal, id)
            yield journal
        finally:
            journal.close()


def end_left_open(journal: Journal, id: str, now: float) -> None:
    """End a session as its host would; one that cannot be read is only closed. Raises `Trouble`."""
    try:
        session = Session(journal.load_events(id))
        events = [] if session.state.phase is Phase.ENDED else session.handle(End(), now)
    except Trouble as trouble:
        _LOG.error("the session %s was closed unread: %s", id, trouble)
        events = [Ended(now)]
    journal.append(id, events)


def _expect(reader: JournalReader, id: str) -> None:
    if not reader.has_session(id):
        raise Trouble("no_such_session", session=id)
