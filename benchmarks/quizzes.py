"""Quizzes as long as a benchmark needs them, in the kind and length of `quiz.gift`."""

from pathlib import Path


def write_quiz(path: Path, count: int) -> Path:
    """A GIFT file of so many questions with four choices each; returns its path."""
    questions = (
        f"::Q{number}:: How many of the {number} bodies that this chapter names are larger than the Earth, "
        f"all moons left aside? {{\n=exactly {number}\n~about {number + 10}\n~at most {number + 20}\n"
        "~none of them\n}\n"
        for number in range(1, count + 1)
    )
    path.write_text("\n".join(questions), encoding="utf-8")
    return path
