"""After a lesson the log says what happened, in numbers, and nothing of anybody."""

import json
import logging
import re
import zipfile

import pytest

from app.clock import ManualClock
from app.commands.diagnostics import write_diagnostics
from app.errors import Trouble
from app.lan.addresses import Address
from app.lan.class_story import ClassStory
from app.lan.class_watch import ClassWatch
from app.lan.links import Links, PhoneLink
from app.log import start_log
from app.settings import Settings
from app.story import read_story, tell_story_in
from tests.helpers.served import ServedClass, sample_quiz, until

NAME, WORDS = "Zenobia-the-marker", "words-that-only-she-wrote"


@pytest.fixture
def log(tmp_path):
    """The log of the data folder, as `serve` writes it."""
    path = start_log(tmp_path)
    tell_story_in(lambda: "en")
    yield path
    root = logging.getLogger()
    for handler in [one for one in root.handlers if getattr(one, "baseFilename", "") == str(path)]:
        root.removeHandler(handler)
        handler.close()


async def test_a_class_is_told_from_its_start_to_its_end(tmp_path, log):
    async with ServedClass(tmp_path, sample_quiz("open_text", "single")) as served:
        served.room.story._clock = clock = ManualClock(served.clock.now())
        host = await served.host()
        phones = [await served.phone(f"{NAME} {number}") for number in range(5)]
        asked = await host.do("ask", question=served.questions[0].id)
        await phones[0].answer(asked["round"], [("text", WORDS)])
        await phones[0].hear("receipt")
        for number, phone in enumerate(phones):
            await phone.send({"t": "ping", "c": 1, "rtt": 20 + 200 * number})
            await phone.hear("pong")
        await host.do("lock")
        await host.do("reveal")
        for phone in phones[:4]:
            await phone.close()
        await until(lambda: len(served.room.links.phones) == 1)
        clock.advance(3.0)
        served.room.story.look()
        await host.do("end")
        student_ids = list(served.state.students)
    story = [sentence for _, _, sentence in read_story(tmp_path)]
    for wanted, line in zip(
        (
            r"The class is open. Questions in the quiz: 2. Students on the roster: 0. Phones join at http://127",
            r"A phone or the terminal drives the class too\.",
            r"Students who have joined: 5\. Phones connected: 5\.",
            r"Question 1 of 2 asked, no time limit\. Sent to phones: 5, in \d+ ms\.",
            r"Question 1 closed: 1 of 5 have answered; each answer was stored within \d+ ms\.",
            r"and back takes 420 ms, with one phone in ten over 820 ms\. Slow phones: 2\.",
            r"The answer to question 1 is shown\.",
            r"4 of 5 phones lost their connection within \d s\. If it was not meant, look at the Wi-Fi\.",
            r"The class has ended after 0 min\. Answers: 1\. Students: 5\.",
            r"A phone or the terminal that drove the class has left\.",
        ),
        story,
        strict=True,
    ):
        assert re.search(wanted, line), story
    write_diagnostics(tmp_path, Settings(tmp_path), tmp_path / "help.zip")
    with zipfile.ZipFile(tmp_path / "help.zip") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert [line.partition(" ")[2][9:] for line in json.loads(parts["summary.json"])["story"]] == story
    text = log.read_text(encoding="utf-8") + "".join(parts.values())
    for private in (NAME, WORDS, served.secret, *student_ids):
        assert private not in text


def make_story(phones=30):
    clock, links = ManualClock(), Links()
    links.phones = {f"s{number}": PhoneLink(None, "en", f"s{number}") for number in range(phones)}
    story = ClassStory(lambda: None, links, clock)

    def lose(*students):
        for student in students:
            del links.phones[student]
            story.note_detached(student)

    def come_back(*students):
        for student in students:
            links.phones[student] = PhoneLink(None, "en", student)
            story.note_attached(student, anew=False)

    def pass_time(seconds):
        for _ in range(seconds):
            clock.advance(1.0)
            story.look()

    return story, lose, come_back, pass_time


def lines_of(tmp_path):
    """What the log tells, without its time."""
    text = (tmp_path / "preau.log").read_text(encoding="utf-8")
    return [line.partition(": ")[2] for line in text.splitlines() if " story." in line]


