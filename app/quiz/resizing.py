"""Pictures made small enough for phones, beside their originals. The only place that decodes pictures of
strangers: a few formats by name, their size known before a pixel is decoded, nothing of their metadata kept.

The version for phones lies in a quiz's media as `NAME@phone`; texts name the original.
"""

import io
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from app.quiz.kinds.base import Problem
from app.quiz.model import Media
from app.quiz.moving import Budget, TooLong, shrink_moving

PHONE_SIDE: Final = 1280  # pixels of the longest side
PHONE_BYTES: Final = 300_000
MOST_PIXELS: Final = 50_000_000  # beyond, a picture is refused: 10 kB can unpack to gigabytes
_SUFFIX: Final = "@phone"
_FORMATS: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
_SIDES: Final = (PHONE_SIDE, 960, 640)
_QUALITIES: Final = (85, 75, 60)
_ORIENTATION: Final = 0x0112
_GPS: Final = 0x8825
_LARGEST_PROFILE: Final = 10_000  # bytes of a colour profile that is worth sending

# What Pillow raises for broken files; its readers do not promise one error.
_BROKEN: Final = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)

# Pillow would only warn; sizes are asked here before anything is decoded.
Image.MAX_IMAGE_PIXELS = None


class PictureRefused(Exception):
    """code: `picture_damaged`, or `picture_pixels` (more than MOST_PIXELS)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sized:
    """media: of a quiz, with versions for phones; without what must not be decoded at all. problems: by name
    of the picture, see `PictureRefused`, and `picture_moving` (`kilobytes`: it is as large as it was),
    `picture_stilled` (phones see its first frame)."""

    media: dict[str, Media]
    problems: dict[str, Problem]


def phone_name(name: str) -> str:
    """Under which name the version for phones of a picture is kept."""
    return name + _SUFFIX


def original_name(name: str) -> str:
    """The name that texts use; of an original its own."""
    return name.removesuffix(_SUFFIX)


def add_phone_versions(media: Mapping[str, Media]) -> Sized:
    """Media with versions for phones where they are missing and needed."""
    found: dict[str, Media] = {}
    problems: dict[str, Problem] = {}
    budget = Budget()
    for name, item in media.items():
        if item.type not in _FORMATS or name.endswith(_SUFFIX) or phone_name(name) in media:
            found[name] = item
            continue
        try:
            small = shrink_picture(item, budget)
        except PictureRefused as refused:
            problems[name] = Problem(refused.code)
            if refused.code == "picture_damaged":
                found[name] = item
            continue
        found[name] = item
        if small:
            found[phone_name(name)] = small.media
            if small.stilled:
                problems[name] = Problem("picture_stilled")
        elif len(item.data) > PHONE_BYTES:
            problems[name] = Problem("picture_moving", {"kilobytes": len(item.data) // 1000})
    return Sized(found, problems)


def media_for_class(media: Mapping[str, Media]) -> dict[str, Media]:
    """What a class needs: each picture in its version for phones, under the name that texts use. Sounds are
    not played there."""
    sized = add_phone_versions(media).media
    return {
        name: sized.get(phone_name(name), item)
        for name, item in sized.items()
        if not name.endswith(_SUFFIX) and not item.type.startswith("audio/")
    }


@dataclass(frozen=True, slots=True)
class Small:
    """A version for phones. stilled: it moved, and too long to be made smaller."""

    media: Media
    stilled: bool = False


def shrink_picture(picture: Media, budget: Budget | None = None) -> Small | None:
    """The version for phones; None where the picture is fit for them as it is.

    Upright, and without place and camera. WebP is written anew, because Safari 12 and 13 do not know it.
    budget: what may be decoded of moving pictures. Raises `PictureRefused`.
    """
    if picture.type == "image/webp" and _webp_pixels(picture.data) > MOST_PIXELS:
        raise PictureRefused("picture_pixels")
    try:
        with Image.open(io.BytesIO(picture.data), formats=(_FORMATS[picture.type],)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureRefused("picture_pixels")
            if not _needs_another(image, picture):
                image.draft(None, (64, 64))
                image.load()  # whether it is whole
                return None
            # A JPEG with several pictures is a photo with its preview, or for both eyes.
            if picture.type != "image/jpeg" and getattr(image, "is_animated", False):
                return _make_small_moving(image, picture, budget or Budget())
            return Small(_make_small(image, picture))
    except _BROKEN as error:
        raise PictureRefused("picture_damaged") from error


def _needs_another(image: Image.Image, picture: Media) -> bool:
    exif = image.getexif()
    return (
        max(image.size) > PHONE_SIDE
        or len(picture.data) > PHONE_BYTES
        or picture.type == "image/webp"
        or exif.get(_ORIENTATION, 1) != 1
        or _GPS in exif
    )


def _make_small_moving(image: Image.Image, picture: Media, budget: Budget) -> Small | None:
    try:
        moving = shrink_moving(image, budget)
    except TooLong:
        image.seek(0)
        return Small(_make_small(image, picture), stilled=True)
    fits = picture.type != "image/webp" and max(image.size) <= PHONE_SIDE
    return None if fits and len(moving.data) >= len(picture.data) else Small(moving)


def _make_small(image: Image.Image, picture: Media) -> Media:
    exif = image.getexif()
    profile = image.info.get("icc_profile") or b""
    image.draft(None, (PHONE_SIDE, PHONE_SIDE))
    upright = ImageOps.exif_transpose(image) if _ORIENTATION in exif else image
    plain = _plain_mode(upright)
    plain.thumbnail((PHONE_SIDE, PHONE_SIDE), Image.Resampling.LANCZOS)
    plain.info = {}
    kept = profile if len(profile) <= _LARGEST_PROFILE and plain.mode in ("RGB", "RGBA") else b""
    see_through = plain.mode == "RGBA"
    if see_through or (picture.type != "image/jpeg" and picture.type != "image/webp"):
        small = _save(plain, "PNG", icc_profile=kept, optimize=True)
        if len(small) <= PHONE_BYTES:
            return Media("image/png", small)
    return _see_through(plain) if see_through else _opaque(plain, kept)


def _plain_mode(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something shows through."""
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bits a pixel are read as whole numbers.
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        whole = image.convert("RGBA")
        seen_through = whole.getchannel("A").point(lambda value: 255 - value).getbbox()
        return whole if seen_through else whole.convert("RGB")
    return image.convert("RGB")


