"""`rehearse` against a running class, and what it says where none runs."""

import asyncio
import json
import re

from tests.helpers.processes import Served, run_program


async def test_simulated_students_join_answer_and_report(tmp_path):
    async with Served(tmp_path) as served:
        host = await served.host()
        await host.do("ask")
        done = await asyncio.to_thread(
            run_program, "rehearse", "--data", served.data, "--students", "10", "--slowest", "0.5",
            "--seconds", "1.5", "--seed", "7",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        text = done.stdout.decode()
        assert "10 of 10 simulated students have joined" in text
        counts = re.search(r"Answers sent: (\d+)  saved: (\d+)  refused: (\d+)", text)
        assert counts.groups() == ("10", "10", "0")
        await host.wait_for(lambda view: (view.snapshot["round"] or {}).get("answered") == 10)
        await host.close()
        data = json.loads(run_program("sessions", "--data", served.data, "export").stdout)
        assert len(data["rounds"][0]["answers"]) == 10 and len(data["students"]) == 10


async def test_it_ends_with_the_class(tmp_path):
    async with Served(tmp_path) as served:
        host = await served.host()
        rehearsal = asyncio.create_task(
            asyncio.to_thread(run_program, "rehearse", "--data", served.data, "--students", "3")
        )
        await host.wait_for(lambda view: view.snapshot["connected"] == 3, 30)
        await host.do("end")
        done = await asyncio.wait_for(rehearsal, 20)
        await host.close()
        assert done.returncode == 0 and b"refused: 0" in done.stdout


async def test_it_reports_what_was_saved_when_it_is_interrupted(tmp_path):
    import signal
    import subprocess
    import sys

    from tests.helpers.processes import ROOT, environment

    async with Served(tmp_path) as served:
        host = await served.host()
        process = subprocess.Popen(
            [sys.executable, ROOT / "main.py", "rehearse", "--data", served.data, "--students", "3"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment(),
        )  # fmt: skip
        await host.wait_for(lambda view: view.snapshot["connected"] == 3, 30)
        process.send_signal(signal.SIGINT)
        out, errors = await asyncio.to_thread(process.communicate, None, 20)
        await host.close()
        assert process.returncode == 0, errors
        assert b"Answers sent: 0" in out and b"Traceback" not in errors


def test_no_class_is_running(tmp_path):
    done = run_program("rehearse", "--data", tmp_path)
    assert done.returncode == 2 and b"No class is running" in done.stderr
    assert b"Traceback" not in done.stderr


def test_no_class_at_the_address(tmp_path, unused_tcp_port):
    done = run_program("rehearse", f"127.0.0.1:{unused_tcp_port}/K7PM", "--students", "2")
    assert done.returncode == 2 and b"Traceback" not in done.stderr
    assert str(unused_tcp_port).encode() in done.stderr
