"""axe finds nothing serious on any page: every view and kind, in French by day and in Arabic by night. On the
way every page is photographed for people to look at (test-output/)."""

import asyncio
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, Page, expect

from tests.e2e import hands
from tests.e2e.browser import LOCALES, phone_context, picture
from tests.helpers.served_class import served_class

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

QUIZ = Path(__file__).with_name("every_kind.gift")
SERIOUS: Final = ("serious", "critical")
OTHER_SCHEME: Final = {"light": "dark", "dark": "light"}
ON_THE_WALL: Final = ("single", "true_false", "numeric", "matching", "ordering", "open_text")
NAMES: Final = {"fr": "Leïla d'Été", "ar": "محمد أمين"}


class Look:
    """One page in its language and theme. faults: shared by all."""

    def __init__(self, page: Page, language: str, scheme: str, faults: list[str]) -> None:
        self.page = page
        self.language = language
        self.scheme = scheme
        self._faults = faults

    async def look(self, name: str, *, whole: bool = True, both: bool = False) -> None:
        """Photograph and examine what the page shows now. both: the colours of the other theme too, for
        what only one page shows."""
        await picture(self.page, f"{name}-{self.language}-{self.scheme}", whole=whole)
        await self._examine(name, {})
        if both:
            await self.page.emulate_media(color_scheme=OTHER_SCHEME[self.scheme])  # type: ignore[arg-type]
            await self._examine(f"{name}, other theme", {"runOnly": ["color-contrast"]})
            await self.page.emulate_media(color_scheme=self.scheme)  # type: ignore[arg-type]

    async def _examine(self, name: str, options: dict[str, Any]) -> None:
        if await self.page.evaluate("typeof axe === 'undefined'"):
            await self.page.evaluate(AXE_SCRIPT)
        found = await self.page.evaluate(
            "options => axe.run(options)", {**options, "resultTypes": ["violations"]}
        )
        assert found["passes"], f"axe has looked at nothing: {name}"
        for violation in found["violations"]:
            if violation["impact"] in SERIOUS:
                nodes = "; ".join(node["html"][:200] for node in violation["nodes"][:3])
                self._faults.append(f"{self.language} {name}: {violation['id']}: {nodes}")


