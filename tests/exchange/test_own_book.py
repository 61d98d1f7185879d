"""Marks in a workbook of somebody's own: the right cells, and nothing else in the whole file."""

import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from app.errors import Refused
from app.exchange.own_book import OwnBook
from app.exchange.sheet_xml import read_sheet
from app.people.model import Student

NAMES = ("EL FASSI Amina", "BEN Yanis", "الفاسي أمينة", "Dupont Léa")
STUDENTS = [Student(f"s{n}", f"G13{n}", "", "", name) for n, name in enumerate(NAMES)]
MARKS = {"s0": Decimal("17.5"), "s1": Decimal("0"), "s2": Decimal("20.00")}


def make_book(change=lambda book, sheet: None):
    """As a school's: a title above, looks, a rule of input, a drawing, a formula, a second sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Notes"
    sheet.append(["Lycée Ibn Khaldoun"])
    sheet.append([])
    sheet.append(["N° élève", "Nom et prénom", "Devoir 1", "Devoir 2", "Moyenne"])
    for number, name in enumerate(NAMES[::-1]):
        row = number + 4
        sheet.append([f"G13{3 - number}", name, 10 + number, None, f"=AVERAGE(C{row}:D{row})"])
        sheet.cell(row, 4).font = Font(bold=True)
    rule = DataValidation("decimal", operator="between", formula1="0", formula2="20")
    rule.add("C4:D7")
    sheet.add_data_validation(rule)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=4, max_row=7))
    sheet.add_chart(chart, "H2")
    book.create_sheet("Autre").append(["x"])
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data, sheet="Notes"):
    """Value and look of every cell."""
    found = load_workbook(io.BytesIO(data))[sheet]
    return {
        cell.coordinate: (cell.value, cell.style_id)
        for row in found.iter_rows()
        for cell in row
        if cell.value is not None or cell.style_id
    }


def fill(data, column=None, marks=MARKS):
    book = OwnBook(data, "own.xlsx")
    [sheet] = book.sheets
    column = sheet.proposed if column is None else column
    return book.fill(sheet, column, book.plan(sheet, column, STUDENTS, marks), "Quiz")


def test_the_first_empty_column_with_a_heading_is_proposed_and_everybody_is_found():
    book = OwnBook(make_book(), "own.xlsx")
    [sheet] = book.sheets
    assert [(column.letters, column.name, column.filled) for column in sheet.columns] == [
        ("C", "Devoir 1", 4), ("D", "Devoir 2", 0), ("E", "Moyenne", 0), ("F", "", 0),
    ]  # fmt: skip
    assert sheet.proposed == 3
    others = [Student("x", "99", "", "", "Personne Ici"), *STUDENTS[1:]]
    plan = book.plan(sheet, 2, others, MARKS | {"x": Decimal(3)})
    assert [line.student for line in plan.lines] == ["s3", "s2", "s1", ""]
    assert [one.id for one in plan.missing] == ["x"] and plan.replaced == 2


def test_only_the_marks_are_different():
    data = make_book()
    found = fill(data)
    before, after = members(data), members(found)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    old, new = cells(data), cells(found)
    assert {name for name in new if new[name] != old.get(name)} == {"D5", "D6", "D7"}
    assert [new[name][0] for name in ("D7", "D6", "D5")] == [17.5, 0, 20]
    assert new["D7"][1] == old["D7"][1] and old.keys() == new.keys()  # the look stays
    # What formulas gave before is counted anew by the program that opens it.
    assert after["xl/worksheets/sheet1.xml"].count(b"fullCalcOnLoad") == 1
    assert members(fill(found, 3)) == after


def test_a_new_column_behind_the_others_gets_a_heading():
    found = cells(fill(make_book(), 5))
    assert found["F3"][0] == "Quiz" and found["F7"][0] == 17.5 and found["C4"][0] == 10


@pytest.mark.parametrize(
    ("column", "change", "code"),
    [
        (4, lambda book, sheet: None, "column_formulas"),
        (3, lambda book, sheet: sheet.merge_cells("D6:D7"), "column_merged"),
        (3, lambda book, sheet: setattr(sheet.protection, "sheet", True), "column_protected"),
    ],
)
def test_what_marks_would_damage_is_refused(column, change, code):
    with pytest.raises(Refused) as refused:
        fill(make_book(change), column)
    assert refused.value.code == code and refused.value.params["column"] == "DE"[column - 3]


def test_a_protected_sheet_is_filled_where_it_may_be():
    """As Massar gives them out."""

    def change(book, sheet):
        sheet.protection.sheet = True
        for row in range(4, 8):
            sheet.cell(row, 4).protection = Protection(locked=False)

    assert cells(fill(make_book(change)))["D7"][0] == 17.5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "workbook_locked"),
        (b"PK\x03\x04 and no more", "workbook_odd"),
        (b"Nom;Note\nA;1\n", "workbook_odd"),
    ],
)
def test_files_that_are_none_are_refused(data, code):
    with pytest.raises(Refused) as refused:
        OwnBook(data, "own.xlsx")
    assert refused.value.code == code


def rewritten(data, change):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in members(data).items():
            target.writestr(name, change(content) if name == "xl/worksheets/sheet1.xml" else content)
    return out.getvalue()


def test_a_signature_and_definitions_are_refused():
    signed = io.BytesIO(make_book())
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<x/>")
    with pytest.raises(Refused, match="workbook_signed"):
        OwnBook(signed.getvalue(), "own.xlsx")
    with pytest.raises(Refused, match="workbook_odd"):
        read_sheet(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "own.xlsx")


@pytest.mark.parametrize(
    "inside",
    [
        '<cols><col style="1"/></cols><sheetData/>',
        '<cols><col min="x" max="2" style="1"/></cols><sheetData/>',
        f'<sheetData><row r="{"9" * 5000}"/></sheetData>',
        '<sheetData><row r="0"/></sheetData>',
    ],
)
def test_a_sheet_with_numbers_that_are_none_is_left_alone(inside):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with pytest.raises(Refused, match="workbook_odd"):
        read_sheet(f'<worksheet xmlns="{space}">{inside}</worksheet>'.encode(), "own.xlsx")


def test_prefixed_names_closed_cells_and_spans():
    """As other programs than Excel write them."""

    def change(content):
        text = content.decode()
        text = text.replace("<row ", '<row spans="1:5" ').replace(" />", "/>")
        return text.encode()

    found = fill(rewritten(make_book(), change), 5)
    assert cells(found)["F7"][0] == 17.5
    assert b'spans="1:6"' in members(found)["xl/worksheets/sheet1.xml"]


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.sampled_from(["", "x", 3, "=1+1", "é&<"]), min_size=4, max_size=4),
    st.integers(0, 7),
    st.dictionaries(st.sampled_from(["s0", "s1", "s2", "s3"]), st.decimals(0, 20, places=2), min_size=1),
)
def test_any_column_of_any_content(content, column, marks):
    def change(book, sheet):
        for row, value in enumerate(content, 4):
            sheet.cell(row, 7).value = value or None

    data = make_book(change)
    book = OwnBook(data, "own.xlsx")
    [sheet] = book.sheets
    places = [one.place for one in sheet.columns]
    column = places[column % len(places)]
    try:
        found = book.fill(sheet, column, book.plan(sheet, column, STUDENTS, marks), "Quiz & <1>")
    except Refused as error:
        assert error.code == "column_formulas"
        return
    before, after = members(data), members(found)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    rows = dict(zip(("s3", "s2", "s1", "s0"), range(4, 8), strict=True))
    filled = {f"{'ABCDEFGHIJ'[column]}{rows[id_]}": float(mark) for id_, mark in marks.items()}
    old, new = cells(data), cells(found)
    changed = {name: new[name][0] for name in new if new[name] != old.get(name)}
    changed.pop(f"{'ABCDEFGHIJ'[column]}3", None)  # the heading of an empty one
    assert changed == {name: mark for name, mark in filled.items() if old.get(name, (None,))[0] != mark}
