import pytest

from app.live.results import Rank
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.questions import sample_question


def played(*choices: str, **changes) -> Classroom:
    """One question, answered by A, B, C, ... with these choices."""
    room = Classroom(capitals(3, **changes))
    room.join(*"ABCDEF"[: len(choices)])
    room.ask()
    for nickname, choice in zip("ABCDEF", choices, strict=False):
        if choice:
            room.answer(nickname, choice)
    return room


def test_nothing_counts_before_the_reveal_and_everything_locked_after_the_end():
    room = played("c2")
    assert (room.points(), room.results.counted_rounds()) == ({"A": 0}, [])
    room.lock()
    assert room.points() == {"A": 0}
    room.end()
    assert room.points() == {"A": 1}


def test_penalties_take_no_points_unless_chosen():
    for below_zero, points in ((False, 0), (True, -0.5)):
        room = played("c3", below_zero=below_zero)
        room.reveal()
        assert room.points() == {"A": points}


def test_of_several_rounds_the_last_counts_once_it_is_revealed():
    room = played("c2", "c1")
    room.reveal()
    room.ask_again()
    room.answer("A", "c1")
    room.answer("B", "c2")
    assert room.points() == {"A": 1, "B": 0}
    room.lock()
    assert room.points() == {"A": 1, "B": 0}
    room.reveal()
    assert room.points() == {"A": 0, "B": 1}
    assert [round_.id for round_ in room.results.counted_rounds()] == ["r2"]


def test_a_skipped_second_round_leaves_the_first_one_counting():
    room = played("c2")
    room.reveal()
    room.ask_again()
    room.answer("A", "c1")
    room.skip()
    assert room.points() == {"A": 1}


def test_rounds_that_count_stand_in_the_order_of_their_asking():
    room = played("c2")
    room.reveal()
    room.ask()
    room.reveal()
    room.ask("q1")
    room.reveal()
    assert [round_.id for round_ in room.results.counted_rounds()] == ["r2", "r3"]


def test_the_ranking_before_the_last_round_counts_what_counted_then():
    room = played("c2", "c1")
    room.reveal()
    room.ask()
    room.answer("B", "c2")
    room.reveal()
    assert room.results.totals(without_last=True) == {"s1": 1, "s2": 0}
    room.ask("q1")
    room.answer("B", "c2")
    room.reveal()
    assert room.points() == {"A": 0, "B": 2}
    assert room.results.totals(without_last=True) == {"s1": 1, "s2": 1}
    assert [rank.place for rank in room.results.ranking(without_last=True)] == [1, 1]


def test_equal_points_share_a_place_and_the_next_place_is_left_out():
    room = played("c1", "c2", "", "c2")
    room.reveal()
    assert room.places() == [(1, "B"), (1, "D"), (3, "A"), (3, "C")]
    assert room.results.ranking()[0] == Rank(1, "s2", "B", 1.0)


def test_sums_of_the_same_fractions_are_equal_in_any_order():
    room = Classroom(capitals(3))
    room.join("A", "B")
    for credits in ((0.1, 0.3), (0.2, 0.2), (0.3, 0.1)):
        room.ask()
        for nickname, credit in zip("AB", credits, strict=True):
            room.answer(nickname, "c1")
            room.accept(nickname, credit)
        room.reveal()
    assert 0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1
    assert room.places() == [(1, "A"), (1, "B")]


@pytest.mark.parametrize("kind", ["poll", "open_text", "slide"])
def test_kinds_without_a_key_bring_no_points(kind):
    room = Classroom([sample_question(kind)])
    room.join("A")
    room.ask()
    if kind == "poll":
        room.answer("A", "c1")
    elif kind == "open_text":
        room.write("A", "Fractions")
    if kind != "slide":
        room.reveal()
    assert (room.points(), room.results.most_points()) == ({"A": 0}, 0)
    assert {r.judgement for r in room.results.round_results(room.round).values()} <= {"unscored"}


# No credit for one answer gives nobody anything to reach: else it would lower the marks of the whole class.
@pytest.mark.parametrize(("credit", "won", "most"), [(0.5, 2, 4), (0.0, 0, 0)])
def test_an_open_answer_that_is_accepted_gives_something_to_reach(credit, won, most):
    room = Classroom([sample_question("open_text", points=4)])
    room.join("A", "B")
    room.ask()
    room.write("A", "Because of the tides")
    room.reveal()
    room.accept("A", credit)
    assert (room.points(), room.results.most_points()) == ({"A": won, "B": 0}, most)
    if credit:
        assert room.results.round_results(room.round)["s1"].judgement == "partly"


@pytest.mark.parametrize(("after", "points"), [(0, 1.5), (10, 1.25), (20, 1.0), (20.9, 1.0)])
def test_a_speed_bonus_is_the_share_of_the_time_that_was_left(after, points):
    room = Classroom(capitals(1), speed_bonus=0.5)
    room.join("A")
    room.ask(seconds=20)
    room.clock.advance(after)
    room.answer("A", "c2")
    room.reveal()
    assert room.points()["A"] == pytest.approx(points)


def test_more_time_lowers_the_bonus_of_nobody_below_a_later_answer_s():
    room = Classroom(capitals(1), speed_bonus=1.0)
    room.join("A", "B")
    room.ask(seconds=20)
    room.wait(10)
    room.answer("A", "c2")
    room.extend(20)
    room.wait(10)
    room.answer("B", "c2")
    room.reveal()
    assert room.points() == {"A": pytest.approx(1.75), "B": pytest.approx(1.5)}


def test_a_changed_answer_has_the_bonus_of_its_last_change():
    room = Classroom(capitals(1), speed_bonus=1.0)
    room.join("A")
    room.ask(seconds=20)
    room.answer("A", "c2")
    room.wait(10)
    room.answer("A", "c2")
    room.reveal()
    assert room.points()["A"] == pytest.approx(1.5)


def test_no_bonus_without_a_limit_or_for_an_answer_accepted_after_all():
    room = Classroom(capitals(2), speed_bonus=1.0)
    room.join("A")
    room.ask()
    room.answer("A", "c2")
    room.reveal()
    assert room.points()["A"] == 1
    room.ask(seconds=20)
    room.answer("A", "c1")
    room.reveal()
    room.accept("A")
    assert room.points()["A"] == 2


def test_results_follow_whoever_comes_and_goes_without_being_made_anew():
    room = played("c2", "c2")
    room.reveal()
    results = room.results
    room.remove("A")
    assert results.totals() == {"s2": 1}
    room.join("C")
    assert results.totals() == {"s2": 1, "s3": 0}
    room.readmit("A")
    assert [rank.nickname for rank in results.ranking()] == ["A", "B", "C"]


def test_totals_that_were_handed_out_can_be_changed_without_harm():
    room = played("c2")
    room.reveal()
    room.results.totals()["s1"] = 99
    room.results.totals(without_last=True)["s1"] = 99
    assert room.results.totals() == {"s1": 1}
