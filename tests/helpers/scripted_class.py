"""A class server that does only what a test tells it, over real sockets and with the real pages and headers.

It keeps no session: `stage` and `mine` are what is shown, answers are noted in `answers`, and every message
of a phone is checked against the protocol's table (`faults`).
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from aiohttp import WSMsgType, web

from app.lan.page_models import Asking, Join, Lobby, Mine, PageContext, ScreenContext, Shut, Stage, WallLobby
from app.lan.pages import STATIC, Pages
from app.protocol.messages import faults_of

CODE = "K7PM"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = Pages(lambda name: f"/static/{name}")


def now_ms() -> int:
    return int(time.time() * 1000)


class ScriptedClass:
    """receipts: answer with a receipt at once. silent: swallow everything, as a half-open link does.
    sockets: False refuses every WebSocket; away: True refuses `/hello` too. refusal: what to refuse the
    next answers with."""

    def __init__(self, pace: float = 0.1) -> None:
        self.pace = pace
        self.stage: Stage = Lobby()
        self.mine: Mine | None = Mine(nickname="Amina")
        self.version = "v1"
        self.session = "s1"
        self.title = "Biologie L1"
        self.receipts = True
        self.silent = False
        self.sockets = True
        self.away = False
        self.refusal: dict[str, Any] | None = None
        self.join_reply: dict[str, Any] = {"ok": True, "session": "s1", "ws": f"/{CODE}/ws"}
        self.media: dict[str, tuple[str, bytes]] = {}
        self.extra_pages: dict[str, str] = {}
        self.answers: list[dict[str, Any]] = []
        self.posted: list[tuple[str, dict[str, list[str]]]] = []
        self.commands: list[dict[str, Any]] = []
        self.host_greeting: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.opened = 0
        self.origin = ""
        self._links: set[web.WebSocketResponse] = set()
        self._changed = asyncio.Condition()

    # --- life ---
    async def __aenter__(self) -> "ScriptedClass":
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/hello", self._hello)
        app.router.add_static("/static", STATIC)
        app.router.add_get("/media/{name}", self._media)
        app.router.add_get("/extra/{name}", self._extra)
        app.router.add_get("/screen", self._screen)
        app.router.add_get("/screen/ws", self._screen_socket)
        app.router.add_get("/host", self._host)
        app.router.add_post("/host/login", self._post)
        app.router.add_get("/host/ws", self._host_socket)
        app.router.add_get("/{code}", self._page)
        app.router.add_get("/{code}/here", self._page)
        app.router.add_get("/{code}/ws", self._socket)
        app.router.add_post("/{code}/join", self._join)
        app.router.add_post("/{code}/answer", self._post)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Go away, as a laptop does that was closed."""
        await self.drop_links()
        await self._runner.cleanup()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until `true()`; asked again whenever something has arrived."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(true), 15)

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # --- what a test does ---
    async def show(self, stage: Stage, mine: Mine | None = None, language: str = "en") -> None:
        self.stage, self.mine = stage, mine or self.mine
        self.version = f"{self.version}x"
        for link in self._links:
            await self._send_stage(link, language)

    async def send(self, message: dict[str, Any]) -> None:
        for link in self._links:
            await link.send_json(message)

    async def drop_links(self) -> None:
        for link in list(self._links):
            if link._writer is not None and link._writer.transport is not None:
                link._writer.transport.abort()
        self._links.clear()

    def context(self) -> PageContext:
        stage = self.stage
        asking = stage if isinstance(stage, Asking) else None
        return PageContext(
            stage=replace(asking, answer_id="given-by-server") if asking else stage,
            code=CODE,
            title=self.title,
            session=self.session,
            version=self.version,
            round=asking.round if asking else "",
            deadline=asking.deadline if asking else None,
            now=now_ms(),
            mine=None if isinstance(stage, Join | Shut) else self.mine,
            pace=self.pace,
        )

    # --- routes ---
    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path}")
        if request.path.endswith("/ws"):
            return await handler(request)
        response = await handler(request)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    async def _hello(self, _: web.Request) -> web.Response:
        if self.away:
            raise web.HTTPServiceUnavailable
        return web.Response(text="preau", headers={"Access-Control-Allow-Origin": "*"})

    async def _media(self, request: web.Request) -> web.Response:
        kind, data = self.media[request.match_info["name"]]
        return web.Response(body=data, content_type=kind)

    async def _extra(self, request: web.Request) -> web.Response:
        return web.Response(text=self.extra_pages[request.match_info["name"]], content_type="text/html")

    async def _page(self, request: web.Request) -> web.Response:
        language = request.query.get("lang", "en")
        await self._note()
        return web.Response(text=PAGES.page(language, self.context()), content_type="text/html")

    async def _screen(self, request: web.Request) -> web.Response:
        stage = self.stage
        page = ScreenContext(
            stage=WallLobby("192.168.1.20", CODE, "<svg/>") if isinstance(stage, Lobby) else stage,
            title=self.title,
            code=CODE,
            version=self.version,
            pace=self.pace,
        )
        text = PAGES.screen_page(request.query.get("lang", "en"), page)
        return web.Response(text=text, content_type="text/html")

    async def _host(self, request: web.Request) -> web.Response:
        return web.Response(text=PAGES.host_page(request.query.get("lang", "en")), content_type="text/html")

    async def _post(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.posted.append((request.path, {name: [str(v) for v in form.getall(name)] for name in form}))
        await self._note()
        if request.path == "/host/login":
            return web.json_response({"ok": True})
        raise web.HTTPSeeOther(f"/{CODE}")

    async def _join(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.posted.append((request.path, {name: [str(v) for v in form.getall(name)] for name in form}))
        if self.join_reply.get("ok"):
            self.stage, self.mine = Lobby(), Mine(nickname=str(form["nickname"]))
        await self._note()
        return web.json_response(self.join_reply)

    # --- sockets ---
    async def _open(self, request: web.Request) -> web.WebSocketResponse:
        if self.away or not self.sockets:
            raise web.HTTPServiceUnavailable
        link = web.WebSocketResponse(compress=False)
        await link.prepare(request)
        self.opened += 1
        return link

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        link = await self._open(request)
        self._links.add(link)
        await link.send_json({"t": "welcome", "v": 1, "now": now_ms(), "code": CODE, "session": self.session})
        if request.query.get("have") != self.version:
            await self._send_stage(link, "en")
        await self._note()
        async for frame in link:
            if frame.type is WSMsgType.TEXT and not self.silent:
                await self._answer(link, json.loads(frame.data))
        self._links.discard(link)
        await self._note()
        return link

    async def _screen_socket(self, request: web.Request) -> web.StreamResponse:
        link = await self._open(request)
        self._links.add(link)
        await link.send_json({"t": "welcome", "v": 1, "now": now_ms(), "code": CODE})
        await self._note()
        async for _ in link:
            pass
        self._links.discard(link)
        return link

    async def _host_socket(self, request: web.Request) -> web.StreamResponse:
        link = await self._open(request)
        self._links.add(link)
        async for frame in link:
            if frame.type is WSMsgType.TEXT:
                message = json.loads(frame.data)
                self.faults += faults_of(message, "host", "server")
                self.commands.append(message)
                for greeting in self.host_greeting if message["t"] == "hello" else []:
                    await link.send_json(greeting)
                await self._note()
        self._links.discard(link)
        return link

    async def _send_stage(self, link: web.WebSocketResponse, language: str) -> None:
        stage = self.stage
        asking = stage if isinstance(stage, Asking) else None
        round_ = asking.round if asking else None
        await link.send_json(
            {
                "t": "show",
                "view": stage.view,
                "version": self.version,
                "round": round_,
                "html": PAGES.fragment(language, stage),
                "deadline": asking.deadline if asking else None,
                "now": now_ms(),
            }
        )
        mine = self.mine
        if mine:
            await link.send_json(
                {
                    "t": "mine",
                    "round": round_,
                    "html": PAGES.mine(language, mine),
                    "fields": [list(pair) for pair in mine.fields] if mine.fields is not None else None,
                    "order": list(mine.order) if mine.order else None,
                    "saved": mine.saved or None,
                }
            )

    async def _answer(self, link: web.WebSocketResponse, message: dict[str, Any]) -> None:
        self.faults += faults_of(message, "phone", "server")
        if message["t"] == "ping":
            await link.send_json({"t": "pong", "c": message["c"], "now": now_ms()})
        else:
            self.answers.append(message)
            if self.refusal:
                await link.send_json({"t": "refused", "id": message["id"], **self.refusal})
            elif self.receipts:
                await self.receipt(message, link)
        await self._note()

    async def receipt(self, answer: dict[str, Any], link: web.WebSocketResponse | None = None) -> None:
        for open_link in [link] if link else list(self._links):
            await open_link.send_json(
                {
                    "t": "receipt",
                    "id": answer["id"],
                    "round": answer["round"],
                    "saved": "14:03:12",
                    "at": now_ms(),
                }
            )
