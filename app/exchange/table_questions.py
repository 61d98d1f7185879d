"""Questions from the rows of a table, by a mapping of its columns. Layouts: docs/formats.md."""

import re
from dataclasses import dataclass, replace
from typing import Final

from app.exchange.columns import Mapping
from app.exchange.drafts import choice_question, plain_text, true_false_question, truth_of
from app.exchange.report import Report
from app.exchange.table_cells import read_pair, read_points, read_seconds, read_typed
from app.exchange.table_keys import KeyMode, choose_mode, read_key
from app.exchange.tables import Row, Table
from app.json_text import load_json
from app.quiz.difficulty import with_difficulty
from app.quiz.kinds import KINDS
from app.quiz.model import Choice, NewId, Question, Quiz, new_id

_TYPES: Final = (
    ("true_false", r"true.?false|vrai.?faux|t/?f|v/?f|صح.*خط.*|boolean"),
    ("numeric", r"numeric(?:al)?|number|numerique|nombre"),
    ("short_text", r"short.?(?:text|answer)|type.?(?:in|answer)|fill.*|texte?|reponse courte|saq|cloze"),
    ("open_text", r"open.*|essay|ouverte?|free.*|redaction|long.?answer|word.?cloud|brainstorm"),
    ("poll", r"poll|survey|sondage|opinion|scale"),
    ("ordering", r"order(?:ing)?|sort(?:ing)?|puzzle|jumble|reorder|classement|ordre"),
    ("matching", r"match(?:ing)?|appariement|association"),
    ("slide", r"slide|content|diapo(?:sitive)?|info"),
    ("multiple", r"multiple|multiple.?(?:response|select|answers?)|check.?box(?:es)?|"
     r"multi.?select|choix multiples?"),
)  # fmt: skip
_KINDS: Final = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TYPES)
_NUMBERS: Final = re.compile(r"numbers?\b|numéro|index|رقم|n°|#", re.IGNORECASE)
_JOINS: Final = ("\n", ";", "|", "؛", ",", "،", "/")


@dataclass(frozen=True, slots=True)
class _Read:
    """A row by its roles. options: one text per option column, '' for an empty one."""

    row: Row
    question: str
    options: tuple[str, ...]
    key: str
    wrong: tuple[str, ...]
    kind: str


def read_rows(table: Table, mapping: Mapping, title: str, make_id: NewId = new_id) -> tuple[Quiz, Report]:
    """The quiz of a table, and what was changed, doubtful or left out."""
    report = Report()
    for note in table.notes:
        report.add(note.row, "warning", note.code, note.text, date=note.text)
    if table.cut:
        report.add(table.rows[-1].number, "error", "table_cut", rows=len(table.rows))
    _report_columns(table, mapping, report)
    reads = _read_roles(table, mapping, report)
    choices = [(read.key, read.options) for read in reads if read.key and any(read.options)]
    mode, doubtful = choose_mode(choices)
    if mode == "text" and any(
        _NUMBERS.search(mapping.names.get(column, "")) for column in mapping.columns("key")
    ):
        mode, doubtful = "number", False
    if doubtful:
        report.add(0, "warning", "keys_doubtful")
    elif mode == "from_zero":
        report.add(0, "warning", "keys_from_zero")
    questions: list[Question] = []
    for read in reads:
        question = _make(read, mode, report, make_id)
        if question:
            questions.append(_finish(question, read.row, mapping, report))
    if not questions and not report.lines:
        report.add(0, "warning", "no_questions")
    report.finish()
    return Quiz(make_id(), title, tuple(questions)), report


def _report_columns(table: Table, mapping: Mapping, report: Report) -> None:
    """Say which columns hold something that is not read, and what stands above the header."""
    used = [row for row in table.rows[mapping.first :] if not row.empty]
    names = [
        name
        for column, name in mapping.names.items()
        if column not in mapping.roles and any(row.cell(column) for row in used)
    ]
    if names:
        report.add(mapping.header, "info", "columns_ignored", columns=", ".join(names)[:200])


def _read_roles(table: Table, mapping: Mapping, report: Report) -> list[_Read]:
    question, key = mapping.only("question"), mapping.columns("key")
    joined, kind = mapping.only("options"), mapping.only("type")
    join = _find_join([row.cell(joined) for row in table.rows[mapping.first :]]) if joined >= 0 else ""
    reads = []
    for row in table.rows[mapping.first :]:
        text = row.cell(question)
        options = tuple(row.cell(column) for column in mapping.columns("option"))
        if joined >= 0:
            options += tuple(_split_options(row.cell(joined), join))
        keys = "; ".join(filter(None, (row.cell(column) for column in key)))
        wrong = tuple(row.cell(column) for column in mapping.columns("wrong") if row.cell(column))
        if not text:
            if any(options) or keys:
                report.add(row.number, "error", "row_without_question", " | ".join(filter(None, row.cells)))
            continue
        words = row.cell(kind)
        named = next((name for name, pattern in _KINDS if pattern.fullmatch(words)), "")
        named = named or (words if words in KINDS else "")
        reads.append(_Read(row, text, options, keys, wrong, named))
    return reads


def _find_join(cells: list[str]) -> str:
    """What parts the options of one cell: the sign that most cells hold."""
    filled = [cell for cell in cells if cell][:200]
    counts = {sign: sum(sign in cell for cell in filled) for sign in _JOINS}
    return max(_JOINS, key=lambda sign: counts[sign]) if filled else ";"


