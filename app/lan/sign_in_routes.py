"""The door of a class with a roster: signing in, handing the phone over. Works without script."""

from dataclasses import replace
from typing import Final

from aiohttp import web

from app.errors import PreauError, Refused
from app.i18n import translator
from app.lan import page_models as pm
from app.lan.addresses import network_of
from app.lan.doorkeeper import Doorkeeper, SignedIn, Visit
from app.lan.faults import STATUS, wants_json
from app.lan.forms import read_form
from app.lan.front_pages import FrontPages
from app.lan.roll_call import RollCall
from app.lan.room import Room
from app.lan.static_files import see_other
from app.live.identity import find_listed
from app.live.states import Phase
from app.sentences import tell

LONGEST: Final = 200  # characters of a field
# What is asked for next, where that is no mistake of the student.
_STEPS: Final = {"pin_needed": "enter", "pin_to_choose": "choose"}
# Mistakes after which the PIN is asked for again, and not the number.
_AT_THE_PIN: Final = {"pin_wrong", "pin_wait", "pin_form", "pin_differs", "pin_known"}


class SignInRoutes:
    def __init__(self, room: Room, front: FrontPages, doorkeeper: Doorkeeper, roll_call: RollCall) -> None:
        self._room = room
        self._front = front
        self._doorkeeper = doorkeeper
        self._roll_call = roll_call

    def add_to(self, app: web.Application) -> None:
        code = r"/{code:[A-Za-z0-9]{4,6}}"
        app.router.add_post(code + "/sign-in", self.sign_in)
        app.router.add_get(code + "/hand-over", self.hand_over)
        app.router.add_post(code + "/switch", self.switch)

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """Number or name, then the PIN. Who is in stays so; another student gets a cookie of their own."""
        self._front.check_code(request)
        form = await read_form(request)
        values = {name: form.get(name, [""])[0][:LONGEST] for name in ("who", "pin", "again", "share")}
        visitors = self._front.visitors
        holder = visitors.find_student(request)
        share = bool(values["share"]) and holder is not None and self._may_hand_over(holder)
        if holder is not None and not share and not self._is_another(holder, values["who"]):
            return await self._welcome(request, SignedIn(holder, ""))
        visit = Visit(
            values["who"], values["pin"], values["again"],
            visitors.device_of(request), network_of(request.remote or ""), share,
        )  # fmt: skip
        try:
            if self._room.state.settings.identity != "number":
                raise Refused("not_listed")
            if self._room.state.phase is Phase.ENDED:
                raise Refused("not_now", command="sign_in", phase="ended")
            signed = await self._doorkeeper.sign_in(visit)
        except PreauError as error:
            return self._refuse(request, visit, error, holder if share else None)
        return await self._welcome(request, signed)

    async def hand_over(self, request: web.Request) -> web.StreamResponse:
        """The form for the next student of a shared phone; nothing changes yet."""
        self._front.check_code(request)
        holder = self._front.visitors.find_student(request)
        if holder is None or not self._may_hand_over(holder):
            raise web.HTTPSeeOther(f"/{self._room.state.code}")
        return self._front.respond(request, self._front.at_door(self._stage(holder)))

    async def switch(self, request: web.Request) -> web.StreamResponse:
        """To a student who has signed in on this shared phone before."""
        self._front.check_code(request)
        holder = self._front.visitors.find_student(request)
        if holder is None:
            raise web.HTTPSeeOther(f"/{self._room.state.code}")
        student = (await read_form(request)).get("student", [""])[0][:LONGEST]
        return await self._welcome(request, await self._doorkeeper.switch(holder, student))

    def _is_another(self, holder: str, who: str) -> bool:
        """Whether somebody else signs in on top of this cookie, which may have been planted."""
        try:
            return find_listed(self._room.state.register, who).id != holder
        except Refused:
            return False

    def _may_hand_over(self, student: str) -> bool:
        state = self._room.state
        return student in state.register.active and not state.students[student].removed

    def _stage(self, holder: str | None) -> pm.SignIn:
        stage = self._front.sign_in()
        if holder is None:
            return stage
        students = self._room.state.students
        others = [one for one in self._room.state.register.sharers(holder) if one != holder]
        names = tuple((one, students[one].nickname) for one in others)
        return replace(stage, holder=students[holder].nickname, others=names)

    def _refuse(
        self, request: web.Request, visit: Visit, error: PreauError, holder: str | None
    ) -> web.StreamResponse:
        text = tell(error, translator(self._front.visitors.language(request)))
        status = STATUS.get(error.code, 422)
        if wants_json(request):
            return web.json_response({"ok": False, "code": error.code, "text": text}, status=status)
        stage = replace(self._stage(holder), who=visit.who)
        if error.code in _STEPS:
            return self._front.respond(request, self._front.at_door(replace(stage, step=_STEPS[error.code])))
        step = "who"
        if error.code in _AT_THE_PIN:
            step = "choose" if visit.again and error.code != "pin_known" else "enter"
        return self._front.respond(
            request, self._front.at_door(replace(stage, step=step, fault=text)), status
        )

    async def _welcome(self, request: web.Request, signed: SignedIn) -> web.StreamResponse:
        room = self._room
        await self._roll_call.prove_by_scan(request, signed.student)
        code, response = room.state.code, see_other(f"/{room.state.code}")
        if wants_json(request):
            name = room.state.students[signed.student].nickname
            session = room.stages.storage_name(signed.student)
            response = web.json_response(
                {"ok": True, "session": session, "ws": f"/{code}/ws", "nickname": name}
            )
        self._front.visitors.let_in(response, signed)
        self._roll_call.carry_hold(request, response, signed.device)
        return response
