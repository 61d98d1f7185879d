"""A phone that was closed, killed, doubled or cut off is back in the question with its own answer, and an
answer given in between is stored once. The laptop may be killed or change its address meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from playwright.async_api import Browser, Page, Playwright, Route, expect

from app.host.client import HostClient
from app.lan.addresses import Address
from app.lan.server import ServerOptions
from app.live.events import Answered
from app.quiz.kinds import KINDS
from app.quiz.model import Quiz
from app.storage.journal import JournalReader
from tests.e2e import browser as chromium
from tests.e2e import hands
from tests.e2e.browser import (
    eventually,
    launch_options,
    phone_context,
    phone_options,
    picture,
)
from tests.helpers.questions import sample_question
from tests.helpers.served_class import inner_class, read_state, served_class

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
browser = chromium.browser
playwright = chromium.playwright

QUIZ = Path(__file__).with_name("every_kind.gift")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def join_and_ask(page: Page, address: str, host: HostClient, kind: str) -> None:
    """Joined, and an open question of this kind on the page."""
    await hands.join(page, address, "Amina")
    await hands.see_view(page, "lobby")
    await ask(host, kind)
    await hands.see_view(page, "question")


async def ask(host: HostClient, kind: str) -> None:
    await host.do("ask", question=next(q["id"] for q in host.view.questions if q["kind"] == kind))


def stored(folder: Path, kind: str) -> hands.Chosen:
    """The one answer of the one student, in words."""
    question, given = hands.only_answer(read_state(folder), kind, "Amina")
    return hands.words_of(question, given.answer, "en")


def count_answers(folder: Path) -> int:
    """How many answers were ever taken, repeated and changed ones included."""
    journal = JournalReader.open(folder)
    assert journal is not None
    try:
        events = journal.load_events(journal.list_sessions()[0].id)
    finally:
        journal.close()
    return sum(isinstance(event, Answered) for event in events)


async def test_closed_tab_and_reload_find_the_own_answer(browser: Browser, folder: Path) -> None:
    folder.mkdir()
    async with (
        served_class(folder, QUIZ) as served,
        phone_context(browser) as (context, watch),
        await served.host() as host,
    ):
        page = await context.new_page()
        await join_and_ask(page, served.join, host, "matching")
        chosen = await hands.answer(page, "matching", script=True)
        saved = await hands.see_saved(page, "en")
        await page.close()
        await host.wait_for(lambda view: view.snapshot["connected"] == 0)
        page = await context.new_page()
        await page.goto(served.join)
        await hands.see_view(page, "question")
        assert await hands.see_saved(page, "en") == saved
        assert await hands.shown_answer(page, "matching") == chosen
        await page.reload()
        assert await hands.see_saved(page, "en") == saved
        assert await hands.shown_answer(page, "matching") == chosen
        await host.wait_for(lambda view: view.snapshot["connected"] == 1 and view.snapshot["joined"] == 1)
        assert stored(folder, "matching") == chosen
        assert count_answers(folder) == 1
        assert watch.complaints == []


async def test_half_typed_text_outlives_a_reload(browser: Browser, folder: Path) -> None:
    folder.mkdir()
    async with (
        served_class(folder, QUIZ) as served,
        phone_context(browser) as (context, _),
        await served.host() as host,
    ):
        page = await context.new_page()
        await join_and_ask(page, served.join, host, "open_text")
        await page.locator("#text").tap()
        await page.keyboard.insert_text("Half a senten")
        await expect(page.locator("#state")).to_have_text("Not saved yet")
        await page.reload()
        await expect(page.locator("#text")).to_have_value("Half a senten")
        await expect(page.locator("#state")).to_have_text("Not saved yet")
        assert count_answers(folder) == 0
        await page.locator("#answer .save").tap()
        await hands.see_saved(page, "en")
        assert stored(folder, "open_text") == "Half a senten"


async def test_killed_browser_is_remembered(playwright: Playwright, tmp_path: Path, folder: Path) -> None:
    """The whole browser is killed, as phones do in the background, and started again with its profile."""
    folder.mkdir()
    profile = tmp_path / "profile"
    async with served_class(folder, QUIZ) as served, await served.host() as host:
        first = await playwright.chromium.launch_persistent_context(
            profile, **launch_options(), **phone_options()
        )
        await join_and_ask(first.pages[0], served.join, host, "single")
        chosen = await hands.answer(first.pages[0], "single", script=True)
        saved = await hands.see_saved(first.pages[0], "en")
        # A browser writes cookies down after 512 changes (or half a minute, or when it goes to sleep).
        await first.add_cookies(
            [
                {"name": f"c{n}", "value": "x", "domain": "other.test", "path": "/", "expires": 4e9}
                for n in range(600)
            ]
        )
        cookies = next(profile.rglob("Cookies"))
        name = f"preau-{read_state(folder).id[:8]}".encode()
        await eventually(lambda: any(name in file.read_bytes() for file in cookies.parent.glob("Cookies*")))
        gone = asyncio.get_running_loop().create_future()
        first.on("close", lambda _: gone.done() or gone.set_result(None))
        kill_browser(profile)
        await asyncio.wait_for(gone, 15)
        await host.wait_for(lambda view: view.snapshot["connected"] == 0)
        second = await playwright.chromium.launch_persistent_context(
            profile, **launch_options(), **phone_options()
        )
        try:
            page = second.pages[0]
            await page.goto(served.join)
            await hands.see_view(page, "question")
            assert await hands.see_saved(page, "en") == saved
            assert await hands.shown_answer(page, "single") == chosen
            await host.wait_for(lambda view: view.snapshot["connected"] == 1 and view.snapshot["joined"] == 1)
        finally:
            await second.close()


def kill_browser(profile: Path) -> None:
    """The browser process that this test has started with this profile, at once."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):  # helpers of other browsers end meanwhile
            words = process.cmdline()
            main = not any(word.startswith("--type=") for word in words)
            if f"--user-data-dir={profile}" in words and main:
                found.append(process)
    assert found, "the browser's process was not found"
    for process in found:
        process.kill()


