"""Who may see what, and when. Every page, fragment and message asks here; nothing else decides it.

Before its reveal nothing of a question's solution may reach a phone or the wall: not the right choices, not
weights, not feedback, not how others answered.
"""

from collections.abc import Callable, Sequence

from app.live.order import shuffle_items
from app.live.rounds import Given, Round
from app.live.state import SessionState
from app.live.states import Phase
from app.quiz.kinds import find_kind
from app.quiz.kinds.base import Answer, Bar, PublicQuestion, Render, Solution
from app.quiz.model import Question, RichText

Show = Callable[[Question], Question]
"""The question in its reader's language: other words, the same ids and the same key."""

_VIEWS = {
    Phase.LOBBY: "lobby",
    Phase.ASKING: "question",
    Phase.PAUSED: "paused",
    Phase.LOCKED: "locked",
    Phase.REVEALED: "reveal",
    Phase.RANKING: "ranking",
    Phase.ENDED: "ended",
}


def view_name(state: SessionState) -> str:
    """The view that everybody sees now. A slide has nothing to reveal and stays a question."""
    question = shown_question(state)
    if state.phase is Phase.REVEALED and question is not None and not find_kind(question.kind).answerable:
        return "question"
    return _VIEWS[state.phase]


def shown_round(state: SessionState) -> Round | None:
    """The round on everybody's page, None in the lobby, in the ranking and after the end. It is for the
    server itself: everybody's answers are in it."""
    if state.phase in (Phase.ASKING, Phase.PAUSED, Phase.LOCKED, Phase.REVEALED):
        return state.current
    return None


def shown_question(state: SessionState) -> Question | None:
    """The question on everybody's page, for the server itself: its key is in it."""
    round_ = shown_round(state)
    return state.questions[round_.question] if round_ else None


def version_of(state: SessionState) -> str:
    """Names what everybody sees; the same after a restart."""
    return f"{view_name(state)}-{state.steps}"


def counted_answers(state: SessionState, round_: Round) -> dict[str, Given]:
    """Student id to answer, of everybody who was not removed."""
    students = state.students
    return {id_: given for id_, given in round_.answers.items() if not students[id_].removed}


def is_revealed(state: SessionState, round_: Round) -> bool:
    """Whether the solution of this round may be told now."""
    return round_.revealed_at is not None and state.phase in (Phase.REVEALED, Phase.RANKING, Phase.ENDED)


def _as_written(question: Question) -> Question:
    return question


def public_question(
    state: SessionState, question: Question, render: Render, show: Show = _as_written
) -> PublicQuestion:
    """What may be known before the reveal, the same for everybody."""

    def shuffle(items: Sequence[object]) -> list[object]:
        return shuffle_items(state.seed, question.id, items)

    return find_kind(question.kind).public(show(question), render, shuffle)


def own_order(state: SessionState, question: Question, student: str) -> list[str] | None:
    """Ids of the choices in this student's order; None where all see the written one."""
    if not find_kind(question.kind).can_shuffle:
        return None
    if not (question.shuffle or state.settings.shuffle_choices):
        return None
    return shuffle_items(state.seed, f"{question.id}/{student}", [choice.id for choice in question.choices])


def solution_for_all(
    state: SessionState, round_: Round, render: Render, show: Show = _as_written
) -> Solution:
    """The solution, empty while it may not be told."""
    if not is_revealed(state, round_):
        return Solution()
    question = state.questions[round_.question]
    return find_kind(question.kind).solution(show(question), render)


def bars_for_all(state: SessionState, round_: Round, show: Show = _as_written) -> list[Bar]:
    """The distribution for phones and wall, empty before the reveal.

    Students' own words are not shown to others, because nobody has looked at them yet: of typed answers
    only those that are right are counted, under the words of the key; and those that the teacher has shown.
    """
    if not is_revealed(state, round_):
        return []
    question = state.questions[round_.question]
    kind = find_kind(question.kind)
    hidden: list[Answer] = []
    shown: list[Answer] = []
    for student, given in counted_answers(state, round_).items():
        is_shown = student in round_.shown and kind.word_of(question, given.answer)
        (shown if is_shown else hidden).append(given.answer)
    return kind.public_bars(show(question), hidden, shown)


def own_feedback(
    state: SessionState, round_: Round, student: str, show: Show = _as_written
) -> list[RichText]:
    """Feedback that belongs to the student's answer, empty before the reveal."""
    given = round_.answers.get(student)
    if given is None or not is_revealed(state, round_):
        return []
    question = state.questions[round_.question]
    return find_kind(question.kind).feedback(show(question), given.answer)
