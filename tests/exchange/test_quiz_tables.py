"""Tables whose columns nobody could recognise, read as somebody says."""

import pytest

from app.errors import Trouble
from app.exchange.columns import assign_role
from app.exchange.quiz_tables import read_source, read_table, with_header
from tests.helpers.workbooks import make_workbook

ODD = "Thème;Ce qu'on demande;Juste;Piège\n\nGéo;Capitale du Maroc ?;Rabat;Fès\nGéo;Du Mali ?;Bamako;Ségou\n"
BARE = "Capital of Morocco?\tRabat\tFez\nCapital of Mali?\tBamako\tSégou\n"


def assign(columns, **roles):
    mapping = columns.mapping
    for name, place in roles.items():
        mapping = assign_role(mapping, place, name)
    return mapping


def shape(imported):
    return [
        (question.text.source, [(choice.text.source, choice.weight) for choice in question.choices])
        for question in imported.quiz.questions
    ]


MEANT = [
    ("Capitale du Maroc ?", [("Rabat", 1.0), ("Fès", 0.0)]),
    ("Du Mali ?", [("Bamako", 1.0), ("Ségou", 0.0)]),
]


def test_an_unknown_table_is_given_to_be_named_and_read_again(tmp_path):
    file = tmp_path / "odd.csv"
    file.write_text(ODD, encoding="cp1252")
    found = read_source(file, "odd")
    assert (found.format, found.encoding) == ("csv", "windows-1252")
    assert {line.code for line in found.report.lines} == {
        "quiz_columns_guessed", "columns_ignored", "encoding_guessed",
    }  # fmt: skip
    columns = found.columns
    assert columns.mapping.names == {0: "Thème", 1: "Ce qu'on demande", 2: "Juste", 3: "Piège"}
    assert columns.mapping.roles == {0: "category", 1: "question", 2: "key"}
    again = read_table(file, "odd", assign(columns, question=1, key=2, wrong=3, tags=0))
    assert shape(again) == MEANT
    assert {question.tags for question in again.quiz.questions} == {("Géo",)}
    assert [question.line for question in again.quiz.questions] == [3, 4]


def test_a_pasted_table_without_a_heading(tmp_path):
    found = read_source(BARE, "Pasted")
    assert (found.format, found.columns.mapping.header, found.columns.table.separator) == ("tsv", 0, "\t")
    assert [line.code for line in found.report.lines] == ["columns_unknown"] and not found.quiz.questions
    again = read_table(BARE, "Pasted", assign(found.columns, key=1, wrong=2))
    assert [len(question.choices) for question in again.quiz.questions] == [2, 2]
    headed = with_header(again.columns.table, again.columns.mapping, True)
    assert headed.names[1] == "Rabat" and headed.roles == again.columns.mapping.roles
    assert len(read_table(BARE, "", headed).quiz.questions) == 1
    assert with_header(again.columns.table, headed, False) == again.columns.mapping


def test_any_sheet_of_a_workbook_can_be_chosen(tmp_path):
    file = tmp_path / "two.xlsx"
    rows = [line.split(";") for line in ODD.splitlines()]
    file.write_bytes(make_workbook({"Notes": [["x", "y"], ["1", "2"]], "Quiz": rows}))
    found = read_source(file, "two")
    assert (found.format, found.columns.sheets) == ("kahoot", ("Notes", "Quiz"))
    found = read_table(file, "two", sheet="Quiz")
    assert found.columns.table.name == "Quiz"
    again = read_table(file, "two", assign(found.columns, question=1, key=2, wrong=3))
    assert shape(again) == MEANT


def test_what_a_role_takes_from_another_column():
    mapping = read_source(BARE, "").columns.mapping
    assert mapping.roles == {0: "question"}
    assert assign_role(mapping, 1, "question").roles == {1: "question"}
    assert assign_role(assign_role(mapping, 1, "wrong"), 2, "wrong").roles == {
        0: "question", 1: "wrong", 2: "wrong",
    }  # fmt: skip
    assert assign_role(mapping, 0, None).roles == {}


def test_recognised_tables_can_be_corrected_too(tmp_path):
    text = "question;A;B;right\nq?;x;y;2\n"
    assert read_source(text, "").columns is None
    found = read_table(text, "t")
    assert len(found.quiz.questions) == 1 and found.columns.mapping.roles[3] == "key"


@pytest.mark.parametrize("text", ["Hello, dear, all.\nThis is, as you see, no table.\nBye", "word", ""])
def test_words_are_no_table(tmp_path, text):
    file = tmp_path / "letter.txt"
    file.write_text(text)
    with pytest.raises(Trouble, match=r"format_unknown|file_empty"):
        read_source(file, "letter")
    if text:
        assert read_source(text, "t").format == "text"


def test_a_picture_is_no_table(tmp_path):
    file = tmp_path / "x.csv"
    file.write_bytes(b"\x89PNG not a table")
    with pytest.raises(Trouble, match="file_not_text"):
        read_table(file, "x")
    with pytest.raises(Trouble, match="table_unknown"):
        read_table("one column\nonly", "x")
