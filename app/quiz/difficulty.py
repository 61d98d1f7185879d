"""How hard a question is meant to be, by its tags: most formats have no field for it, and teachers tag."""

from collections.abc import Iterable
from typing import Final

from app.quiz.folding import fold
from app.quiz.model import Folding

# Words in the three languages of the program, folded. A prefix such as `difficulty:` is left out first.
_WORDS: Final = {
    "easy": ("easy", "facile", "سهل", "سهله"),
    "medium": ("medium", "moderate", "moyen", "moyenne", "متوسط", "متوسطه"),
    "hard": ("hard", "difficult", "difficile", "صعب", "صعبه"),
}
_LEVELS: Final = {word: level for level, words in _WORDS.items() for word in words}
PREFIX: Final = "difficulty:"
_FOLDING: Final = Folding()


def find_difficulty(tags: Iterable[str]) -> str:
    """'easy', 'medium' or 'hard' by the first tag that says so, else ''."""
    for tag in tags:
        level = _LEVELS.get(fold(tag.rpartition(":")[2], _FOLDING))
        if level:
            return level
    return ""


def set_difficulty(tags: Iterable[str], level: str) -> tuple[str, ...]:
    """Tags of which one says how hard the question is, none for ''."""
    kept = tuple(tag for tag in tags if not find_difficulty((tag,)))
    return (*kept, f"difficulty:{level}") if level else kept


def with_difficulty(tags: Iterable[str], level: str) -> list[str]:
    """The tags with one for `level`, a word in any of the three languages, unless they say it already. A word
    that is none of these becomes a tag as it is."""
    found = list(tags)
    if not level.strip():
        return found
    known = find_difficulty([level])
    if known and known == find_difficulty(found):
        return found
    return [f"{PREFIX}{known}", *found] if known else [*found, level.strip()]
