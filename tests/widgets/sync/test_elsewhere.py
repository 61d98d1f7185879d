"""Sync on other pages: what a class sends, the line on Home, the offer after a class."""

import pytest
from PySide6.QtCore import Qt

from app.errors import Trouble
from app.outgoing.rows import State
from app.outgoing.seen import SendWishes
from tests.helpers.controls import find_unnamed
from widgets.sync.account_dialog import AccountDialog
from widgets.sync.end_offer import EndOffer
from widgets.sync.home_line import SyncLine
from widgets.sync.wishes_dialog import WishesDialog


@pytest.fixture
def open_wishes(desk, qtbot):
    def make():
        dialog = WishesDialog(desk, "class", "2nd B")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.save_button.isEnabled() and not dialog.asking.is_busy)
        return dialog

    return make


def test_what_a_class_sends_is_chosen_and_kept(open_wishes, sync, qtbot):
    dialog = open_wishes()
    assert find_unnamed(dialog) == []
    dialog.course.setCurrentIndex(dialog.course.findData("3"))
    dialog.grade.setCurrentIndex(dialog.grade.findData("participation"))
    dialog.scale.setCurrentIndex(dialog.scale.findData("100"))
    dialog.decimals.setValue(1)
    dialog.attendance.setChecked(True)
    with qtbot.waitSignal(dialog.finished):
        dialog.save_button.click()
    assert sync.wishes["class"] == SendWishes("c1", "3", "participation", True, False, "100", 1)


def test_nothing_is_kept_where_it_could_not_be_read_what_is_wished(desk, sync, qtbot):
    """To keep the empty fields would be to forget what was chosen before."""
    sync.failing["load_wishes"] = Trouble("not_stored", reason="locked")
    dialog = WishesDialog(desk, "class", "2nd B")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.strip.text))
    assert not dialog.save_button.isEnabled() and not dialog.platform.isEnabled()


def test_the_record_store_of_a_class_is_named_and_chosen(open_wishes, sync, qtbot):
    assert not open_wishes().store.isVisible(), "no store, nothing to say"
    sync.connect("Store of the school", kind="xapi")
    sync.connect("My own store", kind="xapi")
    sync.wishes["class"] = SendWishes("c1", "3", "points")
    dialog = open_wishes()
    assert find_unnamed(dialog) == [] and dialog.platform.findText("My own store") < 0, "it has no courses"
    assert dialog.store.currentText() == "Store of the school" and not dialog.store.isEnabled()
    dialog.statements.click()
    dialog.store.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.finished):
        dialog.save_button.click()
    assert sync.wishes["class"].store == "c3"
    sync.connections = sync.connections[:2]
    dialog = open_wishes()
    assert dialog.store.currentText().startswith("Nowhere") and dialog.wishes == sync.wishes["class"]


def test_what_was_chosen_stays_though_the_platform_cannot_be_asked(open_wishes, sync, qtbot):
    sync.wishes["class"] = SendWishes("c1", "3", "points", scale="30")
    sync.failing["list_courses"] = Trouble("platform_not_reached")
    dialog = open_wishes()
    assert "cannot be reached" in dialog.strip.text
    assert dialog.wishes == sync.wishes["class"]


def test_home_invites_once_and_then_says_the_line_that_matters(desk, qtbot):
    line = SyncLine(desk)
    qtbot.addWidget(line)
    line.refresh()
    qtbot.waitUntil(lambda: not line.isHidden())
    assert line.close_button.isVisibleTo(line)
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        line.go_button.click()
    assert wanted.args[0] == "sync"
    line.close_button.click()
    assert line.isHidden() and desk.settings.get("sync_invited")
    line.refresh()
    qtbot.waitUntil(lambda: not desk.worker.is_busy)
    assert line.isHidden()
    desk.sync.connect()
    desk.sync.tell()
    qtbot.waitUntil(lambda: not line.isHidden())
    assert "is connected" in line.words.text() and not line.close_button.isVisibleTo(line)


def test_after_a_class_its_results_are_spoken_of(desk, sync, target, qtbot):
    offer = EndOffer(desk)
    qtbot.addWidget(offer)
    offer.show_session("old", rehearsal=False)
    qtbot.waitUntil(lambda: "not sent anywhere" in offer.words.text())
    offer.show_session("new", rehearsal=False)
    qtbot.waitUntil(lambda: "wait to be sent" in offer.words.text())
    for student in ("s1", "s2", "s3", "s4"):
        sync.move(target.id, student, state=State.CONFIRMED, reason="")
    qtbot.waitUntil(lambda: "are on the platform" in offer.words.text())
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        offer.go_button.click()
    assert wanted.args == ["sync", {"session": "new"}]
    offer.show_session("new", rehearsal=True)
    assert offer.isHidden()


def test_an_account_is_found_by_typing_and_not_given_to_two(sync, qtbot):
    likely = sync.accounts[3]
    dialog = AccountDialog("ÉLIE Zoé", [likely], sync.accounts, {"u2": "EL FASSI Amina"})
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.currentItem().data(Qt.ItemDataRole.UserRole) == likely.id
    assert "may be meant" in dialog.list.item(0).text()
    dialog.search.setText("account 2")
    assert not dialog.done_button.isEnabled()
    assert "EL FASSI Amina" in dialog.list.item(0).text()
    qtbot.keyClicks(dialog.search, "x")
    assert dialog.empty.isVisible()
    dialog.search.setText("00047")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.account == "u7"
