"""Marks as separated values that a spreadsheet opens right by a double click, whatever its language.

French and Arabic Excel take `;` between cells and a comma in numbers, English `,` and a point; all know
UTF-8 by its byte order mark only.
"""

import csv
import io
from decimal import Decimal
from typing import Final

from app.live.results import Results
from app.live.state import SessionState
from app.numerals import format_number
from app.quiz.kinds import find_kind
from app.reports.cells import disarm, numbered_titles
from app.reports.options import Options

SEPARATORS: Final = {"fr": ";", "ar": ";", "en": ","}


def write(state: SessionState, options: Options) -> bytes:
    """One row for each student who was not removed: nickname, points, mark, then for each question that
    counts its points and the answer (without `options.answers`, the points only).

    An empty cell: not answered, or nothing to be had.
    """
    marks, translate, language = options.marks(state), options.translate(), options.language
    titles = numbered_titles(state)
    rounds = [
        round_
        for round_ in Results(state).counted_rounds()
        if find_kind(state.questions[round_.question].kind).answerable
    ]
    scoring = {counting.question for counting in marks.questions}

    def number(value: Decimal | float) -> str:
        return format_number(value if isinstance(value, Decimal) else round(value, 4), language)

    top = number(marks.scale.top)
    head = [translate("Student"), translate("Points"), translate("Mark out of {top}").format(top=top)]
    for round_ in rounds:
        if round_.question in scoring:
            head.append(titles[round_.question])
        if options.answers:
            head.append(translate("Answer to {question}").format(question=titles[round_.question]))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SEPARATORS.get(language, ","), lineterminator="\r\n")
    writer.writerow([disarm(cell) for cell in head])
    for row in marks.rows:
        cells = [disarm(row.nickname), number(row.total), "" if row.mark is None else number(row.mark)]
        for round_ in rounds:
            points, given = row.points.get(round_.question), round_.answers.get(row.student)
            if round_.question in scoring:
                cells.append("" if points is None else number(points))
            if options.answers:
                question = state.questions[round_.question]
                text = find_kind(question.kind).describe(question, given.answer) if given else ""
                cells.append(disarm(text.replace("\0", "")))
        writer.writerow(cells)
    return out.getvalue().encode("utf-8-sig", "replace")
