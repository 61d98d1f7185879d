"""The class server as a process that can be started in milliseconds: a nursery that has loaded the program
forks a child for each start, which runs the true command. The child's surroundings alone are ours: what the
system says of the time and of the network's addresses is read from a small file.
"""

import asyncio
import json
import logging
import mmap
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CAN_FORK = sys.platform.startswith("linux")
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
    from app.lan.addresses import Address

    file = world.open("rb")
    shared = mmap.mmap(file.fileno(), _WORLD.size, prot=mmap.PROT_READ)
    true_time = time.time

    def list_addresses() -> list[Address]:
        ip = _WORLD.unpack(shared[:])[1].rstrip(b"\0").decode()
        return [Address(ip, "lo", 4, True, "wired")]

    time.time = lambda: true_time() + _WORLD.unpack(shared[:])[0]
    seen = {"lister": list_addresses, "watch_every": 0.1}
    serve.ServerOptions = partial(serve.ServerOptions, **seen)  # type: ignore[misc,assignment]


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


def _be_born(order: dict[str, Any], nursery: tuple[int, int]) -> int:
    """In the child, as if it had been started by itself."""
    for descriptor in nursery:
        os.close(descriptor)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if "import" in order:
        import_quiz(*map(Path, order["import"]))
        return 0
    import main

    _enter(Path(order["world"]))
    return main.main(order["words"])


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


def _hatch() -> None:
    """The nursery: for each line that comes in a child, whose number goes out."""
    import gc

    import app.commands.serve
    import app.exchange.formats
    import app.exchange.import_plan
    import app.storage.library  # noqa: F401

    def bury(number: int, frame: object) -> None:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    signal.signal(signal.SIGCHLD, bury)
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


class Child:
    """A process that is not ours but the nursery's."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._gone = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        try:
            self._handle = os.pidfd_open(pid)
            self._loop.add_reader(self._handle, self._end)
        except ProcessLookupError:  # it is over already
            self._gone.set()

    def _end(self) -> None:
        self._loop.remove_reader(self._handle)
        os.close(self._handle)
        self._gone.set()

    @property
    def is_alive(self) -> bool:
        return not self._gone.is_set()

    def signal(self, number: int) -> None:
        if self.is_alive:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    async def wait(self) -> None:
        await self._gone.wait()


class Nursery:
    """`with Nursery() as nursery:`; to be made before anything that must not be shared with the children."""

    def __enter__(self) -> "Nursery":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.classes_server"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
            env={**os.environ, "PREAU_LANG": "en", "PYTHONUTF8": "1"},
        )  # fmt: skip
        return self

    def __exit__(self, *error: object) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def bear(self, **order: Any) -> Child:
        """words and world: the command line of a server; import: what `import_quiz` takes. output: file."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write((json.dumps(order) + "\n").encode())
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()))


if __name__ == "__main__":
    _hatch()
