from itertools import count

import pytest

from app.exchange.cloze import read_gaps


def gaps_of(source):
    numbers = count(1)
    return read_gaps(source, "html", lambda: f"i{next(numbers)}")


def one(body):
    (gap,) = gaps_of(body).gaps
    return gap


def weights(items):
    return [(getattr(item.text, "source", item.text), item.weight) for item in items]


def test_the_text_keeps_the_places():
    cloze = gaps_of("A {1:SA:=x} and {2:NM:=3:0.5}, {not a gap} {1:XY:=a}")
    assert cloze.text == "A [[i1]] and [[i2]], {not a gap} {1:XY:=a}"
    assert [gap.weight for gap in cloze.gaps] == [1, 2]
    assert cloze.findings == ()


@pytest.mark.parametrize("name", ["SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"])
def test_short_texts(name):
    gap = one(f"{{:{name}:=Paris#Yes~%50,5%Lyon~Nice#No~*#Other}}")
    assert weights(gap.texts) == [("Paris", 1.0), ("Lyon", 0.505), ("Nice", 0.0)]
    assert (gap.texts[0].feedback.source, gap.other_feedback.source) == ("Yes", "Other")
    assert gap.folding.case == (not name.endswith("C"))


@pytest.mark.parametrize("name", ["NUMERICAL", "NM"])
def test_numbers(name):
    gap = one(f"{{1:{name}:=5:0.1~%50%5:1#near}}")
    assert [(float(n.value), float(n.tolerance), n.weight) for n in gap.numbers] == [(5, 0.1, 1), (5, 1, 0.5)]


@pytest.mark.parametrize(
    ("name", "several", "shuffle"),
    [
        ("MULTICHOICE", False, False), ("MC", False, False), ("MCV", False, False), ("MCH", False, False),
        ("MULTICHOICE_S", False, True), ("MCS", False, True), ("MCHS", False, True), ("MC_VS", False, True),
        ("MULTIRESPONSE", True, False), ("MR", True, False), ("MRHS", True, True),
        ("MULTIRESPONSE_H", True, False),
    ],
)  # fmt: skip
def test_choices(name, several, shuffle):
    gap = one(f"{{1:{name}:~=a~b#no}}")
    assert (gap.several, gap.shuffle) == (several, shuffle)
    assert weights(gap.choices) == [("a", 1.0), ("b", -1.0 if several else 0.0)]


def test_right_ones_of_several_share_the_credit():
    gap = one("{1:MR:=a~=b~c~%0%d~%25%e}")
    assert weights(gap.choices) == [("a", 0.5), ("b", 0.5), ("c", -0.5), ("d", 0.0), ("e", 0.25)]


def test_protected_signs_and_entities():
    gap = one(r"{1:SA:=a\}b\#c\~d&lt;e#f\}g}")
    assert gap.texts[0].text == "a}b#c~d<e"
    assert gap.texts[0].feedback.source == "f}g"
    assert one(r"{1:MC:=\(\alpha\)~&#8364;}").choices[0].text.source == r"\(\alpha\)"
    assert one(r"{1:MC:=x~&#8364;}").choices[1].text.source == "&#8364;"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{1:SA:=a", "gap_unclosed"),
        ("{1:SA:}", "gap_empty"),
        ("{1:NM:=x}", "gap_empty"),
        ("{1:NM:=1~=x}", "gap_number_wrong"),
        ("{1:MC:a~b}", "gap_no_right"),
        ("{1:MC:%50%a~b}", "gap_weights"),
        ("{1:MC:=a}", "gap_one_choice"),
    ],
)
def test_doubts(source, code):
    cloze = gaps_of(source)
    assert [finding.code for finding in cloze.findings] == [code]
    if code in ("gap_unclosed", "gap_empty"):
        assert cloze.text == source
