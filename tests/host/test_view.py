"""What a host knows of the class: merging, copies for other threads, and the time that is left."""

import pytest

from app.host.view import ClassView
from tests.helpers.fake_class import snapshot


def student(name, **fields):
    return {"id": name, "nickname": name, "answered": False, **fields}


def test_a_copy_stays_as_it_is():
    view = ClassView()
    view.take(
        snapshot(round={"id": "r1"}, students=[student("a", answered=True), student("b")], wall={"v": 1})
    )
    copy = view.copy()
    view.take(snapshot(round={"id": "r2"}, students=[student("c")], wall={"v": 2}))
    assert [one["answered"] for one in copy.students.values()] == [True, False]
    assert copy.snapshot["round"] == {"id": "r1"} and copy.wall == {"v": 1}
    assert [one["answered"] for one in view.students.values()] == [False, False, False]


def test_the_wall_and_the_questions_stay_until_others_come():
    view = ClassView()
    view.take(snapshot(wall={"view": "lobby"}, questions=[{"id": "q1"}]))
    view.take(snapshot())
    assert (view.wall, view.questions) == ({"view": "lobby"}, [{"id": "q1"}])
    assert "wall" not in view.snapshot


def test_the_servers_time_is_that_of_the_message_that_was_least_late():
    view = ClassView()
    assert view.now(5.0) is None
    view.take(snapshot(now=1_000_000), received=100.5)
    view.take(snapshot(now=1_002_000), received=102.1)
    view.take(snapshot(now=1_004_000), received=104.9)
    assert view.now(105.0) == pytest.approx(1004.9)


@pytest.mark.parametrize(
    ("phase", "round_", "left"),
    [
        ("lobby", None, None),
        ("asking", {"id": "r1", "deadline": None, "left": None}, None),
        ("asking", {"id": "r1", "deadline": 1_010_000, "left": None}, 8.0),
        ("asking", {"id": "r1", "deadline": 1_001_000, "left": None}, 0.0),
        ("paused", {"id": "r1", "deadline": None, "left": 7_000}, 7.0),
        ("paused", {"id": "r1", "deadline": None, "left": None}, None),
        ("locked", {"id": "r1", "deadline": None, "left": None}, None),
    ],
)
def test_the_time_that_is_left(phase, round_, left):
    view = ClassView()
    assert view.seconds_left(0.0) is None
    view.take(snapshot(phase=phase, round=round_), received=50.0)
    assert view.seconds_left(52.0) == (None if left is None else pytest.approx(left))
