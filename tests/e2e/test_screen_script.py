"""The second screen for the projector, in a real Chromium."""

import pytest
from playwright.async_api import expect

from app.lan.page_models import Lobby, Ranking, ScreenContext, WallLobby
from tests.helpers import page_samples as samples
from tests.helpers.scripted_class import PAGES, ScriptedClass, now_ms

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def message(stage, **changes):
    return {
        "t": "show",
        "view": stage.view,
        "version": "v9",
        "round": None,
        "html": PAGES.screen_fragment("en", stage),
        "deadline": None,
        "now": now_ms(),
        **changes,
    }


async def smallest_text(page):
    """The smallest letters on the screen, in parts of its height."""
    return await page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), sizes = [];
          while (walker.nextNode()) {
            const box = walker.currentNode.parentNode;
            if (walker.currentNode.textContent.trim() && box.offsetParent && !box.closest('.unseen')) {
              sizes.push(parseFloat(getComputedStyle(box).fontSize));
            }
          }
          return innerHeight / Math.min(...sizes);
        }"""
    )


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)])
async def test_the_screen_follows_and_stays_readable(browser, size):
    async with ScriptedClass() as room:
        page = await browser.new_page(viewport={"width": size[0], "height": size[1]})
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        room.stage = Lobby()
        await page.goto(f"{room.origin}/screen")
        await room.until(lambda: room.opened > 0)
        await expect(page.locator("h1")).to_have_text("Join with your phone")
        await room.send({"t": "counts", "joined": 42, "answered": 0})
        await expect(page.locator("#joined")).to_have_text("42")
        for q in [samples.question(kind) for kind in samples.KINDS] + list(
            samples.hard_questions("en").values()
        ):
            for stage in (samples.asking(q), samples.revealed(q)):
                await room.send(message(stage))
                await expect(page.locator("#stage .ask")).to_have_count(1)
                assert await smallest_text(page) <= 28.01, (q.kind, stage.view)
                assert await page.evaluate("stage.scrollWidth <= stage.clientWidth")
        await room.send(
            message(samples.asking(samples.question("single")), round="r1", deadline=now_ms() + 90_000)
        )
        await room.send({"t": "counts", "joined": 42, "answered": 31})
        await expect(page.locator(".answered")).to_have_text("Answered: 31 of 42")
        await expect(page.locator("#clock")).not_to_have_text("")
        assert await page.evaluate("stage.scrollHeight <= stage.clientHeight + 1")
        await room.send(message(Ranking(samples.ROWS)))
        await expect(page.locator(".ranks li")).to_have_count(5)
        assert await page.evaluate("stage.scrollHeight <= stage.clientHeight + 1")
        await page.close()
        assert errors == []


async def test_words_and_the_address_are_not_broken_where_smaller_letters_help(browser):
    async with ScriptedClass() as room:
        page = await browser.new_page(viewport={"width": 1024, "height": 768})
        stages = (
            samples.revealed(samples.question("single", "fr"), "fr"),
            WallLobby("192.168.101.201:8080", "K7PM", "<svg viewBox='0 0 1 1'/>", 42, "PREAU-5"),
        )
        for stage, place in zip(stages, (".text", ".big"), strict=True):
            room.extra_pages["wall"] = PAGES.screen_page("fr", ScreenContext(stage))
            await page.goto(f"{room.origin}/extra/wall")
            broken = await page.evaluate(
                """place => Array.from(document.querySelectorAll(place)).flatMap(box => {
                  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT), found = [];
                  while (walker.nextNode()) {
                    for (const word of walker.currentNode.textContent.matchAll(/\\S+/g)) {
                      const range = document.createRange();
                      range.setStart(walker.currentNode, word.index);
                      range.setEnd(walker.currentNode, word.index + word[0].length);
                      if (range.getClientRects().length > 1) found.push(word[0]);
                    }
                  }
                  return found;
                })""",
                place,
            )
            assert broken == [], place
        line = page.locator(".big")
        assert await line.evaluate("e => e.offsetHeight / parseFloat(getComputedStyle(e).fontSize)") < 2
        await page.close()
