"""A library page over a library with some quizzes."""

from dataclasses import replace

import pytest

from app.exchange.formats import read_text
from widgets.library.page import LibraryPage

GIFT = "::One:: What is 1 + 1? {=2 ~3}\n\n::Two:: Élément ? {=oui ~non}\n"


@pytest.fixture
def shelf(desk):
    """Ids by title: Cells (Biology, tagged), Forces (Physics), Draft (no folder, cannot be asked)."""
    quiz = read_text(GIFT, "Sums").quiz
    add, ids = desk.library.add_quiz, {}
    ids["Cells"] = add(replace(quiz, id="", title="Cells", language="fr"), "cells.gift", "Biology")
    desk.library.set_tags(ids["Cells"], ["L1", "exam"])
    ids["Forces"] = add(replace(quiz, id="", title="Forces", language="ar"), "", "Physics")
    broken = replace(quiz.questions[0], choices=())
    ids["Draft"] = add(replace(quiz, id="", title="Draft", questions=(broken,)))
    return ids


@pytest.fixture
def open_page(desk, qtbot):
    def open_(**arguments):
        page = LibraryPage(desk)
        qtbot.addWidget(page)
        page.resize(1170, 720)
        with qtbot.waitSignal(page.listed):
            page.show()
            page.open(**arguments)
        return page

    return open_
