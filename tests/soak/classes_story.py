"""One class of a seed: a real class server on a real data folder, phones, a teacher, an import and sync
beside it, and everything that can go wrong at once. In the end what was promised must be true."""

import asyncio
import contextlib
import json
import socket
from collections import Counter
from pathlib import Path
from random import Random

import aiohttp

from app.exchange import preau_file
from app.host.starting import StartOptions
from app.people.codec import copy_to_json
from app.people.model import Roster, RosterCopy, Student
from app.people.pins import hash_pin
from app.quiz.model import Question
from tests.soak.classes_host import Teacher
from tests.soak.classes_imports import Imports
from tests.soak.classes_lesson import Lesson
from tests.soak.classes_phone import Phone
from tests.soak.classes_platform import Sync
from tests.soak.classes_quiz import make_quiz, mark_of
from tests.soak.classes_server import World
from tests.soak.classes_serving import Serving
from tests.soak.classes_starts import Spawner, Starter
from tests.soak.classes_trouble import FAULTS, Trouble
from tests.soak.classes_truth import read_truth
from tests.soak.classes_waits import end_tasks
from tests.soak.classes_wires import Wires

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
LONGEST = 150.0  # seconds of a class
SETTLE = 20.0  # seconds after the class in which every answer is receipted or refused
EVERY = {*FAULTS} - {"torn"} | {
    "connections torn", "connections delayed", "connections swallowed", "connections overtaken",
}  # fmt: skip
LOG = ("preau.log", "preau.log.1")


