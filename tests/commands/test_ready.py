"""`serve --ready-file`: what another program finds there, when it works and when it does not."""

import json
import socket
import subprocess
import sys

import pytest

from app.commands import ready
from app.commands.ready import ReadySign
from app.errors import Trouble
from tests.commands.test_serve import READY
from tests.helpers.processes import ROOT, Served, environment, run_program, write_quiz
from tests.helpers.served import until


def serve(folder, *arguments, **env):
    options = ("--data", folder / "data", "--no-mdns", "--ready-file", folder / "ready.json")
    return run_program("serve", *options, *arguments, **env)


def read_failure(folder, done):
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")
    told = json.loads((folder / "ready.json").read_text(encoding="utf-8"))
    assert set(told) == {"ready", "code", "params", "text"} and told["ready"] is False
    return told


async def test_the_ready_line_is_in_the_file_and_nothing_is_printed(tmp_path):
    quiz, data, path = write_quiz(tmp_path), tmp_path / "data", tmp_path / "ready.json"
    process = subprocess.Popen(
        [sys.executable, ROOT / "main.py", "serve", quiz, "--data", data, "--port", "0", "--no-mdns",
         "--ready-file", path, "--class-name", " 3e B "],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment(),
    )  # fmt: skip
    try:
        await until(lambda: path.exists() or process.poll() is not None, 30)
        told = json.loads(path.read_text(encoding="utf-8"))
        assert set(told) == READY and told["ready"] is True and told["pid"] == process.pid
        served = Served(tmp_path)
        served.ready = told
        host = await served.host()
        assert host.view.session["settings"]["class_name"] == "3e B"
        await host.do("stop")
        await host.close()
        out, errors = process.communicate(timeout=20)
        assert (process.returncode, out, errors) == (0, b"", b"")
        assert [file.name for file in tmp_path.glob("ready*")] == ["ready.json"]
    finally:
        process.kill()
        process.communicate()


def test_why_it_could_not_start_is_in_the_file(tmp_path):
    assert read_failure(tmp_path, serve(tmp_path))["code"] == "no_quiz_given"
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        told = read_failure(tmp_path, serve(tmp_path, write_quiz(tmp_path), "--port", str(port)))
    assert told["code"] == "port_in_use" and str(port) in told["text"]
    assert told["params"]["port"] == port


def test_the_sentence_is_in_the_language_of_who_starts_it(tmp_path):
    told = read_failure(tmp_path, serve(tmp_path, tmp_path / "none.gift", PREAU_LANG="fr"))
    assert told["code"] == "file_unreadable" and "Impossible" in told["text"]


async def test_questions_that_were_left_out_are_a_notice(tmp_path):
    served = Served(tmp_path)
    quiz = tmp_path / "quiz.gift"
    quiz.write_text(quiz.read_text(encoding="utf-8") + "\n::Broken::Which? {=a -> b}\n", encoding="utf-8")
    async with served:
        (notice,) = [one for one in served.ready["notices"] if one["code"] == "questions_left_out"]
        assert str(quiz) in notice["text"] and ": 1." in notice["text"]


def test_a_fault_after_the_start_does_not_change_the_file(tmp_path):
    sign = ReadySign(tmp_path / "ready.json", as_json=False)
    sign.give({"pid": 1})
    assert not sign.fail(Trouble("no_network"))
    assert json.loads((tmp_path / "ready.json").read_text()) == {"ready": True, "pid": 1}


def test_a_file_that_cannot_be_written_starts_nothing(tmp_path):
    sign = ReadySign(tmp_path / "none" / "ready.json", as_json=False)
    with pytest.raises(Trouble) as trouble:
        sign.give({})
    assert trouble.value.code == "file_not_written"
    assert sign.fail(trouble.value), "there is nobody else to tell"


def test_without_a_file_the_line_is_printed(capsys):
    sign = ready.ReadySign(None, as_json=True)
    assert not sign.fail(Trouble("no_network"))
    sign.give({"pid": 7})
    assert json.loads(capsys.readouterr().out) == {"ready": True, "pid": 7}
