"""What a phone and a host are told that they could not know: a moved deadline, a corrected key."""

import threading

from app.live.commands import Lock, Reveal
from tests.helpers.served import ServedClass, sample_quiz, until


async def test_a_phone_that_has_the_page_learns_the_moved_deadline(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single", time_limit=60)) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await until(lambda: phone.all("show") and phone.all("show")[-1]["view"] == "question")
        shown = phone.all("show")[-1]
        await phone.socket.close()
        await host.wait_for(lambda view: view.snapshot["connected"] == 0)
        await host.do("extend", seconds=100)
        again = await phone.open(have=shown["version"])
        await until(lambda: again.all("time"))
        (told,) = again.all("time")
        assert told["round"] == "r1"
        assert told["deadline"] == shown["deadline"] + 100_000
        assert [message for message in again.all("show") if message["version"] == shown["version"]] == [shown]


async def test_a_corrected_key_reaches_every_host_once(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, other = await served.host(), await served.host()
        question = host.view.questions[0]
        assert question["right"] == ["c2"]
        await host.do("correct_key", question=question["id"], key={"right": ["c1", "c3"]}, why="a slip")
        for view in (host, other):
            await view.wait_for(lambda view: view.questions[0]["right"] == ["c1", "c3"])
        late = await served.host()
        assert late.view.questions[0]["right"] == ["c1", "c3"]


async def test_nobody_sees_a_view_before_it_is_stored(tmp_path):
    """A group of phones still waits for one view when the next is applied in memory: it waits on."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await host.do("lock")
        await until(lambda: phone.all("show")[-1]["view"] == "locked")
        room = served.room
        (student,) = room.state.students
        known = len(phone.heard)
        room.session.handle(Reveal(), room.clock.now())  # applied, and not stored
        room.broadcaster._personal_to([student], with_view=True)
        await room.broadcaster._personal
        assert room.broadcaster._waiting == {student: True}
        await phone.send({"t": "ping", "c": 7})
        await phone.hear("pong")
        assert [message["t"] for message in phone.heard[known:]] == ["pong"]
        room.broadcaster.show_everything()  # what the commit calls
        shown = await phone.hear_after("show", known)
        assert shown["view"] == "reveal"
        assert room.broadcaster._waiting == {}


async def test_a_view_waits_for_the_commit_of_a_later_command(tmp_path):
    """Two commands applied in memory: the commit of the first shows nobody what the second has made of it."""
    held = []

    def wrap(journal):
        held.append(SteppedJournal(journal))
        return held[0]

    async with ServedClass(tmp_path, sample_quiz("single"), wrap_journal=wrap) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await until(lambda: phone.all("show")[-1]["view"] == "question")
        journal, known = held[0], len(phone.heard)
        journal.stepping = True
        stored = []
        served.room.submit(Lock(), lambda error: stored.append("lock"))
        served.room.submit(Reveal(), lambda error: stored.append("reveal"))
        journal.steps.release()
        await until(lambda: stored == ["lock"])
        await phone.send({"t": "ping", "c": 7})
        await phone.hear("pong")
        assert "show" not in [message["t"] for message in phone.heard[known:]]
        journal.stepping = False
        journal.steps.release()
        shown = await phone.hear_after("show", known)
        assert shown["view"] == "reveal" and stored == ["lock", "reveal"]


class SteppedJournal:
    """Stores one group of events for each release, while `stepping`."""

    def __init__(self, journal):
        self.journal = journal
        self.stepping = False
        self.steps = threading.Semaphore(0)

    def append(self, session, events):
        if self.stepping:
            assert self.steps.acquire(timeout=20)
        self.journal.append(session, events)

    def __getattr__(self, name):
        return getattr(self.journal, name)
