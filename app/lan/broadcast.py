"""What goes to everybody at once: one fragment per language, framed once, and a tiny personal part for each.

Personal parts are drawn in small groups with the loop in between, so that a thousand of them hold nobody up.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.clock import Clock
from app.errors import Refused
from app.i18n import translator
from app.lan import page_models as pm
from app.lan.frames import message_frame
from app.lan.links import Link, Links, PhoneLink
from app.lan.pages import Pages
from app.lan.stages import Stages, Standing, to_ms
from app.live import events as ev
from app.live.extra_time import is_open_for, own_deadline, still_open
from app.live.views import counted_answers, own_order, shown_question, shown_round, version_of, view_name
from app.protocol.messages import VERSION
from app.sentences import tell

GROUP: Final = 40  # personal parts drawn before others get a turn
COUNTS_EVERY: Final = 0.1  # seconds
AHEAD_AFTER: Final = 0.5  # seconds after a view, when its personal parts have left


@dataclass(frozen=True, slots=True)
class WallAddress:
    """What the wall says of how to join. text: without http:// and code; svg: the QR of the whole address.

    wifi, wifi_svg: name and QR of the room's Wi-Fi, where the teacher gave it. names: whether nicknames
    are shown. digits: beside the QR while attendance is taken; plain_svg: the QR without a token, for paper.
    """

    text: str = ""
    svg: str = ""
    wifi: str = ""
    wifi_svg: str = ""
    names: bool = False
    digits: str = ""
    plain_svg: str = ""


class Broadcaster:
    """Tells phones and screens of one session what has changed."""

    def __init__(self, stages: Stages, pages: Pages, links: Links, clock: Clock) -> None:
        self._stages = stages
        self._pages = pages
        self._links = links
        self._clock = clock
        self._frames: dict[tuple[str, str, str], bytes] = {}
        self._version = version_of(stages.state)  # of what was shown last; stored by then
        self._personal: asyncio.Task[None] | None = None
        # Students whose personal part is to be sent, in order; True where the view goes with it.
        self._waiting: dict[str, bool] = {}
        self._counts_timer: asyncio.TimerHandle | None = None
        self._ahead: set[str] = set()  # languages in which the next question was drawn
        self.wall = WallAddress()

    def close(self) -> None:
        """Stop what is still under way."""
        if self._personal is not None:
            self._personal.cancel()
        if self._counts_timer is not None:
            self._counts_timer.cancel()

    def take_over(self, older: "Broadcaster") -> None:
        """Go on for one whose state was ahead of the disk: only what differs from what was shown is sent."""
        self.wall, self._version = older.wall, older._version
        if version_of(self._stages.state) != self._version:
            self.show_everything()
        elif older._waiting:
            self._waiting = dict(older._waiting)
            self._personal_to(())
        self.counts_changed()

    # --- to everybody ---------------------------------------------------------------------------

    def show_changes(self, events: Sequence[ev.Event]) -> None:
        """After these events were stored: removed students go, a moved deadline is told, a new view shown."""
        for event in events:
            if isinstance(event, ev.Removed):
                self._dismiss(event.student)
            elif isinstance(event, ev.Renamed | ev.PresenceProved):
                self._personal_to([event.student])
        if version_of(self._stages.state) != self._version:
            self.show_everything()
        elif any(isinstance(event, ev.Extended | ev.Restarted) for event in events):
            self._frames.clear()
            self._tell_time()
        self.counts_changed()

    def show_everything(self) -> None:
        """Send the present view to all phones and screens, and each phone its own part.

        A question goes to everybody first, because its time runs. Every other view goes together with the
        personal part: one write instead of two for each of a thousand phones. So does a question with choices
        in each student's own order: nobody's choices may move after they were seen.
        """
        self._version = version_of(self._stages.state)
        self._frames.clear()
        self._ahead.clear()
        for screen in self._links.screens:
            screen.send(self._show_frame(screen.language, "screen"))
        together = view_name(self._stages.state) != "question" or self._is_arranged()
        if not together:
            self._waiting = dict.fromkeys(self._waiting, False)
            for link in list(self._links.phones.values()):
                link.send(self._show_frame(link.language, "phone"))
        everybody = together or self._needs_personal()
        phones = list(self._links.phones)
        if not everybody:
            phones = [one for one in phones if own_deadline(self._stages.state, one) is not None]
        self._personal_to(phones, with_view=together)
        for language in {link.language for link in self._links.phones.values()}:
            self._draw_ahead(language)

    def end_extra_time(self, students: Iterable[str]) -> None:
        """The question closes for these too."""
        self._personal_to(students, with_view=True)

    def show_to_screens(self) -> None:
        """The wall once more: the address on it has changed, or who is here."""
        self._frames = {key: frame for key, frame in self._frames.items() if key[2] != "screen"}
        for screen in self._links.screens:
            screen.send(self._show_frame(screen.language, "screen"))

    def show_door(self) -> None:
        """The wall's code has changed: the lobby is shown again, and the digits beside any other view."""
        if view_name(self._stages.state) == "lobby":
            self.show_to_screens()
        self.counts_changed()

    def counts_changed(self) -> None:
        """Tell the screens, at most ten times a second."""
        if self._links.screens and self._counts_timer is None:
            loop = asyncio.get_running_loop()
            self._counts_timer = loop.call_later(COUNTS_EVERY, self._send_counts)

    # --- to one ---------------------------------------------------------------------------------

    def greet_phone(self, link: PhoneLink, have: str, more: bytes = b"") -> None:
        """After the connection of a phone: the present view unless it has it already, its own part, and
        `more`. In one write: after a gap of the radio a whole class is greeted at once."""
        state, now = self._stages.state, self._clock.now()
        session = self._stages.storage_name(link.student)
        said = message_frame("welcome", v=VERSION, now=self._now_ms(), code=state.code, session=session)
        if have != self._stages.version_for(link.student, now):
            if is_open_for(state, link.student, now):
                said += self._draw_show(link.language, "phone", link.student)
            else:
                said += self._show_frame(link.language, "phone")
        elif (time_frame := self._time_frame()) is not None:
            said += time_frame  # the deadline may have moved while the phone was away
        link.send(said + self._mine_frame(link, self._stages.standing()) + more)
        self._draw_ahead(link.language)

    def greet_screen(self, link: Link) -> None:
        link.send(message_frame("welcome", v=VERSION, now=self._now_ms(), code=self._stages.state.code))
        link.send(self._show_frame(link.language, "screen"))
        link.send(self._counts_frame())

    def screen_stage(self) -> pm.Stage:
        """What the wall shows now."""
        if view_name(self._stages.state) == "lobby":
            return self.wall_lobby()
        return self._stages.stage(self._clock.now())

    def wall_lobby(self, on_paper: bool = False) -> pm.WallLobby:
        """How to join, for the wall and the poster (on paper nothing can change)."""
        wall = self.wall
        return pm.WallLobby(
            address=wall.text,
            code=self._stages.state.code,
            qr_svg=wall.plain_svg if on_paper else wall.svg,
            joined=len(self._stages.state.present()),
            wifi=wall.wifi,
            wifi_qr_svg=wall.wifi_svg,
            names=self._stages.newest_names() if wall.names and not on_paper else (),
            digits=wall.digits,
        )

    def counts(self) -> tuple[int, int]:
        """How many have joined, and how many have answered in the shown round."""
        state = self._stages.state
        round_ = shown_round(state)
        return len(state.present()), len(counted_answers(state, round_)) if round_ else 0

    # --- frames ---------------------------------------------------------------------------------

    def _show_frame(self, language: str, role: str) -> bytes:
        state = self._stages.state
        version = version_of(state)
        key = (version, language, role)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._draw_show(language, role)
            # The countdown of a frame that is kept is measured from `now`, so it is kept for one broadcast
            # and for those who come within the same second.
            self._frames = {k: f for k, f in self._frames.items() if k[0] == version}
            self._frames[key] = frame
            asyncio.get_running_loop().call_later(1.0, lambda: self._frames.pop(key, None))
        return frame

    def _draw_show(self, language: str, role: str, student: str = "") -> bytes:
        """student: who sees something of their own, because they have extra time."""
        stages, now = self._stages, self._clock.now()
        round_, view = shown_round(stages.state), stages.view_for(student, now)
        if role == "phone":
            html = self._pages.fragment(language, stages.stage(now, language=language, student=student))
        else:
            html = self._pages.screen_fragment(language, self.screen_stage())
        return message_frame(
            "show",
            view=view,
            version=stages.version_for(student, now),
            round=round_.id if round_ else None,
            html=html,
            deadline=to_ms(stages.deadline_for(student)) if view == "question" else None,
            now=self._now_ms(),
            **({"own": True} if role == "phone" and self._is_arranged() else {}),
        )

    def _draw_ahead(self, language: str) -> None:
        """Draw the next question while nobody waits for it: what is costly about the first time (formulas,
        safe HTML, templates) is then known when the class waits for the question."""
        if language in self._ahead or view_name(self._stages.state) == "question":
            return
        self._ahead.add(language)

        def draw() -> None:
            if language in self._ahead and (stage := self._stages.next_question(language)) is not None:
                self._pages.fragment(language, stage)

        asyncio.get_running_loop().call_later(AHEAD_AFTER, draw)

    def _mine_frame(self, link: PhoneLink, standing: Standing) -> bytes:
        mine = self._stages.mine(link.student, standing, link.language)
        own = own_deadline(self._stages.state, link.student)
        round_ = shown_round(self._stages.state)
        return message_frame(
            "mine",
            round=round_.id if round_ else None,
            html=self._pages.mine(link.language, mine),
            fields=[list(pair) for pair in mine.fields] if mine.fields is not None else None,
            order=list(mine.order) if mine.order is not None else None,
            saved=mine.saved or None,
            **({} if own is None else {"deadline": to_ms(own)}),
        )

    def _counts_frame(self) -> bytes:
        joined, answered = self.counts()
        digits = {"digits": self.wall.digits} if self.wall.digits else {}
        return message_frame("counts", joined=joined, answered=answered, **digits)

    def _now_ms(self) -> int:
        return round(self._clock.now() * 1000)

    # --- how ------------------------------------------------------------------------------------

    def _needs_personal(self) -> bool:
        """A question just asked has nothing personal unless it was answered before."""
        state = self._stages.state
        round_, question = shown_round(state), shown_question(state)
        if view_name(state) == "question" and round_ is not None and question is not None:
            return bool(round_.answers)
        return True

    def _is_arranged(self) -> bool:
        """Whether each student sees the choices of the shown question in an order of their own."""
        question = shown_question(self._stages.state)
        return question is not None and own_order(self._stages.state, question, "") is not None

    def _personal_to(self, students: Iterable[str], with_view: bool = False) -> None:
        for student in students:
            self._waiting[student] = with_view or self._waiting.get(student, False)
        if self._personal is None or self._personal.done():
            self._personal = asyncio.get_running_loop().create_task(self._send_personal())

    async def _send_personal(self) -> None:
        """Ends where the state has moved on: what is not stored yet is shown to nobody, and once it is, the
        next broadcast (or the recovery, if it never is) takes those along who still wait."""
        while self._waiting and version_of(self._stages.state) == self._version:
            standing = self._stages.standing()
            open_for = still_open(self._stages.state, self._clock.now())
            for student in list(self._waiting)[:GROUP]:
                with_view = self._waiting.pop(student) and student not in open_for
                link = self._links.phones.get(student)
                if link is not None:
                    view = self._show_frame(link.language, "phone") if with_view else b""
                    link.send(view + self._mine_frame(link, standing))
            await asyncio.sleep(0)

    def _time_frame(self) -> bytes | None:
        round_ = shown_round(self._stages.state)
        if round_ is None or view_name(self._stages.state) != "question":
            return None
        return message_frame("time", round=round_.id, deadline=to_ms(round_.deadline), now=self._now_ms())

    def _tell_time(self) -> None:
        frame = self._time_frame()
        if frame is None:
            return
        for link in (*self._links.phones.values(), *self._links.screens):
            link.send(frame)
        self._personal_to(
            [one for one in self._links.phones if own_deadline(self._stages.state, one) is not None]
        )

    def _dismiss(self, student: str) -> None:
        link = self._links.phones.get(student)
        if link is None:
            return
        html = self._pages.fragment(link.language, pm.Removed())
        now = self._now_ms()
        link.send(
            message_frame(
                "show", view="removed", version="removed", round=None, html=html, deadline=None, now=now
            )
        )
        text = tell(Refused("removed"), translator(link.language))
        link.send(message_frame("bye", code="removed", text=text))
        link.close()

    def _send_counts(self) -> None:
        self._counts_timer = None
        if self.wall.names and view_name(self._stages.state) == "lobby":
            self.show_to_screens()
        frame = self._counts_frame()
        for screen in list(self._links.screens):
            if not screen.send(frame):
                self._links.screens.discard(screen)
