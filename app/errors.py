"""Errors carry a code and parameters; their sentence is made where it is shown (`app.sentences`).

Anything that is not a `PreauError` is a fault of ours: logged with its trace, never shown as one.
"""

from typing import Any


class PreauError(Exception):
    """Something that a person is told about. `code` is stable and documented, `params` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({detail})"


class Trouble(PreauError):
    """The environment failed: a file, a disk, the network, another program."""


class Refused(PreauError):
    """A command or an answer is not allowed now or makes no sense; nothing was changed."""
