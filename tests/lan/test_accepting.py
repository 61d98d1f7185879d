import asyncio
import errno
import socket
import struct
import threading
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from app.lan.accepting import AT_ONCE, AcceptThread, needs_accept_thread, start_accepting
from app.lan.listening import open_port
from tests.helpers.served import until


async def answer(request):
    return web.Response(text=f"hello {request.remote}")


@pytest.fixture
async def factory():
    server = web.Server(answer)
    yield server
    await server.shutdown(1)


def reset_at_once(port):
    """Connect and reset, so that accepting or reading meets a dead peer."""
    client = socket.create_connection(("127.0.0.1", port), timeout=2)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def accept_threads():
    return [thread for thread in threading.enumerate() if thread.name == "accept"]


def test_only_windows_needs_the_thread():
    assert needs_accept_thread("win32")
    assert not needs_accept_thread("linux")
    assert not needs_accept_thread("darwin")


def test_nobody_chooses_the_loop_that_holds_512_sockets_on_windows():
    root = Path(__file__).resolve().parents[2]
    sources = [root / "main.py", *(root / "app").rglob("*.py")]
    assert [path for path in sources if "SelectorEventLoop" in path.read_text(encoding="utf-8")] == []
    assert len(sources) > 100


@pytest.mark.parametrize("platform", ["linux", "win32"])
async def test_a_real_server_answers_in_both_families(factory, platform):
    sockets, port = open_port(0)
    acceptor = await start_accepting(factory, sockets, platform)
    assert bool(accept_threads()) == (platform == "win32")
    async with ClientSession() as session:
        for host in ("127.0.0.1", "[::1]"):
            async with session.get(f"http://{host}:{port}/") as response:
                assert await response.text() == f"hello {host.strip('[]')}"
    await acceptor.stop()
    assert not accept_threads()
    assert all(sock.fileno() == -1 for sock in sockets)


async def test_clients_that_reset_while_accepted_do_no_harm(factory):
    sockets, port = open_port(0)
    acceptor = await start_accepting(factory, sockets, "win32")
    await asyncio.to_thread(lambda: [reset_at_once(port) for _ in range(200)])
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as response:
        assert response.status == 200
    await acceptor.stop()


async def test_connections_outlive_the_listening_sockets(factory):
    sockets, port = open_port(0)
    acceptor = await start_accepting(factory, sockets, "win32")
    async with ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/") as response:
            await response.read()
        await acceptor.stop()
        await acceptor.stop()
        async with session.get(f"http://127.0.0.1:{port}/") as response:  # kept alive
            assert response.status == 200
    with pytest.raises(OSError, match=r"refused|Connect call failed"):
        await asyncio.open_connection("127.0.0.1", port)


class BadListener:
    """A listening socket that fails with each of `errors` and then has nobody waiting."""

    def __init__(self, *errors):
        self.errors = list(errors)

    def accept(self):
        raise self.errors.pop(0) if self.errors else BlockingIOError()


async def test_what_accepting_can_meet(factory, caplog):
    thread = AcceptThread(factory, [])
    thread.start()
    gone = ConnectionAbortedError(103, "aborted")
    assert thread._accept_some(BadListener(gone, gone))
    assert not thread._accept_some(BadListener(OSError(9, "closed")))
    await thread.stop()
    assert thread._accept_some(BadListener(OSError(24, "too many")))  # no pause: it is stopping
    assert "no room for another connection" in caplog.text


class FullListener(socket.socket):
    """A listening socket of a process that can open nothing more."""

    tries = 0

    def accept(self):
        self.tries += 1
        raise OSError(errno.EMFILE, "Too many open files")


async def test_without_room_for_more_the_log_is_not_flooded(factory, caplog):
    (plain, *others), port = open_port(0)
    full = FullListener(fileno=plain.detach())
    acceptor = await start_accepting(factory, [full, *others], "linux")
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    await until(lambda: full.tries >= AT_ONCE)  # asyncio has tried as often as that in one turn
    assert [record.getMessage() for record in caplog.records] == [
        "no room for another connection: [Errno 24] Too many open files"
    ]
    asyncio.get_running_loop().call_exception_handler({"message": "another fault"})
    assert "another fault" in caplog.records[-1].getMessage()
    writer.close()
    await acceptor.stop()
    full.close()


async def test_a_connection_that_comes_too_late_is_closed(factory):
    thread = AcceptThread(factory, [])
    thread.start()
    await thread.stop()
    ours, theirs = socket.socketpair()
    thread._take(ours)
    assert ours.fileno() == -1
    theirs.close()


async def test_a_factory_that_fails_costs_one_connection():
    def failing():
        raise OSError("no protocol today")

    sockets, port = open_port(0)
    acceptor = await start_accepting(failing, sockets, "win32")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    await writer.wait_closed()
    await acceptor.stop()


async def test_a_flood_is_accepted_in_parts_with_room_for_others_between():
    made = []

    class Counted(asyncio.Protocol):
        def connection_made(self, transport):
            made.append(transport)

    sockets, port = open_port(0, ("127.0.0.1",))
    acceptor = await start_accepting(Counted, sockets, "linux")
    clients = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(2 * AT_ONCE + 50)]
    largest = 0
    async with asyncio.timeout(10):
        while len(made) < len(clients):
            before = len(made)
            await asyncio.sleep(0)
            largest = max(largest, len(made) - before)
    assert largest <= AT_ONCE
    await acceptor.stop()
    for one in (*clients, *made):
        one.close()
    await asyncio.sleep(0)


async def test_the_thread_waits_for_the_loop_between_parts(factory):
    class Endless:
        """A listening socket at which somebody always waits."""

        def __init__(self):
            self.others = []

        def accept(self):
            ours, theirs = socket.socketpair()
            self.others.append(theirs)
            return ours, None

    thread, listener = AcceptThread(factory, []), Endless()
    assert thread._accept_some(listener)
    assert len(listener.others) == AT_ONCE
    await asyncio.to_thread(thread._wait_for_loop)  # returns when the loop has come to all of them
    await asyncio.gather(*thread._handing_over)
    for other in listener.others:
        other.close()
    thread.start()
    await thread.stop()
