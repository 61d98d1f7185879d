"""All the phones of one run and what they wait for together. Knows no scenario and no host."""

import json
import secrets
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter, process_time

from benchmarks.loop import Loop
from benchmarks.phone import Phone
from benchmarks.target import Target
from benchmarks.wire import CHOICE


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step cost the generator itself: CPU seconds, wall seconds, and how late it was at worst."""

    cpu: float
    wall: float
    lag: float


def own_address(index: int) -> str:
    """Each phone has its own address, as in a class, where the system has more than one on its loopback."""
    if sys.platform != "linux":
        return ""
    return f"127.{1 + index // 62500}.{index // 250 % 250}.{1 + index % 250}"


class Crowd:
    """awaited: the view that phones wait for. waiting_for: messages still missing in this step."""

    def __init__(self, loop: Loop, target: Target, count: int) -> None:
        self.loop = loop
        self.target = target
        self.phones = [Phone(self, index, own_address(index)) for index in range(count)]
        self.files: Sequence[tuple[str, str]] = ()
        self.signs_in = False  # by number and PIN, else by a nickname
        self.in_class = 0
        self.out = 0
        self.lost = 0
        self.refusals: list[str] = []
        self.awaited = b""
        self.waiting_for = 0
        self.round = b""
        self.choices: list[str] = []
        self.question_size = 0
        self._prefix = secrets.token_hex(4)
        self._rounds = 0
        self._mark = b""
        self._known_rounds: set[bytes] = set()

    def join(self, seconds: float, limit: float) -> Cost:
        """Brings all phones into the class, spread over so many seconds; `in_class` says how many came in."""
        self.loop.plan([phone.visit for phone in self.phones], seconds)
        return self._measure(lambda: self.in_class + self.out >= len(self.phones), seconds + limit)

    def keep_present(self) -> int:
        """Goes on without the phones that did not get in; returns how many are left."""
        self.phones = [phone for phone in self.phones if phone.in_class]
        return len(self.phones)

    def begin_step(self, view: bytes, messages: int) -> None:
        """Clears the phones' notes. messages: how many each of them waits for in this step."""
        self.awaited = view
        self.waiting_for = messages * len(self.phones)
        for phone in self.phones:
            phone.shown_at = phone.mine_at = phone.sent_at = phone.receipt_at = None

    def finish_step(self, limit: float) -> Cost:
        """Turns until nothing is missing or the time is over, and measures what that cost."""
        return self._measure(lambda: self.waiting_for <= 0, limit)

    def _measure(self, done: Callable[[], bool], limit: float) -> Cost:
        self.loop.lag = 0.0
        wall, cpu = perf_counter(), process_time()
        self.loop.run_until(done, limit)
        return Cost(process_time() - cpu, perf_counter() - wall, self.loop.lag)

    def prepare_answers(self) -> list[str]:
        """Makes each phone's answer to the question that is shown; returns their ids."""
        self._rounds += 1
        ids = [f"{self._prefix}{self._rounds:02d}{phone.index:06d}" for phone in self.phones]
        for phone, answer_id in zip(self.phones, ids, strict=True):
            choice = self.choices[phone.index % len(self.choices)]
            message = {"t": "answer", "id": answer_id, "round": self.round.decode()}
            message["fields"] = [["choice", choice]]
            phone.prepare(answer_id, json.dumps(message, separators=(",", ":")).encode())
        return ids

    def keep_pinging(self, seconds: float) -> None:
        """Each phone asks for the time once in so many seconds, evenly spread, until the run ends."""

        def ping(phone: Phone) -> None:
            phone.ping()
            self.loop.call_later(seconds, partial(ping, phone))

        self.loop.plan([partial(ping, phone) for phone in self.phones], seconds)

    def is_new_round(self, data: bytes, start: int, stop: int) -> bool:
        """Whether a question that arrived is the one just asked. The first phone reads it for all."""
        if self.awaited != b"question" or (self._mark and data.find(self._mark, start, stop) >= 0):
            return True
        message = json.loads(data[start:stop])
        arrived = str(message["round"]).encode()
        if arrived in self._known_rounds:
            return False
        self._known_rounds.add(arrived)
        self.round = arrived
        self._mark = json.dumps(message["round"]).encode()  # with quotes: ids may be as short as r1
        self.question_size = len(message["html"].encode())
        self.choices = list(dict.fromkeys(CHOICE.findall(message["html"])))
        return True

    def forget_round(self) -> None:
        """To be called before a question is asked, so that the next new round is taken for it."""
        self._mark = b""

    def note_refusal(self, text: str) -> None:
        self.refusals.append(text)

    def times(self, read: Callable[[Phone], float | None]) -> list[float]:
        return sorted(value for phone in self.phones if (value := read(phone)) is not None)

    def close(self) -> None:
        for phone in self.phones:
            if phone.socket:
                phone.socket.close()


def percentiles(values: Iterable[float]) -> dict[str, float]:
    """p50, p99 and max of sorted seconds, in milliseconds; nearest rank, empty for no values."""
    ordered = list(values)
    if not ordered:
        return {}

    def at(percent: int) -> float:
        return round(ordered[max(0, -(-len(ordered) * percent // 100) - 1)] * 1000, 2)

    return {"p50": at(50), "p99": at(99), "max": at(100)}
