"""What the desktop asks of the rest of the engine, as plain functions that block (it has workers).

What they need is loaded when they are called: the window shall be there fast.
"""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.errors import PreauError
from app.host.running import read_running
from app.i18n import translator
from app.lan.addresses import join_url, list_addresses, usable_addresses
from app.lan.listening import DEFAULT_PORTS
from app.sentences import tell
from app.settings import Settings
from app.storage.library import Library

if TYPE_CHECKING:
    from app.storage.outbox import Outbox

Progress = Callable[[int, int], bool]

_LOG: Final = logging.getLogger(__name__)
_LEVELS: Final = {"problem": "bad", "warning": "warn", "ok": "good"}
_ORDER: Final = ("bad", "warn", "good")


class DesktopServices:
    """folder: the data folder; language: gives the one that people are spoken to in now; find_outbox:
    gives the one that is open, or raises `Trouble` where it cannot be used now."""

    def __init__(
        self,
        folder: Path,
        language: Callable[[], str],
        library: Library,
        settings: Settings,
        find_outbox: "Callable[[], Outbox] | None" = None,
    ) -> None:
        self._folder = folder
        self._find_outbox = find_outbox
        self._language = language
        self._library = library
        self._settings = settings

    def check_network(self) -> list[tuple[str, str]]:
        """Level ('good', 'warn', 'bad') and sentence of each finding, the worst first."""
        from app.lan.doctor import advise_without_wifi, examine, self_test

        translate = translator(self._language())
        running = read_running(self._folder)
        port = running.port if running else DEFAULT_PORTS[-1]
        addresses = list_addresses()
        findings = examine(port, lister=lambda: addresses)
        if running:
            findings += asyncio.run(self_test(port, addresses))
        if not usable_addresses(addresses):
            findings += advise_without_wifi()
        rows = [(_LEVELS[finding.severity], tell(finding, translate)) for finding in findings]
        return sorted(rows, key=lambda row: _ORDER.index(row[0]))

    def list_addresses(self) -> list[str]:
        """Addresses under which phones may reach this laptop, the likeliest first; none without a network."""
        running = read_running(self._folder)
        port = running.port if running else 80
        return [join_url(address, port).rstrip("/") for address in usable_addresses(list_addresses())]

    def find_classes(self, seconds: float) -> list[dict[str, Any]]:
        """Classes announced near by. Raises `Trouble` where the network cannot be searched."""
        from app.lan.mdns import discover

        own = read_running(self._folder)
        return [
            {
                "title": found.title,
                "code": found.code,
                "address": found.urls[0] if found.urls else "",
                "here": own is not None and own.code == found.code,
            }
            for found in asyncio.run(discover(seconds))
        ]

    def learn(self) -> int:
        """Let the library learn from sessions (`app.storage.learning`); from how many there was something
        new. What fails is in the log, and is learned the next time."""
        from app.storage.learning import learn_from_sessions

        try:
            return learn_from_sessions(self._folder, self._library)
        except PreauError as error:
            _LOG.error("nothing was learned from sessions: %s", error)
            return 0

    def keep_backup(self, pause: float = 0.0) -> None:
        """Make an automatic backup (`app.storage.rolling`). What fails is in the log."""
        from app.storage.rolling import keep_rolling

        try:
            keep_rolling(self._folder, pause)
        except (PreauError, OSError) as error:
            _LOG.error("no automatic backup was made: %s", error)

    def write_diagnostics(self, target: Path) -> None:
        """A file for asking for help. Raises `Trouble('file_not_written')`."""
        from app.commands.diagnostics import write_diagnostics

        write_diagnostics(self._folder, self._settings, target)

    def _outbox(self) -> "Outbox | None":
        return self._find_outbox() if self._find_outbox is not None else None

    def write_backup(self, target: Path, phrase: str, progress: Progress) -> None:
        from app.storage.backup import write_backup

        write_backup(self._folder, target, progress, phrase)

    def read_backup(self, source: Path, phrase: str) -> dict[str, Any]:
        """See `app.storage.backup.read_backup`; as a plain mapping for the screen."""
        from app.storage.backup import read_backup

        info = read_backup(source, self._folder, phrase)
        return {"made": info.made, "quizzes": info.quizzes, "sessions": info.sessions, "bytes": info.size}

    def restore_backup(self, source: Path, phrase: str, progress: Progress) -> None:
        """The library, the outbox and the settings go on with what was restored."""
        from app.storage.backup import restore_backup

        restore_backup(source, self._folder, progress, self._library, phrase, self._outbox())
        self._settings.reload()
