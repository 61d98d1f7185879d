"""The system's Chromium, started as every test with a browser wants it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from app.lan.page_models import Mine
from tests.helpers import page_samples as samples
from tests.helpers.scripted_class import CODE, ScriptedClass

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


async def open_question(
    page: Page, room: ScriptedClass, kind: str = "single", mine: Mine | None = None, **changes: object
) -> Locator:
    """Open a phone on a question, wait until its link works, and give its state line."""
    room.stage = samples.asking(samples.question(kind), **changes)
    room.mine = mine or Mine("Amina")
    await page.goto(f"{room.origin}/{CODE}")
    await room.until(lambda: room.opened > 0)
    await expect(page.locator("body.live")).to_have_count(1)
    return page.locator("#state")
