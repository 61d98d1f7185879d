"""The room runs one session: commands in, events to the journal, and only after the commit receipts and
broadcasts out. It knows a journal by three functions and no file; it lives in one asyncio loop.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, Protocol

from app.clock import Clock
from app.errors import PreauError, Refused, Trouble
from app.i18n import translator
from app.lan.broadcast import Broadcaster
from app.lan.class_story import ClassStory
from app.lan.commits import CommitQueue
from app.lan.confirming import Confirmations
from app.lan.figures import Commits
from app.lan.links import HostLink, Link, Links, PhoneLink
from app.lan.media import Pictures
from app.lan.pages import Pages
from app.lan.round_clocks import RoundClocks
from app.lan.snapshots import Snapshots
from app.lan.stages import Stages
from app.lan.wall import Door
from app.live import commands as cmd
from app.live import events as ev
from app.live.results import Results
from app.live.session import Session
from app.live.state import SessionState
from app.live.states import Phase
from app.quiz.model import Media
from app.sentences import tell
from app.story import write_story

RETRY_AFTER: Final = 0.5  # seconds without a try after something could not be stored
STORE_PATIENCE: Final = 10.0  # seconds that a page waits for what it shows to be stored
JUDGE_AFTER: Final = 0.05  # seconds after a lock, when its page has left for the phones
PRESENT_FOR: Final = 20.0  # seconds that a phone without a socket counts as connected after a request

_OF_ONE: Final = (ev.Answered, ev.Joined, ev.DeviceAdded, ev.SignedIn, ev.PinChosen)
_IN_COMPANY: Final = (cmd.Answer, cmd.Join, cmd.SignIn)  # commands that come from many at once

_log = logging.getLogger(__name__)


class JournalPort(Protocol):
    """What the room needs of a journal; called in the writer thread."""

    def append(self, session: str, events: Iterable[ev.Event]) -> None: ...
    def load_events(self, session: str) -> list[ev.Event]: ...
    def note_alive(self, session: str, at: float) -> None: ...


class Room:
    """One running class. All methods are called in the loop's thread."""

    def __init__(
        self,
        session: Session,
        pictures: Pictures,
        journal: JournalPort,
        clock: Clock,
        pages: Pages,
        language: str = "",
    ) -> None:
        """language: of the class, for its wall."""
        self.session = session
        self.clock = clock
        self.links = Links()
        self.confirmations = Confirmations(self._has_confirming_host, lambda: self.snapshots.touch())
        self.pages = pages
        self._journal = journal
        self._pictures = pictures
        self._language = language
        self.story = ClassStory(lambda: self.state, self.links, clock)
        self._loop_time = asyncio.get_running_loop().time
        self._commits = Commits(self._loop_time)
        self._queue = CommitQueue(self._store, self._on_store_failed, on_commit=self._note_commit)
        self.ended = asyncio.Event()
        self.trouble: dict[str, PreauError] = {}
        self.seen: dict[str, float] = {}
        self.addresses: list[str] = []  # join addresses as the server knows them now
        self.door = Door()
        self._use(session)
        self._clocks = RoundClocks(
            lambda: self.session,
            clock,
            self._time_out,
            lambda: 0.0 if self._can_store() else RETRY_AFTER,
            self._end_extra_time,
            self._note_alive_now,
        )
        # Commands under way, by student; "" where all see the change. Who has none is not in it.
        self._pending: dict[str, int] = {}
        self._unshown: list[ev.Event] = []  # stored, but a later change that all see was not yet
        self._sound = asyncio.Event()  # not set while memory is ahead of a disk that failed
        self._sound.set()
        self._try_again_at = 0.0  # loop time
        self._closed = False
        if self.state.phase is Phase.ENDED:
            self.ended.set()
        self._clocks.watch()

    @property
    def state(self) -> SessionState:
        return self.session.state

    @property
    def commits(self) -> int:
        """Commits so far, for figures."""
        return self._queue.commits

    def slowest_commit(self) -> float | None:
        """Seconds that the slowest commit of late took; None where nothing was stored of late."""
        return self._commits.slowest(self._queue.waiting_since)

    def count_waiting(self) -> int:
        """Events that are not stored yet."""
        return self._queue.unstored

    def _note_commit(self, took: float) -> None:
        self._commits.note(took)
        self.story.note_commit(took)

    def _use(self, session: Session) -> None:
        self.session = session
        self.results = Results(session.state)
        self.stages = Stages(session.state, self.results, self._pictures, self._language)
        self.broadcaster = Broadcaster(self.stages, self.pages, self.links, self.clock)
        self.snapshots = Snapshots(
            self.stages,
            self.links,
            self.clock,
            self._pictures,
            self.connected,
            self._is_stored,
            self.confirmations.rows,
            self.trouble,
        )
        self.snapshots.addresses = self.addresses
        self.snapshots.door = self.door

    # --- commands -------------------------------------------------------------------------------

    def submit(self, command: cmd.Command, done: Callable[[PreauError | None], None]) -> list[ev.Event]:
        """Carry out a command; `done` is called with None when it is stored, or with why it was not.

        Raises `Refused` at once where the session does not allow it; then `done` is never called.
        """
        if not self._can_store():
            if isinstance(command, cmd.Answer):
                self.story.note_waiting()
            raise Trouble("not_stored", reason="recovering")
        events = self.session.handle(command, self.clock.now())
        after = self._expect(events, done) if events else done
        self._queue.add(events, after, alone=not isinstance(command, _IN_COMPANY))
        return events

    def _expect(
        self, events: Sequence[ev.Event], done: Callable[[PreauError | None], None]
    ) -> Callable[[PreauError | None], None]:
        """What is to be called when these events are stored, or are not."""
        owner = _owner(events)
        self._pending[owner] = self._pending.get(owner, 0) + 1
        return partial(self._after, owner, events, done, self._loop_time())

    def _can_store(self) -> bool:
        return self._loop_time() >= self._try_again_at and self._sound.is_set() and not self._closed

    def _is_stored(self) -> bool:
        """Whether what everybody sees is on disk."""
        return self._sound.is_set() and "" not in self._pending

    async def carry_out(self, command: cmd.Command) -> list[ev.Event]:
        """`submit` for those who wait. Raises `PreauError` if refused or not stored."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def done(error: PreauError | None) -> None:
            if stored.done():
                return
            if error is None:
                stored.set_result(None)
            else:
                stored.set_exception(error)

        events = self.submit(command, done)
        await stored
        return events

    async def join(self, nickname: str, token: str) -> str:
        """A new student (or the known one of this token), stored; gives the student's id."""
        events = await self.carry_out(cmd.Join(nickname=nickname, token=token))
        joined = [event for event in events if isinstance(event, ev.Joined)]
        return joined[0].student if joined else self.state.tokens[token]

    def time_of(self, command: cmd.Answer) -> float:
        """When the server had this answer, which is stored; seconds since 1970."""
        return self.state.rounds[command.round].answers[command.student].at

    async def wait_until_stored(self, student: str = "") -> None:
        """Until what everybody sees, and this student's own, is on disk; a page may then say 'saved'.

        Answers of others are not waited for. Raises `Trouble('not_stored')` if it takes too long.
        """
        if self._is_stored() and student not in self._pending:  # nearly always: no timer for that
            return
        try:
            async with asyncio.timeout(STORE_PATIENCE):
                while not self._is_stored() or student in self._pending:
                    await self._sound.wait()
                    await self._queue.wait_until_stored()
        except TimeoutError as error:
            raise Trouble("not_stored", reason="slow") from error

    # --- connections ----------------------------------------------------------------------------

    def find_student(self, token_hash: str) -> str | None:
        """The student of a cookie."""
        return self.state.find_student(token_hash)

    def connected(self) -> set[str]:
        """Everybody who is there now; students who share a phone are there together."""
        now, register = self.clock.now(), self.state.register
        there = {*self.links.phones, *(one for one, at in self.seen.items() if now - at < PRESENT_FOR)}
        if register.shared:
            there.update(*map(register.sharers, tuple(there)))
        return there

    def note_seen(self, student: str) -> None:
        """A phone without a socket asked for a page."""
        self.seen[student] = self.clock.now()
        self.snapshots.touch((student,))
        loop = asyncio.get_running_loop()
        loop.call_later(PRESENT_FOR + 1.0, lambda: self.snapshots.touch((student,)))

    def find_media(self, name: str) -> Media | None:
        """The picture or formula behind an unguessable name."""
        return self._pictures.find(name)

    def attach_phone(self, link: PhoneLink) -> None:
        anew = link.student in self.links.phones
        text = tell(Refused("elsewhere"), translator(link.language)) if anew else ""
        self.links.attach_phone(link, text)
        self.story.note_attached(link.student, anew=anew)
        self.snapshots.touch((link.student,))

    def detach_phone(self, link: PhoneLink) -> None:
        if self.links.detach_phone(link):
            self.seen.pop(link.student, None)
            if not self._closed:
                self.story.note_detached(link.student)
            self.snapshots.touch((link.student,))

    def attach_host(self, link: HostLink) -> None:
        """To be called right after `wait_until_stored`, so that the first snapshot has a wall."""
        self.links.hosts.add(link)
        self.snapshots.draw_wall()
        self.snapshots.touch()
        write_story("window_came" if link.confirms else "host_came")

    def detach_host(self, link: HostLink) -> None:
        if link in self.links.hosts:
            self.links.hosts.discard(link)
            if not self._closed:
                write_story("window_left" if link.confirms else "host_left")

    def _has_confirming_host(self) -> bool:
        return any(link.confirms for link in self.links.hosts)

    def attach_screen(self, link: Link) -> None:
        self.links.screens.add(link)
        self.broadcaster.greet_screen(link)

    def set_trouble(self, key: str, error: PreauError | None) -> None:
        """Show or clear a trouble in the host's strip."""
        if error is None:
            self.trouble.pop(key, None)
        else:
            self.trouble[key] = error
        self.snapshots.touch()

    # --- life -----------------------------------------------------------------------------------

    def restarted(self, alive_at: float) -> None:
        """Tell the session that the server was away since `alive_at`."""
        events = self.session.restart(alive_at, self.clock.now())
        self._queue.add(events, self._expect(events, lambda error: None))
        self._clocks.watch()

    async def close(self) -> None:
        """Store what waits and let everybody go; the session stays open unless it was ended."""
        self._closed = True
        self.confirmations.refuse_all()
        self._clocks.close()
        self.snapshots.close()
        self.broadcaster.close()
        self.links.close_all()
        self._note_alive_now()
        await self._queue.close()

    def _store(self, events: Sequence[ev.Event]) -> None:
        self._journal.append(self.state.id, events)

    def _after(
        self,
        owner: str,
        events: Sequence[ev.Event],
        done: Callable[[PreauError | None], None],
        since: float,
        error: PreauError | None,
    ) -> None:
        """owner: as in `_owner`. since: loop time at which these were wanted."""
        left = self._pending[owner] - 1
        if left:
            self._pending[owner] = left
        else:
            del self._pending[owner]
        done(error)
        if error is not None:
            if isinstance(events[0], ev.Answered):
                self.story.note_waiting()
            return
        if "not_stored" in self.trouble:
            del self.trouble["not_stored"]
            self.snapshots.touch()
            self.story.note_stores_again()
        if isinstance(events[0], ev.Answered):  # of these come thousands, and they change little
            self.snapshots.touch((owner,))
            self.broadcaster.counts_changed()
            return
        changed = {student for event in events if (student := getattr(event, "student", None))}
        self.snapshots.touch(changed)
        self._part_from_older_devices(changed)
        if owner:
            self.broadcaster.counts_changed()
            self.story.note_stored(events, 0.0)
        else:
            self._show(events, since)

    def _show(self, events: Sequence[ev.Event], since: float) -> None:
        """Everybody, what these events have changed. since: as above."""
        self._clocks.watch()
        self._unshown += events
        if "" not in self._pending:  # else the state is ahead of the disk, and the next commit shows both
            self._unshown, unshown = [], self._unshown
            self.broadcaster.show_changes(unshown)
        self.story.note_stored(events, self._loop_time() - since)
        if any(isinstance(event, ev.Locked) for event in events):
            # Judged while nobody waits for it, and not in the instant of the reveal.
            asyncio.get_running_loop().call_later(JUDGE_AFTER, self._judge_ahead)
        if any(isinstance(event, ev.Ended) for event in events):
            self.snapshots.touch(self.state.students)  # who has left early is known now
            self.ended.set()

    def _part_from_older_devices(self, students: Iterable[str]) -> None:
        """Another device speaks for the student now: the one that did is told."""
        for student in students:
            link = self.links.phones.get(student)
            if link is not None and link.token and self.find_student(link.token) != student:
                text = tell(Refused("signed_in_elsewhere"), translator(link.language))
                self.links.part_from(link, text)

    def _judge_ahead(self) -> None:
        current = self.state.current
        if current is not None and current.locked_at is not None:
            self.results.round_results(current)

    def _on_store_failed(self, error: PreauError) -> None:
        """Memory is ahead of the disk: go back to what is stored. Whoever waits is told it was not."""
        _log.error("not stored: %s", error)
        self.story.note_failed(str(error.params.get("reason", error.code)))
        self._sound.clear()
        self.set_trouble("not_stored", error)
        loop = asyncio.get_running_loop()

        def load() -> None:
            try:
                events = self._journal.load_events(self.state.id)
            except Exception:
                _log.exception("the journal cannot be read back")
                loop.call_soon_threadsafe(loop.call_later, 1.0, self._on_store_failed, error)
                return
            loop.call_soon_threadsafe(self._go_back, events)

        self._queue.run_beside(load)

    def _go_back(self, events: list[ev.Event]) -> None:
        if self._closed:
            self._sound.set()
            return
        self.snapshots.close()
        older = self.broadcaster
        older.close()
        self._use(Session(events))
        self.broadcaster.take_over(older)
        self._unshown, unshown = [], self._unshown
        self.broadcaster.show_changes(unshown)
        self._try_again_at = asyncio.get_running_loop().time() + RETRY_AFTER
        self._sound.set()
        self._clocks.watch()
        self.snapshots.draw_wall()
        for link in self.links.hosts:
            link.changed = None
        self.snapshots.touch()

    # --- what the clocks of a round want --------------------------------------------------------

    def _time_out(self) -> bool:
        try:
            return bool(self.submit(cmd.TimeOut(), lambda error: None))
        except PreauError:
            return False

    def _end_extra_time(self, students: Iterable[str]) -> None:
        self.broadcaster.end_extra_time(students)
        self.snapshots.touch()

    def _note_alive_now(self) -> None:
        session, now = self.state.id, self.clock.now()
        self._queue.run_beside(lambda: self._journal.note_alive(session, now))


def _owner(events: Sequence[ev.Event]) -> str:
    """The student whom alone these events concern; "" where everybody sees what they change."""
    first = events[0]
    return first.student if isinstance(first, _OF_ONE) else ""
