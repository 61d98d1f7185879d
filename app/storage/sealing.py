"""A file under a pass phrase: scrypt for the key, AES-256-GCM in pieces, so that size does not matter.

Head: 12 bytes of mark, the cost (power of two), 16 of salt, 7 of nonce, 16 that tell a wrong phrase from a
damaged file. Then pieces of 1 MiB and a tag each; a piece's nonce has its number and whether it is the last,
so that none can be changed, moved, left out or cut off. The head is signed with every piece.
"""

import hmac
import os
import unicodedata
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.errors import Refused, Trouble
from app.storage.steps import Steps

COST = 17
"""Power of two: 128 MiB and about half a second for each try."""
SHORTEST_PHRASE: Final = 8  # characters

_MARK: Final = b"preau-seal-1"
_COSTS: Final = range(10, 19)  # what is read: nobody's file may ask for gigabytes
_SALT: Final = 16
_NONCE: Final = 7
_PROOF: Final = 16
_HEAD: Final = len(_MARK) + 1 + _SALT + _NONCE + _PROOF
_PIECE: Final = 1 << 20
_TAG: Final = 16


def is_sealed(path: Path) -> bool:
    """Whether the file begins as one of these. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK


def seal(source: BinaryIO, target: BinaryIO, phrase: str, steps: Steps) -> None:
    """Write what `source` holds from here on. Raises `Refused` with `phrase_short`, `backup_cancelled`."""
    if len(clean_phrase(phrase)) < SHORTEST_PHRASE:
        raise Refused("phrase_short", least=SHORTEST_PHRASE)
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    key, proof = _derive(phrase, salt, COST)
    head = _MARK + bytes([COST]) + salt + nonce + proof
    cipher, number = AESGCM(key), 0
    target.write(head)
    piece = source.read(_PIECE)
    while True:
        following = source.read(_PIECE)
        target.write(cipher.encrypt(_nonce(nonce, number, not following), piece, head))
        steps.add(len(piece))
        if not following:
            return
        piece, number = following, number + 1


def unseal(path: Path, target: BinaryIO, phrase: str, steps: Steps) -> None:
    """Inverse of `seal`; nothing in `target` may be used before this returns.

    Raises `Refused` with `phrase_missing`, `phrase_wrong`, `backup_cancelled`; `Trouble('backup_damaged')`;
    OSError.
    """
    if not phrase:
        raise Refused("phrase_missing", file=path.name)
    with path.open("rb") as source:
        head = source.read(_HEAD)
        if len(head) < _HEAD or head[len(_MARK)] not in _COSTS:
            raise Trouble("backup_damaged", file=str(path), reason="head")
        salt = head[len(_MARK) + 1 :][:_SALT]
        nonce = head[len(_MARK) + 1 + _SALT :][:_NONCE]
        key, proof = _derive(phrase, salt, head[len(_MARK)])
        if not hmac.compare_digest(proof, head[-_PROOF:]):
            raise Refused("phrase_wrong", file=path.name)
        cipher, number = AESGCM(key), 0
        piece = source.read(_PIECE + _TAG)
        while True:
            following = source.read(_PIECE + _TAG)
            try:
                plain = cipher.decrypt(_nonce(nonce, number, not following), piece, head)
            except InvalidTag as error:
                raise Trouble("backup_damaged", file=str(path), reason=f"piece {number}") from error
            target.write(plain)
            steps.add(len(plain))
            if not following:
                return
            piece, number = following, number + 1


def clean_phrase(phrase: str) -> str:
    """As it counts: the same letters however a keyboard composes them, without space around."""
    return unicodedata.normalize("NFC", phrase).strip()


def _derive(phrase: str, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    found = Scrypt(salt, 32 + _PROOF, 1 << cost, 8, 1).derive(clean_phrase(phrase).encode("utf-8", "replace"))
    return found[:32], found[32:]


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
