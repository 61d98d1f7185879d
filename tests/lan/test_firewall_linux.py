import json

import pytest

from app.lan.findings import ToolOutput
from app.lan.firewall_linux import judge_iptables, judge_nft, look, parse_firewalld, parse_ufw
from tests.lan.fakes import FakeTools, codes, sample


@pytest.mark.parametrize(
    ("port", "verdict"),
    [(22, "open"), (8080, "closed"), (8085, "open"), (8081, "open"), (9000, "closed"), (5353, "closed")],
)
def test_ufw(port, verdict):
    assert parse_ufw(sample("ufw_active.txt"), port) == verdict


def test_ufw_states():
    assert parse_ufw("Status: inactive\n", 80) == "off"
    assert parse_ufw("ERROR: You need to be root to run this script\n", 80) is None
    allowing = sample("ufw_active.txt").replace("deny (incoming)", "allow (incoming)")
    assert parse_ufw(allowing, 8080) == "open"


def test_firewalld_zones():
    assert parse_firewalld(sample("firewalld_fedora.txt"), 8080) == ("FedoraWorkstation", "open")
    assert parse_firewalld(sample("firewalld_fedora.txt"), 80) == ("FedoraWorkstation", "closed")
    assert parse_firewalld(sample("firewalld_public.txt"), 80)[1] == "open"
    assert parse_firewalld(sample("firewalld_public.txt"), 9000) == ("public", "closed")
    assert parse_firewalld("", 80) == ("", "unknown")


@pytest.mark.parametrize(
    ("port", "verdict"), [(8085, "open"), (22, "open"), (8080, "closed"), (9000, "unknown")]
)
def test_nft(port, verdict):
    assert judge_nft(sample("nft_drop.json"), port) == verdict


def test_nft_states():
    assert judge_nft("Operation not permitted (you must be root)\n", 80) is None
    assert judge_nft('{"nftables": []}', 80) == "open"
    for odd in ('{"nftables": ["x"]}', '{"nftables": [{"chain": {"hook": "input", "type": "filter"}}]}'):
        assert judge_nft(odd, 80) is None
    chain = {"family": "ip", "table": "t", "name": "c", "type": "filter", "hook": "input", "policy": "accept"}
    assert judge_nft(json.dumps({"nftables": [{"chain": chain}]}), 80) == "open"
    rule = {"family": "ip", "table": "t", "chain": "c"}
    rest = [{"match": {"op": "!=", "left": {"meta": {"key": "iifname"}}, "right": "lo"}}, {"reject": None}]
    assert (
        judge_nft(json.dumps({"nftables": [{"chain": chain}, {"rule": {**rule, "expr": rest}}]}), 80)
        == "closed"
    )
    right = {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": "@allowed"}
    named = [{"match": right}, {"drop": None}]
    assert (
        judge_nft(json.dumps({"nftables": [{"chain": chain}, {"rule": {**rule, "expr": named}}]}), 80)
        == "unknown"
    )
    loop = [{"jump": {"target": "c"}}]
    assert (
        judge_nft(json.dumps({"nftables": [{"chain": chain}, {"rule": {**rule, "expr": loop}}]}), 80)
        == "unknown"
    )
    back = [{"return": None}]
    assert (
        judge_nft(json.dumps({"nftables": [{"chain": chain}, {"rule": {**rule, "expr": back}}]}), 80)
        == "open"
    )


@pytest.mark.parametrize(
    ("port", "verdict"), [(22, "open"), (8085, "open"), (9001, "open"), (8080, "closed"), (9000, "unknown")]
)
def test_iptables(port, verdict):
    assert judge_iptables(sample("iptables_drop.txt"), port) == verdict


def test_iptables_states():
    assert judge_iptables("iptables: Permission denied (you must be root).\n", 80) is None
    assert judge_iptables("-P INPUT ACCEPT\n", 80) == "open"
    assert judge_iptables("-P INPUT DROP\n-A INPUT -j class-rules\n", 80) == "unknown"


ROOT_ONLY = ToolOutput("ERROR: You need to be root to run this script\n", 1)


@pytest.mark.parametrize(
    ("answers", "code", "tool"),
    [
        ({}, "linux_no_firewall", None),
        ({"ufw": sample("ufw_active.txt")}, "linux_port_closed", "ufw"),
        ({"ufw": ROOT_ONLY}, "could_not_look", "sudo ufw status"),
        (
            {"ufw": "Status: inactive\n", "iptables": sample("iptables_drop.txt")},
            "linux_port_closed",
            "iptables",
        ),
        ({"nft": sample("nft_drop.json")}, "linux_port_closed", "nftables"),
        ({"nft": ToolOutput("Operation not permitted", 1)}, "could_not_look", "sudo nft list ruleset"),
        ({"iptables": ToolOutput("Permission denied", 4)}, "could_not_look", "sudo iptables -S INPUT"),
        ({"iptables": "-P INPUT DROP\n-A INPUT -j school\n"}, "linux_unsure", "iptables"),
        ({"firewall-cmd --state": "running\n"}, "linux_unsure", "firewalld"),
        (
            {"firewall-cmd --state": "running\n", "firewall-cmd --list": sample("firewalld_fedora.txt")},
            "firewall_open",
            None,
        ),
    ],
)
def test_the_firewall_in_charge_is_asked(answers, code, tool):
    found = look(8080, FakeTools(answers))
    assert codes(found) == [code]
    assert found[0].params.get("tool") == tool
