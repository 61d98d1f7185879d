"""Files that teachers and programs wrote: the counts are those of Moodle's own importer."""

from collections import Counter

import pytest

from app.commands.check import count_kinds
from app.exchange.formats import read_file
from app.exchange.gift_moodle import moodle_type
from tests.helpers.corpora import CORPORA, needs_corpora, rows_of

ROWS = rows_of("gift")
pytestmark = needs_corpora


def expected(row):
    pairs = (part.strip().split("=") for part in row["questions_by_type"].split(";"))
    return {name: int(number) for name, number in pairs if name != "category"}


def by_moodle_type(counts):
    found = Counter()
    for kind, number in counts.items():
        found[moodle_type(kind)] += number
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_counts_and_encoding(row):
    imported = read_file(CORPORA / "gift" / row["file"])
    assert by_moodle_type(count_kinds(imported)) == expected(row)
    assert len(imported.quiz.questions) == int(row["n_questions"])
    assert (imported.format, imported.encoding) == ("gift", row["encoding"])


def test_the_whole_corpus_is_there():
    assert len(ROWS) == 46


def test_no_question_is_left_out():
    lines = [
        (row["file"], line.code)
        for row in ROWS
        for line in read_file(CORPORA / "gift" / row["file"]).report.lines
        if line.severity == "error"
    ]
    assert lines == []


def test_formulas_with_bare_braces_are_read_better_than_by_moodle():
    imported = read_file(CORPORA / "gift" / "giftplay-matematicas-latex.gift")
    assert Counter(question.kind for question in imported.quiz.questions) == {
        "single": 5,
        "multiple": 1,
        "true_false": 2,
    }
    assert not imported.report.clean


def test_all_other_files_are_read_as_moodle_reads_them():
    differing = [row["file"] for row in ROWS if read_file(CORPORA / "gift" / row["file"]).report.moodle_kinds]
    assert differing == ["giftplay-matematicas-latex.gift"]


def test_most_files_are_taken_without_a_report():
    clean = [row["file"] for row in ROWS if read_file(CORPORA / "gift" / row["file"]).report.clean]
    assert len(clean) >= 36
