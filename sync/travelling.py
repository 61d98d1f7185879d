"""Results that travel: packed where there is no connection, taken in and sent where there is one. Rows have
the same keys on every computer and are read back before they are sent, so that both may send.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import Refused, Trouble
from app.outgoing.connections import Connection
from app.outgoing.seen import SendWishes
from app.outgoing.travel import TravelSeen, TravelTaken
from app.storage.archive import Archive
from app.storage.travelling import pack_session, take_session
from sync.asking import Asking
from sync.connectors.lti.keys import load_or_make_key
from sync.travel_file import knows_maker, read_file, remember_maker, write_file


class Travelling(Asking):
    """See `widgets.ports.SyncPort`."""

    def write_travel(self, sessions: Iterable[str], path: Path, phrase: str) -> None:
        """Pack these sessions, and where their values go. phrase: '' for a file that everybody can read.
        Raises as reading them does, as `load_or_make_key`, `Refused('phrase_short')`,
        `Trouble('file_not_written')`."""
        wanted, outbox = list(sessions), self._outbox
        archive = Archive(self.engine.folder, self.engine.clock)
        known = {row.id: row for row in self.engine.deriver.list_ended() if row.id in wanted}
        connections = {one.id: one for one in outbox.list_connections()}
        targets = [
            {
                "session": one.session, "kind": one.kind, "ref": one.ref, "top": one.top, "name": one.name,
                "platform": connections[one.connection].kind, "address": connections[one.connection].address,
            }
            for one in outbox.list_targets() if one.session in known
        ]  # fmt: skip
        used = {one.connection for one in outbox.list_targets() if one.session in known}
        accounts = [
            {
                "address": one.address,
                "kind": one.kind,
                "accounts": self._accounts(one.id, known),
                "details": {name: text for name, text in one.details.items() if name.startswith("status ")},
            }
            for one in connections.values()
            if one.id in used
        ]
        wishes = outbox.load_wishes()
        body = {
            "sessions": [pack_session(archive, id_) | {"title": row.title} for id_, row in known.items()],
            "targets": targets,
            "accounts": accounts,
            "wishes": {
                row.class_id: asdict(wishes[row.class_id]) for row in known.values() if row.class_id in wishes
            },
        }
        write_file(path, body, load_or_make_key(self.engine.folder), phrase)

    def read_travel(self, path: Path, phrase: str) -> TravelSeen:
        """Changes nothing. Raises as `read_file`."""
        found = read_file(path, phrase)
        known = knows_maker(self.engine.folder, found.maker)
        with _damaged():
            titles = tuple(str(one["title"]) for one in found.body["sessions"])
            places = tuple(dict.fromkeys(str(one["address"]) for one in found.body["targets"]))
        return TravelSeen(found.maker, known, titles, places)

    def take_travel(self, path: Path, phrase: str) -> TravelTaken:
        """Take it in and send what it says. The teacher has been shown whose it is. Taking it in twice
        changes nothing more. Raises as `read_file` and `take_session`."""
        found = read_file(path, phrase)
        with _damaged():
            done = {one["id"]: take_session(self.engine.folder, one) for one in found.body["sessions"]}
            settled = [id_ for id_, what in done.items() if what != "differs"]
            absent = self._take_targets(found.body, settled)
        remember_maker(self.engine.folder, found.maker)
        for session in settled:
            self.engine.refresh(session)
        self.engine.derive()
        self._match_all()
        self._wake()
        what = list(done.values())
        differing, same = what.count("differs"), what.count("same")
        return TravelTaken(len(what) - differing - same, same, differing, absent)

    # --- inside ---

    def _accounts(self, connection: str, sessions: Iterable[str]) -> dict[str, str]:
        """Of the students of these sessions."""
        people = {student for session in sessions for student in self.engine.deriver.load_people(session)}
        known = self._outbox.load_accounts(connection)
        return {student: account for student, account in known.items() if student in people}

    def _take_targets(self, body: dict[str, Any], sessions: Collection[str]) -> tuple[str, ...]:
        """Addresses without a connection. What was chosen here before stays."""
        outbox, absent = self._outbox, set()
        for class_id, wish in body["wishes"].items():
            if class_id and class_id not in outbox.load_wishes():
                outbox.save_wishes(class_id, SendWishes.from_dict(wish | {"connection": "", "course": ""}))
        chosen = {(one.session, one.kind) for one in outbox.list_targets()} | outbox.list_left_out()
        for one in body["targets"]:
            here = self._at(one["platform"], one["address"])
            if here is None:
                absent.add(str(one["address"]))
            elif one["session"] in sessions and (one["session"], one["kind"]) not in chosen:
                with suppress(Refused):  # another session's values go there
                    outbox.add_target(
                        one["session"], one["kind"], here.id, one["ref"], one["top"], one["name"]
                    )
        for one in body["accounts"]:
            here = self._at(one["kind"], one["address"])
            if here is not None:
                outbox.set_details(here.id, {**one["details"], **here.details})
                self._take_accounts(here.id, one["accounts"])
        return tuple(sorted(absent))

    def _take_accounts(self, connection: str, accounts: dict[str, str]) -> None:
        known = self._outbox.load_accounts(connection)
        for student, account in accounts.items():
            if student not in known:
                with suppress(Refused):  # the account is another student's here
                    self._outbox.set_account(connection, student, account, set(accounts))

    def _at(self, kind: str, address: str) -> Connection | None:
        return next(
            (one for one in self._outbox.list_connections() if (one.kind, one.address) == (kind, address)),
            None,
        )

    def _match_all(self) -> None:
        for one in self._outbox.list_connections():
            self._match_rows(one.id)


@contextmanager
def _damaged() -> Iterator[None]:
    """What is missing in a file that was signed all the same."""
    try:
        yield
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise Trouble("travel_damaged", reason=type(error).__name__) from error
