"""How the class is doing, in a few quiet words, and in sentences for who points at them."""

from collections.abc import Mapping
from typing import Any, Final

from widgets.language import isolate, show, translate

FAST: Final = 100  # ms of a round trip: nobody notices
SLOW: Final = 500  # ms: everybody does
BUSY: Final = 300  # ms of a commit: "saved" comes late


def describe_figures(figures: Mapping[str, Any], *, rehearsal: bool = False) -> str:
    """A line such as "network 24 ms · saved within 6 ms"; '' before anything was told. rehearsal: students
    are simulated on this laptop, so that no network is between."""
    parts = []
    if figures.get("slow"):
        parts.append(translate("slow phones: {count}").format(count=show(figures["slow"])))
    if figures.get("trip") is not None:
        parts.append(translate("network {ms} ms").format(ms=show(figures["trip"])))
    elif rehearsal and figures:
        parts.append(translate("network not measured"))
    if figures.get("stored") is not None:
        parts.append(translate("saved within {ms} ms").format(ms=show(figures["stored"])))
    return "  ·  ".join(map(isolate, parts))


def explain_figures(figures: Mapping[str, Any], *, rehearsal: bool = False) -> str:
    """What is good about it and what is not, a line each."""
    lines = []
    trip, stored = figures.get("trip"), figures.get("stored")
    if trip is not None:
        if trip <= FAST:
            text = translate("The network is fast: a message to a phone and back takes {ms} ms.")
        elif trip <= SLOW:
            text = translate("The network is good enough: a message to a phone and back takes {ms} ms.")
        else:
            text = translate(
                "The network is slow: a message to a phone and back takes {ms} ms. Give students more time, "
                "or bring the access point nearer."
            )
        lines.append(text.format(ms=show(trip)))
    elif rehearsal and figures:
        lines.append(translate("The students are simulated on this laptop: no network is between."))
    if figures.get("slow"):
        text = translate("Phones with a slow connection: {count}. Their answers come late, and none is lost.")
        lines.append(text.format(count=show(figures["slow"])))
    if stored is not None:
        if stored <= BUSY:
            text = translate("The disk is fast: an answer is saved within {ms} ms.")
        else:
            text = translate("The disk is busy: an answer is saved within {ms} ms.")
        lines.append(text.format(ms=show(stored)))
    return "\n".join(lines)
