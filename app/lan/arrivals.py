"""From which address each student has joined, in memory only: one device with many names is noticed.

It is, where most phones have an address of their own. Behind one address for all nobody can tell. No address
is stored: after a restart it is that from which a phone comes back.
"""

import asyncio
from collections import defaultdict
from typing import Final

from app.errors import Refused, Trouble
from app.lan.addresses import network_of
from app.lan.room import Room
from app.live import commands as cmd

MANY: Final = 6  # names from one address
OWN: Final = 0.75  # of all others who have an address of their own
SHOWN_FOR: Final = 600.0  # seconds


class Arrivals:
    def __init__(self, room: Room) -> None:
        self._room = room
        self._from: dict[str, set[str]] = defaultdict(set)
        self._noted: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def note(self, student: str, address: str) -> None:
        """Somebody has joined by a nickname; the host is told where it looks like one for many."""
        self._noted.add(student)
        network = network_of(address)
        here = self._from[network]
        here.add(student)
        others = sum(map(len, self._from.values())) - len(here) if len(here) >= MANY else 0
        if others >= MANY and len(self._from) - 1 >= OWN * others:
            self._show(network, Trouble("many_from_one", address=network, count=len(here)))

    def note_again(self, student: str, address: str) -> None:
        """A phone of the class is seen: as `note`, where nobody knows from where its student has joined."""
        state = self._room.state
        by_nickname = student not in state.register.listed
        if by_nickname and student not in self._noted and not state.students[student].removed:
            self.note(student, address)

    async def remove_from(self, network: str) -> int:
        """Remove everybody who has joined from there; gives how many. Raises `Refused('no_such_student')`."""
        students = tuple(self._from.pop(network, ()))
        if not students:
            raise Refused("no_such_student")
        self._show(network, None)
        return len(await self._room.carry_out(cmd.RemoveMany(students)))

    def close(self) -> None:
        for timer in self._timers.values():
            timer.cancel()

    def _show(self, network: str, trouble: Trouble | None) -> None:
        self._room.set_trouble(f"many-{network}", trouble)
        if network in self._timers:
            self._timers.pop(network).cancel()
        if trouble is not None:
            loop = asyncio.get_running_loop()
            self._timers[network] = loop.call_later(SHOWN_FOR, self._show, network, None)
