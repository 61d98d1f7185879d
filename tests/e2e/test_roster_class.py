"""A class of the library, from one week to the next: started with its roster, signed in to, learned from."""

import urllib.request
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from app.clock import Clock
from app.commands.desktop_services import DesktopServices
from app.quiz.model import Quiz
from tests.e2e.desktop import free_port
from tests.helpers.desk import make_desk
from tests.helpers.desktops import supervised
from tests.helpers.people import AMINA, SAID, YANIS
from tests.helpers.questions import sample_question
from widgets.bridge import ClassBridge
from widgets.conductor import Conductor

PATIENCE = 30_000  # ms for a class server to be there


class Browser:
    """A phone without script: pages and forms, and cookies that it keeps from week to week."""

    def __init__(self):
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def get(self, address):
        return self._ask(urllib.request.Request(address, headers={"Accept-Language": "en"}))

    def sign_in(self, address, **fields):
        return self._ask(urllib.request.Request(f"{address}/sign-in", data=urlencode(fields).encode()))

    def _ask(self, request):
        try:
            with self._open(request, timeout=20) as reply:
                return reply.read().decode()
        except HTTPError as refused:
            return refused.read().decode()


@pytest.fixture
def desk(tmp_path, qapp):
    """The real desktop without its window, and without what carries results out."""
    made = make_desk(tmp_path, Clock())
    made.settings.set("announce", False)
    made.settings.set("port", free_port())
    made.services = DesktopServices(tmp_path, lambda: "en", made.library, made.settings)
    made.bridge = ClassBridge(tmp_path)
    with supervised(tmp_path) as supervisor:
        Conductor(made, supervisor)
        yield made
        assert made.bridge.shut_down()
        assert made.worker.shut_down()
    made.library.close()


def test_what_was_proved_in_one_class_is_known_in_the_next(desk, qtbot, tmp_path):
    class_id = desk.library.add_class("3A")
    desk.library.save_roster(class_id, (AMINA, YANIS, SAID))
    desk.set_setting("last_class", class_id)

    def begin(start):
        """Start a class; gives its address, and that which the wall shows for scanning."""
        with qtbot.waitSignal(desk.conductor.started, timeout=PATIENCE):
            start()
        qtbot.waitUntil(lambda: desk.bridge.view.wall.get("join", "") != "", timeout=PATIENCE)
        address = f"http://127.0.0.1:{desk.settings.get('port')}/{desk.bridge.view.session['code']}"
        return address, f"{address}?{desk.bridge.view.wall['join'].partition('?')[2]}"

    def student(id):
        return desk.bridge.view.students.get(id, {})

    phone, other = Browser(), Browser()
    address, scan = begin(lambda: desk.conductor.take_attendance(desk.conductor.wishes()))
    assert not list(tmp_path.glob("starting-*")), "no roster lies about while the class runs"
    assert 'name="who"' in phone.get(scan)
    assert "Amina EL FASSI" in phone.sign_in(address, who="0012", pin="2468", again="2468")
    qtbot.waitUntil(lambda: student("s1").get("proved") == "scan")
    assert student("s1")["status"] == "present"
    with qtbot.waitSignal(desk.bridge.ended, timeout=PATIENCE):
        desk.bridge.do("end")
    qtbot.waitUntil(lambda: desk.library.has_pin("s1"), timeout=PATIENCE)

    quiz = desk.library.add_quiz(Quiz("", "Cells", (sample_question("single"),)))
    address, scan = begin(lambda: desk.conductor.start_class(quiz, desk.conductor.wishes()))
    assert "Choose a PIN" not in other.sign_in(address, who="0012")
    assert "This PIN is wrong" in other.sign_in(address, who="0012", pin="1111")
    assert "Amina EL FASSI" in phone.get(scan), "next week one scan is enough"
    qtbot.waitUntil(lambda: student("s1").get("proved") == "scan")
    assert [row.class_id for row in desk.archive.list_sessions()] == [class_id, class_id]
