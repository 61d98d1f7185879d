"""What a desktop does with class servers, without a window: start them, find them, and leave none behind."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from app.host.processes import end_process
from app.host.running import read_running
from app.host.starting import StartOptions
from app.host.supervisor import Supervisor
from tests.helpers.processes import ROOT

PROGRAM = (sys.executable, str(ROOT / "main.py"))
ALONE = StartOptions(port=0, language="en", announce=False)


@contextlib.contextmanager
def supervised(folder: Path) -> Iterator[Supervisor]:
    """A supervisor of this data folder; whatever runs there at the end is ended."""
    supervisor = Supervisor(folder, PROGRAM)
    try:
        yield supervisor
    finally:
        supervisor.stop_rehearsal()
        for process in psutil.process_iter(["cmdline"]):
            if str(folder) in (process.info["cmdline"] or ()):
                end_process(process.pid)


def kill_server(folder: Path) -> int:
    """As if the power had failed for the class server of this folder; gives its number."""
    running = read_running(folder)
    assert running is not None
    process = psutil.Process(running.pid)
    process.kill()
    with contextlib.suppress(psutil.NoSuchProcess):
        process.wait(10)
    return running.pid
