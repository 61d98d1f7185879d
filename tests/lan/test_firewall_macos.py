import pytest

from app.lan.firewall_macos import TOOL, judge, look, own_programs, parse_apps, parse_block_all, parse_state
from tests.lan.fakes import FakeTools, codes, sample

PREAU = ("/Applications/Preau.app/Contents/MacOS/Preau",)
ON = "Firewall is enabled. (State = 1) \n"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Firewall is disabled. (State = 0) \n", 0),
        (ON, 1),
        ("Firewall is blocking all non-essential incoming connections. (State = 2) \n", 2),
        ("Must be root to change settings.\n", None),
    ],
)
def test_state(text, state):
    assert parse_state(text) == state


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Block all DISABLED! \n", False),
        ("Block all ENABLED! \n", True),
        ("Firewall has block all state set to disabled.\n", False),
        ("Firewall has block all state set to enabled.\n", True),
    ],
)
def test_block_all_of_old_and_new_systems(text, blocks):
    assert parse_block_all(text) == blocks


def test_apps_of_old_and_new_systems():
    old = parse_apps(sample("macos_12_apps.txt"))
    assert old["/Applications/Preau.app"]
    assert old["/Applications/Some Game.app"]
    assert list(old.values()) == [True, False, True]
    assert parse_apps(sample("macos_15_apps.txt"))["/Applications/Preau.app"] is False


@pytest.mark.parametrize(
    ("state", "block_all", "apps", "code"),
    [
        (0, True, {}, "firewall_off"),
        (2, False, {}, "macos_blocks_all"),
        (1, True, {}, "macos_blocks_all"),
        (1, False, {}, "macos_will_ask"),
        (1, False, {"/Applications/Preau.app": True}, "macos_program_allowed"),
        (1, False, {"/Applications/Preau.app": False}, "macos_blocks_program"),
        (1, False, {"/Applications/Preau": False}, "macos_will_ask"),
    ],
)
def test_verdicts(state, block_all, apps, code):
    assert codes(judge(state, block_all, apps, PREAU)) == [code]


def test_asking():
    answers = {
        f"{TOOL} --getglobalstate": ON,
        f"{TOOL} --getblockall": "Block all DISABLED! \n",
        f"{TOOL} --listapps": sample("macos_15_apps.txt"),
    }
    found = look(8080, FakeTools(answers), PREAU)
    assert codes(found) == ["macos_blocks_program"]
    assert found[0].params == {"program": "Preau.app"}
    assert codes(look(8080, FakeTools(), PREAU)) == ["could_not_look"]
    assert own_programs()
