"""A quiz that is written and read again is the same quiz, but for what `losses` tells."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.exchange.cloze_out import as_tolerance
from app.exchange.formats import Source, looks_like_gift, looks_like_moodle_xml
from app.exchange.gift import read_gift
from app.exchange.gift_out import write as write_gift
from app.exchange.moodle_xml import read_moodle_xml
from app.exchange.moodle_xml_out import losses as xml_losses
from app.exchange.moodle_xml_out import write as write_xml
from app.exchange.writers import WRITERS
from app.quiz.model import Choice, Folding, Media, NumericAnswer, Quiz, RichText, TextAnswer
from tests.helpers.questions import KIND_NAMES, questions, quizzes, sample_question

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(60))
NASTY = (
    "a < b & c > d",
    "]]> <![CDATA[ x ]]>",
    "&lt;b&gt; &amp;amp; &darr;",
    "\\ # = ~ { } : // $CATEGORY: ::x:: [html] %50% -> <- ####",
    r"\(\frac{a}{b}\) $$\sum_{i=1}^n x_i$$ \[\neq\] \\ \n",
    "السؤال الأول: ما هي عاصمة المغرب؟ (Rabat) \u200f١٢٣",
    "שלום \u202bעולם\u202c",
    "😀 e\u0301 ﬁ \u00a0 \u2028 end",
    "line one\nline two\n\nline four",
    "'single' \"double\" `back` «guillemets»",
)
names = st.text(st.sampled_from("abé ع=~#{}:/&<>'\"[]"), max_size=8).map(lambda text: f"x{text}y")
# What XML cannot hold; what GIFT trims or cannot protect.
allowed = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
texts = st.text(allowed, max_size=30) | st.sampled_from(NASTY)


def same_text(text):
    return " ".join(text.source.split()), (text.format if text.source.strip() else "")


def same_choice(choice):
    return same_text(choice.text), round(choice.weight, 6), same_text(choice.feedback)


def same_number(item):
    value, tolerance = as_tolerance(item)
    return value - tolerance, value + tolerance, round(item.weight, 6), same_text(item.feedback)


def same_typed(item):
    return " ".join(item.text.split()), round(item.weight, 6), same_text(item.feedback)


def meaning(question):
    """All that a format carries, without ids."""
    whole = sum(gap.weight for gap in question.gaps)
    source = question.text.source
    for number, gap in enumerate(question.gaps):
        source = source.replace(f"[[{gap.id}]]", f"[[{number}]]")
    return {
        "kind": question.kind,
        "text": same_text(replace(question.text, source=source)),
        "title": " ".join(question.title.split()),
        "choices": [] if question.kind == "true_false" else [same_choice(c) for c in question.choices],
        "right": max(question.choices, key=lambda c: c.weight, default=None)
        == (question.choices[0] if question.choices else None),
        "numbers": [same_number(item) for item in question.numbers],
        "texts": [same_typed(item) for item in question.texts],
        "pairs": [(pair.left and same_text(pair.left), same_text(pair.right)) for pair in question.pairs],
        "gaps": [
            (
                [(c.text.source.strip(), round(c.weight, 6), c.feedback.source.strip()) for c in gap.choices],
                [same_number(item)[:3] for item in gap.numbers],
                [same_typed(item)[:2] for item in gap.texts],
                gap.several,
                gap.shuffle if gap.choices else False,
                round(gap.weight / whole, 6),
            )
            for gap in question.gaps
        ],
        "feedback": same_text(question.feedback),
        "category": [" ".join(name.split()) for name in question.category],
        "tags": [" ".join(tag.split()) for tag in question.tags],
        "id_number": " ".join(question.id_number.split()),
    }


def differences(quiz, question):
    """What differs, by name: (as read, as it was)."""
    assert len(quiz.questions) == 1
    found, meant = meaning(quiz.questions[0]), meaning(question)
    return {name: (found[name], meant[name]) for name in meant if found[name] != meant[name]}


@st.composite
def writable(draw, kind):
    """A question of `kind` with any text in any place that formats carry."""
    question = draw(questions(kind))
    marks = "".join(f" [[{gap.id}]]" for gap in question.gaps)
    text = RichText(f"t{draw(texts)}{marks} end", "plain")

    def clean(choice, number):
        return replace(
            choice, text=RichText(f"c{draw(texts)} {number}"), feedback=RichText(f"f{draw(texts)}f")
        )

    choices = tuple(clean(choice, number) for number, choice in enumerate(question.choices))
    if kind in ("ordering", "true_false"):
        choices = tuple(replace(choice, feedback=RichText()) for choice in choices)
    gaps = tuple(
        replace(
            gap,
            choices=tuple(
                replace(c, text=RichText(f"c{' '.join(draw(texts).split())} {n}"), feedback=RichText("fb"))
                for n, c in enumerate(gap.choices)
            ),
            texts=tuple(
                TextAnswer(f"w{' '.join(draw(texts).split())}z", item.weight, RichText("fb"))
                for item in gap.texts
            ),
            numbers=tuple(replace(item, feedback=RichText("fb")) for item in gap.numbers),
            other_feedback=RichText(),
        )
        for gap in question.gaps
    )
    return replace(
        question,
        text=text,
        title=draw(names.filter(lambda name: "<" not in name and "&" not in name)),
        choices=choices,
        numbers=tuple(replace(item, feedback=RichText("fb")) for item in question.numbers),
        texts=tuple(
            TextAnswer(f"w{' '.join(draw(texts).split())}z".replace("->", "→"), item.weight, RichText("fb"))
            for item in question.texts
        ),
        gaps=gaps,
        units=(),
        feedback=RichText(f"f{draw(texts)}f"),
        other_feedback=RichText(),
        category=tuple(draw(st.lists(names.map(lambda n: n.replace("<", "").replace("&", "")), max_size=2))),
        tags=tuple(draw(st.lists(names.map(lambda n: n.translate({60: None, 38: None})), max_size=2))),
        id_number=draw(names.map(lambda n: n.translate({60: None, 38: None, 92: None}))),
    )


@pytest.mark.parametrize("kind", KIND_NAMES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_moodle_xml(kind, data):
    question = data.draw(writable(kind))
    assume(all(sum(c.weight >= 1 for c in gap.choices) < 2 for gap in question.gaps if gap.several))
    written = write_xml(Quiz("q1", "t", (question,)))
    quiz, report = read_moodle_xml(written.decode(), "t")
    assert not [line for line in report.lines if line.severity == "error"]
    assert differences(quiz, question) == {}
    assert "xml_incorrect" not in {line.code for line in report.lines}
    found = quiz.questions[0]
    assert found.points == question.points
    assert found.folding.case == (question.folding.case if kind == "short_text" else True)


@pytest.mark.parametrize("kind", sorted(set(KIND_NAMES) - {"gaps"}))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_gift(kind, data):
    question = data.draw(writable(kind))
    pairs = tuple(
        replace(pair, right=RichText(pair.right.source.replace("->", "→"))) for pair in question.pairs
    )
    if kind == "slide":
        question = replace(question, feedback=RichText())  # told as a loss
    assume(kind != "single" or any(choice.weight < 1 for choice in question.choices))  # told as a loss
    question = replace(question, pairs=pairs)
    written = write_gift(Quiz("q1", "t", (question,))).decode()
    quiz, report = read_gift(written, "t")
    assert not [line for line in report.lines if line.severity == "error"], written
    assert differences(quiz, question) == {}


def test_gift_cannot_say_that_nothing_is_wrong():
    right = tuple(replace(choice, weight=1.0) for choice in sample_question("single").choices)
    quiz = Quiz("q1", "t", (replace(sample_question("single"), choices=right),))
    assert "loss_no_wrong" in [line.code for line in WRITERS["gift"].losses(quiz).lines]
    back, _ = read_gift(write_gift(quiz).decode(), "t")
    assert (back.questions[0].kind, [choice.weight for choice in back.questions[0].choices]) == (
        "multiple", [1.0] * len(right)
    )  # fmt: skip


@given(quizzes, st.dictionaries(st.text(max_size=9), st.binary(max_size=50), max_size=3))
def test_our_own_file_is_exact(quiz, files):
    quiz = replace(quiz, media={name: Media("image/png", data) for name, data in files.items()})
    writer = WRITERS["preau"]
    from app.exchange.preau_file import read

    assert read(writer.write(quiz), "x") == quiz
    assert writer.write(quiz) == writer.write(quiz)
    assert writer.losses(quiz).lines == []


def pictured():
    shown = RichText('<p>See <img src="media:a%20b.png" alt="x"></p>', "html")
    return Quiz(
        "q1",
        "t",
        (
            replace(
                sample_question("single", text=shown, feedback=shown),
                choices=(
                    Choice("c1", shown, 1.0, shown),
                    Choice("c2", RichText("![y](media:a%20b.png)", "markdown")),
                ),
            ),
            sample_question("numeric", text=RichText("no picture")),
        ),
        {"a b.png": Media("image/png", PNG)},
    )


@pytest.mark.parametrize(
    ("write", "read"), [(write_xml, read_moodle_xml), (write_gift, read_gift)], ids=["xml", "gift"]
)
def test_pictures_travel_in_every_text(write, read):
    quiz, report = read(write(pictured()).decode(), "t")
    assert [line.code for line in report.lines] == []
    assert [item.data for item in quiz.media.values()] == [PNG]
    (name,) = quiz.media
    question = quiz.questions[0]
    shown = [question.text, question.feedback, question.choices[0].text, question.choices[0].feedback]
    assert [text.source for text in shown] == [f'<p>See <img src="media:{name}" alt="x"></p>'] * 4
    assert question.choices[1].text == RichText(f"![y](media:{name})", "markdown")


def test_what_is_written_is_recognised(tmp_path):
    quiz = pictured()
    for name, recognises in (("moodle_xml", looks_like_moodle_xml), ("gift", looks_like_gift)):
        assert recognises(Source(tmp_path / "x", WRITERS[name].write(quiz)))


def test_losses_are_told_before_writing():
    question = sample_question(
        "short_text", time_limit=30, below_zero=True, points=2.0, folding=Folding(accents=False)
    )
    matching = sample_question("matching")
    rich_right = replace(matching.pairs[0], right=RichText("<b>R</b>", "html"))
    quiz = Quiz(
        "q",
        "t",
        (question, sample_question("gaps"), replace(matching, pairs=(rich_right, *matching.pairs[1:]))),
        language="ar",
    )
    told = {
        name: [(line.line, line.code) for line in writer.losses(quiz).lines]
        for name, writer in WRITERS.items()
    }
    assert told["preau"] == []
    assert {(0, "loss_language"), (1, "loss_time_limit"), (1, "loss_below_zero"), (1, "loss_folding")} <= set(
        told["moodle_xml"]
    )
    assert (3, "loss_rich_right") in told["moodle_xml"]
    assert {(2, "loss_left_out"), (1, "loss_points"), (1, "loss_other_feedback")} <= set(told["gift"])
    for writer in WRITERS.values():
        for line in writer.losses(quiz).lines:
            assert line.tell(lambda text: text)


def test_weights_of_gaps_keep_their_shares():
    gaps = sample_question("gaps").gaps
    question = sample_question("gaps", gaps=(replace(gaps[0], weight=0.5), replace(gaps[1], weight=1.5)))
    question = replace(question, text=RichText("[[g1]] [[g2]]"))
    quiz, _ = read_moodle_xml(write_xml(Quiz("q", "t", (question,))).decode(), "t")
    assert [gap.weight for gap in quiz.questions[0].gaps] == [1, 3]
    odd = replace(question, gaps=(replace(gaps[0], weight=0.123456), gaps[1]))
    assert "loss_gap_weights" in {line.code for line in xml_losses(Quiz("q", "t", (odd,))).lines}


def test_a_range_keeps_its_numbers():
    item = NumericAnswer(low=Decimal("1.5"), high=Decimal("2.25"))
    quiz, _ = read_moodle_xml(
        write_xml(Quiz("q", "t", (sample_question("numeric", numbers=(item,)),))).decode(), "t"
    )
    assert as_tolerance(quiz.questions[0].numbers[0]) == (Decimal("1.875"), Decimal("0.375"))
