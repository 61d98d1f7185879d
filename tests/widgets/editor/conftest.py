"""An editor page over a real library, with quizzes in it."""

import pytest

from app.quiz.model import Quiz, RichText
from tests.helpers.questions import KIND_NAMES, sample_question
from widgets.editor.page import EditorPage

QUIZ = Quiz("quiz-of-all", "All kinds", tuple(sample_question(name) for name in KIND_NAMES))


@pytest.fixture
def open_page(desk, qtbot):
    """Shows the page with a quiz of the library and gives it once the quiz is there."""

    pages = []

    def open_page(quiz=QUIZ, question=""):
        desk.library.save_quiz(quiz)
        page = EditorPage(desk)
        pages.append(page)
        qtbot.addWidget(page)
        page.resize(1200, 760)
        page.show()
        page.open(quiz=quiz.id, question=question)
        qtbot.waitUntil(lambda: page.draft is not None and page.body.isVisible())
        return page

    yield open_page
    for page in pages:
        page.body.rest()


@pytest.fixture
def new_page(desk, qtbot):
    page = EditorPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.open(new=True, folder="Biology")
    yield page
    page.body.rest()


def rich(source):
    return RichText(source, "markdown")
