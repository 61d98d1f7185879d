"""Marks into a workbook of the teacher's own, on screen: proposed, looked at, written, the old file kept."""

import io

import pytest
from openpyxl import load_workbook

from tests.helpers.controls import find_unnamed
from tests.helpers.workbooks import make_workbook
from tests.reports.samples import NAMES


@pytest.fixture
def path(tmp_path):
    rows = [["Nom", "Devoir 1", "Devoir 2"], *([name, 9, None] for name in NAMES[1:3]), ["Rim Absente", 1]]
    made = tmp_path / "notes.xlsx"
    made.write_bytes(make_workbook({"Vide": [["x"]], "6A": rows}))
    return made


@pytest.fixture
def dialog(page, path, qtbot):
    made = page.view.exporter.fill_book(page.view.loaded, path)
    qtbot.waitUntil(made.copy_button.isEnabled)
    return made


def test_what_is_written_is_shown_first(dialog):
    assert dialog.sheets.currentText() == "6A" and "Devoir 2" in dialog.columns.currentText()
    shown = [[column.show(row) for column in dialog.model.columns[2:]] for row in dialog.model.rows]
    assert shown[:2] == [["–", "0", ""], ["–", "20", ""]]
    assert shown[2] == ["–", "–", "not in this class"]
    assert dialog.counts.text() == "2 marks are written."
    assert NAMES[3] in dialog.missing.text() and dialog.replaced.isHidden()
    dialog.columns.setCurrentIndex(0)
    assert dialog.replaced.text().startswith("2 cells hold something else")
    assert find_unnamed(dialog) == []


@pytest.mark.parametrize("in_place", [False, True])
def test_the_file_as_it_was_is_kept(dialog, path, qtbot, in_place):
    before = path.read_bytes()
    with qtbot.waitSignal(dialog.accepted):
        dialog.write(in_place)
    [other] = [one for one in path.parent.glob("notes*.xlsx") if one != path]
    old, new = (other, path) if in_place else (path, other)
    assert old.read_bytes() == before
    sheet = load_workbook(io.BytesIO(new.read_bytes()))["6A"]
    assert [sheet.cell(row, 3).value for row in range(1, 5)] == ["Devoir 2", 0, 20, None]


def test_a_file_that_changed_meanwhile_is_left_alone(dialog, path, qtbot):
    path.write_bytes(b"another")
    dialog.write(True)
    qtbot.waitUntil(dialog.fault.isVisible)
    assert path.read_bytes() == b"another" and "Choose it once more" in dialog.fault.text()
