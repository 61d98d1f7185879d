"""Announces the class on the local network (mDNS, DNS-SD) and finds classes near by.

The only module that knows zeroconf. Announcing is a comfort: whatever fails here is logged and is "off" with
a reason, never an error of the class. What comes from the network is checked before it is used.
"""

import asyncio
import contextlib
import errno
import logging
import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Final, Literal

from zeroconf import DNSQuestionType, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from app.errors import Trouble
from app.lan.addresses import Address, join_url, list_addresses, usable_addresses
from app.lan.mdns_names import SERVICE, clean_text, host_name, instance_label, txt_record

log = logging.getLogger(__name__)

_MULTICAST: Final = DNSQuestionType.QM
# Answers may be held back up to 1.35 s (RFC 6762, 6 and 7.2); zeroconf's own probing lasts 0.7 s.
_LISTEN_FIRST: Final = 0.7

State = Literal["off", "starting", "on"]
Reason = Literal["", "not_started", "no_network", "no_multicast", "port_taken", "failed"]


@dataclass(frozen=True)
class FoundClass:
    """A class near by. `instance` is its unique name on the network. Any of `urls` may be the one that
    answers; just after a change of network an old one can still be among them."""

    title: str
    code: str
    urls: tuple[str, ...]
    host: str
    port: int
    version: str
    instance: str


@dataclass(frozen=True)
class LostClass:
    """The class `instance` is no longer announced."""

    instance: str


def _reachable(addresses: list[Address]) -> list[Address]:
    """Those worth announcing: an address that phones cannot reach only costs them time."""
    return usable_addresses(addresses) or [a for a in addresses if a.guess != "virtual"]


def _families(addresses: list[Address]) -> list[str]:
    """The interfaces to speak on: IPv4 where there is some, because it carries the IPv6 addresses as well and
    one socket for both is refused by some systems; IPv6 (one address an interface) only without it."""
    four = [address.ip for address in addresses if address.family == 4]
    return four or list({address.interface: address.ip for address in reversed(addresses)}.values())


def _open(interfaces: list[str]) -> AsyncZeroconf:
    version = IPVersion.V4Only if "." in interfaces[0] else IPVersion.V6Only
    return AsyncZeroconf(interfaces=list(interfaces), ip_version=version)


def _ignore(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
    """For a question that is asked only so that its answers get into zeroconf's cache."""


def _reason(error: Exception) -> Reason:
    if isinstance(error, OSError):
        if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EPERM, 10048, 10013):
            return "port_taken"
        if error.errno in (errno.ENODEV, errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EINVAL, 10049, 10051):
            return "no_multicast"
    return "failed"


class Announcer:
    """Announces one class. No method raises; `state` and `reason` say how it stands.

    `state`: 'off', 'starting' or 'on'. `reason`: why it is off. `instance`: the name in use, which differs
    from the title when another class has it. `host`: the name that answers address queries.
    """

    def __init__(self, opener: Callable[[list[str]], AsyncZeroconf] = _open) -> None:
        self._opener = opener
        self._lock = asyncio.Lock()
        self._zeroconf: AsyncZeroconf | None = None
        self._wanted: tuple[str, dict[str, str], int] | None = None
        self._ips: list[str] = []
        self.state: State = "off"
        self.reason: Reason = "not_started"
        self.instance = ""
        self.host = ""

    async def start(
        self,
        title: str,
        code: str,
        port: int,
        addresses: list[Address],
        *,
        path: str = "/",
        version: str = "1",
    ) -> None:
        """Announce the class at `addresses`; returns when it can be found, after 2 to 3 seconds."""
        async with self._lock:
            self._wanted = (title, txt_record(title, code, path, version), port)
            self.host = host_name(code)
            self.instance = ""
            await self._announce(addresses)

    async def update(self, addresses: list[Address]) -> None:
        """The laptop's addresses have changed: announce the new ones, on the new interfaces."""
        async with self._lock:
            ips = [address.ip for address in _reachable(addresses)]
            if self._wanted and (self.state == "off" or ips != self._ips):
                await self._announce(addresses)

    async def stop(self) -> None:
        """Say goodbye and be off."""
        async with self._lock:
            self._wanted = None
            await self._close()
            self.reason = "not_started"

    async def _announce(self, addresses: list[Address]) -> None:
        await self._close()
        reachable = _reachable(addresses)
        self._ips = [address.ip for address in reachable]
        if not reachable or self._wanted is None:
            self.reason = "no_network"
            return
        self.state, self.reason = "starting", ""
        try:
            # zeroconf binds to interfaces when it is made, so other interfaces take another one.
            self._zeroconf = self._opener(_families(reachable))
            await self._register(self._zeroconf)
            self.state = "on"
            log.info("announced on %d address(es)", len(reachable))
        except Exception as error:
            await self._close()
            self.reason = _reason(error)
            log.warning("not announced (%s): %r", self.reason, error, exc_info=self.reason == "failed")
        except BaseException:  # cancelled: leave no socket behind
            await self._close()
            raise

    async def _register(self, zeroconf: AsyncZeroconf) -> None:
        assert self._wanted is not None
        title, properties, port = self._wanted
        known = bool(self.instance)
        await zeroconf.zeroconf.async_wait_for_start()
        if not zeroconf.zeroconf.engine.senders:  # zeroconf leaves interfaces without multicast out silently
            raise OSError(errno.ENODEV, "no interface speaks multicast")
        info = AsyncServiceInfo(
            SERVICE,
            f"{self.instance or instance_label(title)}.{SERVICE}",
            port=port,
            properties=properties,
            server=self.host,
            parsed_addresses=self._ips,
        )
        # A name that is ours already is not probed again: our own earlier records, still cached by others,
        # would look like a conflict and rename the class at each change of network.
        # Answers to zeroconf's own probes come by unicast, and where another program of this laptop speaks
        # mDNS (Avahi, a browser) that one may get them; so the same is asked for answers by multicast.
        listening = AsyncServiceBrowser(
            zeroconf.zeroconf, SERVICE, handlers=[_ignore], question_type=_MULTICAST
        )
        try:
            if not known:
                await asyncio.sleep(_LISTEN_FIRST)
            sent = await zeroconf.async_register_service(
                info, allow_name_change=True, cooperating_responders=known
            )
        finally:
            await listening.async_cancel()
        await sent
        self.instance = info.name.removesuffix(f".{SERVICE}")

    async def _close(self) -> None:
        zeroconf, self._zeroconf = self._zeroconf, None
        self.state = "off"
        if zeroconf:
            try:
                await zeroconf.async_close()
            except Exception:
                log.warning("mDNS did not close cleanly", exc_info=True)


