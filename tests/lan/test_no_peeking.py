"""Before the reveal nothing that is sent to a student or to the wall depends on what is right.

The same class is run twice with other keys (same ids, texts and seed); every byte that leaves the server
before the reveal must be the same, apart from clock times and random ids.
"""

import hashlib
import itertools
import json
import re
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.live.settings import SessionSettings
from app.quiz.kinds import KINDS
from app.quiz.model import Media, Quiz, RichText
from tests.helpers.keyed import MARKS, NEITHER, NUMBERS, SECRETS, with_key
from tests.helpers.pictures import draw_picture
from tests.helpers.questions import KIND_NAMES, SCORED, sample_question
from tests.helpers.served import ServedClass, until

# Answers of equal length, the first by the first key, the second by no key at all.
RIGHT_AND_WRONG = {
    "single": ([("choice", "c2")], [("choice", "c1")]),
    "multiple": ([("choice", "c1"), ("choice", "c2")], [("choice", "c3"), ("choice", "c4")]),
    "true_false": ([("choice", "c1")], [("choice", "c2")]),
    "numeric": ([("number", NUMBERS[0])], [("number", "314159")]),
    "short_text": ([("text", f"{MARKS[0]}ville")], [("text", "Quimperville"[:11])]),
    "matching": (
        [("pair-l1", "r4"), ("pair-l2", "r2"), ("pair-l3", "r3")],
        [("pair-l1", "r1"), ("pair-l2", "r4"), ("pair-l3", "r2")],
    ),
    "gaps": (
        [("gap-g1", f"{MARKS[0]}ville"), ("gap-g2", "c2"), ("gap-g3", NUMBERS[0]), ("gap-g4", "c1")],
        [("gap-g1", "Quimpervill"), ("gap-g2", "c1"), ("gap-g3", "314159"), ("gap-g4", "c3")],
    ),
    "ordering": (
        [("place-o3", "1"), ("place-o1", "2"), ("place-o4", "3"), ("place-o2", "4")],
        [("place-o3", "4"), ("place-o1", "3"), ("place-o4", "2"), ("place-o2", "1")],
    ),
}


class Announced:
    """Stands for mDNS: keeps what would be told to the whole network."""

    state, host = "off", ""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def start(self, *values: Any, **named: Any) -> None:
        title, code, port, *rest = values
        self.said.append(repr((title, code, len(str(port)), rest, named)))

    async def update(self, addresses: Any) -> None:
        self.said.append(repr(addresses))

    async def stop(self) -> None:
        pass


async def run_class(folder, kind, first, settings):
    """Everything that left the server before the reveal, and everything after it."""
    count = itertools.count(1)
    quiz = Quiz("quiz", "Sample", (with_key(kind, first),))
    served = ServedClass(
        folder, quiz, settings, new_id=lambda: f"student{next(count)}",
        session="0123456789abcdef", seed="5" * 32, code="K7PM", at=1_800_000_000.0,
    )  # fmt: skip
    async with served:
        served.server.announcer = announced = Announced()
        await served.server._announce()
        host, screen = await served.host(), await served.screen()
        phone, stranger = await served.phone("Amina"), served.browser()
        plain = await served.phone("Yanis", connect=False)
        pages = []

        async def look(*more):
            """The pages that can be asked for now."""
            pages.append((await plain.page())[1])
            code = served.state.code
            for http, path in ((screen.http, "/screen"), (stranger.http, f"/{code}"), *more):
                async with http.get(f"{served.origin}{path}") as reply:
                    own = {name: value for name, value in reply.headers.items() if name not in PASSING}
                    pages.append(f"{reply.status} {own} {await reply.text()}")

        async def step(command, **args):
            known, walls = len(phone.heard), len(screen.heard)
            await host.do(command, **args)
            await phone.hear_after("show", known)
            await until(lambda: any(message["t"] == "show" for message in screen.heard[walls:]))
            await until(lambda: served.room.broadcaster._personal is None
                        or served.room.broadcaster._personal.done())  # fmt: skip
            await look()

        await look()
        await step("ask")
        if not KINDS[kind].answerable:
            return [*phone.raw, *pages, *screen.raw[:1], *announced.said], []
        await phone.answer("r1", NEITHER[kind])
        await phone.hear("receipt")
        for wrong in ([], [["choice", "no-such"]], [["text", "x" * 5_000]], [["pair-l1", "c1"]]):
            await phone.answer("r1", wrong, "wrong")
        await phone.send({"t": "answer"})
        await phone.hear("refused", 5)
        pages.append((await plain.submit([("round", "r1"), ("id", "x"), *NEITHER[kind]]))[1])
        pages.append((await plain.submit([("round", "r1"), ("id", "y")]))[1])  # refused: nothing chosen
        pages.append((await plain.submit([("round", "r9"), ("id", "z"), *NEITHER[kind]]))[1])
        somewhere = ["/", "/host", "/hello", "/nowhere", "/poster", "/media/" + "0" * 32, "/ABCD"]
        await look(*((stranger.http, path) for path in somewhere))
        await step("pause")
        await step("resume")
        known = len(phone.heard)
        await phone.socket.close()
        await phone.open()  # a phone that comes back
        await phone.hear_after("mine", known)
        await step("lock")
        await step("extend", seconds=30)
        await step("lock")
        await step("ask_again")
        await phone.answer("r2", NEITHER[kind], "a2")
        await phone.hear("receipt", 2)
        await step("lock")
        await step("to_lobby")
        await step("show_ranking")
        await step("ask_again")
        await phone.answer("r3", NEITHER[kind], "a3")
        await phone.hear("receipt", 3)
        await step("lock")
        everything = [
            *announced.said,
            *phone.raw,
            *plain.raw,
            *pages,
            *(raw for raw in screen.raw if '"counts"' not in raw),
        ]
        phone.raw.clear()
        screen.raw.clear()
        pages.clear()
        await step("reveal")
        return everything, [*phone.raw, *screen.raw, *pages]


