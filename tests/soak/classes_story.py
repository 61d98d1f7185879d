"""One class of a seed: a real class server on a real data folder, phones, a teacher, an import beside it, and
everything that can go wrong at once. In the end what was promised must be true."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from app.exchange import preau_file
from app.exchange.formats import read_file
from app.host.starting import StartOptions, serve_arguments
from app.people.codec import copy_to_json
from app.people.model import Roster, RosterCopy, Student
from app.people.pins import hash_pin
from app.quiz.model import Question
from app.storage.library import Library
from tests.helpers.processes import ROOT, environment
from tests.soak.classes_host import Teacher, find_class
from tests.soak.classes_phone import Lesson, Phone
from tests.soak.classes_quiz import make_import, make_quiz, mark_of
from tests.soak.classes_server import Child, Nursery, World
from tests.soak.classes_truth import check_outbox, read_truth
from tests.soak.classes_wires import Wires

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
LONGEST = 150.0  # seconds of a class
SETTLE = 20.0  # seconds after the class in which every answer is receipted or refused
FAULTS = (
    "killed", "killed", "disk full", "writes fail", "clock jumps", "address changes", "stopped",
    "torn", "torn", "held",
)  # fmt: skip
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # which on Windows is the same
PORTS = range(12_000, 30_000)  # which no system gives away by itself


class Story:
    """folder: an empty one on a small disk of its own; beside: an empty one elsewhere, for what must survive
    a full disk. `await tell()` gives what was wrong; counts: faults, answers and the like."""

    def __init__(
        self, seed: int, nursery: Nursery | None, folder: Path, beside: Path, most: int = 40
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.is_true_program = seed % 10 == 9 or nursery is None
        self._random = Random(f"{seed} story")
        self._seed = seed
        self._nursery = nursery
        self._folder = folder / "data"
        self._beside = beside
        self._world = World(beside / "world")
        listed = self._random.random() < 0.4
        count = min(most, 5 + int(self._random.expovariate(1 / 5)))
        self._quiz = make_quiz(self._draw("quiz"), self._random.randrange(3, 6))
        self._roster = self._make_roster(count) if listed else None
        hosts = HOSTS if sys.platform.startswith("linux") else HOSTS[:1]
        self._wires = Wires(
            self._draw("wires"), hosts, self.counts, rough=self._random.choice((0.0, 0.1, 0.3))
        )
        self._options = StartOptions(
            port=self._find_port(), language="en", announce=False, late_after=0.0,
            change_answers=self._random.random() < 0.8, shuffle_choices=self._random.random() < 0.3,
            time_limit=self._random.choice((None, 20)), roster=self._write_roster(),
        )  # fmt: skip
        self._teacher = Teacher(
            self._draw("teacher"), self._quiz, len(self._quiz.questions), self._find_class
        )
        self._count = count
        self._server: Child | TrueProgram | None = None
        self._ready: dict[str, Any] = {}
        self._over = False
        self._starts = 0
        self._is_ready = False
        self._address = HOSTS[0]
        self._heal: dict[str, Callable[[], None]] = {}
        self._imports: list[Path] = []

    def _draw(self, name: str) -> Random:
        return Random(f"{self._seed} {name}")

    def _find_port(self) -> int:
        while True:
            port = self._random.choice(PORTS)
            with contextlib.suppress(OSError), socket.create_server(("", port)):
                return port

    def _make_roster(self, count: int) -> RosterCopy:
        students = tuple(
            Student(f"s{number:015}", f"{1000 + number}", "", "", f"Student {number} Roll",
                    extra_time=1.33 if number % 5 == 0 else 1.0)
            for number in range(count)
        )  # fmt: skip
        pins = {student.id: hash_pin("1234", 16) for student in students if self._random.random() < 0.7}
        return RosterCopy(Roster("k1", "Class", students), pins)

    def _write_roster(self) -> Path | None:
        if self._roster is None:
            return None
        path = self._beside / "roster.json"
        path.write_text(json.dumps(copy_to_json(self._roster)), encoding="utf-8")
        return path

    # --- the class ------------------------------------------------------------------------------

    async def tell(self) -> list[str]:
        """What was wrong."""
        quiz_file = self._beside / "quiz.preau"
        quiz_file.write_bytes(preau_file.write(self._quiz))
        await self._start(quiz_file)
        await self._wires.open()
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http:
            lesson = Lesson(
                self._ready["code"],
                self._ready["session"],
                self._wires,
                http,
                self._find,
                self._roster is not None,
            )
            phones = self._make_phones(lesson)
            lives = [asyncio.create_task(phone.live()) for phone in phones]
            faults = [asyncio.create_task(work) for work in (self._trouble(), self._watch(), self._import())]
            try:
                async with asyncio.timeout(LONGEST):
                    await self._teacher.teach()
                self._over = lesson.over = True
                for task in faults:
                    task.cancel()
                await asyncio.gather(*faults, return_exceptions=True)
                self._heal_all()
                self._wires.rough = 0.0
                if self._is_running:
                    await self._settle(phones)
                    await self._stop()
            except TimeoutError:
                self.wrong.append("the class did not come to its end")
            finally:
                self._over = True
                self._heal_all()
                for task in (*lives, *faults):
                    task.cancel()
                ends = await asyncio.gather(*lives, *faults, return_exceptions=True)
                self.wrong += [repr(end) for end in ends if isinstance(end, Exception)]
                for phone in phones:
                    await phone.stop()
                if self._is_running:
                    self._signal(KILL)
                    await self._gone()
                await self._wires.close()
        self.wrong += lesson.violations
        self._check(phones)
        return self.wrong

    def _find(self, html: str) -> Question | None:
        return next((one for one in self._quiz.questions if mark_of(one.id) in html), None)

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
        while self._is_running and not all(phone.is_done for phone in phones):
            await asyncio.sleep(0.02)
            if asyncio.get_running_loop().time() > deadline:
                self.wrong += [
                    f"{phone.name} ({phone.by}) at {phone.view} waits for {list(phone.kept.values())}"
                    for phone in phones
                    if not phone.is_done
                ]
                return

    # --- the server -----------------------------------------------------------------------------

    async def _start(self, quiz_file: Path | None) -> bool:
        """As the desktop does; whether phones can join. Without a file an open class goes on."""
        self._starts += 1
        self._is_ready = False
        ready = self._beside / f"ready-{self._starts}.json"
        words = serve_arguments(self._folder, quiz_file, self._options, ready)
        output = str(self._beside / "output.txt")
        if self.is_true_program:
            self._server = await TrueProgram.start(words, output)
        else:
            assert self._nursery is not None
            self._server = self._nursery.bear(words=words, world=str(self._world.path), output=output)
        gone = asyncio.create_task(self._server.wait())
        try:
            while not ready.exists() and self._server.is_alive:
                await asyncio.wait({gone}, timeout=0.01)
        finally:
            gone.cancel()
        if not ready.exists():
            return False
        told = json.loads(ready.read_text(encoding="utf-8"))
        ready.unlink()
        if not told["ready"]:
            self.counts[f"start refused: {told['code']}"] += 1
            if told["code"] == "no_quiz_given":  # the class has ended, and nobody was told
                self._over = self._teacher.has_ended = True
            return False
        codes = [notice["code"] for notice in told["notices"]]
        self.wrong += [f"a start says {code}" for code in codes if code not in ("no_network",)]
        if self._ready and told["code"] != self._ready["code"]:
            self.wrong.append("another class was started")
        self._ready = told
        self._wires.port = told["port"]
        self._is_ready = True
        return True

    def _find_class(self) -> tuple[str, str] | None:
        return find_class(self._folder) if self._is_ready and self._is_running else None

    @property
    def _is_running(self) -> bool:
        return self._server is not None and self._server.is_alive

    def _signal(self, number: int) -> None:
        if self._server is not None:
            self._server.signal(number)

    async def _gone(self) -> None:
        if self._server is not None:
            await self._server.wait()

    async def _watch(self) -> None:
        """Start the class again whenever it has gone."""
        while not self._over:
            await self._gone()
            if self._over:
                return
            await asyncio.sleep(self._random.uniform(0.0, 0.2))
            if not await self._start(None) and not self._over:
                self.counts["starts that failed"] += 1
                await asyncio.sleep(0.1)

    async def _stop(self) -> None:
        """In order, as the desktop does."""
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(15):
                await self._gone()
        except TimeoutError:
            self.wrong.append("the server does not stop")

    # --- trouble --------------------------------------------------------------------------------

    async def _trouble(self) -> None:
        random = self._draw("trouble")
        for _ in range(random.randrange(2, 11)):
            await asyncio.sleep(random.uniform(0.1, 1.4))
            kind = random.choice(FAULTS)
            await getattr(self, f"_{kind.replace(' ', '_')}")(random, kind)

    def _until(self, kind: str, seconds: float, heal: Callable[[], None]) -> None:
        """Something is wrong for a while, beside everything else."""
        self.counts[kind] += 1
        self._heal[kind] = heal
        asyncio.get_running_loop().call_later(seconds, self._heal_one, kind)

    def _heal_one(self, kind: str) -> None:
        heal = self._heal.pop(kind, None)
        if heal is not None:
            heal()

    def _heal_all(self) -> None:
        for kind in list(self._heal):
            self._heal_one(kind)

    async def _killed(self, random: Random, kind: str) -> None:
        if self._is_running and not (self.is_true_program and self._starts > 3):  # each start takes a second
            self.counts[kind] += 1
            self._signal(KILL)

    async def _stopped(self, random: Random, kind: str) -> None:
        if self._is_running and kind not in self._heal and hasattr(signal, "SIGSTOP"):
            self._signal(signal.SIGSTOP)
            self._until(kind, random.uniform(0.05, 0.6), lambda: self._signal(signal.SIGCONT))

    async def _disk_full(self, random: Random, kind: str) -> None:
        disk = os.statvfs(self._folder) if hasattr(os, "statvfs") else None
        if disk is None or disk.f_blocks * disk.f_frsize > 1 << 28 or kind in self._heal:
            return  # not a small disk of its own
        ballast = self._folder.parent / "ballast"
        left = random.choice((0, 0, 1, 3))  # blocks that are left
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(disk.f_bavail - left, 1) * disk.f_frsize)
        self._until(kind, random.uniform(0.1, 1.2), lambda: ballast.unlink(missing_ok=True))

    async def _writes_fail(self, random: Random, kind: str) -> None:
        """No file may grow beyond some bytes; what lies before them can still be written."""
        if not sys.platform.startswith("linux") or not self._is_running or kind in self._heal:
            return
        import resource

        assert self._server is not None
        pid, whole = self._server.pid, resource.RLIM_INFINITY
        bytes_ = random.choice((0, 4096, 40_000, 100_000))

        def limit(most: int) -> None:
            with contextlib.suppress(OSError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, whole))

        limit(bytes_)
        self._until(kind, random.uniform(0.1, 1.2), lambda: limit(whole))

    async def _clock_jumps(self, random: Random, kind: str) -> None:
        if not self.is_true_program:
            self.counts[kind] += 1
            self._world.jump(random.choice((-1, 1)) * random.choice((1.0, 30.0, 600.0, 3600.0, 86_400.0)))

    async def _address_changes(self, random: Random, kind: str) -> None:
        if self.is_true_program or len(self._wires.hosts) < 2:
            return
        self.counts[kind] += 1
        now = random.choice([host for host in self._wires.hosts if host != self._address])
        self._address = now
        self._world.move(now)
        await asyncio.sleep(random.choice((0.0, 0.3)))  # the phones may be told before
        self._wires.move(now)

    async def _torn(self, random: Random, kind: str) -> None:
        self.counts["connections torn"] += self._wires.tear_all(random.choice((0.3, 1.0)))

    async def _held(self, random: Random, kind: str) -> None:
        if kind not in self._heal:
            self._wires.hold()
            self._until(kind, random.uniform(0.05, 0.7), self._wires.flow)

    # --- the import beside it -------------------------------------------------------------------

    async def _import(self) -> None:
        """Files are taken into the library, by a process that may be killed too."""
        if self._nursery is None:
            return
        random = self._draw("import")
        for number in range(random.randrange(0, 4)):
            source = self._beside / f"import-{number}.preau"
            source.write_bytes(preau_file.write(make_import(random, number)))
            self._imports.append(source)
            told = source.with_suffix(".id")
            await asyncio.sleep(random.uniform(0.0, 0.5))
            child = self._nursery.bear(
                output=str(self._beside / "import.txt"),
                **{"import": [str(self._folder), str(source), str(told)]},
            )
            try:
                async with asyncio.timeout(random.choice((0.05, 0.1, 5.0, 5.0))):
                    await child.wait()
            except TimeoutError:
                self.counts["imports killed"] += 1
            finally:
                child.signal(KILL)
                await child.wait()

    def _check_imports(self) -> None:
        """Each is there as a whole or not at all, and there where that was said."""
        if not self._imports:
            return
        library = Library(self._folder)
        try:
            if library.damage is not None:
                self.wrong.append("the library was damaged")
            rows = {row.title: row.id for row in library.list_quizzes()}
            for source in self._imports:
                whole = read_file(source).quiz
                is_said = source.with_suffix(".id").exists()
                if whole.title not in rows:
                    if is_said:
                        self.wrong.append(f"{source.name} was said to be stored and is not")
                    continue
                self.counts["imports stored"] += 1
                found = library.load_quiz(rows[whole.title])
                if len(found.questions) != len(whole.questions) or found.media.keys() != whole.media.keys():
                    self.wrong.append(f"{source.name} is there in part")
        finally:
            library.close()

    # --- the end --------------------------------------------------------------------------------

    def _check(self, phones: list[Phone]) -> None:
        sent = [one for phone in phones for one in phone.sent]
        self.counts["phones"] += len(phones)
        self.counts["answers"] += len(sent)
        self.counts["receipts"] += sum(one.receipts > 0 for one in sent)
        self.counts["refused answers"] += sum(bool(one.refused) for one in sent)
        self.counts["commands"] += self._teacher.commands
        session, truth = read_truth(self._folder, self._quiz)
        self.counts["stored answers"] += sum(len(o) for t in truth.rounds.values() for o in t.order.values())
        truth.check_promises(phones)
        for round_ in self._teacher.stored_rounds:
            truth._expect(round_ in truth.rounds, f"{round_} was said to be stored")
        for why in self._teacher.done:
            truth._expect(
                truth.reasons[why] == 1, f"a correction ({why}) is stored {truth.reasons[why]} times"
            )
        for why in self._teacher.refused:
            truth._expect(truth.reasons[why] == 0, f"a correction ({why}) was refused and counts")
        truth.check_export(self._folder)
        check_outbox(self._folder, session, self._quiz, truth)
        self.wrong += truth.wrong
        self._check_imports()
        for name in ("data/preau.log", "data/preau.log.1"):
            path = self._folder.parent / name
            if path.exists():
                self._check_log(path.read_text(encoding="utf-8", errors="replace"))
        for path in (self._beside / "output.txt",):
            if path.exists() and (text := path.read_text(encoding="utf-8", errors="replace").strip()):
                self.wrong.append(f"the server printed: {text[-1500:]}")

    def _check_log(self, text: str) -> None:
        for place in ("Traceback", "CRITICAL"):
            if place in text:
                at = text.index(place)
                self.wrong.append(f"the log: {text[max(0, at - 300) : at + 2500]}")
                return


class TrueProgram:
    """`python main.py serve`, as a child of ours."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, words: list[str], output: str) -> "TrueProgram":
        with Path(output).open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable, str(ROOT / "main.py"), *words, cwd=ROOT, env=environment(),
                stdin=asyncio.subprocess.DEVNULL, stdout=file, stderr=file,
            )  # fmt: skip
        return cls(process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    def signal(self, number: int) -> None:
        if self.is_alive:
            self._process.send_signal(number)

    async def wait(self) -> None:
        await self._process.wait()