async def test_newest_page_wins_and_the_older_offers_to_go_on(browser: Browser, folder: Path) -> None:
    folder.mkdir()
    async with (
        served_class(folder, QUIZ) as served,
        phone_context(browser) as (context, watch),
        await served.host() as host,
    ):
        older = await context.new_page()
        await join_and_ask(older, served.join, host, "single")
        newer = await context.new_page()
        await newer.goto(served.join)
        await hands.see_view(newer, "question")
        here = older.get_by_role("link", name="Continue here")
        await expect(here).to_be_visible()
        await expect(older.locator("#answer")).to_have_count(0)
        await picture(older, "open-elsewhere-en")
        chosen = await hands.answer(newer, "single", script=True)
        await hands.see_saved(newer, "en")
        await here.tap()
        await hands.see_saved(older, "en")
        assert await hands.shown_answer(older, "single") == chosen
        await expect(newer.get_by_role("link", name="Continue here")).to_be_visible()
        assert (await host.wait_for(lambda view: True)).snapshot["connected"] == 1
        assert watch.complaints == []


async def test_answer_typed_without_a_network_is_stored_once(browser: Browser, folder: Path) -> None:
    folder.mkdir()
    async with (
        served_class(folder, QUIZ) as served,
        phone_context(browser) as (context, _),
        await served.host() as host,
    ):
        page = await context.new_page()
        await join_and_ask(page, served.join, host, "short_text")
        await context.set_offline(True)
        chosen = await hands.answer(page, "short_text", script=True)
        await expect(page.locator("#state")).to_have_text("Not saved yet - trying again")
        await picture(page, "not-saved-yet-en")
        assert count_answers(folder) == 0
        await context.set_offline(False)
        await hands.see_saved(page, "en")
        assert await hands.shown_answer(page, "short_text") == chosen
        assert stored(folder, "short_text") == chosen
        assert count_answers(folder) == 1
        await page.reload()  # nothing is left that would be sent again
        await hands.see_saved(page, "en")
        await host.do("lock")
        await hands.see_view(page, "locked")
        assert count_answers(folder) == 1


@pytest.mark.parametrize("kind", ["single", "short_text"])
async def test_killed_server_comes_back_with_the_question(browser: Browser, folder: Path, kind: str) -> None:
    """Killed in the midst of a question and started again: the page is there by itself. What was answered
    before stays, what is answered during the outage is stored once."""
    folder.mkdir()
    async with (
        served_class(folder, QUIZ) as served,
        phone_context(browser) as (context, _),
        phone_context(browser) as (idle_context, _),
    ):
        page, idle = await context.new_page(), await idle_context.new_page()
        async with await served.host() as host:
            await hands.join(idle, served.join, "Yanis")
            await join_and_ask(page, served.join, host, kind)
            await hands.see_view(idle, "question")
            if kind == "single":
                await hands.answer(page, kind, script=True)
                await hands.see_saved(page, "en")
            port, join = served.port, served.join
            served.kill()
        chosen = await hands.answer(page, kind, script=True, turn=1)
        await expect(page.locator("#state")).to_have_text("Not saved yet - trying again")
        await served.start()
        assert (served.port, served.join, served.ready["resumed"]) == (port, join, True)
        await hands.see_saved(page, "en")
        await eventually(lambda: same_as_stored(folder, kind, chosen))
        assert count_answers(folder) == (2 if kind == "single" else 1)
        assert await hands.shown_answer(page, kind) == chosen
        async with await served.host() as host:
            # The phone that had nothing to send has come back too, with its script.
            await host.wait_for(lambda view: view.snapshot["connected"] == 2)
            await host.do("lock")
            await hands.see_view(page, "locked")
            await hands.see_view(idle, "locked")
            assert count_answers(folder) == (2 if kind == "single" else 1)


def same_as_stored(folder: Path, kind: str, chosen: hands.Chosen) -> bool:
    return hands.same(kind, stored(folder, kind), chosen)


