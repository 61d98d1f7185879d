"""A whole class in a real browser against the real `serve`: every kind of question, with script and without,
in three languages. What was touched on the page is what lies in the journal."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, CDPSession, Page, expect

from app.host.client import HostClient
from app.i18n import translator
from app.lan.stages import clock_text
from app.live.results import Results
from app.quiz.kinds import KINDS
from app.signs import letter, show_number
from tests.e2e import browser as chromium
from tests.e2e import hands
from tests.e2e.browser import phone_context, picture
from tests.helpers.served_class import ServedClass, read_export, read_state, served_class

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
browser = chromium.browser
playwright = chromium.playwright

QUIZ = Path(__file__).with_name("every_kind.gift")
NAMES = {"en": "Sam O'Neil", "fr": "Leïla d'Été", "ar": "محمد أمين"}
# Every order in which the choices of a page ever stood, after each task of the browser.
ORDERS = """
window.orders = {};
new MutationObserver(() => {
  const ids = [...document.querySelectorAll('#answer [data-choices] [data-id]')].map(item => item.dataset.id);
  if (ids.length) (window.orders[document.body.dataset.round] ||= []).push(ids.join());
}).observe(document, {subtree: true, childList: true});
"""
RESULTS = {
    "right": "Right",
    "partly": "Partly right",
    "wrong": "Not right",
    "unscored": "Thank you for your answer",
}


@pytest.mark.parametrize(
    ("language", "script", "options"),
    [
        ("en", True, ()),
        ("fr", False, ("--shuffle-choices",)),
        ("ar", True, ("--shuffle-choices", "--shuffle-questions")),
        ("ar", False, ()),
    ],
    ids=["en-script", "fr-forms", "ar-script", "ar-forms"],
)
async def test_what_is_touched_is_what_is_stored(
    browser: Browser, tmp_path: Path, language: str, script: bool, options: tuple[str, ...]
) -> None:
    async with (
        served_class(tmp_path, QUIZ, "--language", "fr", *options) as served,
        phone_context(browser, language, script=script) as (context, watch),
        await served.host() as host,
    ):
        assert "127.0.0.1" not in served.join
        assert "localhost" not in served.join
        page = await context.new_page()
        if script:
            await page.add_init_script(ORDERS)
        await hands.join(page, served.join, NAMES[language])
        await hands.see_view(page, "lobby")
        await check_page(page, language, script)
        await host.wait_for(lambda view: view.snapshot["joined"] == 1)
        student = Lesson(page, host, served, language, script)
        kinds = [question["kind"] for question in host.view.questions]
        assert sorted(kinds) == sorted(KINDS.keys() - {"gaps"})  # those are in test_gaps_in_browser.py
        for number, kind in enumerate(kinds, start=1):
            await student.live_through(kind, number, len(kinds))
        await student.finish()
        assert watch.complaints == []
        assert watch.strangers(served.origin) == []


async def check_page(page: Page, language: str, script: bool) -> None:
    """Language and direction of the document; the page knows whether it has a script."""
    root = page.locator("html")
    await expect(root).to_have_attribute("lang", language)
    await expect(root).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    assert await page.evaluate("window.isSecureContext") is False
    assert bool(await page.locator("body.script").count()) is script


class Lesson:
    """One student at one phone, and the host who asks."""

    def __init__(
        self, page: Page, host: HostClient, served: ServedClass, language: str, script: bool
    ) -> None:
        self.page = page
        self.host = host
        self.served = served
        self.language = language
        self.script = script
        self.nickname = NAMES[language]
        self.say = translator(language)

    async def see(self, view: str) -> None:
        """By itself with script, by a touch of Refresh without."""
        if self.script:
            await hands.see_view(self.page, view)
        else:
            await hands.refresh_until(self.page, view)

    async def live_through(self, kind: str, number: int, total: int) -> None:
        """One question from asking to the answer shown."""
        asked = (await self.host.do("ask"))["round"]
        await self.see("question")
        await expect(self.page.locator("body")).to_have_attribute("data-round", asked)
        heading = self.say("Question %(number)s of %(total)s") % {"number": number, "total": total}
        await expect(self.page.locator("#stage h1")).to_have_text(heading)
        if kind == "slide":
            await expect(self.page.locator("#answer")).to_have_count(0)
            await expect(self.page.locator("#state")).to_have_text(self.say("Nothing to answer"))
            return
        await self.check_letters(kind)
        if not self.script:
            await picture(self.page, f"question-{kind}-{self.name}", whole=True)
        first = await hands.answer(self.page, kind, script=self.script)
        await self.check_stored(kind, first)
        second = first
        if kind in ("single", "matching", "ordering"):  # an answer may be changed
            second = await hands.answer(self.page, kind, script=self.script, turn=1)
            await self.host.wait_for(lambda view: (view.snapshot["round"] or {}).get("answered") == 1)
            await self.check_stored(kind, second)
            assert not hands.same(kind, first, second)
        await self.host.do("lock")
        await self.see("locked")
        await expect(self.page.locator("#answer")).to_have_count(0)
        await expect(self.page.locator("#state")).to_have_text(self.say("Closed"))
        await self.host.do("reveal")
        await self.see("reveal")
        await self.check_result(kind)

    @property
    def name(self) -> str:
        return f"{self.language}-{'script' if self.script else 'forms'}"

    async def check_letters(self, kind: str) -> None:
        if kind in ("single", "multiple", "true_false", "poll"):
            if self.script:  # a choice that moved after it was seen would be touched by mistake
                orders = await self.page.evaluate("window.orders[document.body.dataset.round]")
                assert len(set(orders)) == 1
            marks = self.page.locator("#answer .mark")
            letters = [letter(self.language, place) for place in range(await marks.count())]
            assert letters[:2] == (["أ", "ب"] if self.language == "ar" else ["A", "B"])
            await expect(marks).to_have_text(letters)

    async def check_stored(self, kind: str, chosen: hands.Chosen) -> None:
        """'Saved' tells the time of what the journal holds, and it is what was chosen."""
        said: list[str] = []

        async def is_stored() -> bool:
            said[:] = [await hands.see_saved(self.page, self.language)]
            question, given = hands.only_answer(read_state(self.served.folder), kind, self.nickname)
            words = hands.words_of(question, given.answer, self.language)
            return hands.same(kind, words, chosen) and said == [clock_text(given.at)]

        # A second answer within the same page: 'Saved' may still be that of the first for a moment.
        async with asyncio.timeout(15):
            while not await is_stored():
                await asyncio.sleep(0.05)
        assert hands.same(kind, await hands.shown_answer(self.page, kind), chosen)

    async def check_result(self, kind: str) -> None:
        """The page tells the student's own result and points."""
        state = read_state(self.served.folder)
        question, given = hands.only_answer(state, kind, self.nickname)
        round_ = next(r for r in state.rounds.values() if r.question == question.id)
        student = next(iter(round_.answers))
        result = Results(state).round_results(round_)[student]
        await expect(self.page.locator("#mine .result h2")).to_have_text(self.say(RESULTS[result.judgement]))
        if KINDS[kind].scored:
            points = self.say("Points: %(points)s of %(most)s") % {
                "points": show_number(self.language, result.points),
                "most": show_number(self.language, question.points),
            }
            await expect(self.page.locator("#mine .won")).to_have_text(points)
        own = self.page.locator("#stage .own")
        if "choices" in given.answer:
            chosen = hands.words_of(question, given.answer, self.language)
            await expect(own.locator(".text")).to_have_count(len(chosen))
            words = [" ".join(text.split()) for text in await own.locator(".text").all_inner_texts()]
            assert hands.same("multiple", words, chosen)
            await expect(own.locator(".yours").first).to_be_visible()
        else:
            await expect(self.page.locator("#mine .answer")).to_be_visible()

    async def finish(self) -> None:
        """Ranking and end; the export says the same as the page."""
        await self.host.do("show_ranking")
        await self.see("ranking")
        await expect(self.page.locator("#stage .ranks bdi")).to_have_text([self.nickname])
        place = self.say("Place %(place)s of %(total)s") % {"place": 1, "total": 1}
        await expect(self.page.locator("#mine")).to_contain_text(place)
        await self.host.do("end")
        await self.see("ended")
        await expect(self.page.locator("#stage h1")).to_have_text(self.say("Thank you. The class is over."))
        exported = read_export(self.served.folder)
        (student,) = exported["students"]
        assert student["nickname"] == self.nickname
        points = [answer["points"] for round_ in exported["rounds"] for answer in round_["answers"]]
        assert student["points"] == pytest.approx(sum(points))
        assert 0 < student["points"] < exported["session"]["most_points"]
        points = show_number(self.language, student["points"])
        await expect(self.page.locator("#stage .points")).to_have_text(points)


