"""Pictures of texts: which are named, and which files are pictures."""

from app.quiz.model import RichText
from app.quiz.pictures import is_remote, named_pictures, picture_type

PNG = b"\x89PNG\r\n\x1a\n0000"


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
