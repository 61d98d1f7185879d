"""Words of the pages in three languages. Knows neither templates nor sockets."""

from collections.abc import Mapping
from typing import Final

from app.i18n import Translate, mark
from app.lan.page_models import Mine, Stage

STATES: Final[Mapping[str, str]] = {
    "lobby": mark("Waiting"),
    "question": mark("Not answered yet"),
    "slide": mark("Nothing to answer"),
    "paused": mark("Paused"),
    "locked": mark("Closed"),
    "reveal": mark("Closed"),
    "ranking": mark("Closed"),
    "ended": mark("The class has ended"),
    "removed": mark("Not in the class"),
    "shut": mark("The door is closed"),
}
"""What the state line says when nothing is more urgent, by view; `slide` for a question without a form."""

SCRIPT_WORDS: Final[Mapping[str, str]] = {
    "saved": mark("Saved {time}"),
    "saving": mark("Saving ..."),
    "trying": mark("Not saved yet - trying again"),
    "changed": mark("Changed, not saved yet"),
    "unsaved": mark("Not saved yet"),
    "offline": mark("No connection - trying again"),
    "lost": mark("The connection is lost. Scan the code on the wall again."),
    "up": mark("Time is up"),
    "left": mark("{n} s left"),
    "seconds": mark("{n} s"),
    "joining": mark("Joining ..."),
    "earlier": mark("Earlier question: {text}"),
    "place": mark("{item}: place {n} of {total}"),
    "raise": mark("Move up: {item}"),
    "lower": mark("Move down: {item}"),
    "here": mark("Continue here"),
    "again": mark("Try again"),
}

HOST_WORDS: Final[Mapping[str, str]] = {
    "lobby": mark("Waiting room"),
    "asking": mark("Answering"),
    "paused": mark("Paused"),
    "locked": mark("Closed"),
    "revealed": mark("Answer shown"),
    "ranking": mark("Ranking shown"),
    "ended": mark("The class has ended"),
    "ask_first": mark("Ask question {n}"),
    "ask_next": mark("Ask the next question"),
    "lock": mark("Close the answers"),
    "reveal": mark("Show the answer"),
    "show_ranking": mark("Show the ranking"),
    "end": mark("End the class"),
    "end_sure": mark("Really end the class?"),
    "extend": mark("15 s more"),
    "pause": mark("Pause"),
    "resume": mark("Continue"),
    "ask_again": mark("Ask again"),
    "skip": mark("Skip"),
    "to_lobby": mark("Back to the waiting room"),
    "remove": mark("Remove"),
    "remove_sure": mark("Really remove?"),
    "readmit": mark("Let back in"),
    "here": mark("Here: {n}"),
    "connected": mark("Connected: {n}"),
    "answered": mark("Answered: {n} of {total}"),
    "slow": mark("slow phones: {count}"),
    "trip": mark("network {ms} ms"),
    "stored": mark("saved within {ms} ms"),
    "has_answered": mark("has answered"),
    "not_connected": mark("not connected"),
    "is_removed": mark("removed"),
    "question": mark("Question {n} of {total}"),
    "vote": mark("vote {n}"),
    "spoken": mark("Question asked aloud"),
    "right": mark("right"),
    "true": mark("True"),
    "false": mark("False"),
    "accepted": mark("Right: {text}"),
    "offline": mark("No connection to your laptop - trying again"),
    "confirming": mark("Waiting for the teacher's laptop to confirm"),
    "revoked": mark("This phone may no longer drive the class. Ask your laptop for a new code."),
    "seconds": mark("{n} s"),
    "up": mark("Time is up"),
}


def translate_all(words: Mapping[str, str], translate: Translate) -> dict[str, str]:
    return {key: translate(text) for key, text in words.items()}


def first_state(stage: Stage, mine: Mine | None, translate: Translate) -> str:
    """What the state line says before any script runs."""
    if stage.view == "question" and mine and mine.saved:
        saved_at = SCRIPT_WORDS["saved"]
        return translate(saved_at).format(time=mine.saved)
    q = getattr(stage, "q", None)
    view = "slide" if stage.view == "question" and q and q.kind == "slide" else stage.view
    return translate(STATES[view]) if view in STATES else ""
