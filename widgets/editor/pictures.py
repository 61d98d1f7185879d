"""Pictures as a quiz keeps them: PNG or JPEG, not larger than phones and walls need. Runs in workers."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.errors import Refused
from app.quiz.model import Media
from app.quiz.pictures import name_picture

LONGEST_SIDE: Final = 1600  # pixels
MOST_BYTES: Final = 100_000_000  # of a file that is looked at
SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp")

ENCODED: Final = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp")
"""Kinds that may be on a clipboard, the smallest first."""

Kept = tuple[str, Media]


def read_picture(path: Path) -> Kept:
    """Name and media of a picture file. Raises `Refused('picture_not_read')`."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError as error:
        raise Refused("picture_not_read", file=path.name) from error
    kept = _read(data)
    if kept is None:
        raise Refused("picture_not_read", file=path.name)
    return kept


def read_pasted(data: bytes) -> Kept:
    """The same of a picture as the clipboard holds it. Raises `Refused('picture_not_pasted')`."""
    kept = _read(data) if len(data) <= MOST_BYTES else None
    if kept is None:
        raise Refused("picture_not_pasted")
    return kept


def _read(data: bytes) -> Kept | None:
    """As it is where that will do, else decoded, no larger than needed: a photo of a telephone takes a second
    to decode whole."""
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    found, reader = name_picture(data), QImageReader(buffer)
    size = reader.size()
    small = max(size.width(), size.height()) <= LONGEST_SIDE
    if found and small and found[1].type != "image/webp" and reader.transformation().value == 0:
        return found
    if not small:
        side = QSize(LONGEST_SIDE, LONGEST_SIDE)
        reader.setScaledSize(size.scaled(side, Qt.AspectRatioMode.KeepAspectRatio))
    reader.setAutoTransform(True)
    image = reader.read()
    return None if image.isNull() else shrink_picture(image)


def shrink_picture(image: QImage) -> Kept:
    """Name and media of a picture in memory, scaled down where it is larger than `LONGEST_SIDE`.

    Drawings become PNG; photos, for which that would be large, JPEG. Raises `Refused('picture_not_pasted')`.
    """
    if max(image.width(), image.height()) > LONGEST_SIDE:
        image = image.scaled(
            LONGEST_SIDE,
            LONGEST_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    data = _encode(image, "PNG", -1)
    if not image.hasAlphaChannel() and len(data) > 300_000:
        jpeg = _encode(image, "JPEG", 88)
        data = jpeg if len(jpeg) < len(data) else data
    found = name_picture(data)
    if found is None:
        raise Refused("picture_not_pasted")
    return found


def _encode(image: QImage, suffix: str, quality: int) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, suffix, quality)  # type: ignore[call-overload]
    buffer.close()
    return bytes(data.data())


def picture_files(source: QMimeData) -> list[Path]:
    """The picture files that are dropped or pasted."""
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES]


def encoded_picture(source: QMimeData) -> bytes:
    """The picture as another program has put it there, to be decoded in a worker; b'' where the system has
    only a decoded one."""
    for kind in ENCODED:
        if source.hasFormat(kind) and (data := bytes(source.data(kind).data())):
            return data
    return b""


def holds_picture(source: QMimeData) -> bool:
    """Whether there is a picture, and no text that would be meant instead (spreadsheets give both)."""
    is_picture = source.hasImage() or any(source.hasFormat(kind) for kind in ENCODED)
    return bool(picture_files(source)) or (is_picture and not source.hasText())
