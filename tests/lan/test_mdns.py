import asyncio
import contextlib
import errno
import json
import threading

import pytest
from zeroconf.asyncio import AsyncServiceInfo

from app.errors import Trouble
from app.lan import mdns
from app.lan.addresses import Address
from app.lan.mdns import Announcer, FoundClass, LostClass, browse, discover, read_found
from app.lan.mdns_names import SERVICE, clean_text, cut_utf8, host_name, instance_label, txt_record
from tests.lan.namespaces import Cable, can_make_namespaces, ip

LOOPBACK = [Address("127.0.0.1", "lo", 4, True, "loopback")]
WIFI = [Address("10.0.0.1", "wlan0", 4, True, "wifi")]


# --- records ---


def test_a_long_title_fits_its_txt_entry_without_cutting_a_letter():
    for title in ("é" * 300, "ا" * 300, "x" + "😀" * 100):
        cut = txt_record(title, "K7PM", "/", "1")["title"]
        assert 250 < len(f"title={cut}".encode()) <= 255
        assert title.startswith(cut)


def test_cut_utf8():
    assert cut_utf8("été", 4) == "ét"
    assert cut_utf8("été", 5) == "été"
    assert cut_utf8("", 5) == ""
    assert cut_utf8("a\udcffb", 5) == "a?b"  # a byte of the command line that is no text


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Maths. Groupe 2", "Maths Groupe 2"),
        ("  ", "Préau"),
        ("...", "Préau"),
        ("a\nb\x1b[31m", "ab[31m"),
        ("é" * 40, "é" * 29),
        ("الفيزياء", "الفيزياء"),
    ],
)
def test_instance_label(title, label):
    assert instance_label(title) == label
    assert len(label.encode()) <= 59


def test_host_name_is_derived_from_the_code():
    assert host_name("K7PM") == "preau-k7pm.local."


def test_clean_text_keeps_arabic_and_drops_direction_tricks():
    assert clean_text("الفصل\u202eevil\u2066\x07") == "الفصلevil"


def info(**changes):
    properties = {"title": "Optics", "code": "K7PM", "path": "/", "version": "1"} | changes.pop(
        "properties", {}
    )
    values = {
        "port": 8080,
        "server": "preau-k7pm.local.",
        "parsed_addresses": ["10.0.0.1", "fd00::1"],
    } | changes
    return AsyncServiceInfo(SERVICE, f"Optics.{SERVICE}", properties=properties, **values)


def test_an_announcement_is_read():
    found = read_found(info())
    assert found.urls == ("http://10.0.0.1:8080/", "http://[fd00::1]:8080/")
    assert (found.title, found.code, found.host, found.port, found.version, found.instance) == (
        "Optics",
        "K7PM",
        "preau-k7pm.local",
        8080,
        "1",
        "Optics",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"properties": {"code": "K7 PM"}},
        {"properties": {"code": ""}},
        {"properties": {"path": "@evil.example/"}},
        {"properties": {"path": "/\x1b[2J"}},
        {"port": 0},
        {"parsed_addresses": []},
    ],
)
def test_an_announcement_that_makes_no_sense_is_left_out(changes):
    assert read_found(info(**changes)) is None


# --- failing is being off ---


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.EADDRINUSE, "in use"), "port_taken"),
        (OSError(errno.ENETUNREACH, "unreachable"), "no_multicast"),
        (RuntimeError("no interfaces"), "failed"),
    ],
)
async def test_a_network_without_mdns_is_off_with_a_reason(error, reason):
    def failing(interfaces):
        raise error

    announcer = Announcer(failing)
    assert (announcer.state, announcer.reason) == ("off", "not_started")
    await announcer.start("Optics", "K7PM", 8080, WIFI)
    assert (announcer.state, announcer.reason) == ("off", reason)
    await announcer.update([])
    assert announcer.reason == "no_network"
    await announcer.stop()
    assert (announcer.state, announcer.reason) == ("off", "not_started")


async def test_searching_without_a_network_is_trouble():
    with pytest.raises(Trouble, match="no_discovery"):
        await discover(0.1, addresses=[])


def test_ipv6_interfaces_only_without_ipv4():
    six = [Address("fd00::1", "en0", 6, True, "wifi"), Address("2001:db8::1", "en0", 6, False, "wifi")]
    assert mdns._families(WIFI + six) == ["10.0.0.1"]
    assert mdns._families(six) == ["fd00::1"]


class SilentZeroconf:
    """A zeroconf that found no interface to speak on, and fails to close."""

    def __init__(self, interfaces):
        self.zeroconf = self.engine = self
        self.senders = []

    async def async_wait_for_start(self):
        pass

    async def async_close(self):
        raise RuntimeError("not running")


async def test_interfaces_without_multicast_are_off_with_a_reason(caplog):
    announcer = Announcer(SilentZeroconf)
    await announcer.start("Optics", "K7PM", 8080, WIFI)
    assert (announcer.state, announcer.reason) == ("off", "no_multicast")
    assert "did not close cleanly" in caplog.text


async def test_a_cancelled_start_leaves_nothing_open():
    closed = asyncio.Event()
    waiting = asyncio.Event()

    class Slow(SilentZeroconf):
        async def async_wait_for_start(self):
            waiting.set()
            await asyncio.Event().wait()

        async def async_close(self):
            closed.set()

    announcer = Announcer(Slow)
    task = asyncio.create_task(announcer.start("Optics", "K7PM", 8080, WIFI))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert closed.is_set()
    assert announcer.state == "off"


# --- real multicast on loopback ---


