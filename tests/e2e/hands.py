"""A student's hands and eyes: joining, answering every kind of question by its real controls, reading.

What was chosen is noted in the words that stood on the page, and compared with the journal by the words of
the quiz, never by the ids in the page.
"""

import re
from typing import Any, Final

from playwright.async_api import Locator, Page, expect

from app.i18n import translator
from app.live.rounds import Given
from app.live.state import SessionState
from app.numerals import parse_number
from app.quiz.kinds.base import Answer
from app.quiz.model import Question, RichText
from app.quiz.plain import plain

TYPED: Final = {
    "numeric": "3,14",
    "short_text": "Pari <b>& Cie",
    "open_text": "Rien « du tout »\nأو شيء <i>x</i>",
}
PATIENCE: Final = 15_000

Chosen = Any
"""Words of choices (a list), a text, or left words -> right words."""


async def join(page: Page, address: str, nickname: str) -> None:
    await page.goto(address)
    await page.locator("#nickname").tap()
    await page.keyboard.type(nickname)
    await page.locator("#join button").tap()


async def see_view(page: Page, view: str) -> None:
    await expect(page.locator("body")).to_have_attribute("data-view", view, timeout=PATIENCE)


async def refresh_until(page: Page, view: str) -> None:
    """Without script: touch Refresh until the view has come (it is there at the first touch)."""
    await page.locator("#refresh").tap()
    await see_view(page, view)


def saved_pattern(language: str) -> re.Pattern[str]:
    """ "Saved 14:03:12" in the student's language; the time is the group."""
    before, after = translator(language)("Saved {time}").split("{time}")
    return re.compile(rf"{re.escape(before)}(\d\d:\d\d:\d\d){re.escape(after)}")


async def see_saved(page: Page, language: str) -> str:
    """The time of the receipt, as soon as the page says 'Saved'."""
    pattern, state = saved_pattern(language), page.locator("#state")
    # Read again where it went on to something else between the two looks: another answer is being saved.
    while (found := pattern.search(await state.inner_text())) is None:
        await expect(state).to_have_text(pattern, timeout=PATIENCE)
    return found[1]


async def _words(items: Locator) -> list[str]:
    return [" ".join(text.split()) for text in await items.all_inner_texts()]


async def answer(page: Page, kind: str, *, script: bool, turn: int = 0) -> Chosen:
    """Answer the open question; `turn` varies what is chosen. Gives what was chosen in the page's words."""
    if script:
        return await _answer(page, kind, script=True, turn=turn)
    async with (
        page.expect_navigation()
    ):  # until then the page that is left may say "Saved" of an older answer
        return await _answer(page, kind, script=False, turn=turn)


async def _answer(page: Page, kind: str, *, script: bool, turn: int) -> Chosen:
    form = page.locator("#answer")
    save = form.locator(".save")
    if kind in ("single", "true_false", "poll"):
        rows = form.locator(".choices li")
        words = await _words(rows.locator(".text"))
        place = (1 + turn) % len(words)
        await rows.nth(place).locator("label").tap()
        if not script:  # with script a tap is an answer
            await save.tap()
        return [words[place]]
    if kind == "multiple":
        rows = form.locator(".choices li")
        words = await _words(rows.locator(".text"))
        places = sorted({turn % len(words), (turn + 2) % len(words)})
        for place in places:
            await rows.nth(place).locator("label").tap()
        await save.tap()
        return [words[place] for place in places]
    if kind in TYPED:
        field = form.locator("input.big, textarea")
        await field.tap()
        await field.fill("")
        text = TYPED[kind] + (f" {turn}" if turn and kind != "numeric" else "")
        await page.keyboard.insert_text(text)
        await save.tap()
        return text
    if kind == "matching":
        return await _match(form, turn)
    assert kind == "ordering"
    return await (_arrange_by_touch(form, turn) if script else _arrange_by_lists(form, turn))


async def _match(form: Locator, turn: int) -> dict[str, str]:
    chosen = {}
    rows = form.locator(".pairs li")
    for place in range(await rows.count()):
        row = rows.nth(place)
        left = " ".join((await row.locator("label").inner_text()).split())
        rights = (await row.locator("option").all_inner_texts())[1:]  # the first says "choose ..."
        chosen[left] = rights[(place + turn) % len(rights)].strip()
        await row.locator("select").select_option(label=chosen[left])
    await form.locator(".save").tap()
    return chosen


