"""A phone without sockets or without script, and what every page owes to fingers, eyes and screen readers."""

import json
import re
from dataclasses import replace
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.async_api import expect

from app.lan.page_models import Join, Lobby, Mine, Shut
from app.quiz.kinds.base import PublicChoice
from tests.helpers import page_samples as samples
from tests.helpers.browser import open_question
from tests.helpers.scripted_class import CODE
from tests.lan.test_pages import every_page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def sockets_come_back(page, room):
    """The next page opens its socket again (and no test ends in the middle of a page's loading)."""
    room.sockets = True
    await expect(page.locator("body.live")).to_have_count(1)


async def test_without_sockets_the_forms_work_as_they_are(page, room):
    room.sockets = False
    room.stage = samples.asking(samples.question("single"))
    room.mine = Mine("Amina")
    await page.goto(f"{room.origin}/{CODE}")
    await expect(page.get_by_role("button", name="Save my answer")).to_be_visible()
    await page.get_by_text("Ribosome").click()
    await page.get_by_role("button", name="Save my answer").click()
    await room.until(lambda: bool(room.posted))
    path, form = room.posted[0]
    assert path == f"/{CODE}/answer"
    assert form == {"round": ["r1"], "id": ["given-by-server"], "choice": ["c1"]}
    await sockets_come_back(page, room)


async def test_without_sockets_an_answer_that_waits_is_sent_as_a_form(page, room):
    room.receipts = False
    await open_question(page, room)
    await page.get_by_text("Nucleus").click()
    await room.until(lambda: bool(room.answers))
    room.sockets = False
    await room.drop_links()
    await room.until(lambda: bool(room.posted))
    assert room.posted[0][1] == {"round": ["r1"], "id": [room.answers[0]["id"]], "choice": ["c0"]}
    await sockets_come_back(page, room)


async def test_without_sockets_a_waiting_page_loads_again(page, room):
    room.sockets = False
    room.stage = Lobby()
    await page.goto(f"{room.origin}/{CODE}")
    await room.until(lambda: room.requests.count(f"GET /{CODE}") > 1)
    await sockets_come_back(page, room)


async def test_a_closed_door_opens_by_itself(page, room):
    room.stage = Shut()
    await page.goto(f"{room.origin}/{CODE}")
    await expect(page.locator("#state")).to_have_text("The door is closed")
    await room.until(lambda: room.requests.count(f"GET /{CODE}") > 2)
    room.stage = Join(CODE)
    await expect(page.locator("#nickname")).to_be_visible()


async def test_without_javascript_everything_is_there(browser, room):
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    room.stage = samples.asking(samples.question("ordering"))
    await page.goto(f"{room.origin}/{CODE}")
    await expect(page.locator(".order select")).to_have_count(5)
    await expect(page.locator(".order select").first).to_be_visible()
    await expect(page.locator("#refresh")).to_be_visible()
    room.stage = samples.asking(samples.question("single"))
    await page.goto(f"{room.origin}/{CODE}")
    await page.get_by_text("Ribosome").click()
    await page.get_by_role("button", name="Save my answer").click()
    await room.until(lambda: bool(room.posted))
    assert room.posted[0][1] == {"round": ["r1"], "id": ["given-by-server"], "choice": ["c1"]}
    await context.close()


async def test_long_words_and_wide_things_never_make_the_page_wider(page, room):
    for q in samples.hard_questions().values():
        wide = replace(q, choices=(*q.choices, PublicChoice("w", "Anticonstitutionnellement" * 8)))
        for stage in (samples.asking(wide), samples.revealed(wide)):
            room.stage, room.mine = stage, Mine("Amina" * 12, result="right", answer="x" * 300)
            await page.goto(f"{room.origin}/{CODE}")
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_no_target_is_smaller_than_a_finger(page, room):
    for kind in samples.KINDS:
        room.stage = samples.asking(samples.question(kind))
        await page.goto(f"{room.origin}/{CODE}")
        sizes = await page.evaluate(
            "Array.from(document.querySelectorAll('label.row, button, select, input.big, textarea, nav a'))"
            ".map(e => e.getBoundingClientRect()).filter(r => r.width).map(r => [r.width, r.height])"
        )
        assert sizes
        assert all(width >= 44 and height >= 48 for width, height in sizes), (kind, sizes)


# Every kind of page is examined by day in French and by night in Arabic in test_accessibility.py.
EVERY_VIEW = re.compile(
    r"join|shut|lobby|saved-multiple|locked-single|reveal-single|ranking|ended|host|wall-reveal-single"
)


@pytest.mark.parametrize(
    ("language", "scheme", "names"),
    [
        ("fr", "dark", EVERY_VIEW),
        ("ar", "light", EVERY_VIEW),
    ],
    ids=["fr-dark", "ar-light"],
)
async def test_axe_finds_nothing_serious(browser, room, language, scheme, names):
    page = await browser.new_page(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for name, html in every_page(language):
        if not names.fullmatch(name):
            continue
        room.extra_pages["axe"] = html
        await page.goto(f"{room.origin}/extra/axe")
        await page.evaluate(AXE)
        result = await page.evaluate("axe.run({resultTypes: ['violations']})")
        found += [
            (name, problem["id"], [node["html"][:120] for node in problem["nodes"]][:2])
            for problem in result["violations"]
            if problem["impact"] in ("serious", "critical")
        ]
    await page.close()
    assert found == [], json.dumps(found, ensure_ascii=False, indent=1)
