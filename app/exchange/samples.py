"""The quizzes that come with the program, for a library that is still empty."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.exchange.formats import read_file
from app.paths import RESOURCES
from app.quiz.model import Quiz

FOLDER: Final[Path] = RESOURCES / "samples"

# File, language and title, in the order in which they are added: the last one stands first in the library.
SAMPLES: Final = (
    ("sample-en.gift", "en", "Sample quiz"),
    ("sample-ar.gift", "ar", "اختبار للتجربة"),
    ("decouverte.gift", "fr", "Découverte de Préau"),
)


def read_samples() -> Iterator[tuple[Quiz, str]]:
    """Each sample with the name of its file."""
    for file, language, title in SAMPLES:
        quiz = read_file(FOLDER / file).quiz
        yield replace(quiz, title=title, language=language), file
