"""Sounds in texts: known by their content, named by it and by their file, shown as a line."""

import pytest

from app.quiz.markup import plain, render
from app.quiz.model import RichText
from app.quiz.pictures import named_pictures
from app.quiz.plain import is_blank
from app.quiz.plain import plain as words_of
from app.quiz.sounds import shown_name, sound_of, sound_type, take_sound

MP3, OGG = b"ID3\x03" + bytes(30), b"OggS" + bytes(30)
WAV, M4A = b"RIFF0000WAVEfmt ", b"\0\0\0\x20ftypM4A \0\0"


@pytest.mark.parametrize(
    ("data", "name", "known"),
    [
        (MP3, "x", ("audio/mpeg", ".mp3")),
        (b"\xff\xfb\x90\x00", "x", ("audio/mpeg", ".mp3")),
        (OGG, "x", ("audio/ogg", ".ogg")),
        (WAV, "x.mp3", ("audio/wav", ".wav")),
        (M4A, "x", ("audio/mp4", ".m4a")),
        (b"\0\0\0\x20ftypisom", "a.M4A", ("audio/mp4", ".m4a")),
        (b"\0\0\0\x20ftypisom", "a.mp4", None),
        (b"\xff\xd8\xff\xe0", "a.mp3", None),
        (b"<html>", "a.mp3", None),
        (b"", "a.mp3", None),
    ],
)
def test_sounds_are_known_by_their_content(data, name, known):
    assert sound_type(data, name) == known


def test_a_sound_keeps_its_name_whatever_it_is_called():
    name, media = take_sound(MP3, "../Écoute n° 1.MP3")
    assert (shown_name(name), media.type) == ("Écoute_n_1.mp3", "audio/mpeg")
    assert take_sound(MP3, name) == (name, media), "a second import of what was exported"
    assert shown_name(take_sound(OGG, "???")[0]) == ".ogg"
    assert take_sound(b"no sound", "a.mp3") is None


LINE = "♪ audio: song.mp3"
SOUND = "media:0123456789abcdef-song.mp3"


@pytest.mark.parametrize(
    "source",
    [
        f'<audio src="{SOUND}"></audio>',
        f'<audio controls="true"><source src="{SOUND}">{SOUND}</audio>',
        f'<a href="{SOUND}">song.mp3</a>',
        f'<object data="{SOUND}">x</object>',
        f'<embed src="{SOUND}">',
    ],
)
@pytest.mark.parametrize("text_format", ["html", "moodle", "markdown"])
def test_a_sound_is_shown_as_a_line_with_its_name(source, text_format):
    text = RichText(f"Listen: {source} Who sings?", text_format)
    shown = render(text, lambda name: "", lambda media: "")
    assert LINE in shown.html and "media:" not in shown.html and shown.problems == ()
    assert plain(text) == words_of(text) == f"Listen: {LINE} Who sings?"
    assert named_pictures(text)[0] == SOUND
    assert not is_blank(RichText(source, text_format))


def test_other_links_and_players_stay_what_they_are():
    text = RichText('<a href="media:a.png">x</a> <audio src="https://e.org/a.mp3">y</audio>', "html")
    assert plain(text) == "x y"
    assert sound_of('<audio src="https://e.org/a.mp3">') == ""


def test_a_player_without_an_end_hides_nothing():
    assert plain(RichText(f'<audio src="{SOUND}">Who sings?', "html")) == f"{LINE} Who sings?"
