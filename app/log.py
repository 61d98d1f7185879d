"""The program's log: files in the data folder, sentences without personal data, never more than 4 MB.

The window writes a file of its own beside the class server's: two processes cannot turn one file over.
"""

import logging
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.paths import keep_private

CLASS_LOG: Final = "preau.log"
WINDOW_LOG: Final = "window.log"
LOGS: Final = (f"{CLASS_LOG}.1", CLASS_LOG, f"{WINDOW_LOG}.1", WINDOW_LOG)  # the older of each first
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _PrivateFile(RotatingFileHandler):
    """Each new file may be read by its owner only."""

    def _open(self) -> TextIOWrapper:
        keep_private(Path(self.baseFilename))
        return super()._open()


class _OneLine(logging.Formatter):
    """What others wrote (an address, a name of the system) cannot make up lines of its own."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return _CONTROL.sub(" ", super().formatMessage(record))


def start_log(folder: Path, name: str = CLASS_LOG) -> Path:
    """Write the log to this file of the data folder; gives its path. Raises `Trouble('data_folder')`."""
    path = folder / name
    try:
        handler = _PrivateFile(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=False)
    except OSError as error:
        raise Trouble("data_folder", folder=str(folder), reason=error.strerror or str(error)) from error
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for old in [known for known in root.handlers if isinstance(known, RotatingFileHandler)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    # A full disk must not print a trace for every line that cannot be logged.
    logging.raiseExceptions = False
    return path


def has_log() -> bool:
    """Whether `start_log` has been called in this program."""
    return any(isinstance(handler, RotatingFileHandler) for handler in logging.getLogger().handlers)
