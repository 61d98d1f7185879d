"""The battery: what the system says of it, and when the teacher is warned."""

from types import SimpleNamespace

import psutil
import pytest

from app.host.power import Battery, battery_warning, read_battery


@pytest.mark.parametrize(
    ("battery", "level"),
    [
        (None, "good"),
        (Battery(3, plugged=True), "good"),
        (Battery(26, plugged=False), "good"),
        (Battery(25, plugged=False), "warn"),
        (Battery(11, plugged=False), "warn"),
        (Battery(10, plugged=False), "bad"),
        (Battery(0, plugged=False), "bad"),
    ],
)
def test_when_the_teacher_is_warned(battery, level):
    assert battery_warning(battery) == level


@pytest.mark.parametrize(
    ("percent", "plugged", "battery"),
    [(50, True, Battery(50, True)), (12.5, False, Battery(12.5, False)), (103, None, Battery(100, True))],
)
def test_what_the_system_says(monkeypatch, percent, plugged, battery):
    found = SimpleNamespace(percent=percent, power_plugged=plugged, secsleft=1)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: found, raising=False)
    assert read_battery() == battery


def test_a_system_without_a_battery_or_a_word_about_it(monkeypatch):
    def fail():
        raise FileNotFoundError

    for sensor in (lambda: None, fail):
        monkeypatch.setattr(psutil, "sensors_battery", sensor, raising=False)
        assert read_battery() is None
    monkeypatch.delattr(psutil, "sensors_battery")
    assert read_battery() is None


def test_on_this_computer():
    battery = read_battery()
    assert battery is None or 0 <= battery.percent <= 100