async def test_announced_found_and_gone():
    announcer = Announcer()
    await announcer.start("Optique. Groupe é", "Z9QX", 8123, LOOPBACK, path="/j", version="7")
    assert (announcer.state, announcer.host) == ("on", "preau-z9qx.local.")
    async with asyncio.timeout(10), contextlib.aclosing(browse(LOOPBACK)) as sightings:
        found = await anext(
            one async for one in sightings if isinstance(one, FoundClass) and one.code == "Z9QX"
        )
        assert found.urls == ("http://127.0.0.1:8123/j",)
        assert (found.title, found.version, found.host) == ("Optique. Groupe é", "7", "preau-z9qx.local")
        assert "Z9QX" in [one.code for one in await discover(2.5, LOOPBACK)]
        await announcer.stop()
        lost = await anext(one async for one in sightings if isinstance(one, LostClass))
        assert lost.instance == found.instance == "Optique Groupe é"


# --- real multicast between two namespaces ---

needs_namespaces = pytest.mark.skipif(
    not can_make_namespaces(), reason="needs root to make network namespaces"
)


class Peer:
    """A process of tests.lan.mdns_peer; `wait_for` reads its lines until one fits."""

    def __init__(self, cable, namespace, *arguments):
        self.process = cable.python(namespace, "tests.lan.mdns_peer", *arguments)

    def wait_for(self, fits=lambda line: True, seconds=15):
        # Killing the process is what ends a read that waits for too long.
        watchdog = threading.Timer(seconds, self.process.kill)
        watchdog.start()
        seen = []
        try:
            for text in self.process.stdout:
                seen.append(json.loads(text))
                if fits(seen[-1]):
                    return seen[-1]
        finally:
            watchdog.cancel()
        raise AssertionError(f"not seen in {seen}")

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except Exception:
            self.process.kill()
            self.process.wait(5)
        self.process.stdout.close()

    def kill(self):
        self.process.kill()
        self.close()


@pytest.fixture
def peers(request):
    made = []
    with Cable(getattr(request, "param", 4)) as cable:

        def start(side, *arguments):
            made.append(Peer(cable, getattr(cable, side), *arguments))
            return made[-1]

        start.cable = cable
        yield start
        for peer in made:
            if not peer.process.stdout.closed:
                peer.kill()


@needs_namespaces
@pytest.mark.namespaces
def test_a_class_is_found_renamed_followed_and_lost(peers):
    """One story, because each start of a responder takes a second."""
    browser, other = peers("b", "browse"), peers("c", "browse")
    first = peers("a", "announce", "Optique", "K7PM", "8080")
    assert first.wait_for()["instance"] == "Optique"
    seen = browser.wait_for(lambda line: line["found"])
    both = {"http://10.99.1.1:8080/", "http://10.99.3.1:8080/"}
    assert (seen["title"], seen["code"], set(seen["urls"])) == ("Optique", "K7PM", both)

    # In the laptop's second network as well.
    assert other.wait_for(lambda line: line["found"])["code"] == "K7PM"

    # The same title from another laptop: renamed, both there.
    second = peers("b", "announce", "Optique", "W3XY", "8081")
    assert second.wait_for()["instance"] == "Optique-2"
    seen = browser.wait_for(lambda line: line["found"] and line["code"] == "W3XY")
    assert (seen["title"], seen["urls"]) == ("Optique", ["http://10.99.1.2:8081/"])

    # The host name answers address queries.
    resolver = peers("b", "resolve", first_host := host_name("K7PM"))
    assert first_host == "preau-k7pm.local."
    assert set(resolver.wait_for()["ips"]) == {"10.99.1.1", "10.99.3.1"}

    # A new address on the laptop is followed, under the same name.
    ip("-n", peers.cable.a, "address", "add", "10.99.2.1/24", "dev", "eth0")
    assert first.wait_for() == {"state": "on", "instance": "Optique", "reason": ""}
    browser.wait_for(lambda line: line["found"] and "http://10.99.2.1:8080/" in line["urls"])

    # The network goes away and comes back with another address.
    ip("-n", peers.cable.a, "address", "flush", "dev", "eth0")
    assert first.wait_for()["state"] == "on"  # on the other one
    ip("-n", peers.cable.a, "address", "add", "10.99.1.7/24", "dev", "eth0")
    first.wait_for(lambda line: line["state"] == "on")
    browser.wait_for(lambda line: line["found"] and "http://10.99.1.7:8080/" in line["urls"])

    # The end of the class is told.
    first.close()
    browser.wait_for(lambda line: not line["found"] and line["instance"] == "Optique")


@needs_namespaces
@pytest.mark.namespaces
@pytest.mark.parametrize("peers", [6], indirect=True)
def test_a_network_with_ipv6_only(peers):
    browser = peers("b", "browse")
    laptop = peers("a", "announce", "Optique", "K7PM", "8080")
    assert laptop.wait_for()["state"] == "on"
    seen = browser.wait_for(lambda line: line["found"])
    assert set(seen["urls"]) == {"http://[fd99:1::1]:8080/", "http://[fd99:3::1]:8080/"}


@needs_namespaces
@pytest.mark.namespaces
def test_a_port_that_another_program_holds_is_off_with_a_reason(peers):
    holder = peers("a", "hold")
    assert holder.wait_for()["held"]
    laptop = peers("a", "announce", "Optique", "K7PM", "8080")
    assert laptop.wait_for() == {"state": "off", "instance": "", "reason": "port_taken"}
    # A change of network is a new try.
    holder.close()
    ip("-n", peers.cable.a, "address", "add", "10.99.2.1/24", "dev", "eth0")
    assert laptop.wait_for()["state"] == "on"
