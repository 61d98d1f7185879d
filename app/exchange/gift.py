"""GIFT, the quiz text format of Moodle, read as Moodle reads it and kinder where its users need it.

The grammar is in `gift_text` (escapes), `gift_blocks` (lines), `gift_mending` (what is meant), `gift_choices`
and `gift_values` (answers). Linear in the size of the file. Nothing is left out without a line in the report.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from app.errors import Refused
from app.exchange.gift_blocks import CATEGORY, Block, split_blocks
from app.exchange.gift_choices import read_choices, read_ordering, read_true_false, true_or_false
from app.exchange.gift_gaps import has_gaps, read_gift_gaps
from app.exchange.gift_mending import Mended
from app.exchange.gift_moodle import moodle_kind, moodle_type
from app.exchange.gift_reading import NotTaken, Reading
from app.exchange.gift_text import TRIM, Piece, mask_escapes, unescape
from app.exchange.gift_values import read_numbers, read_pairs, read_texts
from app.exchange.progress import Progress, go_on
from app.exchange.report import Report, Severity
from app.quiz.markup import plain
from app.quiz.model import Media, NewId, Question, Quiz, RichText, new_id

LONGEST_TITLE: Final = 255
GAP: Final = "_____"
_WRONG_MARKER: Final = re.compile(r"\[\s*+(?:html|markdown|plain|moodle)\s*+\]", re.IGNORECASE)
_PLUMBING: Final = re.compile(r"\$[a-z]++\d*+\$")
_MENDINGS: Final[dict[str, Severity]] = {
    "maths_unescaped": "warning",
    "tex_line_break": "warning",
    "tex_line_break_mended": "warning",
    "tag_equals": "info",
    "mlang_unescaped": "warning",
}


def read_gift(
    text: str, title: str, new_id: NewId = new_id, progress: Progress = go_on
) -> tuple[Quiz, Report]:
    """The quiz of a GIFT text, and what was changed, doubtful or left out.

    Raises `Refused('import_cancelled')` when `progress` (told lines) says so.
    """
    report = Report()
    media: dict[str, Media] = {}
    questions: list[Question] = []
    category: tuple[str, ...] = ()
    last_line, lines = 0, text.count("\n") + 1
    for block in split_blocks(text.removeprefix("\ufeff")):
        if not progress(block.line, lines):
            raise Refused("import_cancelled")
        before, last_line = last_line, block.numbers[-1]
        if block.lines[0].startswith(CATEGORY):
            if before and before == block.line - 1:
                report.add(block.line, "warning", "category_glued", block.lines[0])
            category = read_category(block.lines[0].removeprefix(CATEGORY))
            if len(block.lines) == 1:
                continue
            block = Block(block.lines[1:], block.numbers[1:], block.comments, block.joined)
            report.add(block.line, "warning", "category_glued", block.lines[0])
        question = _read_block(block, report, media, new_id)
        if question:
            questions.append(replace(question, category=category))
    if not questions and not report.lines:
        report.add(0, "warning", "no_questions")
    report.finish()
    return Quiz(new_id(), title, tuple(questions), media), report


def read_category(path: str) -> tuple[str, ...]:
    """The names of a path: `//` is a slash in a name; a context (`$course$`) and `top` are no names."""
    names = [
        unescape(name.replace("\0", "/")).strip() for name in path.strip().replace("//", "\0").split("/")
    ]
    if names and _PLUMBING.fullmatch(names[0]):
        names = names[1:]
    if names and names[0] == "top":
        names = names[1:]
    return tuple(name for name in names if name)


def _read_block(block: Block, report: Report, media: dict[str, Media], make_id: NewId) -> Question | None:
    """The question of a block, or None with an error in the report."""
    attempt = Report()
    pictures: dict[str, Media] = {}
    question: Question | None = None
    try:
        question = _read_question(Reading(block, attempt, pictures, make_id))
    except NotTaken as error:
        if block.mended.text != block.source:
            # What was taken for a formula or a tag may be none: as it stands it may be a question.
            plainly = Block(block.lines, block.numbers, block.comments, block.joined)
            plainly.mended = Mended(block.source)
            second = Report()
            try:
                question = _read_question(Reading(plainly, second, pictures, make_id))
                attempt = second
            except NotTaken:
                question = None
        if question is None:
            report.add(block.line_at(error.place)[0], "error", error.code, block.source, **error.params)
            return None
    report.lines += attempt.lines
    media.update(pictures)
    if block.joined:
        report.add(block.line, "warning", "blank_line_inside", block.source)
    theirs = moodle_kind(block.source)
    if theirs and moodle_type(theirs) != moodle_type(question.kind):
        report.moodle_kinds[question.id] = theirs
    return question


@dataclass(frozen=True, slots=True)
class _Parts:
    """A block taken apart. answers: None without braces; tail: what follows them."""

    text: Piece
    answers: Piece | None
    tail: Piece
    general: Piece | None


def _read_question(reading: Reading) -> Question:
    for code, place in reading.block.mended.notes:
        reading.tell(_MENDINGS[code], code, place)
    whole = Piece.of(reading.block.mended.text).strip()
    title, rest = _take_title(reading, whole)
    if has_gaps(rest):
        return replace(
            read_gift_gaps(reading, rest),
            title=title,
            tags=reading.block.tags(),
            id_number=reading.block.id_number(),
            line=reading.block.line,
        )
    parts = _take_apart(reading, rest)
    text = _read_text(reading, parts)
    question = Question(
        reading.new_id(),
        "slide",
        text,
        title,
        feedback=reading.feedback(parts.general),
        tags=reading.block.tags(),
        id_number=reading.block.id_number(),
        line=reading.block.line,
    )
    if parts.answers is None:
        return question
    if not text:
        reading.tell("warning", "text_empty")
    return _read_answers(reading, question, parts.answers)


def _take_title(reading: Reading, whole: Piece) -> tuple[str, Piece]:
    """The title as plain text, and the rest."""
    if not whole.mask.startswith("::"):
        return "", whole
    rest = whole.cut(2)
    end = rest.mask.find("::")
    if end < 0:
        reading.tell("warning", "title_unclosed", whole.offset)
        return "", rest.strip()
    title = plain(RichText(rest.cut(0, end).plain(), "html"))
    if len(title) > LONGEST_TITLE:
        reading.tell("warning", "title_cut", whole.offset, limit=LONGEST_TITLE)
        title = title[:LONGEST_TITLE].rstrip()
    return title, rest.cut(end + 2).strip()


def _take_apart(reading: Reading, rest: Piece) -> _Parts:
    opening = rest.mask.find("{")
    if opening < 0:
        if "}" in rest.mask:
            raise NotTaken("brace_missing", rest.offset + rest.mask.find("}"), brace="{")
        return _Parts(rest, None, rest.cut(len(rest.text)), None)
    closing = rest.mask.find("}", opening)
    if closing < 0:
        raise NotTaken("brace_missing", rest.offset + opening, brace="}")
    inside = rest.cut(opening + 1, closing)
    before, tail = rest.cut(0, opening), rest.cut(closing + 1)
    if "{" in tail.mask:
        reading.tell("warning", "questions_merged", tail.offset + tail.mask.find("{"))
    elif "}" in tail.mask or "}" in before.mask:
        reading.tell("warning", "brace_stray", rest.offset)
    if tail.mask.lstrip(TRIM).startswith("####"):
        reading.tell("warning", "feedback_outside", tail.strip())
    answers, general = inside.strip(), None
    mark = answers.mask.rfind("####")
    if mark >= 0:
        answers, general = answers.cut(0, mark).strip(), answers.cut(mark + 4).strip()
    return _Parts(before, answers, tail, general)


def _read_text(reading: Reading, parts: _Parts) -> RichText:
    """The question's text, with a gap where the answers stood in its midst; sets the question's format."""
    source = parts.text.text
    if parts.answers is not None:
        source += (GAP if parts.tail and not parts.tail.mask.endswith("}") else "") + parts.tail.text
    joined = Piece(source, mask_escapes(source), parts.text.offset)
    _, reading.format = joined.text_format(reading.format)
    wrong = _WRONG_MARKER.match(joined.text)
    if wrong and wrong[0][1:-1] != reading.format:
        reading.tell("warning", "marker_unknown", joined.offset, marker=wrong[0])
    return reading.rich(joined)


def _read_answers(reading: Reading, question: Question, answers: Piece) -> Question:
    """Which kind, in Moodle's order."""
    mask = answers.mask
    if mask.startswith(">"):
        chosen = read_ordering(reading, answers)
        return replace(question, kind=chosen.kind, choices=chosen.choices)
    if not mask:
        return replace(question, kind="open_text")
    if mask.startswith("#"):
        numbers, others = read_numbers(reading, answers)
        return replace(question, kind="numeric", numbers=numbers, other_feedback=others)
    if "~" in mask:
        chosen = read_choices(reading, answers)
        return replace(question, kind=chosen.kind, choices=chosen.choices)
    if "=" in mask and "->" in mask:
        return replace(question, kind="matching", pairs=read_pairs(reading, answers))
    if truth := true_or_false(answers):
        right, known = truth
        if not known:
            reading.tell("info", "true_false_word", answers)
        chosen = read_true_false(reading, answers, right)
        return replace(question, kind=chosen.kind, choices=chosen.choices)
    return replace(question, kind="short_text", texts=read_texts(reading, answers))
