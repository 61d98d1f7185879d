"""Difficulty by tags in three languages."""

import pytest

from app.quiz.difficulty import find_difficulty


@pytest.mark.parametrize(
    ("tags", "level"),
    [
        ((), ""),
        (("biology",), ""),
        (("biology", "Hard"), "hard"),
        (("difficulté: Facile",), "easy"),
        (("صَعْبة",), "hard"),
        (("difficulty:medium", "easy"), "medium"),
        (("hardware",), ""),
    ],
)
def test_the_first_tag_that_says_so_decides(tags, level):
    assert find_difficulty(tags) == level
