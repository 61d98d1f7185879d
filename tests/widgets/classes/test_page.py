"""The students of a class: shown, found, added, edited, removed with a way back, their PINs reset."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit

from app.exchange.rosters import read_roster
from app.people.pins import check_pin, hash_pin
from tests.widgets.classes.conftest import STUDENTS
from widgets.classes.entries import StudentsModel, entries_of
from widgets.classes.import_dialog import RosterImport


def names(page):
    return [entry.student.name for entry in page.view.model.rows]


def wait(qtbot, page):
    qtbot.waitUntil(lambda: not page.keeper.is_busy)


def choose(page, *ids):
    page.view.table.clearSelection()
    for id in ids:
        page.view.table.choose(id)


def test_the_model_keeps_the_rules(desk, class_id, qapp):
    model = StudentsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(entries_of(desk.library.load_roster_copy(class_id)))
    model.search("fassi")
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_rows([])
    assert model.rowCount() == 0


def test_sorted_by_name_without_regard_to_accents(page):
    assert names(page) == ["BENALI Yanis", "EL FASSI Amina", "ÉLIE Zoé", "الفاسي أمينة"]
    shown = [page.view.model.index(1, n).data() for n in range(6)]
    assert shown == ["00042", "EL FASSI Amina", "1A", "amina@ecole.ma", "العربية", ""]
    assert page.view.model.index(0, 5).data() == "\u2066× 1.33\u2069"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("elie", ["ÉLIE Zoé"]),
        ("zoe tp", ["ÉLIE Zoé"]),
        ("الفاسى امينه", ["الفاسي أمينة"]),
        ("0004 fassi", ["EL FASSI Amina"]),
        ("nobody", []),
    ],
)
def test_search_ignores_accents_and_forms_of_letters(page, words, found):
    page.view.search.setText(words)
    assert names(page) == found


def test_a_student_is_added_by_hand_and_shown(page, roster, qtbot):
    page.view.name.setText("TAZI Omar")
    qtbot.keyClick(page.view.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.form.isVisible())
    added = roster()[-1]
    assert (added.family, added.given, added.name) == ("TAZI", "Omar", "TAZI Omar")
    assert page.view.form.heading.text() == "Omar TAZI"


def test_what_is_typed_is_saved_when_its_field_is_left(page, roster, qtbot):
    choose(page, "s2")
    line = page.view.form._lines["groups"]
    line.setFocus()
    qtbot.keyClicks(line, "1A, TP 2")
    page.view.form._lines["note"].setFocus()
    qtbot.waitUntil(lambda: roster()[1].groups == ("1A", "TP 2"))
    number = page.view.form._lines["number"]
    number.selectAll()
    qtbot.keyClicks(number, "00007")
    assert page.leave()
    qtbot.waitUntil(lambda: roster()[1].number == "00007")
    assert roster()[0] == STUDENTS[0]


def test_typing_goes_to_the_student_it_was_meant_for(page, roster, qtbot):
    choose(page, "s2")
    given = page.view.form._lines["given"]
    given.selectAll()
    qtbot.keyClicks(given, "Younes")
    choose(page, "s3")
    wait(qtbot, page)
    assert [(one.given, one.name) for one in roster()[1:3]] == [
        ("Younes", "BENALI Younes"),
        ("Zoé", "ÉLIE Zoé"),
    ]


def test_nobody_is_without_a_name_and_no_address_is_wrong(page, roster, qtbot):
    choose(page, "s1")
    form = page.view.form
    form._lines["name"].selectAll()
    qtbot.keyClick(form._lines["name"], Qt.Key.Key_Delete)
    form._lines["email"].selectAll()
    qtbot.keyClicks(form._lines["email"], "no address")
    form.commit()
    wait(qtbot, page)
    assert roster()[0] == STUDENTS[0]
    assert form._lines["name"].text() == "EL FASSI Amina"
    assert form._lines["email"].property("level") == "bad"


def test_language_and_extra_time(page, roster, qtbot):
    choose(page, "s3")
    page.view.form._language.setCurrentIndex(page.view.form._language.findData("fr"))
    third = next(
        one for one in page.view.form.findChildren(QAbstractButton) if one.accessibleName() == "A third more"
    )
    third.click()
    qtbot.waitUntil(lambda: (roster()[2].language, roster()[2].extra_time) == ("fr", 1.33))


def test_removed_with_a_way_back_pin_and_all(desk, page, roster, told, qtbot):
    choose(page, "s1")
    qtbot.keyClick(page.view.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(told))
    assert [one.id for one in roster()] == ["s2", "s3", "s4"]
    assert "Amina" in told[-1][0]
    told[-1][3]()
    wait(qtbot, page)
    assert roster() == STUDENTS
    assert desk.library.has_pin("s1")


def test_several_are_removed_at_once(page, roster, told, qtbot):
    page.view.table.selectAll()
    assert page.view.several.isVisible()
    page.view._several_remove.click()
    qtbot.waitUntil(lambda: bool(told))
    assert roster() == ()
    assert page.view._stack.currentIndex() == 0
    told[-1][3]()
    wait(qtbot, page)
    assert roster() == STUDENTS


def test_the_pin_is_reset_with_one_click_and_comes_back(desk, page, class_id, told, qtbot):
    choose(page, "s1")
    page.view.form.reset_button.click()
    qtbot.waitUntil(lambda: bool(told))
    copy = desk.library.load_roster_copy(class_id)
    assert not copy.pins and not copy.devices
    assert not page.view.form.reset_button.isEnabled()
    told[-1][3]()
    wait(qtbot, page)
    copy = desk.library.load_roster_copy(class_id)
    assert check_pin("1234", copy.pins["s1"])
    assert list(copy.devices.values()) == ["s1"]


def test_a_pin_of_the_last_class_never_comes_after_its_reset(desk, page, told, qtbot, monkeypatch):
    monkeypatch.setattr(desk.services, "learn", lambda: desk.library.set_pin_hash("s1", hash_pin("9", 16)))
    choose(page, "s1")
    page.view.form.reset_button.click()
    qtbot.waitUntil(lambda: bool(told))
    assert not desk.library.has_pin("s1")


def test_devices_are_forgotten_and_remembered_again(desk, page, class_id, told, qtbot):
    choose(page, "s1")
    page.view.form.forget_button.click()
    qtbot.waitUntil(lambda: bool(told))
    assert not desk.library.list_devices("s1")
    assert desk.library.has_pin("s1")
    told[-1][3]()
    wait(qtbot, page)
    assert [device.used_at for device in desk.library.list_devices("s1")] == [1_760_000_000.0]


def test_a_number_of_two_students_is_shown(page, qtbot):
    choose(page, "s2")
    assert not page.view.form._warning.isVisible()
    page.view.form.edited.emit("s2", {"number": "00042"})
    wait(qtbot, page)
    assert page.view.form._warning.isVisible()


def test_the_exported_list_is_read_again(page, tmp_path, told, qtbot):
    page.view.exporter.write(tmp_path / "list.csv")
    qtbot.waitUntil(lambda: bool(told))
    draft = read_roster(tmp_path / "list.csv")
    assert [one.number for one in draft.students] == ["00042", "00043", "00044", "00045"]


def test_the_sheet_to_sign_is_written(page, tmp_path, told, qtbot):
    page.view.exporter.write(tmp_path / "sheet.pdf")
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][1] == "good"
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["no/folder.csv", "no/folder.pdf"])
def test_a_file_that_cannot_be_written_is_said(page, tmp_path, told, qtbot, name):
    page.view.exporter.write(tmp_path / name)
    qtbot.waitUntil(lambda: bool(told))
    assert told[-1][1] == "bad"


def test_without_classes_the_page_teaches(make_page, desk, told, qtbot):
    page = make_page()
    assert page._stack.currentIndex() == 0
    assert page.import_roster() is None
    page.list._name.setText("1st A")
    qtbot.keyClick(page.list._name, Qt.Key.Key_Return)
    assert page._stack.currentIndex() == 1
    qtbot.waitUntil(lambda: page.view.title.text() == "1st A")
    page.list._name.setText("1st a")
    qtbot.keyClick(page.list._name, Qt.Key.Key_Return)
    assert told[-1][1] == "bad"
    assert len(desk.library.list_classes()) == 1


def test_another_class_shows_its_own_students(page, desk, qtbot):
    other = desk.library.add_class("3rd C")
    desk.classes_changed.emit()
    page.list.choose(other)
    wait(qtbot, page)
    assert names(page) == []
    assert page.view.title.text() == "3rd C"


def test_a_list_that_is_dropped_is_looked_through(page, tmp_path, qtbot):
    file = tmp_path / "list.csv"
    file.write_text("Numéro;Nom;Prénom\n00099;TAZI;Omar\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(QPointF(9, 9), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
    dialog = page.window().findChild(RosterImport)
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert [one.number for one in dialog.found.changes.new] == ["00099"]
    dialog.reject()


def test_the_state_shows_the_same_again(make_page, page, qtbot):
    choose(page, "s3")
    again = make_page()
    again.open(**page.state())
    qtbot.waitUntil(lambda: [entry.student.id for entry in again.view.table.chosen_rows()] == ["s3"])


def test_everything_has_a_name_for_screen_readers(page):
    choose(page, "s1")
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
    parts = [part for kind in kinds for part in page.findChildren(kind)]
    inner = "qt_spinbox_lineedit"
    nameless = [
        part
        for part in parts
        if part.objectName() != inner
        and not part.accessibleName()
        and not (isinstance(part, QAbstractButton) and part.text())
    ]
    assert parts
    assert not nameless
