"""What is no proper answer is refused with a code and changes nothing, in memory and on disk."""

import contextlib
import json

import aiohttp
import pytest

from app.live.settings import SessionSettings
from app.live.state import replay
from tests.helpers.questions import ANSWERABLE
from tests.helpers.served import ServedClass, sample_quiz, until

GOOD = {"t": "answer", "id": "a1", "round": "r1", "fields": [["choice", "c1"]]}


async def refused(served, phone, message, code, retry=False):
    """Send, hear the refusal, and look that nothing has changed."""
    events, state = served.stored(), served.state
    known, answers = len(phone.all("refused")), {r: dict(v.answers) for r, v in state.rounds.items()}
    steps, phase = state.steps, state.phase
    await phone.send(message)
    reply = await phone.hear("refused", known + 1)
    assert reply["code"] == code, reply
    assert reply["retry"] is retry and reply["text"]
    assert {r: dict(v.answers) for r, v in served.state.rounds.items()} == answers
    assert (served.state.steps, served.state.phase) == (steps, phase)
    assert served.stored() == events
    return reply


async def test_answers_outside_the_open_question(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single", "multiple")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await refused(served, phone, GOOD, "answer_closed")
        await host.do("ask")
        await refused(served, phone, {**GOOD, "round": "r2"}, "answer_other_round")
        await refused(served, phone, {**GOOD, "round": ""}, "answer_other_round")
        await host.do("pause")
        await refused(served, phone, GOOD, "answer_paused", retry=True)
        await host.do("resume")
        await host.do("lock")
        await refused(served, phone, GOOD, "answer_closed")
        await host.do("reveal")
        await refused(served, phone, GOOD, "answer_closed")
        await host.do("ask")
        await refused(served, phone, GOOD, "answer_closed")  # the round before
        await host.do("end")
        await refused(served, phone, {**GOOD, "round": "r2"}, "answer_closed")
        assert replay(served.stored()).rounds["r1"].answers == {}


async def test_no_answer_for_another_student(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, one, two = await served.host(), await served.phone("Amina"), await served.phone("Yanis")
        await host.do("ask")
        students = list(served.state.students)
        await two.send({**GOOD, "student": students[0], "nickname": "Amina"})
        await two.hear("receipt")
        assert list(served.state.rounds["r1"].answers) == [students[1]]
        # The same id from another phone is another answer, not a repetition.
        await one.answer("r1", [("choice", "c2")], "a1")
        await one.hear("receipt")
        answers = replay(served.stored()).rounds["r1"].answers
        assert [answers[s].answer for s in students] == [{"choices": ["c2"]}, {"choices": ["c1"]}]


async def test_a_removed_student_answers_nothing(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        student = next(iter(served.state.students))
        await host.do("remove", student=student)
        assert (await phone.hear("bye"))["code"] == "removed"
        assert phone.all("show")[-1]["view"] == "removed"
        status, _ = await phone.submit([("round", "r1"), ("choice", "c1")])
        assert status == 403
        with pytest.raises(AssertionError):
            await phone.open()
        assert served.state.rounds["r1"].answers == {}
        assert (await phone.page())[0] == 200
        await host.do("readmit", student=student)
        await phone.open()


async def test_a_first_answer_that_is_kept(tmp_path):
    settings = SessionSettings(change_answers=False)
    async with ServedClass(tmp_path, sample_quiz("single"), settings) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.send(GOOD)
        await phone.hear("receipt")
        await refused(served, phone, {**GOOD, "id": "a2"}, "answer_already_given")
        await phone.send(GOOD)  # the same again gets its receipt again
        await phone.hear("receipt", 2)
        assert sum(event.TYPE == "answered" for event in served.stored()) == 1


IMPOSSIBLE = {
    "single": [[["choice", "c9"]], [["choice", "c1"], ["choice", "c2"]], [["choice", "c1\0"]]],
    "multiple": [[["choice", "c1"], ["choice", "c9"]], [["choice", "c1"], ["choice", "C2"]]],
    "true_false": [[["choice", "c3"]], [["choice", "C1"]]],
    "poll": [[["choice", "c1"], ["choice", "c2"]]],
    "numeric": [[["number", "1e"]], [["number", "NaN"]], [["number", "9" * 10_000]], [["number", "∞"]]],
    "short_text": [[["text", "x" * 5_000]]],
    "open_text": [[["text", "x" * 5_000]]],
    "matching": [[["pair-l1", "r9"]], [["pair-l9", "r1"]]],
    "gaps": [
        [["gap-g2", "c9"]],
        [["gap-g9", "c1"]],
        [["gap-g3", "many"]],
        [["gap-g1", "x" * 5_000]],
        [["gap-g4", "c1"], ["gap-g4", "c9"]],
    ],
    "ordering": [
        [["place-o1", "1"], ["place-o2", "1"], ["place-o3", "2"], ["place-o4", "3"]],
        [["place-o1", "1"]],
        [["place-o1", "-1"], ["place-o2", "2"], ["place-o3", "3"], ["place-o4", "4"]],
        [["place-o1", "9" * 6000], ["place-o2", "2"], ["place-o3", "3"], ["place-o4", "4"]],
    ],
}


@pytest.mark.parametrize("kind", ANSWERABLE)
async def test_an_impossible_answer_is_refused(tmp_path, kind):
    empty = [[], [["other", "x"]], [["choice", ""]], [["text", " \t\n"]], [["\ud800", "\udc00"]]]
    async with ServedClass(tmp_path, sample_quiz(kind)) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        for number, fields in enumerate([*empty, *IMPOSSIBLE[kind]]):
            before = len(phone.all("refused"))
            await phone.send({**GOOD, "id": f"a{number}", "fields": fields})
            reply = await phone.hear("refused", before + 1)
            assert reply["id"] == f"a{number}"
            assert reply["code"].startswith("answer_") and not reply["retry"], (fields, reply)
        assert served.state.rounds["r1"].answers == {}
        assert [event.TYPE for event in served.stored()] == ["opened", "joined", "asked"]


MALFORMED = {
    "not JSON": "answer",
    "nothing": "",
    "a list": "[]",
    "a number": "7",
    "deep": '{"t":"answer","fields":' + "[" * 20_000,
    "deep and whole": "[" * 11_000 + "]" * 11_000,
    "a huge number": '{"t":"answer","id":1' + "0" * 20_000 + "}",
    "no name": "{}",
    "another name": '{"t":"reveal"}',
    "a name that is a list": '{"t":["answer"]}',
    "an id that is a number": {**GOOD, "id": 7},
    "a long id": {**GOOD, "id": "a" * 65},
    "an empty id": {**GOOD, "id": ""},
    "an id with a break": {**GOOD, "id": "a\nb"},
    "an id with its end": {**GOOD, "id": "ab\n"},
    "an id with a surrogate": {**GOOD, "id": "\ud800"},
    "a round that is null": {**GOOD, "round": None},
    "a round that is an object": {**GOOD, "round": {}},
    "a long round": {**GOOD, "round": "r" * 65},
    "no fields": {**GOOD, "fields": None},
    "fields as an object": {**GOOD, "fields": {"choice": "c1"}},
    "fields as text": {**GOOD, "fields": "choice"},
    "a field of three": {**GOOD, "fields": [["choice", "c1", "c2"]]},
    "a field that is a number": {**GOOD, "fields": [["choice", 1]]},
    "a field that is a list": {**GOOD, "fields": [["choice", ["c1"]]]},
    "many fields": {**GOOD, "fields": [["choice", "c1"]] * 201},
}


async def test_a_malformed_message_is_refused_and_the_phone_goes_on(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        for number, (name, message) in enumerate(MALFORMED.items(), start=1):
            print(name)  # shown where it fails
            text = message if isinstance(message, str) else json.dumps(message)
            await refused(served, phone, text, "message_unreadable")
            await phone.send({**GOOD, "id": f"good{number}"})
            await phone.hear("receipt", number)


async def test_a_surrogate_or_nul_in_own_words_is_stored_as_it_is_told(tmp_path):
    """What a student wrote and what is kept agree, before and after a restart."""
    async with ServedClass(tmp_path, sample_quiz("open_text")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.send('{"t":"answer","id":"a1","round":"r1","fields":[["text","a\\u0000b \\ud800 c"]]}')
        await phone.hear("receipt")
        (given,) = served.state.rounds["r1"].answers.values()
        (stored,) = replay(served.stored()).rounds["r1"].answers.values()
        assert stored.answer == given.answer
        assert given.answer["text"].startswith("a") and given.answer["text"].endswith("c")


async def test_binary_frames_are_refused(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.socket.send_bytes(json.dumps(GOOD).encode())
        assert (await phone.hear("refused"))["code"] == "message_unreadable"
        assert served.state.rounds["r1"].answers == {}


@pytest.mark.parametrize("size", [25 * 1024, 10 * 1024 * 1024])
async def test_a_message_that_is_too_large_ends_the_connection(tmp_path, size):
    async with ServedClass(tmp_path, sample_quiz("open_text")) as served:
        host, phone, other = await served.host(), await served.phone("Amina"), await served.phone("Yanis")
        await host.do("ask")
        with contextlib.suppress(ConnectionError, aiohttp.ClientError):  # cut off while still sending
            await phone.send({**GOOD, "fields": [["text", "x" * size]]})
        await until(lambda: phone.closed)
        assert served.state.rounds["r1"].answers == {}
        await other.answer("r1", [("text", "short")])
        await other.hear("receipt")


async def test_a_phone_that_floods_is_cut_off_and_can_come_back(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        for number in range(400):
            if phone.socket.closed or phone.closed:
                break
            try:
                await phone.send({"t": "ping", "c": number})
            except (ConnectionError, aiohttp.ClientError):
                break
        await until(lambda: phone.closed)
        assert len(phone.all("pong")) <= 120
        await phone.open()


@pytest.mark.parametrize(
    ("number", "answered"), [("7", True), ("-7.5", True), ("NaN", False), ("true", False), ("1e300", False),
                             ("null", False), ('"7"', False), ("Infinity", False)],
)  # fmt: skip
async def test_a_ping_is_answered_if_its_number_is_one(tmp_path, number, answered):
    async with ServedClass(tmp_path) as served:
        phone = await served.phone("Amina")
        await phone.send(f'{{"t":"ping","c":{number}}}')
        await phone.send('{"t":"ping","c":99}')
        await until(lambda: any(pong["c"] == 99 for pong in phone.all("pong")))
        assert len(phone.all("pong")) == (2 if answered else 1)
