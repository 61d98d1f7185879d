"""How columns are written in a target: one way only, and a column of ours before it is made."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, cast

from app.outgoing.rows import Kind

TOP: Final = Decimal(20)  # of a new column, where the teacher says nothing else
_ATTENDED: Final = Decimal(1)
NEW_GRADES: Final = json.dumps({"column": "new", "kind": "grade"})
NEW_ATTENDANCE: Final = json.dumps({"column": "new", "kind": "attendance"})
NEW: Final = frozenset({NEW_GRADES, NEW_ATTENDANCE})
"""Places that get a name with their session."""


def name_column(ref: str, session: str, title: str, top: Decimal = TOP) -> str:
    """The place that a session gets where one of `NEW` was chosen. It comes to the same column from every
    computer."""
    kind = read_ref(ref)["kind"]
    top = _ATTENDED if kind == "attendance" else top
    return write_ref(
        column="own", kind=kind, resource=f"{session}-{kind}"[:100], label=title[:200], top=f"{top:f}"
    )


def line_ref(id: str, kind: Kind) -> str:
    """A column that is there."""
    return write_ref(column="line", kind=kind, id=id)


def write_ref(**parts: str) -> str:
    return json.dumps(parts, sort_keys=True, separators=(",", ":"))


def read_ref(ref: str) -> Mapping[str, str]:
    return cast(Mapping[str, str], json.loads(ref))
