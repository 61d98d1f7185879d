"""The one next step of a class, as every host shows it on its large button."""

from dataclasses import dataclass
from typing import Any

from app.i18n import mark


@dataclass(frozen=True, slots=True)
class Step:
    """command: of the host protocol; label: what the button says, in English for the catalogues."""

    command: str
    label: str


_ASK = Step("ask", mark("Ask the next question"))
_LOCK = Step("lock", mark("Close the answers"))
_RESUME = Step("resume", mark("Go on with the question"))
_REVEAL = Step("reveal", mark("Show the answer"))
_RANKING = Step("show_ranking", mark("Show the ranking"))
_END = Step("end", mark("End the class"))


def next_step(snapshot: dict[str, Any]) -> Step | None:
    """What a teacher most likely does next; None after the end."""
    phase, more = snapshot["phase"], snapshot["next"] is not None
    if phase == "asking":
        return _LOCK
    if phase == "paused":
        return _RESUME
    if phase == "locked":
        return _REVEAL
    if phase == "ended":
        return None
    if more:
        return _ASK
    return _RANKING if phase != "ranking" and snapshot["done"] else _END
