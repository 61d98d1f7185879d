"""`serve` as a process: what it prints, how it ends, and a sentence instead of a trace for every trouble."""

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from app.commands.numbers import number_between, port_number
from app.commands.serve import add_arguments
from app.host.running import read_running
from app.live.events import LobbyShown
from app.storage.journal import Journal, JournalReader
from tests.helpers.processes import ROOT, Served, environment, run_program, write_quiz

READY = {"ready", "pid", "code", "port", "session", "join", "addresses", "host", "secret_file", "resumed",
         "notices"}  # fmt: skip


def refused(done, *words, code=2):
    """Exit code and sentence on stderr, nothing on stdout, no trace."""
    errors = done.stderr.decode()
    assert done.returncode == code, errors
    assert "Traceback" not in errors
    assert all(word in errors for word in words), errors
    assert done.stdout == b""


def serve(folder, *arguments, data="data", **env):
    return run_program(
        "serve", write_quiz(folder), "--data", folder / data, "--json", "--no-mdns", *arguments, **env
    )


async def test_the_ready_line_and_a_class_that_goes_on(tmp_path):
    served = Served(tmp_path)
    async with served:
        first = served.ready
        assert set(first) == READY
        assert first["ready"] is True and first["resumed"] is False
        assert first["pid"] == served.process.pid
        assert first["join"] in first["addresses"] and first["join"].endswith(
            f":{first['port']}/{first['code']}"
        )
        running = read_running(served.data)
        assert (running.pid, running.port, running.join) == (first["pid"], first["port"], first["join"])
        if os.name == "posix":
            for name in ("host-secret", "running.json"):
                assert (served.data / name).stat().st_mode & 0o077 == 0
        # A second server on the same folder refuses, `sessions` reads on.
        refused(serve(tmp_path, "--port", "0"), "already at work", str(served.data))
        listed = run_program("sessions", "--data", served.data, "list", "--json")
        assert listed.returncode == 0 and json.loads(listed.stdout)["id"] == first["session"]
        assert read_running(served.data) == running, "the second server took nothing away"
        # Being told to end leaves the class open, and it goes on at the same address.
        served.process.send_signal(signal.SIGTERM if os.name == "posix" else signal.CTRL_BREAK_EVENT)
        assert await served.wait() == 0
        assert read_running(served.data) is None
        # Meanwhile the laptop's clock is set back by an hour: for the class time goes on.
        later = time.time() + 3600
        with closing(Journal(served.data)) as journal:
            journal.append(first["session"], [LobbyShown(later)])
        again = await served.start()
        with closing(JournalReader.open(served.data)) as reader:
            assert reader.load_events(first["session"])[-1].at >= later
        assert again["resumed"] is True
        for name in ("code", "port", "session", "join"):
            assert again[name] == first[name]
        served.process.send_signal(signal.SIGINT)
        assert await served.wait() == 0
        # --new ends it and starts another one.
        served._arguments += ("--new",)
        other = await served.start()
        assert other["session"] != first["session"] and other["resumed"] is False
        rows = run_program("sessions", "--data", served.data, "list", "--json").stdout.splitlines()
        ended = {row["id"]: row["ended"] is not None for row in map(json.loads, rows)}
        assert ended == {first["session"]: True, other["session"]: False}
        # The host secret is the same, so a page that was logged in stays so.
        assert other["secret_file"] == first["secret_file"]
        await served.kill()
    assert "Traceback" not in served.errors.read_text(encoding="utf-8")
    log = (served.data / "preau.log").read_text(encoding="utf-8")
    told = re.findall(r" story\.(\w+): ", log)
    assert told == ["opened", "stopped", "went_on", "opened", "stopped", "opened"]


async def test_an_old_port_that_was_taken_is_said(tmp_path):
    served = Served(tmp_path, "--pace", "0.05")
    async with served:
        first = served.ready
        await served.kill()
        with socket.create_server(("0.0.0.0", first["port"])):
            again = await served.start()
        log = (served.data / "preau.log").read_text(encoding="utf-8")
        assert "The class server did not say goodbye the last time" in log, "it was killed"
        assert again["port"] != first["port"]
        assert [notice["code"] for notice in again["notices"]] == ["port_changed"]
        assert str(first["port"]) in again["notices"][0]["text"]


def test_a_port_in_use_starts_nothing(tmp_path):
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve(tmp_path, "--port", str(port))
        refused(done, str(port), "in use", "--port")
    listed = run_program("sessions", "--data", tmp_path / "data", "list")
    assert (listed.returncode, listed.stdout) == (0, b""), "no class was opened"


