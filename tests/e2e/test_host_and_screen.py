"""A teacher's phone drives a class, the projector follows it, and neither opens for strangers."""

import re
from pathlib import Path

import pytest
import qrcode
from playwright.async_api import Browser, Page, expect

from app.clock import Clock
from app.host.client import HostClient
from app.lan.access import Access
from tests.e2e import browser as chromium
from tests.e2e import hands
from tests.e2e.browser import LOCALES, phone_context, picture, watch_context
from tests.helpers.served_class import ServedClass, read_state, served_class

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
browser = chromium.browser
playwright = chromium.playwright

QUIZ = Path(__file__).with_name("every_kind.gift")
BORDER = 4  # modules of white around a QR code


async def open_host_page(page: Page, served: ServedClass) -> str:
    """By a ticket as the laptop's QR code has it; gives the link."""
    async with await served.host() as host:
        url = str((await host.do("make_ticket", role="host"))["url"])
    assert url.startswith(f"{served.origin}/host#")
    await page.goto(url)
    await expect(page.locator("#phase")).to_have_text("Waiting room")
    return url


async def press(page: Page, name: str) -> None:
    """A button by what it says."""
    await page.get_by_role("button", name=name, exact=True).click()


async def test_teacher_drives_a_class_from_a_phone(browser: Browser, tmp_path: Path) -> None:
    async with (
        served_class(tmp_path, QUIZ, "--time", "60") as served,
        phone_context(browser) as (context, watch),
        phone_context(browser) as (amina_context, amina_watch),
        phone_context(browser) as (yanis_context, _),
    ):
        page, amina, yanis = [await one.new_page() for one in (context, amina_context, yanis_context)]
        await open_host_page(page, served)
        await expect(page.locator("#here")).to_have_text("Here: 0")
        await hands.join(amina, served.join, "Amina")
        await hands.join(yanis, served.join, "Yanis")
        await expect(page.locator("#connected")).to_have_text("Connected: 2")

        await press(page, "Ask question 1")
        await hands.see_view(amina, "question")
        await expect(page.locator("#phase")).to_have_text("Answering")
        await expect(page.locator("#now")).to_contain_text("Question 1 of")
        await expect(page.locator("#now li.right")).to_have_count(1)  # the solution, for the teacher only
        assert await amina.locator(".right, .tick").count() == 0
        chosen = await hands.answer(amina, "single", script=True)
        await hands.see_saved(amina, "en")
        await expect(page.locator("#answered")).to_have_text("Answered: 1 of 2")
        row = page.locator("#now li").filter(has_text=chosen[0])
        await expect(row.locator(".counted b")).to_have_text("1")
        await picture(page, "host-question-en", whole=True)

        before = await seconds_left(amina)
        await press(page, "15 s more")
        await expect(amina.locator("#clock")).to_have_text(re.compile(r"^1:(0[1-9]|1\d)$"))
        assert before <= 60 < await seconds_left(amina) <= 75
        await press(page, "Close the answers")
        await hands.see_view(amina, "locked")
        await press(page, "Show the answer")
        await hands.see_view(amina, "reveal")
        await hands.see_view(yanis, "reveal")
        await expect(page.locator("#phase")).to_have_text("Answer shown")

        # Yanis must go, and may come back.
        await page.locator("#people summary").click()
        line = page.locator("#students li").filter(has_text="Yanis")
        await line.get_by_role("button", name="Remove").click()
        await line.get_by_role("button", name="Really remove?").click()
        await hands.see_view(yanis, "removed")
        await expect(page.locator("#here")).to_have_text("Here: 1")
        await picture(page, "host-students-en", whole=True)
        await yanis.reload()
        await hands.see_view(yanis, "removed")
        await line.get_by_role("button", name="Let back in").click()
        await expect(page.locator("#here")).to_have_text("Here: 2")
        await yanis.goto(served.join)
        await hands.see_view(yanis, "reveal")
        await expect(page.locator("#connected")).to_have_text("Connected: 2")

        await press(page, "Ask the next question")
        await hands.see_view(yanis, "question")
        second = await hands.answer(yanis, "multiple", script=True)
        await hands.see_saved(yanis, "en")
        await press(page, "Pause")
        await hands.see_view(yanis, "paused")
        await press(page, "Continue")
        await hands.see_view(yanis, "question")
        assert hands.same("multiple", await hands.shown_answer(yanis, "multiple"), second)
        await press(page, "Close the answers")
        await press(page, "Show the answer")
        await press(page, "Show the ranking")
        await hands.see_view(amina, "ranking")
        await page.locator("#others").get_by_role("button", name="End the class").click()
        await page.get_by_role("button", name="Really end the class?").click()
        await hands.see_view(amina, "ended")
        await expect(page.locator("#phase")).to_have_text("The class has ended")
        await expect(page.locator("#next")).to_be_hidden()
        state = read_state(tmp_path)
        assert state.ended_at is not None
        assert [len(round_.answers) for round_ in state.rounds.values()] == [1, 1]
        assert not any(student.removed for student in state.students.values())
        for one in (watch, amina_watch):
            assert one.complaints == []
            assert one.strangers(served.origin) == []


