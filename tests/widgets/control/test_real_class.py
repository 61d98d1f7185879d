"""The control room over a real class server: what it sends is understood, what it shows is so."""

from PySide6.QtCore import Qt

from tests.helpers.desk import make_desk
from tests.helpers.desktops import ALONE, supervised
from tests.helpers.played import settle
from tests.helpers.processes import write_quiz
from widgets.bridge import ClassBridge
from widgets.control.page import ControlPage


def test_a_class_is_led_by_keys_with_a_question_made_up(qtbot, tmp_path):
    folder = tmp_path / "data"
    desk = make_desk(tmp_path / "desk")
    desk.bridge = ClassBridge(folder)
    with supervised(folder) as supervisor:
        started = supervisor.start(write_quiz(tmp_path), ALONE)
        page = ControlPage(desk)
        qtbot.addWidget(page)
        with qtbot.waitSignal(desk.bridge.changed, timeout=10_000):
            desk.bridge.attach(started.running.host, started.secret)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.setFocus()

        def press(key, phase):
            settle(page)
            qtbot.keyClick(page, key)
            qtbot.waitUntil(lambda: page.driver.view.phase == phase and page.driver.is_free)

        press(Qt.Key.Key_Space, "asking")
        assert "They can answer" in page.now.note.text()
        press(Qt.Key.Key_P, "paused")
        press(Qt.Key.Key_B, "asking")
        press(Qt.Key.Key_Space, "locked")
        press(Qt.Key.Key_PageDown, "revealed")

        page._open_cannot_join()
        page.cannot_join.drive.click()
        qtbot.waitUntil(lambda: "/host#" in page.cannot_join.qr.text)

        page.bar.buttons["made_up"].click()
        page.made_up.buttons["choices 4"].click()
        qtbot.waitUntil(lambda: page.driver.view.phase == "asking")
        qtbot.waitUntil(lambda: len(page.answers.distribution.right_buttons) == 4)
        page.answers.distribution.right_buttons[1].click()
        qtbot.waitUntil(lambda: page.answers.distribution.bars.rows[1].right == 1.0)

        settle(page)
        page.driver.press("end")
        page.bar.yes.click()
        qtbot.waitUntil(lambda: page.driver.view.phase == "ended")
        assert page.summary.numbers["questions"].text() == "2"
        assert desk.bridge.shut_down()
    assert desk.worker.shut_down()
