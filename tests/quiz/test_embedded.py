"""Pictures, sounds and drawings that stand inside a text itself, taken out of it; hostile ones refused."""

import base64
import time

import pytest

from app.quiz import sounds
from app.quiz.embedded import take_embedded
from app.quiz.sounds import shown_name, sound_of

PNG = b"\x89PNG\r\n\x1a\n0000"
MP3 = b"ID3\x03" + bytes(40)
M4A = b"0000ftypisom" + bytes(40)


def uri(data, media_type="image/png"):
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def codes(taken):
    return [(problem.code, problem.params) for problem in taken.problems]


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
    taken = take_embedded(f'a <img src="{uri(data, "image/x")}" alt="b"> c')
    ((name, media),) = taken.media.items()
    assert (media.type, media.data) == (media_type, data)
    assert taken.source == f'a <img src="media:{name}" alt="b"> c'
    assert taken.problems == []


@pytest.mark.parametrize(
    "address",
    [
        "data:text/html,x",
        uri(b"x"),
    ],
)
def test_what_is_no_safe_picture_is_refused(address):
    taken = take_embedded(f'<img src="{address}">')
    assert (taken.source, taken.media) == ('<img src="">', {})
    assert [problem.code for problem in taken.problems] == ["picture_refused"]


def test_a_drawing_is_cleaned_and_taken():
    taken = take_embedded(f'<img src="{uri(b"<svg><script>x</script><path/></svg>", "image/svg+xml")}">')
    ((name, media),) = taken.media.items()
    assert taken.source == f'<img src="media:{name}">'
    assert (name[-4:], media.type, b"script" in media.data) == (".svg", "image/svg+xml", False)
    assert [(p.code, p.params) for p in taken.problems] == [("svg_cleaned", {"parts": "<script>"})]


@pytest.mark.parametrize("address", ["data:image/svg+xml,%3Csvg/%3E", uri(b"<svg xmlns='x'><path/></svg>")])
def test_a_drawing_of_nothing_is_refused(address):
    taken = take_embedded(f'<img src="{address}">')
    assert (taken.source, taken.media) == ('<img src="">', {})
    assert [(p.code, p.params) for p in taken.problems] == [("svg_refused", {"reason": "empty"})]


def test_equal_pictures_are_kept_once():
    taken = take_embedded(f'<img src="{uri(PNG)}"><img src="{uri(PNG)}">')
    assert len(taken.media) == 1


def test_markdown_pictures():
    taken = take_embedded(f"![owl]({uri(PNG)}) text")
    (name,) = taken.media
    assert taken.source == f"![owl](media:{name}) text"


def test_text_about_data_is_left_alone():
    source = "What is data:text/plain,x for?"
    assert take_embedded(source).source == source


@pytest.mark.parametrize(
    "tag",
    [
        "<audio controls src='{}'>words</audio>",
        '<audio><source src="{}" type="audio/mpeg"></audio>',
        '<a href="{}">Listen</a>',
        "<object data='{}'></object>",
    ],
)
@pytest.mark.parametrize(("data", "called"), [(MP3, "audio/mpeg"), (M4A, "audio/x-m4a"), (MP3, "image/png")])
def test_sounds_become_media(tag, data, called):
    taken = take_embedded(f"<p>{tag.format(uri(data, called))}</p>")
    ((name, media),) = taken.media.items()
    assert (media.data, taken.sounds, taken.problems) == (data, [name], [])
    assert shown_name(name) in ("sound.mp3", "sound.m4a")
    assert f"media:{name}" in taken.source and "base64" not in taken.source
    assert sound_of(taken.source[3:]) or "<source" in taken.source


@pytest.mark.parametrize("data", [b"not a sound", b"", PNG[:4], b"ID3\x03" + bytes(5000)])
def test_what_is_no_sound_or_too_large_is_refused_with_its_type(data, monkeypatch):
    monkeypatch.setattr(sounds, "LARGEST_SOUND", 4_000)
    taken = take_embedded(f'<audio src="{uri(data, "audio/wav")}">words</audio>')
    assert (taken.source, taken.media) == ('<audio src="">words</audio>', {})
    assert codes(taken) == [("sound_refused", {"type": "audio/wav"})]


def test_a_sound_is_no_picture():
    taken = take_embedded(f'<img src="{uri(MP3, "audio/mpeg")}">')
    assert codes(taken) == [("picture_refused", {"type": "audio/mpeg"})] and taken.media == {}


DRAWING = (
    '<svg viewBox="0 0 9 9" width="90" height="45.5px"><title>A &lt;leaf&gt;</title>'
    '<linearGradient id="g"/><path d="M0 0L9 9" fill="url(#g)"/><use xlink:href="#g"/>{}</svg>'
)


def test_a_drawing_in_the_text_becomes_a_picture():
    taken = take_embedded(f"a {DRAWING.format('<text>x&nbsp;y</text>')} b")
    ((name, media),) = taken.media.items()
    assert taken.source == f'a <img src="media:{name}" alt="A &lt;leaf&gt;" width="90" height="45"> b'
    assert media.type == "image/svg+xml" and taken.problems == []
    for part in (b"viewBox", b"linearGradient", b'xlink:href="#g"', "x\u00a0y".encode()):
        assert part in media.data


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        ("<script>alert(1)</script>", ("svg_cleaned", {"parts": "<script>"})),
        ('<path onclick="x()"/>', ("svg_cleaned", {"parts": "onclick"})),
        ('<image href="https://e.org/x.png"/>', ("svg_cleaned", {"parts": "<image>"})),
        ("<svg><foreignObject><p>x</p></foreignObject></svg>", ("svg_cleaned", {"parts": "<foreignObject>"})),
        ("<path", ("svg_refused", {"reason": "incorrect"})),
        ("&#0;", ("svg_refused", {"reason": "incorrect"})),
        ("<g>" * 80 + "</g>" * 80, ("svg_refused", {"reason": "deep"})),
        ('<g id="a"><use href="#a"/></g>', ("svg_refused", {"reason": "deep"})),
    ],
)
def test_hostile_drawings_are_cleaned_or_left_out_with_a_reason(inner, problem):
    taken = take_embedded(f"a {DRAWING.format(inner)} b")
    assert codes(taken) == [problem]
    assert ("<img" in taken.source) == (problem[0] == "svg_cleaned")
    assert "<svg" not in taken.source
    for media in taken.media.values():
        assert not any(part in media.data for part in (b"script", b"onclick", b"e.org", b"foreign"))


def test_a_drawing_without_an_end_is_told():
    taken = take_embedded("a <svg><path/> b")
    assert (taken.source, codes(taken)) == ("a <svg><path/> b", [("svg_refused", {"reason": "incorrect"})])
    assert take_embedded("a </svg> b <svg/> c").problems == []


def test_many_openings_take_linear_time():
    begun = time.process_time()
    take_embedded("<svg>" * 60_000 + "</svg>" * 30_000)
    take_embedded('<audio src="data:audio/mp3;base64,' * 20_000)
    assert time.process_time() - begun < 5
