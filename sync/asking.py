"""What windows ask of platforms: to connect, for courses and places, who is who. One question at a time; all
of it blocks, some as long as a platform takes to answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from app.clock import Clock
from app.errors import Refused, Trouble
from app.outgoing.connections import Connection
from app.outgoing.rows import Kind, canonical
from app.outgoing.seen import AccountSeen, BankSeen, CourseSeen, Health, MatchSeen, PlaceSeen
from app.people.model import Roster, Student
from app.people.names import display_name
from sync import outbox as policy
from sync import signing_in
from sync.accounts import match_students
from sync.connectors.base import Account, Connector
from sync.connectors.moodle.connector import MoodleConnector
from sync.deriving import Sessions
from sync.engine import Engine
from sync.letting_in import LettingIn
from sync.seeing import see_health


class ClassLike(Protocol):
    @property
    def id(self) -> str: ...


class Rosters(Protocol):
    """The library, as far as sync needs it."""

    def list_classes(self) -> Iterable[ClassLike]: ...
    def load_roster(self, class_id: str) -> Roster: ...


class Asking(LettingIn):
    """engine: `start` and `stop` it; it may be used by itself too."""

    def __init__(self, folder: Path, clock: Clock, sessions: Sessions, rosters: Rosters) -> None:
        super().__init__(Engine(folder, clock, sessions))
        self._rosters = rosters
        self._tops: dict[tuple[str, str], str] = {}  # of places that were listed
        self._courses: dict[tuple[str, str], str] = {}

    # --- connections ---

    def list_health(self) -> list[Health]:
        outbox, worker, unkept = self._outbox, self.engine.worker, self.engine.keys.unkept
        return [
            see_health(
                worker, connection, connection.id in unkept, outbox.list_rows(connection=connection.id)
            )
            for connection in outbox.list_connections()
        ]

    def connect_moodle(
        self, address: str, *, user: str = "", password: str = "", token: str = ""
    ) -> Connection:
        keys, trusted = self.engine.keys, self._trusted_at(address)
        return self._woken(signing_in.add_moodle(self._outbox, keys, address, user, password, token, trusted))

    def begin_browser_sign_in(self, address: str) -> tuple[str, str]:
        return signing_in.begin_in_browser(address, self._trusted_at(address))

    def finish_browser_sign_in(self, address: str, link: str, passport: str) -> Connection:
        keys, trusted = self.engine.keys, self._trusted_at(address)
        made = signing_in.finish_in_browser(self._outbox, keys, address, link, passport, trusted)
        return self._woken(made)

    def connect_xapi(self, address: str, user: str, password: str) -> Connection:
        keys, trusted = self.engine.keys, self._trusted_at(address)
        return self._woken(signing_in.add_store(self._outbox, keys, address, user, password, trusted))

    def remove_connection(self, id: str) -> None:
        """With its key. What stands on the platform stays there."""
        self._outbox.remove_connection(id)
        with suppress(Trouble):  # without a keyring nothing was kept
            self.engine.keys.forget(id)
        self.engine.tell_changed()

    # --- the platform ---

    def list_courses(self, id: str) -> list[CourseSeen]:
        with self._connector(id) as connector:
            return [CourseSeen(course.id, course.name, course.code) for course in connector.list_courses()]

    def list_places(self, id: str, course: str, kind: Kind) -> list[PlaceSeen]:
        with self._connector(id) as connector:
            places = connector.list_places(course)
        found = []
        for place in places:
            top = "" if place.top is None else canonical(str(place.top))
            self._tops[id, place.ref], self._courses[id, place.ref] = top, course
            if place.kind == kind:
                found.append(PlaceSeen(place.kind, place.ref, place.name, top, place.notices))
        return found

    def list_banks(self, id: str, course: str) -> list[BankSeen]:
        with self._connector(id) as connector:
            banks = _moodle(connector).list_banks(course)
        return [BankSeen(bank.ref, bank.name) for bank in banks]

    def find_bank(self, id: str, address: str) -> BankSeen:
        """Raises `Rejected('bank_address_wrong')`."""
        with self._connector(id) as connector:
            bank = _moodle(connector).find_bank(address)
        return BankSeen(bank.ref, bank.name)

    def download_questions(self, id: str, bank: str) -> str:
        """bank: a ref. Moodle XML, to be imported as any other."""
        with self._connector(id) as connector:
            return _moodle(connector).download_bank(bank)

    def list_accounts(self, id: str, course: str) -> list[AccountSeen]:
        with self._connector(id) as connector:
            return [_seen(account) for account in connector.load_roster(course) if _is_student(account)]

    def match(self, connection: str, course: str, class_id: str) -> list[MatchSeen]:
        """Who of the class is who in the course."""
        outbox, students = self._outbox, self._students_of(class_id)
        with self._connector(connection) as connector:
            matching = match_students(outbox, connector, connection, course, students)
        self._match_rows(connection)
        accounts = {account.id: _seen(account) for account in matching.accounts}
        unsure = {match.student: match.candidates for match in matching.unsure}
        known = outbox.load_accounts(connection)
        return [
            MatchSeen(
                student.id, display_name(student), student.number, known.get(student.id, ""),
                student.id in known, tuple(accounts[id_] for id_ in unsure.get(student.id, ())),
            )
            for student in students
        ]  # fmt: skip

    def set_account(self, connection: str, student: str, account: str | None) -> None:
        """Raises `Refused('account_taken')`."""
        among = {one.id for one in self._classmates(student)}
        self._outbox.set_account(connection, student, account or "", among | {student})
        self._match_rows(connection)

    # --- inside ---

    @contextmanager
    def _connector(self, id: str) -> Iterator[Connector]:
        connector = self.engine.connect(self._find_connection(id))
        try:
            yield connector
        finally:
            connector.close()

    def _find_connection(self, id: str) -> Connection:
        for connection in self._outbox.list_connections():
            if connection.id == id:
                return connection
        raise Refused("no_such_connection")

    def _students_of(self, class_id: str) -> Sequence[Student]:
        """Of the class as it is now; of one that was taught on another computer, as its sessions knew it."""
        if any(known.id == class_id for known in self._rosters.list_classes()):
            return self._rosters.load_roster(class_id).students
        people: dict[str, tuple[str, str]] = {}
        for row in self.engine.deriver.list_ended():
            if class_id and row.class_id == class_id:
                people = self.engine.deriver.load_people(row.id) | people
        return [Student(id_, number, "", "", name) for id_, (name, number) in people.items()]

    def _match_rows(self, connection: str) -> None:
        """What waited for an account waits no more, and what has none any more does."""
        outbox = self._outbox
        accounts = outbox.load_accounts(connection)
        for target in outbox.list_targets():
            if target.connection == connection and target.kind != "statement":
                outbox.change(lambda rows: policy.match_rows(rows, accounts), target=target.id)
        self._wake()

    def _classmates(self, student: str) -> Iterable[Student]:
        for known in self._rosters.list_classes():
            students = self._rosters.load_roster(known.id).students
            if any(one.id == student for one in students):
                return students
        return ()


def _moodle(connector: Connector) -> MoodleConnector:
    """Raises `Refused('no_such_connection')` for other platforms, which have no question banks for us."""
    if not isinstance(connector, MoodleConnector):
        raise Refused("no_such_connection")
    return connector


def _is_student(account: Account) -> bool:
    return account.student and account.active


def _seen(account: Account) -> AccountSeen:
    return AccountSeen(account.id, account.name, account.number, account.email)
