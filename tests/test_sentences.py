"""Every error that the sources raise by a literal code has its sentence, filled by what is given with it."""

import ast
import string
from pathlib import Path

import pytest

from app.errors import Refused
from app.sentences import PROBLEMS, SENTENCES, tell, tell_problem

ROOT = Path(__file__).resolve().parent.parent
ERRORS = {"Refused", "Trouble", "PreauError"}

# Given for programs and for the log, and not told to people: the rest of the sentence says enough.
FOR_PROGRAMS = {"not_stored": {"reason"}, "not_now": {"command", "phase"}}


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def errors_in(source: str) -> list[tuple[str, frozenset[str] | None]]:
    """Code and names of the parameters of each error made here; None where they are not written out."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in ERRORS:
            continue
        names = {keyword.arg for keyword in node.keywords}
        # `Refused("a" if x else "b")` is two codes.
        codes = [node.args[0].body, node.args[0].orelse] if isinstance(node.args[0], ast.IfExp) else node.args
        for code in codes:
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                found.append((code.value, None if None in names else frozenset(names)))
    return found


RAISED = sorted(
    {
        (path.relative_to(ROOT).as_posix(), code, names)
        for top in ("app", "sync", "widgets")
        for path in (ROOT / top).rglob("*.py")
        for code, names in errors_in(path.read_text(encoding="utf-8"))
    },
    key=str,
)


def test_errors_are_found_in_the_sources():
    source = (
        'raise Refused("one" if x else "two")\nraise errors.Trouble("three", a=1, b=2)\nTrouble("four", **p)'
    )
    assert sorted(errors_in(source), key=str) == sorted(
        [("one", frozenset()), ("two", frozenset()), ("three", frozenset({"a", "b"})), ("four", None)],
        key=str,
    )
    assert len(RAISED) > 50


@pytest.mark.parametrize(
    ("place", "code", "names"), RAISED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_error_has_its_sentence_with_the_same_parameters(place, code, names):
    assert code in SENTENCES, f"{place}: no sentence for {code}"
    if names is not None:
        assert placeholders(SENTENCES[code]) == names - FOR_PROGRAMS.get(code, set())


@pytest.mark.parametrize("sentences", [SENTENCES, PROBLEMS], ids=["sentences", "problems"])
def test_sentences_name_their_parameters_and_begin_as_sentences(sentences):
    for code, sentence in sentences.items():
        assert "" not in placeholders(sentence), code
        assert sentence == sentence.strip() and "  " not in sentence, code
        assert not sentence[0].islower(), code


def test_a_sentence_is_made_in_the_language_of_the_one_who_reads_it():
    french = {SENTENCES["class_full"]: "La classe est pleine ({most}).", PROBLEMS["no_text"]: "Rien."}
    assert tell(Refused("class_full", most=3), french.__getitem__) == "La classe est pleine (3)."
    assert tell_problem("no_text", {}, french.__getitem__) == "Rien."