async def test_waiting_pages_without_script_come_by_themselves(browser: Browser, tmp_path: Path) -> None:
    async with (
        served_class(tmp_path, QUIZ) as served,
        phone_context(browser, "fr", script=False) as (context, watch),
        await served.host() as host,
    ):
        page = await context.new_page()
        await hands.join(page, served.join, "Yanis")
        await hands.see_view(page, "lobby")
        single = next(q for q in host.view.questions if q["kind"] == "single")
        await host.do("ask", question=single["id"])
        await hands.see_view(page, "question")  # within the five seconds of the refresh
        # A page with an open form must not refresh: what is half filled in would be lost.
        assert await page.locator("meta[http-equiv=refresh]").count() == 0
        chosen = await hands.answer(page, "single", script=False)
        await hands.see_saved(page, "fr")
        await page.go_back()
        await page.reload()
        assert await hands.shown_answer(page, "single") == chosen
        await host.do("lock")
        await page.locator("#answer label").first.tap()
        await page.locator("#answer .save").tap()  # too late: refused with a sentence, nothing changes
        await expect(page.locator("#state.bad")).to_be_visible()
        await hands.see_view(page, "locked")
        _, given = hands.only_answer(read_state(tmp_path), "single", "Yanis")
        assert hands.words_of(_, given.answer, "fr") == chosen
        # The browser itself notes the refused form (409) as an error; nothing else may be amiss.
        assert [line for line in watch.complaints if "409" not in line] == []