def read_found(info: AsyncServiceInfo) -> FoundClass | None:
    """What an announcement says, None where it makes no sense. The text comes from anybody on the network."""
    text = {key: value or "" for key, value in info.decoded_properties.items()}
    code, path = text.get("code", ""), text.get("path", "/")
    sound = re.fullmatch(r"[A-Za-z0-9]{1,40}", code) and re.fullmatch(r"/[\w./~-]*", path, re.ASCII)
    ips = info.parsed_addresses()
    if not sound or not info.port or not ips:
        return None
    return FoundClass(
        title=clean_text(text.get("title", "")),
        code=code,
        urls=tuple(join_url(ip, info.port, path) for ip in ips),
        host=clean_text(info.server or "").rstrip("."),
        port=info.port,
        version=clean_text(text.get("version", "")),
        instance=info.name.removesuffix(f".{SERVICE}"),
    )


async def browse(addresses: list[Address] | None = None) -> AsyncGenerator[FoundClass | LostClass, None]:
    """Classes as they are found, found again with other addresses, or lost; ends only when closed.

    Raises Trouble('no_discovery') with the system's reason where the network cannot be searched.
    """
    reachable = _reachable(list_addresses() if addresses is None else addresses)
    try:
        if not reachable:
            raise OSError(errno.ENETUNREACH, "no network")
        zeroconf = _open(_families(reachable))
    except (OSError, RuntimeError) as error:
        raise Trouble("no_discovery", reason=getattr(error, "strerror", None) or str(error)) from error
    queue: asyncio.Queue[FoundClass | LostClass] = asyncio.Queue()
    asking: set[asyncio.Task[None]] = set()

    async def ask(name: str) -> None:
        info = AsyncServiceInfo(SERVICE, name)
        if await info.async_request(zeroconf.zeroconf, 3000, _MULTICAST):
            found = read_found(info)
            if found:
                queue.put_nowait(found)

    def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Removed:
            queue.put_nowait(LostClass(name.removesuffix(f".{SERVICE}")))
            return
        task = asyncio.get_running_loop().create_task(ask(name))
        asking.add(task)
        task.add_done_callback(asking.discard)

    browser: AsyncServiceBrowser | None = None
    try:
        browser = AsyncServiceBrowser(
            zeroconf.zeroconf, SERVICE, handlers=[changed], question_type=_MULTICAST
        )
        while True:
            yield await queue.get()
    finally:
        if browser:
            await browser.async_cancel()
        for task in list(asking):
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        await zeroconf.async_close()


async def discover(timeout: float = 3.0, addresses: list[Address] | None = None) -> list[FoundClass]:  # noqa: ASYNC109
    """The classes that answer within `timeout` seconds, by title. Raises as `browse`."""
    classes: dict[str, FoundClass] = {}
    async with contextlib.aclosing(browse(addresses)) as sightings:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                async for sighting in sightings:
                    if isinstance(sighting, FoundClass):
                        classes[sighting.instance] = sighting
                    else:
                        classes.pop(sighting.instance, None)
    return sorted(classes.values(), key=lambda found: (found.title.casefold(), found.instance))
