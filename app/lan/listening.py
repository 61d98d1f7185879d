"""Opens the listening sockets of the class: one port, IPv4 and IPv6, on every interface.

Only sockets; who accepts on them is `accepting.py`.
"""

import asyncio
import errno
import socket
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from app.errors import Trouble

# A class joins within seconds; with 128 the same storm takes 4 to 8 times as long (macOS caps it at 128).
BACKLOG: Final = 2_048
EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - phones must reach it
AFTER_WISHED: Final = 10
# Port 80 keeps the shown address short; it takes rights on Linux.
DEFAULT_PORTS: Final = (80, 8080)

# Windows answers WSAEACCES also for ports that it keeps for itself (Hyper-V) or that another program
# holds exclusively: for us both mean that this port cannot be had.
_DENIED: Final = frozenset({errno.EACCES, errno.EPERM, 10013})
_NO_IPV6: Final = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT, 10047, 10049})


def reuse_option(platform: str = sys.platform) -> int:
    """The socket option that allows a restart at once and no other program beside us.

    POSIX: SO_REUSEADDR. Windows: there it would let any program take the port over, so the opposite,
    SO_EXCLUSIVEADDRUSE.
    """
    return int(getattr(socket, "SO_EXCLUSIVEADDRUSE", ~4)) if platform == "win32" else socket.SO_REUSEADDR


def _listen(host: str, port: int, platform: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, reuse_option(platform), 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((host, port))
        sock.listen(BACKLOG)
        sock.setblocking(False)
    except BaseException:
        sock.close()
        raise
    return sock


def open_port(
    port: int, hosts: tuple[str, ...] = EVERYWHERE, platform: str = sys.platform
) -> tuple[list[socket.socket], int]:
    """Listen on `port` (0: any) of all `hosts` or of none; a system without IPv6 gives IPv4 only.

    Raises OSError of the host that could not be had.
    """
    sockets: list[socket.socket] = []
    try:
        for host in hosts:
            try:
                sockets.append(_listen(host, port, platform))
            except OSError as error:
                if ":" in host and sockets and error.errno in _NO_IPV6:
                    continue
                raise
            port = sockets[0].getsockname()[1]
    except BaseException:
        for sock in sockets:
            sock.close()
        raise
    return sockets, port


def is_denied(error: OSError) -> bool:
    """Whether the system forbids this port (below 1024 without rights), as opposed to its being in use."""
    return error.errno in _DENIED


def _candidates(wished: Sequence[int]) -> Iterator[int]:
    yield from wished
    last = max([8080, *wished])
    yield from range(last + 1, min(last + AFTER_WISHED, 65535) + 1)
    # "Any" is chosen for IPv4 and can be taken for IPv6: a few tries.
    yield from (0, 0, 0)


def bind_port(
    wished: Sequence[int],
    *,
    explicit: bool = False,
    hosts: tuple[str, ...] = EVERYWHERE,
    platform: str = sys.platform,
) -> tuple[list[socket.socket], int]:
    """The listening sockets on the first port of `wished` that can be had, else on the next ones, else any.

    `explicit`: a person asked for `wished[0]`; nothing else will do. Raises Trouble('port_in_use') or
    Trouble('port_not_allowed') with that port and the next free one, Trouble('no_port') if none can be had.
    """
    if explicit:
        try:
            return open_port(wished[0], hosts, platform)
        except OSError as error:
            free = next_free_port(wished[0], hosts, platform)
            code = "port_not_allowed" if is_denied(error) else "port_in_use"
            raise Trouble(code, port=wished[0], next=free) from error
    reason = ""
    for port in _candidates(wished):
        try:
            return open_port(port, hosts, platform)
        except OSError as error:
            reason = error.strerror or str(error)
    raise Trouble("no_port", reason=reason)


def next_free_port(port: int, hosts: tuple[str, ...] = EVERYWHERE, platform: str = sys.platform) -> int:
    """The port that `bind_port` would take instead of `port`; 0 if none is free."""
    candidates = [8080] if port < 1024 else [port + 1]
    try:
        sockets, free = bind_port(candidates, hosts=hosts, platform=platform)
    except Trouble:
        return 0
    for sock in sockets:
        sock.close()
    return free


async def wait_for_port(
    port: int,
    timeout: float,  # noqa: ASYNC109 - a normal end, not an error
    *,
    hosts: tuple[str, ...] = EVERYWHERE,
    platform: str = sys.platform,
    pause: float = 0.1,
) -> list[socket.socket] | None:
    """The listening sockets of `port` as soon as its holder lets go; None after `timeout` seconds.

    For a class that goes on: phones know the old port, and the dying process may still hold it.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout
    while True:
        try:
            return open_port(port, hosts, platform)[0]
        except OSError as error:
            if is_denied(error) and platform != "win32":
                return None  # waiting changes no rights; on Windows it may be the dying process
        if loop.time() >= deadline:
            return None
        await asyncio.sleep(pause)
