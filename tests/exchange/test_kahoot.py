"""Quiz workbooks: the sheet of Kahoot as programs and people fill it, and workbooks that lie."""

import io
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from app.errors import Trouble
from app.exchange.formats import read_file
from app.exchange.kahoot import find_sheet, read_kahoot
from tests.helpers.corpora import CORPORA, needs_corpora, rows_of

ROWS = rows_of("kahoot")
HEADER = [
    None,
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, 5)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
]


def workbook(*rows, header=HEADER, above=7):
    book = Workbook()
    for _ in range(above):
        book.active.append([None, "Instructions"])
    for row in ([header] if header else []) + list(rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(data):
    quiz, report = read_kahoot(data, "f", "t")
    return quiz.questions, [(line.line, line.code) for line in report.lines]


def rights(question):
    return [choice.text.source for choice in question.choices if choice.weight > 0]


@pytest.mark.parametrize("above", [0, 7])
@pytest.mark.parametrize("key", [2, 2.0, "2", "2 ", " 2,"])
def test_header_is_found_by_its_words(above, key):
    (question,), lines = read(workbook([1, "q?", "a", "b", None, None, "60", key], [2], [3], above=above))
    assert (rights(question), question.time_limit, question.line) == (["b"], 60, above + 2)
    assert lines == []


def test_values_of_every_sort():
    row = [1, "x" * 500, 3, 2.5, True, date(2024, 5, 1), 20.0, "1,3"]
    (question,), lines = read(workbook(row))
    assert [choice.text.source for choice in question.choices] == ["3", "2.5", "TRUE", "2024-05-01"]
    assert (len(question.text.source), rights(question)) == (500, ["3", "TRUE"])
    assert lines == [(9, "cell_date")]


def test_comma_list_that_became_a_number():
    assert rights(read(workbook([1, "q?", "a", "b", "c", "d", 20, 1.3]))[0][0]) == ["a", "c"]


def test_empty_answers_keep_their_places():
    assert rights(read(workbook([1, "q?", "a", None, "c", None, 20, 3]))[0][0]) == ["c"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([1, "q?", "a", None, None, None, 20, 1], "too_few_options"),
        ([1, None, "a", "b", None, None, 20, 1], "row_without_question"),
        ([1, "q?", "a", "b", None, None, 20, 4], "key_unknown"),
        ([1, "q?", "a", "b", None, None, "soon", 1], "time_unreadable"),
        ([1, "q?", "a", "b", "#NAME?", None, 20, 1], "cell_error"),
    ],
)
def test_what_is_doubtful_is_reported(row, code):
    assert code in [found for _, found in read(workbook(row))[1]]


def test_other_sheets_of_questions():
    header = ["السؤال", "الخيار 1", "الخيار 2", "الإجابة الصحيحة"]
    assert rights(read(workbook(["س", "أ", "ب", "ب"], header=header, above=0))[0][0]) == ["ب"]


def test_mapping_is_there_for_a_preview():
    _, mapping = find_sheet(workbook([1, "q?", "a", "b", None, None, 20, 1]), "f")
    assert (mapping.only("question"), mapping.columns("option"), mapping.only("key")) == (1, [2, 3, 4, 5], 7)


def test_workbook_without_a_quiz_says_so():
    with pytest.raises(Trouble, match="sheet_unknown"):
        read(workbook(["a", "b"], header=None))


def test_bomb_is_not_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 300_000_000)
    start = time.process_time()
    with pytest.raises(Trouble, match="archive_too_large"):
        read_file(path)
    assert time.process_time() - start < 2


def test_truncated_workbook_says_so(tmp_path):
    whole = workbook([1, "q?", "a", "b", None, None, 20, 1])
    for cut in (30, len(whole) // 2, len(whole) - 10):
        path = tmp_path / f"{cut}.xlsx"
        path.write_bytes(whole[:cut])
        with pytest.raises(Trouble):
            read_file(path)


def test_huge_row_numbers_take_bounded_time():
    book = workbook([1, "q?", "a", "b", None, None, 20, 1])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
            target.writestr(name, data)
    start = time.process_time()
    questions, _ = read(out.getvalue())
    assert (len(questions), time.process_time() - start < 5) == (1, True)


@needs_corpora
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_corpus(row):
    imported = read_file(CORPORA / "kahoot" / row["file"])
    assert (imported.format, imported.encoding) == ("kahoot", "")
    assert len(imported.quiz.questions) == int(row["n_questions"])
    assert all(rights(question) and question.time_limit for question in imported.quiz.questions)
    assert imported.report.clean