def _split_options(cell: str, join: str) -> list[str]:
    if cell.startswith("[") and cell.endswith("]"):
        try:
            listed = load_json(cell)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            return [str(item).strip() for item in listed if not isinstance(item, (list, dict))]
    return [part.strip() for part in cell.split(join) if part.strip()]


def _make(read: _Read, mode: KeyMode, report: Report, make_id: NewId) -> Question | None:
    """The question of a row, or None with an error in the report."""
    filled = [option for option in read.options if option]
    line, source = read.row.number, read.question
    if read.kind in ("open_text", "slide"):
        return Question(make_id(), read.kind, plain_text(source))
    if read.kind in ("numeric", "short_text") or (not read.kind and not filled and not read.wrong):
        return _make_typed(read, filled, report, make_id)
    if read.kind == "matching":
        pairs = tuple(pair for option in filled if (pair := read_pair(option, make_id)))
        if len(pairs) == len(filled) >= 2:
            return Question(make_id(), "matching", plain_text(source), pairs=pairs)
        report.add(line, "error", "pairs_unreadable", " | ".join([source, *filled]))
        return None
    if read.kind == "ordering" and len(filled) > 1:
        choices = tuple(Choice(make_id(), plain_text(option)) for option in filled)
        return Question(make_id(), "ordering", plain_text(source), choices=choices)
    if read.kind == "true_false" and not filled and (truth := truth_of(read.key)) is not None:
        return true_false_question(make_id, source, truth)
    if read.wrong and read.key and not filled:
        # The right one stands first in such a table, so it must not on the phones.
        question = choice_question(make_id, source, [read.key, *read.wrong], [0])
        return replace(question, shuffle=True)
    return _make_choices(read, mode, report, make_id)


def _make_choices(read: _Read, mode: KeyMode, report: Report, make_id: NewId) -> Question | None:
    line, source = read.row.number, read.question
    options = [*read.options, *read.wrong]
    if sum(bool(option) for option in options) < 2:
        report.add(line, "error", "too_few_options", " | ".join(filter(None, [source, *options])))
        return None
    places = read_key(read.key, options, mode) if read.key and read.kind != "poll" else []
    if read.key and not places and read.kind != "poll":
        report.add(line, "warning", "key_unknown", source, key=read.key)
    elif not read.key and read.kind != "poll":
        report.add(line, "warning", "key_missing_poll", source)
    kept = [place for place, option in enumerate(options) if option]
    texts = [options[place] for place in kept]
    right = [kept.index(place) for place in places]
    truths = [truth_of(text) for text in texts]
    if len(right) == 1 and len(texts) == 2 and read.kind == "true_false" and None in truths:
        return true_false_question(make_id, source, right == [0], (texts[0], texts[1]))
    if len(right) == 1 and sorted(truths, key=str) == [False, True] and read.kind in ("", "true_false"):
        true = truths.index(True)
        return true_false_question(make_id, source, right == [true], (texts[true], texts[1 - true]))
    question = choice_question(make_id, source, texts, right, several=read.kind == "multiple")
    if (
        read.kind in ("single", "true_false") and len(right) > 1
    ):  # one may be chosen, each of these is wholly right
        choices = (replace(choice, weight=float(choice.weight > 0)) for choice in question.choices)
        return replace(question, kind=read.kind, choices=tuple(choices))
    return question


def _make_typed(read: _Read, filled: list[str], report: Report, make_id: NewId) -> Question | None:
    """A question whose answer is typed: its accepted answers stand in the option columns or in the key."""
    line, source = read.row.number, read.question
    answers = filled or [read.key] * bool(read.key)
    if not answers:
        if read.kind:
            report.add(line, "error", "key_missing", source)
            return None
        report.add(line, "info", "open_question", source)
        return Question(make_id(), "open_text", plain_text(source))
    if not read.kind and (truth := truth_of(read.key)) is not None:
        return true_false_question(make_id, source, truth)
    question = read_typed(answers, read.kind, make_id)
    if question is None:
        report.add(line, "error", "number_unreadable", source, number="; ".join(answers))
        return None
    return replace(question, text=plain_text(source))


def _finish(question: Question, row: Row, mapping: Mapping, report: Report) -> Question:
    """The question with all that its row says besides question and answers."""
    time, points = row.cell(mapping.only("time")), row.cell(mapping.only("points"))
    seconds, worth = read_seconds(time), read_points(points)
    if time and seconds is None:
        report.add(row.number, "warning", "time_unreadable", time, time=time)
    if points and worth is None:
        report.add(row.number, "warning", "points_not_read", points, points=points)
    tags = [tag.strip() for column in mapping.columns("tags") for tag in re.split("[,;،]", row.cell(column))]
    tags = with_difficulty(tags, row.cell(mapping.only("difficulty")))
    category = row.cell(mapping.only("category"))
    return replace(
        question,
        line=row.number,
        title=row.cell(mapping.only("title")),
        time_limit=seconds or None,
        points=1.0 if worth is None else worth,
        feedback=plain_text(row.cell(mapping.only("feedback"))),
        category=tuple(name.strip() for name in category.split(" / ")) if category else (),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
    )
