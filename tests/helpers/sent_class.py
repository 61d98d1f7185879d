"""Ended sessions of a class whose students have accounts on the stand-in for Moodle, in a real journal and
library: what sync works on."""

from dataclasses import replace
from pathlib import Path
from random import Random

from app.clock import ManualClock
from app.live import commands as cmd
from app.people.model import Student
from app.storage.journal import Journal
from app.storage.library import Library
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.moodle import SUSPENDED, number_of


def pupil(user: int) -> Student:
    """The student whose account has this number there."""
    return Student(f"s{user}", number_of(user), "", "", f"Élève {user}")


def pupils(count: int = 40) -> list[Student]:
    return [pupil(user) for user in range(6, 6 + count) if user != SUSPENDED]


def add_class(library: Library, students: list[Student]) -> str:
    class_id = library.add_class("3e B")
    library.save_roster(class_id, students)
    return class_id


def play(
    students: list[Student], session: str, *, questions: int = 4, seed: int = 0, **settings: object
) -> Classroom:
    """An ended class in which everybody answers each question, the student and the seed decide how."""
    random = Random(f"{session} {seed}")
    room = Classroom(capitals(questions), identity="number", attendance=True, **settings)
    room.events = [replace(room.events[0], session=session)]
    room.state.id = session
    room.take_roster(*students)
    for one in students:
        room.do(cmd.SignIn(one.id, f"{session}-{one.id}", f"device-{one.id}", "hash" * 8))
        room.do(cmd.ConfirmPresence(one.id, "T"))
    for _ in range(questions):
        room.ask()
        for one in students:
            choice = random.choice(("c1", "c2", "c2", "c3"))
            answer_id = f"{one.id}-{room.round.id}"
            room.do(cmd.Answer(one.id, room.round.id, answer_id, {"choice": [choice]}))
        room.reveal()
    room.clock.advance(1800)
    room.end()
    return room


def keep(folder: Path, room: Classroom, class_id: str) -> None:
    """Put the session into the journal of the folder, as its class server did."""
    first, *others = room.events
    settings = {**first.settings, "class_id": class_id, "class_name": "3e B"}
    journal = Journal(folder)
    try:
        journal.create_session(replace(first, settings=settings), {}, 8080)
        journal.append(room.state.id, others)
    finally:
        journal.close()


def make_clock() -> ManualClock:
    """Later than every class that was played."""
    return ManualClock(ManualClock().now() + 86_400.0)
