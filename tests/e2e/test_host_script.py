"""The page with which a teacher's phone drives the class, in a real Chromium."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.helpers import host_samples
from tests.helpers.scripted_class import ScriptedClass

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module")
async def room():
    async with ScriptedClass() as scripted:
        scripted.host_greeting = [host_samples.welcome(), host_samples.snapshot("lobby")]
        yield scripted
        assert scripted.faults == []


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser, room):
    context = await browser.new_context(viewport={"width": 360, "height": 640})
    opened = await context.new_page()
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    await opened.goto(f"{room.origin}/host?lang=en#secret-123")
    await expect(opened.locator("#phase")).to_have_text("Waiting room")
    yield opened
    await context.close()
    assert errors == []


def commands(room):
    return [(m["command"], m["args"]) for m in room.commands if m["t"] == "do"]


async def test_the_secret_leaves_the_address_at_once(page, room):
    assert room.posted == [("/host/login", {"secret": ["secret-123"]})]
    assert page.url == f"{room.origin}/host?lang=en"
    assert room.commands[0] == {"t": "hello", "v": 1, "language": "en"}


async def test_the_one_next_step_follows_the_phase(page, room):
    steps = {
        "lobby": ("Ask question 1", "ask"),
        "asking": ("Close the answers", "lock"),
        "paused": ("Continue", "resume"),
        "locked": ("Show the answer", "reveal"),
        "revealed": ("Ask the next question", "ask"),
        "ranking": ("Ask the next question", "ask"),
    }
    for count, (phase, (text, command)) in enumerate(steps.items(), start=1):
        await room.send(host_samples.snapshot(phase))
        await expect(page.locator("#next")).to_have_text(text)
        await page.locator("#next").click()
        await room.until(lambda count=count: len(commands(room)) == count)
        assert commands(room)[-1] == (command, {})
    await room.send(host_samples.snapshot("revealed", 3))
    await expect(page.locator("#next")).to_have_text("Show the ranking")
    await room.send(host_samples.snapshot("ranking", 3))
    await expect(page.locator("#next")).to_have_text("End the class")
    await room.send(host_samples.snapshot("ended", 3))
    await expect(page.locator("#next")).to_be_hidden()
    await expect(page.locator("#others button")).to_have_count(0)


async def test_ending_and_removing_ask_once_more(page, room):
    await page.get_by_role("button", name="End the class").click()
    await page.get_by_role("button", name="Really end the class?").click()
    await room.until(lambda: len(commands(room)) == 1)
    await page.get_by_text("Students").click()
    row = page.locator("#students li").filter(has_text="Amina")
    await row.get_by_role("button", name="Remove").click()
    await row.get_by_role("button", name="Really remove?").click()
    await page.get_by_role("button", name="Let back in").click()
    await room.until(lambda: len(commands(room)) == 3)
    assert commands(room) == [("end", {}), ("remove", {"student": "a"}), ("readmit", {"student": "c"})]
    await expect(page.locator("#students")).to_contain_text("<b>Zoé</b>")


async def test_the_question_is_shown_with_its_solution_and_the_answers_so_far(page, room):
    await room.send(host_samples.snapshot("asking"))
    await expect(page.locator("#now .right")).to_contain_text("Mitochondrion")
    await expect(page.locator("#now .right .counted")).to_have_text("23")
    await expect(page.locator("#answered")).to_have_text("Answered: 42 of 45")
    await page.get_by_role("button", name="15 s more").click()
    await room.until(lambda: bool(commands(room)))
    assert commands(room) == [("extend", {"seconds": 15})]
    await room.send(host_samples.snapshot("locked", 2))
    await expect(page.locator("#now .said li")).to_have_count(3)
    await expect(page.locator("#now .said")).to_contain_text("cytoplasme ✓")


async def test_two_figures_say_whether_the_air_or_the_laptop_is_slow(page, room):
    figures = {
        "t": "figures",
        "phones": 44,
        "trip": 24,
        "slow_trip": 90,
        "slow": 0,
        "stored": 6,
        "waiting": 0,
    }
    await room.send(figures)
    await expect(page.locator("#figures")).to_have_text("network 24 ms \u00b7 saved within 6 ms")
    await room.send({**figures, "slow": 3, "stored": None})
    await expect(page.locator("#figures")).to_have_text("slow phones: 3")


async def test_refusals_and_trouble_speak_in_the_strip(page, room):
    trouble = [{"code": "disk", "text": "The disk is nearly full."}]
    await room.send(host_samples.snapshot("asking", trouble=trouble))
    await expect(page.locator("#trouble")).to_have_text("The disk is nearly full.")
    await room.send({"t": "refused", "n": 1, "code": "x", "params": {}, "text": "Not now."})
    await expect(page.locator("#trouble .bad")).to_have_text("Not now.")


async def test_a_lost_link_takes_the_buttons_away_and_comes_back(page, room):
    await room.drop_links()
    await expect(page.locator("#next")).to_be_hidden()
    await room.until(lambda: room.opened == 2)
    await expect(page.locator("#next")).to_be_visible()


async def test_a_revoked_phone_stays_away(page, room):
    await room.send({"t": "bye", "code": "revoked", "text": "Revoked on the laptop."})
    await room.drop_links()
    await expect(page.locator("#trouble .bad")).to_have_text("Revoked on the laptop.")
    assert room.opened == 1
