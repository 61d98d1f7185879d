import json

import pytest

from app.lan.findings import ToolOutput
from app.lan.firewall_windows import COMMAND, QUERY, judge, look, open_port_command, own_programs, parse_state
from tests.lan.fakes import FakeTools, codes, sample

PREAU = ("C:\\Program Files\\Preau\\Preau.exe",)


def state(name="windows_home.json", **network):
    read = parse_state(sample(name))
    read["networks"][0] |= network
    return read


def test_an_open_port_on_a_private_network():
    assert codes(judge(state(), 8080, PREAU)) == ["firewall_open"]


def test_rules_of_app_packages_and_of_other_protocols_open_nothing():
    found = judge(state(), 8081, PREAU)
    assert codes(found) == ["windows_no_rule"]
    assert found[0].params["command"] == open_port_command(8081)
    assert codes(judge(state(), 5353, PREAU)) == ["windows_no_rule"]


def test_a_public_network_is_named_in_its_own_language():
    read = state("windows_public_cancelled.json")
    read["rules"] = []
    found = judge(read, 8080, PREAU)
    assert codes(found) == ["windows_public"]
    assert found[0].params["network"] == "شبكة المدرسة"


def test_the_rule_of_a_cancelled_question_wins_over_an_open_port():
    found = judge(state("windows_public_cancelled.json"), 8080, PREAU)
    assert codes(found) == ["windows_rule_blocks"]
    assert found[0].params["rule"] == "Préau"
    assert codes(judge(state("windows_public_cancelled.json"), 8080, ("C:\\other.exe",))) == ["firewall_open"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"enabled": "False"}, "firewall_off"),
        ({"allow_rules": "False"}, "windows_blocks_all"),
        ({"inbound": "Allow"}, "firewall_open"),
        ({"local_rules": "False"}, "windows_managed"),
    ],
)
def test_what_a_profile_decides(change, code):
    read = state()
    read["profiles"][1] |= change
    assert codes(judge(read, 8085, PREAU)) == [code]


def test_a_domain_network_and_none():
    assert codes(judge(state(category="DomainAuthenticated"), 8080, PREAU)) == ["windows_no_rule"]
    empty = state()
    empty["networks"] = []
    assert codes(judge(empty, 8080, PREAU)) == ["windows_no_network"]


def test_networks_of_virtual_machines_are_left_out():
    read = state()
    read["networks"].append(
        {"category": "Public", "name": "Réseau non identifié", "interface": "vEthernet (WSL)"}
    )
    assert codes(judge(read, 8080, PREAU)) == ["firewall_open"]


def test_a_rule_for_the_program_opens_every_port():
    read = state("windows_public_cancelled.json")
    read["rules"][0]["action"] = "Allow"
    assert codes(judge(read, 12345, PREAU)) == ["firewall_open"]


def test_asking():
    tools = FakeTools({"powershell.exe": "\ufeffWARNING: slow\n" + sample("windows_home.json")})
    assert codes(look(8080, tools, PREAU)) == ["firewall_open"]
    assert '"' not in QUERY
    assert COMMAND[-1] == QUERY
    assert own_programs()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Access is denied.",
        "{broken",
        "[1]",
        '{"networks":null,"profiles":[],"rules":[]}',
        json.dumps({"networks": [], "profiles": [{"name": "Private"}], "rules": []}),
    ],
)
def test_no_usable_answer_is_a_finding(text):
    found = look(8080, FakeTools({"powershell.exe": text}), PREAU)
    assert codes(found) == ["could_not_look"]
    assert found[0].params["tool"] == "PowerShell"


def test_no_powershell_is_a_finding():
    assert codes(look(8080, FakeTools(), PREAU)) == ["could_not_look"]
    refused = FakeTools({"powershell.exe": ToolOutput("", -1, "no answer in 40 s")})
    assert look(8080, refused, PREAU)[0].params["reason"] == "no answer in 40 s"
