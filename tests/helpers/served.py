"""A class server in this process: real sockets on a free loopback port, a real journal, any quiz."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from app.clock import Clock
from app.host.client import HostClient
from app.lan.access import Access, new_secret
from app.lan.addresses import Address
from app.lan.listening import open_port
from app.lan.media import Pictures
from app.lan.server import ClassServer, ServerOptions
from app.live.identity import take_roster
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.people.model import RosterCopy
from app.protocol.messages import faults_of
from app.quiz.model import Question, Quiz
from app.rehearsal.student import SimulatedStudent
from app.storage.journal import Journal, JournalReader
from tests.helpers.questions import KIND_NAMES, sample_question

HERE = Address("127.0.0.1", "lo", 4, True, "wired")  # stands for the Wi-Fi of the room
PATIENCE = 10.0


def sample_quiz(*kinds: str, **changes: Any) -> Quiz:
    """One plain question of each kind named (all kinds without names)."""
    return Quiz("quiz", "Sample", tuple(sample_question(kind, **changes) for kind in kinds or KIND_NAMES))


async def until(wanted: Callable[[], Any], patience: float = PATIENCE) -> None:
    """Turn the loop until `wanted()` is true. Raises TimeoutError."""
    async with asyncio.timeout(patience):
        while not wanted():
            await asyncio.sleep(0.005)


class CheckedHost(HostClient):
    """A host client that holds every message against the protocol's table."""

    heard: list[dict[str, Any]]

    async def _take(self, message: dict[str, Any]) -> None:
        assert not faults_of(message, "server", "host"), message
        self.heard = [*getattr(self, "heard", []), dict(message)]  # the view takes parts out of it
        await super()._take(message)


class CheckedStudent(SimulatedStudent):
    """A simulated student that holds every message against the protocol's table."""

    async def _take(self, message: dict[str, Any]) -> None:
        assert not faults_of(message, "server", "phone"), message
        await super()._take(message)


