"""A question as one reader sees it: of texts in several languages the part in the reader's."""

from collections.abc import Sequence

from app.quiz.languages import in_language
from app.quiz.model import Question
from app.quiz.rich_texts import map_texts


def question_for(question: Question, languages: Sequence[str]) -> Question:
    """The question for readers of these languages, the best first; ids and what is right stay."""
    return map_texts(question, lambda text: in_language(text, languages))
