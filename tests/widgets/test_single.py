"""A second start brings the first to the front."""

import pytest

from widgets.single import ASFW_ANY, FirstStart, let_come_forward, wake_other


def test_the_second_start_wakes_the_first(tmp_path, qtbot):
    assert not wake_other(tmp_path), "nobody is there yet"
    first = FirstStart(tmp_path)
    try:
        with qtbot.waitSignal(first.asked_to_front):
            assert wake_other(tmp_path)
        assert not wake_other(tmp_path / "other"), "another folder is another program"
    finally:
        first.close()
    assert not wake_other(tmp_path)


def test_what_a_killed_program_left_is_no_hindrance(tmp_path, qtbot):
    killed = FirstStart(tmp_path)
    again = FirstStart(tmp_path)
    try:
        with qtbot.waitSignal(again.asked_to_front):
            assert wake_other(tmp_path)
    finally:
        again.close()
        killed.close()


@pytest.mark.parametrize("platform, given", [("win32", [ASFW_ANY]), ("darwin", []), ("linux", [])])
def test_on_windows_the_second_start_gives_way_to_the_first(platform, given):
    allowed = []
    let_come_forward(platform, allowed.append)
    assert allowed == given
