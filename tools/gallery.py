"""Photograph every page in every language, light and dark: `python tools/gallery.py --out DIR [--only WORD]`.

The pages are the real ones with their real headers, served on this machine and drawn by Chromium. The
pictures are for people to look at; nothing compares them.
"""

import argparse
import asyncio
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import qrcode
import qrcode.image.svg
from playwright.async_api import ConsoleMessage, Error, Page

from app.i18n import LANGUAGES
from app.lan import page_models as models
from tests.helpers import host_samples
from tests.helpers import page_samples as samples
from tests.helpers.browser import open_browser
from tests.helpers.scripted_class import CODE, PAGES, ScriptedClass, now_ms

PHONE = ((360, 640),)
TITLES = {"fr": "Biologie L1 - La cellule", "ar": "علم الأحياء - الخلية", "en": "Biology L1 - Cells"}
WALLS = ((1366, 768), (1920, 1080), (1024, 768))


@dataclass
class Picture:
    name: str
    html: str
    sizes: tuple[tuple[int, int], ...]


def qr_svg(text: str) -> str:
    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=0)
    out = io.BytesIO()
    image.save(out)
    return out.getvalue().decode().split("?>", 1)[1]


def stages(language: str) -> Iterator[tuple[str, models.Stage, models.Mine | None]]:
    """Name, stage and what is the student's own, for every view and kind."""
    me = samples.student
    yield "code", models.EnterCode(wrong="K7PX"), None
    yield "join", models.Join(CODE), None
    yield "join-fault", models.Join(CODE, "a" * 40, "..."), None
    yield "shut", models.Shut(), None
    yield "sign-in", models.SignIn(CODE, guests=True), None
    yield "sign-in-shut", models.SignIn(CODE, guests=True, shut=True), None
    yield "sign-in-pin", models.SignIn(CODE, "enter", "0012", "..."), None
    yield "sign-in-choose", models.SignIn(CODE, "choose", "0012"), None
    yield "hand-over", models.SignIn(CODE, holder="Amina", others=(("s2", "Yanis"), ("s3", "محمد"))), None
    yield "message", models.Notice("Préau", "...", "OK", "/"), None
    yield "lobby", models.Lobby(), me(total=None)
    yield "lobby-between", models.Lobby(between=True), me()
    for kind in samples.KINDS:
        q = samples.question(kind, language)
        yield f"question-{kind}", samples.asking(q, deadline=now_ms() + 18_400, now=now_ms()), me()
        yield f"question-{kind}-saved", samples.asking(q), me(kind)
        if kind != "slide":
            result = "unscored" if kind in ("poll", "open_text") else "partly"
            mine = me(kind, result=result, points=0.5, out_of=1, answer="" if q.choices else "46")
            yield f"reveal-{kind}", samples.revealed(q, language), mine
    single = samples.question("single", language)
    yield "vote-again", samples.asking(single, attempt=2), me("single")
    for name, q in samples.hard_questions(language).items():
        yield f"hard-{name}", samples.asking(q), me("single")
        if name != "pictured":
            yield f"hard-{name}-reveal", samples.revealed(q, language), me("single", result="right", points=1)
    yield "paused", samples.paused(single), me("single")
    yield "locked", samples.locked(single), me("single")
    yield "locked-text", samples.locked(samples.question("short_text", language)), me(answer="cytosol")
    feedback = (samples.WORDS[language]["why"][0],)
    yield (
        "reveal-wrong",
        samples.revealed(single, language),
        me(fields=(("choice", "c1"),), result="wrong", points=0, out_of=1, feedback=feedback),
    )
    yield "reveal-none", samples.revealed(single, language), me(result="none", points=0)
    yield "ranking", models.Ranking(samples.ROWS), me(place=12, of=42)
    yield "ended", models.Ended(samples.ROWS), me(place=12, of=42)
    yield "removed", models.Removed(), me()


