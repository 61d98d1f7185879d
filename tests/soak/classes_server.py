"""The class server and imports as processes of a class in trouble, seen from inside: they run the true
command, and their surroundings alone are ours: what the system says of the time and of the network's
addresses is read from a small file. Started by `classes_starts`, one by one or out of a nursery.
"""

import json
import logging
import mmap
import os
import signal
import struct
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

PRESENCE_PACE = 0.01  # how much sooner than in a true class it is seen that a phone has gone
_WORLD = struct.Struct("d16s")  # seconds added to the system's time; the laptop's address


class World:
    """What the system tells the server: written by the story, read by the server's process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offset, self._address = 0.0, "127.0.0.1"
        self._write()

    def jump(self, seconds: float) -> None:
        self._offset += seconds
        self._write()

    def move(self, address: str) -> None:
        self._address = address
        self._write()

    def _write(self) -> None:
        mode = "r+b" if self.path.exists() else "wb"
        with self.path.open(mode) as file:
            file.write(_WORLD.pack(self._offset, self._address.encode()))


def _enter(world: Path) -> None:
    """In the child: let the program see the world of that file."""
    from app.commands import serve
    from app.lan import presence_keeper, server
    from app.lan.addresses import Address

    file = world.open("rb")
    shared = mmap.mmap(file.fileno(), _WORLD.size, access=mmap.ACCESS_READ)
    true_time = time.time

    def list_addresses() -> list[Address]:
        ip = _WORLD.unpack(shared[:])[1].rstrip(b"\0").decode()
        return [Address(ip, "lo", 4, True, "wired")]

    time.time = lambda: true_time() + _WORLD.unpack(shared[:])[0]
    seen = {"lister": list_addresses, "watch_every": 0.1}
    serve.ServerOptions = partial(serve.ServerOptions, **seen)  # type: ignore[misc,assignment]
    keeper, every = presence_keeper.PresenceKeeper, presence_keeper.EVERY * PRESENCE_PACE
    server.PresenceKeeper = partial(keeper, every=every)  # type: ignore[misc,assignment]
    presence_keeper.GONE_AFTER *= PRESENCE_PACE  # type: ignore[misc]


def import_quiz(folder: Path, source: Path, told: Path) -> None:
    """What the desktop does with a file that is taken into the library. told: gets the id in the end."""
    from app.exchange.formats import read_file
    from app.exchange.import_plan import make_plan, take_new
    from app.storage.library import Library

    library = Library(folder)
    try:
        imported = read_file(source)
        quiz = take_new(make_plan(imported, library.find_same(imported.quiz)))
        told.write_text(library.add_quiz(quiz, source.name), encoding="utf-8")
    finally:
        library.close()


def carry_out(order: dict[str, Any]) -> int:
    """words and world: the command line of a server; import: what `import_quiz` takes."""
    if "import" in order:
        import_quiz(*map(Path, order["import"]))
        return 0
    import main

    _enter(Path(order["world"]))
    return main.main(order["words"])


def _be_born(order: dict[str, Any], nursery: tuple[int, int]) -> int:
    """In the child, as if it had been started by itself."""
    for descriptor in nursery:
        os.close(descriptor)
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    return carry_out(order)


def _warm_up() -> None:
    """Run a class that ends at once, so that what a first start loads and makes is there in every child."""
    import main
    from app.commands import serve

    async def no_wait(server: Any) -> None: ...

    waiting, serve._wait = serve._wait, no_wait
    try:
        with tempfile.TemporaryDirectory() as folder:
            quiz, ready = Path(folder) / "quiz.gift", Path(folder) / "ready.json"
            quiz.write_text("::A::B? {=C ~D}", encoding="utf-8")
            words = [
                "serve",
                "--data",
                folder,
                "--ready-file",
                str(ready),
                "--port",
                "0",
                "--no-mdns",
                str(quiz),
            ]
            assert main.main(words) == 0
            logging.shutdown()
            logging.getLogger().handlers.clear()
    finally:
        serve._wait = waiting


def _bury() -> None:
    """Children that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _hatch() -> None:
    """The nursery: for each line that comes in a child, whose number goes out."""
    import gc

    import app.commands.serve
    import app.exchange.formats
    import app.exchange.import_plan
    import app.storage.library  # noqa: F401

    _warm_up()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):  # which the class has taken
        signal.signal(number, signal.SIG_DFL)
    come, go = os.dup(0), os.dup(1)
    gc.collect()
    gc.freeze()
    with os.fdopen(come, encoding="utf-8") as orders:
        while line := orders.readline():
            order = json.loads(line)
            _bury()  # not sooner: whoever asked before may not yet have taken hold of a child by its number
            child = os.fork()
            if child == 0:
                code = 70
                try:
                    code = _be_born(order, (come, go))
                except BaseException:
                    import traceback

                    traceback.print_exc()
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(code)
            os.write(go, b"%d\n" % child)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(carry_out(json.loads(sys.argv[1])))
    _hatch()
