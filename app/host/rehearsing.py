"""The process of the simulated students, written down so that the next desktop can send them away too."""

import json
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.host.processes import birth_of, end_process, is_same
from app.paths import drop_file, write_private

FILE_NAME: Final = "rehearsal.json"


class Rehearsal:
    """At most one for a data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def note(self, pid: int) -> None:
        """Remember the process that was just started. Raises `Trouble('file_not_written')`, and ends it then:
        nobody could send its students away."""
        try:
            write_private(self._path, json.dumps({"pid": pid, "birth": birth_of(pid)}))
        except OSError as error:
            end_process(pid)
            reason = error.strerror or str(error)
            raise Trouble("file_not_written", file=str(self._path), reason=reason) from error

    def is_running(self) -> bool:
        return self._find() is not None

    def stop(self) -> None:
        """End it, if it runs."""
        pid = self._find()
        if pid is not None:
            end_process(pid)
        drop_file(self._path)

    def _find(self) -> int | None:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
            pid, birth = int(known["pid"]), float(known["birth"])
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return pid if is_same(pid, birth) else None
