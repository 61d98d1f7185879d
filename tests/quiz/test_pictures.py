import base64

import pytest

from app.quiz.model import RichText
from app.quiz.pictures import is_remote, named_pictures, picture_type, take_data_uris

PNG = b"\x89PNG\r\n\x1a\n0000"


def uri(data, media_type="image/png"):
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff0", "image/jpeg"),
        (b"GIF89a0", "image/gif"),
        (b"RIFF0000WEBP", "image/webp"),
    ],
)
def test_pictures_are_known_by_their_content(data, media_type):
    taken = take_data_uris(f'a <img src="{uri(data, "image/x")}" alt="b"> c')
    ((name, media),) = taken.media.items()
    assert (media.type, media.data) == (media_type, data)
    assert taken.source == f'a <img src="media:{name}" alt="b"> c'
    assert taken.problems == ()


@pytest.mark.parametrize(
    "address",
    [
        "data:text/html,x",
        uri(b"x"),
    ],
)
def test_what_is_no_safe_picture_is_refused(address):
    taken = take_data_uris(f'<img src="{address}">')
    assert (taken.source, taken.media) == ('<img src="">', {})
    assert [problem.code for problem in taken.problems] == ["picture_refused"]


def test_a_drawing_is_cleaned_and_taken():
    taken = take_data_uris(f'<img src="{uri(b"<svg><script>x</script><path/></svg>", "image/svg+xml")}">')
    ((name, media),) = taken.media.items()
    assert taken.source == f'<img src="media:{name}">'
    assert (name[-4:], media.type, b"script" in media.data) == (".svg", "image/svg+xml", False)
    assert [(p.code, p.params) for p in taken.problems] == [("svg_cleaned", {"parts": "<script>"})]


@pytest.mark.parametrize("address", ["data:image/svg+xml,%3Csvg/%3E", uri(b"<svg xmlns='x'><path/></svg>")])
def test_a_drawing_of_nothing_is_refused(address):
    taken = take_data_uris(f'<img src="{address}">')
    assert (taken.source, taken.media) == ('<img src="">', {})
    assert [(p.code, p.params) for p in taken.problems] == [("svg_refused", {"reason": "empty"})]


def test_equal_pictures_are_kept_once():
    taken = take_data_uris(f'<img src="{uri(PNG)}"><img src="{uri(PNG)}">')
    assert len(taken.media) == 1


def test_markdown_pictures():
    taken = take_data_uris(f"![owl]({uri(PNG)}) text")
    (name,) = taken.media
    assert taken.source == f"![owl](media:{name}) text"


def test_text_about_data_is_left_alone():
    source = "What is data:text/plain,x for?"
    assert take_data_uris(source).source == source


def test_named_pictures():
    text = RichText('<img src="media:a%20b"> <img src="c&amp;d">', "html")
    assert named_pictures(text) == ["media:a b", "c&d"]
    assert named_pictures(RichText("![x](y.png)", "markdown")) == ["y.png"]
    assert named_pictures(RichText('<img src="x">', "plain")) == []


def test_remote():
    assert is_remote("https://e.org/x") and is_remote("//e.org/x") and is_remote(" HTTP://e.org")
    assert not is_remote("media:x") and not is_remote("@@PLUGINFILE@@/x")


def test_types():
    assert picture_type(PNG) == ("image/png", "png")
    assert picture_type(b"<svg>") == ("image/svg+xml", "svg")
    assert picture_type(b"<html>") is None
