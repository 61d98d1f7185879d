"""Changes of a quiz as an editor makes them: each gives a new quiz and leaves the old one as it is.

Ids of questions stay with their questions; what is copied or comes from elsewhere gets new ones.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import Choice, Media, NewId, Question, Quiz, new_id
from app.quiz.pictures import named_pictures
from app.quiz.resizing import original_name
from app.quiz.rich_texts import texts_of


def put_question(quiz: Quiz, question: Question) -> Quiz:
    """The quiz with `question` in the place of that with its id."""
    questions = tuple(question if old.id == question.id else old for old in quiz.questions)
    return replace(quiz, questions=questions)


def insert_questions(quiz: Quiz, at: int, questions: Iterable[Question]) -> Quiz:
    """at: place of the first of them, from 0; beyond the end is the end."""
    head, tail = quiz.questions[:at], quiz.questions[at:]
    return replace(quiz, questions=(*head, *questions, *tail))


def remove_questions(quiz: Quiz, ids: Collection[str]) -> Quiz:
    return replace(quiz, questions=tuple(q for q in quiz.questions if q.id not in ids))


def move_questions(quiz: Quiz, ids: Collection[str], at: int) -> Quiz:
    """Put questions together, in their order, before that which stands at `at` now (from 0)."""
    moved = tuple(q for q in quiz.questions if q.id in ids)
    head = tuple(q for q in quiz.questions[:at] if q.id not in ids)
    tail = tuple(q for q in quiz.questions[at:] if q.id not in ids)
    return replace(quiz, questions=head + moved + tail)


def shift_questions(quiz: Quiz, ids: Collection[str], step: int) -> Quiz:
    """Move questions one place up (-1) or down (1), as far as there is room."""
    places = [place for place, q in enumerate(quiz.questions) if q.id in ids]
    if not places:
        return quiz
    at = max(places[0] - 1, 0) if step < 0 else min(places[-1] + 2, len(quiz.questions))
    return move_questions(quiz, ids, at)


def duplicate_questions(
    quiz: Quiz, ids: Collection[str], make_id: NewId = new_id
) -> tuple[Quiz, tuple[str, ...]]:
    """Copies behind the last of the questions; the quiz and the ids of the copies."""
    places = [place for place, q in enumerate(quiz.questions) if q.id in ids]
    copies = tuple(renew_ids(quiz.questions[place], make_id) for place in places)
    at = places[-1] + 1 if places else len(quiz.questions)
    return insert_questions(quiz, at, copies), tuple(copy.id for copy in copies)


def take_questions(quiz: Quiz, other: Quiz, at: int, make_id: NewId = new_id) -> tuple[Quiz, tuple[str, ...]]:
    """The questions of another quiz with their pictures, put in at `at`; the quiz and their ids."""
    taken = tuple(renew_ids(question, make_id) for question in other.questions)
    quiz = replace(quiz, media={**quiz.media, **other.media})
    return insert_questions(quiz, at, taken), tuple(question.id for question in taken)


def add_media(quiz: Quiz, media: dict[str, Media]) -> Quiz:
    return replace(quiz, media={**quiz.media, **media})


def drop_media(quiz: Quiz, names: Collection[str]) -> Quiz:
    """Without those of `names` (media by name) that no text shows."""
    if not names:
        return quiz
    texts = (text for question in quiz.questions for text in texts_of(question))
    used = {name.removeprefix("media:") for text in texts for name in named_pictures(text)}
    kept = {
        name: media
        for name, media in quiz.media.items()
        if original_name(name) in used or original_name(name) not in names
    }
    return quiz if len(kept) == len(quiz.media) else replace(quiz, media=kept)


def renew_ids(question: Question, make_id: NewId = new_id) -> Question:
    """A copy with ids of its own; what shared an id (right sides, choices of gaps) shares the new one."""
    known: dict[str, str] = {"": ""}

    def new(old: str) -> str:
        if old not in known:
            known[old] = make_id()
        return known[old]

    def choices(items: Sequence[Choice]) -> tuple[Choice, ...]:
        return tuple(replace(item, id=new(item.id)) for item in items)

    source = question.text.source
    gaps = []
    for gap in question.gaps:
        gap_id = make_id()
        source = source.replace(gap_mark(gap.id), gap_mark(gap_id))
        gaps.append(replace(gap, id=gap_id, choices=choices(gap.choices)))
    return replace(
        question,
        id=make_id(),
        text=replace(question.text, source=source),
        choices=choices(question.choices),
        pairs=tuple(replace(p, left_id=new(p.left_id), right_id=new(p.right_id)) for p in question.pairs),
        gaps=tuple(gaps),
    )
