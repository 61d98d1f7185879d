"""Marks for Canvas on screen: what will happen is shown, another scale is met, another file is told."""

import csv

import pytest

from tests.helpers.controls import find_unnamed
from tests.reports.samples import NAMES


@pytest.fixture
def path(tmp_path):
    rows = [f'"{name}",{n},,x{n},3B,7' for n, name in enumerate([*NAMES[1:3], "Absente, Rim"], 501)]
    head = ["Student,ID,SIS User ID,SIS Login ID,Section,Old (12)", "    Points Possible,,,,,10"]
    made = tmp_path / "grades.csv"
    made.write_text("\n".join([*head, *rows]), encoding="utf-8-sig")
    return made


@pytest.fixture
def dialog(page, path, qtbot):
    made = page.view.exporter.fill_canvas(page.view.loaded, path)
    qtbot.waitUntil(made.save_button.isEnabled)
    return made


def test_what_is_imported_is_shown_first_and_then_saved(dialog, path, page, qtbot):
    assert dialog.columns.currentText().startswith("New: ")
    shown = [[column.show(row) for column in dialog.model.columns[2:]] for row in dialog.model.rows]
    assert shown == [["–", "0", ""], ["–", "20", ""], ["–", "–", "not in this class"]]
    assert dialog.counts.text() == "2 marks are written." and dialog.replaced.isHidden()
    assert NAMES[3] in dialog.missing.text() and find_unnamed(dialog) == []
    dialog.columns.setCurrentIndex(1)
    assert dialog.model.columns[3].show(dialog.model.rows[1]) == "10"  # the assignment is out of 10
    assert dialog.replaced.text().startswith("2 cells hold something else")
    made = path.with_name("made.csv")
    with qtbot.waitSignal(dialog.accepted):
        dialog.write(made)
    rows = list(csv.reader(made.read_text(encoding="utf-8").splitlines()))
    assert [(row[1], row[-1]) for row in rows] == [
        ("ID", "Old (12)"), ("", "10"), ("501", "0.00"), ("502", "10.00"),
    ]  # fmt: skip


def test_another_file_is_told(page, path, qtbot):
    path.write_text("Nom;Note\nA;1\n")
    made = page.view.exporter.fill_canvas(page.view.loaded, path)
    qtbot.waitUntil(made.fault.isVisible)
    assert "grades.csv" in made.fault.text() and not made.save_button.isEnabled()


@pytest.mark.parametrize(
    ("name", "start"),
    [("moodle", b"\xef\xbb\xbfID number,"), ("others_csv", b"\xef\xbb\xbfNumber,"), ("others_xlsx", b"PK")],
)
def test_other_gradebooks_have_tables_of_their_own(page, desk, qtbot, tmp_path, name, start):
    made = tmp_path / "marks"
    with qtbot.waitSignal(desk.told):
        page.view.exporter.write(name, page.view.loaded, made)
    assert made.read_bytes().startswith(start)
