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
    made = label("\u0628\u0628\u0628 " * 30, wrap=True)
    qtbot.addWidget(made)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    made.resize(200, made.heightForWidth(200))
    made.show()
    picture = made.grab().toImage()
    line = made.fontMetrics().lineSpacing()
    assert made.height() > 2 * line
    first, second = (last_ink(picture, top, top + line) for top in (0, line))
    assert abs(first - second) <= 1 and first >= picture.width() - 3


def test_long_words_take_the_room_that_bars_do_not_need(qtbot):
    bars = Bars(14)
    qtbot.addWidget(bars)
    bars.resize(600, 100)
    bars.set_rows([BarRow(3, "Yes", 0), BarRow(1, "No", 1)], 4)
    short = bars._room_for_words()
    bars.set_rows([BarRow(3, "The endoplasmic reticulum of the cell", 0), BarRow(1, "No", 1)], 4)
    assert bars._room_for_words() > short
    bars.set_rows([BarRow(3, "word " * 60, 0)], 4)
    assert bars._room_for_words() <= 600 * 0.82 - 14 * 6.2