class Story:
    """folder: an empty one on a small disk of its own; beside: an empty one elsewhere, for what must survive
    a full disk. starter: of processes; every tenth class takes the program as it is. most: phones. `await
    tell()` gives what was wrong; counts: faults, answers and the like."""

    def __init__(self, seed: int, starter: Starter, folder: Path, beside: Path, most: int = 40) -> None:
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self._seed = seed
        self._folder = folder / "data"
        self._beside = beside
        random = self._draw("story")
        count = min(most, 5 + int(random.expovariate(1 / 5)))
        self._quiz = make_quiz(self._draw("quiz"), random.randrange(3, 6))
        self._roster = _make_roster(random, count) if random.random() < 0.4 else None
        own = None if seed % 10 == 9 else starter
        hosts = tuple(host for host in HOSTS if host == HOSTS[0] or _is_ours(host))
        rough = random.choice((0.1, 0.2, 0.4))
        self._wires = Wires(self._draw("wires"), hosts, self.counts, rough=rough)
        self._serving = Serving(
            self._draw("serving"), self._folder, beside, self._make_options(random),
            World(beside / "world"), own, self.counts, self.wrong,
        )  # fmt: skip
        self._trouble = Trouble(self._draw("trouble"), self._serving, self._wires, hosts[0])
        self._imports = Imports(self._draw("import"), own or Spawner(), self._folder, beside, self.counts)
        listed = [one.id for one in self._roster.roster.students] if self._roster is not None else []
        self._sync = Sync(self._draw("sync"), self._folder, listed, self.counts)
        self._teacher = Teacher(
            self._draw("teacher"), self._quiz, len(self._quiz.questions), self._serving.find_class
        )
        self._count = count

    def _draw(self, name: str) -> Random:
        return Random(f"{self._seed} {name}")

    def _make_options(self, random: Random) -> StartOptions:
        roster = None
        if self._roster is not None:
            roster = self._beside / "roster.json"
            roster.write_text(json.dumps(copy_to_json(self._roster)), encoding="utf-8")
        return StartOptions(
            language="en", announce=False, roster=roster, change_answers=random.random() < 0.8,
            shuffle_choices=random.random() < 0.3, time_limit=random.choice((None, 20)),
            shuffle_questions=random.random() < 0.3, speed_bonus=random.choice((0.0, 0.25, 1.0)),
            attendance=roster is not None and random.random() < 0.7,
            late_after=random.choice((0.6, 1.5, 600.0)), left_early_before=random.choice((0.6, 600.0)),
        )  # fmt: skip

    async def tell(self) -> list[str]:
        """What was wrong."""
        quiz_file = self._beside / "quiz.preau"
        quiz_file.write_bytes(preau_file.write(self._quiz))
        try:
            await self._serving.begin(quiz_file)
        except BaseException:
            await self._serving.kill()
            raise
        self._wires.port = self._serving.port
        await self._wires.open()
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
            is_listed = self._roster is not None
            lesson = Lesson(
                self._serving.code, self._wires, http, self._find, is_listed, lambda: self._teacher.digits
            )
            phones = self._make_phones(lesson)
            try:
                await self._hold(lesson, phones)
            finally:
                for phone in phones:
                    self.wrong += await phone.stop()
                await self._serving.kill()
                self.wrong += await self._wires.close()
        self.wrong += lesson.violations
        self._check(phones)
        return self.wrong

    async def _hold(self, lesson: Lesson, phones: list[Phone]) -> None:
        """The class itself."""
        lives = [asyncio.create_task(phone.live()) for phone in phones]
        beside = [
            asyncio.create_task(work)
            for work in (
                self._trouble.make(), self._serving.watch(), self._imports.make(), self._sync.make()
            )
        ]  # fmt: skip
        try:
            async with asyncio.timeout(LONGEST):
                await self._teach()
            self._serving.is_over = lesson.over = True
            self.wrong += await end_tasks(beside)
            self._trouble.heal_all()
            self._wires.rough = 0.0
            if self._serving.is_running:
                await self._settle(phones)
                await self._serving.stop()
        except TimeoutError:
            self.wrong.append("the class did not come to its end")
        finally:
            self._serving.is_over = lesson.closed = True
            self._trouble.heal_all()
            self.wrong += await end_tasks([task for task in (*lives, *beside) if not task.done()])
            for task in lives:
                if task.done() and not task.cancelled() and (failure := task.exception()) is not None:
                    self.wrong.append(repr(failure))

    async def _teach(self) -> None:
        """Until the class has ended, or a start says that it has."""
        teaching = asyncio.create_task(self._teacher.teach())
        try:
            while not teaching.done() and not self._serving.has_ended:
                await asyncio.wait({teaching}, timeout=0.1)
        finally:
            self.wrong += await end_tasks([teaching])

    def _find(self, html: str) -> Question | None:
        known = (*self._quiz.questions, *self._teacher.made)
        return next((one for one in known if mark_of(one) in html), None)

    def _make_phones(self, lesson: Lesson) -> list[Phone]:
        phones = []
        for number in range(self._count):
            random = self._draw(f"phone {number}")
            by = "form" if random.random() < 0.2 else "socket"
            name = f"{1000 + number}" if self._roster else f"Student {number}"
            phones.append(Phone(lesson, random, name, by, pin="1234"))
        return phones

    async def _settle(self, phones: list[Phone]) -> None:
        """Every phone hears of its answers, and sees the end."""
        deadline = asyncio.get_running_loop().time() + SETTLE
        while self._serving.is_running and not all(phone.is_done for phone in phones):
            await asyncio.sleep(0.02)
            if asyncio.get_running_loop().time() > deadline:
                self.wrong += [
                    f"{phone.name} ({phone.by}) at {phone.view} waits for {list(phone.kept.values())}"
                    for phone in phones
                    if not phone.is_done
                ]
                return

    def _check(self, phones: list[Phone]) -> None:
        session, truth = read_truth(self._folder, self._quiz, self._teacher.made)
        truth.check_promises(phones)
        truth.check_commands(self._teacher)
        truth.check_export(self._folder)
        truth.check_attendance(self._folder)
        statuses = Counter(f"students {status}" for status in truth.statuses().values())
        self.wrong += self._sync.check(session, truth)
        self.wrong += truth.wrong + self._imports.find_wrong()
        for path in (*(self._folder / name for name in LOG), self._beside / "output.txt"):
            if path.exists():
                self._check_text(path)
        sent = [one for phone in phones for one in phone.sent]
        stored = [order for told in truth.rounds.values() for order in told.order.values()]
        kinds = Counter(f"asked {truth.questions[told.question].kind}" for told in truth.rounds.values())
        self.counts += statuses + kinds
        self.counts += Counter(
            {
                "phones": len(phones),
                "answers": len(sent),
                "receipts": sum(one.receipts > 0 for one in sent),
                "refused answers": sum(bool(one.refused) for one in sent),
                "stored answers": sum(map(len, stored)),
                "answers in extra time": sum(told.late for told in truth.rounds.values()),
                "answers with a bonus for speed": truth.rewarded,
                "corrections": len(self._teacher.done),
                "questions made up in class": truth.added.total(),
                "classes with every fault": all(self.counts[kind] for kind in EVERY),
            }
        )

    def _check_text(self, path: Path) -> None:
        """No trace in the log; nothing at all where the server would print."""
        text = path.read_text(encoding="utf-8", errors="replace")
        for place in ("Traceback", "CRITICAL") if path.name in LOG else (text[:1] or "\0",):
            if place in text:
                at = text.index(place)
                self.wrong.append(f"{path.name}: {text[max(0, at - 300) : at + 2500]}")
                return


def _make_roster(random: Random, count: int) -> RosterCopy:
    students = tuple(
        Student(f"s{number:015}", f"{1000 + number}", "", "", f"Student {number} Roll",
                extra_time=random.choice((1.0, 1.0, 1.33, 3.0)))
        for number in range(count)
    )  # fmt: skip
    pins = {student.id: hash_pin("1234", 16) for student in students if random.random() < 0.7}
    return RosterCopy(Roster("k1", "Class", students), pins)


def _is_ours(host: str) -> bool:
    """Whether this machine has that address, as most have more than one of their own."""
    with contextlib.suppress(OSError), socket.create_server((host, 0)):
        return True
    return False
