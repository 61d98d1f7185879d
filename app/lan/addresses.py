"""The laptop's own addresses, the likeliest for phones first, and the Host names that are ours.

Knows nothing of sockets or of the class; the only module that asks the system for its interfaces.
"""

import asyncio
import contextlib
import ipaddress
import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import ifaddr

log = logging.getLogger(__name__)

Guess = Literal["wifi", "wired", "hotspot", "virtual", "loopback", "unknown"]
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Address:
    """One address of this laptop. `interface` is the system's human name, `family` is 4 or 6.

    `private`: not reachable from the internet (RFC 1918, RFC 4193, link-local, loopback).
    """

    ip: str
    interface: str
    family: Literal[4, 6]
    private: bool
    guess: Guess


# What the names of interfaces say; Linux and macOS give short names, Windows a description. First match wins.
_HOTSPOT_NAMES: Final = re.compile(r"wi-?fi direct virtual|hosted network|^ap\d", re.I)
_VIRTUAL_NAMES: Final = re.compile(
    r"docker|^br-[0-9a-f]{6,}|^veth|^v?ethernet \(|virbr|lxc|lxd|podman|^cni|flannel|^cali|^dummy"
    r"|vbox|virtualbox|vmnet|vmware|hyper-v|\bwsl\b|qemu|parallels"
    r"|^tun\d|^tap\d|tap-|utun|^wg\d|wireguard|wintun|zerotier|^zt\w{8}|tailscale|^ppp\d|vpn|nordlynx"
    r"|anyconnect|fortinet|pangp|ipsec|teredo|isatap|6to4|npcap|loopback|bluetooth|^bnep|^pan\d"
    r"|^awdl|^llw|^anpi|^gif\d|^stf\d",
    re.I,
)
_MAC_BRIDGE: Final = re.compile(r"^bridge\d+$")
_WIFI_NAMES: Final = re.compile(r"^wl|wi-?fi|wireless|wlan|802\.11|\b11a[cx]\b|^en0$", re.I)
_WIRED_NAMES: Final = re.compile(r"^e(n|th)\w*\d|ethernet|gbe\b|gigabit|family controller|^usb\d", re.I)

# Addresses that a laptop has when it is the hotspot (Windows, macOS, Linux) or hangs on an iPhone's.
_HOTSPOT_NETWORKS: Final = tuple(
    ipaddress.ip_network(text)
    for text in ("192.168.137.0/24", "192.168.2.1/32", "10.42.0.0/24", "172.20.10.0/28")
)
_PRIVATE_NETWORKS: Final = tuple(
    ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)


def is_virtual_name(name: str) -> bool:
    """Whether an interface of this name belongs to containers, virtual machines, a VPN and the like."""
    return bool(_VIRTUAL_NAMES.search(name)) and not _HOTSPOT_NAMES.search(name)


def _guess(ip: IPAddress, prefix: int, names: list[str]) -> Guess:
    if ip.is_loopback:
        return "loopback"
    if any(_HOTSPOT_NAMES.search(name) for name in names):
        return "hotspot"
    if any(_VIRTUAL_NAMES.search(name) for name in names) or (ip.version == 4 and prefix == 32):
        return "virtual"  # an IPv4 address alone in its network is the end of a tunnel
    if any(ip in network for network in _HOTSPOT_NETWORKS):
        return "hotspot"
    if any(_MAC_BRIDGE.search(name) for name in names):
        return "virtual"
    if any(_WIFI_NAMES.search(name) for name in names):
        return "wifi"
    return "wired" if any(_WIRED_NAMES.search(name) for name in names) else "unknown"


def _rank(address: Address) -> tuple[int, int]:
    """Smaller is likelier to be reached by a phone."""
    ip = ipaddress.ip_address(address.ip)
    if address.guess == "loopback":
        place = 6
    elif address.guess == "virtual":
        place = 5
    elif ip.is_link_local:
        place = 4
    elif address.family == 6:
        place = 3
    elif address.guess == "hotspot":
        place = 1
    else:
        place = 0 if address.private else 2
    return place, ("wifi", "wired", "hotspot", "unknown", "virtual", "loopback").index(address.guess)