async def seconds_left(page: Page) -> int:
    """What a phone's countdown says: '42 s' or '1:05'."""
    text = await page.locator("#clock").inner_text()
    minutes, _, seconds = text.removesuffix(" s").rpartition(":")
    return int(minutes or 0) * 60 + int(seconds)


async def test_ticket_opens_once_and_a_student_never(browser: Browser, tmp_path: Path) -> None:
    async with (
        served_class(tmp_path, QUIZ) as served,
        phone_context(browser) as (teacher, _),
        phone_context(browser) as (stranger, _),
    ):
        page = await teacher.new_page()
        url = await open_host_page(page, served)
        assert "#" not in page.url  # the ticket does not stay in the address
        await page.reload()  # the cookie opens it again
        await expect(page.locator("#phase")).to_have_text("Waiting room")

        other = await stranger.new_page()
        await hands.join(other, served.join, "Amina")
        await hands.see_view(other, "lobby")
        await other.goto(url)
        sentence = other.locator("#trouble")
        await expect(sentence).to_have_text(
            "This phone may no longer drive the class. Ask your laptop for a new code."
        )
        await expect(other.get_by_role("button")).to_have_count(0)
        await expect(other.locator("#now")).to_be_empty()
        await picture(other, "host-refused-en")
        await other.goto(f"{served.origin}/host")
        await other.reload()  # without any ticket
        await expect(other.locator("#trouble p")).to_have_class("bad")
        await expect(other.locator("#now")).to_be_empty()


async def test_host_page_comes_back_after_a_kill(browser: Browser, tmp_path: Path) -> None:
    async with (
        served_class(tmp_path, QUIZ) as served,
        phone_context(browser) as (context, _),
    ):
        page = await context.new_page()
        await open_host_page(page, served)
        await press(page, "Ask question 1")
        await expect(page.locator("#phase")).to_have_text("Answering")
        served.kill()
        await expect(page.locator("#trouble")).to_have_text("No connection to your laptop - trying again")
        await expect(page.locator("#next")).to_be_hidden()
        await served.start()
        await expect(page.locator("#trouble")).to_be_empty(timeout=20_000)
        await press(page, "Close the answers")
        await expect(page.locator("#phase")).to_have_text("Closed")


@pytest.mark.parametrize("allow", [True, False])
async def test_a_phone_waits_until_the_laptop_has_confirmed_it(
    browser: Browser, tmp_path: Path, allow: bool
) -> None:
    async with (
        served_class(tmp_path, QUIZ) as served,
        await HostClient.connect(served.ready["host"], served.secret, confirms=True) as laptop,
        phone_context(browser) as (context, _),
    ):
        page = await context.new_page()
        await page.goto(str((await laptop.do("make_ticket", role="host"))["url"]))
        await laptop.wait_for(lambda view: view.snapshot["requests"])
        await expect(page.locator("#trouble")).to_have_text("Waiting for the teacher's laptop to confirm")
        await expect(page.locator("#next")).to_be_hidden()
        await picture(page, "host-waiting-en")
        (request,) = laptop.view.snapshot["requests"]
        await laptop.do("answer_request", id=request["id"], allow=allow)
        if allow:
            await expect(page.locator("#phase")).to_have_text("Waiting room")
            await expect(page.locator("#trouble")).to_be_empty()
        else:
            await expect(page.locator("#trouble")).to_contain_text("not confirmed on the teacher's laptop")


