"""The program as a process: `main.py serve` started, asked where it is, killed, started again."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.host.client import HostClient

ROOT = Path(__file__).resolve().parents[2]

GIFT = """\
::Capital::Capital of Morocco? {=Rabat ~Fez ~Casablanca}

::Primes::Which are prime? {~%50%2 ~%50%3 ~%-50%4 ~%-50%6}

::Pi::Pi? {#3.14:0.01}

::France::Capital of France? {=Paris}

::Pairs::Which capital? {=Morocco -> Rabat =France -> Paris =Spain -> Madrid}

::Unclear::What is still unclear? {}
"""


def write_quiz(folder: Path) -> Path:
    path = folder / "quiz.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PREAU_LANG": "en", "PYTHONUTF8": "1", **more}


def run_program(
    *arguments: str | Path, patience: float = 60.0, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *arguments],
        capture_output=True, timeout=patience, cwd=ROOT, env=environment(**env), stdin=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip


class Served:
    """`main.py serve --json` with the same arguments each time."""

    def __init__(self, folder: Path, *arguments: str | Path) -> None:
        self.data = folder / "data"
        self.errors = folder / "stderr.txt"
        self._arguments = (
            "serve", write_quiz(folder), "--data", self.data, "--port", "0", "--json", "--no-mdns",
            *arguments,
        )  # fmt: skip
        self.ready: dict[str, Any] = {}
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self, patience: float = 30.0) -> dict[str, Any]:
        """Start it and wait for its ready line."""
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, ROOT / "main.py", *self._arguments],
                stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL, cwd=ROOT, env=environment(),
            )  # fmt: skip
        assert self.process.stdout is not None
        line = await asyncio.wait_for(asyncio.to_thread(self.process.stdout.readline), patience)
        assert line, self.errors.read_text(encoding="utf-8")
        self.ready = json.loads(line)
        return self.ready

    async def host(self) -> HostClient:
        secret = Path(self.ready["secret_file"]).read_text(encoding="utf-8").split()[0]
        host = await HostClient.connect(self.ready["host"], secret)
        await host.wait_for(lambda view: True)
        return host

    async def kill(self) -> None:
        """As if the power had failed for this process."""
        assert self.process is not None
        self.process.kill()
        await self.wait()

    async def wait(self, patience: float = 20.0) -> int:
        """Until it has ended; gives its exit code."""
        assert self.process is not None
        code = await asyncio.to_thread(self.process.wait, patience)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    async def __aenter__(self) -> "Served":
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        if self.process is not None and self.process.poll() is None:
            await self.kill()
