"""A record store behind the interface of all platforms: each session is a place of its own there, and each
statement a value, its id.

A store keeps what it was given for good. A fact that was corrected is another statement; the older one is
taken back in the same request. A place's ref is the session's id.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.outgoing.plan import Notice
from sync.connectors.base import Account, Course, Place, Reading, Site
from sync.connectors.xapi.statements import (
    VOIDED,
    Statement,
    StatementPlace,
    make_voiding,
    place_of,
    registration_of,
    says_the_same,
)
from sync.connectors.xapi.store import BATCH, RecordStore
from sync.errors import Rejected, Unanswered
from sync.outbox import Held

LOOKS: Final = 6  # how often a store that shows late what it has taken is looked at
PAUSE: Final = 1.0  # seconds between two looks
OTHERWISE: Final = "stored otherwise"  # in the place of an id: the store holds it with other contents


@dataclass(frozen=True, slots=True)
class Told:
    """The statements of a session, by student and item as `Run` names them. ended: seconds since 1970."""

    statements: Mapping[str, Statement]
    ended: float


Tell = Callable[[str, str], Told]
"""What a session says now, by its id and the address of the system that gives students their numbers."""


class XapiConnector:
    def __init__(
        self, store: RecordStore, home: str, tell: Tell, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """home: address of the system that gives students their numbers."""
        self._store = store
        self._home = home
        self._tell = tell
        self._pause = pause
        self._sent: dict[str, set[str]] = {}

    @property
    def most(self) -> int:
        return BATCH

    def probe(self) -> Site:
        self._store.find_all(registration_of("probe"))
        return Site(self._home, "", frozenset())

    def list_courses(self) -> list[Course]:
        return []

    def load_roster(self, course: str) -> list[Account]:
        return []

    def list_places(self, course: str) -> list[Place]:
        """course: here the id of a session of ours."""
        return [Place("statement", course, self._home)]

    def read(self, ref: str) -> Reading:
        told, there = self._tell(ref, self._home), _valid(self._find(ref))
        held, extra = {}, {}
        for account, ours in told.statements.items():
            known = there.get(place_of(ours), [])
            older = [statement["id"] for statement in known if statement["id"] != ours["id"]]
            held[account] = _held(ours, known, older)
            if older:
                extra[account] = " ".join(older)
        return Reading(held, extra=extra)

    def foresee(self, ref: str, reading: Reading, values: Mapping[str, str]) -> Sequence[Notice]:
        return []

    def send(self, ref: str, reading: Reading, values: Mapping[str, str]) -> None:
        told = self._tell(ref, self._home)
        batch = [told.statements[account] for account in values if account in told.statements]
        batch += [
            make_voiding(id, ref, self._home, told.ended)
            for account in values
            for id in reading.extra.get(account, "").split()
        ]
        delivery = self._store.send(batch)
        self._sent.setdefault(ref, set()).update(delivery.stored)
        if delivery.refused:
            raise Rejected("platform_refused")

    def close(self) -> None:
        self._store.close()

    def _find(self, session: str) -> list[Statement]:
        """What was taken may not be shown at once: stores on several machines need a moment."""
        for look in range(LOOKS):
            if look:
                self._pause(PAUSE)
            found = self._store.find_all(registration_of(session))
            if self._sent.get(session, set()) <= {statement["id"] for statement in found}:
                break
        return found


def _valid(found: Sequence[Statement]) -> Mapping[StatementPlace, list[Statement]]:
    """Those that were not taken back, by what they say something of."""
    try:
        gone = {statement["object"]["id"] for statement in found if _is_voiding(statement)}
        there: dict[StatementPlace, list[Statement]] = {}
        for statement in found:
            if statement["id"] not in gone and not _is_voiding(statement):
                there.setdefault(place_of(statement), []).append(statement)
    except (LookupError, TypeError):
        raise Unanswered("platform_not_understood") from None
    return there


def _held(ours: Statement, known: Sequence[Statement], older: Sequence[str]) -> Held:
    if older:
        return Held(older[-1])
    if not known:
        return Held(None)
    return Held(ours["id"] if says_the_same(ours, known[0]) else OTHERWISE)


def _is_voiding(statement: Mapping[str, Any]) -> bool:
    return bool(statement["verb"]["id"] == VOIDED)
