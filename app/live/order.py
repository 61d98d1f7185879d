"""Stable random orders and unguessable names, all derived from the session's seed.

HMAC-SHA-256 (RFC 2104) of the seed: whoever does not know the seed cannot tell an order or a name, and
the same seed gives the same order after a reload or a restart.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any


def keyed_digest(seed: str, *parts: str) -> str:
    """64 hexadecimal digits for the parts; parts cannot run into each other."""
    message = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    return hmac.new(seed.encode(), message, hashlib.sha256).hexdigest()


def shuffle_items(seed: str, purpose: str, items: Sequence[Any]) -> list[Any]:
    """Items with an `id` attribute, or bare ids, in the order that the seed and the purpose give."""
    return sorted(
        items, key=lambda item: keyed_digest(seed, "order", purpose, str(getattr(item, "id", item)))
    )