def _opaque(image: Image.Image, profile: bytes) -> Media:
    small = b""
    for quality in _QUALITIES:
        small = _save(image, "JPEG", quality=quality, optimize=True, progressive=True, icc_profile=profile)
        if len(small) <= PHONE_BYTES:
            break
    return Media("image/jpeg", small)


def _see_through(image: Image.Image) -> Media:
    small = b""
    for side in _SIDES:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        small = _save(image.quantize(256, Image.Quantize.FASTOCTREE), "PNG", optimize=True)
        if len(small) <= PHONE_BYTES:
            break
    return Media("image/png", small)


def _save(image: Image.Image, name: str, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, name, **{key: value for key, value in options.items() if value != b""})
    return written.getvalue()


def _webp_pixels(data: bytes) -> int:
    """Width times height as the file's head says: opening a WebP already takes memory for all of them.
    Layout: RFC 9649, sections 2.5 to 2.7; 0 where it has none of these."""
    chunk = data[12:16]
    if chunk == b"VP8X" and len(data) >= 30:
        sides = int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    elif chunk == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        sides = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif chunk == b"VP8 " and len(data) >= 30:
        sides = (
            int.from_bytes(data[26:28], "little") & 0x3FFF,
            int.from_bytes(data[28:30], "little") & 0x3FFF,
        )
    else:
        return 0
    return sides[0] * sides[1]
