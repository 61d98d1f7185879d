"""How attendance is said on screens: words and colours of each status, and what was changed by hand."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.attendance.rules import Attendance, ManualChange, Status
from app.reports.attendance_sheet import STATUS_NAMES, count_statuses, counts_in_words, who_changed
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
    return counts_in_words(count_statuses(rows), translate)


def change_words(change: ManualChange) -> str:
    """When, what, who and why, in one line."""
    said = status_word(change.status) if change.status else translate("mark taken back")
    parts = [show_date(change.at), said, isolate(who_changed(change, translate))]
    if change.why:
        parts.append(isolate(change.why))
    return " · ".join(parts)


def reason_of(change: ManualChange | None) -> str:
    """Why somebody was marked by hand, in short; who it was where no reason was given, or another teacher
    did. '' for nobody, and for a mark that was taken back."""
    if change is None or change.status is None:
        return ""
    who = who_changed(change, translate)
    if not change.why:
        return who
    return change.why if who == translate("the teacher") else f"{change.why} · {who}"
