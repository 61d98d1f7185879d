"""Passwords in the system's own keyring: the only place of ours where one may lie on the disk.

The library is imported when it is first needed: finding the system's keyring takes longer than a window may.
A keyring may ask its owner to unlock it, so that a call can take as long as a person does.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from app.errors import Trouble

SERVICE: Final = "Preau"

T = TypeVar("T")


def read_secret(name: str) -> str | None:
    """None where none was kept. Raises `Trouble('keyring_missing')` where there is no keyring to ask."""
    import keyring

    return _ask(lambda: keyring.get_password(SERVICE, name))


def write_secret(name: str, text: str) -> None:
    """Raises `Trouble('keyring_missing')`; the caller keeps it for the session then, and nowhere else."""
    import keyring

    _ask(lambda: keyring.set_password(SERVICE, name, text))
    if _ask(lambda: keyring.get_password(SERVICE, name)) != text:  # some take everything and keep nothing
        raise Trouble("keyring_missing")


def forget_secret(name: str) -> None:
    """Also where none was kept. Raises `Trouble('keyring_missing')`."""
    import keyring

    if _ask(lambda: keyring.get_password(SERVICE, name)) is not None:
        _ask(lambda: keyring.delete_password(SERVICE, name))


def _ask(call: Callable[[], T]) -> T:
    """What a keyring of any system raises is its own; none of it is a fault of ours."""
    try:
        return call()
    except Exception as error:
        raise Trouble("keyring_missing") from error
