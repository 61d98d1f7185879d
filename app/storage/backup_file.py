"""The backup's file: a ZIP of a manifest and copies of the data folder's files, under a pass phrase or not.
Nothing in it is believed.

The manifest (`manifest.json`, the first member) has version, date, and name, size and SHA-256 of each file.
Only the names below are taken; sizes are measured while unpacking; every database is checked as a whole.
"""

import hashlib
import json
import math
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlite_utils import Database

from app.errors import Trouble
from app.storage.db import Migration
from app.storage.migrations import JOURNAL, LIBRARY
from app.storage.outbox_schema import OUTBOX
from app.storage.sealing import is_sealed, unseal
from app.storage.steps import Progress, Steps, part_of

SUFFIX: Final = ".preau-backup"
VERSION: Final = 1
SETTINGS: Final = "settings.json"
DATABASES: Final[dict[str, Sequence[Migration]]] = {
    "journal.db": JOURNAL,
    "library.db": LIBRARY,
    "outbox.db": OUTBOX,
}
NAMES: Final = (*DATABASES, SETTINGS)

_MANIFEST: Final = "manifest.json"
_OPENED: Final = "opened"
_LARGEST_TEXT: Final = 1_000_000  # bytes of the manifest and of the settings
_BOMB_SIZE: Final = 50_000_000  # a smaller member harms nobody
_BOMB_RATIO: Final = 300
_CHUNK: Final = 1 << 20
_METHODS: Final = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)  # in the order in which they are tried
_BROKEN: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError,
    ValueError, TypeError, LookupError, AttributeError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What is in a backup. made: seconds since 1970; size: bytes of its files, unpacked."""

    made: float
    quizzes: int
    sessions: int
    size: int


def pack(target: BinaryIO, files: Iterable[Path], made: float, steps: Steps) -> None:
    """Write the file. What would look like a bomb when packed is put in as it is."""
    files = list(files)
    manifest = {
        "preau_backup": VERSION,
        "made": made,
        "files": [{"name": file.name, "size": file.stat().st_size, "sha256": _hash(file)} for file in files],
    }
    for method in _METHODS:
        target.seek(0)
        target.truncate()
        with zipfile.ZipFile(target, "w", method) as archive:
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
            for file in files:
                with file.open("rb") as source, archive.open(file.name, "w", force_zip64=True) as member:
                    while chunk := source.read(_CHUNK):
                        member.write(chunk)
                        steps.add(len(chunk))
            if not any(map(_is_bomb, archive.infolist())):
                return


def unpack(path: Path, staging: Path, progress: Progress, phrase: str = "") -> BackupInfo:
    """Put the files into `staging`, each verified, and say what they hold. phrase: of a sealed backup.

    Raises `Trouble`: `backup_unreadable`, `backup_foreign`, `backup_damaged`, `backup_newer`,
    `backup_too_large`; `Refused` with `phrase_missing`, `phrase_wrong`, `backup_cancelled`; `OSError` where
    `staging` cannot be written.
    """
    try:
        sealed = is_sealed(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Trouble("backup_unreadable", file=str(path), reason=reason) from error
    if not sealed:
        return _unpack_file(path, path, staging, progress)
    size = path.stat().st_size
    if size > shutil.disk_usage(staging).free:
        raise Trouble("backup_too_large", file=str(path))
    opened = staging / _OPENED
    try:
        with open_private(opened) as target:
            unseal(path, target, phrase, Steps(part_of(progress, 0, 0.5), size))
        return _unpack_file(opened, path, staging, part_of(progress, 0.5, 1))
    finally:
        opened.unlink(missing_ok=True)


def _unpack_file(file: Path, path: Path, staging: Path, progress: Progress) -> BackupInfo:
    """path: how the file is called where a person is told of it."""
    with file.open("rb") as source:
        if source.read(2) != b"PK":
            raise Trouble("backup_foreign", file=str(path))
        try:
            with zipfile.ZipFile(source) as archive:
                return _unpack(archive, path, staging, progress)
        except _BROKEN as error:
            raise Trouble("backup_damaged", file=str(path), reason=str(error)) from error


def _unpack(archive: zipfile.ZipFile, path: Path, staging: Path, progress: Progress) -> BackupInfo:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if _MANIFEST not in entries or len(entries) != len(archive.infolist()):
        raise Trouble("backup_foreign", file=str(path))
    if any(entry.compress_type not in _METHODS for entry in entries.values()):
        raise ValueError("compression method")
    manifest = _read_manifest(archive, path)
    files = {str(file["name"]): file for file in manifest["files"]}
    if not files.keys() <= set(NAMES) or entries.keys() != {_MANIFEST, *files}:
        raise Trouble("backup_foreign", file=str(path))
    sizes = [entries[name].file_size for name in files]
    if any(map(_is_bomb, entries.values())) or sum(sizes) > shutil.disk_usage(staging).free:
        raise Trouble("backup_too_large", file=str(path))
    if sizes != [file["size"] for file in files.values()]:
        raise ValueError("sizes")
    steps = Steps(progress, sum(sizes))
    for name, file in files.items():
        # The name is one of ours by now, and no path.
        with archive.open(name) as member, open_private(staging / name) as copy:
            if _copy(member.read, copy, steps) != file["sha256"]:
                raise ValueError(name)
    counts = {name: _check_database(staging / name, path) for name in DATABASES if name in files}
    if SETTINGS in files:
        _check_settings(staging / SETTINGS)
    made = float(manifest["made"])
    if not math.isfinite(made):
        raise ValueError("made")
    return BackupInfo(made, counts.get("library.db", 0), counts.get("journal.db", 0), sum(sizes))


def _read_manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    with archive.open(_MANIFEST) as member:
        text = member.read(_LARGEST_TEXT)
    manifest = json.loads(text)
    version = manifest.get("preau_backup")
    if type(version) is not int:
        raise Trouble("backup_foreign", file=str(path))
    if version > VERSION:
        raise Trouble("backup_newer", file=str(path))
    return dict(manifest)


def _copy(read: Callable[[int], bytes], target: BinaryIO, steps: Steps) -> str:
    """Copy in pieces; gives the SHA-256. `zipfile` reads no further than the size it has told."""
    digest = hashlib.sha256()
    while chunk := read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
        steps.add(len(chunk))
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest()


def _check_database(file: Path, path: Path) -> int:
    """How many quizzes or sessions it holds. Raises ValueError where it is not one of ours, or damaged."""
    steps, address = DATABASES[file.name], f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(steps):
                raise Trouble("backup_newer", file=str(path))
            found = set(connection.execute("SELECT type, name FROM sqlite_master WHERE type<>'index'"))
            if version < 1 or found != _tables_of(steps[:version]):
                raise ValueError(file.name)
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise ValueError(file.name)
            return int(connection.execute(_COUNTS[file.name]).fetchone()[0])
    except sqlite3.Error as error:
        raise ValueError(f"{file.name}: {error}") from error


_COUNTS: Final = {
    "journal.db": "SELECT count(*) FROM sessions",
    "library.db": "SELECT count(*) FROM quizzes WHERE removed_at IS NULL",
    "outbox.db": "SELECT count(*) FROM rows",
}


def _tables_of(steps: Sequence[Migration]) -> set[tuple[str, str]]:
    """What these steps make in an empty file: no view and no trigger is among them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for step in steps:
            step(Database(connection))
        return set(connection.execute("SELECT type, name FROM sqlite_master WHERE type<>'index'"))


def _check_settings(file: Path) -> None:
    if file.stat().st_size > _LARGEST_TEXT or not isinstance(json.loads(file.read_bytes()), dict):
        raise ValueError(SETTINGS)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _BOMB_SIZE and entry.file_size > _BOMB_RATIO * entry.compress_size


def _hash(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def open_private(path: Path) -> BinaryIO:
    """A new or emptied file that only its owner may read."""
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b")
