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
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tools.screens import control, pages, projector
from tools.screens.studio import Studio

ROOT: Final = Path(__file__).resolve().parent.parent
OUT: Final = ROOT / "test-output" / "screens"
KEPT_OUT: Final = ROOT / "docs" / "screenshots" / "desktop"
LARGEST: Final = 150_000  # bytes of a picture in the repository
SCREENS: Final = {**pages.SCREENS, **control.SCREENS, **projector.SCREENS}
KEPT: Final = ()
"""What the documents show: screen, language, theme."""


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
            path = OUT / f"{name}-{language}-{theme}.png"
            picture.save(str(path), "PNG", 60)
            yield path
            if (name, language, theme) in KEPT:
                yield keep(picture, path.name)
    studio.close()


def keep(picture: QImage, name: str) -> Path:
    """Into the repository, no larger than pictures there may be."""
    path = KEPT_OUT / name
    picture.save(str(path), "PNG", 0)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{name} is too large for the repository: {size} bytes.")
    return path


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
