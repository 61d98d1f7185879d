"""Tables of questions as text: separators, headers, keys, what is left out, and the corpus."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.csv_quiz import find_table, guard, read_csv, unguard
from app.exchange.formats import read_file
from app.exchange.tables import read_separated
from tests.helpers.corpora import CORPORA, needs_corpora, rows_of

ROWS = rows_of("csv")


def read(text):
    quiz, report = read_csv(text, "t")
    return quiz.questions, [(line.line, line.severity, line.code) for line in report.lines]


def rights(question):
    return [choice.text.source for choice in question.choices if choice.weight > 0]


HEADERS = {
    "Question,Option 1,Option 2,Option 3,Correct Answer": [0, 1, 2, 3, 4],
    "question;A;B;C;key": [0, 1, 2, 3, 4],
    "Énoncé\tRéponse 1\tRéponse 2\tRéponse 3\tBonne réponse": [0, 1, 2, 3, 4],
    "السؤال,الخيار 1,الخيار 2,الخيار 3,الإجابة الصحيحة": [0, 1, 2, 3, 4],
    "Type,Title,Correct,Choice,Choice,Choice": [1, 3, 4, 5, 2],
    "N°;Intitulé de la question;Proposition A;Proposition B;Proposition C;Réponse": [1, 2, 3, 4, 5],
    "#,Question Text,Answer 1,Answer 2,Answer 3 (Free),Time Limit (sec),Correct (Only #)": [1, 2, 3, 4, 6],
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("key", ["2", "B", "b", "Rabat", "2.0", "Option 2"])
def test_headers_and_keys(header, key):
    separator = next(sign for sign in "\t;," if sign in header)
    cells = [""] * (header.count(separator) + 1)
    for column, value in zip(HEADERS[header], ["Capital?", "Fez", "Rabat", "Salé", key], strict=True):
        cells[column] = value
    text = header + "\r\n" + separator.join(cells) + "\r\n"
    (question,), lines = read(text)
    assert (question.text.source, question.kind, rights(question), lines) == (
        "Capital?",
        "single",
        ["Rabat"],
        [],
    )


@pytest.mark.parametrize(
    ("key", "right"),
    [
        *((key, ["a1", "c3"]) for key in ("1,3", "1.3", "A;C", "AC", "13", "a1; c3", "1 et 3", "أ و ج")),
        *((key, ["b2"]) for key in ("ب", "B) b2", "الخيار 2")),
    ],
)
def test_several_right_answers(key, right):
    (question,), lines = read(
        "question;o1;o2\nq;x;y\n".replace("o1;o2", "A;B;C;right").replace("x;y", f'a1;b2;c3;"{key}"')
    )
    assert (rights(question), lines) == (right, [])


def test_numbers_are_texts_when_all_keys_are_texts():
    questions, lines = read("question,A,B,C,right\n2+1?,3,1,2,3\n2+2?,6,4,5,4\n")
    assert [rights(question) for question in questions] == [["3"], ["4"]]
    assert lines == []
    (question,), lines = read("question,A,B,C,right\n2+1?,2,3,4,3\n")
    assert (rights(question), lines) == (["3"], [(0, "warning", "keys_doubtful")])


def test_keys_may_count_from_zero():
    questions, lines = read("question,A,B,C,right\nq,x,y,z,0\nq,x,y,z,2\n")
    assert [rights(question) for question in questions] == [["x"], ["z"]]
    assert lines == [(0, "warning", "keys_from_zero")]


def test_options_in_one_cell_and_json():
    questions, _ = read('question,options,answer\nq,"x;y;z",y\nq,"x;y","x;y"\nq,"[""x"", ""y""]",y\n')
    assert [(q.kind, rights(q)) for q in questions] == [
        ("single", ["y"]),
        ("multiple", ["x", "y"]),
        ("single", ["y"]),
    ]


def test_right_answer_beside_wrong_ones_is_shuffled():
    (question,), _ = read("Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2\nq,yes,no,maybe\n")
    assert (rights(question), question.shuffle) == (["yes"], True)


def test_kinds_by_type_and_by_what_is_there():
    questions, _ = read(
        "type,question,option 1,option 2,right,time\n"
        "truefalse,q,,,false,30\n,q,Vrai,Faux,Vrai,\n,q,,,3.5,\n,q,,,Rabat,\nopen,q,,,,\npoll,q,a,b,,\n"
        "ordering,q,a,b,,\nmatching,q,a => b,c => d,,\nnumeric,q,1 .. 2,3 ± 0.5,,\n"
    )
    assert [question.kind for question in questions] == [
        "true_false", "true_false", "numeric", "short_text", "open_text", "poll", "ordering", "matching",
        "numeric",
    ]  # fmt: skip
    assert questions[0].time_limit == 30


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("q,a,,1", (3, "error", "too_few_options")),
        (",a,b,1", (3, "error", "row_without_question")),
        ("q,a,b,7", (3, "warning", "key_unknown")),
        ("q,a,b,", (3, "warning", "key_missing_poll")),
        ('"q,a,b,1', (3, "warning", "quote_unclosed")),
    ],
)
def test_what_is_doubtful_is_reported(row, line):
    assert line in read(f"question,A,B,right\nfirst,a,b,1\n{row}\n")[1]


def test_lines_are_those_of_the_file_and_quotes_are_kept():
    questions, _ = read('sep=;\nquestion;A;B;right\n"two\nlines";a "b" c;"d ""e""";1\n\n"Said" he;x;y;2\n')
    assert [(q.line, q.text.source, rights(q)) for q in questions] == [
        (3, "two\nlines", ['a "b" c']),
        (6, '"Said" he', ["y"]),
    ]