def test_many_phones_that_go_and_come_are_two_lines(tmp_path, log):
    story, lose, come_back, pass_time = make_story()
    for number in range(9):
        lose(f"s{number}")
        pass_time(1)
    assert lines_of(tmp_path) == [
        "8 of 30 phones lost their connection within 7 s. If it was not meant, look at the Wi-Fi."
    ]
    assert story.away == (9, 30)
    come_back(*[f"s{number}" for number in range(8)])
    pass_time(40)
    assert story.away == (0, 0)  # one phone is no trouble of the class
    come_back("s8")
    pass_time(5)
    assert lines_of(tmp_path)[1:] == ["9 of the 9 lost phones are back after 50 s."]


def test_a_wifi_that_blinks_is_one_line(tmp_path, log):
    story, lose, come_back, pass_time = make_story()
    lose("s1", "s2", "s3", "s4")
    come_back("s1", "s2", "s3", "s4")
    for number in range(5, 9):  # back before the server noticed that they were away
        story.note_attached(f"s{number}", anew=True)
    pass_time(3)
    assert lines_of(tmp_path) == ["8 of 30 phones connected anew within 1 s, as after a gap in the Wi-Fi."]
    lose("s1")
    come_back("s1")
    pass_time(12)
    assert len(lines_of(tmp_path)) == 1, "one page was loaded again"


def test_phones_that_stay_away_are_given_up_and_a_few_are_no_news(tmp_path, log):
    story, lose, _, pass_time = make_story()
    for number in range(12):  # one after the other, as at the end of a lesson
        lose(f"s{number}")
        pass_time(6)
    assert lines_of(tmp_path) == []
    pass_time(10)
    lose("s20", "s21", "s22", "s23")
    pass_time(61)
    assert [line[:35] for line in lines_of(tmp_path)] == [
        "4 of 18 phones lost their connectio", "0 of the 4 lost phones are back aft"
    ]  # fmt: skip
    assert story.away == (0, 0)
    lose("s25", "s26", "s27", "s28")
    story.note_over()
    pass_time(20)
    assert len(lines_of(tmp_path)) == 2


async def test_a_disk_that_refuses_and_a_slow_one_are_told_to_log_and_host(tmp_path, log):
    class Full:
        """A journal on a disk that is full for a while."""

        def __init__(self, journal):
            self.journal, self.full = journal, False

        def append(self, session, events):
            if self.full:
                raise Trouble("not_stored", reason="No space left on device")
            self.journal.append(session, events)

        def __getattr__(self, name):
            return getattr(self.journal, name)

    disk = []

    def wrap(journal):
        disk.append(Full(journal))
        return disk[0]

    async with ServedClass(tmp_path, sample_quiz("open_text"), wrap_journal=wrap) as served:
        host = await served.host()
        phone = await served.phone(NAME)
        asked = await host.do("ask")
        disk[0].full = True
        await phone.answer(asked["round"], [("text", WORDS)])
        await phone.hear("refused")
        disk[0].full = False
        await until(lambda: served.room._can_store())
        await phone.answer(asked["round"], [("text", WORDS)])
        await phone.hear("receipt")
        served.room._commits.note(1.7)
        watch = ClassWatch(served.room)
        watch.look()
        await host.wait_for(
            lambda view: [one["code"] for one in view.snapshot["trouble"]] == ["storing_slow"]
        )
        await phone.send({"t": "ping", "c": 1, "rtt": 24})
        await phone.hear("pong")
        watch.tell_hosts()
        await host.wait_for(lambda view: view.figures)
        watch.tell_hosts()  # the same again: nothing is sent
        known = {"phones": 1, "trip": 24, "slow_trip": 24, "slow": 0, "stored": 1700, "waiting": 0}
        assert host.view.figures == {"t": "figures", **known}
    said = "\n".join(lines_of(tmp_path))
    assert "The disk refused to store: No space left on device. Phones keep their answers" in said
    assert re.search(r"The disk stores again after \d s. Answers that had to wait meanwhile: 1.", said)
    assert "Storing is slow: it took 1700 ms. Answers wait for it, none is lost." in said
    assert sum(message["t"] == "figures" for message in host.heard) == 1


async def test_another_address_is_told(tmp_path, log):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        there = Address("127.0.0.9", "lo", 4, True, "wired")
        await served.server._addresses_changed([there])
    port = served.port
    told = f"The laptop's address has changed from http://127.0.0.1:{port} to http://127.0.0.9:{port}"
    assert told in lines_of(tmp_path)
