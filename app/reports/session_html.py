"""A session on paper: a page of the HTML that QTextDocument draws, which the window prints or makes a PDF of.

No style sheet and no pictures: headings, paragraphs and tables with widths and colours of cells.
"""

from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Final

from app.i18n import Translate, text_direction
from app.live.state import SessionState
from app.numerals import format_fixed
from app.quiz.kinds.ordering import Ordering
from app.reports.cells import words_of
from app.reports.marks import Marks
from app.reports.options import Options
from app.reports.paper import INK, LINE, isolated, paragraph, row_of
from app.reports.summary import NamedBar, QuestionSummary, summarise_session
from app.signs import direction_of, letter, show_number, show_numeral, show_percent

MOST_BARS: Final = 12  # lines of a distribution: a class may have typed a hundred different words
_RIGHT, _OTHER = "#2A7355", "#B9C0C8"
_LABEL_WIDTH, _BAR_WIDTH = 44, 42  # per cent of the line


def render(state: SessionState, options: Options) -> str:
    """The whole page. Raises `Refused('coefficient_impossible')`."""
    translate, marks = options.translate(), options.marks(state)
    direction = text_direction(options.language)
    parts = [
        f'<html><body dir="{direction}" style="color:{INK}">',
        f'<h1 dir="{direction}">{isolated(state.title)}</h1>',
        paragraph(_facts(state, options, marks, translate), direction),
        f'<h2 dir="{direction}">{escape(translate("Marks"))}</h2>',
        _marks_table(marks, options, translate),
        f'<h2 dir="{direction}">{escape(translate("Questions"))}</h2>',
    ]
    present = len(marks.rows)
    for item in summarise_session(state):
        if item.round is not None:
            parts += _question(item, present, options, translate)
    return "".join([*parts, "</body></html>"])


def show_moment(moment: datetime, language: str) -> str:
    """Day and time in figures, as the reader writes them."""
    return f"{moment:%d/%m/%Y %H:%M}" if language in ("fr", "ar") else f"{moment:%Y-%m-%d %H:%M}"


def _facts(state: SessionState, options: Options, marks: Marks, translate: Translate) -> str:
    facts = [show_moment(options.local_time(state.opened_at), options.language)]
    facts.append(state.settings.class_name)
    facts.append(translate("Students: {count}").format(count=len(marks.rows)))
    most = show_number(options.language, marks.most)
    facts.append(translate("Points to be had: {points}").format(points=most))
    if state.settings.rehearsal:
        facts.append(translate("Rehearsal"))
    return " · ".join(isolated(fact) for fact in facts if fact)


def _marks_table(marks: Marks, options: Options, translate: Translate) -> str:
    top = show_number(options.language, float(marks.scale.top))
    head = (translate("Student"), translate("Points"), translate("Mark out of {top}").format(top=top))
    direction = text_direction(options.language)
    rows = [row_of((f"<b>{escape(cell)}</b>" for cell in head), direction)]
    for row in sorted(marks.rows, key=lambda row: row.nickname.casefold()):
        mark = "–" if row.mark is None else format_fixed(row.mark, marks.scale.decimals, options.language)
        cells = (isolated(row.nickname), show_number(options.language, row.total), f"<b>{mark}</b>")
        rows.append(row_of(cells, direction))
    look = f'border="1" bordercolor="{LINE}" cellspacing="0" cellpadding="4" width="100%"'
    return f"<table {look}>{''.join(rows)}</table>"


def _question(item: QuestionSummary, present: int, options: Options, translate: Translate) -> Iterator[str]:
    direction = text_direction(options.language)
    words = words_of(item.question)
    yield f'<h3 dir="{direction_of(words)}">{item.number}. {isolated(words)}</h3>'
    facts = [translate("Answered: {count} of {all}").format(count=item.answered, all=present)]
    if item.facility is not None:
        share = show_percent(options.language, round(item.facility * 100), 100)
        facts.append(translate("Facility: {share}").format(share=share))
    if item.cancelled:
        facts.append(translate("Cancelled: counts for nobody"))
    yield paragraph(escape(" · ".join(facts)), direction)
    for bar in item.bars[:MOST_BARS]:
        yield _bar(bar, item, options, translate)
    if len(item.bars) > MOST_BARS:
        more = translate("Further answers: {count}").format(count=len(item.bars) - MOST_BARS)
        yield paragraph(escape(more), direction)


def _bar(bar: NamedBar, item: QuestionSummary, options: Options, translate: Translate) -> str:
    """A line of its own table: words, a bar of coloured cells, count and share."""
    label = isolated(show_numeral(options.language, bar.label) if _is_number(item) else bar.label)
    if not bar.label:
        label = escape(translate("all right"))
    if bar.place is not None:
        ordered = item.question.kind == Ordering.name
        sign = str(bar.place + 1) if ordered else letter(options.language, bar.place)
        label = f"{escape(sign)}. {label}"
    right, direction = bar.right is not None and bar.right > 0, text_direction(options.language)
    full = round(_BAR_WIDTH * bar.share)
    cells = [f'<td dir="{direction}" width="{_LABEL_WIDTH}%">{"✓ " if right else ""}{label}</td>']
    if full:
        cells.append(f'<td width="{full}%" bgcolor="{_RIGHT if right else _OTHER}"></td>')
    if full < _BAR_WIDTH:
        cells.append(f'<td width="{_BAR_WIDTH - full}%"></td>')
    share = show_percent(options.language, bar.count, item.answered)
    cells.append(
        f'<td dir="{direction}" width="{100 - _LABEL_WIDTH - _BAR_WIDTH}%">&nbsp;{bar.count} ({share})</td>'
    )
    look = 'border="0" cellspacing="0" cellpadding="2" width="100%"'
    return f"<table {look}>{row_of(cells, direction)}</table>"


def _is_number(item: QuestionSummary) -> bool:
    return item.question.kind == "numeric"
