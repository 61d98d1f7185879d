"""A whole class by keyboard in the real window, with thirty phones; the export against what they sent."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from app.exchange.formats import read_file
from app.live.state import replay
from app.reports.formats import FORMATS
from app.reports.options import Options
from app.storage.journal import JournalReader
from tests.e2e.desktop import Hands, build_desktop, press
from tests.helpers.phones import Phones
from tests.helpers.processes import write_quiz
from widgets.starting.dialog import StartDialog

STUDENTS = 30


@pytest.fixture
def desktop(tmp_path, qapp, qtbot):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    made = build_desktop(qapp, folder)
    quiz = read_file(write_quiz(tmp_path)).quiz
    made.desk.library.add_quiz(quiz)
    yield made
    if made.desk.bridge.is_attached:  # after its end a class stays for ten minutes
        made.conductor.stop_server()
        qtbot.waitUntil(lambda: made.conductor._supervisor.find() is None, timeout=20_000)
    made.close()
    made.window.deleteLater()
    made.desk.library.close()


@pytest.mark.timeout(150)
def test_a_whole_class_by_keyboard(desktop, qtbot, qapp):
    hands = Hands(desktop, qtbot)
    desktop.start()
    window = desktop.window
    qtbot.waitActive(window)

    # Home has the focus on the large button; the dialog's default is to start.
    started = []

    def confirm():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, StartDialog):
            started.append(dialog)
            press(dialog, Qt.Key.Key_Return)

    watch = QTimer()
    watch.timeout.connect(confirm)
    watch.start(50)
    qtbot.waitUntil(lambda: isinstance(qapp.focusWidget(), QPushButton))
    press(window, Qt.Key.Key_Space)
    watch.stop()
    assert started, "the dialog asks how to start"
    hands.wait(lambda: hands.phase() == "lobby")
    assert window.page_name == "control"

    address = hands.view.snapshot["addresses"][-1] if hands.view.snapshot["addresses"] else ""
    join = f"http://127.0.0.1:{desktop.desk.bridge.address.split(':')[2].split('/')[0]}"
    code = hands.view.session["code"]
    assert not address or address.endswith(code)
    with Phones(f"{join}/{code}", STUDENTS, seed=7) as phones:
        hands.wait(lambda: hands.view.snapshot["joined"] == STUDENTS)
        questions = len(hands.view.questions)
        for number in range(questions):
            hands.next_step("asking")
            round_ = hands.view.snapshot["round"]["id"]
            hands.wait(lambda round_=round_: phones.answered(round_) == STUDENTS)
            hands.wait(lambda: hands.view.snapshot["round"]["answered"] == STUDENTS)
            hands.next_step("locked")
            hands.next_step("revealed")
            hands.wait(lambda: phones.all_see("reveal"))
            assert len(hands.view.snapshot["done"]) == number + 1
        hands.next_step("ranking")
        page = hands.control()
        hands.wait(lambda: page.driver.is_free)
        press(page, Qt.Key.Key_E)
        hands.wait(lambda: page.driver.is_ending)
        qtbot.waitUntil(lambda: page.driver._asked_since.elapsed() > 600)
        press(page, Qt.Key.Key_E)
        hands.wait(lambda: hands.phase() == "ended")
        hands.wait(lambda: phones.all_see("ended"))
        logs = phones.logs
        assert phones.settled()

    check_exports(desktop.desk.folder, hands.view.session["id"], logs)


def check_exports(folder: Path, session: str, logs) -> None:
    """Every format has exactly what the phones have receipts for."""
    reader = JournalReader.open(folder)
    state = replay(reader.load_events(session))
    reader.close()
    data = json.loads(FORMATS["json"].write(state, Options(language="en")))
    names = {student["id"]: student["nickname"] for student in data["students"]}
    exported = {(names[a["student"]], r["id"]) for r in data["rounds"] for a in r["answers"]}
    receipted = {
        (name, sent.round) for name, log in logs.items() for sent in log.sent if sent.receipt is not None
    }
    assert exported == receipted and len(receipted) == STUDENTS * len(data["questions"])
    assert data["session"]["ended"] is not None
    csv = FORMATS["csv"].write(state, Options(language="fr"))
    assert all(name.encode() in csv for name in logs)
