"""The window on the projector: where it opens, what its keys do, and that pulling a cable loses nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from widgets.projector.placing import ScreenInfo
from widgets.projector.screens import ScreenKeeper
from widgets.projector.window import window_place

LAPTOP = ScreenInfo("eDP-1", (0, 0, 1366, 768), (0, 0, 1366, 728), laptop=True)
BEAMER = ScreenInfo("HDMI-1", (1366, 0, 1024, 768), (1366, 0, 1024, 768))


class Screens:
    """The screens that are plugged in."""

    def __init__(self):
        self.here = [LAPTOP, BEAMER]

    def __call__(self):
        return list(self.here)


@pytest.fixture
def screens():
    return Screens()


@pytest.fixture
def told(desk):
    said = []
    desk.told.connect(lambda text, level, action, do: said.append((level, text)))
    return said


@pytest.fixture
def keeper(qtbot, desk, screens):
    made = ScreenKeeper(desk, screens)
    yield made
    made.close()


def change(qtbot, keeper, screens, *here):
    """Other screens, told as Qt tells it."""
    screens.here = list(here)
    app = QGuiApplication.instance()
    app.primaryScreenChanged.emit(QGuiApplication.primaryScreen())
    qtbot.waitUntil(lambda: not keeper._soon.isActive())


def test_the_wall_fills_the_second_screen_by_itself(keeper):
    keeper.open()
    assert keeper.window.is_full
    assert keeper._place.screen == BEAMER


def test_on_one_screen_it_is_a_window_that_can_be_moved_and_shared(keeper, screens):
    screens.here = [LAPTOP]
    keeper.open()
    assert not keeper.window.is_full
    place = keeper.window.geometry()
    assert place.width() < LAPTOP.geometry[2]
    assert keeper.window.minimumWidth() < place.width()


def test_where_the_setting_says_so_it_opens_only_when_asked(desk, keeper):
    desk.settings.set("projector", "off")
    keeper.open()
    assert keeper.window is None
    keeper.open(asked=True)
    assert keeper.window is not None


def test_opening_twice_opens_one(keeper):
    keeper.open()
    window = keeper.window
    keeper.open()
    assert keeper.window is window


def test_an_unplugged_projector_leaves_a_window_and_comes_back(qtbot, keeper, screens, told):
    keeper.open()
    window = keeper.window
    change(qtbot, keeper, screens, LAPTOP)
    assert keeper.window is window
    assert window.isVisible()
    assert not window.is_full
    assert told[-1][0] == "warn"
    assert "projector is gone" in told[-1][1]
    change(qtbot, keeper, screens, LAPTOP, BEAMER)
    assert window.is_full
    assert told[-1] == ("good", "The wall is on the projector.")


def test_a_projector_plugged_in_later_is_taken(qtbot, keeper, screens, told):
    screens.here = [LAPTOP]
    keeper.open()
    change(qtbot, keeper, screens, LAPTOP, BEAMER)
    assert keeper.window.is_full
    assert len(told) == 1


def test_signals_that_change_nothing_say_nothing(qtbot, keeper, screens, told):
    keeper.open()
    change(qtbot, keeper, screens, LAPTOP, BEAMER)
    assert keeper.window.is_full
    assert told == []


def test_what_the_teacher_chose_by_hand_stays_until_screens_change(qtbot, keeper, screens):
    keeper.open()
    qtbot.keyClick(keeper.window, Qt.Key.Key_Escape)
    assert not keeper.window.is_full
    change(qtbot, keeper, screens, LAPTOP, BEAMER)
    assert not keeper.window.is_full
    change(qtbot, keeper, screens, LAPTOP)
    change(qtbot, keeper, screens, LAPTOP, BEAMER)
    assert keeper.window.is_full


def test_a_projector_of_another_size_is_filled_again(qtbot, keeper, screens):
    keeper.open()
    larger = ScreenInfo("HDMI-1", (1366, 0, 1920, 1080), (1366, 0, 1920, 1080))
    change(qtbot, keeper, screens, LAPTOP, larger)
    assert keeper.window.is_full
    assert keeper._place.screen == larger


def test_another_setting_counts_at_once(qtbot, desk, keeper):
    keeper.open()
    desk.set_setting("projector", "window")
    qtbot.waitUntil(lambda: not keeper.window.is_full)


def test_no_screen_at_all_harms_nothing(qtbot, keeper, screens):
    keeper.open()
    change(qtbot, keeper, screens)
    assert keeper.window is not None


def test_closing_the_window_ends_nothing_and_it_opens_again(qtbot, desk, keeper):
    shown = []
    keeper.shown.connect(shown.append)
    keeper.open()
    keeper.window.close()
    assert keeper.window is None
    assert desk.bridge.done == []
    keeper.toggle()
    assert keeper.window is not None
    assert shown == [True, False, True]


def test_keys_go_to_the_control_room(qtbot, keeper):
    keeper.open()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_R, Qt.Key.Key_Period):
        with qtbot.waitSignal(keeper.key_pressed) as pressed:
            qtbot.keyClick(keeper.window, key)
        assert pressed.args == [int(key)]


def test_a_letter_is_one_press_and_with_ctrl_none(qtbot, keeper):
    pressed = []
    keeper.key_pressed.connect(pressed.append)
    keeper.open()
    with qtbot.waitActive(keeper.window):
        keeper.window.activateWindow()
    qtbot.keyClick(keeper.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(keeper.window, Qt.Key.Key_L)
    qtbot.keyClick(keeper.window, Qt.Key.Key_Plus)
    assert pressed == [int(Qt.Key.Key_L), int(Qt.Key.Key_Plus)]


def test_f11_and_a_double_click_fill_the_screen_and_leave_it(qtbot, keeper):
    keeper.open()
    window = keeper.window
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert not window.is_full
    qtbot.mouseDClick(window.wall, Qt.MouseButton.LeftButton)
    assert window.is_full
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.is_full
    with qtbot.waitSignal(keeper.key_pressed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_a_window_leaves_room_around_it():
    from PySide6.QtCore import QRect

    room = QRect(100, 50, 1366, 728)
    place = window_place(room)
    assert room.contains(place)
    assert place.width() < room.width() * 0.8
    assert place.width() / place.height() == pytest.approx(16 / 9, abs=0.01)