async def test_form_without_script_outlives_the_server(browser: Browser, folder: Path) -> None:
    """Without script the student is told by the browser; the same form sent again is stored once."""
    folder.mkdir()
    async with (
        served_class(folder, QUIZ) as served,
        phone_context(browser, script=False) as (context, _),
    ):
        page = await context.new_page()
        async with await served.host() as host:
            await hands.join(page, served.join, "Amina")
            await hands.see_view(page, "lobby")
            await ask(host, "single")
            await hands.refresh_until(page, "question")
            chosen = await hands.answer(page, "single", script=False)
            await hands.see_saved(page, "en")
        served.kill()
        await served.start()
        await page.reload()
        await hands.see_saved(page, "en")
        assert await hands.shown_answer(page, "single") == chosen
        changed = await hands.answer(page, "single", script=False, turn=1)
        await hands.see_saved(page, "en")
        assert changed != chosen
        assert stored(folder, "single") == changed
        assert count_answers(folder) == 2


# --- the laptop gets another address ---


class Relay:
    """The old address: passes everything on to the class until it is silenced or closed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._silent = False

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)

    @property
    def is_open(self) -> bool:
        return self._server is not None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.2", self._port)
        self._writers |= {writer, back}
        await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                if not self._silent:
                    writer.write(data)
        writer.close()

    def silence(self) -> None:
        """Nothing comes through any more and nobody is told: a phone that left the radio network."""
        self._silent = True

    def close(self) -> None:
        """Connections break and new ones are refused: a laptop that has given the address up."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._writers:
            writer.transport.abort()


def address(ip: str) -> Address:
    return Address(ip, "wlan0", 4, True, "wifi")


@contextlib.asynccontextmanager
async def relayed(port: int) -> AsyncIterator[Relay]:
    relay = Relay(port)
    await relay.start()
    try:
        yield relay
    finally:
        relay.close()


@pytest.mark.parametrize("way", ["closed", "silent"])
async def test_page_goes_on_at_another_address(browser: Browser, folder: Path, way: str) -> None:
    known = [address("127.0.0.1")]
    quiz = Quiz("q", "Sample", tuple(sample_question(kind) for kind in KINDS))

    def options(port: int) -> ServerOptions:
        return ServerOptions(announce=False, lister=lambda: list(known), watch_every=0.05, pace=0.15)

    async with (
        inner_class(folder, quiz, host="127.0.0.2", options=options) as inner,
        relayed(port := inner.server.port) as relay,
        phone_context(browser) as (context, watch),
        await inner.host() as host,
    ):
        page = await context.new_page()
        old, new = f"http://127.0.0.1:{port}", f"http://127.0.0.2:{port}"
        await join_and_ask(page, f"{old}/{inner.server.room.state.code}", host, "single")
        chosen = await hands.answer(page, "single", script=True)
        saved = await hands.see_saved(page, "en")
        # The page's policy is that of its first load, so the laptop must have had both addresses then.
        known.append(address("127.0.0.2"))
        await host.wait_for(lambda view: len(view.snapshot["addresses"]) == 2)
        await page.reload()
        await hands.see_saved(page, "en")
        del known[0]
        await host.wait_for(lambda view: len(view.snapshot["addresses"]) == 1)
        if way == "closed":
            relay.close()
        else:
            relay.silence()
        await page.wait_for_url(f"{new}/*", timeout=30_000)
        assert await hands.see_saved(page, "en") == saved
        assert await hands.shown_answer(page, "single") == chosen
        changed = await hands.answer(page, "single", script=True, turn=1)
        await eventually(lambda: same_as_stored(folder, "single", changed))
        view = await host.wait_for(lambda view: view.snapshot["connected"] == 1)
        assert view.snapshot["joined"] == 1
        assert "resume" not in page.url
        assert [line for line in watch.complaints if "policy" in line.lower()] == []


async def test_link_that_comes_back_between_two_tries_is_no_reason_to_give_up(
    browser: Browser, folder: Path
) -> None:
    """A socket was refused just before the laptop was there again, a page came just after: the page must
    not conclude that sockets never come here, else it would follow the class no more."""
    quiz = Quiz("q", "Sample", (sample_question("single"),))
    async with (
        inner_class(folder, quiz, host="127.0.0.2") as inner,
        relayed(port := inner.server.port) as relay,
        phone_context(browser) as (context, _),
        await inner.host() as host,
    ):
        page = await context.new_page()
        await join_and_ask(page, f"http://127.0.0.1:{port}/{inner.server.room.state.code}", host, "single")

        async def come_back_now(route: Route) -> None:
            if not relay.is_open:
                await relay.start()
            await route.continue_()

        await page.route("**/hello", come_back_now)
        relay.close()
        await host.wait_for(lambda view: view.snapshot["connected"] == 0)
        await host.wait_for(lambda view: view.snapshot["connected"] == 1)
        await expect(page.locator("body")).to_have_class("script live")
        await host.do("lock")
        await hands.see_view(page, "locked")