@pytest.mark.timeout(240)
async def test_axe_finds_nothing_serious_on_phones_and_screens(browser: Browser, tmp_path: Path) -> None:
    faults: list[str] = []
    async with (
        served_class(tmp_path, QUIZ, "--title", "Biologie L1 - La cellule") as served,
        phone_context(browser, "fr", scheme="light") as (french, _),
        phone_context(browser, "ar", scheme="dark") as (arabic, _),
        await served.host() as host,
    ):
        phones = [
            Look(await french.new_page(), "fr", "light", faults),
            Look(await arabic.new_page(), "ar", "dark", faults),
        ]
        screens = []
        for language, scheme in (("fr", "light"), ("ar", "dark")):
            context = await browser.new_context(
                locale=LOCALES[language],
                color_scheme=scheme,  # type: ignore[arg-type]
                reduced_motion="reduce",
                viewport={"width": 1366, "height": 768},
            )
            screens.append(Look(await context.new_page(), language, scheme, faults))
        ticket = [str((await host.do("make_ticket", role="screen"))["url"]) for _ in screens]

        async def everywhere(looks: list[Look], view: str, name: str) -> None:
            for look in looks:
                await hands.see_view(look.page, view)
            alone = len(looks) == 1
            await asyncio.gather(*(look.look(name, whole=look not in screens, both=alone) for look in looks))

        for look, url in zip(screens, ticket, strict=True):
            await look.page.goto(f"{served.origin}/screen")
            await look.look("wall-login", whole=False)
            await look.page.locator("#secret").fill(url.rpartition("#")[2])
            await look.page.get_by_role("button").click()
        for look in phones:
            await look.page.goto(f"{served.origin}/?code=ZZZZ")
            await expect(look.page.get_by_role("alert")).to_be_visible()
            await look.look("code")
            await look.page.goto(served.join)
            await look.look("join")
            await hands.join(look.page, served.join, NAMES[look.language])
        await everywhere(phones, "lobby", "lobby")
        await everywhere(screens, "lobby", "wall-lobby")

        kinds = [question["kind"] for question in host.view.questions]
        for kind in kinds:
            await host.do("ask", seconds=90)
            for look in phones:
                await hands.see_view(look.page, "question")
            if kind == "slide":
                await everywhere(phones, "question", "question-slide")
                await everywhere(screens, "question", "wall-question-slide")
                continue
            for look in phones:
                await hands.answer(look.page, kind, script=True)
                await hands.see_saved(look.page, look.language)
            await everywhere(phones, "question", f"question-{kind}")
            if kind in ON_THE_WALL:
                await everywhere(screens, "question", f"wall-question-{kind}")
            if kind == "single":
                await host.do("pause")
                await everywhere([*phones, *screens], "paused", "paused")
                await host.do("resume")
                for look in phones:
                    await hands.see_view(look.page, "question")
            await host.do("lock")
            if kind in ("single", "short_text"):
                await everywhere(phones, "locked", f"locked-{kind}")
                await everywhere(screens, "locked", f"wall-locked-{kind}")
            await host.do("reveal")
            await everywhere(phones, "reveal", f"reveal-{kind}")
            if kind in ON_THE_WALL:
                await everywhere(screens, "reveal", f"wall-reveal-{kind}")

        await host.do("show_ranking")
        await everywhere(phones, "ranking", "ranking")
        await everywhere(screens, "ranking", "wall-ranking")
        arab = next(s["id"] for s in host.view.students.values() if s["nickname"] == NAMES["ar"])
        await host.do("remove", student=arab)
        await everywhere(phones[1:], "removed", "removed")
        other = await french.new_page()
        await other.goto(served.join)
        await everywhere(phones[:1], "message", "open-elsewhere")
        await host.do("end")
        phones[0] = Look(other, "fr", "light", faults)
        await everywhere(phones[:1], "ended", "ended")
        await everywhere(screens, "ended", "wall-ended")
        for screen in screens:
            await screen.page.context.close()
        assert faults == [], "\n".join(faults)


async def test_axe_finds_nothing_serious_on_the_host_page(browser: Browser, tmp_path: Path) -> None:
    faults: list[str] = []
    async with (
        served_class(tmp_path, QUIZ, "--title", "Biologie L1 - La cellule") as served,
        phone_context(browser, "fr") as (teacher, _),
        phone_context(browser, "fr") as (student, _),
        await served.host() as host,
    ):
        page = Look(await teacher.new_page(), "fr", "light", faults)
        phone = await student.new_page()
        await page.page.goto(str((await host.do("make_ticket", role="host"))["url"]))
        await hands.join(phone, served.join, NAMES["fr"])
        await expect(page.page.locator("#connected")).to_contain_text("1")
        await page.page.locator("#people summary").tap()
        await page.look("host-lobby", both=True)
        for kind in ("single", "numeric", "ordering"):
            question = next(q["id"] for q in host.view.questions if q["kind"] == kind)
            await host.do("ask", question=question, seconds=90)
            await hands.see_view(phone, "question")
            await hands.answer(phone, kind, script=True)
            await expect(page.page.locator("#answered")).to_contain_text("1")
            await page.look(f"host-question-{kind}", both=kind == "single")
            await host.do("lock")
            await host.do("reveal")
            await hands.see_view(phone, "reveal")
        await page.look("host-reveal")
        await page.page.evaluate("location.hash = '#x'")
        await page.page.reload()  # a ticket that is good for nothing
        await expect(page.page.locator("#trouble p")).to_have_class("bad")
        await page.look("host-refused", both=True)
        assert faults == [], "\n".join(faults)
