"""Where a file is saved: with the ending that belongs to it, and over nothing that nobody was asked about."""

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.parts.targets import ask_target


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Marks.csv", "Marks.csv"),  # the system has asked
        ("Marks.CSV", "Marks.CSV"),
        ("Marks", "Marks 2.csv"),
        ("Test 1.5", "Test 1.5.csv"),
        ("", None),
    ],
)
def test_a_file_ends_as_its_kind_and_takes_the_place_of_none(qtbot, tmp_path, monkeypatch, typed, path):
    (tmp_path / "Marks.csv").write_text("kept", encoding="utf-8")
    owner, asked = QWidget(), []
    qtbot.addWidget(owner)

    def answer(_owner, _heading, proposed, kinds):
        asked.append((proposed, kinds))
        return (str(tmp_path / typed) if typed else "", kinds)

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    proposed = tmp_path / "Cells 2026-11-23.csv"
    assert ask_target(owner, "Export", proposed, "Table") == (tmp_path / path if path else None)
    assert asked == [(str(proposed), "Table (*.csv)")]
