"""A platform as the teacher has connected it. Its key is in the system's keyring, never here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ConnectionKind = Literal["moodle", "xapi", "lti"]


@dataclass(frozen=True, slots=True)
class Connection:
    """address: https address of the platform. details: what the connector keeps, texts only. trouble: code of
    what only the teacher can mend, or ''; nothing is asked of the platform until then. confirmed_at: when
    everything was last read back there."""

    id: str
    kind: ConnectionKind
    name: str
    address: str
    details: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""
    confirmed_at: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a row, and when."""

    at: float
    state: str
    reason: str
