"""Also holds findings, sentences and docs/network.md together."""

import ast
import asyncio
import contextlib
import re
from pathlib import Path

import pytest

from app.errors import Trouble
from app.i18n import translator
from app.lan.addresses import Address
from app.lan.doctor import (
    PATIENCE,
    advise_without_wifi,
    examine,
    isolation_verdict,
    judge_addresses,
    judge_announcing,
    judge_firewall,
    self_test,
)
from app.lan.findings import Finding
from app.lan.listening import open_port
from app.lan.phone_trial import PhoneTrial, trial_page
from app.sentences import SENTENCES, tell
from tests.lan.fakes import FakeTools, codes

ROOT = Path(__file__).resolve().parent.parent.parent
WIFI = Address("192.168.1.5", "Wi-Fi", 4, True, "wifi")
SIX = Address("fd00::5", "Wi-Fi", 6, True, "wifi")
HOTSPOT = Address("192.168.137.1", "Hotspot", 4, True, "hotspot")
PUBLIC = Address("129.20.1.5", "eth0", 4, False, "wired")
SELF_MADE = Address("169.254.3.4", "Wi-Fi", 4, True, "wifi")
DOCKER = Address("172.17.0.1", "docker0", 4, True, "virtual")
TUNNEL = Address("10.8.0.2", "tun0", 4, True, "virtual")
LOOPBACK = Address("127.0.0.1", "lo", 4, True, "loopback")


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ([WIFI, SIX, DOCKER], ["address"]),
        ([WIFI, HOTSPOT], ["address", "address"]),
        ([HOTSPOT], ["address", "on_hotspot"]),
        ([PUBLIC], ["address", "public_address"]),
        ([SIX], ["only_ipv6"]),
        ([WIFI, TUNNEL], ["address", "vpn"]),
        ([SELF_MADE, DOCKER], ["no_address_given"]),
        ([DOCKER], ["no_network"]),
        ([LOOPBACK], ["no_network"]),
        ([], ["no_network"]),
    ],
)
def test_addresses(addresses, expected):
    assert codes(judge_addresses(addresses)) == expected


@pytest.mark.parametrize(
    ("platform", "asked"), [("win32", "powershell.exe"), ("darwin", "/usr/libexec"), ("linux", "ufw")]
)
def test_each_system_asks_its_own_tool(platform, asked):
    tools = FakeTools()
    assert judge_firewall(8080, platform, tools)
    assert tools.asked[0].startswith(asked)


def test_examine_survives_a_system_that_says_nothing():
    def failing():
        raise OSError("no interfaces")

    assert codes(examine(8080, platform="linux", run=FakeTools(), lister=failing)) == [
        "no_network",
        "linux_no_firewall",
    ]


def test_isolation_verdict():
    assert isolation_verdict(2, 5) == Finding("phones_come", "ok", {"phones": 2})
    assert isolation_verdict(0, 5).code == "no_phone_yet"
    assert isolation_verdict(0, 5, tried=True).code == "no_phone_came"
    assert isolation_verdict(0, PATIENCE) == Finding("no_phone_came", "problem", {"seconds": 60})


def test_advice_is_for_this_system():
    assert codes(advise_without_wifi("win32"))[0] == "hotspot_windows"
    assert codes(advise_without_wifi("darwin"))[0] == "hotspot_macos"
    assert codes(advise_without_wifi("linux")) == [
        "hotspot_linux",
        "hotspot_phone",
        "router_room",
        "router_hall",
    ]


def test_announcing():
    assert judge_announcing("").code == "announced"
    assert judge_announcing("no_multicast").params == {"reason": "no_multicast"}


async def test_self_test_on_real_sockets():
    sockets, port = open_port(0, ("127.0.0.1",))
    passed = await self_test(port, [LOOPBACK])
    six = Address("::1", "lo", 6, True, "loopback")
    failed = await self_test(port, [LOOPBACK, six])
    for sock in sockets:
        sock.close()
    assert codes(passed) == ["self_test_passed"]
    assert failed == [Finding("self_test_failed", "problem", {"address": "::1", "port": port})]
    assert await self_test(port, []) == []


# --- the page that a phone opens ---


async def ask(port, request=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


async def test_a_phone_that_opens_the_page_is_counted():
    sockets, port = open_port(0, ("127.0.0.1",))
    trial = PhoneTrial({"192.168.1.5"})
    await trial.start(sockets)
    assert await ask(port) == trial_page()
    assert trial.phones == set()  # the laptop itself
    assert not await trial.wait_for_phone(0.01)
    trial.came(("192.168.1.5", 1))
    trial.came(None)
    assert trial.phones == set()
    trial.came(("::ffff:192.168.1.77", 1))
    trial.came(("fe80::5%3", 1))
    assert trial.phones == {"192.168.1.77", "fe80::5"}
    assert await trial.wait_for_phone(5)
    await trial.stop()


async def test_the_page_bears_no_flood_and_ends_with_its_connections():
    sockets, port = open_port(0, ("127.0.0.1",))
    trial = PhoneTrial(set())
    await trial.start(sockets)
    with contextlib.suppress(ConnectionError):  # an abort is seen as an error or as a quiet end
        assert await ask(port, b"x" * 20_000) == b""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET")
    await writer.drain()
    await trial.stop()
    writer.close()
    with pytest.raises(OSError, match=r"refused|Connect call failed"):
        await asyncio.open_connection("127.0.0.1", port)


def test_the_page_speaks_every_language():
    page = trial_page().decode()
    assert page.startswith("HTTP/1.1 200 OK\r\n")
    assert 'lang="ar" dir="rtl"' in page


# --- code, sentence and documentation ---


def codes_of_findings():
    """The first argument of each Finding("...") in the sources."""
    for path in sorted((ROOT / "app" / "lan").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if name == "Finding" and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


ERRORS = {"port_in_use", "port_not_allowed", "no_port", "no_discovery"}  # of listening.py and mdns.py
FINDINGS = {
    *(finding.code for system in ("win32", "darwin", "linux") for finding in advise_without_wifi(system)),
    *codes_of_findings(),
    *ERRORS,
}


def test_findings_were_collected():
    assert len(FINDINGS) > 35


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_every_finding_has_its_sentence_and_its_place_in_the_documentation(code):
    documentation = (ROOT / "docs" / "network.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{code}` \|", documentation, re.M)
    assert code in SENTENCES


def test_the_documentation_lists_no_finding_that_does_not_exist():
    documentation = (ROOT / "docs" / "network.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \| (?:ok|warning|problem|error)", documentation, re.M)) == FINDINGS


def test_a_finding_is_told_like_an_error():
    assert "192.168.1.5" in tell(judge_addresses([WIFI])[0], translator("en"))
    assert "8080" in tell(Trouble("port_in_use", port=8080, next=8081), translator("en"))
