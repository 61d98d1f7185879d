"""The class server that is attacked: a process of its own for `make soak`, or a thread for the sample in the
tests. Both say what their log holds, and can show that what they stored is what they know."""

import asyncio
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil

from app.exchange import preau_file
from app.host.running import read_secret
from app.live.settings import SessionSettings
from app.live.state import replay
from app.people.codec import copy_to_json
from app.people.model import Roster, RosterCopy
from app.people.pins import hash_pin
from app.quiz.model import Quiz
from app.reports.formats import FORMATS
from app.reports.options import Options
from tests.helpers.classroom import same_state
from tests.helpers.keyed import with_key
from tests.helpers.people import CLASS
from tests.helpers.questions import KIND_NAMES
from tests.helpers.served import ServedClass
from tests.helpers.served_class import read_state

ROOT = Path(__file__).resolve().parents[2]
PIN = "1234"  # of every student of the roster
START_PATIENCE = 60.0
STOP_PATIENCE = 20.0


def keyed_quiz() -> Quiz:
    """A question of every kind whose key holds words that may be seen after the reveal only."""
    return Quiz("quiz", "Sample", tuple(with_key(kind, True) for kind in KIND_NAMES))


def roster() -> RosterCopy:
    pin = hash_pin(PIN, 16)
    return RosterCopy(Roster("class", "1A", CLASS), {one.id: pin for one in CLASS})


class Process:
    """`main.py serve` with its own data folder."""

    def __init__(self, folder: Path, rostered: bool) -> None:
        self._folder, self._rostered = folder, rostered
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "quiz.preau").write_bytes(preau_file.write(keyed_quiz()))
        (folder / "roster.json").write_text(json.dumps(copy_to_json(roster())), encoding="utf-8")
        self._data = folder / "data"
        self._read = 0
        self._port = 0
        self.start()

    def start(self) -> None:
        """Start, or go on with the same class on the same port."""
        more = ["--roster", str(self._folder / "roster.json"), "--guests", "--attendance"]
        with (self._folder / "stderr.txt").open("ab") as errors:
            self._process = subprocess.Popen(
                [
                    sys.executable, "main.py", "serve", str(self._folder / "quiz.preau"), "--data",
                    str(self._data), "--json", "--no-mdns", "--port", str(self._port), "--language", "en",
                    *(more if self._rostered else []),
                ],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL,
                env={**os.environ, "PREAU_LANG": "en", "PYTHONUTF8": "1"},
            )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, (self._folder / "stderr.txt").read_text(encoding="utf-8")
        ready = json.loads(line)
        self.port, self.code, self._port = ready["port"], ready["code"], ready["port"]
        found = read_secret(self._data)
        assert found is not None
        self.secret = found[0]

    def new_log(self) -> str:
        """What was logged or printed since the last call."""
        path = self._data / "preau.log"
        if path.stat().st_size < self._read:
            self._read = 0  # a new file was begun
        with path.open(encoding="utf-8") as file:
            file.seek(self._read)
            text = file.read()
            self._read = file.tell()
        return text + (self._folder / "stderr.txt").read_text(encoding="utf-8")

    def check_alive(self) -> None:
        assert self._process.poll() is None, f"ended with {self._process.returncode}"

    def memory(self) -> int:
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def check_replay(self) -> None:
        """What is on the disk can be read, exported, and is gone on with."""
        self.stop()
        state = read_state(self._data)
        for form in FORMATS.values():
            assert form.write(state, Options())
        self.start()

    def check_stops(self) -> None:
        """A host has asked it to stop."""
        assert self._process.wait(STOP_PATIENCE) == 0

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Thread:
    """The same server in a thread of this process."""

    def __init__(self, folder: Path, rostered: bool) -> None:
        settings = SessionSettings(
            identity="number" if rostered else "nickname", guests=True, attendance=rostered
        )
        self._served = ServedClass(folder, keyed_quiz(), settings, roster=roster() if rostered else None)
        self._log = _Lines()
        logging.getLogger().addHandler(self._log)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="served", daemon=True)
        self._thread.start()
        self._run(self._served.__aenter__())
        self.port, self.code, self.secret = self._served.port, self._served.state.code, self._served.secret

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(START_PATIENCE)

    def new_log(self) -> str:
        lines, self._log.lines = self._log.lines, []
        return "\n".join(lines)

    def check_alive(self) -> None:
        assert self._thread.is_alive()

    def memory(self) -> int:
        return 0  # shared with the tests

    def check_replay(self) -> None:
        async def check() -> None:
            await self._served.room.wait_until_stored()
            state = replay(self._served.stored())
            assert same_state(state, self._served.state)
            for form in FORMATS.values():
                assert form.write(state, Options())

        self._run(check())

    def check_stops(self) -> None:
        """A host has asked it to stop."""
        self._run(asyncio.wait_for(self._served.server.wait(), STOP_PATIENCE))

    def stop(self) -> None:
        logging.getLogger().removeHandler(self._log)
        self._run(self._served.__aexit__(None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
