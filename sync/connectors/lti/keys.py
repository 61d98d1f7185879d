"""The key pair of this computer: made here, the private half never leaves its file unencrypted.

The file's own key lies in the keyring (or in the file of secrets), so that a copy of the data folder opens
nothing.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from app.errors import Trouble
from app.paths import write_private
from app.secrets import has_closed_file, read_secret, write_secret
from sync.errors import LoggedOut

FILE_NAME: Final = "lti-key.pem"
SECRET: Final = "lti key"  # noqa: S105 - its name in the keyring
_BITS: Final = 2048


class KeyPair:
    def __init__(self, private: rsa.RSAPrivateKey) -> None:
        self._private = private
        numbers = private.public_key().public_numbers()
        self._numbers = {"e": _base64_number(numbers.e), "n": _base64_number(numbers.n)}

    @property
    def public_pem(self) -> str:
        """As forms of platforms take it."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self._private.public_key().public_bytes(serialization.Encoding.PEM, form).decode()

    @property
    def public_jwk(self) -> str:
        """The same for forms that want a JSON Web Key."""
        return json.dumps({"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.id} | self._numbers)

    @property
    def id(self) -> str:
        """The key's thumbprint (RFC 7638)."""
        canonical = json.dumps({"e": self._numbers["e"], "kty": "RSA", "n": self._numbers["n"]})
        return _base64(hashlib.sha256(canonical.replace(" ", "").encode()).digest())

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A JSON Web Token (RS256) that says `claims`."""
        head = {"alg": "RS256", "typ": "JWT", "kid": self.id}
        said = f"{_base64_json(head)}.{_base64_json(claims)}"
        signature = self._private.sign(said.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{said}.{_base64(signature)}"


def read_signed(token: str, jwk: str) -> tuple[dict[str, Any], str]:
    """What a token of `KeyPair.sign` says, and the thumbprint of the key that signed it. jwk: that key as
    `KeyPair.public_jwk` gives it. Raises ValueError."""
    try:
        said, _, signature = token.rpartition(".")
        numbers = {name: int.from_bytes(_unbase64(json.loads(jwk)[name])) for name in ("e", "n")}
        key = rsa.RSAPublicNumbers(**numbers).public_key()
        if key.key_size < _BITS:
            raise ValueError("short key")
        key.verify(_unbase64(signature), said.encode(), padding.PKCS1v15(), hashes.SHA256())
        claims = json.loads(_unbase64(said.partition(".")[2]))
    except (InvalidSignature, LookupError, TypeError, AttributeError) as error:
        raise ValueError("not signed") from error
    known = {"e": _base64_number(numbers["e"]), "kty": "RSA", "n": _base64_number(numbers["n"])}
    text = json.dumps(known).replace(" ", "")
    return dict(claims), _base64(hashlib.sha256(text.encode()).digest())


def load_key(folder: Path) -> KeyPair:
    """The folder's pair. Raises `LoggedOut('lti_key_lost')` where there is none or it cannot be opened,
    `Trouble('keyring_missing')` where there is nothing to open it with yet."""
    phrase = read_secret(SECRET)
    if phrase is None and has_closed_file(folder):  # it may be in there
        raise Trouble("keyring_missing")
    try:
        content = (folder / FILE_NAME).read_bytes()
        private = serialization.load_pem_private_key(content, (phrase or "").encode())
    except (OSError, ValueError, TypeError):
        raise LoggedOut("lti_key_lost") from None
    if not isinstance(private, rsa.RSAPrivateKey):
        raise LoggedOut("lti_key_lost")
    return KeyPair(private)


def load_or_make_key(folder: Path) -> KeyPair:
    """As `load_key`; where there is none that can be opened, a new one takes its place. Raises `Trouble` with
    `keyring_missing` (nothing is made then) or `key_not_stored`."""
    try:
        return load_key(folder)
    except LoggedOut:
        pass
    private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    phrase = secrets.token_urlsafe(32)
    content = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(phrase.encode()),
    )
    write_secret(SECRET, phrase)
    try:
        write_private(folder / FILE_NAME, content.decode())
    except OSError as error:
        raise Trouble("key_not_stored", reason=error.strerror or str(error)) from error
    return KeyPair(private)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _base64_json(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64_number(number: int) -> str:
    return _base64(number.to_bytes((number.bit_length() + 7) // 8))
