"""Signing in on a real phone's browser, in French and Arabic, with and without script."""

import pytest
from playwright.async_api import expect

from app.live.settings import SessionSettings
from app.people.model import Roster, RosterCopy
from app.people.pins import hash_pin
from tests.e2e.browser import phone_context, picture
from tests.helpers.people import CLASS
from tests.helpers.served import ServedClass, sample_quiz

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def fits(page):
    """Nothing is wider than the phone."""
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
async def test_a_student_comes_in_and_is_there(browser, tmp_path, language, script):
    copy = RosterCopy(Roster("class", "1A", CLASS), {"s3": hash_pin("5678", 16)})
    settings = SessionSettings(identity="number", attendance=True, guests=True)
    name = f"sign-in-{language}-{'script' if script else 'plain'}"
    async with (
        ServedClass(tmp_path, sample_quiz("single"), settings, roster=copy) as served,
        phone_context(browser, language, script=script) as (context, watch),
    ):
        page = await context.new_page()
        await page.goto(served.address)
        await picture(page, f"{name}-1-who", whole=True)
        await fits(page)
        await page.fill("#who", "nobody")
        await page.click("form[action$=sign-in] button")
        await expect(page.locator("#problem")).to_be_visible()
        await page.fill("#who", "0012")
        await page.click("form[action$=sign-in] button")
        await expect(page.locator("#again")).to_be_visible()
        await page.fill("#pin", "1234")
        await page.fill("#again", "1234")
        await picture(page, f"{name}-2-choose", whole=True)
        await fits(page)
        await page.click("form[action$=sign-in] button")
        await expect(page.locator("#mine bdi").first).to_have_text("Amina EL FASSI")
        await picture(page, f"{name}-3-prove", whole=True)
        await fits(page)
        await page.fill("#digits", served.server._code.digits())
        await page.click(".prove button")
        await expect(page.locator("#digits")).to_have_count(0)
        assert served.state.register.proofs == {"s1": "digits"}
        await page.click("#mine a")
        await page.fill("#who", "J130045678")
        await page.click("form[action$=sign-in] button")
        await expect(page.locator("#again")).to_have_count(0)
        await page.fill("#pin", "0000")
        await page.click("form[action$=sign-in] button")
        await expect(page.locator("#problem")).to_be_visible()
        await picture(page, f"{name}-4-wrong", whole=True)
        await fits(page)
        await page.fill("#pin", "5678")
        await page.click("form[action$=sign-in] button")
        await expect(page.locator("#mine bdi").first).to_have_text("سعيد العلوي")
        await page.click("#mine a")
        await picture(page, f"{name}-5-hand-over", whole=True)
        await fits(page)
        await page.click(".other")
        await expect(page.locator("#mine bdi").first).to_have_text("Amina EL FASSI")
        # A refused form is answered with 422, which the browser notes; nothing else may be.
        assert [said for said in watch.complaints if "422" not in said] == []
        assert watch.strangers(served.origin) == []
        if script:
            await expect(page.locator("body.live")).to_have_count(1)
