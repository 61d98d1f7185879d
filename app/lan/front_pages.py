"""The pages that a phone is given: at the door, or its own; drawn in the language of who asks."""

import secrets
from dataclasses import replace

from aiohttp import web

from app.errors import PreauError, Refused
from app.i18n import translator
from app.lan import page_models as pm
from app.lan.faults import STATUS, tell_without_script
from app.lan.room import Room
from app.lan.stages import to_ms
from app.lan.static_files import page_response
from app.lan.visitors import Visitors
from app.live.states import Phase
from app.live.views import shown_round
from app.sentences import tell


class FrontPages:
    """pace: slows or hurries the script's timers (tests)."""

    def __init__(self, room: Room, visitors: Visitors, pace: float = 1.0) -> None:
        self._room = room
        self.visitors = visitors
        self._pace = pace

    def check_code(self, request: web.Request) -> None:
        """Raises HTTP 404 with the form for the code where the address names another class."""
        code = request.match_info["code"].upper()
        if code != self._room.state.code:
            page = pm.PageContext(stage=pm.EnterCode(wrong=code), pace=self._pace)
            raise web.HTTPNotFound(text=self.draw(request, page), content_type="text/html")

    def door(self, student: str | None) -> pm.PageContext:
        """What somebody sees who is not in the class (any more)."""
        state = self._room.state
        stage: pm.Stage
        if student is not None:
            stage = pm.Removed()
        elif state.phase is Phase.ENDED:
            stage = pm.Ended(stranger=True)
        elif state.settings.identity == "number":
            stage = self.sign_in()
        elif state.door_closed:
            stage = pm.Shut()
        else:
            stage = self._join()
        return self.at_door(stage)

    def sign_in(self) -> pm.SignIn:
        """The first step of signing in."""
        state = self._room.state
        rules = state.settings
        return pm.SignIn(
            state.code,
            guests=rules.guests,
            shut=state.door_closed,
            notice=rules.notice,
            keep_days=rules.keep_days,
        )

    def _join(self, nickname: str = "", fault: str = "") -> pm.Join:
        """The form for a nickname."""
        state = self._room.state
        return pm.Join(state.code, nickname, fault, state.settings.notice, state.settings.keep_days)

    def at_door(self, stage: pm.Stage) -> pm.PageContext:
        state = self._room.state
        return pm.PageContext(
            stage=stage, code=state.code, title=state.title, session=state.id, pace=self._pace
        )

    def own_page(self, request: web.Request, student: str) -> pm.PageContext:
        """What is going on now, for a student of the class."""
        language = self.visitors.language(request)
        room, state = self._room, self._room.state
        now, round_ = room.clock.now(), shown_round(state)
        is_question = room.stages.view_for(student, now) == "question"
        return pm.PageContext(
            stage=room.stages.stage(now, answer_id=secrets.token_hex(8), language=language, student=student),
            code=state.code,
            title=state.title,
            session=room.stages.storage_name(student),
            version=room.stages.version_for(student, now),
            round=round_.id if round_ else "",
            deadline=to_ms(room.stages.deadline_for(student)) if is_question else None,
            now=round(now * 1000),
            mine=room.stages.mine(student, room.stages.standing(), language),
            pace=self._pace,
        )

    def draw(self, request: web.Request, page: pm.PageContext) -> str:
        return self._room.pages.page(self.visitors.language(request), page)

    def respond(self, request: web.Request, page: pm.PageContext, status: int = 200) -> web.Response:
        return page_response(request, self.draw(request, page), status)

    def refuse_scan(self, request: web.Request, error: PreauError) -> web.Response:
        """The door, with the reason why what was scanned proves nothing."""
        text = tell(error, translator(self.visitors.language(request)))
        page = self.door(None)
        if isinstance(page.stage, pm.Join | pm.SignIn):
            page = replace(page, stage=replace(page.stage, fault=text))
        return self.respond(request, page, 403)

    def refuse_join(self, request: web.Request, nickname: str, error: PreauError) -> web.Response:
        """The door once more, with the reason at the form for a nickname."""
        text = tell_without_script(error, self.visitors.language(request))
        state = self._room.state
        stage: pm.Stage = self._join(nickname, text)
        if state.settings.identity == "number":
            if state.settings.guests:
                stage = replace(self.sign_in(), guest=nickname, guest_fault=text)
            else:
                stage = replace(self.sign_in(), fault=text)
        return self.respond(request, self.at_door(stage), STATUS.get(error.code, 422))

    def replaced(self, request: web.Request) -> pm.PageContext:
        """The door, for a phone whose student has signed in elsewhere."""
        fault = tell(Refused("signed_in_elsewhere"), translator(self.visitors.language(request)))
        return self.at_door(replace(self.sign_in(), fault=fault))
