"""The command's contract, as docs/check.md gives it."""

import argparse
import json
import re
from pathlib import Path

import pytest

from app.commands import check
from app.sentences import SENTENCES

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((ROOT / "resources" / "samples").glob("*.gift"))
DOC = ROOT / "docs" / "check.md"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        parser = argparse.ArgumentParser()
        check.add_arguments(parser)
        code = check.run(parser.parse_args([str(argument) for argument in arguments]))
        out, err = capsys.readouterr()
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


@pytest.fixture
def quiz(tmp_path):
    def write(text, name="quiz.gift"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_one_object_per_file(run, quiz):
    code, found, err = run(quiz("q{T}", "a"), quiz("r{=b ~}", "b"))
    assert (code, err) == (0, "")
    assert [Path(each["file"]).name for each in found] == ["a", "b"]


def test_every_field_of_a_choice_question(run, quiz):
    path = quiz(
        "// c\n::Title &amp; more::[html]<p>Wh&eacute;n <b>is</b>\\n it?</p>"
        "{~%33.33333%a#f ~%66.66667%<i>b</i> ~%-5%c}"
    )
    _, [found], _ = run(path)
    assert found == {
        "file": str(path),
        "format": "gift",
        "encoding": "ascii",
        "counts": {"multiple": 1},
        "questions": [
            {
                "number": 1,
                "line": 2,
                "title": "Title & more",
                "kind": "multiple",
                "text": "Whén is it?",
                "choices": [
                    {"text": "a", "weight": 33.33333},
                    {"text": "b", "weight": 66.66667},
                    {"text": "c", "weight": -5},
                ],
                "right": ["a", "b"],
                "accepted": [],
                "pairs": [],
            }
        ],
        "report": [],
    }


def test_numbers_texts_and_pairs(run, quiz):
    _, [found], _ = run(quiz("a{#=3.5:0.1 =%50%1..5}\n\nb{=Paris =%25%P*}\n\nc{=<b>x</b> -> 1 = -> 2}"))
    assert [question["accepted"] for question in found["questions"]] == [
        [{"value": 3.5, "tolerance": 0.1, "weight": 100}, {"low": 1, "high": 5, "weight": 50}],
        [{"value": "Paris", "weight": 100}, {"value": "P*", "weight": 25}],
        [],
    ]
    assert found["questions"][2]["pairs"] == [["x", "1"], [None, "2"]]


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("q{=a =b ~%50%c}", ["a", "b"]),
        ("q{~%50%a ~%50%b ~c}", ["a", "b"]),
        ("q{F}", ["False"]),
        ("q{>\na\nb}", ["a", "b"]),
        ("q{~a ~b}", []),
        ("q{=a}", []),
    ],
)
def test_right(run, quiz, source, right):
    assert run(quiz(source))[1][0]["questions"][0]["right"] == right


def test_title_is_the_beginning_of_the_text_where_there_is_none(run, quiz):
    _, [found], _ = run(quiz("word " * 40 + "{T}"))
    title = found["questions"][0]["title"]
    assert title == "word " * 15 + "word…"
    assert len(title) == 80


def test_something_reported_gives_one(run, quiz):
    code, [found], err = run(quiz("q{=a ~b\n\nr{T}"))
    assert (code, err) == (1, "")
    (line,) = found["report"]
    assert (line["line"], line["severity"], line["code"]) == (1, "error", "brace_missing")
    assert line["source"] == "q{=a ~b"
    assert "left out" in line["message"]


def test_worth_knowing_only_gives_zero(run, quiz):
    code, [found], _ = run(quiz("q{vrai}"))
    assert (code, found["report"][0]["severity"]) == (0, "info")


def test_unreadable_file_gives_two_and_the_others_are_still_read(run, quiz, tmp_path):
    code, found, err = run(tmp_path / "none", quiz("q{=a}"))
    assert code == 2
    assert (found[0]["format"], found[0]["questions"], found[0]["counts"]) == (None, [], {})
    assert found[0]["report"][0]["code"] == "file_unreadable"
    assert err.count("\n") == 1 and "cannot be read" in err
    assert found[1]["counts"] == {"short_text": 1}


def test_counts_are_those_of_moodle_and_kinds_are_ours(run, quiz):
    code, [found], _ = run(quiz("What is $\\frac{1}{2}$? {=a ~b}"))
    assert code == 1
    assert found["counts"] == {"short_text": 1}
    assert (found["questions"][0]["kind"], found["questions"][0]["moodle_kind"]) == ("single", "short_text")


def test_messages_in_another_language(run, quiz):
    code, [found], _ = run("--language", "ar", quiz("q{#1,5}"))
    assert (code, found["report"][0]["code"]) == (1, "decimal_comma")


def test_output_is_utf8_whatever_the_console_has(quiz, capfdbinary):
    parser = argparse.ArgumentParser()
    check.add_arguments(parser)
    check.run(parser.parse_args([str(quiz("سؤال é{T}"))]))
    assert "سؤال é".encode() in capfdbinary.readouterr().out


def test_every_code_of_a_report_is_documented_with_its_sentence():
    document = re.sub(r"\s+", " ", DOC.read_text(encoding="utf-8"))
    sources = [*(ROOT / "app" / "exchange").glob("*.py")]
    # `check` reads no rosters and fills no gradebooks.
    sources = [path for path in sources if not path.name.startswith(("roster", "sheet_", "own_", "canvas"))]
    sources += [ROOT / "app" / "quiz" / name for name in ("pictures.py", "resizing.py")]
    found = {
        code
        for path in sources
        for code in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', path.read_text(encoding="utf-8"))
        if code in SENTENCES
    }
    assert len(found) > 40
    for code in found:
        sentence = SENTENCES[code].replace("{{", "{").replace("}}", "}")
        assert f"| `{code}` |" in document, code
        assert sentence in document, code


def test_every_kind_and_field_is_documented(run, quiz):
    document = DOC.read_text(encoding="utf-8")
    _, [found], _ = run(quiz("q{=a ~b"))
    for field in (
        "number",
        "line",
        "title",
        "kind",
        "text",
        "choices",
        "right",
        "accepted",
        "pairs",
        "moodle_kind",
    ):
        assert f"`{field}`" in document
    for field in [*found, *found["report"][0]]:
        assert f"`{field}`" in document


@pytest.mark.parametrize(
    "sample", sorted((ROOT / "resources" / "samples").glob("*.gift")), ids=lambda p: p.name
)
def test_our_samples_are_taken_clean(run, sample):
    code, [found], _ = run(sample)
    assert code == 0, found["report"]
    assert len(found["questions"]) >= 6


def test_the_french_sample_has_every_kind_of_the_format(run):
    _, [found], _ = run(ROOT / "resources" / "samples" / "decouverte.gift")
    assert set(found["counts"]) == {
        "slide", "single", "multiple", "true_false", "numeric", "short_text", "matching", "ordering",
        "poll", "open_text",
    }  # fmt: skip
