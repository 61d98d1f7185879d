"""The steps that all courses are made of: ask, answer, reveal, each with what it took. Times in ms."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psutil

from benchmarks.costs import cpu_of
from benchmarks.crowd import Cost, Crowd, percentiles
from benchmarks.host import Host, HostRefused
from benchmarks.phone import Phone

STEP_LIMIT = 30.0
PAUSE = 0.3  # lets what belongs to one step arrive before the next is measured


@dataclass(slots=True)
class Told:
    """What the phones were promised: how many answers they sent, and the ids of those with a receipt."""

    sent: int = 0
    receipted: list[str] = field(default_factory=list)

    def note(self, ids: list[str], phones: list[Phone]) -> None:
        self.sent += len(ids)
        self.receipted += [id_ for id_, phone in zip(ids, phones, strict=True) if phone.receipt_at]


def bring_in(crowd: Crowd, seconds: float) -> None:
    """Everybody joins within so many seconds; goes on with those who got in. Raises HostRefused for none."""
    crowd.join(seconds, STEP_LIMIT)
    if not crowd.keep_present():
        raise HostRefused(f"nobody got in: {crowd.refusals[:1] or 'no reply'}")
    crowd.loop.rest(2 * PAUSE)


def ask(host: Host, crowd: Crowd) -> dict[str, float]:
    """The next question, and when the phones had it."""
    crowd.forget_round()
    crowd.begin_step(b"question", 1)
    sent = host.give("ask")
    crowd.finish_step(STEP_LIMIT)
    host.confirm("ask")
    crowd.loop.rest(PAUSE)
    if not crowd.choices:
        raise HostRefused('ask: no phone was shown a question with name="choice" value="ID"')
    return counted(crowd, lambda phone: phone.shown_at and phone.shown_at - sent)


def answer(crowd: Crowd, seconds: float, told: Told, server: psutil.Process | None = None) -> dict[str, Any]:
    """Everybody answers within so many seconds (0: at once), and when the receipts came; `server_cpu` where
    the server's process is given."""
    ids = crowd.prepare_answers()
    crowd.begin_step(b"", 1)
    before = cpu_of(server) if server else 0.0
    crowd.loop.plan([phone.answer for phone in crowd.phones], seconds)
    cost = crowd.finish_step(STEP_LIMIT + seconds)
    figures = receipts_of(crowd) | cost_of(cost, len(ids))
    if server:
        figures["server_cpu"] = round((cpu_of(server) - before) * 1e6 / len(ids), 1)
    told.note(ids, crowd.phones)
    crowd.loop.rest(PAUSE)
    return figures


def reveal(host: Host, crowd: Crowd, settle: float = PAUSE) -> dict[str, float]:
    """Locks and reveals, and when the phones had the solution and their own result. settle: seconds that
    phones are listened to afterwards."""
    host.carry_out("lock")
    crowd.loop.rest(PAUSE)
    crowd.begin_step(b"reveal", 2)
    sent = host.give("reveal")
    crowd.finish_step(STEP_LIMIT)
    host.confirm("reveal")
    crowd.loop.rest(settle)
    return counted(crowd, lambda p: p.shown_at and p.mine_at and max(p.shown_at, p.mine_at) - sent)


def ask_at_once(host: Host, crowd: Crowd) -> dict[str, float]:
    """Reveals, and asks the next question while results are still on their way; when phones had that."""
    host.carry_out("lock")
    crowd.loop.rest(PAUSE)
    host.carry_out("reveal")
    return ask(host, crowd)


def receipts_of(crowd: Crowd) -> dict[str, float]:
    return counted(crowd, lambda p: p.receipt_at and p.sent_at and p.receipt_at - p.sent_at)


def counted(crowd: Crowd, read: Callable[[Phone], float | None]) -> dict[str, float]:
    """What never arrived counts as the whole limit: leaving it out would make a bad server look fast."""
    seconds = crowd.times(read)
    missing = len(crowd.phones) - len(seconds)
    return percentiles(seconds + [STEP_LIMIT] * missing)


def worst(steps: list[dict[str, float]]) -> dict[str, float]:
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
