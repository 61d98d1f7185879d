"""Can phones reach this laptop? Looks at addresses, firewall and port, and says what to do.

Every answer is a list of findings; nothing here raises because a tool or the network is missing.
"""

import asyncio
import re
import socket
import sys
from collections.abc import Callable
from typing import Final

from app.lan import firewall_linux, firewall_macos, firewall_windows
from app.lan.addresses import Address, list_addresses, usable_addresses
from app.lan.findings import Finding, RunTool, run_tool

# A phone that scans the code needs about 10 s; after this long without any, something keeps them away.
PATIENCE: Final = 60.0

_VPN: Final = re.compile(r"^tun\d|^wg\d|wireguard|wintun|tap-|vpn|anyconnect|fortinet|pangp|nordlynx", re.I)


def judge_addresses(addresses: list[Address]) -> list[Finding]:
    """Which addresses phones can use, and what it means where there is none."""
    usable = usable_addresses(addresses)
    if not usable:
        self_made = [a.ip for a in addresses if a.family == 4 and a.ip.startswith("169.254.")]
        if self_made:
            return [Finding("no_address_given", "problem", {"address": self_made[0]})]
        return [Finding("no_network", "problem")]
    findings = [
        Finding("address", "ok", {"address": a.ip, "interface": a.interface}) for a in usable if a.family == 4
    ]
    if not findings:
        findings = [Finding("only_ipv6", "warning", {"address": usable[0].ip})]
    if usable[0].guess == "hotspot":
        findings.append(Finding("on_hotspot", "warning", {"address": usable[0].ip}))
    if usable[0].family == 4 and not usable[0].private:
        findings.append(Finding("public_address", "warning", {"address": usable[0].ip}))
    tunnels = [a.interface for a in addresses if a.guess == "virtual" and _VPN.search(a.interface)]
    if tunnels:
        findings.append(Finding("vpn", "warning", {"interface": tunnels[0]}))
    return findings


def judge_firewall(port: int, platform: str = sys.platform, run: RunTool = run_tool) -> list[Finding]:
    """What this system's firewall does with phones that come to `port`. Some seconds on Windows."""
    if platform == "win32":
        return firewall_windows.look(port, run)
    if platform == "darwin":
        return firewall_macos.look(port, run)
    return firewall_linux.look(port, run)


def examine(
    port: int,
    *,
    platform: str = sys.platform,
    run: RunTool = run_tool,
    lister: Callable[[], list[Address]] = list_addresses,
) -> list[Finding]:
    """Addresses and firewall. Blocks for seconds: call it in a thread where a loop runs."""
    try:
        addresses = lister()
    except OSError:
        addresses = []
    return [*judge_addresses(addresses), *judge_firewall(port, platform, run)]


async def _answers(ip: str, port: int, patience: float) -> bool:
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    try:
        async with asyncio.timeout(patience):
            _, writer = await asyncio.open_connection(ip, port, family=family)
            writer.close()
            await writer.wait_closed()
    except OSError:  # TimeoutError is one
        return False
    return True


async def self_test(
    port: int, addresses: list[Address] | None = None, patience: float = 2.0
) -> list[Finding]:
    """Connects to `port` at each own address: does the listening socket answer there? No firewall between
    laptop and phone is tried by that."""
    own = list_addresses() if addresses is None else addresses
    tried = usable_addresses(own) or own
    answers = await asyncio.gather(*(_answers(address.ip, port, patience) for address in tried))
    silent = [
        Finding("self_test_failed", "problem", {"address": address.ip, "port": port})
        for address, answered in zip(tried, answers, strict=True)
        if not answered
    ]
    return silent or ([Finding("self_test_passed", "ok", {"port": port})] if tried else [])


def isolation_verdict(phones_seen: int, seconds_waited: float, *, tried: bool = False) -> Finding:
    """What the number of phones says that came within `seconds_waited` of showing the address.

    `tried`: somebody has tried with a phone, so there is nothing more to wait for. A network can keep its
    guests apart ("isolation"), and no tool on the laptop can see that: only a phone that tries can. Also for
    a running class.
    """
    if phones_seen > 0:
        return Finding("phones_come", "ok", {"phones": phones_seen})
    if seconds_waited < PATIENCE and not tried:
        return Finding("no_phone_yet", "warning", {"seconds": round(seconds_waited)})
    return Finding("no_phone_came", "problem", {"seconds": round(seconds_waited)})


def advise_without_wifi(platform: str = sys.platform) -> list[Finding]:
    """What to do in a room without (usable) Wi-Fi: the hotspot of this system, a phone's, and a router."""
    own = {"win32": "hotspot_windows", "darwin": "hotspot_macos"}.get(platform, "hotspot_linux")
    return [Finding(code, "ok") for code in (own, "hotspot_phone", "router_room", "router_hall")]


def judge_announcing(reason: str) -> Finding:
    """What `Announcer.reason` means for a class: scanning works all the same."""
    return (
        Finding("announced", "ok") if not reason else Finding("not_announced", "warning", {"reason": reason})
    )
