"""Real pictures for tests, made when asked for."""

import io

from PIL import Image


def draw_picture(width: int = 2, height: int = 2, name: str = "PNG", shade: str = "navy") -> bytes:
    """A picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), shade).save(written, name)
    return written.getvalue()
