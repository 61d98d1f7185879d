"""The models of the library page hold what Qt asks of models, and stay fast."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester

from app.quiz.shelf import QuizRow
from widgets.library.arriving import dropped_files
from widgets.library.folders import FoldersModel
from widgets.library.quizzes import QuizzesModel, dragged_ids

MODE = QAbstractItemModelTester.FailureReportingMode.Fatal


def row(number):
    return QuizRow(f"q{number}", f"Quiz {number}", "Folder", ("L1",), "fr", 12, ("single",), "", 1.0, None, 0)


def test_quizzes(qapp):
    model = QuizzesModel()
    tester = QAbstractItemModelTester(model, MODE)
    model.set_rows([row(n) for n in range(3)])
    model.set_rows([row(2)])
    assert model.rowCount() == 1 and tester.model() is model


def test_folders(qapp):
    model = FoldersModel()
    tester = QAbstractItemModelTester(model, MODE)
    model.set_folders([("", 2), ("b", 1), ("A", 3)], ["new"])
    names = [model.index(n).data() for n in range(model.rowCount())]
    assert names == ["All quizzes", "In no folder", "A", "b", "new"] and tester.model() is model
    model.set_folders([])
    assert model.rowCount() == 1


def test_renaming_asks_and_refuses_nothing(qtbot):
    model = QuizzesModel()
    model.set_rows([row(1)])
    with qtbot.waitSignal(model.rename_wanted) as wanted:
        assert model.setData(model.index(0), "  Cells ")
    assert wanted.args == ["q1", "Cells"]
    assert not model.setData(model.index(0), "   ")


def test_what_is_dragged_is_told(qapp):
    model = QuizzesModel()
    model.set_rows([row(1), row(2)])
    assert dragged_ids(model.mimeData([model.index(1)])) == ["q2"]


@pytest.mark.parametrize("role", [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole])
def test_nothing_is_told_of_no_row(qapp, role):
    assert QuizzesModel().data(QuizzesModel().index(5), role) is None


def test_a_folder_that_may_not_be_looked_into_is_left_to_its_reader(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "not yours", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    assert dropped_files(data) == [tmp_path]


def test_500_quizzes_open_fast(desk, qtbot, monkeypatch):
    from widgets.library.page import LibraryPage

    monkeypatch.setattr(desk.library, "list_quizzes", lambda search=None: [row(n) for n in range(500)])
    monkeypatch.setattr(desk.library, "list_folders", lambda: [("Folder", 500)])
    begun = time.process_time()
    page = LibraryPage(desk)
    qtbot.addWidget(page)
    page.resize(1170, 720)
    with qtbot.waitSignal(page.listed):
        page.show()
        page.open()
    page.grab()
    assert time.process_time() - begun < 1.0  # 0.15 s alone on a laptop of today
