"""A receipt means stored: nothing is said before the commit, and a full disk loses nothing."""

import asyncio
import os
import sys
import threading
from functools import partial

from app.errors import PreauError
from app.lan.frames import message_frame, receipt_frame
from app.live import commands as cmd
from app.live.state import replay
from tests.helpers.served import ServedClass, sample_quiz, until

SINGLE = [("choice", "c1")]
MOST_STEPS = 29  # calls of our functions for one answer


class BlockingJournal:
    """The real journal behind a gate."""

    def __init__(self, journal):
        self._journal = journal
        self.open = threading.Event()
        self.open.set()
        self.entered = 0

    def append(self, session, events):
        self.entered += 1
        assert self.open.wait(30)
        self._journal.append(session, events)

    def load_events(self, session):
        return self._journal.load_events(session)

    def note_alive(self, session, at):
        self._journal.note_alive(session, at)


def keep(made):
    """A wrapper of the journal that is put in `made`."""

    def wrap(journal):
        made.append(BlockingJournal(journal))
        return made[0]

    return wrap


async def test_nothing_says_saved_before_the_commit(tmp_path):
    made = []
    async with ServedClass(tmp_path, sample_quiz("single"), wrap_journal=keep(made)) as served:
        host, phone, other = await served.host(), await served.phone("Amina"), await served.phone("Yanis")
        await host.do("ask")
        await phone.hear("show", 2)
        (gate,) = made
        gate.open.clear()
        entered = gate.entered
        await phone.answer("r1", SINGLE)
        await until(lambda: gate.entered > entered)
        # What the phone's owner might look at meanwhile waits for the disk; other pages do not.
        page = asyncio.create_task(phone.page())
        known = len(phone.heard)
        again = asyncio.create_task(phone.http.ws_connect(f"{phone.address}/ws"))
        assert (await other.page())[0] == 200
        await other.send({"t": "ping", "c": 1})
        await other.hear("pong")
        await phone.send({"t": "ping", "c": 1})
        await phone.hear("pong")
        assert not page.done()
        assert not [message for message in phone.heard[known:] if message["t"] != "pong"]
        socket = await again
        gate.open.set()
        assert (await phone.hear("receipt"))["id"] == "a1"
        status, text = await page
        assert status == 200 and 'data-saved="' in text and 'data-saved=""' not in text
        mine = [await socket.receive_json(timeout=5) for _ in range(3)][2]
        assert mine["t"] == "mine" and mine["saved"]
        await socket.close()
        assert [event.TYPE for event in served.stored()].count("answered") == 1


async def test_a_form_is_answered_after_the_commit(tmp_path):
    made = []
    async with ServedClass(tmp_path, sample_quiz("single"), wrap_journal=keep(made)) as served:
        host, phone = await served.host(), await served.phone("Amina", connect=False)
        await host.do("ask")
        (gate,) = made
        gate.open.clear()
        entered = gate.entered
        posted = asyncio.create_task(phone.submit([("round", "r1"), ("id", "a1"), *SINGLE]))
        await until(lambda: gate.entered > entered)
        assert served.state.rounds["r1"].answers and not posted.done()
        gate.open.set()
        assert (await posted)[0] == 200
        assert [event.TYPE for event in served.stored()].count("answered") == 1


async def test_a_host_command_is_shown_after_the_commit(tmp_path):
    made = []
    async with ServedClass(tmp_path, sample_quiz("single"), wrap_journal=keep(made)) as served:
        host, phone, screen = await served.host(), await served.phone("Amina"), await served.screen()
        (gate,) = made
        gate.open.clear()
        entered, shows = gate.entered, len(phone.all("show"))
        asked = asyncio.create_task(host.do("ask"))
        await until(lambda: gate.entered > entered)
        await phone.send({"t": "ping", "c": 1})
        await phone.hear("pong")
        assert not asked.done() and len(phone.all("show")) == shows
        assert [message["view"] for message in screen.heard if message["t"] == "show"] == ["lobby"]
        page = asyncio.create_task(phone.page())
        await phone.send({"t": "ping", "c": 2})
        await phone.hear("pong", 2)
        assert not page.done()
        gate.open.set()
        await asked
        assert (await phone.hear("show", shows + 1))["view"] == "question"
        assert 'data-view="question"' in (await page)[1]


def fill_disk(journal):
    """No page more than the file has now, as if the disk were full."""
    connection = journal._db.conn
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")


def make_room(journal):
    journal._db.conn.execute("PRAGMA max_page_count=1000000")


