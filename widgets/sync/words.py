"""Sync in the teacher's words: kinds, states, reasons, values and how a platform does."""

from collections.abc import Iterable
from typing import Final

from app.i18n import mark
from app.outgoing.plan import Line, Notice
from app.outgoing.rows import State
from app.outgoing.seen import Health, Overview
from app.reports.attendance_sheet import STATUS_NAMES
from app.sentences import SENTENCES, tell_code
from widgets.language import isolate, show, show_date, translate

KINDS: Final[dict[str, str]] = {
    "grade": mark("Marks"),
    "attendance": mark("Attendance"),
    "statement": mark("Learning record"),
}
VERBS: Final[dict[str, str]] = {
    "attended": mark("attended"),
    "answered": mark("answered"),
    "completed": mark("completed"),
    "scored": mark("scored"),
}
"""What statements for a record store say."""
GRADES: Final[dict[str, str]] = {
    "points": mark("Total points"),
    "percent": mark("Percentage of the points"),
    "participation": mark("Participation (share of questions answered)"),
}
STATES: Final[dict[State, tuple[str, str]]] = {
    State.WAITING: (mark("Waits to be sent"), ""),
    State.SENDING: (mark("On its way"), ""),
    State.CONFIRMED: (mark("On the platform"), "garden"),
    State.CHANGED_THERE: (mark("Changed there"), "amber"),
    State.REFUSED: (mark("Refused"), "brick"),
    State.PARKED: (mark("Waits for you"), "amber"),
}
"""What a state is called, and the colour of its words ('' for the usual one)."""
RESTS: Final = frozenset(
    {"sync_paused", "metered", "platform_unreachable", "sync_elsewhere", "keyring_missing"}
)
"""Why a platform rests though its account is in order."""


def tell_kind(kind: str) -> str:
    return translate(KINDS.get(kind, KINDS["statement"]))


def count_of(words: str, count: int) -> str:
    """Something with how many there are."""
    return translate("{what}: {count}").format(what=words, count=count)


def tell_state(state: State) -> str:
    return translate(STATES[state][0])


def tell_reason(code: str) -> str:
    """The sentence of a code without parameters; '' for none."""
    return tell_code(code, {}, translate) if code in SENTENCES else ""


def tell_notice(notice: Notice) -> str:
    return tell_code(notice.code, notice.params, translate)


def show_fact(item: str) -> str:
    """What a statement says of a student. item: as of `Row`."""
    verb = item.partition(" ")[0]
    return translate(VERBS[verb]) if verb in VERBS else isolate(item)


def show_value(kind: str, value: str | None) -> str:
    """A value as people write it; a dash for none."""
    if value is None or value == "":
        return "–"
    if kind == "attendance":
        word = {str(status): word for status, word in STATUS_NAMES.items()}.get(value)
        return translate(word) if word else isolate(value)
    try:
        return show(float(value))
    except ValueError:
        return isolate(value)


def show_difference(kind: str, ours: str, there: str | None) -> str:
    """What sending would change: '' for nothing."""
    if there is None:
        return translate("new")
    if ours == there:
        return ""
    if kind == "grade":
        try:
            change = float(ours) - float(there)
        except ValueError:
            return translate("other")
        return isolate(("+" if change > 0 else "\N{MINUS SIGN}") + show(abs(change)))
    return translate("other")


def needs_you(changed: int, refused: int, parked: int) -> int:
    """How many values wait for the teacher."""
    return changed + refused + parked


def tell_health(health: Health) -> tuple[str, str]:
    """How a platform does, in a sentence, and its level."""
    trouble = health.connection.trouble or health.code
    if trouble:
        words = tell_reason(trouble) or translate("Sending there has stopped. Please sign in again.")
        return words, "warn" if trouble in RESTS else "bad"
    if asked := needs_you(health.changed, health.refused, health.parked):
        return translate("Values that wait for your decision: {count}").format(count=asked), "warn"
    if health.waiting:
        return translate("Values on their way: {count}").format(count=health.waiting), "soft"
    if not health.confirmed:
        return translate("Connected. Choose below what goes there."), "soft"
    return translate("Everything is there."), "good"


def tell_confirmed(at: float | None) -> str:
    """When everything was last read back."""
    if at is None:
        return translate("Never wholly confirmed yet")
    return translate("Last wholly confirmed: {date}").format(date=isolate(show_date(at)))


def tell_overview(seen: Overview) -> tuple[str, str]:
    """The one line that matters, and its level."""
    if asked := needs_you(seen.changed, seen.refused, seen.parked):
        return translate("Values for the platform that wait for your decision: {count}").format(
            count=asked
        ), "warn"
    if seen.code and seen.code not in RESTS:
        return tell_reason(seen.code) or translate("Sending has stopped. Please look."), "bad"
    if seen.waiting:
        words = translate("Values that wait to be sent to the platform: {count}").format(count=seen.waiting)
        return ". ".join(filter(None, (words, tell_reason(seen.code)))), "soft"
    if seen.last_confirmed is None:
        return translate("Your platform is connected. Results of your next classes can go there."), "soft"
    words = translate("Everything is on the platform, confirmed on {date}.")
    return words.format(date=isolate(show_date(seen.last_confirmed))), "good"


def tell_line(line: Line) -> str:
    """What becomes of a value, by a dry run."""
    if line.state in (State.WAITING, State.SENDING):
        return translate("Will be sent")
    return tell_state(line.state)


def not_agreed(notices: Iterable[Notice], agreed: Iterable[str]) -> list[Notice]:
    """What the teacher was not told yet."""
    known = set(agreed)
    return [notice for notice in notices if notice.code not in known]
