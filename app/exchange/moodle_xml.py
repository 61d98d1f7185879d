"""Moodle XML, read as Moodle reads it and kinder where files need it. Nothing is left out without a line in
the report, and no file stops the reading of its other questions.

`xml_tree` finds the questions, `moodle_xml_types` says who reads which type.
"""

from dataclasses import replace
from html import escape
from typing import Final

from app.errors import Refused
from app.exchange.moodle_xml_reading import NotTaken, Reading, Tally, tidy
from app.exchange.moodle_xml_types import CANONICAL, LEFT_OUT, READERS
from app.exchange.progress import Progress, go_on
from app.exchange.report import Report
from app.exchange.xml_tree import Element, Scanner, find_fault
from app.quiz.html_parts import words
from app.quiz.model import EMPTY, Media, NewId, Question, Quiz, RichText, new_id
from app.quiz.plain import is_blank

LONGEST_TITLE: Final = 255
_LEAVES: Final = frozenset({"text", "file", "image_base64"})
_PARTS: Final = words(
    "answer answers category correctfeedback dataset_definitions dragbox drag drop feedback file "
    "generalfeedback graderinfo hint image_base64 incorrectfeedback name partiallycorrectfeedback quiz "
    "questiontext responsetemplate selectoption subquestion tag tags text tolerance unit units"
)
# Kept by Moodle, of no use in a live class; told once for the whole file.
_DROPPED: Final = {
    "hint": "hints_dropped",
    "correctfeedback": "result_texts_dropped",
    "partiallycorrectfeedback": "result_texts_dropped",
    "incorrectfeedback": "result_texts_dropped",
    "graderinfo": "grader_notes_dropped",
    "responsetemplate": "response_template_dropped",
}


def read_moodle_xml(
    text: str, title: str, new_id: NewId = new_id, progress: Progress = go_on
) -> tuple[Quiz, Report]:
    """The quiz of a file, and what was changed, doubtful or left out.

    Raises `Refused('import_cancelled')` when `progress` says so.
    """
    report, tally = Report(), Tally()
    fault = find_fault(text)
    if fault:
        lines = text.split("\n", fault.line + 1)
        source = lines[fault.line - 1].strip() if 0 < fault.line <= len(lines) else ""
        report.add(fault.line, "warning", fault.code, source)
    broken = fault is not None and fault.code == "xml_incorrect"
    media: dict[str, Media] = {}
    questions: list[Question] = []
    category: tuple[str, ...] = ()
    for element in Scanner(text, "question", _LEAVES, _PARTS, broken).units():
        if not progress(element.end, len(text)):
            raise Refused("import_cancelled")
        reading = Reading(text, element, report, tally, media, new_id)
        if element.cut:
            reading.tell("warning", "question_cut")
        if _type_of(element) == "category":
            category = _read_category(reading)
            continue
        question = _read_question(reading)
        if question:
            questions.append(replace(question, category=category))
    for code, (line, number) in tally.found.items():
        report.add(line, "info", code, questions=number)
    if not questions and not any(line.severity == "error" for line in report.lines):
        report.add(0, "warning", "no_questions")
    report.finish()
    return Quiz(new_id(), title, tuple(questions), media), report


def _type_of(element: Element) -> str:
    return element.attributes.get("type", "").strip().casefold()


def _read_category(reading: Reading) -> tuple[str, ...]:
    path = reading.value("category") or reading.value("name")
    if reading.value("info"):
        reading.tally.count("category_notes_dropped", reading.element.line)
    return category_names(path)


def category_names(path: str) -> tuple[str, ...]:
    """The names of a path: `//` is a slash in a name; a context (`$course$`) and `top` are no names."""
    names = [tidy(name.replace("\0", "/")) for name in path.replace("//", "\0").split("/")]
    if names and len(names[0]) > 2 and names[0].startswith("$") and names[0].endswith("$"):
        names = names[1:]
    if names and names[0] == "top":
        names = names[1:]
    return tuple(name for name in names if name)


def _read_question(reading: Reading) -> Question | None:
    element, name = reading.element, _type_of(reading.element)
    if name in LEFT_OUT:
        reading.tell("error", "type_left_out", type=name)
        return None
    base = _read_base(reading)
    reader = READERS.get(name)
    if reader is None:
        reading.tell("error", "type_unknown" if name else "type_missing", type=name)
        question = base
    else:
        try:
            question = reader(reading, base)
        except NotTaken as error:
            reading.tell("error", error.code, **error.params)
            question = base
    if is_blank(question.text):
        reading.tell("warning", "text_empty")
    if CANONICAL.get(name, name) != CANONICAL[question.kind]:
        reading.report.moodle_kinds[question.id] = name
    for child in element.children:
        if child.name in _DROPPED and tidy(reading.text(child)):
            reading.tally.count(_DROPPED[child.name], element.line)
    return question


def _read_base(reading: Reading) -> Question:
    """What every type has, as a slide."""
    element = reading.element
    container = element.first("questiontext")
    reading.format = "html"
    text = reading.rich(container)
    reading.format = text.format
    if picture := reading.old_picture():
        text = join(text, picture)
    title = tidy(reading.value("name"))
    if len(title) > LONGEST_TITLE:
        reading.tell("warning", "title_cut", limit=LONGEST_TITLE)
        title = title[:LONGEST_TITLE].rstrip()
    feedback = reading.rich(element.first("generalfeedback"))
    tags = element.first("tags")
    return Question(
        reading.new_id(),
        "slide",
        text,
        title,
        feedback=feedback if feedback else EMPTY,
        points=_read_points(reading),
        shuffle=reading.is_set("shuffleanswers", False),
        tags=tuple(tidy(reading.text(tag)) for tag in tags.all("tag")) if tags else (),
        id_number=reading.value("idnumber"),
        line=element.line,
    )


def _read_points(reading: Reading) -> float:
    source = reading.value("defaultgrade") or reading.value("defaultmark")
    try:
        points = float(source.replace(",", ".") or 1)
    except ValueError:
        points = -1.0
    if 0 <= points <= 1_000_000:
        return round(points, 7)
    reading.tell("warning", "points_unreadable", points=source)
    return 1.0


def join(text: RichText, picture: RichText) -> RichText:
    """A text with a picture after it."""
    if text.format in ("html", "moodle"):
        return RichText(f"{text.source}<p>{picture.source}</p>", text.format)
    if text.format == "markdown":
        return RichText(f"{text.source}\n\n{picture.source}", text.format)
    return RichText(f"{escape(text.source, quote=False)}<p>{picture.source}</p>", "moodle")
