import codecs

import pytest

from app.errors import Trouble
from app.exchange import encoding
from app.exchange.encoding import decode, read_bytes
from app.exchange.formats import read_file

TEXT = "été {T} سؤال"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-bom"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16le-bom"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16be-bom"),
    ],
)
def test_unicode(data, name):
    decoded = decode(data, "f")
    assert (decoded.text, decoded.encoding) == (TEXT, name)


def test_ascii_and_windows():
    assert decode(b"a", "f").encoding == "ascii"
    decoded = decode("l’été – œuvre".encode("cp1252"), "f")
    assert (decoded.text, decoded.encoding) == ("l’été – œuvre", "windows-1252")
    assert decode(b"\xe9\x81", "f").text == "é\ufffd"


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04rest", b"%PDF-1.7", b"\x89PNG\r\n", "q{T}".encode("utf-16-le"), b"a\0b", b"\xff\xfe\0\0"],
)
def test_what_is_no_text(data):
    with pytest.raises(Trouble) as caught:
        decode(data, "f")
    assert caught.value.code == "file_not_text"


@pytest.mark.parametrize("data", [b" \n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_blank_files_are_empty(data):
    with pytest.raises(Trouble) as caught:
        decode(data, "f")
    assert caught.value.code == "file_empty"


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "empty").touch()
    for name, code in [("none", "file_unreadable"), ("", "file_unreadable"), ("empty", "file_empty")]:
        with pytest.raises(Trouble) as caught:
            read_bytes(tmp_path / name)
        assert caught.value.code == code


def test_too_large_a_file_is_not_read_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "LARGEST_FILE", 1000)
    path = tmp_path / "large"
    path.write_bytes(b"x" * 1000)
    assert len(read_bytes(path)) == 1000
    path.write_bytes(b"x" * 1001)
    with pytest.raises(Trouble) as caught:
        read_bytes(path)
    assert caught.value.code == "file_too_large"


@pytest.mark.parametrize(
    "name", ["undefined", "idna", "punycode", "hex", "rot13", "unicode_escape", "x" * 400]
)
def test_a_declared_name_that_is_no_encoding_of_text_is_passed_over(tmp_path, name):
    head = f'<?xml version="1.0" encoding="{name}"?>'.encode()
    moodle = b"<quiz><question type='essay'><questiontext><text>\xe9</text></questiontext></question></quiz>"
    qti = b"<assessmentItem><itemBody>\xe9</itemBody></assessmentItem>"
    for number, content in enumerate((moodle, qti)):
        path = tmp_path / f"{number}.xml"
        path.write_bytes(head + content)
        assert read_file(path).quiz.questions[0].text.source == "é"
