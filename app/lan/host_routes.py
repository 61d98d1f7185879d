"""The host's page and socket, and the second screen's. A student's cookie opens none of it."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import WSMsgType, web

from app.errors import PreauError, Refused
from app.i18n import LANGUAGES, translator
from app.json_text import load_json
from app.lan import page_models as pm
from app.lan.access import Access, Role
from app.lan.addresses import is_loopback, network_of
from app.lan.connections import admit, owing
from app.lan.forms import read_form
from app.lan.frames import message_frame
from app.lan.links import HostLink, Link
from app.lan.phone_socket import HEARTBEAT, is_number
from app.lan.room import Room
from app.lan.stages import to_ms
from app.lan.static_files import page_response, see_other
from app.lan.visitors import COOKIE_LIFE
from app.live import commands as cmd
from app.live import events as ev
from app.live.commands import parse_command
from app.live.identity import find_listed
from app.live.views import shown_round, version_of, view_name
from app.protocol.messages import MAX_HOST_MESSAGE, VERSION
from app.sentences import tell

HELLO_WITHIN: Final = 10.0  # seconds
MOST_KNOCKING: Final = 64  # sockets that have not said who they are; the laptop's own come in anyway

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HostActions:
    """What a host can ask of the server beside the session's commands.

    origins: addresses of the laptop, the likeliest for phones first. stop: end the process, the session
    stays open. revoke: no cookie and no ticket of hosts and screens opens anything any more. set_wall: by the
    arguments of that command; raises `Refused`. remove_from: everybody who joined from an address; gives how
    many; raises `PreauError`.
    """

    origins: Callable[[], Sequence[str]]
    stop: Callable[[], None]
    revoke: Callable[[], None]
    set_wall: Callable[[dict[str, Any]], None]
    remove_from: Callable[[str], Awaitable[int]]


class HostRoutes:
    """language_of: the language of a request."""

    def __init__(
        self, room: Room, access: Access, actions: HostActions, language_of: Callable[[web.Request], str]
    ) -> None:
        self._room = room
        self._access = access
        self._actions = actions
        self._language_of = language_of
        self._knocking = 0

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/host", self.host_page)
        app.router.add_post("/host/login", self.login("host"))
        app.router.add_get("/host/ws", self.host_socket)
        app.router.add_get("/screen", self.screen_page)
        app.router.add_post("/screen/login", self.login("screen"))
        app.router.add_get("/screen/ws", self.screen_socket)

    # --- pages ----------------------------------------------------------------------------------

    async def host_page(self, request: web.Request) -> web.StreamResponse:
        """The page itself holds nothing of the class; its socket does, and asks for the cookie."""
        return page_response(request, self._room.pages.host_page(self._language_of(request)))

    async def screen_page(self, request: web.Request) -> web.StreamResponse:
        language = self._language_of(request)
        if not self._access.find_role(request.cookies, "screen"):
            page = pm.ScreenContext(stage=pm.WallLogin())
            return page_response(request, self._room.pages.screen_page(language, page))
        await self._room.wait_until_stored()
        return page_response(request, self._room.pages.screen_page(language, self._wall()))

    def login(self, role: Role) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The host secret, a ticket or the screen code against a cookie."""

        async def handle(request: web.Request) -> web.StreamResponse:
            offered = (await read_form(request)).get("secret", [""])[0][:200]
            language = self._language_of(request)
            wants_json = "application/json" in request.headers.get("Accept", "")
            try:
                cookie = self._access.admit(role, offered, network_of(request.remote or ""))
                if role == "host" and not self._access.is_secret(offered.strip()):
                    await self._room.confirmations.ask(role, request.remote or "")
            except Refused as refused:
                text = tell(refused, translator(language))
                if wants_json or role == "host":
                    reply = {"ok": False, "code": refused.code, "text": text}
                    return web.json_response(reply, status=403)
                page = pm.ScreenContext(stage=pm.WallLogin(fault=text))
                return page_response(request, self._room.pages.screen_page(language, page), 403)
            response: web.Response
            if wants_json or role == "host":
                response = web.json_response({"ok": True})
            else:
                response = see_other(f"/{role}")
            name = self._access.cookie_name(role)
            response.set_cookie(name, cookie, max_age=COOKIE_LIFE, path="/", httponly=True, samesite="Strict")
            return response

        return handle

    def _wall(self) -> pm.ScreenContext:
        room, state = self._room, self._room.state
        now, round_ = room.clock.now(), shown_round(state)
        joined, answered = room.broadcaster.counts()
        return pm.ScreenContext(
            stage=room.broadcaster.screen_stage(),
            title=state.title,
            code=state.code,
            address=room.broadcaster.wall.text,
            version=version_of(state),
            round=round_.id if round_ else "",
            deadline=to_ms(round_.deadline) if round_ and view_name(state) == "question" else None,
            now=round(now * 1000),
            joined=joined,
            answered=answered,
            digits=room.broadcaster.wall.digits,
        )

    # --- sockets --------------------------------------------------------------------------------

    async def screen_socket(self, request: web.Request) -> web.StreamResponse:
        if not self._access.find_role(request.cookies, "screen"):
            raise Refused("secret_wrong")
        socket = web.WebSocketResponse(compress=False, max_msg_size=1024, heartbeat=HEARTBEAT)
        await socket.prepare(request)
        admit(request)
        link = Link(request.transport, self._language_of(request))
        await self._room.wait_until_stored()
        self._room.attach_screen(link)
        try:
            async for message in socket:
                self._pong(link, message)
        finally:
            self._room.links.screens.discard(link)
        return socket

    def _pong(self, link: Link, message: Any) -> None:
        """A screen's script measures the clock like a phone's; everything else it says is ignored."""
        if message.type is not WSMsgType.TEXT:
            return
        try:
            ping = json.loads(message.data)
            number = ping["c"] if ping["t"] == "ping" else None
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        if is_number(number):
            link.send(message_frame("pong", c=number, now=round(self._room.clock.now() * 1000)))

    async def host_socket(self, request: web.Request) -> web.StreamResponse:
        by_cookie = self._access.find_role(request.cookies, "host")
        if self._knocking >= MOST_KNOCKING and not by_cookie and not is_loopback(request.remote or ""):
            raise Refused("too_many_requests")
        socket = web.WebSocketResponse(compress=False, max_msg_size=MAX_HOST_MESSAGE, heartbeat=HEARTBEAT)
        await socket.prepare(request)
        link = HostLink(request.transport, self._language_of(request))
        if not by_cookie and "Origin" in request.headers:
            # A page must have logged in; only programs may bring the secret in their first message.
            await self._dismiss(socket, link, Refused("secret_wrong"))
            return socket
        try:
            hello = await self._hear_hello(request, socket)
        except (TypeError, ValueError, TimeoutError, RecursionError):
            await self._dismiss(socket, link, Refused("message_unreadable"))
            return socket
        if hello.get("language") in LANGUAGES:
            link.language = hello["language"]
        if not by_cookie and not self._access.is_secret(str(hello.get("secret", ""))):
            await self._dismiss(socket, link, Refused("secret_wrong"))
            return socket
        admit(request)
        # A phone cannot let in another one: only a program that knows the secret is asked.
        link.confirms = hello.get("confirms") is True and not by_cookie
        await self._room.wait_until_stored()
        link.send(self._welcome())
        link.edition = self._room.state.edition
        self._room.attach_host(link)
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                await self._receive(link, message.data)
        finally:
            self._room.detach_host(link)
        return socket

    async def _hear_hello(self, request: web.Request, socket: web.WebSocketResponse) -> dict[str, Any]:
        """The first message. Raises TypeError, ValueError, TimeoutError or RecursionError."""
        self._knocking += 1
        try:
            async with owing(request):
                hello = await socket.receive_json(timeout=HELLO_WITHIN)
        finally:
            self._knocking -= 1
        if not isinstance(hello, dict) or hello.get("t") != "hello":
            raise ValueError
        return hello

    async def _dismiss(
        self, socket: web.WebSocketResponse, link: Link, reason: Refused, code: str = "secret"
    ) -> None:
        link.send(message_frame("bye", code=code, text=tell(reason, translator(link.language))))
        await socket.close()

    def _welcome(self) -> bytes:
        state = self._room.state
        return message_frame(
            "welcome",
            v=VERSION,
            now=round(self._room.clock.now() * 1000),
            session={
                "id": state.id,
                "title": state.title,
                "code": state.code,
                "addresses": [f"{origin}/{state.code}" for origin in self._actions.origins()],
                "settings": state.settings.to_dict(),
                "opened": round(state.opened_at * 1000),
            },
            questions=self._room.snapshots.questions(),
        )

    async def _receive(self, link: HostLink, text: str) -> None:
        number: Any = None
        try:
            message = load_json(text)
            if isinstance(message, dict) and message.get("t") == "ping":
                return
            if not isinstance(message, dict) or message.get("t") != "do":
                raise Refused("message_unreadable")
            number = message.get("n")
            command, args = message.get("command"), message.get("args", {})
            number = number if is_number(number) else None
            if number is None or not isinstance(command, str) or not isinstance(args, dict):
                raise Refused("message_unreadable")
            result = await self._carry_out(link, command, args)
            link.send(message_frame("done", n=number, result=result))
            if command == "revoke_all":
                self._dismiss_all()
        except (ValueError, RecursionError):
            self._refuse(link, number, Refused("message_unreadable"))
        except PreauError as error:
            self._refuse(link, number, error)
        except Exception:
            _log.exception("a host command failed")
            self._refuse(link, number, Refused("fault"))

    def _dismiss_all(self) -> None:
        """After access was revoked: hosts are told, screens fall back to their login."""
        for host in list(self._room.links.hosts):
            text = tell(Refused("access_revoked"), translator(host.language))
            host.send(message_frame("bye", code="revoked", text=text))
            host.close()
        for screen in list(self._room.links.screens):
            screen.close()

    async def _carry_out(self, link: HostLink, command: str, args: dict[str, Any]) -> dict[str, Any]:
        if command == "make_ticket":
            role = args.get("role")
            if role not in ("host", "screen"):
                raise Refused("command_arguments", command=command, argument="role")
            origin = next(iter(self._actions.origins()), "")
            return {"url": f"{origin}/{role}#{self._access.make_ticket(role)}"}
        if command == "revoke_all":
            self._actions.revoke()
            return {}
        if command == "answer_request":
            self._answer_request(link, args)
            return {}
        if command == "set_wall":
            self._actions.set_wall(args)
            return {}
        if command == "remove_from":
            if not isinstance(args.get("address"), str):
                raise Refused("command_arguments", command=command, argument="address")
            return {"removed": await self._actions.remove_from(args["address"])}
        if command == "stop":
            self._actions.stop()
            return {}
        parsed = parse_command(command, args)
        events = await self._room.carry_out(parsed)
        if isinstance(parsed, cmd.CheckIn):
            listed = find_listed(self._room.state.register, parsed.student)
            return {"student": listed.id, "name": listed.name}
        result = {"round": next((r for e in events if (r := getattr(e, "round", None))), None)}
        added = [event.question["id"] for event in events if isinstance(event, ev.QuestionAdded)]
        return {**result, "question": added[0]} if added else result

    def _answer_request(self, link: HostLink, args: dict[str, Any]) -> None:
        for argument, kind in (("id", str), ("allow", bool)):
            if not isinstance(args.get(argument), kind):
                raise Refused("command_arguments", command="answer_request", argument=argument)
        if not link.confirms:
            raise Refused("no_such_request")
        self._room.confirmations.answer(args["id"], args["allow"])

    def _refuse(self, link: Link, number: Any, error: PreauError) -> None:
        params = {name: value for name, value in error.params.items() if isinstance(value, str | int | float)}
        text = tell(error, translator(link.language))
        link.send(message_frame("refused", n=number, code=error.code, params=params, text=text))
