"""The wall of the running class follows what the bridge tells, and shows no more than it may."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.lan import page_models as pm
from app.lan.wall import wall_of
from tests.helpers.page_samples import asking, bars, question, revealed
from widgets.language import apply_language
from widgets.parts.qr_code import qr_matrix
from widgets.projector.lobby import LobbyStage
from widgets.projector.strip import Time, describe_strip
from widgets.projector.view import WallView
from widgets.projector.wall import Line, Scene

SESSION = {"id": "s1", "title": "Cells", "code": "K7PM", "settings": {"show_names": True}}
ADDRESS = "http://192.168.1.20:8080/K7PM"


def wall(stage: pm.Stage) -> dict[str, Any]:
    return wall_of(stage, f"{stage.view}-1", None)


def student(number: int, joined: int, **changes: Any) -> dict[str, Any]:
    known = {"id": f"s{number}", "nickname": f"Name {number}", "connected": True, "answered": False}
    return {**known, "removed": False, "joined": joined, **changes}


@pytest.fixture
def bridge(desk):
    desk.bridge.open(dict(SESSION), [{"id": "q1", "time_limit": 30}])
    desk.bridge.take(addresses=[ADDRESS], joined=3, round=None, wall=wall(pm.Lobby()))
    take = desk.bridge.take

    def take_and_turn(**snapshot: Any) -> None:
        """The wall follows a turn of the loop later."""
        take(**snapshot)
        QApplication.processEvents()

    desk.bridge.take = take_and_turn
    return desk.bridge


@pytest.fixture
def view(qtbot, desk, bridge):
    made = WallView(desk)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    return made


def round_(q: pm.PublicQuestion, **changes: Any) -> dict[str, Any]:
    told = [asdict(bar) for bar in bars(q)]
    return {"id": "r1", "question": q.id, "answered": 31, "bars": told, "deadline": 1, **changes}


def test_without_a_class_the_wall_is_empty(qtbot, desk):
    made = WallView(desk)
    qtbot.addWidget(made)
    assert made.scene == Scene()


def test_the_waiting_room_tells_how_to_come_in(view, bridge):
    students = [student(1, 10), student(2, 30), student(3, 20), student(4, 40, removed=True)]
    bridge.take(students=students)
    scene = view.scene
    assert (scene.title, scene.code, scene.join, scene.joined) == ("Cells", "K7PM", ADDRESS, 3)
    assert scene.names == ("Name 2", "Name 3", "Name 1")


def test_names_are_only_shown_where_the_teacher_wants_them(view, bridge):
    bridge.view.session["settings"] = {"show_names": False}
    bridge.take(students=[student(1, 10)])
    assert view.scene.names == ()


def test_while_attendance_is_taken_code_and_digits_turn_without_another_stage(view, bridge):
    lobby, asked = wall(pm.Lobby()), wall(asking(question("single")))
    bridge.take(wall={**lobby, "join": f"{ADDRESS}?k=1.a", "digits": "47"})
    stage = view.stage
    assert isinstance(stage, LobbyStage)
    assert stage._matrix == qr_matrix(f"{ADDRESS}?k=1.a")
    view.grab()
    bridge.take(wall={**lobby, "join": f"{ADDRESS}?k=2.b", "digits": "05"})
    assert view.stage is stage and stage._matrix == qr_matrix(f"{ADDRESS}?k=2.b")
    assert view.scene.join == ADDRESS, "who types it needs no token"
    bridge.take(wall={**asked, "join": f"{ADDRESS}?k=3.c", "digits": "61"})
    assert "61" in describe_strip(view.scene, Time())
    bridge.take(wall=lobby)
    assert isinstance(view.stage, LobbyStage) and view.stage._matrix == qr_matrix(ADDRESS)


def test_a_new_address_is_shown_at_once(view, bridge):
    bridge.take(addresses=["http://10.0.0.7/K7PM", ADDRESS])
    assert view.scene.join == "http://10.0.0.7/K7PM"


def test_the_wifi_of_the_settings_has_a_code_of_its_own(qtbot, desk, view):
    desk.set_setting("wifi_name", "PREAU-5")
    qtbot.waitUntil(lambda: view.scene.wifi == "PREAU-5")
    assert view.scene.wifi_code.startswith("WIFI:T:WPA;S:PREAU-5;")


def test_the_distribution_is_seen_while_answers_come_in_only_where_it_is_wished(qtbot, desk, view, bridge):
    q = question("single")
    bridge.take(wall=wall(asking(q)), round=round_(q))
    assert view.scene.live == ()
    desk.set_setting("live_bars", True)
    qtbot.waitUntil(lambda: view.scene.live != ())
    assert view.scene.live[0] == Line("c0", 4)
    assert all(line.right is None for line in view.scene.live)


@pytest.mark.parametrize("kind", ["numeric", "short_text", "matching", "ordering", "open_text"])
def test_the_words_and_numbers_of_students_are_never_seen_before_the_reveal(desk, view, bridge, kind):
    desk.settings.set("live_bars", True)
    q = question(kind)
    bridge.take(wall=wall(asking(q)), round=round_(q))
    assert view.scene.live == ()


def test_the_distribution_of_another_round_is_not_shown(desk, view, bridge):
    desk.settings.set("live_bars", True)
    q = question("single")
    bridge.take(wall=wall(asking(q)), round=round_(q, question="q0"))
    assert view.scene.live == ()


def test_what_the_server_keeps_for_the_host_is_not_on_the_wall(view, bridge):
    q = question("single")
    bridge.take(wall=wall(asking(q)), round=round_(q))
    assert view.scene.wall.solution is None
    assert view.scene.wall.lines == ()
    bridge.take(wall=wall(revealed(q)))
    assert view.scene.wall.solution is not None
    assert view.scene.wall.solution.right == ("c2",)


def test_the_time_runs_while_a_question_is_open(qtbot, view, bridge):
    q = question("single")
    bridge.left = 12.0
    bridge.take(wall=wall(asking(q)), round=round_(q))
    assert view._time.left == 12.0
    assert view._time.whole == 30
    bridge.left = 11.5
    qtbot.waitUntil(lambda: view._time.left == 11.5)
    bridge.left = None
    bridge.take(wall=wall(pm.Locked(q=q, number=3, total=12)))
    assert view._time.left is None
    assert not view._clock.isActive()


def test_more_time_makes_the_bar_longer_and_a_new_round_begins_anew(view, bridge):
    q = question("single")
    bridge.left = 45.0
    bridge.take(wall=wall(asking(q)), round=round_(q))
    assert view._time.whole == 45
    bridge.left = 20.0
    bridge.take(wall=wall(asking(q)), round=round_(q, id="r2"))
    assert view._time.whole == 30


def test_without_a_limit_no_time_is_shown(view, bridge):
    q = question("single")
    bridge.take(wall=wall(asking(q)), round=round_(q))
    assert view._time.left is None


def test_a_picture_is_fetched_and_put_in(qtbot, view, bridge):
    from tests.helpers.walls import picture

    q = replace(question("single"), html='<p>Which?</p><p><img src="/media/a" alt=""></p>')
    bridge.take(wall=wall(asking(q)), round=round_(q))
    before = view.grab().toImage()
    bridge.pictures["/media/a"] = picture(900, 300)
    bridge.media_arrived.emit("/media/a")
    assert view.grab().toImage() != before


def test_another_language_is_spoken_after_it_was_chosen(qtbot, qapp: QApplication, desk, view, bridge):
    bridge.take(wall=wall(pm.Paused(q=None)))
    assert "A short pause" in view.accessibleName() or "A short pause" in view.stage.describe()
    desk.settings_changed.connect(lambda name: apply_language(qapp, "fr"))
    desk.set_setting("language", "fr")
    qtbot.waitUntil(lambda: "Une courte pause" in view.stage.describe())


def test_the_wall_takes_the_theme_of_the_setting(qtbot, desk, view):
    desk.set_setting("wall_theme", "dark")
    qtbot.waitUntil(lambda: view.grab().toImage().pixelColor(2, 700).lightness() < 60)


def test_the_small_picture_follows_too(qtbot, desk, bridge):
    small = WallView(desk, small=True)
    qtbot.addWidget(small)
    q = question("single")
    bridge.take(wall=wall(asking(q)), round=round_(q))
    qtbot.waitUntil(lambda: small.scene.wall.view == "question")
