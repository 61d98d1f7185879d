"""A session as a workbook: marks, every answer, every question. No cell is a formula."""

import io

from openpyxl.workbook import Workbook

from app.i18n import RIGHT_TO_LEFT, Translate
from app.live.state import SessionState
from app.reports.answers import list_answers
from app.reports.cells import numbered_titles, words_of
from app.reports.options import Options
from app.reports.sheets import PERCENT, TIME, SheetWriter, Value, clean_cell
from app.reports.summary import summarise_session
from app.reports.words import JUDGEMENTS, KIND_NAMES


def write(state: SessionState, options: Options) -> bytes:
    """Raises `Refused('coefficient_impossible')`."""
    book = Workbook(write_only=True)
    book.properties.creator = "Préau"
    book.properties.title = clean_cell(state.title)
    _write_marks(book, state, options)
    _write_answers(book, state, options)
    _write_questions(book, state, options)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_marks(book: Workbook, state: SessionState, options: Options) -> None:
    marks, translate, titles = options.marks(state), options.translate(), numbered_titles(state)
    decimals = f".{'0' * marks.scale.decimals}" if marks.scale.decimals else ""
    top = f"{marks.scale.top.normalize():f}"
    sheet = SheetWriter(
        book,
        translate("Marks"),
        [
            (translate("Student"), 24, ""),
            (translate("Points"), 10, ""),
            (translate("Mark out of {top}").format(top=top), 14, f"0{decimals}"),
            *((titles[counting.question], 18, "") for counting in marks.questions),
        ],
        right_to_left=options.language in RIGHT_TO_LEFT,
    )
    for row in marks.rows:
        given = None if row.mark is None else float(row.mark)
        points = (row.points.get(counting.question) for counting in marks.questions)
        sheet.add_row([row.nickname, round(row.total, 6), given, *map(_rounded, points)])
    sheet.finish()


def _write_answers(book: Workbook, state: SessionState, options: Options) -> None:
    translate, titles = options.translate(), numbered_titles(state)
    sheet = SheetWriter(
        book,
        translate("Answers"),
        [
            (translate("Question"), 32, ""),
            (translate("Round"), 8, ""),
            (translate("Student"), 24, ""),
            (translate("Time"), 20, TIME),
            (translate("Seconds used"), 10, "0.0"),
            (translate("Answer"), 40, ""),
            (translate("Credit"), 10, PERCENT),
            (translate("Points"), 10, ""),
            (translate("Judgement"), 16, ""),
            (translate("Counts"), 10, ""),
            (translate("Accepted by the teacher"), 12, ""),
        ],
        right_to_left=options.language in RIGHT_TO_LEFT,
    )
    for row in list_answers(state):
        scored = row.judgement != "unscored"
        sheet.add_row(
            [
                titles[row.question], row.attempt, row.nickname, options.local_time(row.at),
                round(row.used, 1), row.text, row.credit if scored else None,
                _rounded(row.points) if scored else None, translate(JUDGEMENTS[row.judgement]),
                _yes(row.counts and not row.removed, translate), _yes(row.accepted, translate),
            ]
        )  # fmt: skip
    sheet.finish()


def _write_questions(book: Workbook, state: SessionState, options: Options) -> None:
    translate = options.translate()
    sheet = SheetWriter(
        book,
        translate("Questions"),
        [
            (translate("Number"), 8, ""),
            (translate("Question"), 60, ""),
            (translate("Kind"), 18, ""),
            (translate("Points"), 10, ""),
            (translate("Coefficient"), 12, ""),
            (translate("Times asked"), 10, ""),
            (translate("Answered"), 10, ""),
            (translate("Wholly right"), 12, PERCENT),
            (translate("Facility"), 10, PERCENT),
            (translate("Counts"), 10, ""),
        ],
        right_to_left=options.language in RIGHT_TO_LEFT,
        frozen=2,
    )
    for item in summarise_session(state):
        right = item.right / item.answered if item.facility is not None else None
        sheet.add_row(
            [
                item.number, words_of(item.question), translate(KIND_NAMES[item.question.kind]),
                item.question.points, options.coefficients.get(item.question.id, 1.0), item.attempts,
                item.answered, right, item.facility, _yes(item.counts, translate),
            ]
        )  # fmt: skip
    sheet.finish()


def _rounded(points: float | None) -> Value:
    return None if points is None else round(points, 6)


def _yes(is_so: bool, translate: Translate) -> str:
    return translate("yes") if is_so else ""
