"""What is on its way to platforms, as lines for a person without a window."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from app.i18n import Translate, mark
from app.outgoing.plan import Plan
from app.outgoing.rows import Kind, State
from app.outgoing.seen import SessionSync
from app.reports.attendance_sheet import STATUS_NAMES
from app.sentences import tell_code

STATES: Final[Mapping[State, str]] = {
    State.WAITING: mark("Waits to be sent"),
    State.SENDING: mark("On its way"),
    State.CONFIRMED: mark("On the platform"),
    State.CHANGED_THERE: mark("Changed there"),
    State.REFUSED: mark("Refused"),
    State.PARKED: mark("Waits for you"),
}
KINDS: Final[Mapping[Kind, str]] = {
    "grade": mark("Marks"),
    "attendance": mark("Attendance"),
    "statement": mark("Learning record"),
}
_WORDS: Final[Mapping[str, str]] = {str(status): word for status, word in STATUS_NAMES.items()}


def plan_lines(
    title: str, kind: Kind, plan: Plan, names: Mapping[str, str], translate: Translate
) -> list[str]:
    """What sending would do: a line for each student of whom something changes or has to be looked at, by
    name. names: by student's id. Statements, and what is there already, are only counted."""
    lines = [f"{title} – {translate(KINDS[kind])}"]
    lines += [f"  ! {tell_code(notice.code, notice.params, translate)}" for notice in plan.notices]
    if kind == "statement":
        counts = Counter(line.state for line in plan.lines)
        return lines + [f"  {translate(STATES[state])}: {counts[state]}" for state in STATES if counts[state]]
    for line in sorted(plan.lines, key=lambda line: names.get(line.student, "").casefold()):
        if line.state is not State.CONFIRMED:
            there = "–" if line.there is None else _value(line.there, translate)
            words = f"{there} → {_value(line.ours, translate)}"
            reason = f": {tell_code(line.reason, {}, translate)}" if line.reason else ""
            name = names.get(line.student) or line.student
            lines.append(f"  {name}  {words}  {translate(STATES[line.state])}{reason}")
    there_already = sum(line.state is State.CONFIRMED for line in plan.lines)
    lines.append(f"  {translate(STATES[State.CONFIRMED])}: {there_already} / {len(plan.lines)}")
    return lines


def state_lines(sessions: Iterable[SessionSync], translate: Translate) -> list[str]:
    """A line for each session that goes somewhere: how many values are in which state."""
    return [
        f"{session.title}  " + ", ".join(
            f"{translate(words)}: {session.counts[state]}"
            for state, words in STATES.items()
            if session.counts.get(state)
        )
        for session in sessions
        if session.counts
    ]  # fmt: skip


def _value(value: str, translate: Translate) -> str:
    return translate(_WORDS[value]) if value in _WORDS else value
