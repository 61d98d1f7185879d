"""What the figures were measured on, without names of machines or people."""

import os
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil


def cpu_model() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def describe_machine() -> list[str]:
    """Sentences for the head of the results."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    busy = "" if load is None else f" Load when it began: {load:.1f}."
    return [
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores ({cpu_model()}), {memory:.0f} GB, "
        f"{platform.system()}; loopback; server and generator share the cores.{busy}",
        f"Python {platform.python_version()}, aiohttp {_version('aiohttp')}, "
        f"SQLite {sqlite3.sqlite_version}.",
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
