"""Passwords and keys in the system's own keyring; where there is none, in a file under a pass phrase.

The library is imported when it is first needed: finding the system's keyring takes longer than a window may.
A keyring may ask its owner to unlock it, so that a call can take as long as a person does.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from app.errors import Trouble
from app.secret_file import FILE_NAME, SecretFile

SERVICE: Final = "Preau"
VARIABLE: Final = "PREAU_PASS_PHRASE"
"""Of the environment: opens the file where nobody is there to be asked."""

T = TypeVar("T")
_file: SecretFile | None = None


def open_secret_file(folder: Path, phrase: str) -> None:
    """From now on, what no keyring takes goes into the folder's file of secrets, which is made if need be.

    Raises `Refused` with `secrets_phrase_short` or `secrets_phrase_wrong`, `Trouble('secrets_unreadable')`.
    """
    global _file
    _file = SecretFile(folder, phrase)


def open_from_environment(folder: Path) -> bool:
    """`open_secret_file` with the phrase of the environment; false where it names none. Whoever calls this
    warns (`secrets_from_environment`): other programs of the account can read it there."""
    phrase = os.environ.pop(VARIABLE, "")  # programs that we start need not know it
    if phrase:
        open_secret_file(folder, phrase)
    return bool(phrase)


def close_secret_file() -> None:
    """Forget the key to the file."""
    global _file
    _file = None


def has_closed_file(folder: Path) -> bool:
    """Whether secrets lie in a file that has to be opened first."""
    return _file is None and (folder / FILE_NAME).exists()


def read_secret(name: str) -> str | None:
    """None where none was kept. Raises `Trouble('keyring_missing')` where there is no keyring to ask."""
    import keyring

    try:
        found = _ask(lambda: keyring.get_password(SERVICE, name))
    except Trouble:
        if _file is None:
            raise
        found = None
    return _file.read(name) if found is None and _file is not None else found


def write_secret(name: str, text: str) -> None:
    """Raises `Trouble('keyring_missing')`; the caller keeps it for the session then, and nowhere else."""
    import keyring

    try:
        _ask(lambda: keyring.set_password(SERVICE, name, text))
        if _ask(lambda: keyring.get_password(SERVICE, name)) != text:  # some take everything and keep nothing
            raise Trouble("keyring_missing")
    except Trouble:
        if _file is None:
            raise
        _file.write(name, text)


def forget_secret(name: str) -> None:
    """Also where none was kept. Raises `Trouble('keyring_missing')`."""
    import keyring

    if _file is not None:
        _file.forget(name)
    try:
        if _ask(lambda: keyring.get_password(SERVICE, name)) is not None:
            _ask(lambda: keyring.delete_password(SERVICE, name))
    except Trouble:
        if _file is None:
            raise


def _ask(call: Callable[[], T]) -> T:
    """What a keyring of any system raises is its own; none of it is a fault of ours."""
    try:
        return call()
    except Exception as error:
        raise Trouble("keyring_missing") from error
