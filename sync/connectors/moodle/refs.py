"""How Moodle's places are written in a target: one way only, so that the same place has the same text."""

import json
from collections.abc import Mapping
from typing import cast


def write_ref(**parts: str) -> str:
    return json.dumps(parts, sort_keys=True, separators=(",", ":"))


def read_ref(ref: str) -> Mapping[str, str]:
    return cast(Mapping[str, str], json.loads(ref))
