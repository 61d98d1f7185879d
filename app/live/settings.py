"""What a session is opened with; part of its first event, so that a replay has the same rules."""

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """change_answers: an answer may be changed until the lock. shuffle_choices: each student sees
    the choices in another order (else only where the question says so). shuffle_questions: the questions
    come in a random order, the same for all. time_limit: seconds for questions without their own, None for
    no limit. speed_bonus: up to this fraction of a question's points for answering early; 0, because
    it favours faster phones. show_names: nicknames on the wall (ranking). class_name: of the students who
    are taught, as the teacher calls them; "" where nobody said. class_id: of that class in the library, ""
    where it is not there.

    identity: 'nickname', or 'number': students of the roster sign in with number or name and PIN. guests:
    others may join such a class, and are marked. attendance: being in the room is to be proved by what the
    wall shows. late_after, left_early_before: seconds after the opening and before the end, for the rules
    of attendance. notice: what students are told of what is kept; "" for the sentences of the program.
    keep_days: how long they are told that it is kept after the session, 0 until the teacher erases it."""

    change_answers: bool = True
    shuffle_choices: bool = False
    shuffle_questions: bool = False
    time_limit: float | None = None
    speed_bonus: float = 0.0
    show_names: bool = True
    rehearsal: bool = False
    class_name: str = ""
    class_id: str = ""
    identity: str = "nickname"
    guests: bool = False
    attendance: bool = False
    late_after: float = 600.0
    left_early_before: float = 600.0
    notice: str = ""
    keep_days: int = 0

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "SessionSettings":
        """Unknown names (of a later version) are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in values.items() if name in known})
