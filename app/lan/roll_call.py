"""Proving to be in the room: by a scan of the wall's code, by its two digits, or told by the teacher."""

from aiohttp import web

from app.errors import Refused
from app.i18n import mark, translator
from app.lan import page_models as pm
from app.lan.access import hash_secret, new_secret
from app.lan.doorkeeper import SignedIn
from app.lan.faults import TITLE, wants_json
from app.lan.forms import read_form
from app.lan.front_pages import FrontPages
from app.lan.rolling_code import HOLD, RollingCode
from app.lan.room import Room
from app.lan.static_files import see_other
from app.lan.throttle import Throttle
from app.live import commands as cmd
from app.live.presence import is_proved
from app.live.states import Phase
from app.sentences import tell

FREE_DIGITS = 5
AGAIN = mark("Try again")


class RollCall:
    def __init__(self, room: Room, front: FrontPages, code: RollingCode) -> None:
        self._room = room
        self._front = front
        self._code = code
        self._tries = Throttle(lambda: room.clock.now(), FREE_DIGITS)

    def add_to(self, app: web.Application) -> None:
        app.router.add_post(r"/{code:[A-Za-z0-9]{4,6}}/present", self.present)

    async def take_scan(self, request: web.Request) -> web.StreamResponse | None:
        """The page was opened by the QR code of the wall. None where its token proves nothing that is
        needed (any more). Raises `Refused` with why it is not taken."""
        token = request.query.get("k", "")
        if not token or not self._is_taken():
            return None
        visitors = self._front.visitors
        student = visitors.find_student(request)
        if student is not None and is_proved(self._room.state, student):
            return None
        device, response = visitors.device_of(request), see_other(f"/{self._room.state.code}")
        if self._code.is_held(visitors.hold_of(request), device):
            return None  # scanned before: an old address in the history does no harm
        self._code.check_token(token)
        if not device:
            secret = new_secret()
            device = hash_secret(secret)
            visitors.let_in(response, SignedIn("", "", secret))
        visitors.set_hold(response, self._code.make_hold(device), int(HOLD))
        if student is not None:
            await self._room.carry_out(cmd.ProvePresence(student, "scan"))
        return response

    async def prove_by_scan(self, request: web.Request, student: str) -> None:
        """A student who has signed in on a device that has scanned the wall is in the room."""
        if not self._is_taken() or is_proved(self._room.state, student):
            return
        visitors = self._front.visitors
        if self._code.is_held(visitors.hold_of(request), visitors.device_of(request)):
            await self._room.carry_out(cmd.ProvePresence(student, "scan"))

    def carry_hold(self, request: web.Request, response: web.StreamResponse, device: str) -> None:
        """What this device has scanned stays good for the next student who signs in on it. device: its new
        secret, "" where it keeps the old one."""
        if not device or not self._is_taken():
            return
        visitors = self._front.visitors
        held = self._code.carry_hold(
            visitors.hold_of(request), visitors.device_of(request), hash_secret(device)
        )
        if held:
            visitors.set_hold(response, held, int(HOLD))

    async def present(self, request: web.Request) -> web.StreamResponse:
        """The two digits of the wall, typed by a student who has signed in."""
        self._front.check_code(request)
        code, student = self._room.state.code, self._front.visitors.find_student(request)
        digits = (await read_form(request)).get("digits", [""])[0].strip()[:20]
        if student is None or not self._is_taken():
            raise web.HTTPSeeOther(f"/{code}")
        try:
            if not is_proved(self._room.state, student):
                self._tries.check(student)
                digits = "".join(str(int(char)) for char in digits if char.isdecimal())
                try:
                    self._code.check_digits(digits)
                except Refused:
                    self._tries.fail(student)
                    raise
                await self._room.carry_out(cmd.ProvePresence(student, "digits"))
        except Refused as refused:
            translate = translator(self._front.visitors.language(request))
            text = tell(refused, translate)
            if wants_json(request):
                return web.json_response({"ok": False, "code": refused.code, "text": text}, status=422)
            stage = pm.Notice(translate(TITLE), text, translate(AGAIN), f"/{code}")
            return self._front.respond(request, self._front.at_door(stage), 422)
        return web.json_response({"ok": True}) if wants_json(request) else see_other(f"/{code}")

    def _is_taken(self) -> bool:
        state = self._room.state
        return state.settings.attendance and state.phase is not Phase.ENDED
