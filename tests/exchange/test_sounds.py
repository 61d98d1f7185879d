"""Sounds come along with their questions, in from Moodle and QTI, and out again; else it is told."""

import base64

import pytest

from app.exchange import gift_out, moodle_xml_out, preau_file, qti_out
from app.exchange.gift import read_gift
from app.exchange.moodle_xml import read_moodle_xml
from app.exchange.qti import read_qti
from app.quiz.model import Media, Question, Quiz, RichText
from app.quiz.plain import plain
from app.quiz.resizing import media_for_class
from app.quiz.sounds import shown_name
from tests.helpers.qti_samples import choices, declare, item, manifest, zipped

MP3 = b"ID3\x03" + bytes(40)
FILE = f'<file name="Écoute 1.mp3" path="/" encoding="base64">{base64.b64encode(MP3).decode()}</file>'
PLAYER = '<audio controls="true"><source src="@@PLUGINFILE@@/%C3%89coute%201.mp3">x</audio>'


def read_moodle(text, files=FILE):
    return read_moodle_xml(
        f'<quiz><question type="description"><questiontext format="html"><text><![CDATA[{text}]]></text>'
        f"{files}</questiontext></question></quiz>",
        "t",
    )


@pytest.mark.parametrize("text", [f"<p>Listen {PLAYER}</p>", "<p>Listen</p>"], ids=["player", "not named"])
def test_a_sound_of_moodle_is_kept_shown_and_written_again(text):
    quiz, report = read_moodle(text)
    ((name, media),) = quiz.media.items()
    assert (shown_name(name), media.type, media.data) == ("Écoute_1.mp3", "audio/mpeg", MP3)
    assert [(line.severity, line.code) for line in report.lines] == [("info", "sound_kept")]
    assert plain(quiz.questions[0].text) == "Listen ♪ audio: Écoute_1.mp3"
    written = moodle_xml_out.write(quiz)
    assert moodle_xml_out.losses(quiz).lines == []
    again, _ = read_moodle_xml(written.decode(), "t")
    assert (again.media, again.questions[0].text) == (quiz.media, quiz.questions[0].text)
    assert preau_file.read(preau_file.write(quiz), "x") == quiz
    assert media_for_class(quiz.media) == {}


@pytest.mark.parametrize(
    "player",
    [
        "<audio src='s/a%20b.mp3'/>",
        "<audio><source src='s/a%20b.mp3'/></audio>",
        "<object type='audio/mpeg' data='s/a%20b.mp3'>x</object>",
    ],
)
def test_a_sound_of_a_qti_package_is_kept_and_written_again(player):
    one = item(f"<p>Listen {player}</p>{choices()}", declared=declare("A"))
    files = {"imsmanifest.xml": manifest("q.xml"), "q.xml": one, "s/a b.mp3": MP3}
    quiz, report = read_qti(zipped(files), "p", "t")
    ((name, media),) = quiz.media.items()
    assert (shown_name(name), media.data) == ("a_b.mp3", MP3)
    assert [line.code for line in report.lines] == ["sound_kept"]
    assert plain(quiz.questions[0].text) == "Listen ♪ audio: a_b.mp3 Which?"
    again, _ = read_qti(qti_out.write(quiz), "p", "t")
    assert (again.media, plain(again.questions[0].text)) == (quiz.media, plain(quiz.questions[0].text))


DATA = f"data:audio/mpeg;base64,{base64.b64encode(MP3).decode()}"
PLAYERS = ("<audio src='{}'></audio>", "<a href='{}'>here</a>", "<object data='{}'></object>")


@pytest.mark.parametrize("player", PLAYERS)
def test_a_sound_inside_the_text_is_kept_and_written_again(player):
    quiz, report = read_moodle(f"<p>Listen {player.format(DATA)}</p>", files="")
    ((name, media),) = quiz.media.items()
    assert (shown_name(name), media.data) == ("sound.mp3", MP3)
    assert [(line.severity, line.code) for line in report.lines] == [("info", "sound_kept")]
    assert plain(quiz.questions[0].text).startswith("Listen ♪ audio: sound.mp3")
    again, _ = read_moodle_xml(moodle_xml_out.write(quiz).decode(), "t")
    assert (again.media, again.questions[0].text) == (quiz.media, quiz.questions[0].text)
    packaged, _ = read_qti(qti_out.write(quiz), "p", "t")
    assert [item.data for item in packaged.media.values()] == [MP3]
    told, report = read_gift(
        f"[html]<p>Listen {player.format(DATA.replace('=', chr(92) + '='))}</p> {{T}}", "t"
    )
    assert ([*told.media], [line.code for line in report.lines]) == ([name], ["sound_kept"])


def test_a_sound_inside_a_qti_text_is_kept():
    one = item(f"<p>Listen <audio src='{DATA}'/></p>{choices()}", declared=declare("A"))
    quiz, report = read_qti(one.encode(), "p", "t")
    assert [item.data for item in quiz.media.values()] == [MP3]
    assert [line.code for line in report.lines] == ["sound_kept"]


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    '<linearGradient id="g"/><path d="M0 0L9 9"/><use xlink:href="#g"/>{}</svg>'
)


@pytest.mark.parametrize(
    ("inside", "code"),
    [("", None), ("<script>x</script>", "svg_cleaned"), ("<g>" * 80 + "</g>" * 80, "svg_refused")],
)
def test_a_drawing_inside_the_text_is_kept_or_told(inside, code):
    drawing = DRAWING.format(inside)
    moodle = read_moodle(f"<p>See {drawing}</p>", files="")
    gift = read_gift(
        "[html]<p>See " + drawing.replace("=", "\\=").replace("#", "\\#").replace(":", "\\:") + "</p> {T}",
        "t",
    )
    qti = read_qti(item(f"<p>See {drawing}</p>{choices()}", declared=declare("A")).encode(), "p", "t")
    found = []
    for quiz, report in (moodle, gift, qti):
        assert [line.code for line in report.lines] == [code] * (code is not None)
        assert ("media:" in quiz.questions[0].text.source) == (code != "svg_refused")
        found += quiz.media.values()
    if code != "svg_refused":
        assert len(found) == 3 and all(
            b"viewBox" in item.data and b"linearGradient" in item.data for item in found
        )


@pytest.mark.parametrize("address", ["https://e.org/a.mp3", "no.mp3", "film.mp4"])
def test_what_is_no_sound_of_the_package_is_told(address):
    one = item(f"<p>Listen <audio src='{address}'>words</audio></p>{choices()}", declared=declare("A"))
    quiz, report = read_qti(
        zipped({"imsmanifest.xml": manifest("q.xml"), "q.xml": one, "film.mp4": b"0000ftypisom"}), "p", "t"
    )
    assert ([line.code for line in report.lines], quiz.media) == (["media_not_taken"], {})
    assert plain(quiz.questions[0].text) == "Listen words Which?"


def test_gift_says_that_it_carries_no_sound():
    quiz, _ = read_moodle(PLAYER)
    assert [line.code for line in gift_out.losses(quiz).lines] == ["loss_sound"]
    assert b"data" not in gift_out.write(quiz)


def test_names_in_a_package_lead_nowhere_else():
    text = RichText('<audio src="media:../../a%20b.mp3"></audio>', "html")
    quiz = Quiz("q", "t", (Question("a", "slide", text),), {"../../a b.mp3": Media("audio/mpeg", MP3)})
    again, report = read_qti(qti_out.write(quiz), "p", "t")
    assert [item.data for item in again.media.values()] == [MP3]
    assert not any(line.code == "package_unsafe" for line in report.lines)
