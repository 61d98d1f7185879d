"""The class server: one HTTP and WebSocket server around one room, from its sockets to its end."""

import asyncio
import logging
import socket
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import qrcode
import qrcode.image.svg
from aiohttp import web

from app.clock import Clock
from app.errors import Refused, Trouble
from app.i18n import translator
from app.lan.accepting import Acceptor, start_accepting
from app.lan.access import Access
from app.lan.addresses import Address, AddressWatch, join_url, list_addresses, usable_addresses
from app.lan.arrivals import Arrivals
from app.lan.broadcast import WallAddress
from app.lan.class_watch import ClassWatch
from app.lan.connections import Connections, Patience
from app.lan.doorkeeper import Doorkeeper
from app.lan.faults import Faults
from app.lan.forms import MAX_BODY
from app.lan.front_pages import FrontPages
from app.lan.guard import Guard
from app.lan.host_routes import HostActions, HostRoutes
from app.lan.limits import max_phones, most_strangers, raise_open_file_limit
from app.lan.mdns import Announcer
from app.lan.media import Pictures
from app.lan.pace import Measures, Pace
from app.lan.pages import STATIC, Pages
from app.lan.phone_routes import PhoneRoutes
from app.lan.phone_socket import PhoneSocket
from app.lan.poster import PosterRoute
from app.lan.presence_keeper import PresenceKeeper
from app.lan.resume import ResumeTokens
from app.lan.roll_call import RollCall
from app.lan.rolling_code import RollingCode
from app.lan.room import JournalPort, Room
from app.lan.sign_in_routes import SignInRoutes
from app.lan.static_files import StaticFiles
from app.lan.visitors import Visitors
from app.lan.wall_wish import WallWish, read_wall_wish
from app.live.session import Session
from app.quiz.formulas import formula_css
from app.sentences import tell
from app.story import write_story
from app.wifi import wifi_text

SHUTDOWN: Final = 2.0  # seconds for requests under way when the server ends

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """language: for phones that wish none of ours. host_names: further names under which phones may ask
    for us. announce: by mDNS. pace: of the phones' timers (tests). lister: asks for the addresses. patience,
    measures, most_strangers: what strangers may ask for; None: as the system allows."""

    language: str = "fr"
    host_names: tuple[str, ...] = ()
    announce: bool = True
    pace: float = 1.0
    lister: Callable[[], list[Address]] = list_addresses
    watch_every: float = 3.0
    patience: Patience = Patience()
    measures: Measures = Measures()
    most_strangers: int | None = None


