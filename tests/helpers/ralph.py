"""The real record store Ralph on loopback: of `make test`, or the one whose program `PREAU_RALPH` names."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.http import can_reach
from tests.helpers.processes import ROOT

NAME, KEY = "preau", "secret"

# Its file backend takes one batch only unless it is told to append.
_START = """
import sys, uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", port=int(sys.argv[1]))
"""


def find_ralph() -> Path | None:
    programs = ROOT / ".venv-ralph" / ("Scripts" if sys.platform == "win32" else "bin")
    found = os.environ.get("PREAU_RALPH") or shutil.which("ralph", path=programs)
    return Path(found) if found else None


@contextmanager
def run_ralph(program: Path, folder: Path) -> Iterator[str]:
    """Its address. Statements lie in files below `folder`."""
    environment = os.environ | {
        "RALPH_APP_DIR": str(folder), "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "statements"),
    }  # fmt: skip
    account = ("-N", NAME, "-A", NAME, "https://preau.example")
    subprocess.run(
        [program, "auth", "-u", NAME, "-p", KEY, "-s", "all", "-t", "", *account, "-w"],
        env=environment, cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    python = program.parent / ("python.exe" if sys.platform == "win32" else "python3")
    command = [python, "-c", _START, str(port)]
    server = subprocess.Popen(
        command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 60
        while not can_reach(address, 0.2):
            assert server.poll() is None and time.monotonic() < end, "Ralph did not start"
        yield address
    finally:
        server.terminate()
        server.wait(20)
