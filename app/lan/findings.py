"""What the doctor says (`Finding`), and running the system's own tools to find out.

Knows no tool in particular; each system's firewall has its own module.
"""

import ctypes
import functools
import locale
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol

Severity = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Finding:
    """One thing found. `code` has its sentence in `app.sentences` and its paragraph in docs/network.md."""

    code: str
    severity: Severity
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ToolOutput:
    """What a tool printed on both channels, and how it ended; `missing`: it could not be run, and why."""

    text: str
    status: int = 0
    missing: str = ""


class RunTool(Protocol):
    """Runs a program of the system with these arguments; never raises."""

    def __call__(
        self, command: Sequence[str], *, timeout: float = ..., encoding: str | None = ...
    ) -> ToolOutput: ...


_CREATE_NO_WINDOW: Final = 0x08000000


@functools.cache
def console_encoding(platform: str = sys.platform) -> str:
    """How programs of the console write: the OEM code page on Windows, the locale's elsewhere."""
    if platform == "win32":
        kernel = getattr(ctypes, "windll", None)
        return f"cp{kernel.kernel32.GetOEMCP()}" if kernel else "cp850"
    return locale.getpreferredencoding(False)


def run_tool(
    command: Sequence[str],
    *,
    timeout: float = 10.0,
    encoding: str | None = None,
    platform: str = sys.platform,
) -> ToolOutput:
    """Run `command` without shell, input or window, in English where it obeys LC_ALL."""
    try:
        done = subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            creationflags=_CREATE_NO_WINDOW if platform == "win32" else 0,
        )
    except subprocess.TimeoutExpired:
        return ToolOutput("", -1, f"no answer in {timeout:g} s")
    except (OSError, ValueError) as error:
        return ToolOutput("", -1, getattr(error, "strerror", None) or str(error))
    raw = done.stdout + done.stderr
    try:
        text = raw.decode(encoding or console_encoding(platform), errors="replace")
    except LookupError:  # a code page that Python does not know
        text = raw.decode("ascii", errors="replace")
    return ToolOutput(text.removeprefix("\ufeff").replace("\r\n", "\n"), done.returncode)


def could_not_look(tool: str, output: ToolOutput) -> Finding:
    """The tool is missing or was refused: said, not hidden, and never an error."""
    lines = output.text.strip().splitlines()
    reason = output.missing or (lines[0].strip()[:200] if lines else f"status {output.status}")
    return Finding("could_not_look", "warning", {"tool": tool, "reason": reason})
