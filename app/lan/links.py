"""Open connections of phones, screens and hosts, and which of them a message goes to."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from app.lan.frames import message_frame, write_frame

PARTING: Final = 10.0  # seconds for what was written to leave


@dataclass(eq=False, slots=True)
class Link:
    """One open WebSocket. Writing never waits."""

    transport: asyncio.WriteTransport | None
    language: str

    def send(self, frame: bytes) -> bool:
        return write_frame(self.transport, frame)

    def close(self) -> None:
        """Close after what was written has left; the other side sees a lost connection."""
        if self.transport is None or self.transport.is_closing():
            return
        self.transport.close()
        if self.transport.get_write_buffer_size():  # who does not read would keep it open for ever
            asyncio.get_running_loop().call_later(PARTING, self.transport.abort)


@dataclass(eq=False, slots=True)
class PhoneLink(Link):
    """token: SHA-256 of the cookie that opened it. trip: its last round trip in milliseconds, as it says."""

    student: str
    token: str = ""
    trip: float | None = None


@dataclass(eq=False, slots=True)
class HostLink(Link):
    """changed: students to tell of in the next snapshot; None before the first, which tells of all.
    edition: of this host's copy of the questions. wall: version of the wall that it was sent last.
    confirms: it is asked before a ticket opens the class to another host. totals: each student's points, as
    it was told them. marks: changes by hand that it knows of. figures: that it was sent last."""

    changed: set[str] | None = None
    edition: int = 0
    wall: str = ""
    marks: int = -1
    confirms: bool = False
    totals: dict[str, float] = field(default_factory=dict)
    figures: bytes = b""


@dataclass(slots=True)
class Links:
    """Everybody who is connected. One phone per student: the newest connection wins."""

    phones: dict[str, PhoneLink] = field(default_factory=dict)
    screens: set[Link] = field(default_factory=set)
    hosts: set[HostLink] = field(default_factory=set)

    def attach_phone(self, link: PhoneLink, replaced_text: str) -> None:
        """The older connection of the same student is told and closed at once."""
        older = self.phones.get(link.student)
        self.phones[link.student] = link
        if older is not None:
            older.send(message_frame("bye", code="replaced", text=replaced_text))
            older.close()

    def part_from(self, link: PhoneLink, text: str) -> None:
        """Close a phone's connection because another device has taken its place."""
        link.send(message_frame("bye", code="replaced", text=text))
        link.close()
        self.detach_phone(link)

    def detach_phone(self, link: PhoneLink) -> bool:
        """False where a newer connection has taken its place already."""
        if self.phones.get(link.student) is link:
            del self.phones[link.student]
            return True
        return False

    def close_all(self) -> None:
        for link in (*self.phones.values(), *self.screens, *self.hosts):
            link.close()
