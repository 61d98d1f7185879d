"""What a teacher can do in class: words, icon and keys of each action, and when it can be done.

docs/control-room.md lists the same keys; a test holds both together.
"""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt

from app.i18n import mark


@dataclass(frozen=True, slots=True)
class Action:
    """label: on the button, in two short lines at most. tip: the whole sentence. key: as people call it."""

    name: str
    label: str
    tip: str
    icon: str
    key: str


ACTIONS: Final = (
    Action("pause", mark("Pause"), mark("Pause: nobody can answer for a while"), "pause", "P"),
    Action("extend", mark("15 s more"), mark("Give 15 seconds more"), "extend", "+"),
    Action("lock", mark("Close"), mark("Close the answers"), "lock", "L"),
    Action("reveal", mark("Show answer"), mark("Show the answer"), "reveal", "R"),
    Action("ask_again", mark("Ask again"), mark("Ask the last question again"), "again", "A"),
    Action("skip", mark("Skip"), mark("Skip: this question does not count"), "skip", "S"),
    Action("show_ranking", mark("Ranking"), mark("Show the ranking"), "ranking", "K"),
    Action("to_lobby", mark("Waiting room"), mark("Back to the waiting room"), "people", "W"),
    Action("made_up", mark("New question"), mark("Ask a question made up now"), "bolt", "N"),
    Action("end", mark("End the class"), mark("End the class"), "stop", "E"),
)
"""The quiet buttons beside the next step, in their order."""
RESUME: Final = Action("pause", mark("Go on"), mark("Go on with the question"), "play", "P")
"""Takes the place of the pause while the question is paused."""

_KEY: Final = Qt.Key
KEYS: Final[dict[int, str]] = {
    _KEY.Key_Space: "next",
    _KEY.Key_PageDown: "next",
    _KEY.Key_Right: "next",
    _KEY.Key_PageUp: "back",
    _KEY.Key_P: "pause",
    _KEY.Key_B: "pause",  # what presenter remotes send to make the wall black
    _KEY.Key_Period: "pause",
    _KEY.Key_Plus: "extend",
    _KEY.Key_L: "lock",
    _KEY.Key_R: "reveal",
    _KEY.Key_A: "ask_again",
    _KEY.Key_S: "skip",
    _KEY.Key_K: "show_ranking",
    _KEY.Key_W: "to_lobby",
    _KEY.Key_N: "made_up",
    _KEY.Key_E: "end",
    _KEY.Key_F5: "projector",
    _KEY.Key_Escape: "close",
}
"""What each key does, in this window and in the projector's."""

EXTEND_BY: Final = 15.0  # seconds


def command_of(name: str, snapshot: dict[str, Any]) -> str:
    """The host's command behind an action in this state of the class; '' for what is no command."""
    paused = snapshot["phase"] == "paused"
    if name == "pause":
        return "resume" if paused else "pause"
    if name == "back":
        return "reveal"
    return {"made_up": "add_question", "projector": "", "close": "", "next": ""}.get(name, name)


def can_do(name: str, snapshot: dict[str, Any]) -> bool:
    """Whether the class would take the action now."""
    if command_of(name, snapshot) not in snapshot["allowed"]:
        return False
    phase, round_ = snapshot["phase"], snapshot["round"]
    if name == "extend":
        return bool(round_ and (phase == "locked" or round_["deadline"] or round_["left"]))
    if name == "skip":
        return phase in ("asking", "paused", "locked") or snapshot["next"] is not None
    if name == "back":
        return phase == "ranking" and round_ is not None
    if name == "reveal":
        return round_ is not None
    if name in ("ask_again", "show_ranking"):
        return bool(snapshot["done"])
    return True
