"""The window is killed in the middle of a question: phones go on, and a new window ends the class."""

import subprocess
import sys
import threading
from pathlib import Path
from queue import Queue

import pytest

from app.clock import Clock
from app.exchange.formats import read_file
from app.host.processes import end_process
from app.host.running import read_running
from app.live.events import Answered
from app.live.state import replay
from app.live.states import Phase
from app.storage.journal import JournalReader
from app.storage.library import Library
from tests.e2e.desktop import ROOT
from tests.helpers.phones import Phones
from tests.helpers.processes import environment, write_quiz

STUDENTS = 30


class DesktopProcess:
    def __init__(self, folder: Path, what: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.desktop_process", str(folder), what],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, text=True,
            env=environment(QT_QPA_PLATFORM="offscreen"),
        )  # fmt: skip
        self.said: list[str] = []
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, wanted: str, patience: float = 40.0) -> None:
        """Until the process has printed this line."""
        while wanted not in self.said:
            line = self._lines.get(timeout=patience)
            assert line, f"it ended before {wanted!r}: {self.said}"
            self.said.append(line.strip())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)
        self._reader.join(10)
        self.process.stdout.close()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")


def events_of(folder, session):
    reader = JournalReader.open(folder)
    try:
        return reader.load_events(session)
    finally:
        reader.close()


@pytest.mark.timeout(150)
def test_killed_in_the_middle_of_a_question(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    library = Library(folder, Clock())
    library.add_quiz(read_file(write_quiz(tmp_path)).quiz)
    library.close()

    first = DesktopProcess(folder, "ask")
    second = None
    try:
        first.wait_for("attached")
        running = read_running(folder)
        join = f"http://127.0.0.1:{running.port}/{running.code}"
        with Phones(join, STUDENTS, seed=11, slowest=3.0) as phones:
            first.wait_for("asked")
            before = phones.receipts()
            first.kill()
            assert read_running(folder) == running, "the class is not the window's"
            phones.wait_until(lambda: phones.receipts() == STUDENTS)
            assert before < STUDENTS, "the kill came too late to prove anything"

            second = DesktopProcess(folder, "end")
            second.wait_for("ended")
            phones.wait_until(lambda: phones.all_see("ended"))
            assert second.process.wait(30) == 0
            logs, session = phones.logs, running.session
    finally:
        for process in (first, second):
            if process is not None:
                process.kill()
        if (running := read_running(folder)) is not None:  # phones would see the last page for ten minutes
            end_process(running.pid)

    events = events_of(folder, session)
    state = replay(events)
    assert state.phase is Phase.ENDED
    stored = {(state.students[e.student].nickname, e.id) for e in events if isinstance(e, Answered)}
    receipted = {
        (name, sent.id) for name, log in logs.items() for sent in log.sent if sent.receipt is not None
    }
    assert stored == receipted and len(stored) == STUDENTS
