"""Several processes that hold classes, watched: one that dies or says nothing any more is ended and told, and
another goes on with the classes that it had left.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

from tests.helpers.processes import ROOT

Words = Callable[[list[int]], list[str]]
"""The command that holds the classes of these seeds, and writes a line of JSON for each, in their order."""


def end_group(process: "subprocess.Popen[bytes]") -> None:
    """The process, and where the system knows groups whatever it has started."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def watch(words: Words, seeds: list[int], patience: float) -> Iterator[dict[str, Any]]:
    """What each class came to. patience: seconds for one of them, a start included."""
    left = list(seeds)
    while left:
        process = subprocess.Popen(
            words(left), stdout=subprocess.PIPE, cwd=ROOT, start_new_session=hasattr(os, "killpg")
        )
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        Thread(target=_read, args=(process, lines), daemon=True).start()
        why = ""
        while not why:
            try:
                line = lines.get(timeout=patience)
            except queue.Empty:
                why = f"the runner said nothing for {patience:.0f} s and was ended"
                break
            if not line:
                break
            yield json.loads(line)
            left.pop(0)
        if not why:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
            if process.poll() == 0:  # it may have left some, where its time was over
                return
            why = f"the runner ended with {process.poll()}"
        end_group(process)
        if left:
            yield {"seed": left.pop(0), "seconds": 0.0, "counts": {}, "wrong": [why]}


def _read(process: "subprocess.Popen[bytes]", lines: "queue.SimpleQueue[bytes]") -> None:
    """An empty line for the end."""
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            lines.put(line)
    lines.put(b"")


def share_out(
    words: Callable[[int], Words], seeds: list[int], workers: int, patience: float
) -> Iterator[dict[str, Any]]:
    """The same by several processes at once, for much of a class is waiting. words: by worker."""
    told: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def work(number: int) -> None:
        try:
            for one in watch(words(number), seeds[number::workers], patience):
                told.put(one)
        finally:
            told.put(None)

    for number in range(workers):
        Thread(target=work, args=(number,), daemon=True).start()
    running = workers
    while running:
        one = told.get()
        if one is None:
            running -= 1
        else:
            yield one
