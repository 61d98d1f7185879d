"""Quizzes pasted as text in three languages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.aiken import read_aiken
from app.exchange.csv_quiz import read_csv
from app.exchange.formats import read_file
from app.exchange.pasted import looks_like_pasted, read_pasted


def read(text):
    quiz, report = read_pasted(text, "t")
    return quiz.questions, [(line.line, line.code) for line in report.lines]


def rights(question):
    return [choice.text.source for choice in question.choices if choice.weight > 0]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("1. Capitale ?\na) Fès\nb) Rabat\nRéponse : b", ["Rabat"]),
        ("1) Capitale ?\nA. Fès\nB. Rabat *", ["Rabat"]),
        ("Q1: Capital?\n*A) Rabat\nB) Fez", ["Rabat"]),
        ("Question 1\nCapital?\n(a) Fez\n(b) Rabat\nCorrect answer: (b) Rabat", ["Rabat"]),
        ("س1: ما العاصمة؟\nأ) فاس\nب) الرباط\nالجواب: ب", ["الرباط"]),
        ("س٢- ما العاصمة؟\nأ- فاس\nب- الرباط\nالإجابة الصحيحة: الرباط", ["الرباط"]),
        ("السؤال 3: ما العاصمة؟\nا. فاس\nب. الرباط ✓", ["الرباط"]),
        ("Capital?\nA. Fez\nB. Rabat\nC. Salé\nAnswer: B", ["Rabat"]),
        ("1. Primes?\n[x] 2\n[x] 3\n[ ] 4", ["2", "3"]),
        ("1. Primes?\na) 2\nb) 3\nc) 4\nAnswers: a and b", ["2", "3"]),
        ("1. Capital?\na) Fez\nb) Rabat\n\nAnswer key\n1. b", ["Rabat"]),
        ("**1. Capital?**\nA) Fez\nB) **Rabat**\n**Answer:** B", ["Rabat"]),
    ],
)
def test_forms_of_one_question(text, right):
    assert looks_like_pasted(text)
    (question,), lines = read(text)
    assert (rights(question), lines) == (right, [])
    assert not question.text.source.startswith(("1", "Q", "س", "*"))


def test_every_sort_of_question():
    questions, lines = read(
        "1. Flat earth? Vrai / Faux\nRéponse : Faux\n\n2. 6 x 7?\nAnswer: 42\n\n"
        "3. Capital?\nAnswer: Rabat; Rbat\n\n4. Discuss.\n\n5. Sky is blue.\na) True\nb) False\nAnswer: a"
    )
    assert [question.kind for question in questions] == [
        "true_false", "numeric", "short_text", "open_text", "true_false",
    ]  # fmt: skip
    assert rights(questions[0]) == ["Faux"]
    assert [answer.text for answer in questions[2].texts] == ["Rabat", "Rbat"]
    assert lines == [(10, "open_question")]


def test_questions_without_numbers_are_parted_by_blank_lines():
    questions, _ = read("One?\nA) x\nB) y\nAnswer: A\n\nTwo?\nA) x\nB) y\nAnswer: B")
    assert [(q.text.source, rights(q), q.line) for q in questions] == [("One?", ["x"], 1), ("Two?", ["y"], 6)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. q?\na) x\nb) y", "key_missing_poll"),
        ("1. q?\na) x\nb) y\nAnswer: e", "key_unknown"),
        ("1. q?\na) x *\nb) y\nAnswer: b", "keys_differ"),
        ("1. q?\na) x\nAnswer: a", "too_few_options"),
        ("Title of all\n\n1. q?\na) x\nb) y\nAnswer: b", "words_ignored"),
    ],
)
def test_what_is_doubtful_is_reported(text, code):
    assert [found for _, found in read(text)[1]] == [code]


@pytest.mark.parametrize(
    "text", ["Dear colleague, here is nothing.", "1. Buy milk\n2. Buy bread\n\nNote: x", "question;answer"]
)
def test_other_texts_are_no_quiz(text):
    assert not looks_like_pasted(text)


def test_is_known_by_content(tmp_path):
    path = tmp_path / "quiz.csv"
    path.write_text("1. q?\na) x\nb) y\nAnswer: b\n", encoding="utf-8")
    assert read_file(path).format == "text"


lines = st.sampled_from(
    ["1. Why?", "a) x", "b) y *", "Answer: a", "", "أ) س", "words", "Answers", "1. a, 2. b"]
)


@given(st.lists(lines | st.text(max_size=12), max_size=25).map("\n".join))
def test_any_text_is_read_without_fault_and_words_are_kept(text):
    quiz, report = read_pasted(text, "t")
    told = " ".join(line.text for line in report.lines)
    kept = " ".join(
        part for q in quiz.questions for part in (q.text.source, *(c.text.source for c in q.choices))
    )
    if "words" in text:
        assert "words" in told + kept or any(
            "words" in answer.text for q in quiz.questions for answer in q.texts
        )


@pytest.mark.parametrize(
    "part", ["a) x" + " " * 50_000 + "y", "Answer: a" + " " * 50_000 + "!", "(" * 50_000, "1 " * 30_000]
)
def test_hostile_lines_take_bounded_time(part):
    start = time.process_time()
    for text in (f"1. q?\n{part}\na) x\nb) y\n{part}", f"q\nA) x\nB) y\nANSWER: {part}"):
        looks_like_pasted(text)
        read_pasted(text, "t")
        read_aiken(text, "t")
        read_csv(f"question,A,B,right\nq,x,y,{part}", "t")
    assert time.process_time() - start < 5
