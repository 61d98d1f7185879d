"""Sync beside a class in trouble: what was decided in class is derived into the outbox and brought to a
platform in memory, whose network fails. In the end the platform must hold the truth.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, cast

from app.clock import Clock, ManualClock
from app.errors import PreauError
from app.live import commands as cmd
from app.outgoing.plan import Notice
from app.outgoing.rows import State
from app.storage.archive import Archive
from app.storage.outbox import Outbox
from sync.connectors.base import Connector, Reading
from sync.deriving import Deriver
from sync.errors import NotReached, Unanswered
from sync.outbox import Held
from sync.worker import Surroundings, Worker
from tests.soak.classes_truth import Truth

TOP = Decimal(20)
FAULTY = 0.5  # how likely a request to the platform goes wrong
PLATFORM_FAULTS = ("platform away", "platform silent", "platform did a part")
DAY = 86_400.0
LAST_PASSES = 3  # after the network has become well


class Platform:
    """What a connector speaks to. held: by place and account."""

    most = 7  # values at once, so that a class takes several requests

    def __init__(self, random: Random, accounts: Sequence[str], counts: Counter[str]) -> None:
        self._accounts = accounts
        self.held: dict[str, dict[str, str]] = {"grade": {}, "attendance": {}}
        self.faulty = FAULTY
        self._random = random
        self._counts = counts

    def read(self, ref: str) -> Reading:
        self._fail(("platform away", "platform silent"))
        held = {account: Held(self.held[ref].get(account)) for account in self._accounts}
        return Reading(held, TOP if ref == "grade" else None)

    def foresee(self, ref: str, reading: Reading, values: Mapping[str, str]) -> Sequence[Notice]:
        return ()

    def send(self, ref: str, reading: Reading, values: Mapping[str, str]) -> None:
        self._fail(("platform away",))
        done = list(values.items())
        if self._random.random() < self.faulty / 2:  # a part is done, and nobody is told how much
            del done[self._random.randrange(0, len(done) + 1) :]
            self.held[ref].update(done)
            self._counts["platform did a part"] += 1
            raise Unanswered("platform_unanswered")
        self.held[ref].update(done)
        self._fail(("platform silent",))

    def close(self) -> None:
        """Nothing is kept."""

    def _fail(self, faults: tuple[str, ...]) -> None:
        if self._random.random() < self.faulty / 2:
            fault = self._random.choice(faults)
            self._counts[fault] += 1
            raise (
                NotReached("platform_not_reached")
                if fault == "platform away"
                else Unanswered("platform_unanswered")
            )


class Sync:
    """folder: the data folder; students: those on the roster. Each pass opens the outbox anew, as a program
    does that was started again."""

    def __init__(self, random: Random, folder: Path, students: Sequence[str], counts: Counter[str]) -> None:
        self._random = random
        self._folder = folder
        self._accounts = {student: f"account-{student}" for student in students}
        self._counts = counts
        self._clock = ManualClock()
        self.platform = Platform(random, list(self._accounts.values()), counts)

    async def make(self) -> None:
        """Pass after pass while the class runs; the disk may be full and the journal busy."""
        while True:
            await asyncio.sleep(self._random.uniform(0.2, 0.8))
            try:
                await asyncio.to_thread(self.pass_once)
            except PreauError as error:
                self._counts[f"sync put off: {error.code}"] += 1

    def pass_once(self) -> None:
        """What has changed is derived, and what is due is sent."""
        archive = Archive(self._folder, Clock())
        sessions = archive.list_sessions()
        if not sessions:
            return
        with closing(Outbox(self._folder, self._clock)) as outbox:
            self._choose_places(outbox, sessions[0].id)
            Deriver(archive).derive(outbox)
            connector = cast(Connector, self.platform)
            around = Surroundings(lambda connection: connector, lambda: None, lambda address: True)
            self._clock.advance(DAY)
            Worker(outbox, around, self._clock, self._random).work_once()
            self._counts["sync passes"] += 1

    def _choose_places(self, outbox: Outbox, session: str) -> None:
        connections = [one.id for one in outbox.list_connections()]
        connection = (
            connections[0] if connections else outbox.add_connection("moodle", "M", "https://moodle.example")
        )
        outbox.take_matches(connection, self._accounts)
        known = {target.kind for target in outbox.list_targets()}
        if "grade" not in known:
            outbox.add_target(session, "grade", connection, "grade", str(TOP))
        if "attendance" not in known:
            outbox.add_target(session, "attendance", connection, "attendance")

    # --- in the end -----------------------------------------------------------------------------

    def check(self, session: str, truth: Truth) -> list[str]:
        """What would be sent is what is true, and stands on the platform; also after one more correction, and
        with nothing new to derive."""
        archive = Archive(self._folder, Clock())
        wrong = self._check_once(archive, truth)
        if truth.counted():
            question = next(iter(truth.counted()))
            archive.correct(session, cmd.CancelQuestion(question))
            truth.cancelled.add(question)
            wrong += self._check_once(archive, truth)
        return wrong

    def _check_once(self, archive: Archive, truth: Truth) -> list[str]:
        for faulty in (*[FAULTY] * 3, *[0.0] * LAST_PASSES):
            self.platform.faulty = faulty
            self.pass_once()
        wrong = []
        with closing(Outbox(self._folder, self._clock)) as outbox:
            if Deriver(archive).derive(outbox):
                wrong.append("deriving again changes rows")
            for target in outbox.list_targets():
                # What is said of nobody any more stays there for the teacher to see, and is not sent.
                rows = [row for row in outbox.list_rows(target.id) if row.reason != "no_longer_here"]
                found = {row.student: _value(target.kind, row.value) for row in rows}
                marks = truth.marks() if target.kind == "grade" else truth.sent_statuses()
                true = {student: _value(target.kind, value) for student, value in marks.items()}
                if found != true:
                    wrong.append(f"the outbox holds {found} instead of {true}")
                there = self.platform.held[target.ref]
                sent = {
                    student: _value(target.kind, there.get(self._accounts[student], "")) for student in true
                }
                if sent != true:
                    wrong.append(f"the platform holds {sent} instead of {true}")
                wrong += [f"{row} is not confirmed" for row in rows if row.state is not State.CONFIRMED]
        return wrong


def _value(kind: str, value: str) -> Any:
    return Decimal(value) if kind == "grade" and value else value
