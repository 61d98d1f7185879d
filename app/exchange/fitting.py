"""Pictures of a quiz that was just read, made fit for phones; what could not be done has a line."""

from dataclasses import replace

from app.exchange.losses import pictures_in
from app.exchange.report import Report
from app.quiz.model import Quiz
from app.quiz.resizing import add_phone_versions
from app.quiz.rich_texts import texts_of


def fit_pictures(quiz: Quiz, report: Report) -> Quiz:
    """The quiz with versions of its pictures for phones, their originals kept."""
    if not quiz.media:
        return quiz
    sized = add_phone_versions(quiz.media)
    if sized.problems:
        lines: dict[str, int] = {}
        for question in quiz.questions:
            for text in texts_of(question):
                for name in pictures_in(text):
                    lines.setdefault(name, question.line)
        for name, problem in sized.problems.items():
            severity = "info" if problem.code in ("picture_moving", "picture_stilled") else "warning"
            report.add(lines.get(name, 0), severity, problem.code, name, name=name, **problem.params)  # type: ignore[arg-type]
        report.finish()
    return replace(quiz, media=sized.media)
