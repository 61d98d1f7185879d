"""One simulated student: joins by the printed address, keeps a socket, answers what it is asked, and keeps
an answer until its receipt, exactly as the phone's script does."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from app.errors import Refused, Trouble
from app.rehearsal.forms import Form, fill_form, read_form

PATIENCE: Final = 30.0  # seconds
SETTLE: Final = 5.0  # seconds for the receipts of answers under way
Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class Sent:
    """One answer. receipt: server time in ms when its receipt came, None before; refused: the code."""

    id: str
    round: str
    fields: Pairs
    receipt: int | None = None
    refused: str = ""


@dataclass(slots=True)
class StudentLog:
    """What the student lived through, for those who check the class afterwards."""

    sent: list[Sent] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    goodbye: str = ""
    connections: int = 0


class SimulatedStudent:
    """address: the join address. delay: seconds before an answer, None to answer only when told.
    keep_frames: record every text the server sent. pace: of the pauses before it comes back."""

    def __init__(
        self,
        address: str,
        nickname: str,
        random: Random,
        delay: Callable[[Random], float] | None = None,
        keep_frames: bool = False,
        pace: float = 1.0,
    ) -> None:
        self.address = address.rstrip("/")
        self.nickname = nickname
        self.log = StudentLog()
        self.view = ""
        self.round: str | None = None
        self.form: Form | None = None
        self.mine: dict[str, Any] = {}
        self._random = random
        self._delay = delay
        self._keep_frames = keep_frames
        self._pace = pace
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: Sent | None = None
        self.stopped = False

    # --- life -----------------------------------------------------------------------------------

    async def join(self) -> None:
        """Load the page and join. Raises `Refused` with the server's code, `Trouble('class_unreachable')`."""
        parts = urlsplit(self.address)
        origin = f"{parts.scheme}://{parts.netloc}"
        self._http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"Origin": origin, "Accept-Language": "fr"},
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )
        try:
            async with self._http.get(self.address) as page:
                self._keep(await page.text())
            form = {"nickname": self.nickname}
            headers = {"Accept": "application/json"}
            async with self._http.post(f"{self.address}/join", data=form, headers=headers) as reply:
                said = await reply.json()
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Trouble("class_unreachable", address=self.address) from error
        if not said.get("ok"):
            raise Refused(str(said.get("code")), text=str(said.get("text", "")))

    async def live(self) -> None:
        """Keep a connection until `stop`, the end of the class or a goodbye; comes back when it is lost."""
        pause = 0.1
        while not self.stopped:
            known = self.log.connections
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                await self._connect()
            pause = 0.1 if self.log.connections > known else min(pause * 2, 2.0)
            if not self.stopped:
                await asyncio.sleep(pause * self._pace * (0.5 + self._random.random() / 2))

    async def stop(self) -> None:
        self.stopped = True
        for task in list(self._tasks):
            task.cancel()
        try:
            if self._socket is not None:
                await self._socket.close()
        finally:
            if self._http is not None:
                await self._http.close()

    async def settle(self) -> None:
        """Begin no further answer, and give those under way a moment for their receipts."""
        self._delay = None
        for task in list(self._tasks):
            task.cancel()
        with contextlib.suppress(TimeoutError):
            await self.wait_for(lambda student: student.stopped or student.is_settled, SETTLE)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was sent has been receipted or refused."""
        return all(sent.receipt is not None or sent.refused for sent in self.log.sent)

    async def wait_for(
        self, wanted: Callable[["SimulatedStudent"], bool], patience: float = PATIENCE
    ) -> None:
        """Until `wanted(student)` is true. Raises TimeoutError."""
        async with asyncio.timeout(patience):
            async with self._changed:
                await self._changed.wait_for(lambda: wanted(self))

    # --- answering ------------------------------------------------------------------------------

    async def answer(self, fields: Pairs | None = None) -> Sent:
        """Send an answer to the question that is shown (a random one unless given)."""
        if self.form is None or self.round is None:
            raise Refused("answer_closed")
        chosen = fields if fields is not None else fill_form(self.form, self._random)
        sent = Sent(secrets.token_hex(8), self.round, chosen)
        self.log.sent.append(sent)
        self._waiting = sent
        await self._send(sent)
        return sent

    async def wait_for_receipt(self, sent: Sent, patience: float = PATIENCE) -> Sent:
        """Until the answer was receipted or refused."""
        await self.wait_for(lambda student: sent.receipt is not None or bool(sent.refused), patience)
        return sent

    async def _send(self, sent: Sent) -> None:
        message = {"t": "answer", "id": sent.id, "round": sent.round, "fields": sent.fields}
        if self._socket is not None and not self._socket.closed:
            with contextlib.suppress(ConnectionError, aiohttp.ClientError):
                await self._socket.send_str(json.dumps(message))

    # --- the connection -------------------------------------------------------------------------

    async def _connect(self) -> None:
        if self._http is None:
            raise Trouble("class_unreachable", address=self.address)
        async with self._http.ws_connect(f"{self.address}/ws", heartbeat=20.0, max_msg_size=0) as socket:
            self._socket = socket
            self.log.connections += 1
            try:
                async for message in socket:
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        continue
                    self._keep(message.data)
                    await self._take(json.loads(message.data))
                    if self.stopped:
                        return
            finally:
                self._socket = None

    def _keep(self, text: str) -> None:
        if self._keep_frames:
            self.log.frames.append(text)

    async def _take(self, message: dict[str, Any]) -> None:
        name = message["t"]
        if name == "welcome" and self._waiting is not None:
            await self._send(self._waiting)
        elif name == "show":
            self._show(message)
        elif name == "mine":
            self.mine = message
        elif name in ("receipt", "refused"):
            self._settle(message)
        elif name == "bye":
            self.log.goodbye, self.stopped = message["code"], True
        async with self._changed:
            self._changed.notify_all()

    def _show(self, message: dict[str, Any]) -> None:
        new_round = message["round"] != self.round or self.view != "question"
        self.view, self.round = message["view"], message["round"]
        self.log.views.append(self.view)
        self.stopped = self.stopped or self.view == "ended"
        self.form = read_form(message["html"]) if self.view == "question" else None
        if self.form is not None and new_round and self._delay is not None:
            self._spawn(self._answer_later(self.round, self._delay(self._random)))

    async def _answer_later(self, round_: str | None, delay: float) -> None:
        await asyncio.sleep(delay)
        if self.view == "question" and self.round == round_:
            await self.answer()

    def _settle(self, message: dict[str, Any]) -> None:
        sent = next((sent for sent in self.log.sent if sent.id == message["id"]), None)
        if sent is None:
            return
        if message["t"] == "receipt":
            sent.receipt = message["at"]
        elif message["retry"]:
            self._spawn(self._send_again(sent))
            return
        else:
            sent.refused = message["code"]
        if self._waiting is sent:
            self._waiting = None

    async def _send_again(self, sent: Sent) -> None:
        await asyncio.sleep((0.5 + self._random.random()) * self._pace)
        await self._send(sent)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
