"""The class server is killed again and again while fifty phones answer; nothing that was receipted is lost,
nothing is counted twice, and the class goes on by itself to its end."""

import asyncio
import json
from collections import Counter
from random import Random

import pytest

from app.errors import PreauError
from app.host.client import HostClient
from app.host.steps import next_step
from app.live.events import Answered, Asked
from app.live.state import replay
from app.rehearsal.student import SimulatedStudent
from app.storage.journal import JournalReader
from tests.helpers.processes import Served, run_program
from tests.helpers.served import until

STUDENTS = 50
KILLS = 20


async def drive(host: HostClient, random: Random) -> None:
    """Go on with the class, for ever: ask, lock, show, and the same questions again when all were asked."""
    while True:
        view = host.view
        step = next_step(view.snapshot)
        command = step.command if step is not None else ""
        if command in ("", "show_ranking", "end"):
            command = "ask_again"
        if command == "lock":
            await asyncio.sleep(random.uniform(0.0, 0.4))  # the time in which the class answers
        before = view.snapshot["now"]
        await host.do(command)
        await host.wait_for(lambda view, before=before: view.snapshot["now"] > before)


@pytest.mark.timeout(150)
async def test_killed_again_and_again(tmp_path, request):
    seed = Random().randrange(10**6)
    print(f"seed {seed}")
    random = Random(seed)
    served = Served(tmp_path)
    first = await served.start()
    students = [
        SimulatedStudent(
            f"http://127.0.0.1:{first['port']}/{first['code']}", f"Student {number}", Random(seed + number),
            delay=lambda source: source.uniform(0.0, 0.4), pace=0.2,
        )
        for number in range(STUDENTS)
    ]  # fmt: skip
    lives: list[asyncio.Task[None]] = []
    try:
        await asyncio.gather(*(student.join() for student in students))
        lives = [asyncio.create_task(student.live()) for student in students]
        receipted_before_kills = 0
        for _ in range(KILLS):
            host = await served.host()
            assert host.view.session["code"] == first["code"]
            driving = asyncio.create_task(drive(host, random))
            await asyncio.wait({driving}, timeout=random.uniform(0.1, 0.9))
            asked = host.view.snapshot["round"]
            await served.kill()
            with pytest.raises((PreauError, asyncio.CancelledError)):
                driving.cancel()
                await driving
            await host.close()
            receipted_before_kills = sum(
                sent.receipt is not None for student in students for sent in student.log.sent
            )
            again = await served.start()
            same = ("port", "code", "session", "join")
            assert [again[name] for name in same] == [first[name] for name in same]
            assert again["resumed"]
            if asked is not None:
                events = load_events(served)
                assert asked["id"] in {event.round for event in events if isinstance(event, Asked)}
        assert receipted_before_kills > STUDENTS, "the kills came too early to prove anything"

        # The class goes to its end, with everybody in it.
        host = await served.host()
        await host.wait_for(lambda view: view.snapshot["connected"] == STUDENTS)
        await until(lambda: all(student.is_settled for student in students))
        while (step := next_step(host.view.snapshot)) is not None:
            before = host.view.snapshot["now"]
            await host.do(step.command)
            await host.wait_for(lambda view, before=before: view.snapshot["now"] > before)
        await asyncio.gather(*lives)
        await host.do("stop")
        await host.close()
        assert await served.wait() == 0
    finally:
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        await asyncio.gather(*(student.stop() for student in students))
        await served.__aexit__()

    check_journal(served, students)
    check_export(served, students)
    errors = served.errors.read_text(encoding="utf-8")
    assert "Traceback" not in errors, errors


def load_events(served):
    reader = JournalReader.open(served.data)
    try:
        return reader.load_events(served.ready["session"])
    finally:
        reader.close()


def check_journal(served, students):
    """Every receipted answer exactly once, by the right student; no other student than the fifty."""
    events = load_events(served)
    state = replay(events)
    assert sorted(s.nickname for s in state.students.values()) == sorted(s.nickname for s in students)
    names = {student.id: student.nickname for student in state.students.values()}
    stored = Counter(
        (names[event.student], event.round, event.id) for event in events if isinstance(event, Answered)
    )
    assert set(stored.values()) == {1}
    for student in students:
        for sent in student.log.sent:
            assert sent.receipt is not None or sent.refused
            assert stored[student.nickname, sent.round, sent.id] == (sent.receipt is not None), sent
    assert sum(stored.values()) == sum(
        sent.receipt is not None for student in students for sent in student.log.sent
    )


def check_export(served, students):
    """The same by the command line: the last receipted answer of each student and round."""
    done = run_program("sessions", "--data", served.data, "export", served.ready["session"])
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    names = {student["id"]: student["nickname"] for student in data["students"]}
    exported = {(names[a["student"]], r["id"]) for r in data["rounds"] for a in r["answers"]}
    assert exported == {
        (student.nickname, sent.round)
        for student in students
        for sent in student.log.sent
        if sent.receipt is not None
    }
    assert data["session"]["ended"] is not None
