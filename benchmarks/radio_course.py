"""The radio network is gone for some seconds while the class answers, and all phones come back."""

import random
import socket
from contextlib import suppress
from time import perf_counter
from typing import Any

from benchmarks.course import Course
from benchmarks.crowd import Crowd, percentiles
from benchmarks.host import Host
from benchmarks.steps import PAUSE, STEP_LIMIT, Told, ask, bring_in, counted

SEED = 7


def play_radio(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Twice: once phones come back as the page tries by itself, once all in the instant in which the radio
    is there again (browsers tell the page). Half of the answers are under way or not given yet.

    `own`, `instant`: from the radio's return until phones have the present view; `own.try` and so on: from
    their own attempt.
    """
    host = Host(crowd.loop, crowd.target)
    bring_in(crowd, course.join_seconds)
    told, silent = Told(), list[socket.socket]()
    chance = random.Random(SEED)
    figures: dict[str, Any] = {"in_class": crowd.in_class}
    for name in ("own", "instant"):
        ask(host, crowd)
        ids = crowd.prepare_answers()
        crowd.begin_step(b"question", 1)
        crowd.loop.plan([phone.answer for phone in crowd.phones], course.spread_seconds)
        crowd.loop.rest(course.spread_seconds / 2)
        crowd.waiting_for += len(crowd.phones)  # besides each receipt, the view
        silent += lose_radio(crowd)
        before = {phone.index for phone in crowd.phones if phone.receipt_at}
        crowd.loop.rest(course.gone)
        returned = perf_counter()
        for phone in crowd.phones:
            crowd.loop.call_later(
                wait_of_page(chance, course.gone) if name == "own" else 0.0, phone.come_back
            )
        crowd.finish_step(STEP_LIMIT)
        told.note(ids, crowd.phones)
        figures[name] = counted(crowd, lambda p, since=returned: p.shown_at and p.shown_at - since)
        tries = crowd.times(lambda phone: phone.shown_at and phone.shown_at - phone.back_at)
        figures[f"{name}.try"] = percentiles(tries)
        figures[f"{name}.before"] = len(before)
        crowd.loop.rest(PAUSE)
        host.carry_out("lock")
        host.carry_out("reveal")
        crowd.loop.rest(PAUSE)
    for sock in silent:
        with suppress(OSError):
            sock.close()
    return figures | {"sent": told.sent, "receipted": told.receipted}


def lose_radio(crowd: Crowd) -> list[socket.socket]:
    """Every second connection is reset; the others fall silent, and the server takes them for open."""
    kept = [phone.lose_radio(silently=bool(phone.index % 2)) for phone in crowd.phones]
    return [sock for sock in kept if sock is not None]


def wait_of_page(chance: random.Random, gone: float) -> float:
    """Seconds from the radio's return to the attempt of the page that reaches the server: `lost` in
    resources/phone/static/phone.js."""
    at, failures = 0.0, 0
    while at < gone:
        failures += 1
        at += min(8.0, 0.25 * 2**failures) * (0.5 + chance.random() / 2)
    return at - gone
