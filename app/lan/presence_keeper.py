"""Notes which phones come back and which are gone: once a minute at most for each student."""

import asyncio
from typing import Final

from app.errors import PreauError
from app.lan.room import Room
from app.live import commands as cmd
from app.live.presence import is_seen
from app.live.states import Phase

EVERY: Final = 60.0  # seconds
GONE_AFTER: Final = 60.0  # seconds of silence; what it means is for the rules of attendance


class PresenceKeeper:
    """every: seconds between two looks (tests)."""

    def __init__(self, room: Room, every: float = EVERY) -> None:
        self._room = room
        self._every = every
        self._timer: asyncio.TimerHandle | None = None
        self._last: dict[str, float] = {}
        self._since = room.clock.now()

    def start(self) -> None:
        settings = self._room.state.settings
        if settings.attendance or settings.identity == "number":
            self._timer = asyncio.get_running_loop().call_later(self._every, self._on_time)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _on_time(self) -> None:
        if self._room.state.phase is Phase.ENDED:
            return
        self.look()
        self._timer = asyncio.get_running_loop().call_later(self._every, self._on_time)

    def look(self) -> None:
        """Compare who is connected with what was noted."""
        room, now = self._room, self._room.clock.now()
        there = room.connected()
        came, went = [], []
        for student in room.state.present():
            if student.id in there:
                self._last[student.id] = now
                if not is_seen(room.state, student.id):
                    came.append(student.id)
            elif is_seen(room.state, student.id):
                known = max(self._last.get(student.id, self._since), room.seen.get(student.id, 0.0))
                if now - known > GONE_AFTER:
                    went.append((student.id, known))
        if came or went:
            try:
                room.submit(cmd.NotePresence(tuple(came), tuple(went)), lambda error: None)
            except PreauError:
                return  # the disk is in trouble: the next look finds the same
