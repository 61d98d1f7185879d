from itertools import permutations

import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from app.quiz.model import Choice, RichText
from tests.helpers.questions import sample_question

KIND = KINDS["ordering"]
RIGHT = ["o3", "o1", "o4", "o2"]


def credit(*order):
    return KIND.score(sample_question("ordering"), {"order": list(order)})


def places(**fields):
    return {f"place-{item}": [value] for item, value in fields.items()}


def test_places_make_an_order():
    fields = places(o1="2", o2="4", o3="1", o4="3")
    assert KIND.parse(sample_question("ordering"), fields) == {"order": RIGHT}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (places(o1="1", o2="2", o3="3", o4="3"), "answer_order_incomplete"),
        (places(o1="1", o2="2", o3="3", o4=""), "answer_order_incomplete"),
        (places(o1="1"), "answer_order_incomplete"),
        (places(o1="0", o2="2", o3="3", o4="1"), "answer_impossible"),
        (places(o1="5", o2="2", o3="3", o4="1"), "answer_impossible"),
        (places(o1="01", o2="2", o3="3", o4="4"), "answer_impossible"),
        (places(o1="1", o2="2", o3="3", o4="4", zz="5"), "answer_impossible"),
        (places(o1=""), "answer_empty"),
    ],
)
def test_refusals(fields, code):
    with pytest.raises(Refused) as caught:
        KIND.parse(sample_question("ordering"), fields)
    assert caught.value.code == code


def test_credit_falls_with_the_pairs_that_are_the_wrong_way_round():
    assert credit("o3", "o1", "o4", "o2") == 1
    assert credit("o3", "o1", "o2", "o4") == pytest.approx(2 / 3)
    assert credit("o1", "o3", "o2", "o4") == pytest.approx(1 / 3)
    assert credit("o1", "o4", "o2", "o3") == 0
    assert credit("o2", "o4", "o1", "o3") == 0


def test_sending_the_items_as_they_stood_earns_little_on_average():
    """The figure in docs/decisions/scoring-choices.md."""
    credits = [credit(*order) for order in permutations(RIGHT)]
    assert sum(credits) / len(credits) == pytest.approx(0.194, abs=0.001)
    assert credits.count(1) == 1


def test_an_order_that_is_not_of_this_question_earns_nothing():
    assert credit("o3", "o1") == 0
    assert credit("x", "y", "z", "o1") == 0


def test_the_distribution_counts_places_and_whole_orders():
    given = [{"order": RIGHT}, {"order": ["o3", "o4", "o1", "o2"]}]
    bars = [(bar.key, bar.count) for bar in KIND.summarise(sample_question("ordering"), given)]
    assert bars == [("o3", 2), ("o1", 1), ("o4", 1), ("o2", 2), ("all", 1)]


def test_a_shuffle_that_does_nothing_does_not_show_the_right_order():
    public = KIND.public(sample_question("ordering"), str, list)
    assert [choice.id for choice in public.choices] == ["o1", "o2", "o3", "o4"]
    assert KIND.solution(sample_question("ordering"), str).right == tuple(RIGHT)


def test_description():
    assert KIND.describe(sample_question("ordering"), {"order": RIGHT}) == "ant → cat → cow → whale"


def test_problems():
    def codes(*texts):
        choices = tuple(Choice(str(n), RichText(text)) for n, text in enumerate(texts))
        return [problem.code for problem in KIND.check(sample_question("ordering", choices=choices))]

    assert codes("a") == ["too_few_items"]
    assert codes("a", "a") == ["duplicate_choice"]
    assert codes("a", "") == ["empty_choice"]