def test_table_without_header():
    rows = [f"Question {number}?,x{number},y,z,{letter}" for number, letter in enumerate("ABCA", 1)]
    questions, lines = read("\n".join(rows))
    assert [rights(question) for question in questions] == [["x1"], ["y"], ["z"], ["x4"]]
    assert lines == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_spreadsheets(tmp_path, encoding):
    path = tmp_path / "any.txt"
    path.write_bytes("Énoncé;Choix 1;Choix 2;Réponse\r\nÉté ?;a;b;a\r\n".encode(encoding))
    imported = read_file(path)
    assert (imported.format, imported.quiz.questions[0].text.source) == ("csv", "Été ?")


def test_tab_separated_is_named_so(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text("question\tA\tB\tright\nq {x}\ta\tb\t1\n", encoding="utf-8")
    assert read_file(path).format == "tsv"


@pytest.mark.parametrize("text", ["a,b\nc,d", "Dear Ann, hello, I, you, they", "x;1;2;3\ny;4;5;6"])
def test_other_tables_are_no_quiz(text):
    assert find_table(text, header=False) is None


@given(st.text(st.sampled_from("'=+-@\t x")))
def test_guard_is_undone_and_keeps_formulas_away(cell):
    assert unguard(guard(cell)) == cell
    assert not guard(cell).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("part", ['"a"",\n', '"', '" ,"', ",", " ", '"a" b,', "question,A\n"])
def test_hostile_tables_take_bounded_time(part):
    start = time.process_time()
    table = read_separated(part * (1_000_000 // len(part)), ",")
    assert time.process_time() - start < 5
    assert len(table.rows) <= 20_000


@given(st.text(st.sampled_from('",;\n\r ab')))
def test_every_word_of_a_table_is_in_a_cell(text):
    cells = "".join(cell for row in read_separated(text, ";").rows for cell in row.cells)
    assert cells.count("a") == text.count("a")


@needs_corpora
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_corpus(row):
    imported = read_file(CORPORA / "csv" / row["file"])
    assert (imported.format, imported.encoding) == ("csv", row["encoding"])
    assert len(imported.quiz.questions) == int(row["n_questions"])
    assert all(len(rights(question)) == 1 for question in imported.quiz.questions)
    assert not [
        line for line in imported.report.lines if line.code not in ("columns_ignored", "encoding_guessed")
    ]


@pytest.mark.parametrize(
    "header", ["Difficulty", "Difficulté", "Niveau de difficulté", "الصعوبة", "مستوى الصعوبة"]
)
@pytest.mark.parametrize(
    ("word", "tags", "found"),
    [
        ("facile", "x", ("difficulty:easy", "x")),
        ("صعبة", "x", ("difficulty:hard", "x")),
        ("Medium", "difficulty:medium", ("difficulty:medium",)),
        ("7/10", "x", ("x", "7/10")),
        ("", "x", ("x",)),
    ],
)
def test_a_column_of_difficulty_becomes_a_tag(header, word, tags, found):
    quiz, report = read_csv(f"question,a,b,right,{header},tags\nq,1,2,A,{word},{tags}\n", "t")
    assert quiz.questions[0].tags == found
    assert not [line for line in report.lines if line.code == "column_unknown"]


def test_a_key_that_only_holds_a_mark_of_direction_is_no_key():
    quiz, report = read_csv("question,a,b,c,right\nq,1,2,,\u200f\nr,1,2,3,2\n", "t")
    assert [question.kind for question in quiz.questions] == ["poll", "single"]
    assert [(line.line, line.code) for line in report.lines if line.severity == "warning"] == [
        (2, "key_unknown")
    ]
