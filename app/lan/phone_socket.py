"""A phone's WebSocket: answers in, receipts out. Nothing that a phone sends is trusted."""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from aiohttp import WSMsgType, web

from app.errors import PreauError, Refused
from app.i18n import translator
from app.lan.bucket import Bucket
from app.lan.connections import admit
from app.lan.figures import read_trip
from app.lan.frames import message_frame, receipt_frame
from app.lan.links import PhoneLink
from app.lan.resume import ResumeTokens
from app.lan.room import Room
from app.lan.stages import clock_text
from app.live import commands as cmd
from app.protocol.messages import MAX_PHONE_MESSAGE
from app.sentences import tell

HEARTBEAT: Final = 20.0  # seconds between the pings that find half-open connections
MAX_FIELDS: Final = 200
MAX_PER_SECOND: Final = 20  # messages of one phone, on average; a burst of five times that is fine
_OVER: Final = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)
_ANSWER_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Reasons that may pass: the phone keeps the answer and sends it again.
_RETRY: Final = frozenset({"not_stored", "answer_paused"})


class PhoneSocket:
    """Serves phones' sockets. origins: other addresses of the laptop; most: how many phones at once."""

    def __init__(
        self, room: Room, resume: ResumeTokens, origins: Callable[[], Sequence[str]], most: int
    ) -> None:
        self._room = room
        self._resume = resume
        self._origins = origins
        self._most = most

    def check_room_for_one_more(self) -> None:
        """Raises `Refused('class_full')` where the system allows no further connection."""
        if len(self._room.links.phones) >= self._most:
            raise Refused("class_full", most=self._most)

    async def serve(
        self, request: web.Request, student: str, language: str, token: str
    ) -> web.StreamResponse:
        socket = web.WebSocketResponse(
            compress=False, max_msg_size=MAX_PHONE_MESSAGE, heartbeat=HEARTBEAT, autoping=False
        )
        await socket.prepare(request)
        link = PhoneLink(request.transport, language, student, token)
        room = self._room
        try:
            await room.wait_until_stored(student)
        except PreauError:  # the disk is in trouble: the phone comes back by itself
            await socket.close()
            return socket
        refusal = self._refusal(link)
        if refusal is not None:
            link.send(message_frame("bye", code=refusal[0], text=tell(refusal[1], translator(language))))
            await socket.close()
            return socket
        admit(request)
        room.attach_phone(link)
        try:
            room.broadcaster.greet_phone(link, request.query.get("have", ""), self._addresses_for(link))
            allowance = Bucket(MAX_PER_SECOND, 5.0 * MAX_PER_SECOND)
            while True:
                message = await socket.receive()
                if message.type in _OVER or not allowance.take():
                    break
                if message.type is WSMsgType.TEXT:
                    self._receive(link, message.data)
                elif message.type is WSMsgType.PING:  # by hand, so that they count like everything else
                    await socket.pong(message.data)
                elif message.type is not WSMsgType.PONG:
                    self._refuse(link, None, Refused("message_unreadable"))
        finally:
            room.detach_phone(link)
        return socket

    def tell_addresses(self, link: PhoneLink) -> None:
        """Where else the class can be reached, with a token that is good there once."""
        link.send(self._addresses_for(link))

    def _addresses_for(self, link: PhoneLink) -> bytes:
        origins = list(self._origins())
        if not origins:
            return b""
        return message_frame("addresses", list=origins, resume=self._resume.issue(link.student))

    def _refusal(self, link: PhoneLink) -> tuple[str, Refused] | None:
        student = link.student
        if self._room.find_student(link.token) != student:
            return "replaced", Refused("signed_in_elsewhere")
        if self._room.state.students[student].removed:
            return "removed", Refused("removed")
        if len(self._room.links.phones) >= self._most and student not in self._room.links.phones:
            return "full", Refused("class_full", most=self._most)
        return None

    def _receive(self, link: PhoneLink, text: str) -> None:
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            message = None
        name = message.get("t") if isinstance(message, dict) else None
        if name == "answer":
            self._answer(link, message)
        elif name == "ping":
            number = message.get("c")
            if (trip := read_trip(message.get("rtt"))) is not None:
                link.trip = trip
            if is_number(number):
                link.send(message_frame("pong", c=number, now=round(self._room.clock.now() * 1000)))
        else:
            self._refuse(link, None, Refused("message_unreadable"))

    def _answer(self, link: PhoneLink, message: dict[str, Any]) -> None:
        answer_id, round_id = message.get("id"), message.get("round")
        if not isinstance(answer_id, str) or not _ANSWER_ID.fullmatch(answer_id):
            return self._refuse(link, None, Refused("message_unreadable"))
        fields = _read_fields(message.get("fields"))
        if not isinstance(round_id, str) or len(round_id) > 64 or fields is None:
            return self._refuse(link, answer_id, Refused("message_unreadable"))
        command = cmd.Answer(link.student, round_id, answer_id, fields)
        try:
            self._room.submit(command, partial(self._stored, link, command))
        except PreauError as error:
            self._refuse(link, answer_id, error)
        return None

    def _stored(self, link: PhoneLink, command: cmd.Answer, error: PreauError | None) -> None:
        if error is not None:
            return self._refuse(link, command.id, error)
        at = self._room.time_of(command)
        saved, ms = clock_text(at), round(at * 1000)
        link.send(receipt_frame(command.id, command.round, saved, ms))
        return None

    def _refuse(self, link: PhoneLink, answer_id: str | None, error: PreauError) -> None:
        text = tell(error, translator(link.language))
        link.send(
            message_frame("refused", id=answer_id, code=error.code, text=text, retry=error.code in _RETRY)
        )


def is_number(value: Any) -> bool:
    """Whether a decoded JSON value is a number that can be sent back: neither true nor NaN nor huge."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _read_fields(pairs: Any) -> dict[str, list[str]] | None:
    """[[name, value], ...] as a form; None if it is anything else."""
    if not isinstance(pairs, list) or len(pairs) > MAX_FIELDS:
        return None
    fields: dict[str, list[str]] = {}
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != 2:
            return None
        name, value = pair
        if not isinstance(name, str) or not isinstance(value, str):
            return None
        fields.setdefault(name, []).append(value)
    return fields
