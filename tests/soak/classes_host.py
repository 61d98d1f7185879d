"""The teacher of a class in trouble: asks, makes questions up, closes, shows, corrects, sends somebody out
and lets them in again, says who was there, and comes back when the connection was lost. Writes down which
commands were said to be stored."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from app.errors import PreauError, Refused
from app.host.client import HostClient
from app.host.running import read_running, read_secret
from app.quiz.codec import question_to_json
from app.quiz.model import Question, Quiz
from tests.soak.classes_keys import other_key
from tests.soak.classes_presence import STATUSES
from tests.soak.classes_quiz import make_added


@dataclass
class Teacher:
    """rounds: after which the class ends. find: where the class server listens, None while there is none.
    made: questions that were made up, whether they were stored or not; added: tags of those that were said to
    be; digits: what the wall shows to those who prove that they are in the room."""

    random: Random
    quiz: Quiz
    rounds: int
    find: Callable[[], tuple[str, str] | None]
    done: list[str] = field(default_factory=list)  # reasons of corrections that were stored
    refused: list[str] = field(default_factory=list)
    stored_rounds: list[str] = field(default_factory=list)
    made: list[Question] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    digits: str = ""
    commands: int = 0
    has_ended: bool = False

    async def teach(self) -> None:
        """Until the class has ended."""
        while not self.has_ended:
            place = self.find()
            if place is None:
                await asyncio.sleep(0.02)
                continue
            try:
                async with asyncio.timeout(30), await HostClient.connect(*place) as host:
                    await host.wait_for(lambda view: bool(view.snapshot))
                    while not self.has_ended:
                        await self._go_on(host)
            except (PreauError, TimeoutError):
                await asyncio.sleep(0.02)

    async def _go_on(self, host: HostClient) -> None:
        phase, chance = host.view.phase, self.random.random()
        asked = len(host.view.snapshot["done"])
        self.digits = host.view.wall.get("digits", "")
        if phase == "ended":
            self.has_ended = True
        elif phase == "asking":
            await asyncio.sleep(self.random.uniform(0.1, 0.5))
            step = "lock" if chance < 0.8 else self.random.choice(("extend", "pause", "skip", "wait"))
            await (self._wait(host) if step == "wait" else self._do(host, step))
        elif phase == "paused":
            await self._do(host, "resume" if chance < 0.8 else self.random.choice(("lock", "extend")))
        elif phase == "locked":
            step = "reveal" if chance < 0.85 else self.random.choice(("extend", "ask_again", "to_lobby"))
            await self._do(host, step, **({"insist": chance < 0.5} if step == "reveal" else {}))
        else:
            await self._correct(host)
            await self._note_presence(host)
            if asked >= self.rounds or host.view.snapshot["next"] is None:
                await self._do(host, "end")
            elif chance < 0.1 and asked:
                await self._do(host, "ask_again")
            elif chance < 0.2 and phase == "revealed":
                await self._do(host, "show_ranking")
            elif chance < 0.25:
                await self._do(host, "skip")
            elif chance < 0.37:
                await self._make_up(host)
            else:
                await self._do(host, "ask", **({"seconds": 1.0} if chance > 0.9 else {}))

    async def _wait(self, host: HostClient) -> None:
        """For the end of the time, where there is one soon."""
        with contextlib.suppress(TimeoutError):
            await host.wait_for(lambda view: view.phase != "asking", 1.5)

    async def _make_up(self, host: HostClient) -> None:
        """A question that is asked at once, or comes next."""
        question = make_added(self.random, len(self.made))
        self.made.append(question)
        ask = self.random.random() < 0.7
        await self._do(host, "add_question", question=question_to_json(question), ask=ask)

    async def _note_presence(self, host: HostClient) -> None:
        """Where there is a roster: somebody has no phone, is seen, is excused, or is marked otherwise."""
        listed, chance = host.view.roster, self.random.random()
        if not listed or chance > 0.4:
            return
        one = self.random.choice(listed)
        if chance < 0.1:
            await self._do(host, "check_in", student=one["number"])
        elif chance < 0.2:
            await self._do(host, "confirm_presence", student=one["id"])
        elif chance < 0.3:
            excused = self.random.random() < 0.7
            await self._do(host, "set_excused", student=one["id"], excused=excused, why=self._reason())
        else:
            status = self.random.choice(("", *STATUSES))
            await self._do(host, "mark_by_hand", student=one["id"], status=status, why=self._reason())

    async def _correct(self, host: HostClient) -> None:
        """Now and then something about what was asked before, or about somebody."""
        students, chance = list(host.view.students.values()), self.random.random()
        asked = host.view.snapshot["done"]
        if chance < 0.12 and asked:
            question = self._find(host, self.random.choice(asked))
            if question is None:
                return
            key = other_key(self.random, question) if self.random.random() < 0.8 else None
            await self._do(host, "correct_key", question=question.id, key=key, why=self._reason())
        elif chance < 0.2 and asked:
            cancelled = self.random.random() < 0.7
            question_id = self.random.choice(asked)
            await self._do(
                host, "cancel_question", question=question_id, cancelled=cancelled, why=self._reason()
            )
        elif chance < 0.3 and students and (round_ := host.view.snapshot["round"]):
            credit = self.random.choice((0.0, 0.5, 1.0, None))
            student = self.random.choice(students)["id"]
            await self._do(
                host, "accept_answer", student=student, round=round_["id"], credit=credit, why=self._reason()
            )
        elif chance < 0.4 and students:
            await self._do(host, "remove", student=self.random.choice(students)["id"])
        elif chance < 0.6 and (gone := [one["id"] for one in students if one.get("removed")]):
            await self._do(host, "readmit", student=gone[0])

    def _find(self, host: HostClient, id: str) -> Question | None:
        """Of the quiz, or made up: those are known by their tags."""
        question = self.quiz.find(id)
        if question is not None:
            return question
        title = next((one["title"] for one in host.view.questions if one["id"] == id), "")
        found = next((one for one in self.made if one.title == title), None)
        return None if found is None else replace(found, id=id)

    def _reason(self) -> str:
        self.commands += 1
        return f"because {self.commands}"

    async def _do(self, host: HostClient, command: str, **args: Any) -> None:
        before, why = host.view.snapshot["now"], args.get("why", "")
        try:
            result = await host.do(command, **args)
        except Refused:
            self.refused += [why] if why else []
        else:
            self.done += [why] if why else []
            if command == "add_question":
                self.added.append(args["question"]["title"])
            if command in ("ask", "ask_again", "add_question") and result["round"]:
                self.stored_rounds.append(result["round"])
            self.has_ended = self.has_ended or command == "end"
        with contextlib.suppress(TimeoutError):
            await host.wait_for(lambda view: view.snapshot["now"] != before, 0.5)


def find_class(folder: Any) -> tuple[str, str] | None:
    """Address and secret for hosts."""
    running, secret = read_running(folder), read_secret(folder)
    return (running.host, secret[0]) if running is not None and secret is not None else None