async def test_screen_follows_the_class(browser: Browser, tmp_path: Path) -> None:
    async with (
        served_class(tmp_path, QUIZ, "--time", "30", "--title", "Biology L1 - Cells") as served,
        phone_context(browser) as (phone, _),
        await served.host() as host,
    ):
        wall_context = await browser.new_context(
            viewport={"width": 1366, "height": 768}, locale=LOCALES["en"], reduced_motion="reduce"
        )
        wall_context.set_default_timeout(15_000)
        watch = await watch_context(wall_context)
        wall = await wall_context.new_page()
        await wall.goto(f"{served.origin}/screen")
        await wall.locator("#secret").fill("WRONG")
        await wall.get_by_role("button").click()
        await expect(wall.get_by_role("alert")).not_to_be_empty()
        await picture(wall, "screen-login-wrong-en")
        assert await wall.locator(".qr").count() == 0
        code = Access(served.secret, 0, Clock().now).screen_code()
        await wall.locator("#secret").fill(code.lower())
        await wall.get_by_role("button").click()

        await hands.see_view(wall, "lobby")
        assert await drawn_modules(wall) == coded_modules(served.join)
        await expect(wall.locator(".big")).to_have_text(served.join.removeprefix("http://"))
        await expect(wall.locator("#joined")).to_have_text("0")
        await picture(wall, "screen-lobby-en-1366")
        page = await phone.new_page()
        await hands.join(page, served.join, "Amina")
        await hands.see_view(page, "lobby")
        await expect(wall.locator("#joined")).to_have_text("1")

        await host.do("ask")
        await hands.see_view(wall, "question")
        await expect(page.locator(".ask")).to_have_text(await wall.locator(".ask").inner_text())
        await expect(wall.locator("#clock")).to_have_text(re.compile(r"^(2\d|30) s$"))
        await expect(wall.locator("#answered")).to_have_text("0")
        assert await wall.locator(".right, .tick, .share").count() == 0
        chosen = await hands.answer(page, "single", script=True)
        await expect(wall.locator("#answered")).to_have_text("1")
        assert await wall.locator(".right, .tick, .share").count() == 0
        await picture(wall, "screen-question-en-1366")
        await wall.reload()  # a projector that was unplugged
        await expect(wall.locator("#answered")).to_have_text("1")

        await host.do("lock")
        await hands.see_view(wall, "locked")
        await expect(wall.locator("#clock")).to_be_empty()
        assert await wall.locator(".right, .tick, .share").count() == 0
        await host.do("reveal")
        await hands.see_view(wall, "reveal")
        await expect(wall.locator(".shown li.right")).to_have_count(1)
        row = wall.locator(".shown li").filter(has_text=chosen[0])
        await expect(row.locator(".counted b")).to_have_text("1")
        await picture(wall, "screen-reveal-en-1366")
        await host.do("show_ranking")
        await hands.see_view(wall, "ranking")
        await expect(wall.locator(".ranks bdi")).to_have_text(["Amina"])
        await picture(wall, "screen-ranking-en-1366")
        await host.do("end")
        await hands.see_view(wall, "ended")
        await expect(wall.locator("h1")).to_have_text("Final ranking")
        # A wrong code is answered with 403, which the browser itself notes.
        assert [line for line in watch.complaints if "403" not in line] == []
        assert watch.strangers(served.origin) == []
        await wall_context.close()


async def drawn_modules(page: Page) -> set[tuple[int, int]]:
    """The dark squares of the QR code as they are drawn: what a camera sees."""
    square = page.locator(".qr svg")
    size = float((await square.get_attribute("viewBox") or "").split()[2])
    box = await square.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["width"] > 0.5 * 768
    await page.evaluate(
        """() => new Promise(done => {
          const svg = document.querySelector('.qr svg').cloneNode(true), size = svg.viewBox.baseVal.width;
          svg.setAttribute('width', size * 4); svg.setAttribute('height', size * 4);
          const image = new Image();
          image.onload = () => {
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = size * 4;
            const pen = canvas.getContext('2d', {willReadFrequently: true});
            pen.fillStyle = '#fff'; pen.fillRect(0, 0, size * 4, size * 4);
            pen.drawImage(image, 0, 0);
            window.modules = [];
            for (let y = 0; y < size; y += 1) for (let x = 0; x < size; x += 1)
              if (pen.getImageData(x * 4 + 2, y * 4 + 2, 1, 1).data[0] < 128) window.modules.push([x, y]);
            done();
          };
          image.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(svg));
        })"""
    )
    assert size > 0
    return {(x, y) for x, y in await page.evaluate("window.modules")}


def coded_modules(text: str) -> set[tuple[int, int]]:
    """The dark squares of a QR code of this text."""
    code = qrcode.QRCode(border=BORDER)
    code.add_data(text)
    return {(x, y) for y, line in enumerate(code.get_matrix()) for x, dark in enumerate(line) if dark}
