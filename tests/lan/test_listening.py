import asyncio
import errno
import socket
import threading

import pytest

from app.errors import Trouble
from app.lan import listening
from app.lan.listening import (
    BACKLOG,
    bind_port,
    is_denied,
    next_free_port,
    open_port,
    reuse_option,
    wait_for_port,
)


@pytest.fixture
def held():
    """A port that another program holds."""
    sockets, port = open_port(0)
    yield port
    for sock in sockets:
        sock.close()


def close(sockets):
    for sock in sockets:
        sock.close()


def test_both_families_on_one_port():
    sockets, port = open_port(0)
    try:
        assert [sock.family for sock in sockets] == [socket.AF_INET, socket.AF_INET6]
        assert {sock.getsockname()[1] for sock in sockets} == {port}
        for host in ("127.0.0.1", "::1"):
            socket.create_connection((host, port), timeout=2).close()
    finally:
        close(sockets)


def test_a_system_without_ipv6_gives_ipv4(monkeypatch):
    real = socket.socket

    def without_ipv6(family=-1, *rest, **more):
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "Address family not supported")
        return real(family, *rest, **more)

    monkeypatch.setattr(listening.socket, "socket", without_ipv6)
    sockets, _ = open_port(0)
    close(sockets)
    assert len(sockets) == 1


def test_wished_port_or_the_next(held):
    sockets, port = bind_port([held])
    close(sockets)
    assert port != held
    again, same = bind_port([port])
    close(again)
    assert same == port


def test_explicit_port_in_use_names_the_next_free_one(held):
    with pytest.raises(Trouble) as caught:
        bind_port([held], explicit=True)
    assert caught.value.code == "port_in_use"
    assert caught.value.params["port"] == held
    sockets, port = bind_port([caught.value.params["next"]], explicit=True)
    close(sockets)
    assert port == caught.value.params["next"] == next_free_port(held)


def test_a_port_held_in_one_family_only_is_in_use():
    sockets, port = open_port(0, ("::1",))
    try:
        with pytest.raises(Trouble, match="port_in_use"):
            bind_port([port], explicit=True, hosts=("127.0.0.1", "::1"))
    finally:
        close(sockets)


def test_a_forbidden_port_is_told_apart(monkeypatch):
    real = listening._listen

    def forbidding(host, port, platform):
        if 0 < port < 1024:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(host, port, platform)

    monkeypatch.setattr(listening, "_listen", forbidding)
    with pytest.raises(Trouble) as caught:
        bind_port([80], explicit=True)
    assert caught.value.code == "port_not_allowed"
    assert caught.value.params["next"] >= 8080
    sockets, port = bind_port([80, 0])
    close(sockets)
    assert port >= 1024


def test_no_port_at_all_is_trouble(monkeypatch):
    def refusing(host, port, platform):
        raise OSError(errno.ENOBUFS, "No buffer space")

    monkeypatch.setattr(listening, "_listen", refusing)
    with pytest.raises(Trouble, match="no_port"):
        bind_port([8080])
    assert next_free_port(8080) == 0


def test_denied_codes():
    assert is_denied(PermissionError(errno.EACCES, ""))
    assert is_denied(OSError(10013, "WSAEACCES"))
    assert not is_denied(OSError(errno.EADDRINUSE, ""))


def test_reuse_only_where_it_is_harmless():
    assert reuse_option("linux") == reuse_option("darwin") == socket.SO_REUSEADDR
    assert reuse_option("win32") != socket.SO_REUSEADDR
    assert BACKLOG >= 1024


async def test_the_old_port_is_waited_for():
    sockets, port = open_port(0)
    holder = threading.Timer(0.05, close, [sockets])
    holder.start()
    got = await wait_for_port(port, 5, pause=0.01)
    holder.join()
    assert got is not None
    assert got[0].getsockname()[1] == port
    close(got)


async def test_waiting_for_a_port_ends(held):
    assert await asyncio.wait_for(wait_for_port(held, 0.03, pause=0.01), 5) is None


async def test_waiting_does_not_help_against_missing_rights(monkeypatch):
    def forbidding(host, port, platform):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(listening, "_listen", forbidding)
    assert await asyncio.wait_for(wait_for_port(80, 60, platform="linux"), 5) is None
    assert await asyncio.wait_for(wait_for_port(80, 0.02, platform="win32", pause=0.01), 5) is None
