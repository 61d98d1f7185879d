"""Photograph every screen of the desktop: `python tools/desktop_screens.py [--only WORD] [--languages en]`.

All pictures go to test-output/screens, in each language, light and dark; the few that the documents show are
kept in docs/screenshots/desktop as well.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tools.screens import control, pages, privacy, projector, sync
from tools.screens.studio import LAPTOP, Studio

ROOT: Final = Path(__file__).resolve().parent.parent
OUT: Final = ROOT / "test-output" / "screens"
KEPT_OUT: Final = ROOT / "docs" / "screenshots" / "desktop"
WALL_KEPT: Final = 1280  # px, width of the projector there
LARGEST: Final = 150_000  # bytes of a picture in the repository
SCREENS: Final = {
    **pages.SCREENS,
    **privacy.SCREENS,
    **control.SCREENS,
    **projector.SCREENS,
    **sync.SCREENS,
}
KEPT: Final = (
    ("home-busy", "fr", "light"),
    ("library", "fr", "light"),
    ("editor-numeric", "fr", "light"),
    ("import", "fr", "light"),
    ("control-asking", "fr", "light"),
    ("control-made-up", "fr", "light"),
    ("control-cannot-join", "fr", "light"),
    ("control-attendance", "fr", "light"),
    ("control-kiosk", "fr", "light"),
    ("control-revealed", "ar", "dark"),
    ("projector-lobby", "fr", "light"),
    ("projector-single", "fr", "light"),
    ("projector-single-reveal", "ar", "dark"),
    ("projector-formula", "fr", "dark"),
    ("projector-podium", "fr", "light"),
    ("sessions-questions", "fr", "light"),
)
"""What the documents show: screen, language, theme."""


def file_name(name: str, language: str, theme: str) -> str:
    return f"{name}-{language}-{theme}.png"


def take(studio: Studio, name: str) -> QImage:
    """The picture of one screen in the studio's language and theme."""
    shown: QWidget | QPixmap = SCREENS[name](studio)
    picture = shown if isinstance(shown, QPixmap) else shown.grab()
    studio.clear()
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def photograph(app: QApplication, language: str, only: str, folder: Path) -> Iterator[Path]:
    studio = Studio(app, folder, language)
    for theme in ("light", "dark"):
        studio.dress(dark=theme == "dark")
        for name in SCREENS:
            if only not in name:
                continue
            picture = take(studio, name)
            path = OUT / file_name(name, language, theme)
            picture.save(str(path), "PNG", 60)
            yield path
            if (name, language, theme) in KEPT:
                yield keep(picture, path.name)
    studio.close()


def keep(picture: QImage, name: str) -> Path:
    """Into the repository, no larger than pictures there may be."""
    path = KEPT_OUT / name
    if picture.width() > LAPTOP.width():
        picture = picture.scaledToWidth(WALL_KEPT, Qt.TransformationMode.SmoothTransformation)
    _with_palette(picture).save(str(path), "PNG", 0)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{name} is too large for the repository: {size} bytes.")
    return path


def _with_palette(picture: QImage) -> QImage:
    """The same in its 256 commonest colours: half as large, and hardly anybody can tell."""
    pixels = memoryview(picture.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    table = [colour for colour, _ in Counter(pixels).most_common(256)]
    return picture.convertToFormat(QImage.Format.Format_Indexed8, table)


def main() -> None:
    parser = argparse.ArgumentParser(description="Photograph every screen of the desktop.")
    parser.add_argument("--only", default="", help="a part of the screen's name, such as control-")
    parser.add_argument("--languages", nargs="*", default=["fr", "ar"])
    chosen = parser.parse_args()
    begun = time.monotonic()
    OUT.mkdir(parents=True, exist_ok=True)
    KEPT_OUT.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(["Préau"])
    count = 0
    for language in chosen.languages:
        folder = Path(tempfile.mkdtemp())
        for path in photograph(app, language, chosen.only, folder):
            print(path.relative_to(ROOT))
            count += 1
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{count} pictures in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
