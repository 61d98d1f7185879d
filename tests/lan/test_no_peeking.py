"""Before the reveal nothing that is sent to a student or to the wall depends on what is right.

The same class is run twice with other keys (same ids, texts and seed); every byte that leaves the server
before the reveal must be the same, apart from clock times and random ids.
"""

import itertools
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from app.live.settings import SessionSettings
from app.quiz.kinds import KINDS
from app.quiz.model import NumericAnswer, Quiz, TextAnswer
from tests.helpers.questions import ANSWERABLE, rich, sample_question
from tests.helpers.served import ServedClass, until

# An answer to each kind that is in neither key.
ANSWERS = {
    "single": [("choice", "c3")],
    "multiple": [("choice", "c2"), ("choice", "c3")],
    "true_false": [("choice", "c2")],
    "poll": [("choice", "c1")],
    "numeric": [("number", "77")],
    "short_text": [("text", "Toulouse")],
    "open_text": [("text", "my own words")],
    "matching": [("pair-l1", "r2"), ("pair-l2", "r3"), ("pair-l3", "r1")],
    "gaps": [("gap-g1", "Toulouse"), ("gap-g2", "c1"), ("gap-g3", "77"), ("gap-g4", "c3")],
    "ordering": [("place-o1", "2"), ("place-o2", "1"), ("place-o3", "4"), ("place-o4", "3")],
}
# What is seen at the reveal: words of the key and of feedback that are nowhere in the question itself.
NUMBERS = ("271828", "161803")


def with_key(kind, first):
    """The sample question of a kind with one of two keys; words of the key bear its mark."""
    mark = "quince" if first else "medlar"
    question = sample_question(kind)
    choices = list(question.choices)
    weights = [choice.weight for choice in choices]
    if not first:
        weights = weights[1:] + weights[:1]
    choices = [
        replace(choice, weight=weight, feedback=rich(f"{mark} about {choice.id}"))
        for choice, weight in zip(choices, weights, strict=True)
    ]
    if kind == "ordering" and not first:
        choices.reverse()
    rights = [(pair.right_id, pair.right) for pair in question.pairs]
    if not first:
        rights = rights[1:] + rights[:1]
    return replace(
        question,
        choices=tuple(choices),
        numbers=(NumericAnswer(Decimal(NUMBERS[0 if first else 1]), feedback=rich(f"{mark} number")),),
        texts=(TextAnswer(f"{mark}ville", 1.0, rich(f"{mark} text")),),
        pairs=tuple(
            replace(pair, right_id=right_id, right=right)
            for pair, (right_id, right) in zip(question.pairs, rights, strict=True)
        ),
        feedback=rich(f"{mark} in general"),
        other_feedback=rich(f"{mark} otherwise"),
        points=3.0,
    )


async def run_class(folder, kind, first, settings):
    """Everything that left the server before the reveal, and everything after it."""
    count = itertools.count(1)
    quiz = Quiz("quiz", "Sample", (with_key(kind, first),))
    served = ServedClass(
        folder, quiz, settings, new_id=lambda: f"student{next(count)}",
        session="0123456789abcdef", seed="5" * 32, code="K7PM", at=1_800_000_000.0,
    )  # fmt: skip
    async with served:
        host, screen = await served.host(), await served.screen()
        phone = await served.phone("Amina")
        plain = await served.phone("Yanis", connect=False)
        pages = []

        async def look(*more):
            """The pages that can be asked for now."""
            pages.append((await plain.page())[1])
            for path in ("/screen", *more):
                async with screen.http.get(f"{served.origin}{path}") as reply:
                    pages.append(await reply.text())

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
        await phone.answer("r1", ANSWERS[kind])
        await phone.hear("receipt")
        pages.append((await plain.submit([("round", "r1"), ("id", "x"), *ANSWERS[kind]]))[1])
        pages.append((await plain.submit([("round", "r1"), ("id", "y")]))[1])  # refused: nothing chosen
        pages.append((await plain.submit([("round", "r9"), ("id", "z"), *ANSWERS[kind]]))[1])
        await look("/", "/host", "/hello", "/nowhere")
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
        await phone.answer("r2", ANSWERS[kind], "a2")
        await phone.hear("receipt", 2)
        await step("lock")
        await step("to_lobby")
        await step("show_ranking")
        await step("ask_again")
        await phone.answer("r3", ANSWERS[kind], "a3")
        await phone.hear("receipt", 3)
        await step("lock")
        everything = [*phone.raw, *plain.raw, *pages, *(raw for raw in screen.raw if '"counts"' not in raw)]
        phone.raw.clear()
        screen.raw.clear()
        pages.clear()
        await step("reveal")
        return everything, [*phone.raw, *screen.raw, *pages]


def normalise(text):
    text = re.sub(r'name="id" value="[0-9a-f]{16}"', "ID", text)
    text = re.sub(r"\b1[789]\d{11}\b", "TIME", text)
    text = re.sub(r"\b\d\d:\d\d:\d\d\b", "CLOCK", text)
    text = re.sub(r"127\.0\.0\.1:\d+|:\d{4,5}\b", "ADDRESS", text)
    text = re.sub(r'"resume":"[\w-]{32}"', "TOKEN", text)
    return re.sub(r"<svg.*?</svg>", "QR", text, flags=re.DOTALL)


CASES = [(kind, False) for kind in ANSWERABLE] + [
    (kind, True) for kind in ANSWERABLE if KINDS[kind].can_shuffle
]


@pytest.mark.parametrize(("kind", "shuffled"), CASES)
async def test_nothing_sent_before_the_reveal_depends_on_the_key(tmp_path, kind, shuffled):
    settings = SessionSettings(shuffle_choices=shuffled)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    sent = []
    for folder, first in zip(folders, (True, False), strict=True):
        before, after = await run_class(folder, kind, first, settings)
        sent.append([normalise(text) for text in before])
        words = ("quince", "medlar", *NUMBERS)
        assert not [word for word in words for text in before if word in text]
        if kind not in ("poll", "open_text"):  # the reveal shows what was hidden
            mark = "quince" if first else "medlar"
            assert any(mark in text for text in after)
        assert any("TIME" in normalise(text) for text in before) and len(before) > 50
    assert len(sent[0]) == len(sent[1])
    for one, other in zip(*sent, strict=True):
        assert one == other


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
