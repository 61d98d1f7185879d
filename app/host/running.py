"""What a running class server writes down for programs of the same user: where it is and its host secret.

The file is readable by its owner only. It is a hint, not a lock: the server may have been killed.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.paths import drop_file, write_private

FILE_NAME: Final = "running.json"
SECRET_FILE: Final = "host-secret"  # noqa: S105 - the name of a file


@dataclass(frozen=True, slots=True)
class Running:
    """join: address for phones; host: address of the host socket on this computer."""

    pid: int
    port: int
    code: str
    session: str
    join: str
    host: str


def write_running(folder: Path, running: Running) -> None:
    """Raises `Trouble('file_not_written')`."""
    _write(folder / FILE_NAME, json.dumps(asdict(running)))


def read_running(folder: Path) -> Running | None:
    """None where no class server has written one, or it is unreadable."""
    try:
        return Running(**json.loads((folder / FILE_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def clear_running(folder: Path, pid: int) -> None:
    """Take back what this process has written; what another server wrote since stays."""
    running = read_running(folder)
    if running is not None and running.pid == pid:
        drop_file(folder / FILE_NAME)


def read_secret(folder: Path) -> tuple[str, int] | None:
    """The host secret and its generation; None where none was written yet."""
    try:
        secret, _, generation = (folder / SECRET_FILE).read_text(encoding="utf-8").strip().partition("\n")
        return (secret, int(generation or 0)) if len(secret) >= 22 else None
    except (OSError, ValueError):
        return None


def write_secret(folder: Path, secret: str, generation: int) -> None:
    """Raises `Trouble('file_not_written')`."""
    _write(folder / SECRET_FILE, f"{secret}\n{generation}\n")


def _write(path: Path, text: str) -> None:
    try:
        write_private(path, text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Trouble("file_not_written", file=str(path), reason=reason) from error
