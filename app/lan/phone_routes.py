"""The pages and forms of phones, complete without JavaScript. Sockets are in `phone_socket.py`."""

import secrets
from dataclasses import replace
from typing import Final

from aiohttp import web

from app.errors import PreauError, Refused
from app.i18n import LANGUAGES, choose_language, translator
from app.lan import page_models as pm
from app.lan.access import hash_secret, new_secret
from app.lan.faults import STATUS, wants_json
from app.lan.forms import read_form
from app.lan.phone_socket import PhoneSocket
from app.lan.resume import ResumeTokens
from app.lan.room import Room
from app.lan.stages import to_ms
from app.lan.static_files import FOREVER, page_response, see_other
from app.live import commands as cmd
from app.live.states import Phase
from app.live.views import shown_round, version_of, view_name
from app.sentences import tell

LANGUAGE_COOKIE: Final = "preau-lang"
COOKIE_LIFE: Final = 12 * 3600  # seconds
MAX_NICKNAME_FIELD: Final = 200


class PhoneRoutes:
    """language: for phones that wish none of ours. pace: slows or hurries the script's timers (tests)."""

    def __init__(
        self, room: Room, sockets: PhoneSocket, resume: ResumeTokens, language: str, pace: float = 1.0
    ) -> None:
        self._room = room
        self._sockets = sockets
        self._resume = resume
        self._language = language
        self._pace = pace

    def add_to(self, app: web.Application) -> None:
        code = r"/{code:[A-Za-z0-9]{4,6}}"
        app.router.add_get("/", self.enter)
        app.router.add_get("/hello", self.hello)
        app.router.add_get("/media/{name:[0-9a-f]{32}}", self.media)
        app.router.add_get(code, self.play)
        app.router.add_post(code + "/join", self.join)
        app.router.add_post(code + "/answer", self.answer)
        app.router.add_get(code + "/here", self.here, allow_head=False)
        app.router.add_get(code + "/ws", self.socket)

    # --- pages ----------------------------------------------------------------------------------

    async def hello(self, request: web.Request) -> web.Response:
        """Answers that the class is here; phones ask it when they look for the laptop."""
        return web.Response(status=204)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """The form for the code, for those who typed the address without it."""
        wished = request.query.get("code", "").strip().upper()[:12]
        if wished == self._room.state.code:
            raise web.HTTPSeeOther(f"/{wished}")
        self._switch_language(request, "/")
        page = pm.PageContext(stage=pm.EnterCode(wrong=wished), pace=self._pace)
        return page_response(request, self._draw(request, page), 404 if wished else 200)

    async def play(self, request: web.Request) -> web.StreamResponse:
        """The join form, or for a known phone what is going on now."""
        self._check_code(request)
        self._switch_language(request, f"/{self._room.state.code}")
        student = self.find_student(request)
        if student is not None and not self._room.state.students[student].removed:
            self._room.note_seen(student)
            await self._room.wait_until_stored(student)
            return page_response(
                request, self._draw(request, self._own_page(student, self.language(request)))
            )
        return page_response(request, self._draw(request, self._door(student)))

    async def media(self, request: web.Request) -> web.Response:
        """A picture or a formula. Names cannot be guessed, so no cookie is asked for."""
        media = self._room.find_media(request.match_info["name"])
        if media is None:
            raise web.HTTPNotFound
        return web.Response(body=media.data, content_type=media.type, headers={"Cache-Control": FOREVER})

    # --- forms ----------------------------------------------------------------------------------

    async def join(self, request: web.Request) -> web.StreamResponse:
        """A nickname; answers with a cookie. With `Accept: application/json` in JSON, for the script."""
        self._check_code(request)
        room, as_json = self._room, wants_json(request)
        nickname = str((await read_form(request)).get("nickname", [""])[0])[:MAX_NICKNAME_FIELD]
        student, secret = self.find_student(request), ""
        try:
            if student is None:
                self._sockets.check_room_for_one_more()
                secret = new_secret()
                student = await room.join(nickname, hash_secret(secret))
            elif room.state.students[student].removed:
                raise Refused("removed")
        except PreauError as error:
            text = tell(error, translator(self.language(request)))
            status = STATUS.get(error.code, 422)
            if as_json:
                return web.json_response({"ok": False, "code": error.code, "text": text}, status=status)
            page = replace(self._door(None), stage=pm.Join(room.state.code, nickname, text))
            return page_response(request, self._draw(request, page), status)
        code, name = room.state.code, room.state.students[student].nickname
        response: web.Response
        if as_json:
            reply = {"ok": True, "session": room.state.id, "ws": f"/{code}/ws", "nickname": name}
            response = web.json_response(reply)
        else:
            response = see_other(f"/{code}")
        if secret:
            self._set_cookie(response, secret)
        return response

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """An answer by form: back to the page when it is stored, else the page with the reason."""
        self._check_code(request)
        room, code = self._room, self._room.state.code
        student = self.find_student(request)
        if student is None:
            raise web.HTTPSeeOther(f"/{code}")
        fields = await read_form(request)
        round_id = fields.pop("round", [""])[0]
        answer_id = fields.pop("id", [""])[0] or secrets.token_hex(8)
        command = cmd.Answer(student, round_id[:64], answer_id, fields)
        try:
            await room.take_answer(command)
        except PreauError as error:
            if room.state.students[student].removed:
                return page_response(request, self._draw(request, self._door(student)), 403)
            fault = tell(error, translator(self.language(request)))
            await room.wait_until_stored(student)
            page = replace(self._own_page(student, self.language(request)), fault=fault)
            if page.mine is not None and page.round == round_id and page.stage.view == "question":
                # What was written stays in the form, so that it can be mended and sent again.
                written = tuple((name, value) for name, values in fields.items() for value in values)
                page = replace(page, mine=replace(page.mine, fields=written))
            return page_response(request, self._draw(request, page), STATUS.get(error.code, 409))
        raise web.HTTPSeeOther(f"/{code}")

    async def here(self, request: web.Request) -> web.StreamResponse:
        """A phone that knew the laptop under another address: a token, used once, gives it a cookie here."""
        self._check_code(request)
        code = self._room.state.code
        response = see_other(f"/{code}")
        token = request.query.get("resume", "")
        student = self._resume.redeem(token)
        if student is not None and self.find_student(request) is None:
            secret = new_secret()
            try:
                await self._room.carry_out(cmd.AddDevice(student, hash_secret(secret)))
            except PreauError:
                self._resume.give_back(token, student)
                raise
            self._set_cookie(response, secret)
        return response

    async def socket(self, request: web.Request) -> web.StreamResponse:
        self._check_code(request)
        student = self.find_student(request)
        if student is None:
            raise Refused("not_joined")
        return await self._sockets.serve(request, student, self.language(request))

    # --- who and what ---------------------------------------------------------------------------

    def language(self, request: web.Request) -> str:
        """The language of the page that asks, else the one chosen before, else the browser's wish."""
        for chosen in (request.query.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")):
            if chosen in LANGUAGES:
                return chosen
        return choose_language(request.headers.get("Accept-Language", ""), self._language)

    def _switch_language(self, request: web.Request, address: str) -> None:
        """A wished language is remembered, and the page asked for again without it in its address."""
        wished = request.query.get("lang", "")
        if wished in LANGUAGES:
            response = web.HTTPSeeOther(address)
            response.set_cookie(LANGUAGE_COOKIE, wished, max_age=COOKIE_LIFE, samesite="Lax", httponly=True)
            raise response

    def home(self, request: web.Request) -> str:
        """Where somebody goes on who came to a wrong place."""
        return f"/{self._room.state.code}" if self.find_student(request) else "/"

    def find_student(self, request: web.Request) -> str | None:
        secret = request.cookies.get(self._cookie_name(), "")
        return self._room.find_student(hash_secret(secret)) if secret else None

    def _check_code(self, request: web.Request) -> None:
        code = request.match_info["code"].upper()
        if code != self._room.state.code:
            page = pm.PageContext(stage=pm.EnterCode(wrong=code), pace=self._pace)
            raise web.HTTPNotFound(text=self._draw(request, page), content_type="text/html")

    def _cookie_name(self) -> str:
        """One per session, so that a cookie of another class is not even looked at."""
        return f"preau-{self._room.state.id[:8]}"

    def _set_cookie(self, response: web.Response, secret: str) -> None:
        response.set_cookie(
            self._cookie_name(), secret, max_age=COOKIE_LIFE, path="/", httponly=True, samesite="Lax"
        )

    def _door(self, student: str | None) -> pm.PageContext:
        """What somebody sees who is not in the class (any more)."""
        state = self._room.state
        stage: pm.Stage
        if student is not None:
            stage = pm.Removed()
        elif state.phase is Phase.ENDED:
            stage = pm.Ended()
        else:
            stage = pm.Join(state.code)
        return pm.PageContext(
            stage=stage, code=state.code, title=state.title, session=state.id, pace=self._pace
        )

    def _own_page(self, student: str, language: str) -> pm.PageContext:
        room, state = self._room, self._room.state
        now, round_ = room.clock.now(), shown_round(state)
        return pm.PageContext(
            stage=room.stages.stage(now, answer_id=secrets.token_hex(8), language=language),
            code=state.code,
            title=state.title,
            session=state.id,
            version=version_of(state),
            round=round_.id if round_ else "",
            deadline=to_ms(round_.deadline) if round_ and view_name(state) == "question" else None,
            now=round(now * 1000),
            mine=room.stages.mine(student, room.stages.standing(), language),
            pace=self._pace,
        )

    def _draw(self, request: web.Request, page: pm.PageContext) -> str:
        return self._room.pages.page(self.language(request), page)