def walls(language: str) -> Iterator[tuple[str, models.Stage]]:
    address = "192.168.1.20:8080"
    yield (
        "lobby",
        models.WallLobby(
            address,
            CODE,
            qr_svg(f"http://{address}/{CODE}"),
            joined=42,
            wifi="PREAU-5",
            wifi_qr_svg=qr_svg("WIFI:S:PREAU-5;;"),
            names=tuple(row.nickname for row in samples.ROWS),
        ),
    )
    yield "lobby-plain", models.WallLobby("192.168.1.20", CODE, qr_svg("http://192.168.1.20/K7PM"), joined=0)
    yield "login", models.WallLogin()
    for kind in samples.KINDS:
        q = samples.question(kind, language)
        yield f"question-{kind}", samples.asking(q, deadline=now_ms() + 18_400, now=now_ms())
        if kind != "slide":
            yield f"reveal-{kind}", samples.revealed(q, language)
    for name, q in samples.hard_questions(language).items():
        yield f"hard-{name}", samples.asking(q)
    hard = samples.hard_questions(language)
    yield "hard-eight-reveal", samples.revealed(hard["eight"], language)
    yield "hard-long-reveal", samples.revealed(hard["long"], language)
    yield "locked", samples.locked(samples.question("single", language))
    yield "paused", samples.paused(None)
    yield "ranking", models.Ranking(samples.ROWS)
    yield "ended", models.Ended(samples.ROWS)


def pictures(only: str) -> Iterator[Picture]:
    for language in LANGUAGES:
        title = {"fr": "Biologie L1 - La cellule", "ar": "علم الأحياء - الخلية"}.get(
            language, "Biology L1 - Cells"
        )
        for name, stage, mine in stages(language):
            page = models.PageContext(
                stage,
                CODE,
                title,
                "s1",
                "v1",
                getattr(stage, "round", ""),
                getattr(stage, "deadline", None),
                now_ms(),
                mine,
            )
            full = f"phone-{name}-{language}"
            if only in full:
                yield Picture(full, PAGES.page(language, page), PHONE)
        for name, wall in walls(language):
            screen = models.ScreenContext(
                wall,
                title,
                CODE,
                "192.168.1.20:8080",
                deadline=getattr(wall, "deadline", None),
                now=now_ms(),
                joined=42,
                answered=31,
            )
            full = f"wall-{name}-{language}"
            if only in full:
                yield Picture(full, PAGES.screen_page(language, screen), WALLS)


async def photograph(page: Page, room: ScriptedClass, picture: Picture, out: Path, scheme: str) -> None:
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        problems.append(message.text)

    def on_error(error: Error) -> None:
        problems.append(str(error))

    page.on("console", on_console)
    page.on("pageerror", on_error)
    room.extra_pages[picture.name] = picture.html
    for width, height in picture.sizes:
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto(f"{room.origin}/extra/{picture.name}")
        across, down = await page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        if across > width:
            problems.append(f"{across} px wide")
        name = picture.name
        if picture.sizes is PHONE:  # all of it at once, the last line at its place
            await page.set_viewport_size({"width": width, "height": max(height, down)})
        else:
            name = f"{name}-{width}"
            if await page.evaluate("stage.scrollHeight > stage.clientHeight + 1"):
                print(f"{name} {scheme}: scrolls")
        await page.screenshot(path=out / f"{name}-{scheme}.png")
    for problem in problems:
        print(f"{picture.name} {scheme}: {problem}")
    page.remove_listener("console", on_console)
    page.remove_listener("pageerror", on_error)


async def photograph_hosts(page: Page, room: ScriptedClass, out: Path, scheme: str) -> int:
    phases = [phase for phase in host_samples.ALLOWED if phase != "ended"]
    for language in LANGUAGES:
        for phase in phases:
            question = 2 if phase == "locked" else 1
            trouble = [{"code": "x", "text": "..."}] if phase == "paused" else []
            shot = host_samples.snapshot(phase, question, trouble=trouble)
            room.host_greeting = [host_samples.welcome(language), shot]
            await page.set_viewport_size({"width": 360, "height": 740})
            await page.goto(f"{room.origin}/host?lang={language}")
            await page.locator("#people summary").click()
            down = await page.evaluate("document.documentElement.scrollHeight")
            await page.set_viewport_size({"width": 360, "height": max(740, down)})
            await page.screenshot(path=out / f"host-{phase}-{language}-{scheme}.png")
    return len(phases) * len(LANGUAGES)


async def main(out: Path, only: str, schemes: list[str]) -> None:
    async with ScriptedClass(pace=1) as room, open_browser() as browser:
        count = 0
        for scheme in schemes:
            page = await browser.new_page(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            for picture in pictures(only):
                await photograph(page, room, picture, out, scheme)
                count += 1
            if only in "host":
                count += await photograph_hosts(page, room, out, scheme)
    print(f"{count} pages in {out}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Photograph every page.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="a part of the picture's name, such as phone-lobby-ar")
    parser.add_argument("--scheme", nargs="*", default=["light", "dark"])
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(chosen.out, chosen.only, chosen.scheme))
