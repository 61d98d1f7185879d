"""Linux: ufw or firewalld where one is in charge, else the rules of nftables or iptables themselves."""

import json
import re
from typing import Any, Final, Literal

from app.lan.findings import Finding, RunTool, ToolOutput, could_not_look

# What a firewall does with a new connection of a phone; 'unknown': a rule was met that is not understood.
Verdict = Literal["open", "closed", "unknown"]

_SERVICES: Final = {"http": 80, "https": 443, "http-alt": 8080, "www": 80}


def _in_ports(text: str, port: int) -> bool:
    """'80', '80,8080', '8080:8090' or '8080-8090'."""
    for part in text.split(","):
        bounds = [int(number) for number in re.split(r"[:-]", part) if number.isdigit()]
        if bounds and bounds[0] <= port <= bounds[-1]:
            return True
    return False


def parse_ufw(text: str, port: int) -> Verdict | Literal["off"] | None:
    """The verdict of `ufw status verbose`, 'off' when inactive, None when it did not say."""
    state = re.search(r"^Status: (\w+)", text, re.M)
    if not state:
        return None
    if state[1] != "active":
        return "off"
    for line in text.splitlines():
        # "8080/tcp    ALLOW IN    Anywhere", the first rule that fits decides
        match = re.match(r"(\S+)(?: \(v6\))?\s{2,}(ALLOW|DENY|REJECT|LIMIT)(?: IN)?\s{2,}(.+)", line)
        if not match:
            continue
        target, _, protocol = match[1].partition("/")
        fits = target == "Anywhere" or _in_ports(target, port)
        limited = "Anywhere" not in match[3] and match[2] in (
            "DENY",
            "REJECT",
        )  # one peer is kept out: not all
        if fits and protocol in ("", "tcp") and not limited:
            return "open" if match[2] in ("ALLOW", "LIMIT") else "closed"
    default = re.search(r"^Default: (\w+) \(incoming\)", text, re.M)
    return "open" if default and default[1] == "allow" else "closed"


def parse_firewalld(text: str, port: int) -> tuple[str, Verdict]:
    """(zone, verdict) of the active zone in `firewall-cmd --list-all-zones`, the strictest of several."""
    result: tuple[str, Verdict] = ("", "unknown")
    for block in re.split(r"\n(?=\S)", text.strip()):
        head = re.match(r"(\S+) \(.*\bactive\b.*\)", block)
        if not head:
            continue
        fields = dict(re.findall(r"^\s+([\w -]+?):[ \t]*(.*)$", block, re.M))
        if fields.get("target") == "ACCEPT":
            verdict: Verdict = "open"
        else:
            entries = [entry.partition("/") for entry in fields.get("ports", "").split()]
            open_ports = any(protocol == "tcp" and _in_ports(span, port) for span, _, protocol in entries)
            service = port in (_SERVICES.get(name) for name in fields.get("services", "").split())
            verdict = "open" if open_ports or service else "closed"
        if not result[0] or verdict == "closed":
            result = (head[1], verdict)
    return result


def _nft_matches(match: dict[str, Any], port: int) -> bool | None:
    """Whether a new TCP connection from the network to `port` fits; None where that cannot be said."""
    left, right, equal = match.get("left", {}), match.get("right"), match.get("op") in ("==", "in")
    values = right["set"] if isinstance(right, dict) and "set" in right else [right]
    if not isinstance(left, dict) or not isinstance(values, list):
        return None
    payload, meta, ct = left.get("payload", {}), left.get("meta", {}), left.get("ct", {})
    fits: bool | None = None
    if payload.get("field") == "dport" and payload.get("protocol") in ("tcp", "th"):
        spans = [
            value["range"] if isinstance(value, dict) and "range" in value else [value] for value in values
        ]
        if not all(isinstance(end, int) for span in spans for end in span):
            return None  # a named set, whose members stand elsewhere
        fits = any(span[0] <= port <= span[-1] for span in spans)
    elif payload.get("protocol") in ("udp", "icmp", "icmpv6"):
        return False
    elif meta.get("key") == "l4proto" or payload.get("field") in ("protocol", "nexthdr"):
        fits = "tcp" in values or 6 in values
    elif ct.get("key") == "state":
        flat = [part for value in values for part in (value if isinstance(value, list) else [value])]
        fits = "new" in flat
    elif meta.get("key") in ("iifname", "iif"):
        fits = None if values != ["lo"] else False
    return None if fits is None else fits == equal


