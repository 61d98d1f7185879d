"""Windows: network profile and firewall, asked of PowerShell as JSON.

JSON with the names of enumerations, because `netsh` prints in the language of the system.
"""

import json
import sys
from typing import Any, Final

from app.lan.addresses import is_virtual_name
from app.lan.findings import Finding, RunTool, could_not_look

# One start of PowerShell for everything. Enumerations as [string], else they would be numbers. No double
# quotes: they would have to survive two command lines. The active store also holds the school's policy.
QUERY: Final = r"""
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$ErrorActionPreference = 'SilentlyContinue'
$apps = @{}; $ports = @{}
Get-NetFirewallApplicationFilter -PolicyStore ActiveStore | ForEach-Object { $apps[$_.InstanceID] = $_ }
Get-NetFirewallPortFilter -PolicyStore ActiveStore | ForEach-Object { $ports[$_.InstanceID] = $_ }
$rules = @(Get-NetFirewallRule -PolicyStore ActiveStore -Direction Inbound -Enabled True | ForEach-Object {
  $app = $apps[$_.InstanceID]; $port = $ports[$_.InstanceID]
  @{ name = $_.Name; title = $_.DisplayName; action = [string]$_.Action; profile = [string]$_.Profile
     program = [string]$app.Program; package = [string]$app.Package; protocol = [string]$port.Protocol
     ports = @($port.LocalPort | ForEach-Object { [string]$_ }) } })
$networks = @(Get-NetConnectionProfile | ForEach-Object {
  @{ interface = $_.InterfaceAlias; name = $_.Name; category = [string]$_.NetworkCategory } })
$profiles = @(Get-NetFirewallProfile -PolicyStore ActiveStore | ForEach-Object {
  @{ name = [string]$_.Name; enabled = [string]$_.Enabled; inbound = [string]$_.DefaultInboundAction
     allow_rules = [string]$_.AllowInboundRules; local_rules = [string]$_.AllowLocalFirewallRules } })
@{ networks = $networks; profiles = $profiles; rules = $rules } | ConvertTo-Json -Depth 5 -Compress
"""
COMMAND: Final = ("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", QUERY)

_PROFILE_OF: Final = {"Public": "Public", "Private": "Private", "DomainAuthenticated": "Domain"}


def own_programs() -> tuple[str, ...]:
    """The programs that a rule for us may name; in an environment the running one is the base interpreter."""
    return tuple(dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))))


def open_port_command(port: int) -> str:
    """Opens the port for all networks; for a window of PowerShell or cmd run as administrator."""
    return (
        f'netsh advfirewall firewall add rule name="Preau {port}" dir=in action=allow '
        f"protocol=TCP localport={port}"
    )


def _port_fits(rule: dict[str, Any], port: int) -> bool:
    """Whether the rule names the port; 'Any' does not count here."""
    for entry in rule["ports"]:
        first, _, last = entry.partition("-")
        if first.isdigit() and int(first) <= port <= int(last if last.isdigit() else first):
            return True
    return False


def _applies(rule: dict[str, Any], profile: str, port: int, programs: tuple[str, ...]) -> bool:
    """Whether `rule` speaks of our program or our port in `profile`.

    A rule for every program and every port is taken for one that is limited in ways that are not looked at
    (a service, an app package, a remote address): Windows ships dozens of these.
    """
    if rule["profile"] != "Any" and profile not in rule["profile"].replace(" ", "").split(","):
        return False
    if rule["protocol"] not in ("TCP", "6", "Any") or rule["package"]:
        return False
    ours = rule["program"].casefold() in {program.casefold() for program in programs}
    if ours:
        return "Any" in rule["ports"] or not rule["ports"] or _port_fits(rule, port)
    return rule["program"] in ("Any", "") and _port_fits(rule, port)


def parse_state(text: str) -> dict[str, Any] | None:
    """The JSON of QUERY with every key there, None if it is not that; a list of one may be bare."""
    start = text.find("{")
    try:
        raw = json.JSONDecoder().raw_decode(text, start)[0] if start >= 0 else None
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    state: dict[str, Any] = {}
    for key in ("networks", "profiles", "rules"):
        value = raw.get(key) or []
        state[key] = [
            entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)
        ]
    for rule in state["rules"]:
        for key in ("name", "title", "action", "profile", "program", "package", "protocol"):
            rule[key] = str(rule.get(key) or "")
        ports = rule.get("ports") or []
        rule["ports"] = [str(port) for port in (ports if isinstance(ports, list) else [ports])]
    return state


def judge(state: dict[str, Any], port: int, programs: tuple[str, ...]) -> list[Finding]:
    """What the firewall does with phones that come to `port` of `programs`, for each connected network."""
    findings: list[Finding] = []
    by_name = {str(profile.get("name")): profile for profile in state["profiles"]}
    command = open_port_command(port)
    # Networks of virtual machines are "unidentified" and so public: no phone is in them.
    real = [network for network in state["networks"] if not is_virtual_name(str(network.get("interface")))]
    for network in real or state["networks"]:
        category = str(network.get("category"))
        profile = by_name.get(_PROFILE_OF.get(category, "Public"), {})
        name = str(profile.get("name", "Public"))
        params = {"network": network.get("name", ""), "interface": network.get("interface", ""), "port": port}
        rules = [rule for rule in state["rules"] if _applies(rule, name, port, programs)]
        blocking = [rule for rule in rules if rule["action"] == "Block"]
        allowed = any(rule["action"] == "Allow" for rule in rules) or profile.get("inbound") == "Allow"
        if profile.get("enabled") == "False":
            findings.append(Finding("firewall_off", "ok"))
        elif profile.get("allow_rules") == "False":
            findings.append(Finding("windows_blocks_all", "problem", params))
        elif blocking:
            # A block wins over any allow: this is what "Cancel" in Windows' question leaves behind.
            findings += [
                Finding(
                    "windows_rule_blocks", "problem", {"rule": rule["title"], "name": rule["name"], **params}
                )
                for rule in blocking
            ]
        elif allowed:
            findings.append(Finding("firewall_open", "ok", {"port": port}))
        elif profile.get("local_rules") == "False":
            findings.append(Finding("windows_managed", "problem", params))
        elif category == "Public":
            findings.append(Finding("windows_public", "problem", {"command": command, **params}))
        else:
            findings.append(Finding("windows_no_rule", "problem", {"command": command, **params}))
    if not state["networks"]:
        findings.append(Finding("windows_no_network", "warning"))
    return findings


def look(port: int, run: RunTool, programs: tuple[str, ...] | None = None) -> list[Finding]:
    """Ask PowerShell and judge. Takes some seconds: several hundred rules."""
    output = run(COMMAND, timeout=40.0, encoding="utf-8")
    state = None if output.missing else parse_state(output.text)
    # Windows itself brings dozens of rules: none at all means that reading them was refused.
    if state is None or not state["profiles"] or not state["rules"]:
        return [could_not_look("PowerShell", output)]
    return judge(state, port, programs or own_programs())