@dataclass
class Phone:
    """A browser by hand: one cookie jar, forms, and a raw socket whose messages are kept."""

    http: aiohttp.ClientSession
    address: str
    socket: aiohttp.ClientWebSocketResponse | None = None
    heard: list[dict[str, Any]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    closed: bool = False
    reader: asyncio.Task[None] | None = None

    async def join(self, nickname: str) -> "Phone":
        headers = {"Accept": "application/json"}
        async with self.http.post(
            f"{self.address}/join", data={"nickname": nickname}, headers=headers
        ) as reply:
            assert reply.status == 200, await reply.text()
            self.raw.append(await reply.text())
        return self

    async def open(self, have: str = "") -> "Phone":
        self.socket = await self.http.ws_connect(f"{self.address}/ws?have={have}", max_msg_size=0)
        self.closed = False
        known = len(self.all("mine"))
        self.reader = asyncio.create_task(self._read(self.socket))
        await self.hear("mine", known + 1)
        return self

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.raw.append(message.data)
                decoded = json.loads(message.data)
                assert not faults_of(decoded, "server", "phone"), decoded
                self.heard.append(decoded)
        self.closed = True

    async def send(self, message: Any) -> None:
        assert self.socket is not None
        await self.socket.send_str(message if isinstance(message, str) else json.dumps(message))

    async def answer(self, round_: str, fields: Iterable[tuple[str, str]], answer_id: str = "a1") -> None:
        pairs = [list(pair) for pair in fields]
        await self.send({"t": "answer", "id": answer_id, "round": round_, "fields": pairs})

    def all(self, name: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["t"] == name]

    async def hear(self, name: str, count: int = 1) -> dict[str, Any]:
        """The `count`th message of this name, waited for."""
        await until(lambda: len(self.all(name)) >= count or (self.reader and self.reader.done()))
        assert len(self.all(name)) >= count, (name, self.heard)
        return self.all(name)[count - 1]

    async def hear_after(self, name: str, known: int) -> dict[str, Any]:
        """The first message of this name among those after the `known` first messages."""
        await until(lambda: any(message["t"] == name for message in self.heard[known:]))
        return next(message for message in self.heard[known:] if message["t"] == name)

    async def page(self, path: str = "", **options: Any) -> tuple[int, str]:
        async with self.http.get(f"{self.address}{path}", **options) as reply:
            return reply.status, await reply.text()

    async def submit(self, fields: Iterable[tuple[str, str]], **options: Any) -> tuple[int, str]:
        """An answer by form; redirects are followed."""
        async with self.http.post(f"{self.address}/answer", data=list(fields), **options) as reply:
            return reply.status, await reply.text()

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()
        if self.reader is not None:
            await self.reader
        await self.http.close()


@dataclass
class Screen:
    """A second screen that has logged in; everything it was sent is kept."""

    http: aiohttp.ClientSession
    origin: str
    raw: list[str] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    socket: aiohttp.ClientWebSocketResponse | None = None
    reader: asyncio.Task[None] | None = None

    async def open(self, code: str) -> "Screen":
        async with self.http.post(f"{self.origin}/screen/login", data={"secret": code}) as page:
            assert page.status == 200, page.status
            self.raw.append(await page.text())
        self.socket = await self.http.ws_connect(f"{self.origin}/screen/ws")
        self.reader = asyncio.create_task(self._read(self.socket))
        await until(lambda: any(message["t"] == "show" for message in self.heard))
        return self

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.raw.append(message.data)
                decoded = json.loads(message.data)
                assert not faults_of(decoded, "server", "screen"), decoded
                self.heard.append(decoded)

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()
        if self.reader is not None:
            await self.reader
        await self.http.close()


class ServedClass:
    """`async with ServedClass(tmp_path, quiz) as served:` runs one; leaves nothing behind."""

    def __init__(
        self,
        folder: Path,
        quiz: Quiz | None = None,
        settings: SessionSettings | None = None,
        options: ServerOptions | None = None,
        wrap_journal: Callable[[Journal], Any] = lambda journal: journal,
        clock: Clock | None = None,
        new_id: Callable[[], str] | None = None,
        roster: RosterCopy | None = None,
        **opened: Any,
    ) -> None:
        self.folder = folder
        self.quiz = quiz or sample_quiz()
        self._settings = settings or SessionSettings()
        default = ServerOptions(language="en", announce=False, lister=lambda: [HERE], watch_every=60.0)
        self._options = options or default
        self._wrap = wrap_journal
        self.clock = clock or Clock()
        self._new_id = new_id
        self._roster = roster
        self._opened = opened
        self._phones: list[Phone | Screen] = []
        self._hosts: list[HostClient] = []
        self._students: list[SimulatedStudent] = []
        self._lives: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "ServedClass":
        self._threads = set(threading.enumerate())
        self._tasks = asyncio.all_tasks()
        self.journal = Journal(self.folder)
        # No power cut is tested here, and a busy disk takes 50 ms for each commit.
        self.journal._db.conn.execute("PRAGMA synchronous=OFF")
        opened = replace(open_session(self.quiz, self._settings, self.clock.now()), **self._opened)
        sockets, self.port = open_port(0, ("127.0.0.1", "::1"))
        roster = take_roster(self._roster, self.clock.now()) if self._roster else []
        self.journal.create_session(opened, self.quiz.media, self.port, roster)
        self.access = Access(new_secret(), 0, self.clock.now)
        self.secret = self.access._secret
        self.server = ClassServer(
            Session([opened, *roster], self._new_id), self._wrap(self.journal),
            Pictures(opened.seed, self.quiz), self.access, self.clock, self.port, self._options,
        )  # fmt: skip
        await self.server.start(sockets)
        self.origin = f"http://127.0.0.1:{self.port}"
        self.address = f"{self.origin}/{opened.code}"
        self.host_address = f"ws://127.0.0.1:{self.port}/host/ws"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *error: object) -> None:
        for life in self._lives:
            life.cancel()
        await asyncio.gather(*self._lives, return_exceptions=True)
        await asyncio.gather(*(student.stop() for student in self._students))
        for host in self._hosts:
            await host.close()
        for phone in self._phones:
            await phone.close()
        await self.server.close()
        self.journal.close()
        if kind is None:
            await self._check_leaks()

    async def _check_leaks(self) -> None:
        executor = asyncio.get_running_loop()._default_executor  # type: ignore[attr-defined]
        pool = set(executor._threads) if executor else set()

        def left() -> list[Any]:
            threads = set(threading.enumerate()) - self._threads - pool
            return [*threads, *(asyncio.all_tasks() - self._tasks - {asyncio.current_task()})]

        try:
            await until(lambda: not left(), 5.0)
        except TimeoutError:
            raise AssertionError(f"left behind: {left()}") from None

    @property
    def room(self) -> Any:
        return self.server.room

    @property
    def state(self) -> Any:
        return self.server.room.state

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.quiz.questions

    def stored(self) -> list[Any]:
        """What the journal holds on disk now, read by another connection."""
        reader = JournalReader.open(self.folder)
        assert reader is not None
        try:
            return reader.load_events(self.state.id)
        finally:
            reader.close()

    async def host(self) -> HostClient:
        host = await CheckedHost.connect(self.host_address, self.secret)
        self._hosts.append(host)
        await host.wait_for(lambda view: True)
        return host

    def browser(self, origin: str = "", **options: Any) -> Phone:
        """A phone that has not joined."""
        origin = origin or self.origin
        headers = {"Accept-Language": "en", **options.pop("headers", {})}
        http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers=headers, auto_decompress=True, **options
        )
        phone = Phone(http, f"{origin}/{self.state.code}")
        self._phones.append(phone)
        return phone

    async def phone(self, nickname: str, *, connect: bool = True) -> Phone:
        """A phone that has joined, with its socket open."""
        phone = await self.browser().join(nickname)
        return await phone.open() if connect else phone

    async def screen(self) -> Screen:
        """A second screen, logged in by its code, with its socket open."""
        http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Accept-Language": "en"}
        )
        screen = Screen(http, self.origin)
        self._phones.append(screen)
        return await screen.open(self.access.screen_code())

    async def student(self, nickname: str, seed: int = 0, **options: Any) -> SimulatedStudent:
        """A simulated student that has joined and lives."""
        student = CheckedStudent(self.address, nickname, Random(seed), **options)
        self._students.append(student)
        await student.join()
        self._lives.append(asyncio.create_task(student.live()))
        await student.wait_for(lambda known: known.view != "")
        return student
