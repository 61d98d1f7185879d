"""Somebody with a ticket wants to drive the class: a host on the laptop is asked before it opens anything.

Only where such a host is connected; otherwise the ticket alone is enough, as for a class without a window.
"""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from app.errors import Refused

CONFIRM_WITHIN: Final = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Asking:
    """One login that waits. address: of the phone, so that two of them can be told apart."""

    id: str
    role: str
    address: str
    answer: asyncio.Future[bool] = field(compare=False, repr=False)


class Confirmations:
    """is_needed: whether a host that confirms is connected. changed: called when the list has changed."""

    def __init__(self, is_needed: Callable[[], bool], changed: Callable[[], None]) -> None:
        self._is_needed = is_needed
        self._changed = changed
        self._waiting: dict[str, Asking] = {}

    def rows(self) -> list[dict[str, str]]:
        """The requests that wait, as snapshots tell them."""
        return [{"id": one.id, "role": one.role, "address": one.address} for one in self._waiting.values()]

    async def ask(self, role: str, address: str) -> None:
        """Returns when a host has allowed it, at once where none needs to be asked.

        Raises `Refused('host_not_confirmed')` when a host has refused or nobody has answered in time.
        """
        if not self._is_needed():
            return
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        asking = Asking(secrets.token_hex(8), role, address, answer)
        self._waiting[asking.id] = asking
        self._changed()
        try:
            allowed = await asyncio.wait_for(answer, CONFIRM_WITHIN)
        except TimeoutError:
            allowed = False
        finally:
            self._waiting.pop(asking.id, None)
            self._changed()
        if not allowed:
            raise Refused("host_not_confirmed")

    def answer(self, request_id: str, allow: bool) -> None:
        """A host has decided. Raises `Refused('no_such_request')` where it does not wait any more."""
        asking = self._waiting.pop(request_id, None)
        if asking is None or asking.answer.done():
            raise Refused("no_such_request")
        asking.answer.set_result(allow)

    def refuse_all(self) -> None:
        """Access is taken back, or the server ends."""
        for asking in list(self._waiting.values()):
            if not asking.answer.done():
                asking.answer.set_result(False)