def rank_addresses(adapters: Iterable[ifaddr.Adapter]) -> list[Address]:
    """The addresses of `adapters`, the likeliest for phones first; loopback only if there is nothing else.

    IPv6 link-local addresses are left out: a browser cannot open them.
    """
    found: list[Address] = []
    for adapter in adapters:
        for entry in adapter.ips:
            ip = ipaddress.ip_address(entry.ip[0] if isinstance(entry.ip, tuple) else entry.ip)
            if ip.version == 6 and (ip.is_link_local or ip.is_site_local):
                continue
            guess = _guess(ip, entry.network_prefix, [entry.nice_name, adapter.nice_name, adapter.name])
            private = (
                ip.is_link_local or ip.is_loopback or any(ip in network for network in _PRIVATE_NETWORKS)
            )
            found.append(Address(str(ip), entry.nice_name, ip.version, private, guess))
    real = [address for address in found if address.guess != "loopback"]
    return sorted(dict.fromkeys(real or found), key=_rank)


def list_addresses() -> list[Address]:
    """This laptop's addresses now, ranked. Raises OSError if the system says nothing."""
    return rank_addresses(ifaddr.get_adapters())


def usable_addresses(addresses: Iterable[Address]) -> list[Address]:
    """Those that a phone in the room may reach: no loopback, no virtual network, no self-made address."""
    return [
        address
        for address in addresses
        if address.guess not in ("loopback", "virtual") and not ipaddress.ip_address(address.ip).is_link_local
    ]


class AddressWatch:
    """Looks at the addresses every `interval` seconds and awaits `changed(addresses)` when they differ.

    Polling, because the systems' own notices differ and miss changes on sleep and wake. Calls of `changed`
    never overlap; what it raises is logged, and it is called again at the next look.
    """

    def __init__(
        self,
        changed: Callable[[list[Address]], Awaitable[None]],
        *,
        lister: Callable[[], list[Address]] = list_addresses,
        interval: float = 3.0,
    ) -> None:
        self._changed = changed
        self._lister = lister
        self._interval = interval
        self._task: asyncio.Task[None] | None = None
        self.current: list[Address] = []

    def start(self, known: list[Address]) -> None:
        """Watch from now on; `known` is what the caller already uses."""
        self.current = known
        self._task = asyncio.create_task(self._run(), name="address-watch")

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            try:
                # In a thread: Windows can take tens of milliseconds for this.
                now = await asyncio.to_thread(self._lister)
                if now != self.current:
                    await self._changed(now)
                    self.current = now
            except Exception:
                log.exception("looking at the addresses failed; the last known ones stay in use")


def join_url(address: Address | str, port: int, path: str = "/") -> str:
    """`http://…` for an address, IP or host name; port 80 is left out, IPv6 gets its brackets."""
    host = (address.ip if isinstance(address, Address) else address).rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}{'' if port == 80 else f':{port}'}/{path.removeprefix('/')}"


_HOST: Final = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]{2,45})\]|(?P<name>[A-Za-z0-9._-]{1,253}))(?::(?P<port>\d{1,5}))?"
)


@lru_cache(maxsize=64)  # all phones of a class ask under a few names, and each request is checked twice
def parse_host(header: str) -> tuple[str, int | None] | None:
    """(name or IP in lower case without brackets and trailing dot, port or None), None if it is garbage."""
    match = _HOST.fullmatch(header)
    if not match:
        return None
    port = int(match["port"]) if match["port"] else None
    if port is not None and not 1 <= port <= 65535:
        return None
    if match["six"]:
        try:
            return str(ipaddress.IPv6Address(match["six"])), port
        except ValueError:
            return None
    name = match["name"].lower().removesuffix(".")
    return (name, port) if name and ".." not in name and not name.startswith(".") else None


def is_allowed_host(host_header: str, own_names: Iterable[str], port: int) -> bool:
    """Whether a request with this Host header is meant for us: the defence against DNS rebinding.

    Allowed are IP addresses (no name was resolved that a stranger could turn on us), `localhost` and
    `own_names`; the port is ours or left out (a forwarded port 80).
    """
    parsed = parse_host(host_header)
    if parsed is None or parsed[1] not in (None, port):
        return False
    name = parsed[0]
    if name == "localhost" or name in {own.lower().rstrip(".") for own in own_names}:
        return True
    return _read_ip(name) is not None


def is_loopback(text: str) -> bool:
    """Whether a connection from this address comes from the laptop itself."""
    ip = _read_ip(text)
    return ip is not None and ip.is_loopback


@lru_cache(maxsize=1_024)
def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or a /64, in which a device may take any address."""
    ip = _read_ip(address)
    if ip is None:
        return address
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((int(ip), 64), strict=False))


@lru_cache(maxsize=1_024)
def _read_ip(text: str) -> IPAddress | None:
    """An address, the IPv4 one of an IPv6 that only wraps it; None for anything else."""
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return mapped or ip
