"""A few classes of `make soak` with fixed seeds, and that what they are held against finds what is wrong."""

import asyncio
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import chain
from random import Random

import pytest

from app.live import events as ev
from tests.soak.classes_answers import fill, read_fields
from tests.soak.classes_lesson import Page, Sent
from tests.soak.classes_quiz import make_quiz, secret_of
from tests.soak.classes_starts import CAN_FORK, Nursery, Spawner
from tests.soak.classes_story import Story
from tests.soak.classes_truth import Truth

SEEDS = (2030, 2031, 2032)  # where a server is started in milliseconds, by forking
SPAWNED = (1014,)  # everywhere


@pytest.mark.timeout(240)  # much of it is waiting, and longer on a busy machine
def test_classes_in_trouble(tmp_path):
    async def tell_all(nursery):
        starters = dict.fromkeys(SEEDS, nursery) | dict.fromkeys(SPAWNED, Spawner())
        stories = []
        for seed, starter in starters.items():
            if starter is not None:
                folder, beside = tmp_path / f"{seed}", tmp_path / f"{seed}-beside"
                folder.mkdir()
                beside.mkdir()
                stories.append(Story(seed, starter, folder, beside, most=6))
        wrong = await asyncio.gather(*(story.tell() for story in stories))
        return [*chain(*wrong)], sum((story.counts for story in stories), Counter())

    with Nursery() if CAN_FORK else nullcontext() as nursery:
        wrong, counts = asyncio.run(tell_all(nursery))
    assert wrong == []
    assert counts["receipts"] and counts["connections torn"] and counts["imports begun"]
    assert counts["killed"] and counts["sync passes"]


# --- what they are held against -----------------------------------------------------------------------

QUIZ = make_quiz(Random(3), 1)
QUESTION = QUIZ.questions[0]


@dataclass
class Told:
    """A phone as the checks see it."""

    name: str = "Amina"
    names: dict[str, str] = field(default_factory=lambda: {"127.0.0.1": "Amina"})
    sent: list[Sent] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


def a_class():
    """Events of a class in which somebody answers twice, and the phone that sent it."""
    random, phone = Random(1), Told()
    while len(phone.sent) < 2:
        fields = fill(random, QUESTION)
        if read_fields(QUESTION, fields):
            phone.sent.append(Sent(f"a{len(phone.sent)}", "Amina", "r1", fields, "socket", receipts=1))
    answers = [
        ev.Answered(3.0 + n, "r1", "s1", sent.id, read_fields(QUESTION, sent.fields))
        for n, sent in enumerate(phone.sent)
    ]
    begin = [ev.Joined(1.0, "s1", "t", "Amina"), ev.Asked(2.0, "r1", QUESTION.id, 1, None)]
    phone.pages = [Page("question", "r1", "?"), Page("reveal", "r1", secret_of(QUESTION))]
    return begin, answers, [ev.Locked(9.0, "r1", "host"), ev.Revealed(10.0, "r1"), ev.Ended(11.0)], phone


def judge(events, phone):
    truth = Truth(QUIZ, events)
    truth.check_promises([phone])
    return truth.wrong


def test_a_class_in_which_all_is_right():
    begin, answers, end, phone = a_class()
    assert judge([*begin, *answers, *end], phone) == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda b, a, e, p: [*b, a[0], *e], "is missing"),
        (lambda b, a, e, p: [*b, a[1], a[0], *e], "in the order"),
        (lambda b, a, e, p: [*b, *a, a[1], *e], "stored twice"),
        (lambda b, a, e, p: [*b, a[0], e[0], a[1], *e[1:]], "after its lock"),
        (lambda b, a, e, p: setattr(p.sent[0], "refused", "x") or [*b, *a, *e], "receipted and refused"),
        (lambda b, a, e, p: p.pages.reverse() or [*b, *a, e[0], e[2]], "saw the solution"),
        (lambda b, a, e, p: p.pages.append(Page("question", "r2", "")) or [*b, *a, *e], "never stored"),
        (lambda b, a, e, p: p.sent.pop() and [*b, *a, *e], "never sent"),
    ],
)
def test_what_is_wrong_is_found(spoil, words):
    begin, answers, end, phone = a_class()
    wrong = judge(spoil(begin, answers, end, phone), phone)
    assert any(words in line for line in wrong), wrong
