"""Pictures for phones: small, upright, without a place; what is too large or damaged is told."""

import io
import struct
import zlib

import pytest
from PIL import Image

from app.quiz import resizing
from app.quiz.model import Media
from app.quiz.moving import Budget
from app.quiz.resizing import (
    PHONE_BYTES,
    PictureRefused,
    add_phone_versions,
    media_for_class,
    phone_name,
    shrink_picture,
)


def picture(size, name="PNG", mode="RGB", noise=False, **options):
    if noise:
        image = Image.effect_noise(size, 90).convert(mode)
    else:
        image = Image.new(mode, size, options.pop("color", None))
    written = io.BytesIO()
    image.save(written, name, **options)
    kind = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}[name]
    return Media(kind, written.getvalue())


def shrunk(media):
    small = shrink_picture(media)
    assert not small.stilled
    return small.media


def moving(size, count, name="GIF", *, clear=False, **options):
    """Frames of noise with a block that walks through them."""
    ground = Image.effect_noise(size, 60).convert("RGBA")
    frames = []
    for number in range(count):
        frame = Image.new("RGBA", size, (0, 0, 0, 0)) if clear else ground.copy()
        frame.paste((255, 0, 0, 255), (number * 10, 0, number * 10 + 40, 40))
        frames.append(frame)
    written = io.BytesIO()
    frames[0].save(
        written,
        name,
        save_all=True,
        append_images=frames[1:],
        duration=[90 + n for n in range(count)],
        **options,
    )
    return Media(f"image/{name.lower()}", written.getvalue())


def opened(media):
    return Image.open(io.BytesIO(media.data))


def test_what_is_fit_for_phones_stays_as_it_is():
    assert shrink_picture(picture((800, 600))) is None
    assert shrink_picture(picture((800, 600), "JPEG")) is None
    assert shrink_picture(picture((80, 60), "GIF")) is None


@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "WEBP"])
def test_large_pictures_become_small(name):
    small = shrunk(picture((2600, 1300), name))
    assert opened(small).size == (1280, 640)
    assert small.type in ("image/png", "image/jpeg")


