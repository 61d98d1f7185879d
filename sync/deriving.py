"""From sessions to rows of the outbox: only of those that have changed since, in one transaction."""

import hashlib
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, Protocol

from app.errors import Refused, Trouble
from app.outgoing.connections import Connection
from app.outgoing.rows import Result, Row, Target
from app.outgoing.seen import SendWishes
from app.reports.facts import facts_of
from app.reports.sending import people_of, results_of
from app.storage.outbox import Outbox
from sync import outbox as policy
from sync.connecting import home_of
from sync.connectors.xapi.connector import Told
from sync.connectors.xapi.statements import make_statement

_LOG: Final = logging.getLogger(__name__)
_EDITION: Final = 1  # of the way from a session to values; another one derives everything anew

DEFAULT_WISHES: Final = SendWishes(grade="points", attendance=True, statements=True)
"""Of a class about which nothing was said: nothing is sent all the same before a place is chosen."""


class SessionLike(Protocol):
    """A line of the list of sessions."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def opened_at(self) -> float: ...
    @property
    def ended_at(self) -> float | None: ...
    @property
    def rehearsal(self) -> bool: ...
    @property
    def class_name(self) -> str: ...
    @property
    def class_id(self) -> str: ...


class Sessions(Protocol):
    """Past sessions; a state is what `app.reports` reads."""

    def list_sessions(self) -> Iterable[SessionLike]: ...
    def list_editions(self) -> Mapping[str, tuple[int, int]]: ...
    def load_state(self, id: str) -> Any: ...


class Deriver:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def list_ended(self) -> list[SessionLike]:
        """Newest first; rehearsals are never sent."""
        return [
            row for row in self._sessions.list_sessions() if row.ended_at is not None and not row.rehearsal
        ]

    def derive(self, outbox: Outbox, forced: Collection[str] = ()) -> int:
        """Bring the rows up to what the sessions say now; how many have changed. forced: sessions that are
        read anew though they look the same."""
        ended, wishes = self.list_ended(), outbox.load_wishes()
        self._add_stores(outbox, ended, wishes)
        connections = {connection.id: connection for connection in outbox.list_connections()}
        targets: dict[str, list[Target]] = {}
        for target in outbox.list_targets():
            targets.setdefault(target.session, []).append(target)
        known, marks, editions = outbox.load_marks(), {}, self._sessions.list_editions()
        results: list[Result] = []
        for row in ended:
            own = targets.get(row.id)
            wish = wishes.get(row.class_id, DEFAULT_WISHES)
            if not own:
                continue
            mark = _mark(editions.get(row.id), wish, own)
            if known.get(row.id) == mark and row.id not in forced:
                continue
            try:
                results += self._results(row.id, wish, own, connections)
            except (Trouble, Refused) as error:  # its rows stay as they are
                _LOG.error("a session could not be derived: %s", error.code)
                continue
            marks[row.id] = mark
        if not marks:
            return 0

        def judge(rows: list[Row], present: list[Target]) -> tuple[tuple[Row, ...], tuple[str, ...]]:
            own = [target for target in present if target.session in marks]
            ids = {target.id for target in own}
            changes = policy.derive(results, own, [row for row in rows if row.target in ids])
            return changes.save, changes.drop

        return outbox.derive(judge, marks)

    def tell(self, session: str, home: str) -> Told:
        """The statements of a session. Raises what reading it raises."""
        state = self._sessions.load_state(session)
        facts = facts_of(state)
        statements = {f"{fact.student} {fact.item}": make_statement(fact, home) for fact in facts}
        return Told(statements, state.ended_at)

    def load_people(self, session: str) -> dict[str, tuple[str, str]]:
        """Name and number of each student on the session's roster. Raises what reading it raises."""
        people = people_of(self._sessions.load_state(session))
        return {id: (one.name, one.number) for id, one in people.items()}

    def _results(
        self, session: str, wish: SendWishes, targets: list[Target], connections: Mapping[str, Connection]
    ) -> list[Result]:
        kinds = {target.kind: target for target in targets}
        results: list[Result] = []
        if "grade" in kinds or "attendance" in kinds:
            top = kinds["grade"].top if "grade" in kinds else ""
            results += results_of(self._sessions.load_state(session), wish, top)
        if "statement" in kinds and wish.statements:
            told = self.tell(session, home_of(connections[kinds["statement"].connection]))
            for account, statement in told.statements.items():
                student, _, item = account.partition(" ")
                results.append(Result(session, student, "statement", statement["id"], item))
        return results

    def _add_stores(self, outbox: Outbox, ended: list[SessionLike], wishes: Mapping[str, SendWishes]) -> None:
        """The record store of a class takes every session of it whose statements are sent. One that was
        chosen and is gone has no other in its place."""
        stores = [connection.id for connection in outbox.list_connections() if connection.kind == "xapi"]
        if not stores:
            return
        known = {(target.session, target.kind) for target in outbox.list_targets()}
        for row in ended:
            place = (row.id, "statement")
            wish = wishes.get(row.class_id)
            if wish is None or not wish.statements or place in known or place in outbox.list_left_out():
                continue
            store = wish.store or stores[0]
            if store in stores:
                outbox.add_target(row.id, "statement", store, row.id)


def _mark(edition: tuple[int, int] | None, wish: SendWishes, targets: list[Target]) -> str:
    """The same as long as deriving would give the same."""
    places = sorted((target.id, target.top) for target in targets)
    text = repr((_EDITION, edition, wish, places))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
