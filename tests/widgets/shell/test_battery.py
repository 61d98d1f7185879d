"""The warning of a low battery in class."""

import pytest

from app.host.power import Battery
from widgets.shell.battery import BatteryWatch


@pytest.fixture
def said(desk):
    told = []
    desk.told.connect(lambda text, level, action, do: told.append((text, level)))
    return told


def test_each_level_is_said_once(desk, said):
    percents = iter([80, 20, 19, 5, 4])
    watch = BatteryWatch(desk, lambda: Battery(next(percents), plugged=False))
    for _ in range(5):
        watch.look()
    assert [level for _, level in said] == ["warn", "bad"]
    assert "20" in said[0][0] and "5" in said[1][0]


def test_plugged_in_and_empty_again_it_is_said_again(desk, said):
    found = iter([Battery(15, plugged=False), Battery(15, plugged=True), None, Battery(15, plugged=False)])
    watch = BatteryWatch(desk, lambda: next(found))
    for _ in range(4):
        watch.look()
    assert [level for _, level in said] == ["warn", "warn"]


def test_who_does_not_wish_it_is_not_told(desk, said):
    desk.set_setting("warn_battery", False)
    watch = BatteryWatch(desk, lambda: Battery(3, plugged=False))
    watch.begin()
    assert watch.isActive() and not said
    watch.stop()
