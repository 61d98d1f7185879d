"""A student's phone in a class in trouble: what resources/phone/static/phone.js does, with a student who
taps, changes their mind, and comes back. It writes down what it was promised.
"""

import asyncio
import contextlib
import json
import re
import secrets
from random import Random
from typing import Any

import aiohttp

from app.protocol.messages import faults_of
from app.quiz.model import Question
from tests.soak.classes_answers import fill
from tests.soak.classes_lesson import Lesson, Page, Sent
from tests.soak.classes_waits import end_tasks

PACE = 0.06  # of the page's timers
LEAVING = 0.12  # share of those who leave before the end
PATIENCE = 3.0  # seconds for a page, or for the first message
LOOK_AGAIN = 0.4  # seconds, at most, between two pages without a script
_SAVED = re.compile(r'data-saved="([^"]*)"')
_ROUND = re.compile(r'data-round="([^"]*)"')
_VIEW = re.compile(r'data-view="([^"]*)"')
_ID = re.compile(r'name="id" value="([^"]+)"')
_CLOSING = aiohttp.ClientWSTimeout(ws_close=0.05)
_LOST = (aiohttp.ClientError, OSError, TimeoutError)


class Phone:
    """number, pin: of a student of the roster. by: 'socket' or 'form'."""

    def __init__(self, lesson: Lesson, random: Random, name: str, by: str, pin: str = "") -> None:
        self.lesson = lesson
        self.random = random
        self.name = name
        self.by = by
        self.pin = pin
        self.host = lesson.wires.hosts[0]
        self.names: dict[str, str] = {}  # what the class calls the one who speaks from here, by address
        self.sent: list[Sent] = []
        self.pages: list[Page] = []
        self.kept: dict[str, Sent] = {}
        self.cookies: dict[str, dict[str, str]] = {}
        self.others: list[str] = []
        self.token = ""
        self.view = self.round = ""
        self.reconnects = 0
        self.proofs: set[str] = set()  # whom the class was said to have seen in the room
        self.is_slow = random.random() < 0.2
        self._leaves_after = random.uniform(0.5, 5.0) if random.random() < LEAVING else None
        self._is_gone = False
        self._question: Question | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._lost_at: float | None = None

    @property
    def is_done(self) -> bool:
        """Whether everything that was sent was receipted or refused, and the end of the class is shown."""
        return self.lesson.over and not self.kept and (self._is_gone or self.view in ("ended", "removed"))

    async def live(self) -> None:
        """Until nothing is left to do after the class."""
        pause = 0.25
        if self._leaves_after is not None:
            self._spawn(self._go_home(self._leaves_after))
        self._spawn(self._prove())
        while not (self.is_done or self._is_gone or self.lesson.closed):
            before = self.reconnects
            try:
                if not self.cookies.get(self.host):
                    await self._join()
                elif self.by == "form":
                    await self._use_pages()
                    await asyncio.sleep(LOOK_AGAIN * self.random.random())
                else:
                    await self._connect()
            except _LOST:
                pass
            pause = 0.25 if self.reconnects > before else min(8.0, pause * 2)
            await asyncio.sleep(pause * PACE * (0.5 + self.random.random() / 2))
            await self._search()

    async def _go_home(self, seconds: float) -> None:
        """The phone is put away, and whatever it still had to say."""
        await asyncio.sleep(seconds)
        self._is_gone = True
        self._give_up("went home")
        if self._socket is not None:
            await self._socket.close()

    async def _prove(self) -> None:
        """Type the two digits of the wall, now and then wrongly."""
        for _ in range(5):
            await asyncio.sleep(self.random.uniform(0.1, 1.0))
            digits, student = self.lesson.digits(), self.student
            if not digits or not student or self._is_gone or student in self.proofs:
                continue
            form = {"digits": digits if self.random.random() < 0.8 else "x"}
            path, wants = f"/{self.lesson.code}/present", {"Accept": "application/json"}
            with contextlib.suppress(*_LOST):
                async with self._request("POST", path, data=form, headers=wants) as reply:
                    if reply.status == 200 and json.loads(await reply.read()).get("ok"):
                        self.proofs.add(student)

    async def stop(self) -> list[str]:
        """Gives what does not end."""
        return await end_tasks(self._tasks)

    @property
    def student(self) -> str:
        return self.names.get(self.host, "")

    # --- coming in ------------------------------------------------------------------------------

    def _request(self, method: str, path: str, host: str = "", **options: Any) -> Any:
        host, wires = host or self.host, self.lesson.wires
        name = f"{host}:{wires.port}"
        jar = "; ".join(f"{key}={value}" for key, value in self.cookies.get(host, {}).items())
        headers = {"Host": name, "Origin": f"http://{name}", **options.pop("headers", {})}
        headers |= {"Cookie": jar} if jar else {}
        ask = self.lesson.http.ws_connect if method == "WS" else getattr(self.lesson.http, method.lower())
        if method != "WS":
            options = {"allow_redirects": False, "timeout": aiohttp.ClientTimeout(total=PATIENCE), **options}
        return ask(f"http://{host}:{wires.ports[host]}{path}", headers=headers, **options)

    def _take_cookies(self, reply: aiohttp.ClientResponse, host: str = "") -> None:
        jar = self.cookies.setdefault(host or self.host, {})
        jar.update({name: morsel.value for name, morsel in reply.cookies.items()})

    async def _join(self) -> None:
        path, form = "join", {"nickname": self.name}
        if self.lesson.listed:
            path, form = "sign-in", {"who": self.name, "pin": self.pin, "again": self.pin}
        wants = {"Accept": "application/json"}
        async with self._request("POST", f"/{self.lesson.code}/{path}", data=form, headers=wants) as reply:
            said = json.loads(await reply.read()) if reply.content_type == "application/json" else {}
            if said.get("ok"):
                self._take_cookies(reply)
                self.names[self.host] = said["nickname"]
                self._give_up("another student")
            elif said.get("code") == "not_now":
                self.view = "ended"
            elif said.get("code") not in ("not_stored", "pin_wait", "pin_known", "removed"):
                self._complain(f"{path} was answered with {reply.status} {said}")

    def _give_up(self, why: str) -> None:
        """The page is gone, and what it kept."""
        for answer in self.kept.values():
            answer.given_up = True
        self.kept.clear()

    def _complain(self, what: str) -> None:
        self.lesson.violations.append(f"{self.name}: {what}")

    # --- answering ------------------------------------------------------------------------------

    def _make_answer(self, id: str = "") -> Sent | None:
        if self._question is None or self.view != "question" or self.lesson.over or self._is_gone:
            return None
        older = self.kept.get(self.round)
        if older is not None:
            older.given_up = True
        id = id or secrets.token_hex(10)
        answer = Sent(id, self.student, self.round, fill(self.random, self._question), self.by)
        self.sent.append(answer)
        self.kept[self.round] = answer
        return answer

    async def _answer_now_and_again(self, round_: str) -> None:
        """Taps, and changes their mind up to three times."""
        for _ in range(self.random.choice((1, 1, 2, 3))):
            slowest = 1.5 if self.is_slow else 0.25
            await asyncio.sleep(self.random.uniform(0.0, slowest))
            if (self.view, self.round) != ("question", round_):
                return
            answer = self._make_answer()
            if answer is not None:
                await self._send(answer)

    async def _send(self, answer: Sent) -> None:
        if self._socket is None or self._socket.closed or answer.student != self.student:
            return
        message = {"t": "answer", "id": answer.id, "round": answer.round, "fields": answer.fields}
        with contextlib.suppress(*_LOST):
            await self._socket.send_str(json.dumps(message))

    async def _send_all(self, pause: float = 0.0) -> None:
        await asyncio.sleep(pause)
        for answer in list(self.kept.values()):
            await self._send(answer)

    # --- the socket -----------------------------------------------------------------------------

    async def _connect(self) -> None:
        try:
            # Not `wait_for`, which loses a cancellation that comes in the instant in which the socket opens.
            async with asyncio.timeout(PATIENCE):
                socket = await self._request(
                    "WS", f"/{self.lesson.code}/ws", max_msg_size=0, timeout=_CLOSING
                )
        except aiohttp.WSServerHandshakeError as refusal:
            if refusal.status == 403:
                if not self.lesson.listed:
                    self._complain("was forgotten by the class")
                del self.cookies[self.host]  # a newer device of this student speaks now
            return
        beat: asyncio.Task[None] | None = None
        try:
            while True:
                async with asyncio.timeout(PATIENCE):
                    message = await socket.receive()
                if message.type is not aiohttp.WSMsgType.TEXT:
                    return
                if beat is None:
                    self._socket, self._lost_at = socket, None
                    beat = self._spawn(self._beat(socket))
                if not self._take(json.loads(message.data)):
                    return
        finally:
            self._socket = None
            if beat is not None:
                beat.cancel()
                self._lost_at = asyncio.get_running_loop().time()
            await socket.close()

    async def _beat(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            await asyncio.sleep(10.0 * PACE)
            try:
                await socket.send_str('{"t": "ping", "c": 1}')
            except _LOST:
                return
            await self._send_all()

    def _spawn(self, work: Any) -> "asyncio.Task[None]":
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _take(self, message: dict[str, Any]) -> bool:
        """False where this connection is over."""
        wrong = faults_of(message, "server", "phone")
        if wrong:
            self._complain(f"{message}: {wrong}")
        match message["t"]:
            case "welcome":
                self.reconnects += 1
                self._spawn(self._send_all())
            case "show":
                self._show(message["view"], message["round"] or "", message["html"])
            case "mine":
                self._take_own(message)
            case "receipt":
                self._settle(message["id"], "")
            case "refused" if message["retry"]:
                self._spawn(self._send_all(2.0 * PACE))
            case "refused":
                self._settle(message["id"], message["code"])
            case "addresses":
                self.others, self.token = message["list"], message["resume"]
            case "bye":
                if message["code"] == "removed":
                    self.view = "removed"
                    self._give_up("removed")
                return False
        return True

    def _show(self, view: str, round_: str, html: str) -> None:
        is_new = (view, round_) != (self.view, self.round)
        self.view, self.round = view, round_
        self.pages.append(Page(view, round_, html))
        self._question = self.lesson.find(html)
        if is_new and view == "question" and self.by == "socket":
            self._spawn(self._answer_now_and_again(round_))

    def _take_own(self, message: dict[str, Any]) -> None:
        round_ = message["round"] or ""
        self.pages.append(Page(self.view, round_, message["html"]))
        known = any(one.receipts for one in self.sent if (one.round, one.student) == (round_, self.student))
        if known and self.view == "question" and round_ == self.round and message["saved"] is None:
            self._complain(f"the page of {round_} says that nothing is saved, and there was a receipt")

    def _settle(self, id: str, refused: str) -> None:
        for answer in self.sent:
            if answer.id == id:
                answer.receipts += not refused
                answer.refused = answer.refused or refused
                if self.kept.get(answer.round) is answer:
                    del self.kept[answer.round]

    # --- pages without a script -----------------------------------------------------------------

    async def _use_pages(self) -> None:
        """Look at the page, answer its form; the page that follows says whether it is saved."""
        path = f"/{self.lesson.code}"
        async with self._request("GET", path) as reply:
            page = await reply.text()
            if reply.status != 200:
                return
        if 'id="join"' in page or "/sign-in" in page:
            del self.cookies[self.host]
            if not self.lesson.listed:
                self._complain("was forgotten by the class")
            return
        self.reconnects += 1
        self._read_page(page)
        waiting = self.kept.get(self.round)
        if waiting is None and self.random.random() < 0.5 and (found := _ID.search(page)):
            waiting = self._make_answer(found[1])
        for round_ in [round_ for round_ in self.kept if round_ != self.round]:
            self.kept.pop(round_).given_up = True  # its form is no longer on the page
        if waiting is None:
            return
        data = aiohttp.FormData([("round", waiting.round), ("id", waiting.id), *waiting.fields])
        async with self._request("POST", f"{path}/answer", data=data) as reply:
            page = await reply.text()
            if reply.status == 303:
                async with self._request("GET", path) as after:
                    page = await after.text()
                    if after.status == 200:
                        self._read_page(page)
                        if self.round == waiting.round and _find(_SAVED, page):
                            self._settle(waiting.id, "")
            elif reply.status not in (500, 503):
                self._settle(waiting.id, f"page {reply.status}")

    def _read_page(self, page: str) -> None:
        self._show(_find(_VIEW, page), _find(_ROUND, page), page)

    # --- another address ------------------------------------------------------------------------

    async def _search(self) -> None:
        """The laptop may have another address by now."""
        wires, now = self.lesson.wires, asyncio.get_running_loop().time()
        if self.host not in wires.down:
            return
        if self.by == "socket" and self._lost_at is not None and now - self._lost_at < 8.0 * PACE:
            return
        hosts = [origin.removeprefix("http://").rpartition(":")[0] for origin in self.others]
        for host in hosts if self.by == "socket" and self.token else ():
            if host != self.host and host in wires.ports and host not in wires.down:
                token, self.token = self.token, ""
                with contextlib.suppress(*_LOST):
                    await self._resume(host, token)
                return
        if self.random.random() < 0.2:  # the new address stands on the wall
            self._give_up("another page")
            self.view = self.round = ""
            self.host = next(host for host in wires.hosts if host not in wires.down)

    async def _resume(self, host: str, token: str) -> None:
        self._give_up("another page")
        path = f"/{self.lesson.code}/here?resume={token}"
        async with self._request("GET", path, host) as reply:
            await reply.read()
            if (
                reply.status < 400 and reply.cookies
            ):  # else the token was not known, or somebody is known here
                self._take_cookies(reply, host)
                self.names[host] = self.student
        self.host = host


def _find(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return found[1] if found else ""
