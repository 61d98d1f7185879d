"""Each system's answer, and its silence."""

import subprocess

import pytest

from sync.metered import is_metered


def tool(text):
    def run(command):
        if isinstance(text, Exception):
            raise text
        return text

    return run


@pytest.mark.parametrize(
    ("system", "said", "metered"),
    [
        ("win32", '{"cost":"Unrestricted"}', False),
        ("win32", '{"cost":"Fixed"}', True),
        ("win32", '{"cost":"Variable"}', True),
        ("win32", '{"cost":"Unknown"}', None),
        ("win32", "", None),
        ("linux", '{"type":"u","data":1}', True),
        ("linux", '{"type":"u","data":3}', True),
        ("linux", '{"type":"u","data":4}', False),
        ("linux", '{"type":"u","data":0}', None),
        ("linux", "[]", None),
        ("linux", FileNotFoundError(), None),
        ("win32", subprocess.TimeoutExpired("x", 1), None),
        ("darwin", RuntimeError("not asked"), None),
    ],
)
def test_a_system_says_what_data_costs(system, said, metered):
    assert is_metered(system, tool(said)) is metered