async def test_a_full_disk_refuses_keeps_and_goes_on(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("open_text", "single")) as served:
        host = await served.host()
        students = [await served.student(f"S{number}", number, pace=0.1) for number in range(8)]
        watcher = await served.phone("Watcher")
        await host.do("ask")
        for student in students:
            await student.wait_for(lambda known: known.form is not None)
        fill_disk(served.journal)
        words = "x" * 3900  # so that it surely does not fit
        sent = [await student.answer([("text", f"{n}{words}")]) for n, student in enumerate(students)]
        await host.wait_for(
            lambda view: [trouble["code"] for trouble in view.snapshot["trouble"]] == ["not_stored"]
        )
        await watcher.answer("r1", [("text", words)], "w1")
        refused = await watcher.hear("refused")
        assert refused["code"] == "not_stored" and refused["retry"] is True
        status, page = await watcher.submit([("round", "r1"), ("id", "w2"), ("text", words)])
        assert status == 503 and 'data-saved=""' in page
        assert [event.TYPE for event in served.stored()].count("answered") == 0
        assert not [one for one in sent if one.receipt is not None]

        make_room(served.journal)
        # Everybody's answer comes again by itself and is receipted once.
        await asyncio.gather(*(s.wait_for_receipt(one) for s, one in zip(students, sent, strict=True)))
        assert all(one.receipt is not None for one in sent)
        await host.wait_for(lambda view: not view.snapshot["trouble"])
        await host.do("lock")
        await served.room.wait_until_stored()
        assert on_disk(served) == in_memory(served)
        answered = [event.id for event in served.stored() if event.TYPE == "answered"]
        assert len(answered) == len(set(answered))
        assert sorted(one.id for one in sent if one.receipt is not None) == sorted(answered)


def on_disk(served):
    return summary(replay(served.stored()))


def in_memory(served):
    return summary(served.state)


def summary(state):
    rounds = {r.id: ({s: g.answer for s, g in r.answers.items()}, r.locked_at) for r in state.rounds.values()}
    return state.phase, state.steps, rounds, sorted(state.students), sorted(state.tokens)


class FailingJournal(BlockingJournal):
    """Stores nothing while `failing`, and counts how often it was read back."""

    failing = False
    loads = 0

    def append(self, session, events):
        if self.failing:
            raise PreauError("not_stored", reason="full")
        super().append(session, events)

    def load_events(self, session):
        self.loads += 1
        return super().load_events(session)


async def test_a_time_out_on_a_full_disk_neither_spins_nor_disturbs_the_phones(tmp_path):
    made = []

    def wrap(journal):
        made.append(FailingJournal(journal))
        return made[0]

    async with ServedClass(tmp_path, sample_quiz("single"), wrap_journal=wrap) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask", seconds=0.05)
        await phone.hear("show", 2)
        (journal,) = made
        journal.failing = True
        began = asyncio.get_running_loop().time()
        await until(lambda: journal.loads >= 2)  # the deadline has passed and could not be stored twice
        took = asyncio.get_running_loop().time() - began
        assert journal.loads <= took / 0.5 + 1
        assert len(phone.all("show")) == 2, "nothing new to show"
        journal.failing = False
        assert (await phone.hear("show", 3))["view"] == "locked"
        assert [event.TYPE for event in served.stored()] == ["opened", "joined", "asked", "locked"]
        await host.wait_for(lambda view: not view.snapshot["trouble"])


def test_a_receipt_is_the_message_that_every_other_one_is_made_like():
    fields = {"round": "r12", "saved": "14:03:12", "at": 1_800_000_000_123}
    assert receipt_frame("aZ09_-", *fields.values()) == message_frame("receipt", id="aZ09_-", **fields)


async def test_an_answer_takes_few_steps_from_the_message_to_its_receipt(tmp_path):
    """Counted, not timed: with a thousand answers at once each step of ours is felt."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        room, many = served.room, 40
        names = [await room.join(f"Student {number}", f"token{number}") for number in range(many)]
        await room.carry_out(cmd.Ask())
        calls = 0

        def count(frame, what, argument):
            nonlocal calls
            calls += what == "call" and f"{os.sep}app{os.sep}" in frame.f_code.co_filename

        stored = asyncio.Event()
        waiting = set(names)

        def done(student, error):
            waiting.discard(student)
            if not waiting:
                stored.set()

        sys.setprofile(count)
        try:
            for student in names:
                command = cmd.Answer(student, "r1", f"answer-of-{student}", {"choice": ["c1"]})
                room.submit(command, partial(done, student))
            await stored.wait()
        finally:
            sys.setprofile(None)
    assert calls / many <= MOST_STEPS
