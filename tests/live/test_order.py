from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.live.order import keyed_digest, shuffle_items
from app.live.views import own_order
from tests.helpers.classroom import Classroom, capitals

texts = st.text(st.characters(codec=None), max_size=8)


@given(texts, st.lists(texts, unique=True, max_size=8))
def test_every_item_is_there_once_and_the_order_stays(purpose, items):
    shuffled = shuffle_items("seed", purpose, items)
    assert sorted(shuffled) == sorted(items)
    assert shuffle_items("seed", purpose, list(reversed(items))) == shuffled


def test_orders_differ_by_seed_and_purpose_and_favour_none():
    counts = Counter(tuple(shuffle_items("seed", str(n), "abc")) for n in range(1200))
    assert counts.keys() == set(permutations("abc"))
    assert all(150 < count < 250 for count in counts.values())
    assert any(shuffle_items("one", str(n), "abc") != shuffle_items("two", str(n), "abc") for n in range(9))


@given(st.lists(texts, max_size=3), st.lists(texts, max_size=3))
def test_different_parts_have_different_digests(one, other):
    assert (keyed_digest("seed", *one) == keyed_digest("seed", *other)) == (one == other)


def test_parts_cannot_run_into_each_other():
    assert keyed_digest("seed", "a\x1fb") != keyed_digest("seed", "a", "b")
    assert keyed_digest("seed", "1:a") != keyed_digest("seed", "a")


def test_each_student_has_an_order_of_choices_that_survives_a_restart():
    room = Classroom(capitals(1, shuffle=True))
    question = room.state.questions["q1"]
    orders = {n: own_order(room.state, question, f"s{n}") for n in range(40)}
    assert {tuple(order) for order in orders.values()} == set(permutations(["c1", "c2", "c3"]))
    room.restart(down=60)
    assert {n: own_order(room.state, room.state.questions["q1"], f"s{n}") for n in range(40)} == orders


def test_questions_can_come_in_an_order_of_the_session_s_own():
    room = Classroom(capitals(8), shuffle_questions=True)
    plain = Classroom(capitals(8))
    assert plain.state.order == tuple(f"q{n}" for n in range(1, 9))
    assert sorted(room.state.order) == sorted(plain.state.order)
    assert room.state.order != plain.state.order
    assert room.ask()[0].question == room.state.order[0]
    assert room.replayed().order == room.state.order