async def test_language_can_be_changed_on_the_page(browser: Browser, tmp_path: Path) -> None:
    async with (
        served_class(tmp_path, QUIZ) as served,
        phone_context(browser, "en") as (context, watch),
        await served.host() as host,
    ):
        page = await context.new_page()
        await hands.join(page, served.join, "Amina")
        await hands.see_view(page, "lobby")
        single = next(q for q in host.view.questions if q["kind"] == "single")
        await host.do("ask", question=single["id"])
        await hands.see_view(page, "question")
        chosen = await hands.answer(page, "single", script=True)
        await hands.see_saved(page, "en")
        await page.locator("nav a[hreflang=ar]").tap()
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert await hands.shown_answer(page, "single") == chosen
        await hands.see_saved(page, "ar")
        await host.do("lock")  # what the socket sends comes in the new language too
        await expect(page.locator("#stage h1")).to_have_text(translator("ar")("Closed. Wait for the answer."))
        assert watch.complaints == []


async def test_shared_countdown_more_time_and_lock_by_the_clock(browser: Browser, tmp_path: Path) -> None:
    async with (
        served_class(tmp_path, QUIZ) as served,
        phone_context(browser, "en") as (context, _),
        await served.host() as host,
    ):
        page = await context.new_page()
        await hands.join(page, served.join, "Amina")
        await hands.see_view(page, "lobby")
        single = next(q for q in host.view.questions if q["kind"] == "single")
        await host.do("ask", question=single["id"], seconds=3)
        await expect(page.locator("#clock")).to_have_text(re.compile(r"[123] s"))
        await host.do("extend", seconds=40)
        await expect(page.locator("#clock")).to_have_text(re.compile(r"4[0-3] s"))
        await host.do("lock")
        await hands.see_view(page, "locked")
        await host.do("ask_again", seconds=1)
        await hands.see_view(page, "question")
        await hands.see_view(page, "locked")
        state = read_state(tmp_path)
        last = list(state.rounds.values())[-1]
        assert last.locked_at is not None
        assert last.locked_at >= last.asked_at + 1
        await expect(page.locator("#clock")).to_be_empty()


async def test_little_is_loaded_until_the_first_question(browser: Browser, tmp_path: Path) -> None:
    """At most five requests and under 30 kB, everything counted that comes over the network."""
    async with (
        served_class(tmp_path, QUIZ) as served,
        phone_context(browser, "fr") as (context, watch),
        await served.host() as host,
    ):
        page = await context.new_page()
        meter = Meter(await context.new_cdp_session(page))
        await meter.start()
        await hands.join(page, served.join, "Amina")
        await hands.see_view(page, "lobby")
        single = next(q for q in host.view.questions if q["kind"] == "single")
        await host.do("ask", question=single["id"])
        await hands.see_view(page, "question")
        await expect(page.locator("#answer label").first).to_be_visible()
        assert len(watch.requests) - sum(url.startswith("data:") for url in watch.requests) <= 5, (
            watch.requests
        )
        assert meter.open_requests == 0
        assert 5_000 < meter.total < 30_000, meter.total


class Meter:
    """Bytes as they came over the network: heads, compressed bodies and the payload of socket frames."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session
        self._sizes: dict[str, float] = {}
        self._open: set[str] = set()
        self._frames = 0

    async def start(self) -> None:
        on = self._session.on
        on("Network.requestWillBeSent", lambda event: self._note_request(event))
        on("Network.loadingFinished", self._note_end)
        on("Network.webSocketFrameReceived", self._note_frame)
        await self._session.send("Network.enable")

    def _note_request(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self._open.add(event["requestId"])

    def _note_end(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._open:
            self._open.discard(event["requestId"])
            self._sizes[event["requestId"]] = event["encodedDataLength"]

    def _note_frame(self, event: dict[str, Any]) -> None:
        self._frames += len(event["response"]["payloadData"].encode()) + 4

    @property
    def open_requests(self) -> int:
        return len(self._open)

    @property
    def total(self) -> float:
        return sum(self._sizes.values()) + self._frames
