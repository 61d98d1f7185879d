"""The benchmarks themselves: the generator against the bare server, what it parses, and the table."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import psutil
import pytest

from benchmarks.assets import linked_files
from benchmarks.course import Course
from benchmarks.crowd import own_address, percentiles
from benchmarks.figures import FIGURES
from benchmarks.long import summarise_long
from benchmarks.phone import PING_EVERY
from benchmarks.radio_course import wait_of_page
from benchmarks.reading import FORMATS, run_reading
from benchmarks.scenarios import run_class, run_floor, run_start, run_storm
from benchmarks.school import one_core, slow_disk
from benchmarks.sections import ORDER, RESULTS, TITLE, keep, section
from benchmarks.signing_in import run_signing_in
from benchmarks.special import run_plain, run_radio
from benchmarks.stored import count_stored
from benchmarks.table import HEAD, Results, disturbances, render, table_rows
from benchmarks.target import Target, target_of
from benchmarks.wire import client_frame, frame_at, parse_response, server_frame

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def test_a_small_class_loses_nothing_and_fills_the_table():
    results = Results()
    results.floors[20] = run_floor(20, spread=0.2)
    run = run_class("bare", 20, {}, results.notes, spread=0.2, calm=0.3, troubled=10)
    results.add("class", 20, "bare", run)
    results.add("storm", 20, "bare", run_storm("bare", 20, {}, results.notes, seconds=0.2))
    results.add("start", 0, "bare", run_start("bare", times=1))
    assert results.notes == []
    for key in ("absent", "unreceipted", "lost"):
        assert results.runs["class", 20, "bare"][0][key] == 0
    assert results.runs["storm", 20, "bare"][0]["storm.absent"] == 0

    rows = table_rows(results)
    assert {len(row) for row in rows} == {len(HEAD)}
    shown = {row[0]: row for row in rows}
    assert set(shown) == {f.title for f in FIGURES if f.scenario in ("class", "storm", "start")}
    assert all(re.match(r"[\d,.]+( ms| MB| s)?$", row[2]) for row in rows), rows
    assert all(row[3] == "not available" and row[6] == "" for row in rows)
    assert "Generator, 20 phones" in render(results)


def test_a_small_class_signs_in_once_each():
    notes = []
    for kind in ("bare", "real"):
        figures = run_signing_in(kind, 12, {}, notes, 0.5)
        assert figures["broken"] == 0, notes
        assert 0 < figures["pin.p50"] <= figures["lobby.p99"] < 10_000


def test_simulated_phones_keep_the_rhythm_of_the_page():
    page = Path(__file__).resolve().parent.parent / "resources" / "phone"
    script = (page / "static" / "phone.js").read_text(encoding="utf-8")
    assert "Math.min(8000, 250 * Math.pow(2, failures)) * (0.5 + Math.random() / 2)" in script
    waits = [wait_of_page(Random(seed), 10.0) for seed in range(500)]
    assert min(waits) >= 0
    assert 6.5 < max(waits) < 8.0
    assert f"later(beat, {PING_EVERY * 1000:.0f})" in script
    refresh = Course("plain", 1, 0.0).refresh
    assert f'content="{refresh:.0f}"' in (page / "page.html").read_text(encoding="utf-8")


def test_small_classes_in_trouble_lose_nothing():
    notes = []
    radio = run_radio("bare", 10, {}, notes, spread=0.3, gone=0.3)
    plain = run_plain("bare", 10, {}, notes, thinking=0.2, refresh=0.3)
    assert [run["broken"] for run in (radio, plain)] == [0, 0], notes
    for scenario, figures in (("radio", radio), ("plain", plain)):
        assert {figure.key for figure in FIGURES if figure.scenario == scenario} <= set(figures)


def test_a_long_class_is_summed_up_by_quarters():
    samples = [(10.0 * n, 50_000_000 + (0 if n < 2 else (n - 2) * 3_000_000), 1_000 * n) for n in range(8)]
    steps = [(n % 4 == 3, 10.0 + n, 5.0, 7.0) for n in range(8)]
    got = {"samples": samples, "steps": steps, "in_class": 100, "server_share": 0.25}
    figures = summarise_long(got)
    assert [figures[f"memory{number}"] for number in (1, 2, 3, 4)] == [50.0, 51.5, 57.5, 63.5]
    assert figures["grown"] == pytest.approx(15.0)
    assert figures["per_answer"] == pytest.approx(15e6 / 500)
    assert (figures["burst2"], figures["burst4"], figures["spread1"]) == (13.0, 17.0, 10.5)
    keys = {figure.key for figure in FIGURES if figure.scenario == "long"} - {"broken", "burst1"}
    assert keys <= set(figures)


def test_a_slow_disk_is_slow_for_its_server_alone():
    with slow_disk(50) as (environment, told):
        if not environment:
            assert "takes Linux" in told
            return
        script = (
            "import os, tempfile, time\n"
            "with tempfile.TemporaryFile() as file:\n"
            "    begun = time.perf_counter(); os.fsync(file.fileno()); os.fdatasync(file.fileno())\n"
            "    print(time.perf_counter() - begun)"
        )
        run = partial(subprocess.run, [sys.executable, "-c", script], capture_output=True, check=True)
        assert float(run(env={**os.environ, **environment}).stdout) >= 0.1


def test_one_core_is_given_back():
    before = len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity") else 0
    with one_core() as told:
        assert not before or len(psutil.Process().cpu_affinity()) == 1
    assert not before or len(psutil.Process().cpu_affinity()) == before
    assert told.startswith("One core" if before else "This system")


def test_a_section_of_the_results_replaces_itself_alone(tmp_path):
    path = tmp_path / "RESULTS.md"
    keep(section("long", ["Measured once."], "old"), path)
    keep(section("class", ["Measured."], "| a |") + "\n" + section("desktop", [], "| b |"), path)
    keep(section("long", ["Measured again."], "new"), path)
    text = path.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        TITLE, ORDER["class"], ORDER["desktop"], ORDER["long"],
    ]  # fmt: skip
    assert "new" in text and "| b |" in text and "once" not in text


def test_the_results_that_are_kept_have_known_sections_only():
    kept = RESULTS.read_text(encoding="utf-8")
    headings = [line for line in kept.splitlines() if line.startswith("## ")]
    assert headings == [heading for heading in ORDER.values() if heading in headings]


def test_files_of_every_format_are_read_whole():
    for name in FORMATS:
        figures = run_reading(name, 22)
        assert figures["questions"] >= (20 if name in ("gift", "csv") else 22)  # these have no gaps
        assert figures["told"] >= (22 if name in ("moodle_xml", "qti") else 0)


def test_goals_are_marked_honestly_and_nothing_lost_vanishes_in_a_median():
    results = Results()
    for lost, seconds in ((0, 90.0), (1, 180.0), (0, 160.0)):
        results.add("class", 1000, "bare", {"burst.p99": 50.0, "lost": 0})
        results.add("class", 1000, "real", {"burst.p99": seconds, "lost": lost})
    rows = {row[0]: row for row in table_rows(results)}
    assert rows["Answers at once: receipt, 99 %"][2:] == (
        "50 ms",
        "160 ms",
        "3.20",
        "100 ms, 2 × bare",
        "**missed**",
    )
    assert rows["Answers with a receipt but not stored"][2:] == ("0", "1", "", "0", "**missed**")


def test_a_disturbed_run_says_so():
    results = Results()
    results.add("class", 1000, "bare", {"elsewhere": 0.1})
    assert "Disturbed" not in "".join(disturbances(results))
    results.add("class", 1000, "bare", {"elsewhere": 0.9})
    assert "50% of the cores" in "".join(disturbances(results))


def test_each_figure_has_a_sentence_for_teachers():
    table, _, _ = DOCUMENT.read_text(encoding="utf-8").partition("## With the desktop open")
    lines = table.splitlines()
    documented = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert documented == ["Figure", *(figure.title for figure in FIGURES)]


def test_only_the_loopback_is_a_target(tmp_path):
    with pytest.raises(ValueError, match="not a loopback"):
        Target("192.168.1.20", 80, "/AB", "/host/ws", "s", 1)
    (tmp_path / "secret").write_text("xyz\n1\n")
    line = {"code": "AB", "port": 8080, "join": "http://192.168.1.20:8080/AB"}
    target = target_of({**line, "secret_file": str(tmp_path / "secret")}, 7)
    assert target == Target("127.0.0.1", 8080, "/AB", "/host/ws", "xyz", 7)


@pytest.mark.parametrize("size", [0, 125, 126, 60000])
def test_frames_are_found_only_when_complete(size):
    payload = b"x" * size
    frame = server_frame(payload)
    start, stop = frame_at(frame + b"\x81", 0)
    assert frame[start:stop] == payload
    assert stop == len(frame)
    assert frame_at(frame[:-1], 0) is None
    assert client_frame(payload).endswith(bytes(4) + payload)


def test_responses_are_read_whole():
    head = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n"
    fixed = head + b"Content-Length: 2\r\n\r\nok"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"
    for data in (fixed, chunked):
        response = parse_response(data)
        assert (response.status, response.text(), response.size) == (200, "ok", len(data))
        assert response.cookies == ("a=1", "b=2")
        assert all(parse_response(data[:at]) is None for at in range(len(data)))


def test_a_page_s_files_are_found_once():
    html = (
        '<link rel="stylesheet" href="/p.css"><script src="p.js"></script><img src="/p.css">'
        '<link rel="icon" href="data:,"><link rel="canonical" href="/x"><script>1</script>'
    )
    assert linked_files(html, "/AB") == [("p.css", "/p.css"), ("p.js", "/p.js")]
    assert linked_files("<p>", "/AB") == [("favicon.ico", "/favicon.ico")]


def test_stored_answers_are_counted_in_any_table(tmp_path):
    ids = [f"0a1b2c3d01{number:06d}" for number in range(3)]
    with closing(sqlite3.connect(tmp_path / "journal.db")) as db, db:
        db.execute("CREATE TABLE anything (body)")
        db.execute("INSERT INTO anything VALUES (?), (?)", (f'{{"id":"{ids[0]}"}}', ids[1].encode()))
    assert count_stored(tmp_path, ids) == 2


def test_percentiles_and_addresses():
    assert percentiles([value / 1000 for value in range(1, 101)]) == {"p50": 50, "p99": 99, "max": 100}
    assert percentiles([]) == {}
    assert len({own_address(index) for index in range(3000)}) in (1, 3000)
