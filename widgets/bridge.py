"""The running class as the window knows it: what the link's thread hears arrives here as Qt signals.

However fast snapshots come, at most one `changed` is on its way; between two signals nothing here changes.
"""

import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from app.errors import PreauError, Trouble
from app.host.view import ClassView
from widgets.language import language, tell_error
from widgets.post import Bell

if TYPE_CHECKING:
    from app.host.link import ClassLink

END_PATIENCE: Final = 5.0  # seconds for the links' threads when the program ends

Letter = tuple["ClassLink", str, tuple[Any, ...]]


class _Mail:
    """What the link's thread has said and the window has not heard yet: letters in order, and of views only
    the newest."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._lock = threading.Lock()
        self._letters: list[Letter] = []
        self._view: tuple[ClassLink, ClassView] | None = None

    def put(self, link: "ClassLink", name: str, *values: Any) -> None:
        with self._lock:
            self._letters.append((link, name, values))
        self._bell.ring()

    def put_view(self, link: "ClassLink", view: ClassView) -> None:
        with self._lock:
            self._view = (link, view)
        self._bell.ring()

    def put_connected(self, link: "ClassLink", name: str, view: ClassView) -> None:
        with self._lock:
            self._view = (link, view)
            self._letters.append((link, name, ()))
        self._bell.ring()

    def take(self) -> tuple[list[Letter], tuple["ClassLink", ClassView] | None]:
        with self._lock:
            letters, view = self._letters, self._view
            self._letters, self._view = [], None
        return letters, view


class ClassBridge(QObject):
    """Lives in the GUI thread, as its signals do. folder: our data folder, so that a class on this laptop is
    found again after its server was restarted."""

    opened = Signal()
    """Connected to a class, whose first snapshot is in `view`."""
    changed = Signal()
    """`view` is newer."""
    wall_changed = Signal()
    """`view.wall` is another one."""
    replied = Signal(str, dict)
    """A command was carried out and stored; its name and what it gave."""
    refused = Signal(str, str)
    """A command was not carried out; code and sentence."""
    lost = Signal()
    """No connection. The class goes on and is being looked for."""
    found_again = Signal()
    """The same class after a loss."""
    gone = Signal()
    """The class server's process has ended without ending the class; it has to be started again."""
    ended = Signal()
    """The class was ended. Its server shows phones the last page for a while."""
    media_arrived = Signal(str)
    """A picture that `media` was asked for is there; its path."""
    host_asked = Signal(list)
    """Who wants to drive the class from elsewhere and waits for the teacher; the whole list, anew."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.view: ClassView | None = None
        self.is_lost = self.is_gone = False
        self._folder = folder
        self._link: ClassLink | None = None
        self._old_links: list[ClassLink] = []
        self._fetching: set[str] = set()
        self._missed: set[str] = set()  # pictures that were asked for while the class was lost
        self._mail = _Mail(Bell(self._deliver, self))

    @property
    def address(self) -> str:
        """Of the host socket; "" when attached to no class."""
        return self._link.address if self._link is not None else ""

    @property
    def is_attached(self) -> bool:
        """Whether a class was attached and not let go, also while it is lost or after its end."""
        return self._link is not None

    def attach(self, host_address: str, secret: str) -> None:
        """Follow and drive the class at `ws://.../host/ws`; `opened` follows, or `lost` where it does not
        answer. The class before is let go; until `opened` its view stays."""
        from app.host.link import ClassLink  # with what it stands on a third of a second

        self.detach()
        self.is_lost = self.is_gone = False
        link = ClassLink(host_address, secret, folder=self._folder, language=language())
        mail = self._mail
        link.on_welcomed = partial(mail.put_connected, link, "opened")
        link.on_found_again = partial(mail.put_connected, link, "found_again")
        link.on_snapshot = partial(mail.put_view, link)
        link.on_lost = partial(mail.put, link, "lost")
        link.on_gone = partial(mail.put, link, "gone")
        link.on_ended = partial(mail.put, link, "ended")
        link.on_dismissed = partial(mail.put, link, "refused")
        self._link = link
        link.start()

    def detach(self) -> None:
        """Let the class go, without waiting; it goes on. No signal of it comes any more; `view` stays."""
        if self._link is not None:
            self._link.close()
            self._old_links = [link for link in self._old_links if not link.join(0)] + [self._link]
        self._link = None
        self._fetching.clear()
        self._missed.clear()

    def shut_down(self, patience: float = END_PATIENCE) -> bool:
        """Detach and wait until no thread is left; False if one hangs."""
        self.detach()
        until = time.monotonic() + patience
        return all(link.join(max(until - time.monotonic(), 0)) for link in self._old_links)

    def do(self, command: str, **args: Any) -> None:
        """Have the class server carry out a command; `replied` or `refused` follows."""
        link, mail = self._link, self._mail
        if link is None:
            self._tell_refused(Trouble("host_lost"))
        else:
            link.do(command, args, lambda reply: _put_reply(mail, link, command, reply))

    def media(self, path: str) -> bytes | None:
        """A picture of the class by its path in the HTML: empty where there is none. None while it is being
        fetched; `media_arrived` follows."""
        link = self._link
        if link is None:
            return None
        content = link.find_media(path)
        if content is None and path not in self._fetching:
            self._fetching.add(path)
            link.fetch_media(path, partial(self._mail.put, link, "media"))
        return content

    def speak(self) -> None:
        """Have the class server speak the language that the window speaks now."""
        if self._link is not None:
            self._link.speak(language())

    def now_ms(self) -> int:
        """The class server's time, in ms since 1970-01-01 UTC; 0 before the first snapshot."""
        now = self.view.now(time.monotonic()) if self.view is not None else None
        return 0 if now is None else round(now * 1000)

    def seconds_left(self) -> float | None:
        """Until the answers close; None without a question or without a limit."""
        return self.view.seconds_left(time.monotonic()) if self.view is not None else None

    # --- delivery, in the GUI thread ------------------------------------------------------------

    def _deliver(self) -> None:
        letters, newest = self._mail.take()
        is_new = any(name == "opened" and link is self._link for link, name, _ in letters)
        before = None if is_new else self.view
        if newest is not None and newest[0] is self._link:
            self.view = newest[1]
        for link, name, values in letters:
            if link is self._link:
                self._tell(name, *values)
        if newest is not None and newest[0] is self._link:
            self._tell_changes(before, newest[1])

    def _tell(self, name: str, *values: Any) -> None:
        if name in ("opened", "found_again", "lost"):
            self.is_lost = name == "lost"
        if name in ("opened", "found_again", "gone"):
            self.is_gone = name == "gone"
        if name == "refused":
            self._tell_refused(*values)
        elif name == "media":
            self._tell_media(*values)
        else:
            getattr(self, name).emit(*values)
        if name == "found_again":
            self._fetch_missed()

    def _tell_refused(self, error: PreauError) -> None:
        self.refused.emit(error.code, tell_error(error))

    def _tell_media(self, path: str, content: bytes | None) -> None:
        self._fetching.discard(path)
        if content is not None:
            self.media_arrived.emit(path)
        else:
            self._missed.add(path)

    def _fetch_missed(self) -> None:
        """A wall that has been drawn does not ask for its pictures again by itself."""
        missed, self._missed = self._missed, set()
        for path in missed:
            self.media(path)

    def _tell_changes(self, before: ClassView | None, now: ClassView) -> None:
        if before is None or (now.wall is not before.wall and now.wall != before.wall):
            self.wall_changed.emit()
        requests = now.snapshot.get("requests", [])
        if requests != (before.snapshot.get("requests", []) if before is not None else []):
            self.host_asked.emit(requests)
        self.changed.emit()


def _put_reply(mail: _Mail, link: "ClassLink", command: str, reply: dict[str, Any] | PreauError) -> None:
    if isinstance(reply, PreauError):
        mail.put(link, "refused", reply)
    else:
        mail.put(link, "replied", command, reply)
