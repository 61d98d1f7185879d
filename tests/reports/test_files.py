"""Each format opened again: by a spreadsheet's rules, openpyxl, a JSON reader, an HTML parser."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.live.state import Student
from app.quiz.kinds import KINDS
from app.reports import session_html
from app.reports.cells import disarm
from app.reports.formats import FORMATS
from app.reports.marks import Scale
from app.reports.options import Options
from app.reports.words import KIND_NAMES
from tests.reports.samples import NAMES, ended_class


def written(name, language="en", **options):
    return FORMATS[name].write(ended_class().state, Options(language, zone=UTC, **options))


def table(raw, separator):
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=separator))


def workbook(raw):
    return load_workbook(io.BytesIO(raw))


@pytest.mark.parametrize(
    ("language", "separator", "points", "mark"),
    [("en", ",", "1", "13.33"), ("fr", ";", "1", "13,33"), ("ar", ";", "1", "13,33")],
)
def test_a_table_as_the_language_writes_it(language, separator, points, mark):
    raw = written("csv", language)
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    head, *rows = table(raw, separator)
    assert len(head) == 8 and head[3] == "1. =1+1 capital?", "cancelled questions and slides have no column"
    assert [row[0] for row in rows] == ["'" + NAMES[0], NAMES[1], NAMES[2], "'-12"]
    assert rows[0][1:3] == ["2", mark] and rows[0][3:7] == ["1", "الرباط", points, "3,5"]
    assert rows[1][5] == "" and rows[1][7] == '\'=HYPERLINK("http://x")\nsecond line'


def test_a_negative_number_stays_a_number():
    room = ended_class()
    state = room.state
    state.questions["q-single"] = replace(
        state.questions["q-single"],
        below_zero=True,
        choices=tuple(
            replace(choice, weight=-0.5 if choice.id == "c2" else 1.0)
            for choice in state.questions["q-single"].choices
        ),
    )
    _, first, *_ = table(FORMATS["csv"].write(state, Options("fr")), ";")
    assert first[3] == "-0,5"


def test_a_table_without_answers():
    head, first, *_ = table(written("csv", answers=False), ",")
    assert len(head) == 5 and first[3:] == ["1", "1"]


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "\u00a0@x"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(cell):
    assert disarm(cell) == f"'{cell}"
    assert disarm(f"a{cell}") == f"a{cell}"
    assert disarm("") == ""


def test_a_workbook_has_numbers_as_numbers_and_texts_as_texts():
    book = workbook(written("xlsx", "fr"))
    assert len(book.sheetnames) == 3
    marks, answers, questions = book.worksheets
    assert [cell.value for cell in marks[2]] == [NAMES[0], 2, 13.33, 1, 1]
    assert marks["C2"].number_format == "0.00" and marks["A5"].value == "-12"
    assert marks.freeze_panes == "B2" and marks.auto_filter.ref == "A1:E5"
    rows = list(answers.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 10 and rows[1][1] == 2
    assert rows[1][3] == datetime.fromtimestamp(
        ended_class().state.rounds["r2"].answers["s1"].at, UTC
    ).replace(tzinfo=None)
    assert [row[8] for row in questions.iter_rows(min_row=2, values_only=True)] == [0.5, 0.75, None, None]
    for sheet in book.worksheets:
        assert not sheet.sheet_view.rightToLeft
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_workbook_in_arabic_begins_at_the_right():
    assert all(sheet.sheet_view.rightToLeft for sheet in workbook(written("xlsx", "ar")).worksheets)


def test_a_cell_holds_as_much_as_the_format_allows():
    state = ended_class().state
    state.students["s1"].nickname = "\x00\x0b" + "x" * 40_000
    marks = workbook(FORMATS["xlsx"].write(state, Options()))["Marks"]
    assert marks["A2"].value == "x" * 32_767


def test_every_kind_that_is_answered_has_a_name():
    assert set(KIND_NAMES) == {name for name, kind in KINDS.items() if kind.answerable}


def test_the_object_for_programs():
    data = json.loads(written("json"))
    assert [student["points"] for student in data["students"]] == [2.0, 0.0, 3.0, 0.0, None]
    assert [len(round_["answers"]) for round_ in data["rounds"]] == [1, 5, 2, 1, 1, 0]


class Outline(HTMLParser):
    """Tags must close in order; `words` are what a reader sees."""

    VOID = frozenset({"br", "hr"})

    def __init__(self, html):
        super().__init__()
        self.open, self.words, self.tags = [], "", set()
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def test_a_page_to_print():
    state = ended_class().state
    state.settings = replace(state.settings, class_name="2de 4 <A>")
    html = session_html.render(state, Options("fr", zone=UTC))
    page = Outline(html)
    assert page.tags <= {"html", "body", "h1", "h2", "h3", "p", "font", "table", "tr", "td", "b"}
    for name in NAMES[:-1]:
        assert f"\u2068{name}\u2069" in page.words
    assert "Gone" not in page.words and "2de 4 <A>" in page.words and "13,33" in page.words
    assert page.words.index("-12") < page.words.index("Zoé"), "by name"
    assert 'dir="ltr"' in html and 'dir="rtl"' in session_html.render(state, Options("ar"))


def test_a_long_list_of_words_is_cut_on_paper():
    room = ended_class()
    names = [f"N{number}" for number in range(20)]
    for number, name in enumerate(names):
        room.state.students[name] = Student(name, name, 0.0)
        given = room.state.rounds["r4"].answers["s2"]
        room.state.rounds["r4"].answers[name] = replace(given, answer={"text": f"word {number:02}"})
    page = Outline(session_html.render(room.state, Options()))
    assert page.words.count("word ") == session_html.MOST_BARS - 1 and "Further answers: 9" in page.words


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_names_and_titles_of_any_characters_spoil_no_format(name, title):
    state = ended_class().state
    state.students["s1"].nickname, state.title = name, title
    options = Options("ar", Scale(Decimal(100), 1), zone=UTC)
    assert json.loads(FORMATS["json"].write(state, options))
    rows = table(FORMATS["csv"].write(state, options), ";")
    assert len(rows) == 5 and {len(row) for row in rows} == {8}
    marks = workbook(FORMATS["xlsx"].write(state, options)).worksheets[0]
    assert marks["A2"].data_type in ("s", "n") and marks["C2"].value == 66.7
    Outline(session_html.render(state, options))
