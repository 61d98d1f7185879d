"""Writes files so that at any moment there is the whole old one or the whole new one; and names them."""

import os
import re
import secrets
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.paths import drop_file, take_place

LONGEST_NAME: Final = 100  # characters, without the suffix
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def file_name(title: str, otherwise: str = "quiz") -> str:
    """A name without suffix that every system takes for a file, as like the title as can be."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", title).split())[:LONGEST_NAME].strip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name or otherwise


def free_path(folder: Path, name: str, suffix: str) -> Path:
    """A path in `folder` where nothing is yet: with a number behind the name where there is."""
    path, number = folder / f"{name}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{name} {number}{suffix}"
    return path


def write_whole(target: Path, data: bytes) -> None:
    """All of a file or nothing of it, whatever happens meanwhile; who may read it is as for all files of the
    account. What is no file (a pipe, a device) is written to as it is. Raises `Trouble('file_not_written')`.
    """
    fresh = target.with_name(f".{target.name[:50]}-{secrets.token_hex(4)}")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        with os.fdopen(os.open(fresh, _NEW, 0o666), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        take_place(fresh, target)
    except OSError as error:
        drop_file(fresh)
        raise Trouble("file_not_written", file=str(target), reason=error.strerror or str(error)) from error
