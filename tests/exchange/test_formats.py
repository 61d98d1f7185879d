import io
import zipfile

import pytest

from app.errors import Trouble
from app.exchange import formats
from app.exchange.formats import FORMATS, read_file


def write(tmp_path, text, name="Quiz 1.txt"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("text", ["q{T}", "::t::slide", "[markdown] slide", "$CATEGORY: x", "// c\nslide"])
def test_gift_is_known_by_its_content(tmp_path, text):
    imported = read_file(write(tmp_path, text, "x.xml"))
    assert (imported.format, imported.encoding, imported.quiz.title) == ("gift", "ascii", "x")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<?xml version='1.0'?><quiz/>", "XML"),
        ("\n<assessment>", "XML"),
        ("<!DOCTYPE html><p>{}", "HTML"),
        ("{\\rtf1 x}", "RTF"),
        ('{"a": 1}', "JSON"),
        ('[{"a": 1}]', "JSON"),
        (b"PK\x03\x04abc", "ZIP"),
        ("Dear colleague, here is nothing.", "text"),
        ("number;length\na;b", "text"),
    ],
)
def test_other_formats_are_named_not_misread(tmp_path, text, name):
    with pytest.raises(Trouble) as caught:
        read_file(write(tmp_path, text))
    assert (caught.value.code, caught.value.params["looks_like"]) == ("format_unknown", name)


def test_guessed_encoding_is_reported_first(tmp_path):
    imported = read_file(write(tmp_path, "été {=a ~b ~}".encode("cp1252")))
    assert [line.code for line in imported.report.lines] == ["encoding_guessed", "choice_empty"]


def test_table_uses_its_own_names():
    assert all(name == entry.name for name, entry in FORMATS.items())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Which {x}?\nA) a\nB) b\nANSWER: B\n", "aiken"),
        ("question;answer\na {x};b", "csv"),
        ("question\tA\tB\tright\n::a\tb\tc\t1", "tsv"),
        ("1. Which?\na) x\nb) y\nAnswer: a", "text"),
        ("<questestinterop><item/></questestinterop>", "qti1.2"),
        ("<?xml version='1.0'?><!-- c --><assessmentItem><itemBody/></assessmentItem>", "qti2.1"),
        ("<qti-assessment-item><qti-item-body/></qti-assessment-item>", "qti3.0"),
    ],
)
def test_every_other_format_is_known_by_its_content(tmp_path, text, name):
    assert read_file(write(tmp_path, text, "x.gift")).format == name


def test_what_people_type_has_its_own_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "LARGEST_TYPED", 1_000)
    path = tmp_path / "long.gift"
    path.write_text("::Q:: Which? {=yes ~no}\n\n" * 50, encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        read_file(path)
    assert caught.value.code == "file_too_large"
    path.write_text("::Q:: Which? {=yes ~no}\n\n" * 30, encoding="utf-8")
    assert len(read_file(path).quiz.questions) == 30


@pytest.mark.parametrize("member", ["quiz.json", "imsmanifest.xml", "xl/workbook.xml"])
def test_a_zip_packed_in_a_way_that_no_quiz_is_packed_in_is_not_opened(tmp_path, member):
    """LZMA lets a small file ask for any amount of memory, and fails with an error of its own."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(member, b"<x>" * 1_000)
    data = bytearray(packed.getvalue())
    data[60:80] = b"\xff" * 20
    path = tmp_path / "quiz.zip"
    path.write_bytes(data)
    with pytest.raises(Trouble):
        read_file(path)
