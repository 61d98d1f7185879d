"""The page over the real sync, its thread and a Moodle on loopback: from the password to a confirmed class,
and an edit there that the teacher keeps."""

import keyring
import pytest
from PySide6.QtCore import Qt

from app.clock import Clock
from app.outgoing.rows import State
from app.storage.library import Library
from sync.desk import SyncDesk
from tests.helpers.desk import make_desk
from tests.helpers.moodle import PASSWORD, Moodle, serve_moodle
from tests.helpers.sent_class import add_class, keep, play, pupils
from tests.test_secrets import MemoryKeyring
from tests.widgets.sync.test_page import choose
from widgets.application import load_page
from widgets.conductor import Conductor
from widgets.shell.window import MainWindow
from widgets.sync.connect_dialog import WAYS
from widgets.sync.target_dialog import PEOPLE, PLACE, PREVIEW

PATIENCE = 15_000  # ms


@pytest.fixture
def moodle():
    """With ten students, one of whom had a comment for an earlier mark."""
    made = Moodle(10)
    made.books[17].comments[6] = "Bravo"
    return made


@pytest.fixture
def real_desk(tmp_path, qapp):
    """Over a folder with one ended session of the ten."""
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    clock = Clock()
    library = Library(tmp_path, clock)
    students = pupils(10)
    keep(tmp_path, play(students, "one", questions=2), add_class(library, students))
    library.close()
    made = make_desk(tmp_path, clock, SyncDesk)
    Conductor(made, None)
    made.sync.engine.start()
    yield made
    made.sync.engine.stop(10)
    assert made.worker.shut_down()
    made.library.close()
    keyring.set_keyring(before)


@pytest.fixture
def window(real_desk, qtbot):
    made = MainWindow(real_desk, load_page)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.show_page("sync")
    return made


def test_from_the_password_to_a_confirmed_class_and_an_edit_that_is_kept(window, real_desk, moodle, qtbot):
    page = window.page("sync")

    def wait(until):
        qtbot.waitUntil(until, timeout=PATIENCE)

    def states():
        return {item.seen.row.student: item.state for item in page.view.model.rows}

    with serve_moodle(moodle) as address:
        dialog = page.connect_platform()
        dialog.choose(next(way for way in WAYS if way.kind == "moodle"))
        dialog.form.address.setText(address)
        dialog.form.user.setText("prof")
        dialog.form.password.setText(PASSWORD)
        with qtbot.waitSignal(dialog.connected, timeout=PATIENCE):
            dialog.connect_button.click()
        wait(lambda: page.list.session("one") is not None)

        page.view.choose_kind("grade")
        assistant = page.choose_place("one", "grade")
        assistant.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(assistant)
        for step in (PLACE, PEOPLE, PREVIEW):
            wait(assistant.next_button.isEnabled)
            assistant.next()
            wait(lambda step=step: assistant.step == step and not assistant.asking.is_busy)
        assert "will_rewrite_comments" in assistant.preview.notices.codes
        assert assistant.next_button.text() == "I agree, send"
        assert moodle.books[17].shown == {}  # nothing has left before the yes
        assistant.next()
        wait(lambda: len(states()) == 10 and set(states().values()) == {State.CONFIRMED})
        assert len(moodle.books[17].shown) == 10 and moodle.repeated == 0

        moodle.books[17].shown[7] = moodle.books[17].grades[7] = 3.0
        page.now_button.click()
        wait(lambda: states().get("s7") is State.CHANGED_THERE)
        choose(page, "s7")
        page.view.decisions.button("keep").click()
        wait(lambda: states().get("s7") is State.CONFIRMED)
        page.now_button.click()
        wait(lambda: "Everything is on the platform" in page.line.text())
        assert moodle.books[17].shown[7] == 3.0
