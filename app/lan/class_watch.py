"""Looks at the running class once a second: tells the log what has settled, hosts how it is doing, and both
when phones go away in numbers or the disk is slow."""

import asyncio
from typing import Final

from app.errors import PreauError, Trouble
from app.lan.figures import SLOW_STORING, count_figures
from app.lan.frames import message_frame
from app.lan.room import Room

EVERY: Final = 1.0  # seconds
TELL_EVERY: Final = 2  # looks


class ClassWatch:
    def __init__(self, room: Room) -> None:
        self._room = room
        self._timer: asyncio.TimerHandle | None = None
        self._looks = 0
        self._shown: dict[str, PreauError] = {}

    def start(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(EVERY, self._on_time)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _on_time(self) -> None:
        self.look()
        self._looks += 1
        if self._looks % TELL_EVERY == 0:
            self.tell_hosts()
        self._timer = asyncio.get_running_loop().call_later(EVERY, self._on_time)

    def look(self) -> None:
        """Tell what is to be told now."""
        room = self._room
        room.story.look()
        away, total = room.story.away
        self._show("phones_lost", Trouble("phones_lost", count=away, total=total) if away else None)
        slowest = room.slowest_commit() or 0.0
        slow = slowest > SLOW_STORING
        room.story.note_storing(slowest, slow=slow)
        self._show("storing_slow", Trouble("storing_slow") if slow else None)

    def tell_hosts(self) -> None:
        """The figures, to each host that was told others."""
        room = self._room
        if not room.links.hosts:
            return
        frame = message_frame(
            "figures", **count_figures(room.links, room.slowest_commit(), room.count_waiting())
        )
        for link in list(room.links.hosts):
            if link.figures != frame:
                link.figures = frame
                link.send(frame)

    def _show(self, key: str, error: PreauError | None) -> None:
        before = self._shown.get(key)
        if error is None:
            if before is not None:
                del self._shown[key]
                self._room.set_trouble(key, None)
        elif before is None or before.params != error.params:
            self._shown[key] = error
            self._room.set_trouble(key, error)
