"""The roll and the kiosk over a real class server in this process, through the window's own connection."""

import asyncio
import contextlib
import threading

from PySide6.QtCore import Qt

from tests.helpers.desk import make_desk
from tests.lan.test_sign_in import rostered
from tests.widgets.control.test_roll import summary
from widgets.bridge import ClassBridge
from widgets.control.page import ControlPage


@contextlib.contextmanager
def served_beside(make):
    """A class server in a thread of its own. make: gives the `ServedClass`."""
    ready, told = threading.Event(), {}

    async def live():
        told["loop"], told["over"] = asyncio.get_running_loop(), asyncio.Event()
        async with make() as served:
            told["served"] = served
            ready.set()
            await told["over"].wait()

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    assert ready.wait(10)
    try:
        yield told["served"]
    finally:
        told["loop"].call_soon_threadsafe(told["over"].set)
        thread.join(10)
        assert not thread.is_alive()


def test_a_student_signs_in_at_the_laptop_and_is_marked_by_the_teacher(qtbot, tmp_path):
    desk = make_desk(tmp_path / "desk")
    desk.bridge = ClassBridge()
    with served_beside(lambda: rostered(tmp_path / "class", attendance=True)) as served:
        page = ControlPage(desk)
        qtbot.addWidget(page)
        page.resize(1150, 720)
        with qtbot.waitSignal(desk.bridge.changed, timeout=10_000):
            desk.bridge.attach(served.host_address, served.secret)
        page.show()
        page.open()
        roll = page.answers.roll
        assert summary(roll) == "4 absent"

        roll.kiosk.click()
        for typed, said in (("99", "Nobody on the list"), ("13", "Yanis ÉTIENNE")):
            qtbot.keyClicks(page.kiosk.field, typed)
            qtbot.keyClick(page.kiosk.field, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda said=said: said in page.kiosk.text)
        page.kiosk.leave()
        qtbot.waitUntil(lambda: summary(roll) == "1 present, 3 absent")
        assert roll.model.find("s2").proved == "kiosk" and roll.model.find("s2").extra_time == 1.33

        roll.table.choose("s3", "s4")
        roll.ask_reason("excused")
        qtbot.keyClicks(roll.line.field, "stage")
        roll.line.finish()
        qtbot.waitUntil(lambda: summary(roll) == "1 present, 1 absent, 2 excused")
        assert roll.model.find("s4").marked.why == "stage"
        roll.take_back()
        qtbot.waitUntil(lambda: summary(roll) == "1 present, 3 absent")
        assert desk.bridge.shut_down() and desk.worker.shut_down()
    desk.library.close()
