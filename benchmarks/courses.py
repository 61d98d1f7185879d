"""What the load generator can play: a class with questions, a storm of joins, one page weighed, the floor;
and those of the modules that it imports.

Each course returns plain figures: times in ms, sizes in bytes, CPU in ms per 1,000 answers.
"""

from time import perf_counter
from typing import Any

import psutil

from benchmarks.assets import linked_files
from benchmarks.costs import busy_elsewhere, cpu_of, memory_of
from benchmarks.course import Course
from benchmarks.crowd import Crowd
from benchmarks.host import Host
from benchmarks.long_class import play_long
from benchmarks.loop import Loop
from benchmarks.plain_course import play_plain
from benchmarks.radio_course import play_radio
from benchmarks.steps import (
    PAUSE,
    STEP_LIMIT,
    Told,
    answer,
    ask,
    ask_at_once,
    bring_in,
    cost_of,
    counted,
    reveal,
    worst,
)
from benchmarks.target import Target
from benchmarks.troubles import Troubles
from benchmarks.wire import parse_response


def play(course: Course, target: Target, loop: Loop) -> dict[str, Any]:
    crowd = Crowd(loop, target, course.phones)
    courses = {
        "class": _class, "storm": _storm, "weight": _weight, "floor": _floor,
        "signing": _signing, "long": play_long, "radio": play_radio, "plain": play_plain,
    }  # fmt: skip
    server = psutil.Process(target.pid)
    busy, begun = busy_elsewhere(server), perf_counter()
    try:
        figures = courses[course.name](course, crowd)
    finally:
        crowd.close()
    elsewhere = (busy_elsewhere(server) - busy) / ((perf_counter() - begun) * psutil.cpu_count())
    return figures | {
        "elsewhere": round(max(0.0, elsewhere), 3),
        "lost": crowd.lost,
        "refusals": crowd.refusals[:3],
    }


def _class(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Everybody joins; a question answered over some seconds, one in the same instant, each revealed; and
    where it is wanted one answered calmly, one whose reveal is cut short, and phones that do not behave."""
    server = psutil.Process(crowd.target.pid)
    host = Host(crowd.loop, crowd.target)
    bring_in(crowd, course.join_seconds)
    figures: dict[str, Any] = {"in_class": crowd.in_class, "memory": memory_of(server)}
    troubles = Troubles(crowd, course.troubled)
    asked, revealed, told = [], [], Told()
    answered = [("spread", course.spread_seconds), ("burst", 0.0)]
    if course.calm_seconds:
        answered.append(("calm", course.calm_seconds))
    for name, seconds in answered:
        asked.append(ask(host, crowd))
        figures[name] = answer(crowd, seconds, told, server)
        revealed.append(reveal(host, crowd))
    if course.hurried:
        asked.append(ask(host, crowd))
        answer(crowd, 0.0, told)
        figures["hurried"] = ask_at_once(host, crowd)
    troubles.close()
    figures["memory"] = max(figures["memory"], memory_of(server))
    return figures | {
        "question": worst(asked),
        "reveal": worst(revealed),
        "sent": told.sent,
        "receipted": told.receipted,
    }


def _storm(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Everybody loads the page with its files and joins, within some seconds."""
    crowd.files = [("page", crowd.target.join), *_files_of_page(crowd)]
    cost = crowd.join(course.join_seconds, STEP_LIMIT)
    figures: dict[str, Any] = {"in_class": crowd.in_class} | cost_of(cost, course.phones)
    for name in ("page", "join", "lobby"):
        figures[name] = counted(crowd, lambda phone, name=name: phone.times.get(name))
    return figures


def _signing(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Everybody loads the page and signs in by number and PIN, within some seconds."""
    server = psutil.Process(crowd.target.pid)
    crowd.files, crowd.signs_in = [("page", crowd.target.join)], True
    before = cpu_of(server)
    cost = crowd.join(course.join_seconds, STEP_LIMIT)
    figures: dict[str, Any] = {"in_class": crowd.in_class} | cost_of(cost, course.phones)
    for name in ("page", "number", "pin", "lobby"):
        figures[name] = counted(crowd, lambda phone, name=name: phone.times.get(name))
    return figures | {"server_cpu": round(cpu_of(server) - before, 2), "wall": round(cost.wall, 2)}


def _weight(course: Course, crowd: Crowd) -> dict[str, Any]:
    """What one phone loads from its first request to a question that it can answer."""
    host = Host(crowd.loop, crowd.target)
    crowd.files = [("page", crowd.target.join), *_files_of_page(crowd)]
    crowd.join(0.0, STEP_LIMIT)
    crowd.loop.rest(PAUSE)
    ask(host, crowd)
    wire = dict(crowd.phones[0].wire)
    wire["socket"] = crowd.phones[0].socket.link.received if crowd.phones[0].socket else 0
    return {
        "in_class": crowd.in_class,
        "parts": wire,
        "bytes": sum(wire.values()),
        "requests": len(wire),
        "question": crowd.question_size,
    }


def _floor(course: Course, crowd: Crowd) -> dict[str, Any]:
    """The generator against a server that only echoes: what no class server can be faster than here."""
    crowd.join(course.join_seconds, STEP_LIMIT)
    crowd.round, crowd.choices = b"0" * 8, ["00000000"]
    figures: dict[str, Any] = {"in_class": crowd.in_class}
    for name, seconds in (("spread", course.spread_seconds), ("burst", 0.0)):
        figures[name] = answer(crowd, seconds, Told())
    return figures


def _files_of_page(crowd: Crowd) -> list[tuple[str, str]]:
    """Names and paths of what the page links to, read once for all phones."""
    probe = Crowd(crowd.loop, crowd.target, 1).phones[0]
    pages: list[str] = []
    got = bytearray()

    def on_data(data: bytes) -> None:
        got.extend(data)
        response = parse_response(bytes(got))
        if response:
            pages.append(response.text())

    link = probe.load(crowd.target.get(crowd.target.join), on_data)
    crowd.loop.run_until(lambda: bool(pages), STEP_LIMIT)
    link.close()
    return linked_files(pages[0], crowd.target.join)
