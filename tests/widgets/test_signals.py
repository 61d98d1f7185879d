"""The version of Qt for Python that the window may run with."""

import tomllib
from pathlib import Path

from PySide6.QtCore import QObject, Signal

ROOT = Path(__file__).resolve().parents[2]


class Teller(QObject):
    told = Signal(object)


def test_signals_can_be_emitted_for_a_whole_class(qapp):
    """PySide6 6.12.0 on Python 3.11 loses a reference with each and aborts after some hundreds."""
    teller, heard = Teller(), 0

    def hear(value: object) -> None:
        nonlocal heard
        heard += value is None

    teller.told.connect(hear)
    for _ in range(5_000):
        teller.told.emit(None)
    assert heard == 5_000


def test_the_version_that_does_so_is_kept_out():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [qt] = [wish for wish in project["dependencies"] if wish.startswith("PySide6")]
    assert qt.endswith("<6.12")
