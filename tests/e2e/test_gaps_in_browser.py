"""A text with gaps, read from Moodle XML, filled in the real browser with and without script, and judged."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.e2e import browser as chromium
from tests.e2e import hands
from tests.e2e.browser import phone_context, picture
from tests.helpers.served_class import read_state, served_class

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
browser = chromium.browser
playwright = chromium.playwright

QUIZ = Path(__file__).with_name("gaps.xml")


@pytest.mark.parametrize(("language", "script"), [("fr", True), ("en", False)], ids=["script", "forms"])
async def test_gaps_are_filled_stored_and_judged(
    browser: Browser, tmp_path: Path, language: str, script: bool
) -> None:
    async with (
        served_class(tmp_path, QUIZ) as served,
        phone_context(browser, language, script=script) as (context, watch),
        await served.host() as host,
    ):
        page = await context.new_page()
        await hands.join(page, served.join, "Amina")
        await hands.see_view(page, "lobby")
        await host.do("ask")
        if not script:
            await page.reload()
        await hands.see_view(page, "question")
        fields = page.locator("#answer .gaps > li")
        await expect(fields).to_have_count(3)
        await fields.nth(0).locator("select").select_option(label="mitochondrion")
        await fields.nth(1).locator("input").fill("atp")
        await fields.nth(2).locator("input").fill("٣١")
        await picture(page, f"gaps-{language}", whole=True)
        await page.locator("#answer .save").tap()
        await hands.see_saved(page, language)
        await host.do("lock")
        await host.do("reveal")
        if not script:
            await page.reload()
        await hands.see_view(page, "reveal")
        await expect(page.locator("#mine .result")).to_have_class("result right")
        await picture(page, f"gaps-reveal-{language}", whole=True)
        assert watch.complaints == []
        (round_,) = read_state(served.folder).rounds.values()
        (given,) = round_.answers.values()
        chosen = given.answer["gaps"]
        assert "31" in chosen.values()
        assert "atp" in given.answer["text"]
