"""The bare library doing the class server's work: aiohttp and SQLite without templates, machine or checks.

What the real server takes longer than this is the price of what it does for a class. It is no class server:
anybody may answer anything.
"""

import argparse
import asyncio
import gc
import hashlib
import json
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from time import time
from typing import Any

from aiohttp import WSMsgType, web

from benchmarks.bare_store import BareStore
from benchmarks.bare_texts import PHONE_FILES, message, page_html, personal, question_html
from benchmarks.limits import raise_open_files
from benchmarks.wire import server_frame

CODE = "BARE"
BACKLOG = 2048  # with the usual 128, a storm of joins takes seconds longer
HEARTBEAT = 20.0


class BareClass:
    def __init__(self, data: Path, sizes: dict[str, int]) -> None:
        self.loop = asyncio.get_running_loop()
        self.secret = secrets.token_hex(16)
        self.sizes = sizes
        self.phones: dict[str, asyncio.Transport] = {}
        self.rounds = count(1)
        self.round: str | None = None
        self.view = "lobby"
        self.threads = ThreadPoolExecutor(2)
        self.shown = _show("lobby", None, "<p>En attente</p>")
        self.store = BareStore(data / "bare.db", self._on_stored)
        (data / "secret").write_text(self.secret, encoding="utf-8")

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get(f"/{CODE}", self.page)
        app.router.add_get("/phone/{name}", self.file)
        app.router.add_post(f"/{CODE}/join", self.join)
        app.router.add_post(f"/{CODE}/sign-in", self.sign_in)
        app.router.add_post(f"/{CODE}/answer", self.answer)
        app.router.add_get(f"/{CODE}/ws", self.phone)
        app.router.add_get("/host/ws", self.host)
        return app

    async def page(self, request: web.Request) -> web.Response:
        stage = ""
        if "seat" in request.cookies:
            form = question_html(self.sizes["question"]) if self.round else ""
            stage = f'<main data-view="{self.view}" data-round="{self.round or ""}">{form}</main>'
        return web.Response(body=page_html(self.sizes["page"], stage), content_type="text/html")

    async def answer(self, request: web.Request) -> web.Response:
        form = await request.post()
        stored = self.loop.create_future()
        row = {"seat": request.cookies["seat"], "fields": [["choice", str(form["choice"])]]}
        self.store.add(("answer", str(form["id"]), row), stored)
        await stored
        raise web.HTTPSeeOther(f"/{CODE}")

    async def file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return web.Response(body=b" " * self.sizes[name.split(".")[1]], content_type=PHONE_FILES[name])

    async def join(self, request: web.Request) -> web.Response:
        form = await request.post()
        token = secrets.token_hex(16)
        stored = self.loop.create_future()
        self.store.add(("join", token, str(form["nickname"])), stored)
        await stored
        response: web.Response = web.json_response({"ok": True})
        if request.headers["Accept"] != "application/json":
            response = web.Response(status=303, headers={"Location": f"/{CODE}"})
        response.set_cookie("seat", token, httponly=True, samesite="Lax")
        return response

    async def sign_in(self, request: web.Request) -> web.Response:
        form = await request.post()
        who, pin = str(form["who"]), str(form["pin"])
        if not pin:
            return web.json_response({"ok": False}, status=422)
        await self.loop.run_in_executor(self.threads, _hash, pin)
        token, stored = secrets.token_hex(16), self.loop.create_future()
        self.store.add(("sign-in", token, who), stored)
        await stored
        response = web.json_response({"ok": True})
        response.set_cookie("seat", token, httponly=True, samesite="Lax")
        return response

    async def phone(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False, heartbeat=HEARTBEAT)
        await socket.prepare(request)
        token, transport = request.cookies["seat"], request.transport
        self.phones[token] = transport
        transport.write(message("welcome", v=1, now=_now(), code=CODE, session="bare"))
        transport.write(self.shown)
        try:
            async for received in socket:
                if received.type is WSMsgType.TEXT:
                    answer = json.loads(received.data)
                    if answer["t"] == "ping":
                        transport.write(message("pong", c=answer["c"], now=_now()))
                        continue
                    row = ("answer", answer["id"], {"seat": token, "fields": answer["fields"]})
                    self.store.add(row, (transport, answer["id"], answer["round"]))
        finally:
            if self.phones.get(token) is transport:  # else it has come back already
                del self.phones[token]
        return socket

    def _on_stored(self, tokens: list[Any]) -> None:
        self.loop.call_soon_threadsafe(self._reply, tokens)

    def _reply(self, tokens: list[Any]) -> None:
        now = _now()
        for token in tokens:
            if isinstance(token, asyncio.Future):
                token.done() or token.set_result(None)
            else:
                transport, answer_id, round_id = token
                transport.write(message("receipt", id=answer_id, round=round_id, saved="10:42", at=now))

    async def host(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        async for received in socket:
            order = json.loads(received.data)
            if order["t"] == "hello":
                if order["secret"] != self.secret:
                    break
                await socket.send_json({"t": "welcome", "v": 1, "now": _now()})
            else:
                self._carry_out(order["command"])
                await socket.send_json({"t": "done", "n": order["n"], "result": {}})
        return socket

    def _carry_out(self, command: str) -> None:
        self.view = {"ask": "question", "lock": "locked"}.get(command, command)
        if command == "ask":
            self.round = f"{next(self.rounds):08x}"
            self._broadcast(_show("question", self.round, question_html(self.sizes["question"])))
        elif command == "lock":
            self._broadcast(_show("locked", self.round, "<p>Réponses closes</p>"))
        elif command == "reveal":
            self._broadcast(_show("reveal", self.round, question_html(self.sizes["question"])))
            for place, transport in enumerate(self.phones.values()):
                transport.write(personal(self.round, place))

    def _broadcast(self, frame: bytes) -> None:
        self.shown = frame
        for transport in self.phones.values():
            transport.write(frame)


def _show(view: str, round_id: str | None, html: str) -> bytes:
    fields = {"view": view, "version": f"{view}{round_id}", "round": round_id, "html": html}
    return server_frame(json.dumps({"t": "show", **fields, "deadline": None, "now": _now()}).encode())


def _hash(pin: str) -> bytes:
    """As costly as the real one's: app/people/pins.py."""
    return hashlib.scrypt(pin.encode(), salt=bytes(16), n=1 << 12, r=8, p=1, maxmem=1 << 26, dklen=32)


def _now() -> int:
    return int(time() * 1000)


async def serve(options: argparse.Namespace) -> None:
    sizes = {name: getattr(options, name) for name in ("page", "css", "js", "question")}
    bare = BareClass(options.data, sizes)
    runner = web.AppRunner(bare.app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", options.port, backlog=BACKLOG)
    await site.start()
    port = runner.addresses[0][1]
    line = {"ready": True, "code": CODE, "join": f"http://127.0.0.1:{port}/{CODE}", "port": port}
    line |= {"host": f"ws://127.0.0.1:{port}/host/ws", "secret_file": str(options.data / "secret")}
    print(json.dumps(line), flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
        bare.store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="The bare library doing a class server's work.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    for name, size in (("page", 3000), ("css", 4000), ("js", 6000), ("question", 536)):
        parser.add_argument(f"--{name}", type=int, default=size, help="bytes to send")
    raise_open_files()
    # A full collection with 2,000 connections stops everything for 150 ms: without it the bare server is as
    # fast as the library can be, which is what the real one is to be compared with.
    gc.disable()
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
