"""How many files, and so phones, the system lets this process hold open.

At the limit asyncio can neither accept nor stop trying, so the limit is raised at start and the class
admits no more phones than fit.
"""

import importlib
import logging
import sys
from typing import Final, Protocol

log = logging.getLogger(__name__)

WISHED: Final = 65_536
HEADROOM: Final = 64  # database, log, listening sockets, mDNS, host connections

MOST_STRANGERS: Final = 8_192  # 15 kB each; 2,000 phones that load a page at once need as many
# Windows has no such limit on sockets; this is what memory of a small laptop bears (15 kB a connection).
WINDOWS_PRACTICAL: Final = 8_192
# macOS refuses more than OPEN_MAX of <sys/syslimits.h>, also where the hard limit says "infinite".
MACOS_OPEN_MAX: Final = 10_240


class OpenFiles(Protocol):
    """The limit of open files of this process as (soft, hard); negative or huge is infinite."""

    def get(self) -> tuple[int, int]: ...
    def set(self, soft: int, hard: int) -> None: ...


class SystemOpenFiles:
    """The real limit (POSIX only)."""

    def __init__(self) -> None:
        self._resource = importlib.import_module("resource")  # does not exist on Windows

    def get(self) -> tuple[int, int]:
        soft, hard = self._resource.getrlimit(self._resource.RLIMIT_NOFILE)
        infinity = self._resource.RLIM_INFINITY
        return (sys.maxsize if soft == infinity else soft, sys.maxsize if hard == infinity else hard)

    def set(self, soft: int, hard: int) -> None:
        infinity = self._resource.RLIM_INFINITY
        limits = (infinity if soft == sys.maxsize else soft, infinity if hard == sys.maxsize else hard)
        self._resource.setrlimit(self._resource.RLIMIT_NOFILE, limits)


def raise_open_file_limit(platform: str = sys.platform, files: OpenFiles | None = None) -> int:
    """Raise the soft limit as far as it goes (to 65,536 at most) and give the limit that holds now."""
    if platform == "win32":
        return WINDOWS_PRACTICAL
    files = files or SystemOpenFiles()
    soft, hard = files.get()
    for target in (min(hard, WISHED), min(hard, MACOS_OPEN_MAX), min(hard, 4_096)):
        if soft >= target:
            break
        try:
            files.set(target, hard)
        except (OSError, ValueError) as error:
            log.info("open-file limit %d refused: %s", target, error)
        else:
            soft = files.get()[0]
            break
    return min(soft, WISHED)


def max_phones(limit: int) -> int:
    """How many connections fit under `limit` open files when our own files have their place; at least 0."""
    return max(0, limit - HEADROOM)


def most_strangers(limit: int) -> int:
    """How many connections may be open that are no phone's, screen's or host's yet; at least 64.

    A third of the files, so that phones keep their place even while a whole backlog is being accepted, and no
    more than a small laptop has memory for.
    """
    return max(64, min((limit - HEADROOM) // 3, MOST_STRANGERS))