async def _arrange_by_touch(form: Locator, turn: int) -> list[str]:
    """The last item to the top, then the first `turn` times one down."""
    rows = form.locator(".order li")
    last = await rows.count() - 1
    moved = (await _words(rows.locator(".text")))[last]
    for place in range(last, 0, -1):
        await rows.nth(place).locator(".move").first.tap()
        await expect(rows.nth(place - 1).locator(".text")).to_have_text(moved)
    for place in range(turn % last):
        await rows.nth(place).locator(".move").last.tap()
        await expect(rows.nth(place + 1).locator(".text")).to_have_text(moved)
    words = await _words(rows.locator(".text"))
    await form.locator(".save").tap()
    return words


async def _arrange_by_lists(form: Locator, turn: int) -> list[str]:
    """Numbers from lists: the order turned around, then turned on by `turn`."""
    rows = form.locator(".order li")
    words = await _words(rows.locator(".text"))
    count = len(words)
    places = [(count - 1 - place + turn) % count for place in range(count)]
    for row, place in enumerate(places):
        await rows.nth(row).locator("select").select_option(label=str(place + 1))
    await form.locator(".save").tap()
    return [word for _, word in sorted(zip(places, words, strict=True))]


async def shown_answer(page: Page, kind: str) -> Chosen:
    """What the open form holds now, in the same words as `answer` gives."""
    form = page.locator("#answer")
    if kind in TYPED:
        return await form.locator("input.big, textarea").input_value()
    if kind == "matching":
        rows = form.locator(".pairs li")
        picked = await rows.evaluate_all(
            "rows => rows.map(row => [row.querySelector('label').innerText,"
            " row.querySelector('select').selectedOptions[0].innerText])"
        )
        return {" ".join(left.split()): right.strip() for left, right in picked}
    if kind == "ordering":
        picked = await form.locator(".order li").evaluate_all(
            "rows => rows.map(row => [Number(row.querySelector('select').value),"
            " row.querySelector('.text').innerText])"
        )
        return [" ".join(text.split()) for _, text in sorted(picked)]
    return await _words(form.locator("li:has(input:checked) .text"))


# --- the journal, in words ---


def only_answer(state: SessionState, kind: str, nickname: str) -> tuple[Question, Given]:
    """The one stored answer of a student in the only round of a question of this kind."""
    student = next(s.id for s in state.students.values() if s.nickname == nickname)
    rounds = [r for r in state.rounds.values() if state.questions[r.question].kind == kind]
    assert len(rounds) == 1, f"{len(rounds)} rounds of {kind}"
    return state.questions[rounds[0].question], rounds[0].answers[student]


def words_of(question: Question, stored: Answer, language: str) -> Chosen:
    """A stored answer in the words that the page shows."""

    def text(of: RichText) -> str:
        return " ".join(plain(of).split())

    by_id = {choice.id: text(choice.text) for choice in question.choices}
    if question.kind == "true_false":
        names = [translator(language)(name) for name in ("True", "False")]
        by_id = {choice.id: name for choice, name in zip(question.choices, names, strict=True)}
    if "choices" in stored:
        return [by_id[choice] for choice in stored["choices"]]
    if "order" in stored:
        return [by_id[item] for item in stored["order"]]
    if "pairs" in stored:
        lefts = {pair.left_id: text(pair.left) for pair in question.pairs if pair.left is not None}
        rights = {pair.right_id: text(pair.right) for pair in question.pairs}
        return {lefts[left]: rights[right] for left, right in stored["pairs"].items()}
    if "number" in stored:
        assert parse_number(stored["text"]) == parse_number(stored["number"])
    return stored["text"]


def same(kind: str, one: Chosen, other: Chosen) -> bool:
    """Whether two answers are the same; the order in which boxes were ticked is none of the answer."""
    if kind == "multiple":
        return sorted(one) == sorted(other)
    if isinstance(one, str):
        return one.split() == other.split() and one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    return bool(one == other)
