"""How `serve` tells another program that phones can join, or why they cannot: one JSON object, printed or
written to a file. A person reads the welcome instead."""

import contextlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.commands.terminal import user_language
from app.errors import PreauError, Trouble
from app.i18n import translator
from app.paths import write_private
from app.sentences import tell

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ReadySign:
    """path: the file that gets the ready line; as_json: it is printed. `was_given`: the start is over."""

    path: Path | None
    as_json: bool
    was_given: bool = False

    @property
    def is_for_programs(self) -> bool:
        """Whether nobody sits at a terminal, so that nothing else is printed and no key is read."""
        return self.as_json or self.path is not None

    def give(self, values: dict[str, Any]) -> None:
        """Phones can join. Raises `Trouble('file_not_written')`."""
        line = json.dumps({"ready": True, **values})
        if self.path is not None:
            try:
                write_private(self.path, line)
            except OSError as error:
                reason = error.strerror or str(error)
                raise Trouble("file_not_written", file=str(self.path), reason=reason) from error
        elif self.as_json:
            print(line, flush=True)
        self.was_given = True

    def fail(self, error: PreauError) -> bool:
        """The class could not be started. False where that is still to be said on the error channel."""
        if self.path is None or self.was_given:
            return False
        _log.info("the class was not started: %s", error)
        params = {name: value if isinstance(value, str | int | float) else str(value)
                  for name, value in error.params.items()}  # fmt: skip
        told = {"ready": False, **describe_notice(error), "params": params}
        with contextlib.suppress(OSError):
            write_private(self.path, json.dumps(told))
        return True


def describe_notice(notice: PreauError) -> dict[str, Any]:
    """Code and sentence, in the language of who started us."""
    return {"code": notice.code, "text": tell(notice, translator(user_language()))}


def describe_notices(notices: Sequence[PreauError]) -> list[dict[str, Any]]:
    return [describe_notice(notice) for notice in notices]
