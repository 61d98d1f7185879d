"""Quiz files broken in the ways in which files break, and in those in which people break them on purpose."""

import io
import re
import zipfile

from hypothesis import strategies as st

from app.exchange.zip_safety import BROKEN_ZIP
from tests.soak.seeds import seeds

LARGEST = 400_000  # bytes of a file that mutations make
_TOKENS = [
    b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n\n", b"\t", b" ", b"\\", b'"', b"'",
    b"`", b"$", b"$$", b"{", b"}", b"{{", b"[[", b"]]", b"(", b"((", b"<", b">", b"</", b"/>", b"&",
    b"&amp;", b"&#0;", b"&#x110000;", b"&#xD800;", b"&lt;", b"=", b"~", b"#", b"####", b"->", b"::", b"%",
    b"%50%", b"*", b"|", b";", b",", b":", b"//", b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<quiz>",
    b"<question type='cloze'>", b"<text>", b"</text>", b"<answer fraction='100'>", b"<file name='x'>",
    b"{1:MC:=a~b}", b"{1:NM:=1:1e999}", b"{mlang fr}", b"{mlang}", b"<span class='multilang' lang='ar'>",
    b"data:image/png;base64,", b"data:image/svg+xml,<svg/>", b"media:a.png", b"@@PLUGINFILE@@/", b"\\(",
    b"\\)", b"1e999999999", b"-1", b"0", b"NaN", b"Infinity", b"1/0", b"9" * 400,
    b"0." + b"0" * 400 + b"1", b"1e-999999999", b"\xd9\xa1\xd9\xa2\xd9\xab\xd9\xa5", b"\xe2\x80\x8f",
    b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"null", b"[]", b"{}", b"true", b"../", b"../../etc/passwd",
    b"C:\\", b"ANSWER:", b"Answer: ", b"A) ", b"1. ", b"$CATEGORY: ", b"[html]",
]  # fmt: skip
_WAYS = ("flip", "drop", "cut", "put", "put", "put", "again", "nest", "number", "encode", "swap")
_NUMBER = re.compile(rb"\d+(?:\.\d+)?")


@st.composite
def broken(draw: st.DrawFn, name: str) -> bytes:
    """A file of the format `name` with one to six things wrong with it."""
    data: bytes = draw(st.sampled_from(seeds()[name]))
    for _ in range(draw(st.integers(1, 6))):
        inside = data.startswith(b"PK\x03\x04") and draw(st.integers(0, 3))
        data = _break_member(draw, data) if inside else _break(draw, data)
    return data[:LARGEST]


def _break_member(draw: st.DrawFn, data: bytes) -> bytes:
    """The archive with one of its members broken; the archive broken where it is none any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except BROKEN_ZIP:
        members = {}
    if not members:
        return _break(draw, data)
    name = draw(st.sampled_from(sorted(members)))
    members[name] = _break(draw, members[name])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for known, content in members.items():
            archive.writestr(known, content)
    return written.getvalue()


def _break(draw: st.DrawFn, data: bytes) -> bytes:
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 3, 8, 30, 200, 2_000])))
    match draw(st.sampled_from(_WAYS)):
        case "flip":
            flipped = bytes(byte ^ (1 << draw(st.integers(0, 7))) for byte in data[start : start + 2])
            return data[:start] + flipped + data[start + 2 :]
        case "drop":
            return data[:start] + data[end:]
        case "cut":
            return data[:start]
        case "put":
            rest = data[end:] if draw(st.booleans()) else data[start:]
            return data[:start] + draw(st.sampled_from(_TOKENS)) + rest
        case "again":
            return data[:end] + data[start:end] * draw(st.sampled_from([1, 2, 50])) + data[end:]
        case "nest":
            times = draw(st.sampled_from([3, 50, 3_000]))
            return data[:start] + draw(st.sampled_from(_TOKENS)) * times + data[start:]
        case "number":
            numbers = list(_NUMBER.finditer(data))
            if not numbers:
                return data
            one = draw(st.sampled_from(numbers))
            return data[: one.start()] + draw(st.sampled_from(_TOKENS)) + data[one.end() :]
        case "encode":
            words = data.decode("utf-8", "replace")
            encoding = draw(st.sampled_from(["utf-16", "utf-16-be", "utf-8-sig", "windows-1252", "utf-32"]))
            return words.encode(encoding, "replace")
        case _:
            other = draw(st.sampled_from([one for several in seeds().values() for one in several]))
            return data[:start] + other[: max(1, len(other) // 2)] + data[end:]
