"""How attendance is said on screens: words and colours of each status, and what was changed by hand."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.attendance.rules import Attendance, ManualChange, Status
from app.reports.attendance_sheet import STATUS_NAMES, count_statuses, who_changed
from widgets.language import isolate, show_date, translate

SHADES: Final[Mapping[Status, str]] = {
    "present": "garden",
    "late": "amber",
    "left_early": "amber",
    "absent": "brick",
    "excused": "soft",
}
"""Names of colours in `Tokens`; the word or the sign always stands beside it."""


def status_word(status: Status) -> str:
    return translate(STATUS_NAMES[status])


def counts_of(rows: Iterable[Attendance]) -> str:
    """How many of each, in one line."""
    return " · ".join(f"{status_word(status)}: {count}" for status, count in count_statuses(rows).items())


def change_words(change: ManualChange) -> str:
    """When, what, who and why, in one line."""
    said = status_word(change.status) if change.status else translate("mark taken back")
    parts = [show_date(change.at), said, isolate(who_changed(change, translate))]
    if change.why:
        parts.append(isolate(change.why))
    return " · ".join(parts)