@pytest.mark.parametrize(("name", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB")])
def test_heavy_pictures_become_light(name, mode):
    heavy = picture((1200, 900), name, mode, noise=True, **({"quality": 99} if name == "JPEG" else {}))
    assert len(heavy.data) > PHONE_BYTES
    assert len(shrunk(heavy).data) < len(heavy.data)


def test_what_shows_through_stays_so():
    small = opened(shrunk(picture((2000, 2000), mode="RGBA", color=(255, 0, 0, 90))))
    assert small.convert("RGBA").getpixel((5, 5))[3] == 90


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA", "CMYK"])
def test_all_sorts_of_pixels(mode):
    name = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(shrunk(picture((1500, 10), name, mode))).size == (1280, 9)


def test_a_photo_is_upright_and_says_no_place():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    small = opened(shrunk(picture((400, 200), "JPEG", exif=exif)))
    assert small.size == (200, 400)
    assert dict(small.getexif()) == {}


def test_webp_is_written_anew_for_old_phones():
    assert shrunk(picture((10, 10), "WEBP")).type == "image/jpeg"


def test_small_moving_pictures_stay_as_they_are():
    assert shrink_picture(moving((100, 80), 3)) is None


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize("clear", [False, True])
def test_large_moving_pictures_go_on_moving(name, clear):
    large = moving((1400, 700), 3, name, clear=clear, loop=0)
    small = opened(shrunk(large))
    assert (small.format, small.size, small.n_frames, small.info["loop"]) == ("GIF", (480, 240), 3, 0)
    durations, places = [], []
    for number in range(3):
        small.seek(number)
        durations.append(small.info["duration"])
        shown = small.convert("RGBA")
        line = [shown.getpixel((x, 2)) for x in range(0, 40, 3)]
        places.append([x for x, (red, _, blue, _) in enumerate(line) if red > 200 and blue < 90])
        if name != "WEBP":  # Pillow writes none that moves and is seen through
            assert shown.getpixel((300, 200))[3] == (0 if clear else 255)
    assert all(abs(found - (90 + n)) <= 10 for n, found in enumerate(durations))
    assert places[0] != places[1] != places[2] and all(places)


def test_heavy_moving_pictures_become_light(monkeypatch):
    heavy = moving((500, 400), 8, "PNG")
    monkeypatch.setattr("app.quiz.moving.MOVING_BYTES", 150_000)
    assert len(heavy.data) > PHONE_BYTES
    small = shrunk(heavy)
    assert len(small.data) < 200_000 and opened(small).n_frames == 8


def test_a_moving_picture_that_would_not_become_smaller_stays(monkeypatch):
    monkeypatch.setattr(resizing, "PHONE_BYTES", 50)
    tight = shrunk(moving((40, 40), 3, "WEBP"))
    sized = add_phone_versions({"a.gif": tight})
    assert (list(sized.media), sized.problems["a.gif"].code) == (["a.gif"], "picture_moving")


@pytest.mark.parametrize("limit", ["MOST_FRAMES", "MOST_DECODED", "MOST_DECODED_TOGETHER"])
@pytest.mark.parametrize("name", ["GIF", "WEBP"])
def test_what_moves_too_long_is_shown_still_and_told(limit, name, monkeypatch):
    large = moving((1300, 20), 4, name)
    if limit == "MOST_DECODED_TOGETHER":
        monkeypatch.setattr(resizing, "Budget", lambda: Budget(100_000))
    else:
        monkeypatch.setattr(f"app.quiz.moving.{limit}", 3 if limit == "MOST_FRAMES" else 100_000)
    sized = add_phone_versions({"a": large})
    assert sized.problems["a"].code == "picture_stilled"
    small = sized.media[phone_name("a")]
    assert opened(small).size == (1280, 20) and small.type != "image/gif"
    assert sized.media["a"] == large


def test_a_photo_with_its_preview_is_no_moving_picture():
    written = io.BytesIO()
    both = [Image.new("RGB", (2000, 1000), shade) for shade in ("red", "blue")]
    both[0].save(written, "MPO", save_all=True, append_images=both[1:])
    assert opened(shrunk(Media("image/jpeg", written.getvalue()))).size == (1280, 640)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_was_cut_is_told_and_kept(name):
    whole = picture((1400, 1400), name, noise=True)
    cut = Media(whole.type, whole.data[: len(whole.data) // 2])
    sized = add_phone_versions({"x": cut})
    assert (sized.media, sized.problems["x"].code) == ({"x": cut}, "picture_damaged")


@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "WEBP"])
def test_too_many_pixels_are_refused_before_they_are_decoded(name, monkeypatch):
    large = picture((300, 200), name)
    monkeypatch.setattr(resizing, "MOST_PIXELS", 59_999)
    with pytest.raises(PictureRefused) as refused:
        shrink_picture(large)
    assert refused.value.code == "picture_pixels"
    assert add_phone_versions({"x": large}).media == {}


@pytest.mark.parametrize("error", [struct.error("short"), zlib.error("spoilt"), RecursionError()])
def test_whatever_a_broken_picture_raises_it_is_told_as_broken(monkeypatch, error):
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(resizing.Image, "open", fail)
    with pytest.raises(PictureRefused, match="picture_damaged"):
        shrink_picture(Media("image/png", b"\x89PNG"))


def test_a_webp_says_its_size_in_its_head(monkeypatch):
    monkeypatch.setattr(resizing, "MOST_PIXELS", 59_999)
    monkeypatch.setattr(Image, "open", None)
    for options in ({}, {"lossless": True}):
        with pytest.raises(PictureRefused):
            shrink_picture(picture((300, 200), "WEBP", **options))
    with pytest.raises(PictureRefused):
        shrink_picture(picture((300, 200), "WEBP", mode="RGBA", color=(1, 2, 3, 4), exif=Image.Exif()))


def test_a_quiz_keeps_both_and_a_class_gets_the_small_one():
    large, drawing = picture((2000, 10)), Media("image/svg+xml", b"<svg/>")
    both = add_phone_versions({"a.png": large, "b.svg": drawing}).media
    assert list(both) == ["a.png", phone_name("a.png"), "b.svg"]
    assert add_phone_versions(both).media == both
    assert media_for_class(both) == {"a.png": both[phone_name("a.png")], "b.svg": drawing}
    assert media_for_class({"a.png": large}) == {"a.png": both[phone_name("a.png")]}
