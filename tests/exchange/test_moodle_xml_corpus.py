"""Real files, where they are at hand: the questions that Moodle's own importer counts in each."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from app.exchange.formats import read_file
from app.exchange.moodle_xml import read_moodle_xml
from app.exchange.moodle_xml_out import write
from app.exchange.moodle_xml_types import CANONICAL
from app.quiz.kinds import KINDS
from tests.test_architecture import ROOT

CORPUS = ROOT.parent / "shared" / "corpora" / "moodlexml"
INDEX = CORPUS / "INDEX.csv"
ROWS = list(csv.DictReader(INDEX.read_text("utf-8").splitlines())) if INDEX.exists() else []

pytestmark = pytest.mark.skipif(not ROWS, reason="the collection of files is not here")


def file_of(row) -> Path:
    return CORPUS / row["file"]


def counted(row):
    pairs = (part.strip().split("=") for part in row["questions_by_type"].split(";"))
    return {name: int(number) for name, number in pairs if name != "category"}


def types_of(imported):
    """Our kinds as Moodle's types; a question without a type is its own."""
    untyped = {line.line for line in imported.report.lines if line.code == "type_missing"}
    theirs = imported.report.moodle_kinds
    return Counter(
        "None" if q.line in untyped else theirs.get(q.id, CANONICAL[q.kind]) for q in imported.quiz.questions
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_counts_by_type_are_those_of_moodle(row):
    imported = read_file(file_of(row))
    assert imported.format == "moodle_xml"
    assert types_of(imported) == counted(row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_every_question_can_be_asked_or_has_a_line(row):
    imported = read_file(file_of(row))
    lines = {line.line for line in imported.report.lines if line.severity != "info"}
    for number, question in enumerate(imported.quiz.questions):
        following = [q.line for q in imported.quiz.questions[number + 1 :]] or [10**9]
        problems = [p.code for p in KINDS[question.kind].check(question)]
        told = any(question.line <= line < following[0] for line in lines)
        assert not problems or told or problems == ["duplicate_choice"], (question.line, problems)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_writing_and_reading_again_keeps_kinds_and_pictures(row):
    quiz = read_file(file_of(row)).quiz
    again, _ = read_moodle_xml(write(quiz).decode("utf-8"), quiz.title)
    assert [q.kind for q in again.questions] == [q.kind for q in quiz.questions]
    assert [q.text for q in again.questions if q.kind != "gaps"] == [
        q.text for q in quiz.questions if q.kind != "gaps"
    ]
    assert again.media == quiz.media
    assert [q.category for q in again.questions] == [q.category for q in quiz.questions]


def named(name):
    return read_file(CORPUS / name)


def test_right_answers_of_known_files():
    (question,) = named("moodle-qtype-numerical.xml").quiz.questions
    assert (str(question.numbers[0].value), str(question.numbers[0].tolerance)) == ("6.25", "0.05")
    (question,) = named("moodle-qtype-ordering.xml").quiz.questions
    assert [c.text.source for c in question.choices][:3] == ["Modular", "Object", "Oriented"]
    (question,) = named("moodle-qtype-gapselect.xml").quiz.questions
    solution = KINDS["gaps"].solution(question, str)
    assert solution.accepted == ("[1] cat", "[2] sat", "[3] mat")
    (question,) = named("moodle-cloze-all-types.xml").quiz.questions
    assert len(question.gaps) == 16
    assert [gap.weight for gap in question.gaps].count(3.0) == 1
    truths = named("derived/nutricion-es.iso-8859-1.xml").quiz.questions
    assert [q.text for q in truths] == [q.text for q in named("nutricion-es.xml").quiz.questions]
    assert len(named("moodle-multichoice.xml").quiz.media) >= 1
