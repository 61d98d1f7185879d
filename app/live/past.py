"""What a list shows of a session that was kept. Windows and the storage both see it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line of the list of sessions; times in seconds since 1970. class_name: '' where none was given.
    class_id: '' where the library does not have it. events: number of the last one, which grows with every
    change and correction."""

    id: str
    title: str
    code: str
    opened_at: float
    ended_at: float | None
    port: int
    alive_at: float
    rehearsal: bool
    class_name: str = ""
    class_id: str = ""
    events: int = 0
