"""What must hold for any file: it is read or refused with a reason, and what was read can be used."""

from pathlib import Path

from app.errors import PreauError
from app.exchange.fitting import fit_pictures
from app.exchange.formats import FORMATS, Imported, Source
from app.exchange.writers import WRITERS
from app.quiz.codec import quiz_from_json, quiz_to_json
from app.quiz.fingerprints import prints_of
from app.quiz.kinds import KINDS
from app.quiz.markup import plain
from app.quiz.shown import problems_of, show_question
from app.sentences import tell


def read_as(name: str, data: bytes) -> Imported | None:
    """The quiz that the reader of a format makes of a file; None where it refuses it, with a sentence."""
    source = Source(Path("x"), data)
    try:
        for known in FORMATS.values():
            known.recognises(source)
        quiz, report = FORMATS[name].read(source, "x")
        quiz = fit_pictures(quiz, report)
    except PreauError as error:
        assert tell(error, str)
        return None
    return Imported(quiz, report, name, "")


def try_file(name: str, data: bytes) -> None:
    """Read a file as a format, and do with the quiz what the program does with quizzes."""
    found = read_as(name, data)
    if found is None:
        return
    for line in found.report.lines:
        assert line.tell(str)
    quiz = found.quiz
    assert quiz_from_json(quiz_to_json(quiz), quiz.media) == quiz
    for question in quiz.questions:
        prints_of(question)
        problems_of(question)
        plain(question.text)
        if question.kind in KINDS and not any(
            sign in question.text.source for sign in ("$", "\\(", "\\[")
        ):  # formulas take a second
            show_question(question, frozenset(quiz.media))
    for writer in WRITERS.values():
        writer.losses(quiz)
        writer.write(quiz)
