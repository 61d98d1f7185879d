"""A data folder as after years of teaching, made by the real classes: for measuring lists and starts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path
from typing import Final

from app.clock import ManualClock
from app.live import events as ev
from app.quiz.kinds import KINDS
from app.quiz.model import Media, Quiz, RichText
from app.storage.journal import Journal
from app.storage.library import Library
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.questions import sample_question

TOPICS: Final = (
    "Cellules",
    "Photosynthèse",
    "الخلية",
    "Génétique",
    "Forces",
    "Élections",
    "Fractions",
    "Verbs",
)
FOLDERS: Final = ("", "Biologie", "Physique", "Français", "العلوم")
CLASSES: Final = ("Seconde A", "Seconde B", "Première S", "قسم أ", "Terminale")
DAY: Final = 86_400.0
PICTURE: Final = Media("image/png", b"\x89PNG" + bytes(range(256)) * 80)


def fill_library(folder: Path, quizzes: int = 500, sessions: int = 300) -> None:
    """Quizzes of 20 questions in folders and with tags, some with a picture; ended sessions of 5 questions
    and 25 students, a day apart."""
    clock = ManualClock()
    library = Library(folder, clock)
    try:
        for name in CLASSES:
            library.add_class(name)
        for number, quiz in enumerate(islice(make_quizzes(), quizzes)):
            clock.advance(60)
            id_ = library.add_quiz(quiz, f"{quiz.title}.gift", FOLDERS[number % len(FOLDERS)])
            if number % 2:
                library.set_tags(id_, [f"S{number % 4}", "examen"])
    finally:
        library.close()
    fill_journal(folder, sessions)


def make_quizzes() -> Iterator[Quiz]:
    kinds = cycle(KINDS)
    for number, topic in zip(count(1), cycle(TOPICS)):
        questions = tuple(
            replace(sample, id=f"q{n}", text=RichText(f"{topic} {number}.{n}: {sample.text.source}"))
            for n, sample in enumerate(map(sample_question, islice(kinds, 20)), 1)
        )
        yield Quiz("", f"{topic} {number}", questions, {"a.png": PICTURE} if number % 5 == 0 else {}, "fr")


def fill_journal(folder: Path, sessions: int) -> None:
    """One class, held again and again."""
    room = Classroom(capitals(5))
    room.join(*(f"Student {number}" for number in range(25)))
    for _ in range(5):
        room.ask()
        for number in range(25):
            room.answer(f"Student {number}", f"c{1 + number % 3}")
        room.reveal()
    room.end()
    journal = Journal(folder)
    try:
        for number in range(sessions):
            journal_session(journal, room.events, f"{number:016x}", CLASSES[number % 5], number * DAY)
    finally:
        journal.close()


def journal_session(
    journal: Journal, events: list[ev.Event], session: str, class_name: str, later: float
) -> None:
    first, *others = (replace(event, at=event.at + later) for event in events)
    assert isinstance(first, ev.Opened)
    settings = first.settings | {"class_name": class_name}
    journal.create_session(replace(first, session=session, settings=settings), {}, 8080)
    journal.append(session, others)
