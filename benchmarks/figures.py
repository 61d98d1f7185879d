"""The figures that are shown, with their goals. docs/performance.md says what each means for a teacher;
a test holds the two together. Goals hold on two cores, with a disk that stores within 10 ms."""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Final


@dataclass(frozen=True, slots=True)
class Figure:
    """scenario: which of its runs gives `key`. goals: phones to the most it may be; 0: for any number.
    times: the most it may be as a multiple of the bare server. merge: how the runs become one figure; what
    is lost once must not vanish in a median."""

    scenario: str
    key: str
    title: str
    unit: str = "ms"
    goals: dict[int, float] = field(default_factory=dict)
    merge: Callable[[list[float]], float] = median
    compared: bool = True
    times: float | None = None

    def goal(self, phones: int) -> float | None:
        return self.goals.get(phones, self.goals.get(0))


# fmt: off
FIGURES: Final = (
    Figure("class", "question.p50", "Question: half of the phones have it"),
    Figure("class", "question.p99", "Question: 99 % have it", goals={1000: 25, 2000: 50}, times=2),
    Figure("class", "question.max", "Question: the last phone has it"),
    Figure("class", "spread.p50", "Answers over 3 s: receipt, half"),
    Figure("class", "spread.p99", "Answers over 3 s: receipt, 99 %"),
    Figure("class", "calm.p99", "Answers over 15 s: receipt, 99 %"),
    Figure("class", "burst.p50", "Answers at once: receipt, half"),
    Figure("class", "burst.p99", "Answers at once: receipt, 99 %", goals={1000: 100, 2000: 200}, times=2),
    Figure("class", "burst.max", "Answers at once: the last receipt"),
    Figure("class", "reveal.p99", "Reveal: 99 % have their result", goals={1000: 100}),
    Figure("class", "burst.server_cpu", "Server's CPU for 1,000 answers at once"),
    Figure("class", "absent", "Phones that did not get in", "", {0: 0}, max, False),
    Figure("class", "unreceipted", "Answers without a receipt", "", {0: 0}, max, False),
    Figure("class", "lost", "Answers with a receipt but not stored", "", {0: 0}, max, False),
    Figure("class", "memory", "Memory of the server", "MB", {1000: 150}),
    Figure("storm", "page.p99", "Joining within 5 s: page, 99 %"),
    Figure("storm", "join.p99", "Joining within 5 s: join, 99 %"),
    Figure("storm", "lobby.p99", "Joining within 5 s: from the address to the lobby, 99 %"),
    Figure("storm", "storm.absent", "Joining within 5 s: phones that did not get in", "", {0: 0}, max, False),
    Figure("weight", "weight", "Loaded up to the first question", "kB", {0: 30}, compared=False),
    Figure("weight", "requests", "Requests up to the first question", "", {0: 5}, compared=False),
    Figure("start", "start", "Start of the server until phones can join", "s", {0: 1.0}),
    Figure("radio", "own.p50", "Radio is back: half of the phones have the view again"),
    Figure("radio", "own.p99", "Radio is back: 99 % have it"),
    Figure("radio", "own.max", "Radio is back: the last phone has it", times=2),
    Figure("radio", "own.try.p99", "Radio is back: from a phone's own try to the view, 99 %"),
    Figure("radio", "instant.p50", "All come back at once: half of the phones have the view again"),
    Figure("radio", "instant.p99", "All come back at once: 99 % have it"),
    Figure("radio", "instant.max", "All come back at once: the last phone has it", goals={1000: 5000}),
    Figure("radio", "broken", "Radio gone: phones not let in, answers not receipted or not stored", "",
           {0: 0}, max, False),
    Figure("plain", "load.p50", "Without script: a page, half"),
    Figure("plain", "load.p99", "Without script: a page, 99 %", goals={0: 250}),
    Figure("plain", "answer.p50", "Without script: answer and the page that says so, half"),
    Figure("plain", "answer.p99", "Without script: answer and the page that says so, 99 %", goals={0: 250}),
    Figure("plain", "question.max", "Without script: the last phone has the question"),
    Figure("plain", "reveal.max", "Without script: the last phone has the solution"),
    Figure("plain", "share", "Without script: the server's share of one core", "%"),
    Figure("plain", "broken", "Without script: phones not let in, answers not receipted or not stored", "",
           {0: 0}, max, False),
    Figure("slow", "without.question.p99", "Without such phones: question, 99 % have it"),
    Figure("slow", "with.question.p99", "Beside them: question, 99 % have it"),
    Figure("slow", "question.p99.ratio", "Beside them, times without: question", "×", {0: 2}, compared=False),
    Figure("slow", "without.burst.p99", "Without such phones: answers at once, receipts 99 %"),
    Figure("slow", "with.burst.p99", "Beside them: answers at once, receipts 99 %"),
    Figure("slow", "burst.p99.ratio", "Beside them, times without: receipts at once", "×", {0: 2},
           compared=False),
    Figure("slow", "without.calm.p99", "Without such phones: answers over 15 s, receipts 99 %"),
    Figure("slow", "with.calm.p99", "Beside them: answers over 15 s, receipts 99 %"),
    Figure("slow", "without.reveal.p99", "Without such phones: reveal, 99 % have their result"),
    Figure("slow", "with.reveal.p99", "Beside them: reveal, 99 % have their result"),
    Figure("slow", "broken", "With and without them: not let in, not receipted or not stored", "",
           {0: 0}, max, False),
    Figure("signing", "calm.pin.p50", "Signing in within 60 s: PIN, half"),
    Figure("signing", "calm.pin.p99", "Signing in within 60 s: PIN, 99 %", goals={0: 500}),
    Figure("signing", "calm.lobby.p99", "Signing in within 60 s: from the address to the lobby, 99 %"),
    Figure("signing", "rush.pin.p99", "Signing in within 20 s: PIN, 99 %"),
    Figure("signing", "rush.lobby.p99", "Signing in within 20 s: from the address to the lobby, 99 %"),
    Figure("signing", "rush.wall", "Signing in within 20 s: until everybody is in", "s"),
    Figure("signing", "rush.server_cpu", "Signing in: the server's work for the whole class", "s"),
    Figure("signing", "broken", "Signing in: not in, in twice or missing in the journal", "",
           {0: 0}, max, False),
    Figure("long", "memory1", "Long class: memory in the first quarter", "MB"),
    Figure("long", "memory2", "Long class: memory in the second quarter", "MB"),
    Figure("long", "memory3", "Long class: memory in the third quarter", "MB"),
    Figure("long", "memory4", "Long class: memory in the last quarter", "MB"),
    Figure("long", "grown", "Long class: growth from the second quarter to the end", "MB", compared=False),
    Figure("long", "per_answer", "Long class: the same for each answer", "bytes", {0: 400}, compared=False),
    Figure("long", "spread1", "Long class: answers in their time, receipts 99 %, first quarter"),
    Figure("long", "spread4", "Long class: answers in their time, receipts 99 %, last quarter"),
    Figure("long", "burst1", "Long class: answers at once, receipts 99 %, first quarter"),
    Figure("long", "burst4", "Long class: answers at once, receipts 99 %, last quarter"),
    Figure("long", "question1", "Long class: question, 99 % have it, first quarter"),
    Figure("long", "question4", "Long class: question, 99 % have it, last quarter"),
    Figure("long", "reveal1", "Long class: reveal, 99 % have their result, first quarter"),
    Figure("long", "reveal4", "Long class: reveal, 99 % have their result, last quarter"),
    Figure("long", "server_share", "Long class: the server's share of one core", "%"),
    Figure("long", "databases", "Long class: databases at its end", "MB"),
    Figure("long", "broken", "Long class: phones not let in, answers not receipted or not stored", "",
           {0: 0}, max, False),
    Figure("school", "question.max", "School laptop: the last phone has the question", goals={0: 1000}),
    Figure("school", "spread.p99", "School laptop: answers over 3 s, receipts 99 %", goals={0: 1000}),
    Figure("school", "burst.max", "School laptop: answers at once, all have their receipt", goals={0: 1000}),
    Figure("school", "reveal.max", "School laptop: the last phone has its result", goals={0: 1000}),
    Figure("school", "hurried.max", "School laptop: next question in the instant of the reveal, last phone",
           goals={0: 1000}),
    Figure("school", "broken", "School laptop: not let in, not receipted or not stored", "",
           {0: 0}, max, False),
)
# fmt: on
