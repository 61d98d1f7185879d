"""What both ends of a benchmark need from the system, and what they may never do. Knows no scenario."""

import ipaddress
import sys

WANTED_FILES = 8192


def raise_open_files() -> int:
    """Raises the soft limit of open files as far as allowed; returns the limit that holds now."""
    if sys.platform == "win32":
        return WANTED_FILES  # sockets are not files there
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return soft


def require_loopback(host: str) -> None:
    """A load generator pointed at another machine is an attack: raises ValueError for any such address."""
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"{host} is not a loopback address")
