"""Files of marks: what a gradebook reads, and nobody lost in silence."""

import csv
import io
from dataclasses import dataclass

import openpyxl
import pytest

from app.outgoing.rows import Result
from sync.connectors.file.gradebook import FORMATS, write_marks


@dataclass(frozen=True)
class Someone:
    number: str
    email: str
    family: str
    given: str
    name: str


PEOPLE = {
    "a": Someone("0012", "a@x.example", "El Fassi", "Amina", "Amina El Fassi"),
    "b": Someone("0013", "", "", "", "=محمد الأمين"),
    "c": Someone("0014", "c@x.example", "Noël", "Zoé", "Zoé Noël"),
}
RESULTS = [
    Result("s", "b", "grade", "0"),
    Result("s", "a", "grade", "17.25"),
    Result("s", "guest", "grade", "3"),
    Result("s", "a", "attendance", "late"),
]


def table(content: bytes, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_a_moodle_file_has_points_and_commas_in_every_language():
    file = write_marks(RESULTS, PEOPLE, "moodle", "Préau — Quiz 1", "ar")
    assert table(file.content, ",") == [
        ["ID number", "Email address", "Last name", "First name", "Préau — Quiz 1"],
        ["0012", "a@x.example", "El Fassi", "Amina", "17.25"],
        ["0013", "", "'=محمد الأمين", "", "0"],
        ["0014", "c@x.example", "Noël", "Zoé", ""],
    ]
    assert file.left_out == ("guest",)


def test_a_french_table_opens_in_a_french_spreadsheet():
    rows = table(write_marks(RESULTS, PEOPLE, "csv", "Quiz", "fr").content, ";")
    assert rows[1] == ["0012", "a@x.example", "El Fassi", "Amina", "17,25"]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_workbook_keeps_numbers_and_leading_zeros(language):
    file = write_marks(RESULTS, PEOPLE, "xlsx", "=Quiz", language)
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][4] == "=Quiz" and sheet.cell(1, 5).data_type == "s"
    assert rows[1] == ("0012", "a@x.example", "El Fassi", "Amina", 17.25)
    assert rows[2][4] == 0 and rows[3][4] is None
    assert sheet.sheet_view.rightToLeft is (language == "ar")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_class_makes_a_table_with_its_head(name):
    file = write_marks([], {}, name, "Quiz", "fr")
    assert file.content and file.suffix == FORMATS[name].suffix and file.left_out == ()
