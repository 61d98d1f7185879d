"""Sync as the screens know it, in memory: a platform with courses and places that the test fills, and rows
that it moves. What was asked of it stands in `asked`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from app.errors import Refused, Trouble
from app.outgoing.connections import Connection, ConnectionKind, Step
from app.outgoing.plan import Notice, Plan, list_lines
from app.outgoing.registration import Registration
from app.outgoing.rows import Kind, Row, State, Target, make_key
from app.outgoing.seen import (
    AccountSeen,
    BankSeen,
    CourseSeen,
    Health,
    MatchSeen,
    Overview,
    PlaceSeen,
    RowSeen,
    SendWishes,
    SessionSync,
)
from app.outgoing.tool_form import ToolKey
from app.outgoing.travel import TravelSeen, TravelTaken

WORD = "right"
"""The password and the link that the platform accepts."""


class FakeSync:
    """failing: names of methods that raise this error. notices: what the next plan foresees."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.failing: dict[str, Exception] = {}
        self.connections: list[Connection] = []
        self.codes: dict[str, str] = {}
        self.courses: list[CourseSeen] = []
        self.places: list[PlaceSeen] = []
        self.banks: list[BankSeen] = []
        self.questions = ""
        self.accounts: list[AccountSeen] = []
        self.matches: list[MatchSeen] = []
        self.sessions: list[SessionSync] = []
        self.targets: list[Target] = []
        self.rows: dict[str, list[RowSeen]] = {}
        self.results: list[tuple[str, str, str, str]] = []
        self.there: dict[str, str] = {}
        self.notices: tuple[Notice, ...] = ()
        self.wishes: dict[str, SendWishes] = {}
        self.steps: dict[str, list[Step]] = {}
        self.is_paused = False
        self.confirmed_at: float | None = None
        self._listeners: list[Callable[[], None]] = []
        self._turn = RLock()

    def write_travel(self, sessions: Iterable[str], path: Path, phrase: str) -> None:
        self._note("write_travel", tuple(sessions), path, phrase)

    def read_travel(self, path: Path, phrase: str) -> TravelSeen:
        self._note("read_travel", path, phrase)
        if phrase != WORD:
            raise Refused("phrase_wrong" if phrase else "phrase_missing", file=path.name)
        return TravelSeen("a1b2c3d4e5f6", False, ("Fractions", "Cells"), ("https://moodle.example",))

    def take_travel(self, path: Path, phrase: str) -> TravelTaken:
        self._note("take_travel", path, phrase)
        return TravelTaken(2)

    def start(self) -> None:
        self.asked.append(("start",))

    def stop(self, wait: float | None = None) -> None:
        self.asked.append(("stop",))

    # --- what tests do --------------------------------------------------------------------------

    def connect(
        self, name: str = "Moodle of the school", code: str = "", kind: ConnectionKind = "moodle"
    ) -> Connection:
        id_ = f"c{len(self.connections) + 1}"
        made = Connection(id_, kind, name, "https://moodle.example.org", trouble="")
        self.connections.append(made)
        self.codes[id_] = code
        return made

    def tell(self) -> None:
        for listener in self._listeners:
            listener()

    def move(self, target: str, student: str, **changes: Any) -> None:
        """Let a row become this."""
        with self._turn:
            self.rows[target] = [
                replace(seen, row=replace(seen.row, **changes)) if seen.row.student == student else seen
                for seen in self.rows[target]
            ]
        self.tell()

    # --- the port -------------------------------------------------------------------------------

    def listen(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)

    def overview(self) -> Overview:
        counts = self._counts(seen for rows in self.rows.values() for seen in rows)
        return Overview(
            counts.get(State.WAITING, 0) + counts.get(State.SENDING, 0),
            counts.get(State.CHANGED_THERE, 0),
            counts.get(State.REFUSED, 0),
            counts.get(State.PARKED, 0),
            len({target.session for target in self.targets}),
            self.confirmed_at,
            next((code for code in self.codes.values() if code), ""),
        )

    def list_health(self) -> list[Health]:
        self._note("list_health")
        found = []
        for connection in self.connections:
            own = [target.id for target in self.targets if target.connection == connection.id]
            counts = self._counts(seen for id_ in own for seen in self.rows.get(id_, ()))
            found.append(
                Health(
                    replace(connection, confirmed_at=self.confirmed_at),
                    counts.get(State.WAITING, 0) + counts.get(State.SENDING, 0),
                    counts.get(State.CONFIRMED, 0),
                    counts.get(State.CHANGED_THERE, 0),
                    counts.get(State.REFUSED, 0),
                    counts.get(State.PARKED, 0),
                    "sync_paused" if self.is_paused else self.codes.get(connection.id, ""),
                    None,
                )
            )
        return found

    def connect_moodle(
        self, address: str, *, user: str = "", password: str = "", token: str = ""
    ) -> Connection:
        self._note("connect_moodle", address, user, password, token)
        if WORD not in (password, token):
            raise Trouble("login_wrong")
        return self.connect()

    def begin_browser_sign_in(self, address: str) -> tuple[str, str]:
        self._note("begin_browser_sign_in", address)
        return f"{address}/admin/tool/mobile/launch.php", "passport"

    def finish_browser_sign_in(self, address: str, link: str, passport: str) -> Connection:
        self._note("finish_browser_sign_in", address, link, passport)
        if WORD not in link:
            raise Trouble("login_link_wrong")
        return self.connect()

    def connect_xapi(self, address: str, user: str, password: str) -> Connection:
        self._note("connect_xapi", address, user, password)
        return self.connect("Record store", kind="xapi")

    def lti_key(self) -> ToolKey:
        self._note("lti_key")
        return ToolKey("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n", '{"kty": "RSA"}')

    def connect_lti(self, known: Registration) -> Connection:
        self._note("connect_lti", known)
        return self.connect("Algorithmique")

    def open_secrets(self, phrase: str) -> None:
        self._note("open_secrets", phrase)
        if phrase != WORD:
            raise Refused("secrets_phrase_wrong")
        self.failing.pop("lti_key", None)

    def fingerprint_of(self, address: str) -> str:
        self._note("fingerprint_of", address)
        return ":".join(["AB"] * 32)

    def trust(self, address: str, fingerprint: str) -> None:
        self._note("trust", address, fingerprint)
        self.failing.pop("connect_moodle", None)

    def refresh(self, session: str = "") -> None:
        self.asked.append(("refresh", session))

    def is_sent(self, session: str) -> bool:
        return False

    def remove_connection(self, id: str) -> None:
        self._note("remove_connection", id)
        self.connections = [one for one in self.connections if one.id != id]
        self.targets = [target for target in self.targets if target.connection != id]
        self.tell()

    def list_courses(self, id: str) -> list[CourseSeen]:
        self._note("list_courses", id)
        return self.courses

    def list_places(self, id: str, course: str, kind: Kind) -> list[PlaceSeen]:
        self._note("list_places", id, course, kind)
        return [place for place in self.places if place.kind == kind]

    def list_banks(self, id: str, course: str) -> list[BankSeen]:
        self._note("list_banks", id, course)
        return self.banks

    def find_bank(self, id: str, address: str) -> BankSeen:
        self._note("find_bank", id, address)
        return BankSeen("found", "")

    def download_questions(self, id: str, bank: str) -> str:
        self._note("download_questions", id, bank)
        return self.questions

    def list_accounts(self, id: str, course: str) -> list[AccountSeen]:
        self._note("list_accounts", id, course)
        return self.accounts

    def load_wishes(self, class_id: str) -> SendWishes:
        self._note("load_wishes", class_id)
        return self.wishes.get(class_id, SendWishes())

    def save_wishes(self, class_id: str, wishes: SendWishes) -> None:
        self._note("save_wishes", class_id, wishes)
        self.wishes[class_id] = wishes

    def match(self, connection: str, course: str, class_id: str) -> list[MatchSeen]:
        self._note("match", connection, course, class_id)
        return self.matches

    def set_account(self, connection: str, student: str, account: str | None) -> None:
        self._note("set_account", connection, student, account)
        self.matches = [
            replace(one, account=account or "", sure=bool(account)) if one.student == student else one
            for one in self.matches
        ]
        for target in self.targets:
            if target.connection == connection and account:
                self._change(target.id, {student}, State.WAITING)
        self.tell()

    def list_sessions(self) -> list[SessionSync]:
        self._note("list_sessions")
        found = []
        for session in self.sessions:
            own = tuple(target for target in self.targets if target.session == session.session)
            seen = [one for target in own for one in self.rows.get(target.id, ())]
            found.append(
                replace(
                    session, targets=own, counts=self._counts(iter(seen)), last_confirmed=self.confirmed_at
                )
            )
        return found

    def set_target(self, session: str, kind: Kind, connection: str, ref: str, name: str = "") -> Target:
        self._note("set_target", session, kind, connection, ref, name)
        made = Target(f"{session}-{kind}", session, kind, connection, ref, name=name)
        self.targets = [target for target in self.targets if target.id != made.id] + [made]
        self.rows[made.id] = [
            RowSeen(Row(make_key(made.id, student), made.id, student, value), name, number)
            for student, name, number, value in self.results
        ]
        self.tell()
        return made

    def remove_target(self, id: str) -> None:
        self._note("remove_target", id)
        self.targets = [target for target in self.targets if target.id != id]
        self.rows.pop(id, None)
        self.tell()

    def plan(self, target: str, progress: Callable[[int, int], bool]) -> Plan:
        self._note("plan", target)
        progress(1, 1)
        rows = [seen.row for seen in self.rows[target]]
        there = {row.key: self.there[row.student] for row in rows if row.student in self.there}
        return Plan(target, list_lines(rows, there), self.notices)

    def list_rows(self, target: str) -> list[RowSeen]:
        self._note("list_rows", target)
        return self.rows.get(target, [])

    def history(self, key: str) -> list[Step]:
        self._note("history", key)
        return self.steps.get(key, [])

    def agree(self, target: str, codes: Iterable[str]) -> None:
        codes = tuple(sorted(codes))
        self._note("agree", target, codes)
        self.targets = [replace(one, agreed=codes) if one.id == target else one for one in self.targets]
        parked = {s.row.student for s in self.rows[target] if s.row.reason == "not_agreed"}
        self._change(target, parked, State.WAITING)
        self.tell()

    def keep_theirs(self, keys: Iterable[str]) -> None:
        self._decide("keep_theirs", keys, State.PARKED, "kept_theirs")

    def send_ours(self, keys: Iterable[str]) -> None:
        self._decide("send_ours", keys, State.WAITING, "")

    def try_again(self, keys: Iterable[str]) -> None:
        self._decide("try_again", keys, State.WAITING, "")

    def sync_now(self) -> None:
        self._note("sync_now")
        self.is_paused = False
        self.tell()

    def pause(self) -> None:
        self._note("pause")
        self.is_paused = True
        self.tell()

    def resume(self) -> None:
        self._note("resume")
        self.is_paused = False
        self.tell()

    # --- inside ---------------------------------------------------------------------------------

    def _note(self, name: str, *values: Any) -> None:
        self.asked.append((name, *values))
        if name in self.failing:
            raise self.failing[name]

    def _decide(self, name: str, keys: Iterable[str], state: State, reason: str) -> None:
        keys = set(keys)
        self._note(name, frozenset(keys))
        for target, rows in self.rows.items():
            self._change(target, {seen.row.student for seen in rows if seen.row.key in keys}, state, reason)
        self.tell()

    def _change(self, target: str, students: set[str], state: State, reason: str = "") -> None:
        with self._turn:
            self.rows[target] = [
                replace(seen, row=replace(seen.row, state=state, reason=reason, there=None))
                if seen.row.student in students
                else seen
                for seen in self.rows.get(target, ())
            ]

    @staticmethod
    def _counts(seen: Iterable[RowSeen]) -> dict[State, int]:
        counts: dict[State, int] = {}
        for one in seen:
            counts[one.row.standing] = counts.get(one.row.standing, 0) + 1
        return counts
