"""Where the projector's window belongs."""

import pytest

from widgets.projector.placing import Place, ScreenInfo, choose_place

LAPTOP = ScreenInfo("eDP-1", (0, 0, 1366, 768), (0, 0, 1366, 728), laptop=True)
BEAMER = ScreenInfo("HDMI-1", (1366, 0, 1920, 1080), (1366, 0, 1920, 1080))
TABLET = ScreenInfo("USB-1", (0, 768, 1024, 768), (0, 768, 1024, 768))
MIRROR = ScreenInfo("HDMI-1", (0, 0, 1024, 768), (0, 0, 1024, 768))


@pytest.mark.parametrize(
    ("screens", "wanted", "place"),
    [
        ([LAPTOP], "auto", Place("window", LAPTOP)),
        ([LAPTOP, BEAMER], "auto", Place("full", BEAMER)),
        ([BEAMER, LAPTOP], "auto", Place("full", BEAMER)),
        ([LAPTOP, TABLET, BEAMER], "auto", Place("full", BEAMER)),
        ([LAPTOP, MIRROR], "auto", Place("window", LAPTOP)),
        ([LAPTOP, BEAMER], "window", Place("window", LAPTOP)),
        ([LAPTOP, BEAMER], "off", Place("none")),
        ([], "auto", Place("none")),
    ],
)
def test_the_wall_fills_a_second_screen_and_is_a_window_without_one(screens, wanted, place):
    assert choose_place(screens, wanted) == place


def test_the_wall_goes_where_the_teacher_is_not():
    teacher_left = ScreenInfo("eDP-1", LAPTOP.geometry, LAPTOP.room)
    at_the_wall = ScreenInfo("HDMI-1", BEAMER.geometry, BEAMER.room, laptop=True)
    assert choose_place([teacher_left, at_the_wall], "auto") == Place("full", teacher_left)


def test_a_screen_that_nobody_works_on_counts_as_the_first():
    unknown = ScreenInfo("eDP-1", LAPTOP.geometry, LAPTOP.room)
    assert choose_place([unknown, BEAMER], "auto") == Place("full", BEAMER)
