"""The connection of a desktop to its class: a thread of its own around the host client, that comes back by
itself when the connection or the class server was lost.

Knows no window. Every callback is called in the link's thread and must not wait.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from app.errors import PreauError, Refused, Trouble
from app.host.client import HostClient
from app.host.media_shelf import MediaShelf
from app.host.processes import is_alive
from app.host.running import read_running, read_secret
from app.host.view import ClassView

PAUSES: Final = (0.1, 0.2, 0.4, 0.8, 1.5)  # seconds between tries; the last one again and again

Reply = Callable[[dict[str, Any] | PreauError], None]

_log = logging.getLogger(__name__)


def _ignore(*values: Any) -> None:
    """What a callback does that nobody set."""


class ClassLink:
    """Set the callbacks, then `start`. folder: our data folder, where the server of a class on this computer
    says where it is; it is looked at again whenever that class was lost.

    After `stop` was asked for here, the end of the connection is the end of the link, and nobody is told.

    on_welcomed(view): connected, the first snapshot is there. on_snapshot(view): a newer state; what came
    in between is left out. on_lost(): no connection, and it is being looked for. on_found_again(view): the
    same session after a loss. on_gone(): the server's process on this computer has ended, though the class
    has not; somebody must start it again. on_ended(): the class was ended. on_dismissed(error): the server
    on another computer does not let us in; the link is over. A view is a copy.
    """

    def __init__(
        self,
        address: str,
        secret: str,
        *,
        folder: Path | None = None,
        language: str = "en",
        confirms: bool = True,
    ) -> None:
        self.address = address
        self._secret = secret
        self._folder = folder if folder is not None and _is_here(address) else None
        self._language = language
        self._confirms = confirms
        self.on_welcomed: Callable[[ClassView], None] = _ignore
        self.on_snapshot: Callable[[ClassView], None] = _ignore
        self.on_lost: Callable[[], None] = _ignore
        self.on_found_again: Callable[[ClassView], None] = _ignore
        self.on_gone: Callable[[], None] = _ignore
        self.on_ended: Callable[[], None] = _ignore
        self.on_dismissed: Callable[[PreauError], None] = _ignore
        self._thread = threading.Thread(target=self._run_thread, name="preau-class-link", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._ready = threading.Event()
        self._host: HostClient | None = None
        self._session = ""  # id of the session that was shown last
        self._pid = 0  # of its server, where that runs on this computer
        self._is_lost = self._is_gone = self._has_ended = False
        self._is_turning = self._is_leaving = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._media = MediaShelf()

    # --- from other threads ---------------------------------------------------------------------

    def start(self) -> None:
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        """Let the class go, without waiting for it. It goes on."""
        self._call(self._cancel)

    def join(self, patience: float) -> bool:
        """Wait until the link's thread has ended; False if it has not within so many seconds."""
        self._thread.join(patience)
        return not self._thread.is_alive()

    def do(self, command: str, args: dict[str, Any], reply: Reply) -> None:
        """Carry out a command. `reply` gets its result after it was stored, or why it was not done."""
        if not self._call(lambda: self._spawn(self._do(command, args, reply))):
            reply(Trouble("host_lost"))

    def speak(self, language: str) -> None:
        """Have the class server speak another language from now on: it is greeted anew, silently."""
        self._call(lambda: self._spawn(self._greet_anew(language)))

    def find_media(self, path: str) -> bytes | None:
        """What was fetched already; empty where the class has nothing there."""
        return self._media.find(path)

    def fetch_media(self, path: str, callback: Callable[[str, bytes | None], None]) -> None:
        """Fetch a picture of the class. `callback` gets the path and the content: empty where there is none,
        None where the class cannot be reached now."""
        if not self._call(lambda: self._spawn(self._fetch(path, callback))):
            callback(path, None)

    def _call(self, function: Callable[[], Any]) -> bool:
        """Have it called in the link's thread; False where that is over."""
        if self._loop is None:
            return False
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:  # the loop was closed
            return False
        return True

    # --- in the link's thread -------------------------------------------------------------------

    def _run_thread(self) -> None:
        try:
            asyncio.run(self._run())
        except asyncio.CancelledError:
            pass
        except Exception:
            _log.exception("the link to the class failed")
        finally:
            self._ready.set()

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()

    async def _run(self) -> None:
        self._loop, self._main = asyncio.get_running_loop(), asyncio.current_task()
        self._ready.set()
        tries = 0
        try:
            while True:
                if await self._stay_connected():
                    tries = 0
                if self._is_turning:
                    self._is_turning = False
                    continue
                if self._has_ended or self._is_leaving:
                    return
                self._note_lost()
                await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
                self._look_again()
        except Refused as refused:
            self.on_dismissed(refused)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _stay_connected(self) -> bool:
        """Connect and tell every snapshot until the connection ends; False if there was none."""
        try:
            host = await HostClient.connect(
                self.address, self._secret, self._language, confirms=self._confirms
            )
        except Trouble:
            return False
        except Refused:
            if self._folder is None:
                raise
            return False  # another program has its port; ours will say where it is
        try:
            self._note_process()
            async for view in host.snapshots():
                self._host = host
                self._take(view.copy())
        finally:
            self._host = None
            await host.close()
        return True

    def _take(self, view: ClassView) -> None:
        session = str(view.session.get("id", ""))
        is_new = session != self._session
        if is_new or self._is_lost:
            self._session, self._is_lost, self._is_gone = session, False, False
            self._has_ended = self._has_ended and not is_new
            (self.on_welcomed if is_new else self.on_found_again)(view)
        else:
            self.on_snapshot(view)
        if view.phase == "ended" and not self._has_ended:
            self._has_ended = True
            self.on_ended()

    def _note_lost(self) -> None:
        if not self._is_lost:
            self._is_lost = True
            self.on_lost()
        if not self._pid:
            self._note_process()
        if self._pid and not self._is_gone and not is_alive(self._pid):
            self._is_gone = True
            self.on_gone()

    def _look_again(self) -> None:
        """The server of a class on this computer may have been started again somewhere else."""
        if self._folder is None:
            return
        running, secret = read_running(self._folder), read_secret(self._folder)
        if running is not None and secret is not None and is_alive(running.pid):
            self.address, self._secret = running.host, secret[0]

    def _note_process(self) -> None:
        running = read_running(self._folder) if self._folder is not None else None
        self._pid = running.pid if running is not None and running.host == self.address else 0

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _greet_anew(self, language: str) -> None:
        self._language = language
        if self._host is not None:
            self._is_turning = True
            await self._host.close()

    async def _do(self, command: str, args: dict[str, Any], reply: Reply) -> None:
        try:
            if self._host is None:
                raise Trouble("host_lost")
            self._is_leaving = self._is_leaving or command == "stop"
            result = await self._host.do(command, **args)
        except Refused as refused:
            self._is_leaving = self._is_leaving and command != "stop"
            reply(refused)
        except Trouble as trouble:
            reply(trouble)
        except asyncio.CancelledError:
            reply(Trouble("host_lost"))
            raise
        else:
            reply(result)

    async def _fetch(self, path: str, callback: Callable[[str, bytes | None], None]) -> None:
        content = self._media.find(path)
        if content is None and self._host is not None:
            try:
                content = await self._host.fetch(f"http://{urlsplit(self.address).netloc}{path}")
            except Trouble:
                content = None
            else:
                self._media.keep(path, content)
        callback(path, content)


def _is_here(address: str) -> bool:
    """Whether a host address is of this computer."""
    name = urlsplit(address).hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
