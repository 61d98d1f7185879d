"""One side of the mDNS tests, run as a process: JSON lines out, ends when its input is closed."""

import asyncio
import json
import socket
import sys
from dataclasses import asdict

from zeroconf import AddressResolverIPv4
from zeroconf.asyncio import AsyncZeroconf

from app.lan.addresses import AddressWatch, list_addresses
from app.lan.mdns import Announcer, FoundClass, browse


def tell(**what) -> None:
    print(json.dumps(what), flush=True)


async def announce(title: str, code: str, port: str) -> None:
    announcer = Announcer()

    async def changed(addresses) -> None:
        await announcer.update(addresses)
        tell(state=announcer.state, instance=announcer.instance, reason=announcer.reason)

    addresses = list_addresses()
    await announcer.start(title, code, int(port), addresses)
    tell(state=announcer.state, instance=announcer.instance, reason=announcer.reason)
    watch = AddressWatch(changed, interval=0.05)
    watch.start(addresses)
    await asyncio.to_thread(sys.stdin.read)
    await watch.stop()
    await announcer.stop()


async def watch_classes() -> None:
    async for sighting in browse():
        tell(found=isinstance(sighting, FoundClass), **asdict(sighting))


async def resolve(host: str) -> None:
    zeroconf = AsyncZeroconf(interfaces=[address.ip for address in list_addresses() if address.family == 4])
    resolver = AddressResolverIPv4(host)
    await resolver.async_request(zeroconf.zeroconf, 5000)
    tell(ips=resolver.parsed_addresses())
    await zeroconf.async_close()


async def hold() -> None:
    """Take the port of mDNS without sharing it, as some other program might."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("0.0.0.0", 5353))
        tell(held=True)
        await asyncio.to_thread(sys.stdin.read)


COMMANDS = {"announce": announce, "browse": watch_classes, "resolve": resolve, "hold": hold}

if __name__ == "__main__":
    asyncio.run(COMMANDS[sys.argv[1]](*sys.argv[2:]))
