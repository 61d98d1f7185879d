"""`check FILE...`: what a quiz file holds and what of it is not taken, as JSON. Contract: docs/check.md."""

import argparse
import io
import json
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from app.errors import Trouble
from app.exchange.formats import Imported, read_file
from app.exchange.report import Report
from app.i18n import LANGUAGES, Translate, translator
from app.quiz.kinds.gaps import gap_mark
from app.quiz.markup import plain, short_title
from app.quiz.model import Gap, NumericAnswer, Question
from app.sentences import tell

NAME = "check"
HELP = "say what a quiz file holds, and what in it would be changed or left out"

TAKEN, REPORTED, UNREADABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a quiz file")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the messages (default: en)")


def run(arguments: argparse.Namespace) -> int:
    """Print one JSON object per file and line. 0: all taken as it stood, 1: something was reported, 2: a file
    could not be read."""
    translate = translator(arguments.language)
    _make_utf8(sys.stdout)
    _make_utf8(sys.stderr)
    code = TAKEN
    for name in arguments.files:
        try:
            imported = read_file(Path(name))
        except Trouble as trouble:
            sentence = tell(trouble, translate)
            found = _failed(name, trouble.code, sentence)
            print(sentence, file=sys.stderr)
            code = UNREADABLE
        else:
            found = describe(name, imported, translate)
            code = max(code, TAKEN if imported.report.clean else REPORTED)
        print(json.dumps(found, ensure_ascii=False))
    return code


def describe(name: str, imported: Imported, translate: Translate) -> dict[str, Any]:
    """The object of one file, as in docs/check.md."""
    return {
        "file": name,
        "format": imported.format,
        "encoding": imported.encoding,
        "counts": count_kinds(imported),
        "questions": [
            _describe_question(number, question, imported.report)
            for number, question in enumerate(imported.quiz.questions, 1)
        ],
        "report": [
            {
                "line": line.line,
                "severity": line.severity,
                "code": line.code,
                "message": line.tell(translate),
                "source": line.text,
            }
            for line in imported.report.lines
        ],
    }


def count_kinds(imported: Imported) -> dict[str, int]:
    """Questions by kind. A question that Moodle's importer takes as another kind counts as that kind, and one
    that it throws away does not count."""
    moodle = imported.report.moodle_kinds
    counts = Counter(moodle.get(question.id, question.kind) for question in imported.quiz.questions)
    return {kind: count for kind, count in sorted(counts.items()) if kind}


def _failed(name: str, code: str, sentence: str) -> dict[str, Any]:
    line = {"line": 0, "severity": "error", "code": code, "message": sentence, "source": ""}
    return {"file": name, "format": None, "encoding": None, "counts": {}, "questions": [], "report": [line]}


def _describe_question(number: int, question: Question, report: Report) -> dict[str, Any]:
    choices = [{"text": plain(choice.text), "weight": percent(choice.weight)} for choice in question.choices]
    found: dict[str, Any] = {
        "number": number,
        "line": question.line,
        "title": short_title(question.title, question.text),
        "kind": question.kind,
        "text": _shown_text(question),
        "choices": choices,
        "right": right_texts(question),
        "accepted": [_describe_number(answer) for answer in question.numbers]
        + [{"value": answer.text, "weight": percent(answer.weight)} for answer in question.texts],
        "pairs": [[plain(pair.left) if pair.left else None, plain(pair.right)] for pair in question.pairs],
    }
    if question.gaps:
        found["gaps"] = [_describe_gap(gap) for gap in question.gaps]
    if question.id in report.moodle_kinds:
        found["moodle_kind"] = report.moodle_kinds[question.id]
    return found


def _shown_text(question: Question) -> str:
    text = plain(question.text)
    for gap in question.gaps:
        text = text.replace(gap_mark(gap.id), "_____")
    return text


def _describe_gap(gap: Gap) -> dict[str, Any]:
    return {
        "weight": gap.weight,
        "several": gap.several,
        "choices": [{"text": plain(choice.text), "weight": percent(choice.weight)} for choice in gap.choices],
        "accepted": [_describe_number(answer) for answer in gap.numbers]
        + [{"value": answer.text, "weight": percent(answer.weight)} for answer in gap.texts],
    }


def right_texts(question: Question) -> list[str]:
    """The right choices: of single those with the highest credit; of ordering all, in their order."""
    if question.kind == "ordering":
        return [plain(choice.text) for choice in question.choices]
    least = 0.0
    if question.kind == "single":
        least = max((choice.weight for choice in question.choices), default=0.0)
    return [plain(choice.text) for choice in question.choices if choice.weight > 0 and choice.weight >= least]


def _describe_number(answer: NumericAnswer) -> dict[str, Any]:
    weight = percent(answer.weight)
    if answer.value is None:
        return {"low": number_of(answer.low), "high": number_of(answer.high), "weight": weight}
    return {"value": number_of(answer.value), "tolerance": number_of(answer.tolerance), "weight": weight}


def percent(weight: float) -> float | int:
    """A fraction as percent, rounded to 5 decimals, without a needless `.0`."""
    rounded = round(weight * 100, 5)
    return int(rounded) if rounded == int(rounded) else rounded


def number_of(value: Decimal | None) -> float | int | None:
    """A number for JSON."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def _make_utf8(stream: TextIO) -> None:
    """Whatever the console's encoding is; what has no UTF-8 (odd file names) is escaped."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
