"""docs/protocol.md says exactly what the code does: messages, routes, commands, forms, keys, refusals."""

import ast
import inspect
import json
import re
from dataclasses import MISSING, fields
from importlib import import_module
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest
from aiohttp import web

from app.errors import Refused
from app.lan.server import MAX_BODY
from app.live.commands import HOST_COMMANDS
from app.live.made_up import KINDS_IN_CLASS, make_question
from app.live.states import Phase, allowed_commands
from app.protocol.messages import MAX_HOST_MESSAGE, MAX_PHONE_MESSAGE, MESSAGES, VERSION, faults_of
from app.quiz.kinds import KINDS
from app.sentences import SENTENCES
from tests.helpers.questions import sample_question

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
SERVER_COMMANDS = {"make_ticket", "answer_request", "revoke_all", "set_wall", "remove_from", "stop"}

Row = tuple[str, ...]


def section(heading: str) -> str:
    """The text below a heading, up to the next one of any level."""
    start = re.search(rf"^#+ {re.escape(heading)}$", TEXT, re.M)
    assert start, f"no heading {heading!r}"
    return re.split(r"^#+ ", TEXT[start.end() :], maxsplit=1, flags=re.M)[0]


def tables(text: str) -> list[list[Row]]:
    """The tables of a text, without their heads."""
    found: list[list[Row]] = []
    for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
        rows = [tuple(c.strip() for c in line.strip().strip("|").split("|")) for line in block.splitlines()]
        found.append(rows[2:])
    return found


def bare(cell: str) -> str:
    return cell.replace("`", "")


# --- messages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: f"{m.name}-{m.sender}-{m.receiver}")
def test_message_has_its_heading_and_its_fields(message):
    (rows,) = tables(section(f"`{message.name}`: {message.sender} to {message.receiver}"))
    assert [(bare(row[0]), row[1]) for row in rows] == [(f.name, f.type) for f in message.fields]
    assert all(len(row) == 3 and row[2] for row in rows), "a field without its meaning"


def test_no_message_is_invented():
    headings = re.findall(r"^### `(\w+)`: (\w+) to (\w+)$", TEXT, re.M)
    assert sorted(headings) == sorted((m.name, m.sender, m.receiver) for m in MESSAGES)


def test_transcript_is_well_formed():
    lines = re.findall(r"^(\w+) +-> (\w+) +(\{.*\})$", section("A whole session"), re.M)
    assert len(lines) > 60
    told = set()
    for sender, receiver, text in lines:
        message = json.loads(text)
        assert faults_of(message, sender, receiver) == [], text
        told.add((message["t"], sender, receiver))
    shown = {(m.name, m.sender, m.receiver) for m in MESSAGES}
    assert {name for name, _, _ in shown - told} == {"bye"}


# --- HTTP ---------------------------------------------------------------------------------------


def routes() -> set[tuple[str, str]]:
    """Every route of the server: of each class in app/lan that adds some, and those added in server.py."""
    app = web.Application()
    found: set[tuple[str, str]] = set()
    for path in (ROOT / "app" / "lan").glob("*.py"):
        module = import_module(f"app.lan.{path.stem}")
        for kind in vars(module).values():
            if inspect.isclass(kind) and kind.__module__ == module.__name__ and hasattr(kind, "add_to"):
                needed = inspect.signature(kind).parameters.values()
                kind(*(None for parameter in needed if parameter.default is parameter.empty)).add_to(app)
    for line in re.findall(
        r"app\.router\.add_(.*)", (ROOT / "app/lan/server.py").read_text(encoding="utf-8")
    ):
        method, path_text = re.match(r'(get|post)\("([^"]+)"', line).groups()  # type: ignore[union-attr]
        found.add((method.upper(), path_text))
    return found | {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }


def test_every_route_is_listed_and_no_other():
    (rows, *_) = tables(section("HTTP"))
    assert {(row[0], bare(row[1])) for row in rows} == routes()


# --- commands -----------------------------------------------------------------------------------


def name_of(hint: Any) -> str:
    if isinstance(hint, UnionType):
        (kept,) = [option for option in get_args(hint) if option is not type(None)]
        return f"{name_of(kept)}?"
    return {str: "text", float: "number", bool: "flag"}.get(hint, "object")


def expected_arguments() -> set[Row]:
    rows: set[Row] = {
        ("make_ticket", "role", "text", "required"),
        ("answer_request", "id", "text", "required"),
        ("answer_request", "allow", "flag", "required"),
        ("remove_from", "address", "text", "required"),
        ("set_wall", "wifi", "object?", "as it was"),
        ("set_wall", "names", "flag", "as it was"),
    }
    for name, command in HOST_COMMANDS.items():
        hints = get_type_hints(command)
        for field in fields(command):
            default = "required" if field.default is MISSING else json.dumps(field.default)
            rows.add((name, field.name, name_of(hints[field.name]), default))
    return rows


def test_every_argument_of_every_command():
    arguments, _ = tables(section("Commands"))
    assert {tuple(map(bare, row[:4])) for row in arguments} == expected_arguments()


