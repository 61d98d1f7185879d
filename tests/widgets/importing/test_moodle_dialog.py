"""Questions from a Moodle come to the window of every import; without their list, by an address."""

import pytest

from app.errors import Trouble
from app.outgoing.seen import BankSeen, CourseSeen
from tests.helpers.controls import find_unnamed
from tests.helpers.fake_sync import FakeSync
from widgets.importing.dialog import ImportDialog
from widgets.library.page import LibraryPage


@pytest.fixture
def sync(desk):
    sync = desk.sync = FakeSync()
    sync.courses, sync.banks = [CourseSeen("2", "Algo")], [BankSeen("b", "Quiz: Cat (3)")]
    sync.questions = "::One:: What is 1 + 1? {=2 ~3}\n"
    return sync


@pytest.fixture
def dialog(desk, sync, qtbot, request):
    if getattr(request, "param", True):
        sync.connect("c1", "Moodle")
    page = LibraryPage(desk)
    qtbot.addWidget(page)
    page.show()
    dialog = page.import_from_moodle()
    qtbot.waitUntil(lambda: not dialog.asking.is_busy)
    return dialog


def test_a_category_is_downloaded_and_looked_through(dialog, sync, qtbot):
    qtbot.waitUntil(dialog.get.isEnabled)
    assert find_unnamed(dialog) == []
    page = dialog.parentWidget()
    dialog.get.click()
    qtbot.waitUntil(lambda: any(shown.plans for shown in page.findChildren(ImportDialog)))
    [review] = page.findChildren(ImportDialog)
    assert [plan.title for plan in review.plans] == ["Quiz: Cat (3)"]
    assert ("download_questions", "c1", "b") in sync.asked
    review.reject()


def test_where_the_list_is_not_shown_the_address_of_the_page_will_do(dialog, sync, qtbot):
    qtbot.waitUntil(dialog.get.isEnabled)
    sync.failing["list_banks"] = Trouble("banks_not_listed")
    dialog.platform.currentIndexChanged.emit(0)
    qtbot.waitUntil(lambda: "cat" in dialog._words.text() and not dialog.get.isEnabled())
    dialog.address.setText("https://moodle.example/question/edit.php?cat=9,113")
    with qtbot.waitSignal(dialog.downloaded):
        dialog.get.click()
    assert ("download_questions", "c1", "found") in sync.asked


@pytest.mark.parametrize("dialog", [False], indirect=True)
def test_without_a_moodle_the_way_to_one_is_shown(dialog, desk, qtbot):
    assert "Sync" in dialog._words.text() and not dialog.get.isVisible() and not dialog.platform.isVisible()
    assert find_unnamed(dialog) == []
    with qtbot.waitSignal(desk.page_wanted) as wanted:
        dialog.connect_button.click()
    assert wanted.args[0] == "sync" and not dialog.isVisible()
