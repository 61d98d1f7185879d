"""Moving pictures made small enough for phones, frame by frame, as GIF. What is decoded is bounded, of one
picture and of all pictures of a quiz: a file of 10 kB can hold hours.
"""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image

from app.quiz.model import Media

MOVING_SIDE: Final = 480  # pixels of the longest side
MOVING_BYTES: Final = 600_000
MOST_FRAMES: Final = 200
MOST_DECODED: Final = 50_000_000  # pixels of all frames of a picture
MOST_DECODED_TOGETHER: Final = 150_000_000  # of a quiz
_LEAST_SIDE: Final = 120
_LEAST_DURATION: Final = 20  # ms
_CLEAR: Final = 255  # the place in a palette of what shows through


class TooLong(Exception):
    """There are more frames or pixels than are looked at."""


@dataclass(slots=True)
class Budget:
    """left: pixels that may still be decoded."""

    left: int = MOST_DECODED_TOGETHER

    def spend(self, pixels: int) -> None:
        """Raises `TooLong`."""
        if pixels > self.left:
            raise TooLong
        self.left -= pixels


def shrink_moving(image: Image.Image, budget: Budget) -> Media:
    """The whole animation, at most MOVING_SIDE wide and high, made smaller still where it would have more
    than MOVING_BYTES. Raises `TooLong`, and what Pillow raises for broken files."""
    frames, durations = _decode(image, budget)
    looping = {"loop": image.info["loop"]} if "loop" in image.info else {}
    small = _write(frames, durations, looping)
    if len(small) > MOVING_BYTES:
        fitting = int(max(frames[0].size) * 0.9 * (MOVING_BYTES / len(small)) ** 0.5)
        side = max(fitting, _LEAST_SIDE)
        small = _write([_shrink(frame, side) for frame in frames], durations, looping)
    return Media("image/gif", small)


def _decode(image: Image.Image, budget: Budget) -> tuple[list[Image.Image], list[int]]:
    """All frames, small, and how long each is shown, in milliseconds."""
    frames: list[Image.Image] = []
    durations: list[int] = []
    own = Budget(MOST_DECODED)
    while _seek(image, len(frames)):
        if len(frames) == MOST_FRAMES:
            raise TooLong
        for account in (own, budget):
            account.spend(image.width * image.height)
        frames.append(_shrink(image, MOVING_SIDE))
        durations.append(max(int(image.info.get("duration") or 100), _LEAST_DURATION))
    return frames, durations


def _write(frames: list[Image.Image], durations: list[int], looping: dict[str, int]) -> bytes:
    disposal = 2 if any("transparency" in frame.info for frame in frames) else 0
    written = io.BytesIO()
    frames[0].save(
        written,
        "GIF",
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        disposal=disposal,
        optimize=False,
        **looping,
    )
    return written.getvalue()


def _seek(image: Image.Image, number: int) -> bool:
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _shrink(image: Image.Image, side: int) -> Image.Image:
    """One frame in 255 colours, and one for what shows through."""
    whole = image.convert("RGBA")
    alpha = whole.getchannel("A")
    if alpha.getextrema() == (255, 255):
        whole = whole.convert("RGB")  # half the work
    whole.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=1.5)
    small = whole.convert("RGB").quantize(255, Image.Quantize.MEDIANCUT)
    small.info = {}
    if whole.mode == "RGBA":
        small.paste(_CLEAR, mask=whole.getchannel("A").point(lambda value: 255 if value < 128 else 0))
        small.info["transparency"] = _CLEAR
    return small
