"""Writes files so that at any moment there is the whole old one or the whole new one."""

import os
import tempfile
from pathlib import Path

from app.errors import Trouble


def write_whole(target: Path, data: bytes) -> None:
    """All of a file or nothing of it, whatever happens meanwhile. Raises `Trouble('file_not_written')`."""
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:50]}-", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise Trouble("file_not_written", file=str(target), reason=error.strerror or str(error)) from error
