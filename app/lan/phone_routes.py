"""The pages and forms of phones, complete without JavaScript. Sockets are in `phone_socket.py`."""

import secrets
from dataclasses import replace
from typing import Final

from aiohttp import web

from app.errors import PreauError, Refused
from app.i18n import translator
from app.lan import page_models as pm
from app.lan.access import hash_secret, new_secret
from app.lan.arrivals import Arrivals
from app.lan.doorkeeper import Doorkeeper, SignedIn
from app.lan.faults import STATUS, tell_without_script, wants_json
from app.lan.forms import read_form
from app.lan.front_pages import FrontPages
from app.lan.phone_socket import PhoneSocket
from app.lan.resume import ResumeTokens
from app.lan.roll_call import RollCall
from app.lan.room import Room
from app.lan.sending import send_in_parts
from app.lan.static_files import see_other
from app.live import commands as cmd
from app.live.states import Phase
from app.sentences import tell

MAX_NICKNAME_FIELD: Final = 200


class PhoneRoutes:
    def __init__(
        self,
        room: Room,
        sockets: PhoneSocket,
        resume: ResumeTokens,
        front: FrontPages,
        doorkeeper: Doorkeeper,
        roll_call: RollCall,
        arrivals: Arrivals,
    ) -> None:
        self._room = room
        self._sockets = sockets
        self._resume = resume
        self._front = front
        self._doorkeeper = doorkeeper
        self._roll_call = roll_call
        self._arrivals = arrivals

    def add_to(self, app: web.Application) -> None:
        code = r"/{code:[A-Za-z0-9]{4,6}}"
        # The first, because addresses with a code are tried in this order, and after a gap of the radio a
        # whole class asks for this one at once.
        app.router.add_get(code + "/ws", self.socket)
        app.router.add_get("/", self.enter)
        app.router.add_get("/hello", self.hello)
        app.router.add_get("/media/{name:[0-9a-f]{32}}", self.media)
        app.router.add_get(code, self.play)
        app.router.add_post(code + "/join", self.join)
        app.router.add_post(code + "/answer", self.answer)
        app.router.add_get(code + "/here", self.here, allow_head=False)

    # --- pages ----------------------------------------------------------------------------------

    async def hello(self, request: web.Request) -> web.Response:
        """Answers that the class is here; phones ask it when they look for the laptop."""
        # A page at the laptop's old address asks too, before it goes to the new one.
        return web.Response(status=204, headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """The form for the code, for those who typed the address without it."""
        wished = request.query.get("code", "").strip().upper()[:12]
        if wished == self._room.state.code:
            raise web.HTTPSeeOther(f"/{wished}")
        self._front.visitors.switch_language(request, "/")
        page = replace(self._front.at_door(pm.EnterCode(wrong=wished)), code="", title="", session="")
        return self._front.respond(request, page, 404 if wished else 200)

    async def play(self, request: web.Request) -> web.StreamResponse:
        """The join form, or for a known phone what is going on now."""
        self._front.check_code(request)
        self._front.visitors.switch_language(request, f"/{self._room.state.code}")
        student = self._front.visitors.find_student(request)
        try:
            scanned = await self._roll_call.take_scan(request)
        except Refused as refused:
            if student is None:
                return self._front.refuse_scan(request, refused)
            scanned = None
        if scanned is not None:
            return scanned
        if student is not None and not self._room.state.students[student].removed:
            self._room.note_seen(student)
            self._arrivals.note_again(student, request.remote or "")
            await self._roll_call.prove_by_scan(request, student)
            await self._room.wait_until_stored(student)
            return self._front.respond(request, self._front.own_page(request, student))
        if student is None and request.method == "GET" and self._room.state.phase is not Phase.ENDED:
            signed = await self._doorkeeper.sign_in_remembered(self._front.visitors.device_of(request))
            if signed is not None:
                response = see_other(f"/{self._room.state.code}")
                self._front.visitors.let_in(response, signed)
                return response
            if self._front.visitors.was_replaced(request):
                return self._front.respond(request, self._front.replaced(request))
        return self._front.respond(request, self._front.door(student))

    async def media(self, request: web.Request) -> web.StreamResponse:
        """A picture or a formula. Names cannot be guessed, so no cookie is asked for."""
        media = self._room.find_media(request.match_info["name"])
        if media is None:
            raise web.HTTPNotFound
        return await send_in_parts(request, media.data, media.type)

    # --- forms ----------------------------------------------------------------------------------

    async def join(self, request: web.Request) -> web.StreamResponse:
        """A nickname; answers with a cookie. With `Accept: application/json` in JSON, for the script."""
        self._front.check_code(request)
        room, as_json = self._room, wants_json(request)
        nickname = str((await read_form(request)).get("nickname", [""])[0])[:MAX_NICKNAME_FIELD]
        student, secret = self._front.visitors.find_student(request), ""
        try:
            if student is None:
                self._sockets.check_room_for_one_more()
                secret = new_secret()
                student = await room.join(nickname, hash_secret(secret))
                self._arrivals.note(student, request.remote or "")
            elif room.state.students[student].removed:
                raise Refused("removed")
        except PreauError as error:
            text = tell(error, translator(self._front.visitors.language(request)))
            status = STATUS.get(error.code, 422)
            if as_json:
                return web.json_response({"ok": False, "code": error.code, "text": text}, status=status)
            return self._front.refuse_join(request, nickname, error)
        await self._roll_call.prove_by_scan(request, student)
        code, name = room.state.code, room.state.students[student].nickname
        response: web.Response
        if as_json:
            reply = {"ok": True, "session": room.state.id, "ws": f"/{code}/ws", "nickname": name}
            response = web.json_response(reply)
        else:
            response = see_other(f"/{code}")
        if secret:
            self._front.visitors.let_in(response, SignedIn(student, secret))
        return response

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """An answer by form: back to the page when it is stored, else the page with the reason."""
        self._front.check_code(request)
        room, code = self._room, self._room.state.code
        student = self._front.visitors.find_student(request)
        if student is None:
            raise web.HTTPSeeOther(f"/{code}")
        fields = await read_form(request)
        round_id = fields.pop("round", [""])[0]
        answer_id = fields.pop("id", [""])[0] or secrets.token_hex(8)
        command = cmd.Answer(student, round_id[:64], answer_id, fields)
        try:
            await room.carry_out(command)
        except PreauError as error:
            if room.state.students[student].removed:
                return self._front.respond(request, self._front.door(student), 403)
            fault = tell_without_script(error, self._front.visitors.language(request))
            await room.wait_until_stored(student)
            page = replace(self._front.own_page(request, student), fault=fault)
            if page.mine is not None and page.round == round_id and page.stage.view == "question":
                # What was written stays in the form, so that it can be mended and sent again.
                written = tuple((name, value) for name, values in fields.items() for value in values)
                page = replace(page, mine=replace(page.mine, fields=written))
            return self._front.respond(request, page, STATUS.get(error.code, 409))
        raise web.HTTPSeeOther(f"/{code}")

    async def here(self, request: web.Request) -> web.StreamResponse:
        """A phone that knew the laptop under another address: a token, used once, gives it a cookie here."""
        self._front.check_code(request)
        code = self._room.state.code
        response = see_other(f"/{code}")
        token = request.query.get("resume", "")
        student = self._resume.redeem(token)
        if student is not None and self._front.visitors.find_student(request) is None:
            secret = new_secret()
            try:
                await self._room.carry_out(cmd.AddDevice(student, hash_secret(secret)))
            except PreauError:
                self._resume.give_back(token, student)
                raise
            self._front.visitors.let_in(response, SignedIn(student, secret))
        return response

    async def socket(self, request: web.Request) -> web.StreamResponse:
        self._front.check_code(request)
        student = self._front.visitors.find_student(request)
        if student is None:
            raise Refused("not_joined")
        self._arrivals.note_again(student, request.remote or "")
        visitors = self._front.visitors
        return await self._sockets.serve(
            request, student, visitors.language(request), visitors.token_of(request)
        )

    # --- who and what ---------------------------------------------------------------------------

    def home(self, request: web.Request) -> str:
        """Where somebody goes on who came to a wrong place."""
        return f"/{self._room.state.code}" if self._front.visitors.find_student(request) else "/"
