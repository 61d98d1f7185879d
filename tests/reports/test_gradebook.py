"""Files of marks: what a gradebook reads."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest

from app.reports.gradebook import GradebookRow, write_csv, write_moodle_csv, write_xlsx

ROWS = [
    GradebookRow("0012", "a@x.example", "El Fassi", "Amina", Decimal("17.25")),
    GradebookRow("0013", "", "=محمد الأمين", "", Decimal(0)),
    GradebookRow("0014", "c@x.example", "Noël", "Zoé", None),
]


def table(content: bytes, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_a_moodle_file_has_points_and_commas_in_every_language():
    assert table(write_moodle_csv(ROWS, "Préau — Quiz 1"), ",") == [
        ["ID number", "Email address", "Last name", "First name", "Préau — Quiz 1"],
        ["0012", "a@x.example", "El Fassi", "Amina", "17.25"],
        ["0013", "", "'=محمد الأمين", "", "0"],
        ["0014", "c@x.example", "Noël", "Zoé", ""],
    ]


def test_a_french_table_opens_in_a_french_spreadsheet():
    rows = table(write_csv(ROWS, "Quiz", "fr"), ";")
    assert rows[1] == ["0012", "a@x.example", "El Fassi", "Amina", "17,25"]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_workbook_keeps_numbers_and_leading_zeros(language):
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(ROWS, "=Quiz", language))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][4] == "=Quiz" and sheet.cell(1, 5).data_type == "s"
    assert rows[1] == ("0012", "a@x.example", "El Fassi", "Amina", 17.25)
    assert rows[2][4] == 0 and rows[3][4] is None
    assert sheet.sheet_view.rightToLeft is (language == "ar")


def test_an_empty_class_makes_a_table_with_its_head():
    assert len(table(write_moodle_csv([], "Quiz"), ",")) == len(table(write_csv([], "Quiz", "fr"), ";")) == 1
    assert openpyxl.load_workbook(io.BytesIO(write_xlsx([], "Quiz", "fr"))).active.max_row == 1
