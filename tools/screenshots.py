"""Photograph a real class for the documents: `python tools/screenshots.py` makes docs/screenshots/*.png.

The pictures show the class server's own pages, with students who answer over real sockets.
"""

import argparse
import asyncio
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.async_api import Browser, Page, async_playwright, expect

from app.lan.addresses import Address
from app.lan.server import ServerOptions
from app.quiz.model import Choice, Question, Quiz, RichText
from app.rehearsal.student import SimulatedStudent
from tests.e2e.browser import launch_options, phone_options
from tests.helpers.served_class import InnerClass, inner_class

OUT = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
LARGEST = 150_000  # bytes of a picture
SHOWN = "192.168.1.20"  # the address on the wall; the one of this computer is nobody's business
NAMES = {
    "fr": ("Amina", "Yanis", "Leïla", "Chloé", "Ilyes", "Sofia", "Nadir", "Inès", "Rayan", "Manon", "Théo"),
    "ar": ("أمينة", "ياسين", "ليلى", "سلمى", "إلياس", "مريم", "عمر", "هبة", "ريان", "سارة", "يوسف"),
    "en": ("Amina", "Yanis", "Leila", "Chloe", "Sam", "Sofia", "Omar", "Grace", "Ryan", "Mei", "Tom"),
}
TEXTS = {
    "fr": (
        "Biologie L1 - La cellule",
        "Quel organite produit l'essentiel de l'ATP ?",
        ("Le noyau", "Le ribosome", "La mitochondrie", "L'appareil de Golgi"),
        "Sa membrane interne porte les enzymes qui fabriquent l'ATP.",
    ),
    "ar": (
        "علم الأحياء - الخلية",
        "ما العضيّة التي تنتج معظم جزيئات ATP في الخلية؟",
        ("النواة", "الريبوسوم", "الميتوكوندريا", "جهاز غولجي"),
        "غشاؤها الداخلي يحمل الإنزيمات التي تنتج ATP.",
    ),
    "en": (
        "Biology L1 - Cells",
        "Which organelle makes most of the ATP?",
        ("Nucleus", "Ribosome", "Mitochondrion", "Golgi apparatus"),
        "Its inner membrane holds the enzymes that make ATP.",
    ),
}
RIGHT = 2
PORT = 8080


def make_quiz(language: str) -> Quiz:
    title, text, choices, why = TEXTS[language]
    questions = tuple(
        Question(
            id=f"q{number}",
            kind="single",
            text=RichText(text),
            choices=tuple(
                Choice(f"c{place}", RichText(choice), 1.0 if place == RIGHT else 0.0)
                for place, choice in enumerate(choices)
            ),
            feedback=RichText(why),
        )
        for number in range(1, 7)
    )
    return Quiz("quiz", title, questions, language=language)


def make_options(port: int) -> ServerOptions:
    return ServerOptions(announce=False, lister=lambda: [Address(SHOWN, "wlan0", 4, True, "wifi")])


def find_port() -> int:
    """The port that teachers see most often, or any other where it is taken."""
    with socket.socket() as probe:
        return PORT if probe.connect_ex(("127.0.0.1", PORT)) else 0


class Class:
    """A class in one language with simulated students."""

    def __init__(self, inner: InnerClass, language: str) -> None:
        self.inner = inner
        self.language = language
        self._lives: list[asyncio.Task[None]] = []
        self.students: list[SimulatedStudent] = []

    async def fill(self) -> None:
        for number, name in enumerate(NAMES[self.language]):
            student = SimulatedStudent(self.inner.join, name, Random(number))
            await student.join()
            self._lives.append(asyncio.create_task(student.live()))
            self.students.append(student)

    async def answer(self, choices: Sequence[int]) -> None:
        for student, choice in zip(self.students, choices, strict=False):
            await student.wait_for(lambda one: one.view == "question")
            await student.answer([("choice", f"c{choice}")])

    async def close(self) -> None:
        for student in self.students:
            await student.stop()
        await asyncio.gather(*self._lives, return_exceptions=True)


async def phone_page(browser: Browser, language: str) -> Page:
    context = await browser.new_context(**phone_options(language), device_scale_factor=2)
    return await context.new_page()


async def join(page: Page, address: str, name: str) -> None:
    await page.goto(address)
    await page.locator("#nickname").fill(name)
    await page.locator("#join button").tap()
    await expect(page.locator("body")).to_have_attribute("data-view", "lobby")


async def screen_page(browser: Browser, host: Any, inner: InnerClass, language: str) -> Page:
    context = await browser.new_context(
        viewport={"width": 1366, "height": 768},
        locale=phone_options(language)["locale"],
        reduced_motion="reduce",
    )
    page = await context.new_page()
    ticket = str((await host.do("make_ticket", role="screen"))["url"]).rpartition("#")[2]
    await page.goto(f"{inner.origin}/screen")
    await page.locator("#secret").fill(ticket)
    await page.get_by_role("button").click()
    return page


async def save(page: Page, out: Path, name: str) -> None:
    path = out / f"{name}.png"
    await page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.name}: {size} bytes")
    if size > LARGEST:
        raise SystemExit(f"{path.name} is too large for the repository.")


async def photograph(browser: Browser, out: Path, folder: Path, language: str) -> None:
    quiz = make_quiz(language)
    async with (
        inner_class(folder, quiz, port=find_port(), options=make_options) as inner,
        await inner.host() as host,
    ):
        room = Class(inner, language)
        phone = await phone_page(browser, language)
        await room.fill()
        await join(phone, inner.join, {"fr": "Salomé", "ar": "نور", "en": "Ada"}[language])
        wall = await screen_page(browser, host, inner, language)
        await expect(wall.locator("#joined")).to_have_text("12")
        if language == "fr":
            await save(wall, out, "screen-lobby-fr")
        await host.do("ask", seconds=30)
        await room.answer([2, 2, 1, 2, 0, 2, 2, 3, 2, 1])
        await phone.locator("#answer label").nth(RIGHT).click()  # a touch would leave its shadow
        await expect(phone.locator("#state")).to_have_class("ok")
        await expect(wall.locator("#answered")).to_have_text("11")
        if language == "fr":
            await save(phone, out, "phone-question-fr")
            teacher = await phone_page(browser, language)
            await teacher.goto(
                inner.origin
                + "/host#"
                + str((await host.do("make_ticket", role="host"))["url"]).rpartition("#")[2]
            )
            await expect(teacher.locator("#answered")).to_contain_text("11")
            await save(teacher, out, "host-fr")
        if language == "en":
            await save(wall, out, "screen-question-en")
        await host.do("lock")
        await host.do("reveal")
        if language == "ar":
            await expect(phone.locator("#mine .result")).to_be_visible()
            await save(phone, out, "phone-reveal-ar")
        await room.close()


async def main(out: Path) -> None:
    async with async_playwright() as play:
        browser = await play.chromium.launch(**launch_options())
        for language in ("fr", "ar", "en"):
            with tempfile.TemporaryDirectory() as folder:
                await photograph(browser, out, Path(folder), language)
        await browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Photograph a real class for the documents.")
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(chosen.out))
