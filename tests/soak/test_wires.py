"""The network of a class in trouble does what it counts: it delays, and lets words be overtaken by later."""

import asyncio
from collections import Counter
from contextlib import suppress
from random import Random

from tests.soak.classes_wires import Wires

HOST = "127.0.0.1"


class Set(Random):
    """Draws this fault, at the first byte, with this delay."""

    def __init__(self, fault, delay):
        super().__init__(1)
        self.fault, self.delay = fault, delay

    def choice(self, options):
        return self.fault

    def expovariate(self, lambd=1.0):
        return 0.0

    def uniform(self, a, b):
        return self.delay


async def say(wires, word):
    """On a connection of its own; gives it back once the word has left."""
    reader, writer = await asyncio.open_connection(HOST, wires.ports[HOST])
    writer.write(word)
    await writer.drain()
    return reader, writer


def hold(random, talk):
    """Words in the order in which they came through, and what was counted."""

    async def run():
        heard: asyncio.Queue[bytes] = asyncio.Queue()

        async def listen(reader, writer):
            while word := await reader.read(100):
                heard.put_nowait(word)
            writer.close()

        server = await asyncio.start_server(listen, HOST, 0)
        wires = Wires(random, (HOST,), Counter(), port=server.sockets[0].getsockname()[1], rough=1.0)
        await wires.open()
        try:
            async with asyncio.timeout(10):
                ends = await talk(wires)
                words = [await heard.get(), await heard.get()]
        finally:
            assert await wires.close() == []
            server.close()
        for _, writer in ends:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        return words, wires.counts

    return asyncio.run(run())


def test_what_a_phone_said_before_it_lost_its_connection_comes_after_what_it_says_next():
    async def talk(wires):
        reader, writer = await say(wires, b"old")
        with suppress(OSError):
            assert await reader.read() == b"", "the phone is to notice that its connection is lost"
        wires.rough = 0.0
        return [(reader, writer), await say(wires, b"new")]

    words, counts = hold(Set("overtaken", 0.3), talk)
    assert words == [b"new", b"old"] and counts["connections overtaken"] == 1


def test_a_delayed_connection_is_late():
    async def talk(wires):
        slow = await say(wires, b"slow")
        wires.rough = 0.0
        return [slow, await say(wires, b"fast")]

    words, counts = hold(Set("delayed", 0.2), talk)
    assert words == [b"fast", b"slow"] and counts["connections delayed"] == 1
