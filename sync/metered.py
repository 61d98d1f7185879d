"""Whether data costs money on this connection, where the system says so."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Final

RunTool = Callable[[Sequence[str]], str]

_WINDOWS: Final = (
    "powershell.exe", "-NoProfile", "-NonInteractive", "-Command",
    "[void][Windows.Networking.Connectivity.NetworkInformation,Windows,ContentType=WindowsRuntime];"
    "$p = [Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile();"
    "if ($p) { @{ cost = [string]$p.GetConnectionCost().NetworkCostType } | ConvertTo-Json -Compress }",
)  # fmt: skip
_LINUX: Final = (
    "busctl", "--system", "--json=short", "get-property", "org.freedesktop.NetworkManager",
    "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager", "Metered",
)  # fmt: skip


def is_metered(system: str = sys.platform, run: RunTool | None = None) -> bool | None:
    """None where the system does not say: macOS has no such answer for programs like ours."""
    run = run or _run
    try:
        if system == "win32":
            cost = json.loads(run(_WINDOWS)).get("cost")
            return {"Unrestricted": False, "Fixed": True, "Variable": True}.get(cost)
        if system.startswith("linux"):
            # NMMetered: 1 yes, 2 no, 3 and 4 the same as guesses, 0 unknown
            return {1: True, 2: False, 3: True, 4: False}.get(json.loads(run(_LINUX)).get("data"))
    except (OSError, ValueError, AttributeError, subprocess.SubprocessError):
        pass
    return None


def _run(command: Sequence[str]) -> str:
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=10, check=True, creationflags=hidden
    )
    return done.stdout
