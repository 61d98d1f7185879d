"""Zip files from anywhere, opened without believing them: bounded sizes, plain names, nothing on disk."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from app.errors import Trouble

MOST_MEMBERS: Final = 20_000  # a bank of questions has one file for each
LARGEST_MEMBER: Final = 30_000_000  # bytes, unpacked
LARGEST_TOTAL: Final = 200_000_000
LARGEST_RATIO: Final = 200  # of a member of more than a megabyte

# What the library raises for archives that are damaged or made to harm.
BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    EOFError,
)


# LZMA lets a file of a few bytes ask for gigabytes of memory, and no program writes quizzes with it.
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Raises one of `BROKEN_ZIP`, also where a member is packed in a way that is not read."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    if any(info.compress_type not in _METHODS for info in archive.infolist()):
        raise zipfile.BadZipFile("compression method")
    return archive


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


class SafeZip:
    """The members of a zip by their plain names. unsafe: names that lead out of the package and are not read.

    Raises `Trouble` with `archive_damaged` or `archive_too_large`.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        try:
            self._zip = open_zip(data)
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except BROKEN_ZIP as error:
            raise Trouble("archive_damaged", file=file, reason=str(error) or type(error).__name__) from error
        if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_TOTAL:
            raise Trouble("archive_too_large", file=file)
        for info in infos:
            packed = max(info.compress_size, 1)
            if info.file_size > 1_000_000 and info.file_size / packed > LARGEST_RATIO:
                raise Trouble("archive_too_large", file=file)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self.unsafe: list[str] = []
        for info in infos:
            name = plain_name(info.filename)
            if name is None:
                self.unsafe.append(info.filename)
            elif not name.startswith("__MACOSX/"):
                self._infos.setdefault(name, info)

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Unpacked sizes by name, in the order of the package."""
        return {name: info.file_size for name, info in self._infos.items()}

    def read(self, name: str) -> bytes | None:
        """A member, None if there is none of that name. Raises `Trouble` with `archive_damaged` or
        `archive_too_large`."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.file_size > LARGEST_MEMBER:
            raise Trouble("archive_too_large", file=f"{self.file}: {name}")
        try:
            with self._zip.open(info) as member:
                return member.read(LARGEST_MEMBER)
        except BROKEN_ZIP as error:
            reason = str(error) or type(error).__name__
            raise Trouble("archive_damaged", file=f"{self.file}: {name}", reason=reason) from error


def plain_name(name: str) -> str | None:
    """A member's name with slashes and without `.`; None when it leads out of the package."""
    name = name.replace("\\", "/")
    if name.startswith("/") or ":" in name.split("/")[0] or "\0" in name or ".." in name.split("/"):
        return None
    plain = posixpath.normpath(name)
    return None if plain in (".", "") else plain
