"""Moodle's rules for Aiken, what is read more kindly, and the corpus."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.commands.check import count_kinds
from app.exchange.aiken import read_aiken
from app.exchange.formats import read_file
from tests.helpers.corpora import CORPORA, needs_corpora, rows_of

ROWS = rows_of("aiken")
KIND = ["aiken_answer_word", "aiken_option_form", "option_wrapped", "several_keys", "stem_lines"]


def read(text):
    quiz, report = read_aiken(text, "t")
    return quiz.questions, [(line.line, line.code) for line in report.lines]


def rights(question):
    return [choice.text.source for choice in question.choices if choice.weight > 0]


def test_strict_form_is_taken_without_a_word():
    questions, lines = read("Capital?\nA) Fez\nB. Rabat\n\nC)Salé\nANSWER: B\n\n2nd?\nA. x\nB. y\nANSWER:A")
    assert [(q.kind, q.line, rights(q)) for q in questions] == [
        ("single", 1, ["Rabat"]),
        ("single", 8, ["x"]),
    ]
    assert lines == []


def test_text_stays_as_written():
    (question,), _ = read("a <b> & {c} = $x$\nA) <i>\nB) ~\nANSWER: A")
    assert (question.text.source, question.text.format) == ("a <b> & {c} = $x$", "plain")
    assert rights(question) == ["<i>"]


@pytest.mark.parametrize(
    ("text", "right", "codes"),
    [
        ("q?\nA) x\nB) y\nAnswer: B", ["y"], ["aiken_answer_word"]),
        ("q?\na) x\nb) y\nANSWER: B", ["y"], ["aiken_option_form"]),
        ("q?\nA x\nB y\nANSWER: B", ["y"], ["aiken_option_form"]),
        ("q?\nA) x\nB) y\nC) z\nANSWER: A, C", ["x", "z"], ["several_keys"]),
        ("one\ntwo\nA) x\nB) y\nANSWER: A", ["x"], ["stem_lines"]),
        ("q?\nA) x\nmore\nB) y\nANSWER: A", ["x\nmore"], ["option_wrapped"]),
        ("q?\nA) x\nB) y\nANSWER: B) y", ["y"], []),
        ("q?\nA) x\nB) yes\nANSWER: yes", ["yes"], []),
        ("q?\nA) x\nB) y\nANSWER: D", [], ["key_unknown"]),
    ],
)
def test_kinder_reading_warns(text, right, codes):
    (question,), lines = read(text)
    assert rights(question) == right
    assert [code for _, code in lines] == codes


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("lost?\nA) x\nB) y\n\nkept?\nA) x\nB) y\nANSWER: A", 1, "aiken_no_answer"),
        ("kept?\nA) x\nB) y\nANSWER: A\nlost?\nA) x\nANSWER: A", 5, "too_few_options"),
        ("kept?\nA) x\nB) y\nANSWER: A\nlost?", 5, "aiken_no_answer"),
    ],
)
def test_what_is_left_out_is_reported(text, line, code):
    questions, lines = read(text)
    assert [question.text.source for question in questions] == ["kept?"]
    assert lines == [(line, code)]


def test_sentence_that_begins_with_a_word_a_is_no_answer():
    (question,), _ = read("A cat sat.\nA dog too?\nA) x\nB) y\nANSWER: A")
    assert question.text.source == "A cat sat.\nA dog too?"


def test_feedback_goes_to_the_question_before():
    (question,), lines = read("q?\nA) x\nB) y\nANSWER: A\nFeedback: because")
    assert (question.feedback.source, lines) == ("because", [(5, "feedback_line")])


line_texts = st.sampled_from(
    ["A) x", "B. y", "b) z", "C w", "ANSWER: A", "Answer: b", "Why?", "", "Feedback: f"]
)


@example(["f"])
@given(st.lists(line_texts | st.text(max_size=12), max_size=25))
def test_every_line_is_in_a_question_or_in_the_report(lines):
    quiz, report = read_aiken("\n".join(lines), "t")
    kept = " ".join(
        part
        for question in quiz.questions
        for part in (
            question.text.source,
            question.feedback.source,
            *(c.text.source for c in question.choices),
        )
    )
    told = " ".join(line.text for line in report.lines)
    for word in ("Why?", "f"):
        if any(line.strip().endswith(word) for line in "\n".join(lines).splitlines()):
            assert word in kept + told


@needs_corpora
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_corpus(row):
    imported = read_file(CORPORA / "aiken" / row["file"])
    kinder = {line.line for line in imported.report.lines if line.code == "aiken_answer_word"}
    questions = imported.quiz.questions
    assert (imported.format, imported.encoding) == ("aiken", row["encoding"])
    assert len(questions) - len(kinder) == int(row["n_questions"])
    assert sum(count_kinds(imported).values()) == int(row["n_questions"]), "counted as Moodle counts"
    assert all(rights(question) for question in questions)
