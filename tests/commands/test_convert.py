"""The command's contract, as docs/commands.md gives it."""

import argparse

import pytest

import main
from app.commands import convert
from app.exchange.formats import read_file
from app.exchange.writers import WRITERS

GIFT = "::One::Which?{=<b>a</b> ~b}\n\n::Two::{T}\n"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main.main(["convert", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def quiz(tmp_path):
    path = tmp_path / "in.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_can_be_read_again(run, quiz, tmp_path, name):
    target = tmp_path / f"out{WRITERS[name].suffix}"
    code, out, _ = run(quiz, target, "--to", name)
    assert code in (0, 1)
    assert "2" in out
    assert [question.title for question in read_file(target).quiz.questions] == ["One", "Two"]


def test_losses_are_told_before_and_give_1(run, quiz, tmp_path):
    code, out, err = run(quiz, tmp_path / "out.csv")
    assert (code, err.splitlines()) == (
        1,
        [
            "Line 3: This question has answers but no text. It was kept; add what is asked.",
            "Question 1: Formatting cannot be written in this format; the words are.",
        ],
    )
    assert out.endswith("out.csv.\n")


def test_nothing_lost_gives_0(run, tmp_path):
    source = tmp_path / "in.gift"
    source.write_text("q{=a ~b}", encoding="utf-8")
    assert run(source, tmp_path / "out.zip")[::2] == (0, "")


def test_a_file_that_is_there_is_kept(run, quiz, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("mine", encoding="utf-8")
    code, _, err = run(quiz, target)
    assert (code, target.read_text(encoding="utf-8"), "--force" in err) == (2, "mine", True)
    assert run(quiz, target, "--force")[0] == 1
    assert read_file(target).format == "csv"


@pytest.mark.parametrize(
    ("target", "words"), [("out.docx", "--to"), ("none/out.csv", "could not be written"), ("out", "--to")]
)
def test_what_cannot_be_written_says_why(run, quiz, tmp_path, target, words):
    code, _, err = run(quiz, tmp_path / target)
    assert (code, words in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["in.gift"]


def test_a_quiz_without_questions_is_not_written(run, tmp_path):
    source = tmp_path / "in.gift"
    source.write_text("// nothing\n", encoding="utf-8")
    assert run(source, tmp_path / "out.csv")[0] == 2
    assert not (tmp_path / "out.csv").exists()


def test_source_that_cannot_be_read(run, tmp_path):
    code, _, err = run(tmp_path / "absent", tmp_path / "out.csv")
    assert (code, "absent" in err) == (2, True)


def test_help_names_every_format():
    parser = argparse.ArgumentParser()
    convert.add_arguments(parser)
    assert all(name in parser.format_help() for name in WRITERS)