class ClassServer:
    """Runs one session on sockets that listen already. `start`, then `wait`, then `close`."""

    def __init__(
        self,
        session: Session,
        journal: JournalPort,
        pictures: Pictures,
        access: Access,
        clock: Clock,
        port: int,
        options: ServerOptions,
        on_revoked: Callable[[int], object] = lambda generation: None,
    ) -> None:
        self.port = port
        self.access = access
        self._options = options
        self._on_revoked = on_revoked
        self._pictures = pictures
        files = StaticFiles(STATIC, dict.fromkeys(("phone.css", "screen.css", "host.css"), formula_css()))
        self.room = Room(session, pictures, journal, clock, Pages(files.address), options.language)
        self.addresses = self._list_addresses()
        self._stopping = asyncio.Event()
        self._wall_wish = WallWish()
        self.announcer = Announcer()
        self._watch = AddressWatch(
            self._addresses_changed, lister=options.lister, interval=options.watch_every
        )
        self._acceptor: Acceptor | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        resume = ResumeTokens()
        files_limit = raise_open_file_limit()
        self._sockets = PhoneSocket(self.room, resume, self.origins, max_phones(files_limit))
        visitors = Visitors(self.room, options.language)
        front = FrontPages(self.room, visitors, options.pace)
        self._doorkeeper = Doorkeeper(self.room, self._sockets.check_room_for_one_more)
        state = session.state
        self._code = RollingCode(state.seed, state.opened_at, clock.now)
        self._keeper = PresenceKeeper(self.room)
        self._class_watch = ClassWatch(self.room)
        self._was_in_a_network = True
        roll_call = RollCall(self.room, front, self._code)
        self.arrivals = arrivals = Arrivals(self.room)
        keeper = self._doorkeeper
        phones = PhoneRoutes(self.room, self._sockets, resume, front, keeper, roll_call, arrivals)
        actions = HostActions(
            self.origins, self.stop, self._revoke, self._take_wall_wish, arrivals.remove_from
        )
        guard = Guard(port, self.own_names, self.origins)
        faults = Faults(self.room.pages, visitors.language, phones.home)
        self.connections = Connections(
            options.most_strangers or most_strangers(files_limit),
            guard.plain_headers,
            lambda: tell(Refused("request_unreadable"), translator(options.language)),
            options.patience,
        )
        pace = Pace(visitors, options.measures)
        app = web.Application(
            middlewares=[self.connections.middleware, pace.middleware, faults.middleware, guard.middleware],
            client_max_size=MAX_BODY,
        )
        app.on_response_prepare.append(guard.add_headers)
        phones.add_to(app)
        app.router.add_get("/static/{name}", files.handle)
        HostRoutes(self.room, access, actions, visitors.language).add_to(app)
        PosterRoute(self.room, visitors.language).add_to(app)
        SignInRoutes(self.room, front, self._doorkeeper, roll_call).add_to(app)
        roll_call.add_to(app)
        self._runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=SHUTDOWN)
        self._set_wall()
        self._note_network()

    # --- addresses ------------------------------------------------------------------------------

    def origins(self) -> list[str]:
        """Where phones can reach the class, the likeliest first, the mDNS name last."""
        origins = [join_url(address, self.port).rstrip("/") for address in self.addresses]
        if self.announcer.state == "on":
            origins.append(join_url(self.announcer.host, self.port).rstrip("/"))
        return origins

    @property
    def is_in_a_network(self) -> bool:
        return any(address.guess != "loopback" for address in self.addresses)

    def own_names(self) -> Sequence[str]:
        host = (self.announcer.host,) if self.announcer.host else ()
        return (*host, *self._options.host_names)

    def join_address(self) -> str:
        """What is printed and coded: the likeliest address with the code."""
        return f"{self.origins()[0]}/{self.room.state.code}"

    # --- life -----------------------------------------------------------------------------------

    async def start(self, sockets: list[socket.socket]) -> None:
        """Accept phones. Formulas are drawn and the class is announced beside that."""
        await self._runner.setup()
        assert self._runner.server is not None
        self._acceptor = await start_accepting(self.connections.factory(self._runner.server), sockets)
        self._watch.start(self.addresses)
        self._keeper.start()
        state = self.room.state
        self._class_watch.start()
        write_story(
            "opened",
            questions=len(state.order),
            roster=len(state.register.listed),
            address=self.origins()[0],
        )
        if self.room.state.settings.attendance:
            self._spawn(self._keep_turning())
        self._spawn(asyncio.to_thread(self._prepare))
        if self._options.announce:
            self._spawn(self._announce())

    def _prepare(self) -> None:
        self.room.pages.warm_up()
        self._pictures.prepare()

    def stop(self) -> None:
        """Ask the server to end; `wait` returns then."""
        self._stopping.set()

    async def wait(self) -> None:
        """Until somebody calls `stop`."""
        await self._stopping.wait()

    async def close(self) -> None:
        """Store what waits, tell the network, close everything. The session stays as it is."""
        self.room.confirmations.refuse_all()
        if self._acceptor is not None:
            await self._acceptor.stop()
        await self._watch.stop()
        await self.announcer.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._keeper.stop()
        self.arrivals.close()
        self._class_watch.stop()
        self._doorkeeper.close()
        await self.room.close()
        await self._runner.cleanup()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("a side task failed", exc_info=task.exception())

    async def _announce(self) -> None:
        state = self.room.state
        await self.announcer.start(
            state.title, state.code, self.port, self.addresses, path=f"/{state.code}", version="1"
        )

    def _list_addresses(self) -> list[Address]:
        try:
            every = self._options.lister()
        except OSError:
            every = []
        usable = usable_addresses(every) or every
        return usable or [Address("127.0.0.1", "", 4, True, "loopback")]

    async def _addresses_changed(self, now: list[Address]) -> None:
        """The network card has another address: new QR at once, joined phones told where they can be."""
        before = self.origins()
        self.addresses = usable_addresses(now) or now or self.addresses
        if self._options.announce:
            await self.announcer.update(self.addresses)
        self._note_network()
        after = self.origins()
        if after == before:
            return
        write_story("address_changed", before=before[0], after=after[0])
        self._set_wall()
        for link in list(self.room.links.phones.values()):
            self._sockets.tell_addresses(link)
        self.room.broadcaster.show_to_screens()
        for host in self.room.links.hosts:
            host.changed = None
        self.room.snapshots.touch()

    def _note_network(self) -> None:
        is_in = self.is_in_a_network
        if is_in != self._was_in_a_network:
            self._was_in_a_network = is_in
            if is_in:
                write_story("network_back", address=self.origins()[0])
            else:
                write_story("network_lost")
        self.room.set_trouble("network", None if is_in else Trouble("no_network"))

    async def _keep_turning(self) -> None:
        """While attendance is taken the wall's code is another one every few seconds."""
        while self.room.state.ended_at is None:
            await asyncio.sleep(max(self._code.next_change(), 0.05))
            self.turn_code()

    def turn_code(self) -> None:
        """Show the code of this moment."""
        self._set_wall()
        self.room.broadcaster.show_door()
        self.room.snapshots.touch()

    def _set_wall(self) -> None:
        origins = self.origins()
        self.room.addresses[:] = [f"{origin}/{self.room.state.code}" for origin in origins]
        plain = svg = qr_svg(self.join_address())
        door = self.room.door
        if self.room.state.settings.attendance and self.room.state.ended_at is None:
            door.join = f"{self.join_address()}?k={self._code.token()}"
            door.digits = self._code.digits()
            svg = qr_svg(door.join)
        else:
            door.join = door.digits = ""
        wifi = self._wall_wish.wifi
        self.room.broadcaster.wall = WallAddress(
            origins[0].removeprefix("http://"),
            svg,
            wifi.name if wifi else "",
            qr_svg(wifi_text(wifi.name, wifi.password, wifi.security)) if wifi else "",
            self._wall_wish.names,
            door.digits,
            plain,
        )

    def _take_wall_wish(self, args: dict[str, Any]) -> None:
        self._wall_wish = read_wall_wish(args, self._wall_wish)
        self._set_wall()
        self.room.broadcaster.show_to_screens()

    def _revoke(self) -> None:
        self._on_revoked(self.access.generation + 1)  # first on disk: it must not be undone by a restart
        self.access.revoke_all()
        self.room.confirmations.refuse_all()


def qr_svg(text: str) -> str:
    """A QR code as an `<svg>` element that takes its colour and size from the page."""
    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathFillImage, border=4)
    buffer = BytesIO()
    image.save(buffer)
    svg = buffer.getvalue().decode()
    return svg[svg.index("<svg") :]