# Headers that differ from one request to the next, whatever is asked.
PASSING = {"Date", "Set-Cookie", "Content-Length"}


def normalise(text):
    text = re.sub(r'name="id" value="[0-9a-f]{16}"', "ID", text)
    text = re.sub(r"\b1[789]\d{11}\b", "TIME", text)
    text = re.sub(r"\b\d\d:\d\d:\d\d\b", "CLOCK", text)
    text = re.sub(r"127\.0\.0\.1:\d+|:\d{4,5}\b", "ADDRESS", text)
    text = re.sub(r'"resume":"[\w-]{32}"', "TOKEN", text)
    return re.sub(r"<svg.*?</svg>", "QR", text, flags=re.DOTALL)


CASES = [(kind, False) for kind in KIND_NAMES] + [
    (kind, True) for kind in KIND_NAMES if KINDS[kind].can_shuffle
]


def size(text):
    """Its length, without pictures of the address."""
    return len(re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL))


@pytest.mark.parametrize(("kind", "shuffled"), CASES)
async def test_nothing_sent_before_the_reveal_depends_on_the_key(tmp_path, kind, shuffled):
    settings = SessionSettings(shuffle_choices=shuffled)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    sent, sizes = [], []
    for folder, first in zip(folders, (True, False), strict=True):
        before, after = await run_class(folder, kind, first, settings)
        sent.append([normalise(text) for text in before])
        sizes.append([size(text) for text in before])
        assert not [word for word in SECRETS for text in before if word in text]
        if KINDS[kind].scored:  # the reveal shows what was hidden
            assert any(MARKS[not first] in text for text in after)
        assert any("TIME" in normalise(text) for text in before)
        assert len(before) > (50 if KINDS[kind].answerable else 5)
    assert len(sent[0]) == len(sent[1])
    for one, other in zip(*sent, strict=True):
        assert one == other
    assert sizes[0] == sizes[1]


def own_size(text):
    """Without the student's own name and answer, which may be longer words."""
    return len(re.sub(r"<bdi>.*?</bdi>", "", text))


