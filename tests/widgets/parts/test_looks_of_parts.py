"""What is drawn by hand: the lines of a right-to-left text, and bars beside long words."""

import pytest
from PySide6.QtCore import Qt

from widgets.parts.bars import BarRow, Bars
from widgets.parts.basics import label


@pytest.fixture
def right_to_left(qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def last_ink(picture, top, bottom):
    """The rightmost pixel of another colour than the ground's, between these lines."""
    ground = picture.pixel(0, 0)
    inked = [
        x for x in range(picture.width()) if any(picture.pixel(x, y) != ground for y in range(top, bottom))
    ]
    return max(inked)


def test_every_line_of_an_arabic_text_begins_at_the_right_edge(right_to_left, qtbot):
    made = label("\u0628\u0628\u0628 " * 12, wrap=True)
    qtbot.addWidget(made)
    width = made.fontMetrics().horizontalAdvance("\u0628\u0628\u0628 " * 5)
    made.resize(width, made.heightForWidth(width))
    made.show()
    picture = made.grab().toImage()
    line = made.fontMetrics().lineSpacing()
    assert made.height() >= 3 * line  # several lines
    assert abs(last_ink(picture, 0, line) - last_ink(picture, 2 * line, made.height())) <= 1
    assert last_ink(picture, 0, line) >= picture.width() - 3


def test_long_words_take_the_room_that_bars_do_not_need(qtbot):
    bars = Bars(14)
    qtbot.addWidget(bars)
    bars.resize(600, 100)
    bars.set_rows([BarRow(3, "Yes", 0), BarRow(1, "No", 1)], 4)
    short = bars._room_for_words()
    bars.set_rows([BarRow(3, "The endoplasmic reticulum", 0), BarRow(1, "No", 1)], 4)
    assert bars._room_for_words() > short
    bars.set_rows([BarRow(3, "word " * 60, 0)], 4)
    assert bars._room_for_words() <= 600 * 0.82 - 14 * 6.2
