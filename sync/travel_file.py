"""The file in which results travel to a computer that has a connection: signed with this computer's key, and
sealed where a pass phrase is wished. A signature tells that nothing was changed since, and by which computer.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.errors import Trouble
from app.paths import write_private
from app.storage.sealing import is_sealed, seal, unseal
from app.storage.steps import Steps, go_on
from sync.connectors.lti.keys import KeyPair, read_signed

LARGEST: Final = 200_000_000  # bytes
_SIGN: Final = "preau-travel-1"
_KNOWN: Final = "travel-makers.json"


@dataclass(frozen=True, slots=True)
class TravelFile:
    """maker: thumbprint of the key that signed it; body: what it holds."""

    maker: str
    body: dict[str, Any]


def write_file(path: Path, body: dict[str, Any], key: KeyPair, phrase: str) -> None:
    """phrase: '' for none. Raises `Refused('phrase_short')`, `Trouble('file_not_written')`."""
    text = json.dumps(body)
    signed = key.sign({"sha256": _hash(text)})
    content = json.dumps({"format": _SIGN, "key": key.public_jwk, "signed": signed, "body": text}).encode()
    target = io.BytesIO()
    if phrase:
        seal(io.BytesIO(content), target, phrase, Steps(go_on, len(content)))
    else:
        target.write(content)
    try:
        path.write_bytes(target.getvalue())
    except OSError as error:
        raise Trouble("file_not_written", file=path.name, reason=error.strerror or "") from error


def read_file(path: Path, phrase: str) -> TravelFile:
    """Raises `Refused` with `phrase_missing`, `phrase_wrong`; `Trouble` with `file_unreadable`,
    `backup_damaged`, `travel_damaged`."""
    try:
        if path.stat().st_size > LARGEST:
            raise Trouble("travel_damaged", reason="size")
        target = io.BytesIO()
        if is_sealed(path):
            unseal(path, target, phrase, Steps(go_on, LARGEST))
        else:
            target.write(path.read_bytes())
    except OSError as error:
        raise Trouble("file_unreadable", file=path.name, reason=error.strerror or "") from error
    try:
        found = json.loads(target.getvalue())
        if found["format"] != _SIGN:
            raise ValueError("format")
        claims, maker = read_signed(found["signed"], found["key"])
        if claims.get("sha256") != _hash(found["body"]):
            raise ValueError("changed")
        return TravelFile(maker, dict(json.loads(found["body"])))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Trouble("travel_damaged", reason=str(error)[:40]) from error


def knows_maker(folder: Path, maker: str) -> bool:
    return maker in _makers(folder)


def remember_maker(folder: Path, maker: str) -> None:
    """The teacher has compared it, and takes what comes from there from now on. Raises
    `Trouble('file_not_written')`."""
    try:
        write_private(folder / _KNOWN, json.dumps(sorted({*_makers(folder), maker})))
    except OSError as error:
        raise Trouble("file_not_written", file=_KNOWN, reason=error.strerror or str(error)) from error


def _makers(folder: Path) -> set[str]:
    try:
        return set(json.loads((folder / _KNOWN).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return set()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
