"""What stands in cells of tables that a spreadsheet opens."""

from typing import Final

from app.live.state import SessionState
from app.quiz.model import Question
from app.quiz.plain import readable

LONGEST_TITLE: Final = 60  # characters of a question that heads a column
_RUN: Final = "=+-@\t\r\n＝＋－＠"


def disarm(cell: str) -> str:
    """A text that a spreadsheet takes for text: formulas begin with = + - @ (in full width too, for some)
    or a control character. Spaces before them do not help, as some programs cut them off."""
    return f"'{cell}" if cell.lstrip(" \u00a0")[:1] in tuple(_RUN) else cell


def words_of(question: Question) -> str:
    """The text of the question on one line, formulas as people read them; its gaps by their numbers, as
    distributions name them."""
    words = readable(question.text)
    for number, gap in enumerate(question.gaps, 1):
        words = words.replace(f"[[{gap.id}]]", f"[{number}]")
    return words


def title_of(question: Question) -> str:
    """The question in a few words."""
    words = question.title or words_of(question)
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def numbered_titles(state: SessionState) -> dict[str, str]:
    """Question id to '3. Capital of Morocco?', numbers as in the quiz; '3.' of one that was spoken only."""
    return {id_: f"{n}. {title_of(state.questions[id_])}".rstrip() for n, id_ in enumerate(state.order, 1)}
