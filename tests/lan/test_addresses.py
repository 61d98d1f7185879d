import asyncio

import pytest
from ifaddr import IP, Adapter

from app.lan.addresses import (
    Address,
    AddressWatch,
    is_allowed_host,
    join_url,
    list_addresses,
    parse_host,
    rank_addresses,
    usable_addresses,
)


def posix(name, *ips):
    return Adapter(name, name, [IP(ip, prefix, name) for ip, prefix in ips], 1)


def windows(friendly, description, *ips):
    return Adapter("{6B2F-GUID}", description, [IP(ip, prefix, friendly) for ip, prefix in ips], 1)


LINUX = [
    posix("lo", ("127.0.0.1", 8), (("::1", 0, 0), 128)),
    posix("docker0", ("172.17.0.1", 16)),
    posix("br-3f2a9c1b7d10", ("172.18.0.1", 16)),
    posix("tun0", ("10.8.0.6", 24)),
    posix("wlp2s0", ("192.168.1.23", 24), (("2001:db8::5", 0, 0), 64), (("fe80::1", 0, 3), 64)),
    posix("enp3s0", ("10.2.3.4", 16)),
]
WINDOWS = [
    windows("Loopback Pseudo-Interface 1", "Software Loopback Interface 1", ("127.0.0.1", 8)),
    windows("vEthernet (WSL)", "Hyper-V Virtual Ethernet Adapter", ("172.29.48.1", 20)),
    windows(
        "Connexion au réseau local* 10", "Microsoft Wi-Fi Direct Virtual Adapter #2", ("192.168.137.1", 24)
    ),
    windows("Ethernet 2", "VirtualBox Host-Only Ethernet Adapter", ("192.168.56.1", 24)),
    windows("Ethernet", "Realtek PCIe GbE Family Controller", ("169.254.12.7", 16)),
    windows("Wi-Fi", "Intel(R) Wi-Fi 6 AX201 160MHz", ("10.20.30.40", 22), (("fd12:3456::9", 0, 0), 64)),
]
MACOS = [
    posix("lo0", ("127.0.0.1", 8)),
    posix("utun3", ("10.10.0.2", 32)),
    posix("bridge100", ("192.168.2.1", 24)),
    posix("bridge101", ("192.168.64.1", 24)),
    posix("en0", ("192.168.0.12", 24), (("fe80::aa", 0, 6), 64)),
    posix("en7", ("172.20.10.4", 28)),
]


@pytest.mark.parametrize(
    ("adapters", "expected"),
    [
        (
            LINUX,
            [
                ("192.168.1.23", "wifi"),
                ("10.2.3.4", "wired"),
                ("2001:db8::5", "wifi"),
                ("172.17.0.1", "virtual"),
                ("172.18.0.1", "virtual"),
                ("10.8.0.6", "virtual"),
            ],
        ),
        (
            WINDOWS,
            [
                ("10.20.30.40", "wifi"),
                ("192.168.137.1", "hotspot"),
                ("fd12:3456::9", "wifi"),
                ("169.254.12.7", "wired"),
                ("172.29.48.1", "virtual"),
                ("192.168.56.1", "virtual"),
            ],
        ),
        (
            MACOS,
            [
                ("192.168.0.12", "wifi"),
                ("192.168.2.1", "hotspot"),
                ("172.20.10.4", "hotspot"),
                ("10.10.0.2", "virtual"),
                ("192.168.64.1", "virtual"),
            ],
        ),
        ([posix("lo", ("127.0.0.1", 8))], [("127.0.0.1", "loopback")]),
        ([posix("eth0", ("129.20.1.5", 24)), posix("wlan0", ("10.42.0.1", 24))], None),
        ([], []),
    ],
    ids=["linux", "windows", "macos", "alone", "public", "nothing"],
)
def test_addresses_are_ranked_by_how_likely_phones_reach_them(adapters, expected):
    found = [(address.ip, address.guess) for address in rank_addresses(adapters)]
    assert found == (
        expected if expected is not None else [("10.42.0.1", "hotspot"), ("129.20.1.5", "wired")]
    )


