"""The files that a session can be written as, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.live.state import SessionState
from app.reports import session_csv, session_json
from app.reports.options import Options

Write = Callable[[SessionState, Options], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    suffix: str
    write: Write


def _write_workbook(state: SessionState, options: Options) -> bytes:
    from app.reports import session_xlsx  # slow to import, and few starts of the program write a workbook

    return session_xlsx.write(state, options)


FORMATS: Final = {
    "json": Format(".json", session_json.write),
    "csv": Format(".csv", session_csv.write),
    "xlsx": Format(".xlsx", _write_workbook),
}
