"""The system's own Chromium as a student's phone or as the projector, and what it must never do.

One browser per module, a fresh context (its own cookies and storage) per phone.
"""

import asyncio
import contextlib
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, async_playwright

OUT: Final = Path(__file__).resolve().parent.parent.parent / "test-output"
PHONE: Final = {"width": 360, "height": 640}
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCALES: Final = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-MA"}

_TELL_VIOLATIONS: Final = """document.addEventListener('securitypolicyviolation', event =>
    console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));"""


def launch_options() -> dict[str, Any]:
    """Debian's Chromium; elsewhere Chrome or Edge as installed. None of them is a failure, never a skip."""
    options: dict[str, Any] = {"args": list(ARGUMENTS)}
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is not None:
        options["executable_path"] = path
    else:
        options["channel"] = "msedge" if sys.platform == "win32" else "chrome"
    return options


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    chromium = await playwright.chromium.launch(**launch_options())
    yield chromium
    await chromium.close()


@dataclass
class Watch:
    """What a context has said and asked for. complaints: errors and warnings of its pages, policy violations
    and uncaught exceptions; requests: addresses in the order of asking."""

    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def strangers(self, origin: str) -> list[str]:
        """Requests that left the class server (a `data:` address leaves nothing)."""
        own = (f"{origin}/", origin.replace("http:", "ws:") + "/", "data:")
        return [address for address in self.requests if not address.startswith(own)]


async def watch_context(context: BrowserContext) -> Watch:
    watch = Watch()
    context.on("console", watch.on_console)
    context.on("weberror", lambda error: watch.complaints.append(f"uncaught: {error.error}"))
    context.on("request", lambda request: watch.requests.append(request.url))
    context.on("page", lambda page: page.on("websocket", lambda ws: watch.requests.append(ws.url)))
    await context.add_init_script(_TELL_VIOLATIONS)
    return watch


def phone_options(language: str = "en", script: bool = True, scheme: str = "light") -> dict[str, Any]:
    return {
        "viewport": PHONE,
        "has_touch": True,
        "is_mobile": True,
        "locale": LOCALES[language],
        "java_script_enabled": script,
        "color_scheme": scheme,
        "reduced_motion": "reduce",
    }


@contextlib.asynccontextmanager
async def phone_context(
    browser: Browser, language: str = "en", *, script: bool = True, scheme: str = "light", **more: Any
) -> AsyncIterator[tuple[BrowserContext, Watch]]:
    """A phone with nothing stored yet. What is slower than 15 s is broken, also on a busy machine."""
    context = await browser.new_context(**phone_options(language, script, scheme), **more)
    context.set_default_timeout(15_000)
    try:
        yield context, await watch_context(context)
    finally:
        await context.close()


async def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """A screenshot for people to look at, in test-output/."""
    OUT.mkdir(exist_ok=True)
    await page.screenshot(path=OUT / f"{name}.png", full_page=whole)


async def eventually(wanted: Any, patience: float = 15.0) -> Any:
    """The first true value that `wanted()` gives; asks again every 50 ms."""
    async with asyncio.timeout(patience):
        while not (value := wanted()):
            await asyncio.sleep(0.05)
    return value