def test_an_address_says_what_it_is():
    first = rank_addresses(WINDOWS)[0]
    assert first == Address("10.20.30.40", "Wi-Fi", 4, True, "wifi")
    public = rank_addresses([posix("eth0", ("129.20.1.5", 24))])[0]
    assert not public.private
    assert public.family == 4


def test_usable_addresses_leave_out_what_no_phone_reaches():
    assert [a.ip for a in usable_addresses(rank_addresses(WINDOWS))] == [
        "10.20.30.40",
        "192.168.137.1",
        "fd12:3456::9",
    ]


def test_the_real_system_answers():
    assert all(isinstance(address, Address) for address in list_addresses())


A = [Address("10.0.0.1", "wlan0", 4, True, "wifi")]
B = [Address("10.0.0.2", "wlan0", 4, True, "wifi")]


async def test_watch_tells_changes_and_only_changes_until_they_were_taken():
    answers = iter([A, A, B, OSError("asleep"), B, A])
    told: list[list[Address]] = []
    done = asyncio.Event()

    def lister():
        answer = next(answers, A)
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def changed(addresses):
        told.append(addresses)
        if len(told) == 1:
            raise ValueError("a fault in the listener must not end the watch")
        if len(told) == 3:
            done.set()

    watch = AddressWatch(changed, lister=lister, interval=0)
    watch.start(A)
    await asyncio.wait_for(done.wait(), 5)
    await watch.stop()
    await watch.stop()
    assert told == [B, B, A]
    assert watch.current == A


@pytest.mark.parametrize(
    ("address", "port", "path", "url"),
    [
        ("192.168.1.2", 80, "/", "http://192.168.1.2/"),
        ("192.168.1.2", 8080, "k7pm", "http://192.168.1.2:8080/k7pm"),
        ("fd00::2", 8080, "/k7pm", "http://[fd00::2]:8080/k7pm"),
        ("fd00::2", 80, "", "http://[fd00::2]/"),
        ("preau-k7pm.local.", 8080, "/", "http://preau-k7pm.local:8080/"),
        (A[0], 80, "/j", "http://10.0.0.1/j"),
    ],
)
def test_join_url(address, port, path, url):
    assert join_url(address, port, path) == url


@pytest.mark.parametrize(
    "header",
    [
        "192.168.1.2:8080",
        "192.168.1.2",
        "[fd00::2]:8080",
        "[FD00::2]",
        "[::ffff:10.0.0.1]:8080",
        "localhost",
        "LOCALHOST.:8080",
        "preau-k7pm.local",
        "PREAU-K7PM.local.:8080",
        "desk.school",
    ],
)
def test_own_hosts_are_allowed(header):
    assert is_allowed_host(header, ["preau-k7pm.local.", "Desk.School"], 8080)


@pytest.mark.parametrize(
    "header",
    [
        "",
        " ",
        "evil.example",
        "evil.example:8080",
        "192.168.1.2.evil.example",
        "192.168.1.2:9090",
        "192.168.1.2:",
        "192.168.1.2:0",
        "192.168.1.2:99999",
        "192.168.1.2:80x",
        "192.168.1.2 evil.example",
        "user@192.168.1.2",
        "fd00::2",
        "[fd00::2",
        "[fd00::2]x",
        "[fd00::zz]",
        "[::1]:8080\r\nX: y",
        "[fe80::1%eth0]",
        "[192.168.1.2]",
        "300.1.1.1",
        "0x7f.1",
        "127.1",
        "localhost..",
        ".localhost",
        ".",
        "localhost\n",
        "préau.local",
        "a" * 300,
    ],
)
def test_other_hosts_and_garbage_are_refused(header):
    assert not is_allowed_host(header, ["preau-k7pm.local"], 8080)


def test_parse_host_normalises():
    assert parse_host("[2001:DB8:0::1]:80") == ("2001:db8::1", 80)
    assert parse_host("Desk.Local.") == ("desk.local", None)
