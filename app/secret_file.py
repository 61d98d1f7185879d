"""Secrets in one file under a pass phrase, for computers whose system keeps none.

The library is imported when it is first needed, because hardly any computer needs it.
"""

import base64
import json
import os
import unicodedata
from pathlib import Path
from typing import Any, Final

from app.errors import Refused, Trouble
from app.paths import write_private

FILE_NAME: Final = "secrets.sealed"
SHORTEST: Final = 12  # characters of a pass phrase: this file may be copied and tried at leisure
COST = 16
"""Power of two: 64 MiB and about a quarter of a second for each try."""
_COSTS: Final = range(10, 19)  # what is read: nobody's file may ask for gigabytes
_MARK: Final = "preau-secrets-1"


class SecretFile:
    """scrypt for the key, AES-256-GCM for the content. Read anew each time: another program may have it open.

    Every method raises `Trouble('secrets_unreadable')` where the file is damaged or the disk fails.
    """

    def __init__(self, folder: Path, phrase: str) -> None:
        """Opens the folder's file or makes it. Raises `Refused` with `secrets_phrase_short` (a new file) or
        `secrets_phrase_wrong`; takes a moment."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        self._path = folder / FILE_NAME
        phrase = unicodedata.normalize("NFKC", phrase).strip()
        known = self._load()
        if known is None:
            if len(phrase) < SHORTEST:
                raise Refused("secrets_phrase_short", least=SHORTEST)
            self._salt, self._cost = os.urandom(16), COST
        else:
            self._salt, self._cost = _bytes(known, "salt"), _cost(known)
        scrypt = Scrypt(salt=self._salt, length=32, n=1 << self._cost, r=8, p=1)
        self._cipher = AESGCM(scrypt.derive(phrase.encode("utf-8", "replace")))
        if known is None:
            self._write({})
        else:
            self._read()

    def read(self, name: str) -> str | None:
        return self._read().get(name)

    def write(self, name: str, text: str) -> None:
        self._write(self._read() | {name: text})

    def forget(self, name: str) -> None:
        self._write({known: text for known, text in self._read().items() if known != name})

    def _load(self) -> dict[str, Any] | None:
        """The file's outside; None where there is none."""
        try:
            known = json.loads(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError):
            raise Trouble("secrets_unreadable", file=self._path.name) from None
        if not isinstance(known, dict) or known.get("mark") != _MARK:
            raise Trouble("secrets_unreadable", file=self._path.name)
        return known

    def _read(self) -> dict[str, str]:
        from cryptography.exceptions import InvalidTag

        known = self._load()
        if known is None or _bytes(known, "salt") != self._salt:  # taken away, or another's by now
            raise Trouble("secrets_unreadable", file=self._path.name)
        try:
            plain = self._cipher.decrypt(_bytes(known, "nonce"), _bytes(known, "content"), _head(known))
        except (InvalidTag, ValueError):
            raise Refused("secrets_phrase_wrong") from None
        return {str(name): str(text) for name, text in json.loads(plain).items()}

    def _write(self, secrets: dict[str, str]) -> None:
        nonce = os.urandom(12)
        outside: dict[str, Any] = {"mark": _MARK, "cost": self._cost, "salt": _text(self._salt)}
        content = self._cipher.encrypt(nonce, json.dumps(secrets).encode(), _head(outside))
        outside |= {"nonce": _text(nonce), "content": _text(content)}
        try:
            write_private(self._path, json.dumps(outside) + "\n")
        except OSError:
            raise Trouble("secrets_unreadable", file=self._path.name) from None


def _head(outside: dict[str, Any]) -> bytes:
    """What is not secret but must not be changed."""
    return f"{outside['mark']} {outside['cost']} {outside['salt']}".encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(known: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(str(known[name]), validate=True)
    except (KeyError, ValueError):
        raise Trouble("secrets_unreadable", file=FILE_NAME) from None


def _cost(known: dict[str, Any]) -> int:
    cost = known.get("cost")
    if type(cost) is not int or cost not in _COSTS:
        raise Trouble("secrets_unreadable", file=FILE_NAME)
    return cost
