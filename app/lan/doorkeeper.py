"""Checks who signs in: number or name, then PIN, slowly for those who guess; devices that are remembered.

PINs are hashed in a few threads beside the loop, so that a whole class at the door holds no answer up.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from app.errors import Refused, Trouble
from app.lan.access import hash_secret, new_secret
from app.lan.room import Room
from app.lan.throttle import Throttle
from app.live import commands as cmd
from app.live.identity import find_listed
from app.live.register import Listed
from app.people.pins import LONGEST_PIN, SHORTEST_PIN, check_pin, hash_pin

FREE_TRIES: Final = 3  # wrong PINs of one student without a pause
FREE_FROM_ONE_ADDRESS: Final = 10
LONGEST_FOR_ADDRESS: Final = 60.0  # seconds; a whole school may wait with the one who guesses
SHOWN_FROM: Final = 5  # wrong PINs of one student that the host is told of
SHOWN_FOR: Final = 600.0  # seconds
THREADS: Final = 2


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a form of the door says. device: SHA-256 of the device's secret, "" for a new one; share: the
    phone is handed over by the student who holds it; address: the network that counts as one place."""

    who: str
    pin: str
    again: str
    device: str
    address: str
    share: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """secret: for the session's cookie; device: a new secret for the device's cookie, "" where it has one."""

    student: str
    secret: str
    device: str = ""


class Doorkeeper:
    """check_room: raises `Refused('class_full')` where nobody else can connect."""

    def __init__(self, room: Room, check_room: Callable[[], None]) -> None:
        self._room = room
        self._check_room = check_room
        self._students = Throttle(lambda: room.clock.now(), FREE_TRIES)
        self._addresses = Throttle(
            lambda: room.clock.now(), FREE_FROM_ONE_ADDRESS, longest=LONGEST_FOR_ADDRESS
        )
        self._threads: ThreadPoolExecutor | None = None

    async def sign_in(self, visit: Visit) -> SignedIn:
        """Raises `Refused` with what is missing (`pin_needed`, `pin_to_choose`) or wrong, `Trouble`."""
        self._addresses.check(visit.address)
        try:
            listed = find_listed(self._room.state.register, visit.who)
        except Refused:
            self._count(visit.address)
            raise
        if not visit.pin:
            raise Refused("pin_needed" if listed.pin else "pin_to_choose")
        pin, new_hash = read_pin(visit.pin), ""
        if listed.pin:
            try:
                await self._check_pin(listed, pin)
            except Refused as refusal:
                if refusal.code == "pin_wrong":
                    self._count(visit.address)
                raise
        elif pin != read_pin(visit.again):
            raise Refused("pin_differs")
        else:
            new_hash = await self._run(hash_pin, pin)
            self._room.set_trouble(f"pin-{listed.id}", None)
        self._addresses.succeed(visit.address, listed.id)
        device = visit.device if self._is_known(visit.device) else ""
        return await self._let_in(listed.id, device, new_hash, visit.share)

    async def sign_in_remembered(self, device: str) -> SignedIn | None:
        """A device that was here last week signs in by itself, unless its student uses another one by now."""
        register = self._room.state.register
        student = register.find_remembered(device) if device else None
        if student is None or register.active.get(student, device) != device:
            return None
        return await self._let_in(student, device, "", False)

    async def switch(self, holder: str, student: str) -> SignedIn:
        """The other one of a shared phone goes on. Raises `Refused('not_shared')`."""
        if student not in self._room.state.register.sharers(holder):
            raise Refused("not_shared")
        secret = new_secret()
        await self._room.carry_out(cmd.AddDevice(student, hash_secret(secret)))
        return SignedIn(student, secret)

    def close(self) -> None:
        if self._threads is not None:
            self._threads.shutdown()

    async def _let_in(self, student: str, device: str, pin: str, share: bool) -> SignedIn:
        self._check_room()
        secret, device_secret = new_secret(), "" if device else new_secret()
        known = device or hash_secret(device_secret)
        await self._room.carry_out(cmd.SignIn(student, hash_secret(secret), known, pin, share))
        return SignedIn(student, secret, device_secret)

    def _is_known(self, device: str) -> bool:
        """Whether this device has signed in somebody. Another one gets a new secret: who has planted the old
        one would sign in by it next week."""
        register = self._room.state.register
        return device in register.remembered or device in register.used_by

    def _count(self, address: str) -> None:
        tries = self._addresses.fail(address)
        if tries > FREE_FROM_ONE_ADDRESS:
            self._show(f"pins-{address}", Trouble("pins_guessed_from", address=address, count=tries))

    async def _check_pin(self, listed: Listed, pin: str) -> None:
        key = f"{listed.id} {listed.pin}"  # tries with a PIN that was reset do not count
        self._students.check(key)
        tries = self._students.fail(key)  # before it is checked: many at once are no way around
        if await self._run(check_pin, pin, listed.pin):
            self._students.forget(key)
            return
        if tries >= SHOWN_FROM:
            self._show(f"pin-{listed.id}", Trouble("pin_guessed", name=listed.name, count=tries))
        raise Refused("pin_wrong")

    def _show(self, key: str, trouble: Trouble) -> None:
        self._room.set_trouble(key, trouble)

        def clear() -> None:
            if self._room.trouble.get(key) is trouble:
                self._room.set_trouble(key, None)

        asyncio.get_running_loop().call_later(SHOWN_FOR, clear)

    async def _run(self, work: Callable[..., Result], *arguments: str) -> Result:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="preau-pins")
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)


def read_pin(text: str) -> str:
    """4 to 8 digits of any script, as 0 to 9. Raises `Refused('pin_form')`."""
    digits = [str(unicodedata.decimal(char, "x")) for char in text[:40] if not char.isspace()]
    if not SHORTEST_PIN <= len(digits) <= LONGEST_PIN or "x" in digits:
        raise Refused("pin_form", least=SHORTEST_PIN, most=LONGEST_PIN)
    return "".join(digits)
