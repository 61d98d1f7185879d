"""Stores what was chosen, all of it or nothing, and takes it back again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.errors import PreauError, Refused
from app.exchange.import_plan import Plan, take_into, take_new
from app.exchange.progress import Progress
from app.quiz.model import Quiz
from widgets.ports import LibraryPort


@dataclass(frozen=True, slots=True)
class Stored:
    """added: ids of new quizzes; before: quizzes that were updated, as they were; questions: that came in."""

    added: tuple[str, ...]
    before: tuple[Quiz, ...]
    questions: int
    titles: tuple[str, ...]


def store(
    library: LibraryPort,
    plans: Sequence[tuple[Plan, str]],
    folder: str,
    is_stopped: Callable[[], bool],
    progress: Progress,
) -> Stored:
    """Store plans, each with the name of its file. Where one fails or the work is stopped, nothing of it
    stays. Raises as the library; `Refused('import_cancelled')` when stopped."""
    added: list[str] = []
    before: list[Quiz] = []
    questions, titles = 0, []
    try:
        for number, (plan, source) in enumerate(plans):
            if is_stopped() or not progress(number, len(plans)):
                raise Refused("import_cancelled")
            questions += plan.count
            if plan.mode == "update":
                present = library.load_quiz(plan.target)
                before.append(present)
                library.save_quiz(take_into(plan, present))
                titles.append(plan.target_title)
            else:
                added.append(library.add_quiz(take_new(plan), source, folder))
                titles.append(plan.title)
    except PreauError:
        take_back(library, Stored(tuple(added), tuple(before), 0, ()))
        raise
    return Stored(tuple(added), tuple(before), questions, tuple(titles))


def take_back(library: LibraryPort, stored: Stored) -> None:
    """As if it had not been imported. New quizzes go into the bin."""
    library.remove(stored.added)
    for quiz in reversed(stored.before):
        library.save_quiz(quiz)
