"""What lists show of quizzes and classes, and what they are searched by. Knows no file and no screen.

Windows and the storage both see these values, and neither sees the other.
"""

from dataclasses import dataclass
from typing import Literal

Sameness = Literal["same", "changed", "new"]


@dataclass(frozen=True, slots=True)
class QuizRow:
    """One line of the library; times in seconds since 1970.

    kinds: of its questions, in the order of their first use. source: the file or place it came from.
    problems: how many questions cannot be asked as they are. languages: its own and those of its texts,
    without regions ('fr', not 'fr-CA').
    """

    id: str
    title: str
    folder: str
    tags: tuple[str, ...]
    language: str
    questions: int
    kinds: tuple[str, ...]
    source: str
    changed_at: float
    used_at: float | None
    problems: int
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of people. students: on its roster. used_at: when it was last taught, seconds since 1970."""

    id: str
    name: str
    note: str
    students: int = 0
    used_at: float | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """What a quiz must have to be listed; None asks for nothing, folder '' for those in no folder.

    text: words that must all occur in title, folder, tags or questions, without regard to case, accents and
    Arabic vowels. tag: one of the quiz's own, as it is written. kind: at least one question of this kind.
    language: the quiz's own or that of a part of its texts. difficulty: 'easy', 'medium' or 'hard', at least
    one question tagged so (`app.quiz.difficulty`). source: the file or place it came from, as it is written.
    """

    text: str = ""
    folder: str | None = None
    tag: str | None = None
    language: str | None = None
    kind: str | None = None
    difficulty: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SameQuestion:
    """What the library knows of one question. state: 'same' (it is there), 'changed' (its text is there with
    other choices or another key) or 'new'. quiz, title: the quiz that holds it; other: its id there."""

    question: str
    state: Sameness
    quiz: str = ""
    title: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class SameReport:
    """One entry for each question of the quiz that was asked about, in its order."""

    questions: tuple[SameQuestion, ...]

    def count(self, state: Sameness) -> int:
        return sum(1 for question in self.questions if question.state == state)

    @property
    def quizzes(self) -> tuple[tuple[str, str], ...]:
        """Id and title of the quizzes that hold some of the questions, in the order of their first."""
        return tuple({(item.quiz, item.title): None for item in self.questions if item.quiz})

    @property
    def is_known(self) -> bool:
        """Whether every question is there already."""
        return bool(self.questions) and self.count("same") == len(self.questions)
