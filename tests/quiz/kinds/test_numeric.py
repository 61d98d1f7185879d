from decimal import Decimal

import pytest

from app.errors import Refused
from app.quiz.kinds import KINDS
from app.quiz.model import NumericAnswer, RichText, Unit
from tests.helpers.questions import sample_question

KIND = KINDS["numeric"]


def accepting(*numbers):
    return sample_question("numeric", numbers=numbers)


def credit(question, text):
    return KIND.score(question, KIND.parse(question, {"number": [text]}))


def test_the_answer_keeps_what_was_typed():
    answer = KIND.parse(sample_question("numeric"), {"number": [" 3,140 "]})
    assert answer == {"number": "3.14", "text": "3,140"}
    assert KIND.describe(sample_question("numeric"), answer) == "3,140"


@pytest.mark.parametrize(("text", "code"), [("pi", "not_a_number"), ("1e999999999", "not_a_number")])
def test_refusals(text, code):
    with pytest.raises(Refused, match=f"answer_{code}"):
        KIND.parse(sample_question("numeric"), {"number": [text]})


def test_length():
    with pytest.raises(Refused) as caught:
        KIND.parse(sample_question("numeric"), {"number": ["1" * 61]})
    assert (caught.value.code, caught.value.params) == ("answer_too_long", {"limit": 60})


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3.13", 1), ("3.15", 1), ("3.150000001", 0.5), ("٣٫١٤", 1), ("3", 0.5), ("4", 0.5), ("4.1", 0)],
)
def test_ends_are_included_and_the_best_counts(text, expected):
    assert credit(sample_question("numeric"), text) == expected


def test_decimal_fractions_are_exact():
    question = accepting(NumericAnswer(Decimal("0.2"), Decimal("0.1")))
    assert credit(question, "0.3") == 1
    assert credit(question, "0.30000000000000000000000000000000000000000001") == 0


def test_the_widest_numbers_are_compared_exactly():
    question = accepting(NumericAnswer(Decimal("1e300"), Decimal("1e-300")))
    assert credit(question, "1e300") == 1
    assert credit(question, "1.000000000000000000000000000000000000000000000000001e300") == 0


def test_a_file_with_monstrous_bounds_costs_no_work():
    question = accepting(NumericAnswer(Decimal("1e999999"), Decimal("1e-999999"), weight=1.0))
    assert credit(question, "5") == 0


def test_what_is_accepted_reads_the_same_in_every_language():
    question = accepting(
        NumericAnswer(low=Decimal(1), high=Decimal(5), weight=0.5),
        NumericAnswer(Decimal("3.14"), Decimal("0.01")),
        NumericAnswer(Decimal("2.0")),
        NumericAnswer(Decimal(7), weight=0.0),
    )
    assert KIND.solution(question, str).accepted == ("3.14 ± 0.01", "2", "1 – 5 (50 %)")


def test_the_distribution_goes_from_small_to_large():
    question = sample_question("numeric")
    given = [KIND.parse(question, {"number": [text]}) for text in ("10", "3,14", "-2", "3.140", "9")]
    bars = [(bar.label, bar.count, bar.right) for bar in KIND.summarise(question, given)]
    assert bars == [("-2", 1, 0.0), ("3.14", 2, 1.0), ("9", 1, 0.0), ("10", 1, 0.0)]


def test_feedback():
    question = sample_question("numeric")
    texts = [KIND.feedback(question, {"number": number})[0].source for number in ("3.14", "3.5", "9")]
    assert texts == ["Well done", "Nearly", "Look it up"]


def test_a_correction():
    key = {"numbers": [{"value": "3,14", "tolerance": 0.01}, {"low": 1, "high": "2.5", "weight": 0.25}]}
    question = KIND.correct(sample_question("numeric"), key)
    assert question.numbers == (
        NumericAnswer(Decimal("3.14"), Decimal("0.01"), feedback=RichText("Well done")),
        NumericAnswer(low=Decimal(1), high=Decimal("2.5"), weight=0.25),
    )


def test_problems():
    def codes(*numbers):
        return [problem.code for problem in KIND.check(accepting(*numbers))]

    assert codes() == ["no_right_answer"]
    assert codes(NumericAnswer(Decimal(1), weight=0.0)) == ["no_right_answer"]
    assert codes(NumericAnswer(low=Decimal(2), high=Decimal(1))) == ["empty_range"]
    assert codes(NumericAnswer()) == ["empty_range"]


def test_a_unit_may_follow_the_number():
    units = (Unit("m"), Unit("cm", Decimal(100)), Unit("µm", Decimal(1_000_000)), Unit("€"))
    question = sample_question("numeric", units=units)
    for text, number in [
        ("3.14", "3.14"),
        ("3,14 m", "3.14"),
        ("314cm", "3.14"),
        ("314 CM", "3.14"),
        ("3140000 μm", "3.14"),
        ("€ 3.14", "3.14"),
    ]:
        answer = KINDS["numeric"].parse(question, {"number": [text]})
        assert answer == {"number": number, "text": text}
        assert KINDS["numeric"].score(question, answer) == 1
    for text in ("3 kg", "m", "3 m m", "3 xm"):
        with pytest.raises(Refused, match="answer_not_a_number"):
            KINDS["numeric"].parse(question, {"number": [text]})
    assert KINDS["numeric"].public(question, str, list).unit == "m"


def test_case_decides_where_two_units_differ_in_nothing_else():
    question = sample_question("numeric", units=(Unit("mW"), Unit("MW", Decimal("1e-9"))))
    assert KINDS["numeric"].parse(question, {"number": ["2 MW"]})["number"] == "2000000000"
    assert KINDS["numeric"].parse(question, {"number": ["2 mW"]})["number"] == "2"
    with pytest.raises(Refused, match="answer_not_a_number"):
        KINDS["numeric"].parse(question, {"number": ["2 mw"]})