def test_every_command_with_its_phases():
    _, commands = tables(section("Commands"))
    assert {bare(row[0]) for row in commands} == set(HOST_COMMANDS) | SERVER_COMMANDS
    for name, told, *_ in commands:
        if bare(name) in SERVER_COMMANDS:
            continue
        known = {"all": set(Phase), "all but ended": set(Phase) - {Phase.ENDED}}
        listed = known.get(told) or set(told.split(", "))
        assert listed == {phase for phase in Phase if bare(name) in allowed_commands(phase)}, name


def test_commands_of_the_server_itself():
    tree = ast.parse((ROOT / "app" / "lan" / "host_routes.py").read_text(encoding="utf-8"))
    compared = {
        node.comparators[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Name)
        and node.left.id == "command"
        and isinstance(node.comparators[0], ast.Constant)
    }
    assert compared == SERVER_COMMANDS


# --- forms and keys -----------------------------------------------------------------------------


def test_every_kind_has_its_form():
    (rows,) = tables(section("Forms of each kind"))
    assert [bare(row[0]) for row in rows] == list(KINDS)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.answerable])
def test_example_of_a_form_is_stored_as_told(name):
    (rows,) = tables(section("Forms of each kind"))
    (row,) = [row for row in rows if bare(row[0]) == name]
    kind, question = KINDS[name], sample_question(name)
    form: dict[str, list[str]] = {}
    for field, value in json.loads(bare(row[2])):
        form.setdefault(field, []).append(value)
    answer = kind.parse(question, form)
    assert answer == json.loads(bare(row[3]))
    told = re.match(r"`(\w+)(-\{id\})?`", row[1])
    assert told
    for field, _ in kind.refill(question, answer):
        assert field == told[1] or (told[2] and field.startswith(f"{told[1]}-"))


def test_every_kind_has_its_keys():
    (rows,) = tables(section("Keys of corrections"))
    assert set(map(bare, {row[0] for row in rows})) == set(KINDS)
    for name, key, _ in rows:
        kind, question = KINDS[bare(name)], sample_question(bare(name))
        if key == "none":
            with pytest.raises(Refused, match="key_impossible"):
                kind.correct(question, {"right": ["c1"]})
        else:
            assert kind.correct(question, json.loads(bare(key))) != question


def test_every_example_of_a_question_made_up_in_class_can_be_asked():
    (rows,) = tables(section("A question made up in class"))
    assert list(dict.fromkeys(bare(row[0]) for row in rows)) == list(KINDS_IN_CLASS)
    for kind, example in rows:
        question = make_question(json.loads(bare(example)), "new")
        assert (question.id, question.kind) == ("new", bare(kind))


def test_every_entry_of_a_key_is_told():
    """The names that each kind's `correct` asks for, read from its docstring."""
    (rows,) = tables(section("Keys of corrections"))
    for name, kind in KINDS.items():
        named = set(re.findall(r'`\{"(\w+)":', kind.correct.__doc__ or ""))
        told = {key for row in rows if bare(row[0]) == name for key in re.findall(r'^`\{"(\w+)"', row[1])}
        if told:
            assert named <= told, name


# --- refusals and limits ------------------------------------------------------------------------


def refused_codes() -> set[str]:
    """Every code that a `Refused` of the machine, the kinds or the server can bear."""
    found = {"not_stored"}
    for area in ("live", "lan", "quiz"):
        for path in (ROOT / "app" / area).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refused":
                    found |= codes_of(node.args[0], tree)
    return found


def codes_of(node: ast.expr, tree: ast.Module) -> set[str]:
    """A literal, one of two literals, or `TABLE.get(..., literal)` with a table of the same module."""
    match node:
        case ast.Constant(value=str(code)):
            return {code}
        case ast.IfExp(body=one, orelse=other):
            return codes_of(one, tree) | codes_of(other, tree)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="get"), args=[_, default]):
            (values,) = [
                known.value
                for known in tree.body
                if isinstance(known, ast.AnnAssign) and ast.unparse(known.target) == table
            ]
            assert isinstance(values, ast.Dict)
            return codes_of(default, tree).union(*(codes_of(value, tree) for value in values.values))
        case _:
            pytest.fail(f"name the code: {ast.unparse(node)}")


def test_every_refusal_is_listed_and_no_other():
    (rows,) = tables(section("Refusals"))
    told = {bare(row[0]) for row in rows}
    assert told == refused_codes()
    assert told <= set(SENTENCES)


def test_retry_is_as_the_phones_are_told():
    tree = ast.parse((ROOT / "app" / "lan" / "phone_socket.py").read_text(encoding="utf-8"))
    (value,) = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == "_RETRY"
    ]
    assert isinstance(value, ast.Call)
    again = ast.literal_eval(value.args[0])
    (rows,) = tables(section("Refusals"))
    for code, retry, receivers, _ in rows:
        if "phone" in receivers.replace("phone (", ""):
            assert (retry == "true") == (bare(code) in again), code


def test_limits_and_version():
    limits = {row[0]: row[1] for row in tables(section("Limits"))[0]}
    assert limits["message of a phone"] == f"{MAX_PHONE_MESSAGE // 1024} KiB"
    assert limits["message of a host"] == f"{MAX_HOST_MESSAGE // 1024} KiB"
    assert limits["form by HTTP"] == f"{MAX_BODY // 1024} KiB"
    assert f"`v` is {VERSION}." in section("Versions")
