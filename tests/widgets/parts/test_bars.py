"""Bars beside long words."""

from widgets.parts.bars import BarRow, Bars


def test_long_words_take_the_room_that_bars_do_not_need(qtbot):
    bars = Bars(14)
    qtbot.addWidget(bars)
    bars.resize(600, 100)
    bars.set_rows([BarRow(3, "Yes", 0), BarRow(1, "No", 1)], 4)
    short = bars._room_for_words()
    bars.set_rows(
        [BarRow(3, "The endoplasmic reticulum, where proteins are folded", 0), BarRow(1, "No", 1)], 4
    )
    assert bars._room_for_words() > short
    bars.set_rows([BarRow(3, "word " * 60, 0)], 4)
    assert bars._room_for_words() <= 600 * 0.82 - 14 * 6.2
