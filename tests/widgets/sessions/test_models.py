"""The models, held by Qt's own tester through every change they know."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.widgets.sessions.test_page import ROWS
from widgets.sessions.past_list import PastModel
from widgets.sessions.rows import ROW, Column, RowsModel, RowsTable

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
COLUMNS = [
    Column("Name", lambda row: row[0], lambda row: row[0], width=0),
    Column("Points", lambda row: str(row[1]), lambda row: row[1], number=True, shade=lambda row: "soft"),
    Column("Note", lambda row: "x"),
]


def test_the_list_of_sessions(qapp):
    model = PastModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_rows(ROWS)
    assert model.index(0).data() == "Équations" and model.index(1).data(ROW).rehearsal
    assert "Rehearsal" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    model.set_rows([])
    assert model.rowCount() == 0
    del tester


def test_rows_are_sorted_searched_and_changed(qapp):
    model = RowsModel(COLUMNS, lambda row: row[0])
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_rows([("Zoé", 2), ("Adam", 10), ("Élodie", 1)])
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row[1] for row in model.rows] == [10, 2, 1]
    model.sort(2)
    assert [row[1] for row in model.rows] == [10, 2, 1], "a column without an order changes nothing"
    model.set_search("ELO")
    assert model.rows == [("Élodie", 1)] and model.index(0, 1).data() == "1"
    model.set_search("", lambda row: row[1] > 1)
    model.set_rows([("New", 5), ("Old", 0)])
    assert model.rows == [("New", 5)]
    model.set_rows([("New", 5)], COLUMNS[:1])
    assert model.columnCount() == 1
    del tester


def test_what_is_searched_may_have_been_made_ready(qapp):
    model = RowsModel(COLUMNS, lambda row: row[0])
    model.set_rows([("Zoé", 2), ("Adam", 10)], texts=["first", "second"])
    model.set_search("FIR")
    assert model.rows == [("Zoé", 2)]
    model.set_rows([("Zoé", 2), ("First", 10)])
    assert model.rows == [("First", 10)], "other rows, and their own words again"


def test_the_tip_of_a_heading_shows_the_words_of_others_as_they_are(qapp):
    title = "<img src='//elsewhere/x.png'>"
    model = RowsModel([Column("1", lambda row: row[0], tip=title)], lambda row: row[0])
    tip = model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip and "&lt;img" in tip
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == title


def test_many_chosen_rows_are_chosen_again_in_one_step(qtbot):
    model = RowsModel(COLUMNS, lambda row: row[0])
    table = RowsTable(model, "Names", several=True)
    qtbot.addWidget(table)
    rows = [(f"{n:03}", n) for n in range(300)]
    model.set_rows(rows)
    table.selectAll()
    told = []
    table.chosen.connect(lambda: told.append(1))
    model.set_rows([row for row in rows if row[1] != 150])
    assert len(table.chosen_rows()) == 299 and len(told) < 5


def test_chosen_rows_stay_chosen(qtbot):
    model = RowsModel(COLUMNS, lambda row: row[0])
    table = RowsTable(model, "Names", several=True)
    qtbot.addWidget(table)
    model.set_rows([("a", 1), ("b", 2), ("c", 3)])
    assert table.choose("b") and not table.choose("z")
    model.set_rows([("c", 3), ("b", 7)])
    assert table.chosen_rows() == [("b", 7)]
    model.set_rows([("c", 3)])
    assert table.chosen_rows() == []


def test_in_a_narrow_table_no_column_becomes_too_narrow_to_be_read(qtbot):
    wide = [Column(name, str.upper, width=200) for name in ("A", "B")]
    model = RowsModel([*wide, Column("Name", str, width=0), Column("Time", str, width=90, needs=700)], str)
    table = RowsTable(model, "Names")
    qtbot.addWidget(table)
    model.set_rows(["one", "two"])
    table.resize(420, 200)
    table.show()
    assert table.columnWidth(2) >= 120 and table.isColumnHidden(3)
    table.resize(900, 200)
    assert table.columnWidth(2) > 300 and not table.isColumnHidden(3)