def judge_nft(text: str, port: int) -> Verdict | None:
    """The verdict of `nft -j list ruleset`: every input hook must let the connection in. None: not that."""
    try:
        return _judge_ruleset(json.loads(text)["nftables"], port)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _judge_ruleset(items: list[dict[str, Any]], port: int) -> Verdict:
    rules: dict[tuple[str, str, str], list[list[dict[str, Any]]]] = {}
    hooks: list[tuple[tuple[str, str, str], str]] = []
    for item in items:
        if chain := item.get("chain"):
            if chain.get("hook") == "input" and chain.get("type") == "filter":
                hooks.append(
                    ((chain["family"], chain["table"], chain["name"]), chain.get("policy", "accept"))
                )
        elif rule := item.get("rule"):
            rules.setdefault((rule["family"], rule["table"], rule["chain"]), []).append(rule.get("expr", []))

    def walk(chain: tuple[str, str, str], depth: int) -> Verdict | None:
        """Of the rules of one chain; None when none decides."""
        unsure = False
        for expressions in rules.get(chain, []):
            fits: bool | None = True
            for expression in expressions:
                if "match" in expression:
                    one = _nft_matches(expression["match"], port)
                    fits = False if one is False or fits is False else (None if one is None else fits)
                outcome: Verdict | None = None
                if "accept" in expression:
                    outcome = "open"
                elif "drop" in expression or "reject" in expression:
                    outcome = "closed"
                elif target := (expression.get("jump") or expression.get("goto")):
                    outcome = walk((*chain[:2], target["target"]), depth + 1) if depth < 10 else "unknown"
                if "return" in expression and fits is True:
                    return "unknown" if unsure else None
                if outcome is None or fits is False:
                    continue
                if fits is None or outcome == "unknown":
                    unsure = True  # perhaps: what comes after decides, or nobody knows
                else:
                    return "unknown" if unsure else outcome
        return "unknown" if unsure else None

    verdicts: list[Verdict] = [
        walk(chain, 0) or ("open" if policy == "accept" else "closed") for chain, policy in hooks
    ]
    for verdict in ("closed", "unknown"):
        if verdict in verdicts:
            return verdict
    return "open"


def judge_iptables(text: str, port: int) -> Verdict | None:
    """The verdict of `iptables -S INPUT`; rules of other chains are not followed. None: no policy in it."""
    policy = re.search(r"^-P INPUT (\w+)", text, re.M)
    if not policy:
        return None
    for line in text.splitlines():
        if not line.startswith("-A INPUT"):
            continue
        protocol = re.search(r" -p (\w+)", line)
        ports = re.search(r"--dports? (\S+)", line)
        target = re.search(r" -j (\w\S*)", line)
        state = re.search(r"--(?:ct)?state (\S+)", line)
        if (protocol and protocol[1] not in ("tcp", "all")) or " -i lo" in line:
            continue
        if (ports and not _in_ports(ports[1], port)) or (state and "NEW" not in state[1]):
            continue
        verdict = {"ACCEPT": "open", "DROP": "closed", "REJECT": "closed"}.get(target[1] if target else "")
        if not verdict and target and target[1] not in ("LOG", "NFLOG", "RETURN"):
            return "unknown"
        if verdict:
            # A rule for some peers only (-s, -i) may or may not speak of the phones.
            return "unknown" if re.search(r" (-s|-i|!) ", line) else verdict  # type: ignore[return-value]
    return "open" if policy[1] == "ACCEPT" else "closed"


def _tell(verdict: Verdict, tool: str, port: int, command: str) -> Finding:
    if verdict == "open":
        return Finding("firewall_open", "ok", {"port": port})
    if verdict == "closed":
        return Finding("linux_port_closed", "problem", {"tool": tool, "port": port, "command": command})
    return Finding("linux_unsure", "warning", {"tool": tool, "port": port, "command": command})


def look(port: int, run: RunTool) -> list[Finding]:
    """Ask what is installed, the one in charge first; tools that are not there are no finding."""
    refused: list[tuple[str, ToolOutput]] = []
    ufw = run(("ufw", "status", "verbose"))
    if not ufw.missing:
        verdict = parse_ufw(ufw.text, port)
        if verdict is None:
            refused.append(("sudo ufw status", ufw))
        elif verdict != "off":
            return [_tell(verdict, "ufw", port, f"sudo ufw allow {port}/tcp")]
    state = run(("firewall-cmd", "--state"))
    if not state.missing and state.text.strip() == "running":
        zone, verdict_in_zone = parse_firewalld(run(("firewall-cmd", "--list-all-zones")).text, port)
        command = f"sudo firewall-cmd --zone={zone or 'public'} --add-port={port}/tcp"
        return [_tell(verdict_in_zone, "firewalld", port, command)]
    nft = run(("nft", "-j", "list", "ruleset"))
    if not nft.missing:
        judged = judge_nft(nft.text, port)
        if judged:
            return [
                _tell(
                    judged,
                    "nftables",
                    port,
                    f"sudo nft insert rule inet filter input tcp dport {port} accept",
                )
            ]
        refused.append(("sudo nft list ruleset", nft))
    tables = run(("iptables", "-S", "INPUT"))
    if not tables.missing:
        judged = judge_iptables(tables.text, port)
        if judged:
            return [
                _tell(judged, "iptables", port, f"sudo iptables -I INPUT -p tcp --dport {port} -j ACCEPT")
            ]
        refused.append(("sudo iptables -S INPUT", tables))
    if refused:
        return [could_not_look(*refused[0])]
    return [Finding("linux_no_firewall", "ok")]