async def test_without_a_wish_the_next_port_is_taken(tmp_path):
    served = Served(tmp_path)
    served._arguments = tuple(word for word in served._arguments if word not in ("--port", "0"))
    with socket.socket() as one, socket.socket() as other:
        for sock, port in ((one, 80), (other, 8080)):
            try:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                sock.bind(("0.0.0.0", port))
                sock.listen()
            except OSError:
                continue  # taken already, or not allowed: as good
        async with served:
            assert served.ready["port"] > 8080


@pytest.mark.parametrize(
    "arguments",
    [
        ("--port", "70000"), ("--port", "-1"), ("--port", "many"), ("--port", "1.5"), ("--time", "nan"),
        ("--time", "-1"), ("--time", "inf"), ("--speed-bonus", "2"), ("--language", "de"), ("--nothing",),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_meant(tmp_path, arguments):
    done = serve(tmp_path, *arguments)
    assert done.returncode == 2 and b"usage:" in done.stderr and b"Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_numbers_are_read():
    assert port_number("8080") == 8080
    assert number_between(0, 1)("0.5") == 0.5


def test_no_quiz_and_no_open_class(tmp_path):
    refused(run_program("serve", "--data", tmp_path / "data", "--json"), "a quiz is needed")


def test_a_data_folder_that_is_a_file(tmp_path):
    (tmp_path / "data").write_text("mine")
    refused(serve(tmp_path, "--port", "0"), str(tmp_path / "data"), "cannot be written")
    assert (tmp_path / "data").read_text() == "mine"
    nested = run_program("serve", write_quiz(tmp_path), "--data", tmp_path / "data" / "deeper", "--json")
    refused(nested, "cannot be written")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_data_folder_that_belongs_to_somebody_else(tmp_path):
    folder = Path("/tmp") / f"preau-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        script = (
            "import os, sys, main, app.commands.serve, app.commands.terminal\n"
            "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "sys.exit(main.main(sys.argv[1:]))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, "serve", "quiz.gift", "--data", str(folder), "--json"],
            capture_output=True, cwd=ROOT, env=environment(), check=False,
        )  # fmt: skip
        refused(done, str(folder), "cannot be written")
    finally:
        shutil.rmtree(folder)


async def test_a_damaged_database_is_kept_aside_and_said(tmp_path):
    served = Served(tmp_path)
    async with served:
        await served.kill()
    path = served.data / "journal.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damaged = bytearray(path.read_bytes())
    damaged[100:3000] = b"\xa5" * 2900
    path.write_bytes(damaged)
    async with served:
        assert [notice["code"] for notice in served.ready["notices"]] == ["database_damaged"]
        (kept,) = served.data.glob("journal.damaged-*.db")
        assert kept.name in served.ready["notices"][0]["text"]
        assert kept.read_bytes() == damaged
        assert served.ready["resumed"] is False
        host = await served.host()
        assert [trouble["code"] for trouble in host.view.snapshot["trouble"]][:1] == ["database_damaged"]
        await host.close()
    assert "Traceback" not in served.errors.read_text(encoding="utf-8")


async def test_without_a_network_the_class_starts_and_says_so(tmp_path):
    script = (
        "import sys, main, app.lan.server as server\n"
        "from app.lan.addresses import Address\n"
        "alone = [Address('127.0.0.1', 'lo', 4, True, 'loopback')]\n"
        "server.ServerOptions.__dataclass_fields__['lister'].default = None\n"
        "init = server.ServerOptions.__init__\n"
        "def make(self, *a, **k): init(self, *a, **{**k, 'lister': lambda: alone})\n"
        "server.ServerOptions.__init__ = make\n"
        "sys.exit(main.main(sys.argv[1:]))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, "serve", str(write_quiz(tmp_path)), "--data", str(tmp_path / "data"),
        "--port", "0", "--no-mdns", cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    text = ""
    async with asyncio.timeout(30):
        while "Second screen" not in text:
            line = await process.stdout.readline()
            assert line, await process.stderr.read()
            text += line.decode()
    assert "Your laptop is in no network" in text
    assert "http://" not in text.split("code:")[0].split("Join:")[1]
    process.send_signal(signal.SIGINT)
    out, errors = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0 and b"the class stays open" in out and errors == b""


async def test_the_class_ends_by_a_host_and_students_still_see_it(tmp_path):
    async with Served(tmp_path, "--title", "History", "--language", "en") as served:
        host = await served.host()
        assert host.view.session["title"] == "History"
        await host.do("end")
        address = f"http://127.0.0.1:{served.ready['port']}/{served.ready['code']}"
        async with aiohttp.ClientSession() as http, http.get(address) as page:
            assert page.status == 200 and 'data-view="ended"' in await page.text()
        await host.do("stop")
        await host.close()
        assert await served.wait() == 0


def options_of(add):
    import argparse

    parser = argparse.ArgumentParser()
    add(parser)
    return [action for action in parser._actions if action.help != argparse.SUPPRESS]


def test_every_option_has_a_help_text():
    assert all(action.help for action in options_of(add_arguments))
