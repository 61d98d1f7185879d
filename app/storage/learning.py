"""What students proved themselves with in class, taken over into the library for the next one: PINs that they
chose, PINs that the teacher reset, devices that may sign in by themselves."""

import logging
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.live.identity import learn
from app.live.state import replay
from app.storage.journal import JournalReader
from app.storage.library import Library

_LOG: Final = logging.getLogger(__name__)


def learn_from_sessions(folder: Path, library: Library) -> int:
    """Learn from all sessions of classes in the library, the oldest first, what was not learned yet, also
    from one that runs; from how many there was something new. A rehearsal teaches nothing, and a session that
    cannot be read is left out. Blocks; any thread. Raises `Trouble` with `not_stored`, `database_newer`,
    `database_unusable`."""
    reader = JournalReader.open(folder)
    if reader is None:
        return 0
    try:
        known = library.count_learned()
        found = 0
        for row in reversed(reader.list_sessions()):
            if row.class_id and not row.rehearsal and row.events > known.get(row.id, 0):
                found += _learn_from(reader, library, row.id, known.get(row.id, 0))
        return found
    finally:
        reader.close()


def _learn_from(reader: JournalReader, library: Library, session: str, known: int) -> bool:
    """Whether the session could be read."""
    try:
        events = reader.load_events(session)
    except Trouble as trouble:
        if trouble.code != "session_unreadable":
            raise
        _LOG.error("nothing was learned from the session %s: %s", session, trouble)
        return False
    learned = learn(events[known:], replay(events).register)
    library.take_learned(session, range(known + 1, len(events) + 1), learned, events[-1].at)
    return True
