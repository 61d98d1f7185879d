import sys

import pytest

from app.lan.findings import ToolOutput, console_encoding, could_not_look, run_tool


def python(code, **options):
    return run_tool([sys.executable, "-c", code], **options)


def test_both_channels_and_the_status_are_taken():
    output = python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (output.text, output.status, output.missing) == ("out\nerr\n", 3, "")


def test_letters_that_make_no_sense_are_replaced():
    raw = "import sys; sys.stdout.buffer.write(b'\\xef\\xbb\\xbfn\\x82t\\xff\\r\\n')"
    assert python(raw, encoding="utf-8").text == "n\ufffdt\ufffd\n"
    assert "n" in python(raw, encoding="cp99999").text


def test_tools_are_asked_in_english_and_without_input():
    assert python("import os, sys; print(os.environ['LC_ALL'], repr(sys.stdin.read()))").text == "C ''\n"


@pytest.mark.parametrize(
    ("command", "reason"), [(["no-such-tool-of-ours"], "No such file"), (["nul\0byte"], "null byte")]
)
def test_a_missing_tool_is_no_error(command, reason):
    assert reason in run_tool(command).missing


def test_a_tool_that_hangs_is_given_up():
    assert python("import threading; threading.Event().wait()", timeout=0.2).missing == "no answer in 0.2 s"


def test_what_could_not_be_looked_at_says_why():
    assert could_not_look("ufw", ToolOutput("", -1, "gone")).params == {"tool": "ufw", "reason": "gone"}
    assert could_not_look("ufw", ToolOutput("\nbe root\nmore", 1)).params["reason"] == "be root"
    assert could_not_look("ufw", ToolOutput(" ", 7)).params["reason"] == "status 7"


def test_console_encoding():
    assert console_encoding("win32").startswith("cp")
    assert console_encoding("linux")
