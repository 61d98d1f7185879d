"""macOS: the application firewall, asked of `socketfilterfw` (its sentences are English everywhere)."""

import re
import sys
from pathlib import Path
from typing import Final

from app.lan.findings import Finding, RunTool, could_not_look

TOOL: Final = "/usr/libexec/ApplicationFirewall/socketfilterfw"


def parse_state(text: str) -> int | None:
    """0 off, 1 on, 2 blocks everything; None if the text says none of these."""
    match = re.search(r"\(State = ([012])\)", text)
    return int(match[1]) if match else None


def parse_block_all(text: str) -> bool:
    """Up to macOS 13: "Block all ENABLED!"; since 14: "... has block all state set to enabled."."""
    return bool(re.search(r"block all (state set to )?enabled", text, re.I))


def parse_apps(text: str) -> dict[str, bool]:
    """Path of each listed program -> whether phones may reach it."""
    apps: dict[str, bool] = {}
    path = ""
    for line in text.splitlines():
        numbered = re.fullmatch(r"\s*\d+\s*:\s*(.+?)\s*", line)
        if numbered:
            path = numbered[1]
        elif path and "incoming connections" in line.lower():
            apps[path] = "allow" in line.lower()
            path = ""
    return apps


def is_ours(path: str, programs: tuple[str, ...]) -> bool:
    """Whether a listed path (a program, or the .app around it) is one of `programs`."""
    return any(program == path or program.startswith(path.rstrip("/") + "/") for program in programs)


def judge(
    state: int | None, block_all: bool, apps: dict[str, bool], programs: tuple[str, ...]
) -> list[Finding]:
    if state == 0:
        return [Finding("firewall_off", "ok")]
    if block_all or state == 2:
        return [Finding("macos_blocks_all", "problem")]
    ours = {path: allowed for path, allowed in apps.items() if is_ours(path, programs)}
    blocked = [path for path, allowed in ours.items() if not allowed]
    if blocked:
        return [Finding("macos_blocks_program", "problem", {"program": Path(blocked[0]).name})]
    if ours:
        return [Finding("macos_program_allowed", "ok")]
    return [Finding("macos_will_ask", "warning")]


def own_programs() -> tuple[str, ...]:
    """As started and as installed: the firewall lists the file behind the links."""
    names = (sys.executable, getattr(sys, "_base_executable", sys.executable))
    return tuple(dict.fromkeys((*names, *(str(Path(name).resolve()) for name in names))))


def look(port: int, run: RunTool, programs: tuple[str, ...] | None = None) -> list[Finding]:
    """Ask and judge; the port plays no part, this firewall knows programs only."""
    answer = run((TOOL, "--getglobalstate"))
    state = parse_state(answer.text)
    if state is None:
        return [could_not_look("socketfilterfw", answer)]
    block_all = parse_block_all(run((TOOL, "--getblockall")).text)
    return judge(state, block_all, parse_apps(run((TOOL, "--listapps")).text), programs or own_programs())
