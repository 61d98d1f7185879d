"""Errors that another process of ours, maybe of another version, tells by code and parameters."""

from collections.abc import Mapping
from typing import Any, TypeVar

from app.errors import PreauError
from app.sentences import tell_code

Kind = TypeVar("Kind", bound=PreauError)


def read_error(kind: type[Kind], code: Any, params: Any, otherwise: Kind) -> Kind:
    """The error of this kind; `otherwise` where we have no sentence for it, or it is not filled."""
    if not isinstance(code, str) or not isinstance(params, Mapping):
        return otherwise
    try:
        tell_code(code, params, lambda sentence: sentence)
        return kind(code, **params)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError):
        return otherwise
