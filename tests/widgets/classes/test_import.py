"""A list on its way into a class: its columns, what changes, the doubtful ones, and the way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

from app.people.taking import NEW
from tests.widgets.classes.conftest import STUDENTS
from widgets.classes.changes_view import LEFT_OUT
from widgets.classes.import_dialog import RosterImport

LIST = (
    "Numéro;Nom;Prénom;E-mail\n"
    "00042;EL FASSI;Amina;new@ecole.ma\n"
    "00043;BENALI;Yanis;\n"
    "00044;ÉLIE;Zoé;\n"
    "00099;TAZI;Omar;omar@ecole.ma\n"
    ";;;\n"
    "00100;;;\n"
)


@pytest.fixture
def read(page, qtbot):
    """Gives the dialog once it has read the text or the file."""

    def make(source):
        dialog = RosterImport(page.desk, page.keeper, source)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.is_reading)
        return dialog

    return make


def close(qtbot, dialog):
    with qtbot.waitSignal(dialog.finished):
        dialog.reject()


def save(qtbot, dialog):
    assert dialog.save_button.isEnabled()
    with qtbot.waitSignal(dialog.finished):
        dialog.save_button.click()


def test_who_is_new_changed_or_gone_is_shown_and_taken(read, roster, told, page, qtbot):
    dialog = read(LIST)
    changes = dialog.found.changes
    assert [one.name for one in changes.new] == ["TAZI Omar"]
    assert [item.fields for item in changes.changed] == [("email",)]
    assert [one.id for one in changes.gone] == ["s4"]
    assert dialog.changes.count == 2  # nobody goes unless it is ticked
    assert "has no name" in dialog.notes.toPlainText()
    words = [
        dialog.changes.topLevelItem(n).child(0).text(1) for n in range(dialog.changes.topLevelItemCount())
    ]
    assert "amina@ecole.ma" in words[1] and "new@ecole.ma" in words[1]
    save(qtbot, dialog)
    assert [one.number for one in roster()] == ["00042", "00043", "00044", "00045", "00099"]
    assert roster()[0].email == "new@ecole.ma"
    assert told[-1][0] == "2 students saved."
    told[-1][3]()
    qtbot.waitUntil(lambda: not page.keeper.is_busy)
    assert roster() == STUDENTS


def test_only_what_is_ticked_is_taken(read, roster, qtbot):
    dialog = read(LIST)
    parts = dialog.changes._parts
    parts["changed"][0].setCheckState(0, Qt.CheckState.Unchecked)
    parts["gone"][0].setCheckState(0, Qt.CheckState.Checked)
    save(qtbot, dialog)
    assert [one.id for one in roster()[:3]] == ["s1", "s2", "s3"]
    assert roster()[0] == STUDENTS[0]
    assert len(roster()) == 4


def test_a_doubtful_line_waits_for_the_teacher(read, roster, qtbot):
    dialog = read("Numéro;Nom;Prénom\n00777;BENALI;Yanis\n00099;TAZI;Omar\n")
    assert dialog.changes.undecided == 1
    assert not dialog.save_button.isEnabled()
    row = dialog.found.changes.doubtful[0].new.id
    dialog.changes.decide(row, LEFT_OUT)
    assert dialog.changes.count == 1
    dialog.changes.decide(row, "s2")
    save(qtbot, dialog)
    assert (roster()[1].id, roster()[1].number) == ("s2", "00777")
    assert len(roster()) == 5


def test_a_namesake_may_be_somebody_new(read, roster, qtbot):
    dialog = read("Numéro;Nom;Prénom\n00777;BENALI;Yanis\n")
    dialog.changes.decide(dialog.found.changes.doubtful[0].new.id, NEW)
    save(qtbot, dialog)
    assert [one.number for one in roster() if one.family == "BENALI"] == ["00043", "00777"]


def test_two_lines_cannot_be_one_student(read, qtbot):
    dialog = read("Numéro;Nom;Prénom\n00777;BENALI;Yanis\n00778;BENALI;Yanis\n")
    for item in dialog.found.changes.doubtful:
        dialog.changes.decide(item.new.id, "s2")
    assert not dialog.save_button.isEnabled()
    assert "same student" in dialog._hint.text()
    close(qtbot, dialog)


def test_a_corrected_column_counts_at_once(read, roster, qtbot):
    dialog = read("Nom;Prénom;Salle\nTAZI;Omar;B12\nRAMI;Lina;B13\n")
    assert dialog.found.changes.new[0].groups == ()
    dialog.columns.choose(2, "group")
    qtbot.waitUntil(lambda: not dialog.is_reading)
    assert [one.groups for one in dialog.found.changes.new] == [("B12",), ("B13",)]
    dialog.columns.choose(0, "name")
    qtbot.waitUntil(lambda: not dialog.is_reading)
    assert dict(dialog.found.draft.mapping.roles) == {0: "name", 2: "group"}
    assert [one.name for one in dialog.found.changes.new] == ["TAZI", "RAMI"]
    save(qtbot, dialog)
    assert len(roster()) == 6


def test_the_same_list_again_changes_nothing(read, page, tmp_path, told, qtbot):
    page.view.exporter.write(tmp_path / "list.csv")
    qtbot.waitUntil(lambda: bool(told))
    dialog = read(tmp_path / "list.csv")
    assert dialog.found.changes.nothing
    assert dialog._nothing.isVisible()
    assert not dialog.save_button.isEnabled()
    close(qtbot, dialog)


def test_what_is_no_list_is_said_and_the_text_stays(read, qtbot):
    dialog = read("12345\n67890\n")
    assert dialog.strip.text
    assert dialog._stack.currentIndex() == 0
    assert dialog.source_page.text.toPlainText() == "12345\n67890\n"
    close(qtbot, dialog)


def test_names_that_are_typed_in(read, roster, qtbot):
    dialog = read(None)
    dialog.source_page.text.setPlainText("1. EL AMRANI Sara\n2. Ben Lee\n3. Leïla Tazi <leila@example.org>")
    dialog.source_page.read_button.click()
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.changes.count == 3
    save(qtbot, dialog)
    assert roster()[-1].email == "leila@example.org"


def test_a_class_that_changed_meanwhile_is_compared_again(read, page, roster, qtbot):
    dialog = read(LIST)
    page.keeper.change(lambda students: students[1:])
    qtbot.waitUntil(lambda: len(dialog.found.old) == 3)
    assert [one.number for one in dialog.found.changes.new] == ["00042", "00099"]
    close(qtbot, dialog)


def test_the_list_goes_into_the_class_it_was_read_for(read, page, roster, desk, qtbot):
    """The dialog is not modal: another class may be looked at before it is saved."""
    other = desk.library.add_class("1st A")
    desk.classes_changed.emit()
    dialog = read(LIST)
    page.list.choose(other)
    qtbot.waitUntil(lambda: not page.keeper.is_busy)
    save(qtbot, dialog)
    assert "00099" in [one.number for one in roster()]
    assert desk.library.load_roster(other).students == ()


def test_everything_has_a_name_for_screen_readers(read, qtbot):
    dialog = read("Numéro;Nom;Prénom\n00777;BENALI;Yanis\n")
    parts = [
        part
        for kind in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
        for part in dialog.findChildren(kind)
    ]
    nameless = [
        p for p in parts if not p.accessibleName() and not (isinstance(p, QAbstractButton) and p.text())
    ]
    assert parts
    assert not nameless
    close(qtbot, dialog)
