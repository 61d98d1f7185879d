"""JSON from outside. It can name halves of surrogate pairs, which no other text can hold."""

import json
from typing import Any


def load_json(source: str | bytes) -> Any:
    """The value, with a question mark for every such half. Raises `ValueError`, `RecursionError`."""
    text = source if isinstance(source, str) else source.decode(json.detect_encoding(source), "surrogatepass")
    value = json.loads(text.encode("utf-8", "replace"))
    if "\\ud" in text.lower():
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    return value
