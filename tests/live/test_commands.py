import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.live import commands as cmd
from app.live.commands import HOST_COMMANDS, MAX_TEXT, parse_command


@pytest.mark.parametrize(
    ("name", "args", "command"),
    [
        ("ask", {}, cmd.Ask()),
        ("ask", {"question": "q1", "seconds": 30}, cmd.Ask("q1", 30)),
        ("ask", {"question": None, "seconds": None}, cmd.Ask()),
        ("extend", {"seconds": 7.5}, cmd.Extend(7.5)),
        ("show_words", {"round": "r1", "word": "w" * 9000}, cmd.ShowWords("r1", "w" * 9000)),
        ("correct_key", {"question": "q1", "key": None}, cmd.CorrectKey("q1", None)),
        (
            "correct_key",
            {"question": "q1", "key": {"right": ["c1"]}, "who": "I", "why": "slip"},
            cmd.CorrectKey("q1", {"right": ["c1"]}, "I", "slip"),
        ),
        ("cancel_question", {"question": "q1", "cancelled": False}, cmd.CancelQuestion("q1", False)),
        ("accept_answer", {"student": "s", "round": "r", "credit": None}, cmd.AcceptAnswer("s", "r", None)),
    ],
)
def test_a_command_is_read_from_its_name_and_arguments(name, args, command):
    assert parse_command(name, args) == command


@pytest.mark.parametrize("name", ["", "Ask", "answer", "join", "add_device", "time_out", "stop", "\ud800"])
def test_only_a_host_s_commands_can_be_sent(name):
    with pytest.raises(Refused) as refusal:
        parse_command(name, {})
    assert (refusal.value.code, refusal.value.params) == ("command_unknown", {"command": name})


HUGE = 10**400
NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("name", "args", "argument"),
    [
        ("lock", {"now": 1}, "now"),
        ("remove", {}, "student"),
        ("remove", {"student": None}, "student"),
        ("remove", {"student": 7}, "student"),
        ("remove", {"student": ["s1"]}, "student"),
        ("remove", {"student": "s" * (MAX_TEXT + 1)}, "student"),
        ("ask", {"question": 1}, "question"),
        *(
            ("ask", {"seconds": bad}, "seconds")
            for bad in ("30", True, [], {}, NAN, INFINITE, -INFINITE, HUGE)
        ),
        ("extend", {"seconds": None}, "seconds"),
        *(
            ("accept_answer", {"student": "s", "round": "r", "credit": bad}, "credit")
            for bad in ("1", False, NAN, HUGE)
        ),
        ("cancel_question", {"question": "q1", "cancelled": 1}, "cancelled"),
        ("cancel_question", {"question": "q1", "cancelled": "false"}, "cancelled"),
        ("show_words", {"round": "r1", "word": "w" * 90_000}, "word"),
        ("correct_key", {"question": "q1"}, "key"),
        ("correct_key", {"question": "q1", "key": ["c1"]}, "key"),
        ("correct_key", {"question": "q1", "key": "c1"}, "key"),
    ],
)
def test_a_wrong_argument_is_named(name, args, argument):
    with pytest.raises(Refused) as refusal:
        parse_command(name, args)
    assert refusal.value.code == "command_arguments"
    assert refusal.value.params == {"command": name, "argument": argument}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from([*HOST_COMMANDS, "answer", "x"])
arguments = st.dictionaries(
    st.sampled_from(["question", "seconds", "student", "round", "key", "who", "why", "credit", "nickname"])
    | st.text(max_size=5),
    json_values,
    max_size=4,
)


@given(names, arguments)
def test_whatever_is_sent_becomes_a_command_or_is_refused(name, args):
    try:
        command = parse_command(name, args)
    except Refused as refusal:
        assert refusal.code in ("command_unknown", "command_arguments")
    else:
        assert type(command) is HOST_COMMANDS[name]
        assert {key: getattr(command, key) for key in args} == args
