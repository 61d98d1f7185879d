"""A class of phones whose browsers run no script: forms, and a page that loads itself anew every 5 s."""

import re
from functools import partial
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import psutil

from benchmarks.costs import cpu_of
from benchmarks.course import Course
from benchmarks.crowd import Crowd, own_address, percentiles
from benchmarks.host import Host, HostRefused
from benchmarks.loop import Link
from benchmarks.steps import PAUSE, STEP_LIMIT
from benchmarks.wire import CHOICE, Response, parse_response

VIEW = re.compile(r'data-view="(\w*)"')
ROUND = re.compile(r'data-round="(\w*)"')


class PlainPhone:
    """A browser without script on one kept-alive connection; where a form is, the student presses "Refresh".
    `loads`, `answers`: seconds that each page, and each answer with the page that follows it, took."""

    def __init__(self, room: "PlainRoom", index: int) -> None:
        self.room = room
        self.index = index
        self.cookie = ""
        self.view = ""
        self.round = ""
        self.seen_at: dict[tuple[str, str], float] = {}
        self.answered: set[str] = set()
        self.loads: list[float] = []
        self.answers: list[float] = []
        self._what = ""
        self._rest = b""
        self._begun = 0.0
        self._link: Link | None = None

    def visit(self) -> None:
        self._send("join", f"{self.room.target.join}/join", {"nickname": f"Plain {self.index:04d}"})

    def refresh(self) -> None:
        if self._what:
            return
        self._send("load", self.room.target.join)

    def answer(self, round_id: str) -> None:
        if self._what:  # a page is on its way: the student taps a moment later
            return self.room.loop.call_later(0.2, partial(self.answer, round_id))
        fields = {
            "round": round_id,
            "id": self.room.answer_id(self.index),
            "choice": self.room.choice(self.index),
        }
        return self._send("answer", f"{self.room.target.join}/answer", fields)

    def _send(self, what: str, path: str, form: dict[str, str] | None = None) -> None:
        target = self.room.target
        self._what, self._begun, self._rest = what, perf_counter(), b""
        body = urlencode(form).encode() if form else b""
        request = target.post_form(path, body, self.cookie) if form else target.get(path, self.cookie)
        self._transmit(request)

    def _transmit(self, request: bytes) -> None:
        if self._link is None:
            address = (self.room.target.address, self.room.target.port)
            source = own_address(self.index)
            self._link = Link(self.room.loop, address, source, request, self._on_data, self._on_lost)
        else:
            try:
                self._link.send(request)
            except ConnectionError:
                self._on_lost()

    def _on_data(self, data: bytes) -> None:
        self._rest += data
        response = parse_response(self._rest)
        if response is None:
            return
        self._rest = b""
        if response.cookies:
            self.cookie = "; ".join(response.cookies)
        if response.status == 303:
            if self._what == "answer":
                self.answered.add(self.room.answer_id(self.index))
            self._transmit(self.room.target.get(self.room.target.join, self.cookie))
        else:
            self._arrived(response)

    def _arrived(self, response: Response) -> None:
        now, what, self._what = perf_counter(), self._what, ""
        if response.status != 200:
            self.room.refusals.append(f"{what}: status {response.status}")
        if what == "join":
            self.room.in_class += response.status == 200
            self.room.out += response.status != 200
        (self.answers if what == "answer" else self.loads).append(now - self._begun)
        page = response.text()
        self.view, self.round = VIEW.findall(page)[0], ROUND.findall(page)[0]
        if (self.view, self.round) not in self.seen_at:
            self.seen_at[self.view, self.round] = now
            self.room.saw(self, page)
        self.room.loop.call_later(self.room.refresh, self.refresh)

    def _on_lost(self) -> None:
        self.room.lost += 1
        self._link, self._what = None, ""
        self.room.loop.call_later(self.room.refresh, self.refresh)

    def close(self) -> None:
        if self._link:
            self._link.close()


class PlainRoom:
    """All of them, and the question that they are shown."""

    def __init__(self, crowd: Crowd, course: Course) -> None:
        self.loop, self.target = crowd.loop, crowd.target
        self.thinking, self.refresh = course.spread_seconds, course.refresh
        self.in_class = self.out = self.lost = 0
        self.refusals: list[str] = []
        self.rounds: list[str] = []
        self._choices: list[str] = []
        self.phones = [PlainPhone(self, index) for index in range(course.phones)]

    def answer_id(self, index: int) -> str:
        return f"abcdef01{len(self.rounds):02d}{index:06d}"

    def choice(self, index: int) -> str:
        return self._choices[index % len(self._choices)]

    def saw(self, phone: PlainPhone, page: str) -> None:
        """A page shows something new; a question is thought about."""
        if phone.view == "question":
            if phone.round not in self.rounds:
                self.rounds.append(phone.round)
                self._choices = list(dict.fromkeys(CHOICE.findall(page)))
            self.loop.call_later(
                self.thinking * phone.index / len(self.phones), partial(phone.answer, phone.round)
            )

    def times_since(self, view: str, since: float) -> dict[str, float]:
        """When each phone saw this view of the last round; what never came counts as the whole limit."""
        key = (view, self.rounds[-1])
        return percentiles(
            sorted(phone.seen_at.get(key, since + STEP_LIMIT) - since for phone in self.phones)
        )


def play_plain(course: Course, crowd: Crowd) -> dict[str, Any]:
    """Two questions, each answered and revealed."""
    room = PlainRoom(crowd, course)
    crowd.phones = []  # none of them has a socket
    server = psutil.Process(room.target.pid)
    host = Host(room.loop, room.target)
    room.loop.plan([phone.visit for phone in room.phones], course.join_seconds)
    room.loop.run_until(lambda: room.in_class + room.out >= course.phones, course.join_seconds + STEP_LIMIT)
    if not room.in_class:
        raise HostRefused(f"nobody got in: {room.refusals[:1] or 'no reply'}")
    begun, cpu = perf_counter(), cpu_of(server)
    figures: dict[str, Any] = {"in_class": room.in_class}
    receipted: list[str] = []
    for number in range(1, course.questions + 1):
        sent = host.give("ask")
        room.loop.run_until(partial(_all_answered, room, number), STEP_LIMIT)
        figures["question"] = room.times_since("question", sent)
        receipted += [one for phone in room.phones for one in phone.answered]
        host.carry_out("lock")
        room.loop.rest(PAUSE)
        sent = host.give("reveal")
        room.loop.run_until(partial(_all_saw, room, "reveal"), STEP_LIMIT)
        figures["reveal"] = room.times_since("reveal", sent)
    figures["share"] = (cpu_of(server) - cpu) / (perf_counter() - begun) * 100
    figures["load"] = percentiles(sorted(one for phone in room.phones for one in phone.loads))
    figures["answer"] = percentiles(sorted(one for phone in room.phones for one in phone.answers))
    crowd.lost, crowd.refusals = room.lost, room.refusals
    for phone in room.phones:
        phone.close()
    ids = sorted(set(receipted))
    return figures | {"sent": course.questions * course.phones, "receipted": ids}


def _all_answered(room: PlainRoom, number: int) -> bool:
    return sum(len(phone.answered) for phone in room.phones) >= number * len(room.phones)


def _all_saw(room: PlainRoom, view: str) -> bool:
    return all((view, room.rounds[-1]) in phone.seen_at for phone in room.phones)
