"""What holds for every socket of the class: nothing is compressed, pings find the dead, one thread writes."""

import threading

from app.lan import links, phone_socket
from tests.helpers.served import ServedClass, sample_quiz, until


async def test_no_socket_is_compressed_though_browsers_offer_it(tmp_path):
    """A compressed question took three times as long, and frames that are made once could not be written."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        phone = await served.phone("Amina", connect=False)
        screen = await served.screen()
        for http, address in (
            (phone.http, f"{served.address}/ws"),
            (screen.http, f"{served.origin}/screen/ws"),
            (phone.http, served.host_address),
        ):
            async with http.ws_connect(address, compress=15) as socket:
                assert socket.compress == 0, address
                assert "Sec-WebSocket-Extensions" not in socket._response.headers


async def test_a_phone_that_answers_no_ping_is_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(phone_socket, "HEARTBEAT", 0.3)
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        awake, dead = await served.phone("Awake"), await served.phone("Dead", connect=False)
        async with dead.http.ws_connect(f"{served.address}/ws", autoping=False) as socket:
            await socket.receive()
            await until(lambda: len(served.room.links.phones) == 1)
        assert not awake.closed


async def test_frames_are_written_in_the_thread_of_the_loop_alone(tmp_path, monkeypatch):
    """The journal's thread stores; who writes to a transport from there writes into what the loop sends."""
    writers, real = [], links.write_frame

    def write(transport, frame):
        writers.append((threading.get_ident(), b'"receipt"' in frame))
        return real(transport, frame)

    monkeypatch.setattr(links, "write_frame", write)
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.answer("r1", [("choice", "c1")])
        await phone.hear("receipt")
        await host.do("lock")
        await host.do("reveal")
        await phone.hear("mine", 3)
    assert {thread for thread, _ in writers} == {threading.get_ident()}
    assert any(is_receipt for _, is_receipt in writers)
