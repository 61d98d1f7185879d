"""How a class is held, on a tab of the page of classes: shown, saved at once, each class for itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QPlainTextEdit

from app.people.class_options import ClassOptions


def wait(qtbot, page):
    qtbot.waitUntil(lambda: not page.keeper.is_busy)


@pytest.fixture
def form(page, qtbot):
    page.tabs.setCurrentWidget(page.options.parentWidget())
    return page.options


def test_each_change_is_saved_at_once(desk, page, form, class_id, qtbot):
    assert form.number.isChecked() and form.attendance.isChecked() and form.title.text() == "2nd B"
    form.nickname.click()
    assert not form.guests.isEnabled(), "everybody is a guest"
    form.late.setValue(5)
    form.early.setValue(0)
    form.keep.setCurrentIndex(form.keep.findData(365))
    form.keep.activated.emit(form.keep.currentIndex())
    form.notice.setFocus()
    qtbot.keyClicks(form.notice, "Kept by Ms Alaoui.")
    form.late.setFocus()
    wait(qtbot, page)
    assert desk.library.load_class_options(class_id) == ClassOptions(
        "nickname", late_after=300.0, left_early_before=0.0, notice="Kept by Ms Alaoui.", keep_days=365
    )
    form.attendance.click()
    assert not form.late.isEnabled()


def test_what_is_typed_belongs_to_its_class(desk, page, form, class_id, qtbot):
    other = desk.library.add_class("3rd A")
    desk.library.save_class_options(other, ClassOptions("nickname", keep_days=45))
    page.list.refresh()
    form.notice.setPlainText("Half a sente")
    page.list.choose(other)
    qtbot.waitUntil(lambda: form.keep.currentData() == 45)
    assert form.nickname.isChecked() and form.notice.toPlainText() == "" and form.hint.isVisible()
    wait(qtbot, page)
    assert desk.library.load_class_options(class_id).notice == "Half a sente"
    assert desk.library.load_class_options(other) == ClassOptions("nickname", keep_days=45)


def test_the_tab_is_there_again_in_another_language_and_nothing_is_unnamed(page, form, qtbot):
    form.notice.setPlainText("Typed last")
    assert page.leave() and page.state()["tab"] == page.tabs.count() - 1
    wait(qtbot, page)
    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QPlainTextEdit):
        for control in form.findChildren(kind):
            assert control.accessibleName() or control.text(), control


def test_attendance_of_the_class_is_one_click_away(desk, page, class_id, qtbot):
    with qtbot.waitSignal(desk.conductor.attendance_asked) as asked:
        qtbot.mouseClick(page.view.attendance_button, Qt.MouseButton.LeftButton)
    assert asked.args == [class_id]


def test_a_change_is_taken_back_also_when_another_class_is_looked_at(desk, page, form, class_id, qtbot):
    before = desk.library.load_class_options(class_id)
    told = []
    desk.told.connect(lambda *message: told.append(message))
    form.nickname.click()
    qtbot.waitUntil(lambda: bool(told))
    text, _, action, undo = told[-1]
    assert "2nd B" in text and action == "Undo"
    undo()
    qtbot.waitUntil(lambda: form.number.isChecked() and form.guests.isEnabled())
    assert desk.library.load_class_options(class_id) == before
    form.late.setValue(33)
    wait(qtbot, page)
    other = desk.library.add_class("3rd A")
    page.list.refresh()
    page.list.choose(other)
    wait(qtbot, page)
    shown = form.late.value()
    told[-1][3]()
    wait(qtbot, page)
    assert desk.library.load_class_options(class_id) == before and form.late.value() == shown
    assert len(told) == 2, "to look at a class or to take something back says nothing new"
