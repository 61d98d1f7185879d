import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from app.quiz.model import EMPTY, Pair, RichText
from tests.helpers.questions import sample_question

KIND = KINDS["matching"]


def paired(*sides):
    """Pairs of (left, right), ids l0, r0, l1, ...; a left side None is a distractor."""
    return sample_question(
        "matching",
        pairs=tuple(
            Pair(
                f"l{n}" if left is not None else "",
                None if left is None else RichText(left),
                f"r{n}",
                RichText(right),
            )
            for n, (left, right) in enumerate(sides)
        ),
    )


FLAGS = paired(("sky", "blue"), ("grass", "green"), ("sea", "blue"), (None, "blue"), (None, "red"))


def test_some_sides_may_stay_open_but_not_all():
    question = sample_question("matching")
    answer = KIND.parse(question, {"pair-l1": [""], "pair-l3": ["r3"]})
    assert answer == {"pairs": {"l3": "r3"}}
    assert KIND.score(question, answer) == pytest.approx(1 / 3)
    with pytest.raises(Refused, match="answer_empty"):
        KIND.parse(question, {"pair-l1": [""], "pair-l2": []})


@pytest.mark.parametrize(
    "fields",
    [
        {"pair-l1": ["zz"]},
        {"pair-zz": ["r1"]},
        {"pair-l1": ["r1", "r2"]},
        {"pair-": ["r1"]},
        {"pair-l1": ["l1"]},
    ],
)
def test_what_is_not_offered_is_refused(fields):
    with pytest.raises(Refused, match="answer_impossible"):
        KIND.parse(sample_question("matching"), {"pair-l2": ["r2"], **fields})


def test_equal_right_sides_are_offered_once_and_interchangeable():
    public = KIND.public(FLAGS, lambda text: text.source, list)
    assert [(choice.id, choice.html) for choice in public.rights] == [
        ("r0", "blue"),
        ("r1", "green"),
        ("r4", "red"),
    ]
    for right in ("r0", "r2", "r3"):
        answer = KIND.parse(FLAGS, {"pair-l2": [right]})
        assert answer == {"pairs": {"l2": "r0"}}
        assert KIND.right_lefts(FLAGS, answer) == ["l2"]
        assert KIND.right_lefts(FLAGS, {"pairs": {"l2": right}}) == ["l2"]


def test_right_sides_that_differ_only_in_case_or_marks_are_two():
    genes = paired(("dominant", "AA"), ("recessive", "aa"))
    assert len(KIND.public(genes, str, list).rights) == 2
    assert KIND.score(genes, {"pairs": {"l0": "r1", "l1": "r0"}}) == 0


def test_the_solution_names_what_is_offered():
    assert KIND.solution(FLAGS, str).pairs == {"l0": "r0", "l1": "r1", "l2": "r0"}


def test_the_distribution_counts_right_pairs_for_each_left_side():
    given = [{"pairs": {"l0": "r0", "l1": "r0"}}, {"pairs": {"l0": "r0", "l2": "r1"}}]
    assert [(bar.key, bar.count) for bar in KIND.summarise(FLAGS, given)] == [("l0", 2), ("l1", 0), ("l2", 0)]


def test_a_correction_leaves_every_right_side_on_offer():
    question = KIND.correct(sample_question("matching"), {"pairs": {"l1": "r1", "l2": "r1"}})
    assert KIND.score(question, {"pairs": {"l1": "r1", "l2": "r1", "l3": "r3"}}) == 1
    rights = {choice.id for choice in KIND.public(question, str, list).rights}
    assert rights == {"r1", "r2", "r3", "r4"}
    back = KIND.correct(question, {"pairs": {"l1": "r4", "l2": "r2"}})
    assert KIND.solution(back, str).pairs == KIND.solution(sample_question("matching"), str).pairs


def test_description():
    answer = {"pairs": {"l1": "r4", "l3": "r1"}}
    assert KIND.describe(sample_question("matching"), answer) == "Morocco → Rabat; Spain → Lyon"


def test_problems():
    def codes(*sides):
        return [(problem.code, problem.params.get("number")) for problem in KIND.check(paired(*sides))]

    assert codes(("a", "1")) == [("too_few_pairs", None)]
    assert codes(("a", "1"), (None, "2")) == [("too_few_pairs", None)]
    assert codes(("a", "1"), ("b", "1")) == [("too_few_pairs", None)]
    assert codes(("a", "1"), ("a", "2")) == [("duplicate_choice", 2)]
    assert codes(("a", "1"), ("b", "2"), (" ", "3")) == [("empty_choice", 3)]
    assert codes(("a", "1"), ("b", "2"), (None, EMPTY.source)) == [("empty_choice", 3)]
