"""What the load generator can play: a class with questions, a storm of joins, one page weighed, the floor.

Each course returns plain figures: times in ms, sizes in bytes, CPU in ms per 1,000 answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import psutil

from benchmarks.assets import linked_files
from benchmarks.costs import busy_elsewhere, cpu_of, memory_of
from benchmarks.crowd import Cost, Crowd, percentiles
from benchmarks.host import Host, HostRefused
from benchmarks.loop import Loop
from benchmarks.phone import Phone
from benchmarks.target import Target
from benchmarks.wire import parse_response

STEP_LIMIT = 30.0
PAUSE = 0.3  # lets what belongs to one step arrive before the next is measured


@dataclass(frozen=True, slots=True)
class Course:
    """join_seconds: over which phones arrive. spread_seconds: over which they answer the first question."""

    name: str
    phones: int
    join_seconds: float
    spread_seconds: float = 3.0


def play(course: Course, target: Target, loop: Loop) -> dict[str, Any]:
    crowd = Crowd(loop, target, course.phones)
    play_course = {"class": _class, "storm": _storm, "weight": _weight, "floor": _floor}[course.name]
    try:
        return play_course(course, crowd) | {"lost": crowd.lost, "refusals": crowd.refusals[:3]}
    finally:
        crowd.close()


def _class(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Everybody joins; one question answered over some seconds, one in the same instant; each revealed."""
    server = psutil.Process(crowd.target.pid)
    busy = busy_elsewhere(server)
    begun = perf_counter()
    host = Host(crowd.loop, crowd.target)
    crowd.join(course.join_seconds, STEP_LIMIT)
    if not crowd.keep_present():
        raise HostRefused(f"nobody got in: {crowd.refusals[:1] or 'no reply'}")
    crowd.loop.rest(2 * PAUSE)
    figures: dict[str, Any] = {"in_class": crowd.in_class, "memory": memory_of(server)}
    asked, revealed, receipted = [], [], []
    for name, seconds in (("spread", course.spread_seconds), ("burst", 0.0)):
        asked.append(_ask(host, crowd))
        ids = crowd.prepare_answers()
        crowd.begin_step(b"", 1)
        before = cpu_of(server)
        crowd.loop.plan([phone.answer for phone in crowd.phones], seconds)
        cost = crowd.finish_step(STEP_LIMIT + seconds)
        figures[name] = _receipts(crowd) | cost_of(cost, len(ids))
        figures[name]["server_cpu"] = round((cpu_of(server) - before) * 1e6 / len(ids), 1)
        receipted += [id_ for id_, phone in zip(ids, crowd.phones, strict=True) if phone.receipt_at]
        crowd.loop.rest(PAUSE)
        revealed.append(_reveal(host, crowd))
    figures["memory"] = max(figures["memory"], memory_of(server))
    elsewhere = (busy_elsewhere(server) - busy) / ((perf_counter() - begun) * psutil.cpu_count())
    return figures | {
        "elsewhere": round(max(0.0, elsewhere), 3),
        "question": _worst(asked),
        "reveal": _worst(revealed),
        "sent": 2 * len(crowd.phones),
        "receipted": receipted,
    }


def _ask(host: Host, crowd: Crowd) -> dict[str, float]:
    crowd.forget_round()
    crowd.begin_step(b"question", 1)
    sent = host.give("ask")
    crowd.finish_step(STEP_LIMIT)
    host.confirm("ask")
    crowd.loop.rest(PAUSE)
    if not crowd.choices:
        raise HostRefused('ask: no phone was shown a question with name="choice" value="ID"')
    return _counted(crowd, lambda phone: phone.shown_at and phone.shown_at - sent)


def _reveal(host: Host, crowd: Crowd) -> dict[str, float]:
    host.carry_out("lock")
    crowd.loop.rest(PAUSE)
    crowd.begin_step(b"reveal", 2)
    sent = host.give("reveal")
    crowd.finish_step(STEP_LIMIT)
    host.confirm("reveal")
    crowd.loop.rest(PAUSE)
    return _counted(crowd, lambda p: p.shown_at and p.mine_at and max(p.shown_at, p.mine_at) - sent)


def _storm(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Everybody loads the page with its files and joins, within some seconds."""
    crowd.files = [("page", crowd.target.join), *_files_of_page(crowd)]
    cost = crowd.join(course.join_seconds, STEP_LIMIT)
    figures: dict[str, Any] = {"in_class": crowd.in_class} | cost_of(cost, course.phones)
    for name in ("page", "join", "lobby"):
        figures[name] = _counted(crowd, lambda phone, name=name: phone.times.get(name))
    return figures


def _weight(course: Course, crowd: Crowd) -> dict[str, Any]:
    """What one phone loads from its first request to a question that it can answer."""
    host = Host(crowd.loop, crowd.target)
    crowd.files = [("page", crowd.target.join), *_files_of_page(crowd)]
    crowd.join(0.0, STEP_LIMIT)
    crowd.loop.rest(PAUSE)
    _ask(host, crowd)
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
        count = len(crowd.prepare_answers())
        crowd.begin_step(b"", 1)
        crowd.loop.plan([phone.answer for phone in crowd.phones], seconds)
        cost = crowd.finish_step(STEP_LIMIT + seconds)
        figures[name] = _receipts(crowd) | cost_of(cost, count)
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


def _receipts(crowd: Crowd) -> dict[str, float]:
    return _counted(crowd, lambda p: p.receipt_at and p.sent_at and p.receipt_at - p.sent_at)


def _counted(crowd: Crowd, read: Callable[[Phone], float | None]) -> dict[str, float]:
    """What never arrived counts as the whole limit: leaving it out would make a bad server look fast."""
    seconds = crowd.times(read)
    missing = len(crowd.phones) - len(seconds)
    return percentiles(seconds + [STEP_LIMIT] * missing)


def _worst(steps: list[dict[str, float]]) -> dict[str, float]:
    """The slower of the two questions: a class feels the slow one."""
    return {name: max(step[name] for step in steps) for name in ("p50", "p99", "max")}


def cost_of(cost: Cost, answers: int) -> dict[str, float]:
    """The generator's own: CPU ms per 1,000 answers, its share of the wall time, worst lateness in ms."""
    return {
        "cpu": round(cost.cpu * 1e6 / answers, 1),
        "share": round(cost.cpu / cost.wall, 2),
        "wall": round(cost.wall * 1000, 1),
        "lag": round(cost.lag * 1000, 2),
    }
