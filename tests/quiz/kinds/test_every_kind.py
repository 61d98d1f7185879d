"""What holds for every kind of question, whatever the question and whatever is sent."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused, Trouble
from app.quiz.kinds import KINDS, find_kind
from app.quiz.model import RichText
from app.quiz.plain import plain
from app.sentences import PROBLEMS, SENTENCES
from tests.helpers.questions import (
    ANSWERABLE,
    KIND_NAMES,
    SCORED,
    answers,
    forms,
    questions,
    sample_question,
    with_other_key,
)

REFUSALS = {
    "answer_empty",
    "answer_impossible",
    "answer_too_long",
    "answer_not_a_number",
    "answer_order_incomplete",
}
hostile = st.text(st.characters(codec=None)) | st.sampled_from(
    [
        "1e999999999",
        "-1e-999999999",
        "NaN",
        "sNaN1",
        "Infinity",
        "\ud800",
        "\x00",
        "9" * 5000,
        "²",
        "१",
        "1" * 60,
    ]
)


def fold_html(text: RichText) -> str:
    return f"<p>{plain(text)}</p>"


def seeded_shuffle(items):
    """As a session does it: one seed, so the result depends on the order it is given."""
    mixed = list(items)
    random.Random(7).shuffle(mixed)
    return mixed


def test_names_are_those_of_the_registry():
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KIND_NAMES}


def test_a_kind_of_a_newer_program_is_trouble():
    with pytest.raises(Trouble) as caught:
        find_kind("hologram")
    assert caught.value.code == "kind_unknown"
    assert "kind_unknown" in SENTENCES


@pytest.mark.parametrize("name", KIND_NAMES)
@given(data=st.data())
def test_a_whole_question_has_no_problem(name, data):
    assert KINDS[name].check(data.draw(questions(name))) == []
    assert KINDS[name].check(sample_question(name)) == []


@pytest.mark.parametrize("name", KIND_NAMES)
def test_a_question_without_text_has_a_problem_but_a_picture_is_enough(name):
    empty = sample_question(name, text=RichText("<p> &nbsp;</p>", "html"))
    picture = sample_question(name, text=RichText('<img src="media:map.png">', "html"))
    assert [problem.code for problem in KINDS[name].check(empty)] == ["no_text"]
    assert KINDS[name].check(picture) == []


@pytest.mark.parametrize("name", KIND_NAMES)
@given(data=st.data())
def test_parse_refuses_or_gives_an_answer_that_can_be_used(name, data):
    """Hostile values under the kind's own field names, mixed into a form that would be accepted."""
    kind = KINDS[name]
    question = data.draw(questions(name))
    fields = dict(data.draw(forms(question))) if kind.answerable else {}
    names = [*fields, "choice", "number", "text", "pair-", "place-", "pair-zz", "place-zz", "gap-zz", "other"]
    own_ids = [choice.id for choice in question.choices] + [pair.right_id for pair in question.pairs]
    values = st.lists(hostile | st.sampled_from(["", "1", "2", *own_ids]), max_size=3)
    fields |= data.draw(st.dictionaries(st.sampled_from(names) | hostile, values, max_size=4))
    try:
        answer = kind.parse(question, fields)
    except Refused as refused:
        assert refused.code in REFUSALS
        assert refused.code in SENTENCES
        return
    assert -1 <= kind.score(question, answer) <= 1
    assert kind.parse(question, regroup(kind.refill(question, answer))) == answer
    kind.describe(question, answer).encode()
    kind.feedback(question, answer)
    kind.summarise(question, [answer])


