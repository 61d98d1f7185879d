"""A class without a quiz: refused unless it is wished, because it is mostly a mistake."""

import argparse

import pytest

from app.commands.opening import plan_start
from app.commands.serve import add_arguments
from app.errors import Trouble
from app.exchange import preau_file
from app.quiz.model import Quiz
from app.storage.journal import Journal


def plan(tmp_path, *words):
    quiz = tmp_path / "empty.preau"
    quiz.write_bytes(preau_file.write(Quiz("q", "Made up")))
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    journal = Journal(tmp_path)
    try:
        return plan_start(parser.parse_args([str(quiz), *words]), journal)
    finally:
        journal.close()


def test_a_quiz_without_questions_is_refused(tmp_path):
    with pytest.raises(Trouble) as refused:
        plan(tmp_path)
    assert refused.value.code == "quiz_empty"


def test_it_is_taken_where_questions_are_made_up_in_class(tmp_path):
    found = plan(tmp_path, "--allow-empty").quiz
    assert found is not None and found.title == "Made up" and not found.questions
