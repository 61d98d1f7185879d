"""Exchanges recorded on a real Moodle: what was asked, and what came back."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "sync" / "recorded"


@cache
def _read(number: str) -> str:
    [path] = FOLDER.glob(f"{number}-*.json")
    return path.read_text(encoding="utf-8")


def recorded(number: str) -> dict[str, Any]:
    """A fresh copy of the exchange with this number, such as '023'."""
    return json.loads(_read(number))


def body_of(number: str) -> Any:
    return recorded(number)["body"]
