"""Years of teaching: what the program starts with is listed at once, and saving stays fast."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.clock import Clock
from app.quiz.model import Quiz, RichText
from app.quiz.shelf import Search
from app.storage.archive import Archive
from app.storage.library import Library
from tests.helpers.library import CLASSES, fill_library
from tests.helpers.questions import sample_question

LIST = 0.05  # seconds


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    fill_library(folder)
    return folder


@pytest.fixture
def library(folder):
    library = Library(folder)
    yield library
    library.close()


def fastest(call: Callable[[], object]) -> float:
    """Seconds of the best of ten: what the code takes, whatever else the machine does."""
    times = []
    for _ in range(10):
        begin = time.process_time()
        call()
        times.append(time.process_time() - begin)
    return min(times)


def test_500_quizzes_and_300_sessions_are_listed_at_once(folder, library):
    archive = Archive(folder, Clock())
    assert len(library.list_quizzes()) == 500
    sessions = archive.list_sessions()
    assert {row.class_name for row in sessions} == set(CLASSES)
    assert len(sessions) == 300
    assert fastest(library.list_quizzes) < LIST
    assert fastest(archive.list_sessions) < LIST
    assert fastest(library.list_folders) + fastest(library.list_tags) < LIST


def test_a_search_in_10000_questions_keeps_up_with_typing(library):
    found = library.list_quizzes(Search("photosynthese 2"))
    assert found
    assert all("Photosynthèse" in row.title for row in found)
    assert fastest(lambda: library.list_quizzes(Search("photosynthese nowhere"))) < 0.2


def test_5000_questions_are_compared_and_saved(library):
    questions = tuple(
        sample_question("single", id=f"q{n}", text=RichText(f"Question number {n}")) for n in range(5_000)
    )
    quiz = Quiz("large", "Large", questions)
    assert library.find_same(quiz).count("new") == 5_000
    library.save_quiz(quiz)
    assert library.find_same(quiz).is_known
    first, *others = questions
    changed = replace(quiz, questions=(replace(first, text=RichText("Other")), *others))
    begin = time.process_time()
    library.save_quiz(changed)
    assert time.process_time() - begin < 0.5
    assert library.load_quiz("large") == changed
    library.remove(["large"])
    library.empty_bin(float("inf"))


def count_steps(library, questions):
    """How much work SQLite has with looking for these questions, in thousands of its steps."""
    steps = []
    library._db.conn.set_progress_handler(lambda: steps.append(1), 1_000)
    assert library.find_same(Quiz("", "", questions)).count("changed") == len(questions)
    library._db.conn.set_progress_handler(None, 0)
    return len(steps)


def test_one_text_in_thousands_of_questions_takes_no_longer(library):
    choices = sample_question("single").choices
    questions = tuple(
        sample_question(
            "single", id=f"q{n}", choices=(replace(choices[0], text=RichText(str(n))), *choices[1:])
        )
        for n in range(5_000)
    )
    library.save_quiz(Quiz("alike", "Alike", questions))
    asked = tuple(replace(question, kind="multiple") for question in questions)
    some, many = count_steps(library, asked[:1_250]), count_steps(library, asked)
    assert many < 6 * some, "four times the questions are four times the work"
    library.remove(["alike"])
    library.empty_bin(float("inf"))
