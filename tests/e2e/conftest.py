"""One Chromium for a module, and a scripted class with one phone for each test."""

import pytest_asyncio

from tests.helpers.browser import open_browser
from tests.helpers.scripted_class import ScriptedClass


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser():
    async with open_browser() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def room():
    async with ScriptedClass() as scripted:
        yield scripted
        assert scripted.faults == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser, room):
    context = await browser.new_context(viewport={"width": 360, "height": 640})
    opened = await context.new_page()
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    await context.close()
    assert errors == []
