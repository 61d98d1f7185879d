"""The travel file on screen: packed, opened with its phrase, its maker shown before anything is taken."""

from tests.helpers.controls import find_unnamed
from tests.helpers.fake_sync import WORD


def test_what_is_chosen_is_packed(page, desk, qtbot, tmp_path):
    dialog = page.pack_travel()
    assert find_unnamed(dialog) == []
    dialog.which.setCurrentIndex(dialog.which.count() - 1)
    dialog.phrase.setText(WORD)
    with qtbot.waitSignal(dialog.accepted):
        dialog.write(tmp_path / "trip.preau-travel")
    [asked] = [one for one in desk.sync.asked if one[0] == "write_travel"]
    assert sorted(asked[1]) == ["new", "old"] and asked[3] == WORD


def test_whose_it_is_stands_there_before_it_is_taken(page, desk, qtbot, tmp_path):
    dialog = page.take_travel(tmp_path / "trip.preau-travel")
    qtbot.waitUntil(dialog.phrase.isVisible)
    assert dialog._fault.isHidden()  # nobody was wrong yet
    dialog.phrase.setText("wrong")
    dialog.take.click()
    qtbot.waitUntil(dialog._fault.isVisible)
    dialog.phrase.setText(WORD)
    dialog.take.click()
    qtbot.waitUntil(dialog.facts.isVisible)
    assert "Fractions" in dialog.facts.text() and "a1b2 c3d4 e5f6" in dialog.maker.text()
    assert find_unnamed(dialog) == [] and not [one for one in desk.sync.asked if one[0] == "take_travel"]
    with qtbot.waitSignal(dialog.accepted):
        dialog.take.click()
