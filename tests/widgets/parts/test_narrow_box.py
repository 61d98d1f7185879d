"""A narrow list is as wide as its words, and opens as wide as its longest entry."""

from widgets.parts.narrow_box import MOST, NarrowBox

LONG = "biology-cells-and-tissues-of-the-second-year-2025.xml (12)"


def test_it_is_as_wide_as_what_is_chosen(qtbot):
    made = NarrowBox()
    qtbot.addWidget(made)
    made.addItems(["Tag", LONG])
    short = made.sizeHint().width()
    assert short < MOST / 2
    made.setCurrentIndex(1)
    assert made.sizeHint().width() == MOST
    made.setCurrentIndex(0)
    made.fit_list()
    assert made.view().minimumWidth() >= made.fontMetrics().horizontalAdvance(LONG)