def regroup(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


@pytest.mark.parametrize("name", ANSWERABLE)
@given(data=st.data())
def test_refill_is_the_inverse_of_parse(name, data):
    kind = KINDS[name]
    question = data.draw(questions(name))
    answer = data.draw(answers(question))
    assert kind.parse(question, regroup(kind.refill(question, answer))) == answer


@pytest.mark.parametrize("name", ANSWERABLE)
@given(data=st.data())
def test_unknown_fields_are_ignored(name, data):
    question = data.draw(questions(name))
    fields = data.draw(forms(question))
    more = {**fields, "token": ["x"], "submit": ["Send"]}
    assert KINDS[name].parse(question, more) == KINDS[name].parse(question, fields)


@pytest.mark.parametrize("name", ANSWERABLE)
def test_an_empty_form_is_refused(name):
    for fields in ({}, {"choice": [""], "number": [" "], "text": ["\u200b\x00 "], "pair-l1": [""]}):
        with pytest.raises(Refused) as caught:
            KINDS[name].parse(sample_question(name), fields)
        assert caught.value.code == "answer_empty"


@pytest.mark.parametrize("name", SCORED)
@given(data=st.data())
def test_the_solution_sent_as_an_answer_is_the_best_answer(name, data):
    """With the examples: what the reveal shows is worth the whole credit."""
    kind = KINDS[name]
    question = sample_question(name)
    solution = kind.solution(question, fold_html)
    right = list(solution.right)
    answer = {
        "choices": right,
        "order": right,
        "pairs": solution.pairs,
        "number": "3.14",
        "text": solution.accepted[0] if solution.accepted else "",
    }
    if name == "gaps":
        typed = json.dumps({"g1": solution.pairs["g1"]})
        answer = {"gaps": {"g2": solution.pairs["g2"], "g3": "20", "g4": ["c1", "c2"]}, "text": typed}
    assert kind.score(question, answer) == 1
    assert kind.score(question, data.draw(answers(question))) <= 1
    assert solution.html == "<p>In general</p>"


@pytest.mark.parametrize("name", sorted(set(KIND_NAMES) - set(SCORED)))
@given(data=st.data())
def test_kinds_without_a_right_answer_never_tell_one(name, data):
    kind = KINDS[name]
    question = data.draw(questions(name))
    solution = kind.solution(question, fold_html)
    assert (solution.right, solution.pairs, solution.accepted) == ((), {}, ())
    given_answers = data.draw(st.lists(answers(question), max_size=5)) if kind.answerable else []
    assert [kind.score(question, answer) for answer in given_answers] == [0.0] * len(given_answers)
    assert all(bar.right is None for bar in kind.summarise(question, given_answers))
    for key in ({"right": ["c1"]}, {"weights": {"c1": 1}}, {}):
        with pytest.raises(Refused, match="key_impossible"):
            kind.correct(question, key)


@pytest.mark.parametrize("name", ANSWERABLE)
@given(data=st.data())
def test_the_distribution_counts_every_answer_once(name, data):
    kind = KINDS[name]
    question = data.draw(questions(name))
    given_answers = data.draw(st.lists(answers(question), max_size=8))
    counted = sum(bar.count for bar in kind.summarise(question, given_answers))
    if name == "multiple":
        assert counted == sum(len(answer["choices"]) for answer in given_answers)
    elif name == "matching":
        lefts = sum(pair.left is not None for pair in question.pairs)
        assert counted == round(sum(kind.score(question, answer) * lefts for answer in given_answers))
    elif name == "gaps":
        full = sum(
            credit == 1 for answer in given_answers for credit in kind.credits(question, answer).values()
        )
        assert counted == full
    elif name == "ordering":
        *items, whole = kind.summarise(question, given_answers)
        assert whole.key == "all"
        assert whole.count == sum(kind.score(question, answer) == 1 for answer in given_answers)
        assert all(whole.count <= item.count <= len(given_answers) for item in items)
    else:
        assert counted == len(given_answers)


@pytest.mark.parametrize("name", KIND_NAMES)
@given(data=st.data())
def test_public_does_not_depend_on_the_key(name, data):
    kind = KINDS[name]
    question = data.draw(questions(name))
    other = with_other_key(question, data)
    assert kind.public(question, fold_html, seeded_shuffle) == kind.public(other, fold_html, seeded_shuffle)


@pytest.mark.parametrize("name", KIND_NAMES)
def test_public_holds_the_text_and_the_points(name):
    public = KINDS[name].public(sample_question(name, points=3), fold_html, list)
    assert (public.kind, public.id, public.points) == (name, f"q-{name}", 3)
    whole = fold_html(sample_question(name).text)
    for number in (1, 2, 3, 4):  # gaps are numbered
        whole = whole.replace(f"[[g{number}]]", f'<b class="gap">[{number}]\u00a0_____</b>')
    assert public.html == whole


KEYS = {
    "single": {"right": ["c1"]},
    "multiple": {"right": ["c3", "c4"]},
    "true_false": {"right": ["c2"]},
    "numeric": {"numbers": [{"value": "2,7", "tolerance": "0.1"}]},
    "short_text": {"texts": [{"text": "Lyon"}]},
    "matching": {"pairs": {"l1": "r1"}},
    "ordering": {"order": ["o1", "o2", "o3", "o4"]},
    "gaps": {"gaps": {"g2": {"right": ["c1"]}, "g1": {"texts": [{"text": "Lyon"}]}}},
}


@pytest.mark.parametrize("name", SCORED)
def test_a_correction_changes_the_score_but_not_what_phones_see(name):
    kind = KINDS[name]
    question = sample_question(name)
    corrected = kind.correct(question, KEYS[name])
    assert kind.solution(corrected, fold_html) != kind.solution(question, fold_html)
    assert kind.public(corrected, fold_html, seeded_shuffle) == kind.public(
        question, fold_html, seeded_shuffle
    )
    assert kind.check(corrected) == []


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["c1", "o1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
key_names = st.sampled_from(["right", "weights", "numbers", "texts", "pairs", "order", "gaps", "other"])
hostile_keys = st.dictionaries(key_names, json_values, max_size=2) | st.sampled_from(
    [
        {"weights": {"c1": 10**400}},
        {"weights": {"c1": float("nan")}},
        {"weights": {"c1": True}},
        {"right": ["c1", "c1"]},
        {"right": []},
        {"right": ["c9"]},
        {"order": ["o1", "o2", "o3"]},
        {"pairs": {"l1": "r9"}},
        {"pairs": {}},
        {"numbers": [{"value": 10**5000}]},
        {"numbers": [{"value": "1e999999999"}]},
        {"numbers": [{"low": 2, "high": 1}]},
        {"numbers": [{"value": 1, "tolerance": -1}]},
        {"numbers": [{"value": 1, "weight": 0}]},
        {"gaps": {}},
        {"gaps": {"g9": {"right": ["c1"]}}},
        {"gaps": {"g2": {"texts": [{"text": "x"}]}}},
        {"gaps": {"g2": None}},
        {"texts": [{"text": "x" * 2000}]},
        {"texts": [{"text": "\u200b"}]},
        {"texts": [{"text": "x", "weight": -1}]},
    ]
)


@pytest.mark.parametrize("name", KIND_NAMES)
@given(key=hostile_keys)
def test_a_bad_key_is_refused_and_a_good_one_leaves_a_whole_question(name, key):
    kind = KINDS[name]
    try:
        corrected = kind.correct(sample_question(name), key)
    except Refused as refused:
        assert refused.code == "key_impossible"
    else:
        assert kind.check(corrected) == []


def test_every_problem_and_refusal_has_its_sentence():
    assert SENTENCES.keys() >= REFUSALS | {"key_impossible"}
    assert {"no_text", "no_right_answer", "empty_range"} <= PROBLEMS.keys()
