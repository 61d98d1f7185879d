"""How a class is held: what its next sessions start with, and how long they are kept."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, Literal, Self

Identity = Literal["nickname", "number"]


@dataclass(frozen=True, slots=True)
class ClassOptions:
    """identity: 'nickname', or 'number': students sign in with number or name and PIN. guests: others may
    come in too, and are marked. attendance: being in the room is to be proved by what the wall shows.
    late_after, left_early_before: seconds, for the rules of attendance. notice: what students are told of
    what is kept; "" for the sentences of the program. keep_days: how many days after a session what is known
    of it is kept; 0 until the teacher erases it."""

    identity: Identity = "number"
    guests: bool = False
    attendance: bool = True
    late_after: float = 600.0
    left_early_before: float = 600.0
    notice: str = ""
    keep_days: int = 0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Unknown names (of a later version) are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})


FOR_EVERYBODY: Final = ClassOptions(identity="nickname", attendance=False)
"""Of a class that nobody is on the roster of."""


def options_for(options: ClassOptions, students: int) -> ClassOptions:
    """What holds for a class with so many students: without any, nobody can sign in by the roster, and who is
    absent is not known."""
    if students:
        return options
    return replace(options, identity="nickname", guests=False, attendance=False)