async def test_a_right_answer_and_a_wrong_one_look_the_same_on_the_air(tmp_path, monkeypatch):
    """Same messages in the same order and of the same size; and nothing is judged on the way to a receipt,
    so that its time cannot depend on what is right."""
    judging: set[str] = set()

    def watch(score):
        def judge(*values):
            judging.update(Path(frame.filename).name for frame in traceback.extract_stack())
            return score(*values)

        return judge

    for kind in {type(KINDS[kind]) for kind in SCORED}:
        monkeypatch.setattr(kind, "score", watch(kind.score))
    quiz = Quiz("quiz", "Sample", tuple(with_key(kind, True) for kind in SCORED))
    async with ServedClass(tmp_path, quiz) as served:
        host = await served.host()
        phones = [await served.phone(name) for name in ("Amina", "Yanis")]
        plain = [await served.phone(name, connect=False) for name in ("Salma", "Karim")]
        for number, kind in enumerate(SCORED, start=1):
            await host.do("ask")
            pages = []
            for phone, other, fields in zip(phones, plain, RIGHT_AND_WRONG[kind], strict=True):
                phone.raw.clear()
                phone.heard.clear()
                for answered in (1, 2):  # once more, as a change of mind
                    await phone.answer(f"r{number}", fields, f"a{number}{answered}")
                    await phone.hear("receipt", answered)
                pages.append(await other.submit([("round", f"r{number}"), ("id", f"x{number}"), *fields]))
                await phone.socket.close()
                await phone.open()
            told = [[(json.loads(text)["t"], own_size(text)) for text in phone.raw] for phone in phones]
            assert [one for one in told[0] if one[0] != "show"] == [
                one for one in told[1] if one[0] != "show"
            ]
            assert [name for name, _ in told[0]].count("receipt") == 2
            assert [status for status, _ in pages] == [200, 200]
            assert own_size(pages[0][1]) == own_size(pages[1][1])
            assert not judging & {"phone_socket.py", "phone_routes.py", "session.py", "room.py"}
            await host.do("lock")
            await host.do("reveal")
            assert judging
            judging.clear()


async def test_pictures_of_the_solution_are_known_only_after_the_reveal(tmp_path):
    question = with_key("single", True)
    shown, hidden = '<img src="media:asked.png"> \\(x^2\\)', '<img src="media:solution.png"> \\(y^3\\)'
    feedback = RichText(hidden, "html")
    choices = tuple(replace(choice, feedback=feedback) for choice in question.choices)
    question = replace(question, text=RichText(shown, "html"), choices=choices)
    media = {
        "asked.png": Media("image/png", draw_picture(8)),
        "solution.png": Media("image/png", draw_picture(9)),
    }
    async with ServedClass(tmp_path, Quiz("quiz", "Sample", (question,), media)) as served:
        host, screen, phone = await served.host(), await served.screen(), await served.phone("Amina")
        await until(lambda: len(served.server._pictures._media) >= 4)  # all are drawn
        await host.do("ask")
        await phone.answer("r1", NEITHER["single"])
        await phone.hear("receipt")
        await host.do("lock")
        await phone.hear("show", 3)
        before = set(re.findall(r"/media/([0-9a-f]+)", "".join([*phone.raw, *screen.raw])))
        await host.do("reveal")
        await phone.hear("show", 4)
        await until(lambda: any('"reveal"' in text for text in screen.raw))
        after = set(re.findall(r"/media/([0-9a-f]+)", "".join([*phone.raw, *screen.raw])))
        assert len(before) == 2 and len(after - before) >= 1
        for name in after:
            assert (await phone.http.get(f"{served.origin}/media/{name}")).status == 200
        solution = media["solution.png"].data
        for guess in (hashlib.sha256(solution).hexdigest(), hashlib.md5(solution).hexdigest()):
            assert (await phone.http.get(f"{served.origin}/media/{guess[:32]}")).status == 404


async def test_only_own_words_go_to_a_student_before_and_after_the_reveal(tmp_path):
    """What others wrote is for the teacher; nobody has looked at it yet."""
    quiz = Quiz("quiz", "Sample", (sample_question("open_text"), sample_question("short_text")))
    async with ServedClass(tmp_path, quiz) as served:
        host, screen = await served.host(), await served.screen()
        one, two = await served.phone("Amina"), await served.phone("Yanis")
        for round_ in ("r1", "r2"):
            await host.do("ask")
            await one.answer(round_, [("text", "my medlar words")], f"{round_}-one")
            await one.hear("receipt", int(round_[1]))
            await host.do("lock")
            await host.do("reveal")
            known = len(two.heard)
            await host.do("show_ranking")
            await two.hear_after("show", known)
        await host.wait_for(lambda view: view.phase == "ranking")
        assert not [text for text in (*two.raw, *screen.raw) if "medlar" in text]
        assert [text for text in one.raw if "medlar" in text]
