"""What hosts see of the class: at most about ten snapshots a second, however many answers arrive."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import asdict
from typing import Any, Final

from app.attendance.rules import Attendance
from app.clock import Clock
from app.errors import PreauError, Trouble
from app.i18n import translator
from app.lan.frames import message_frame
from app.lan.links import Links
from app.lan.media import Pictures
from app.lan.roll import attendance_now
from app.lan.stages import Stages, to_ms
from app.lan.wall import Door, wall_of
from app.live.commands import HOST_COMMANDS
from app.live.extra_time import still_open
from app.live.rounds import Round
from app.live.states import Phase, allowed_commands
from app.live.views import counted_answers, shown_round, version_of
from app.quiz.kinds import find_kind
from app.quiz.plain import readable
from app.sentences import tell

EVERY: Final = 0.1  # seconds
EVERY_WITH_MANY: Final = 0.25  # with more than MANY answers a distribution costs milliseconds
MANY: Final = 300


class Snapshots:
    """Coalesces changes into snapshots. `touch` is cheap and may be called for every answer."""

    def __init__(
        self,
        stages: Stages,
        links: Links,
        clock: Clock,
        pictures: Pictures,
        connected: Callable[[], set[str]],
        is_stored: Callable[[], bool],
        requests: Callable[[], list[dict[str, str]]],
        trouble: dict[str, PreauError],
    ) -> None:
        self._stages = stages
        self._links = links
        self._clock = clock
        self._pictures = pictures
        self._connected = connected
        self._is_stored = is_stored
        self._requests = requests
        self._trouble = trouble
        self._wall: dict[str, Any] = {}
        self._timer: asyncio.TimerHandle | None = None
        self.door = Door()  # shared with the room
        self.addresses: list[str] = []  # shared with the room; join addresses, the likeliest first

    def touch(self, students: Collection[str] = ()) -> None:
        """Something changed, these students among it."""
        if not self._links.hosts:
            return
        for link in self._links.hosts:
            if link.changed is not None:
                link.changed.update(students)
        if self._timer is None:
            round_ = self._stages.state.current
            wait = EVERY_WITH_MANY if round_ and len(round_.answers) > MANY else EVERY
            self._timer = asyncio.get_running_loop().call_later(wait, self._send)

    def draw_wall(self) -> None:
        """Draw what everybody sees, unless the state is ahead of the disk: nobody is shown that. Once it is
        stored, the room touches these snapshots again."""
        state = self._stages.state
        version = version_of(state)
        drawn = (self._wall.get("version"), self._wall.get("join"))
        if self._is_stored() and drawn != (version, self.door.join):
            stage = self._stages.stage(self._clock.now())
            self._wall = wall_of(stage, version, shown_round(state), self.door)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def questions(self) -> list[dict[str, Any]]:
        """The quiz with its solutions, for the host's welcome."""
        state, render = self._stages.state, self._pictures.render
        rows = []
        for number, question_id in enumerate(state.order, start=1):
            question = state.questions[question_id]
            public = self._stages.public(question)
            shown = self._stages.show(question)
            solution = find_kind(question.kind).solution(shown, render)
            rows.append(
                {
                    "id": question.id,
                    "kind": question.kind,
                    "number": number,
                    "title": question.title,
                    "text": readable(shown.text),
                    "html": public.html,
                    "points": question.points,
                    "choices": [
                        {"id": item.id, "html": item.html}
                        for item in (public.choices or (*public.lefts, *public.rights))
                    ],
                    "right": list(solution.right),
                    "pairs": solution.pairs,
                    "accepted": list(solution.accepted),
                    "time_limit": question.time_limit or state.settings.time_limit,
                }
            )
        return rows

    def _send(self) -> None:
        self._timer = None
        self.draw_wall()
        there, totals = self._connected(), self._stages.standing().totals
        shared = self._shared(there)
        attendance = attendance_now(self._stages.state, self._clock.now()) if self._is_taken() else {}
        for link in list(self._links.hosts):
            ids = list(self._stages.state.students)
            if link.changed is not None:
                told = link.changed | _moved(link.totals, totals)
                ids = [student for student in ids if student in told]
            link.changed, link.totals = set(), totals
            keys: dict[str, Any] = {}
            if link.edition != self._stages.state.edition:
                link.edition = self._stages.state.edition
                keys["questions"] = self.questions()
            if self._wall and link.wall != (seen := f"{self._wall['version']} {self._wall['join']}"):
                link.wall = seen
                keys["wall"] = self._wall
            register = self._stages.state.register
            if self._is_taken() and link.marks != (marks := register.changes_by_hand()):
                link.marks = marks
                keys["marks"] = self._marks()
                if register.listed:
                    keys["roster"] = self._roster(attendance)
            frame = message_frame(
                "snapshot",
                **shared,
                **keys,
                students=[
                    self._student(one, totals.get(one), attendance.get(one), one in there) for one in ids
                ],
                trouble=describe_trouble(self._all_trouble(), link.language),
                requests=self._requests() if link.confirms else [],
            )
            if not link.send(frame):
                self._links.hosts.discard(link)

    def _shared(self, there: set[str]) -> dict[str, Any]:
        state = self._stages.state
        following = state.next_question()
        present = state.present()
        return {
            "now": round(self._clock.now() * 1000),
            "phase": state.phase.value,
            "next": following.id if following else None,
            "allowed": [name for name in allowed_commands(state.phase) if name in HOST_COMMANDS],
            "joined": len(present),
            "connected": sum(1 for student in present if student.id in there),
            "round": self._round(state.current) if state.current else None,
            "addresses": self.addresses,
            "done": list(dict.fromkeys(r.question for r in state.rounds.values())),
            **({"skipped": skipped} if (skipped := state.skipped()) else {}),
            **({"cancelled": sorted(state.cancelled)} if state.cancelled else {}),
            **({"claims": self._claims()} if state.settings.identity == "number" else {}),
        }

    def _roster(self, attendance: dict[str, Attendance]) -> list[dict[str, Any]]:
        register = self._stages.state.register
        return [
            {
                "id": one.id,
                "number": one.number,
                "name": one.name,
                "status": attendance[one.id].status,
                "proved": register.proofs.get(one.id, ""),
                "arrived": to_ms(attendance[one.id].arrived),
                "extra_time": one.extra_time,
            }
            for one in register.listed.values()
        ]

    def _marks(self) -> list[dict[str, Any]]:
        return [
            {
                "student": mark.student,
                "status": mark.status,
                "at": to_ms(mark.at),
                "who": mark.who,
                "why": mark.why,
            }
            for mark in self._stages.state.register.marks
        ]

    def _claims(self) -> list[dict[str, Any]]:
        register = self._stages.state.register
        return [
            {
                "student": claim.student,
                "device": register.name_of_device(claim.device),
                "kind": claim.kind,
                "others": [register.name_of_device(other) or other for other in claim.others],
                "at": to_ms(claim.at),
            }
            for claim in register.claims.values()
        ]

    def _all_trouble(self) -> list[PreauError]:
        return [*self._trouble.values(), *self._claim_trouble(), *self._door_trouble()]

    def _claim_trouble(self) -> list[PreauError]:
        students = self._stages.state.students
        found: list[PreauError] = []
        for claim in self._stages.state.register.claims.values():
            name = students[claim.student].nickname
            if claim.kind == "devices":
                found.append(Trouble("claim_two_devices", name=name))
            else:
                others = ", ".join(students[other].nickname for other in claim.others)
                found.append(Trouble("claim_two_students", name=name, others=others))
        return found

    def _door_trouble(self) -> list[PreauError]:
        state = self._stages.state
        return [Trouble("door_is_closed")] if state.door_closed and state.phase is not Phase.ENDED else []

    def _round(self, round_: Round) -> dict[str, Any]:
        state = self._stages.state
        question = state.questions[round_.question]
        kind = find_kind(question.kind)
        answers = counted_answers(state, round_)
        bars = kind.summarise(self._stages.show(question), (given.answer for given in answers.values()))
        deadline = round_.deadline if state.phase is Phase.ASKING else None
        return {
            "id": round_.id,
            "question": round_.question,
            "attempt": round_.attempt,
            "deadline": to_ms(deadline),
            "left": to_ms(round_.left),
            "answered": len(answers),
            "extra": to_ms(max(still_open(state, self._clock.now()).values(), default=None)),
            "revealed": round_.revealed_at is not None,
            "bars": [asdict(bar) for bar in bars],
            "shown": sorted(
                {kind.word_of(question, answers[id_].answer) for id_ in round_.shown if id_ in answers}
            ),
        }

    def _student(
        self, student_id: str, points: float | None, found: Attendance | None, is_there: bool
    ) -> dict[str, Any]:
        state = self._stages.state
        student = state.students[student_id]
        return {
            "id": student.id,
            "nickname": student.nickname,
            "connected": is_there,
            "answered": state.current is not None and student.id in state.current.answers,
            "removed": student.removed,
            "joined": to_ms(student.joined_at),
            "points": points,
            **self._person(student_id, found),
        }

    def _is_taken(self) -> bool:
        """Whether it matters who is who and when."""
        settings = self._stages.state.settings
        return settings.identity == "number" or settings.attendance

    def _person(self, student_id: str, found: Attendance | None) -> dict[str, Any]:
        """Of a class with a roster: who this is there."""
        state = self._stages.state
        if not self._is_taken():
            return {}
        listed, register = state.register.listed.get(student_id), state.register
        return {
            "number": listed.number if listed else "",
            "name": listed.name if listed else "",
            "guest": state.is_guest(student_id),
            "status": found.status if found else "absent",
            "proved": state.register.proofs.get(student_id, ""),
            "arrived": to_ms(found.arrived) if found else None,
            "seen": to_ms(found.last_seen) if found else None,
            "device": register.name_of_device(register.active.get(student_id, "")),
            "shared": bool(register.sharers(student_id)),
        }


def _moved(before: dict[str, float], now: dict[str, float]) -> set[str]:
    """Students whose points are others than before. The same totals are the same object mostly."""
    if before is now:
        return set()
    return {student for student in before.keys() | now.keys() if before.get(student) != now.get(student)}


def describe_trouble(trouble: Collection[PreauError], language: str) -> list[dict[str, Any]]:
    """Codes and sentences for the host's strip, and what fills them."""
    translate = translator(language)
    return [
        {
            "code": error.code,
            "text": tell(error, translate),
            "params": {name: v for name, v in error.params.items() if isinstance(v, str | int | float)},
        }
        for error in trouble
    ]
