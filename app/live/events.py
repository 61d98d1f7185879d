"""What has happened in a session. Applying events is the only way that its state changes.

Every event has `at`: seconds since 1970-01-01 UTC by the server's clock. Ids are opaque. Fields marked
with `personal` (names, anybody's own words) are kept beside the journal by the storage, so that a
person can be erased while figures stay right.
"""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Final, Literal

Personal = Literal["whole", "part"]


def personal(extent: Personal = "whole") -> Any:
    """A field that holds a name or own words: the whole of it, or the `text` part of an answer."""
    return field(metadata={"personal": extent})


@dataclass(frozen=True, slots=True)
class Event:
    TYPE: ClassVar[str] = ""
    at: float


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """seed: secret of the session (orders of choices, names of pictures); quiz: as `quiz.codec` writes it."""

    TYPE: ClassVar[str] = "opened"
    session: str
    title: str
    code: str
    seed: str
    settings: dict[str, Any]
    quiz: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Joined(Event):
    """token: SHA-256 of the device's secret, hexadecimal."""

    TYPE: ClassVar[str] = "joined"
    student: str
    token: str
    nickname: str = personal()


@dataclass(frozen=True, slots=True)
class DeviceAdded(Event):
    """The same student on another address or device."""

    TYPE: ClassVar[str] = "device_added"
    student: str
    token: str


@dataclass(frozen=True, slots=True)
class Renamed(Event):
    TYPE: ClassVar[str] = "renamed"
    student: str
    who: str = personal()
    nickname: str = personal()


@dataclass(frozen=True, slots=True)
class Removed(Event):
    TYPE: ClassVar[str] = "removed"
    student: str


@dataclass(frozen=True, slots=True)
class DoorSet(Event):
    """Whether nobody else may join by a nickname."""

    TYPE: ClassVar[str] = "door_set"
    closed: bool


@dataclass(frozen=True, slots=True)
class Readmitted(Event):
    TYPE: ClassVar[str] = "readmitted"
    student: str


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """attempt: 1 for the first round of a question. deadline: seconds, None without a limit."""

    TYPE: ClassVar[str] = "asked"
    round: str
    question: str
    attempt: int
    deadline: float | None


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """id: made by the phone; the same answer sent twice has the same one."""

    TYPE: ClassVar[str] = "answered"
    round: str
    student: str
    id: str
    answer: dict[str, Any] = personal("part")


@dataclass(frozen=True, slots=True)
class Extended(Event):
    """deadline: the new one, None without; left: seconds left of a paused round, else None."""

    TYPE: ClassVar[str] = "extended"
    round: str
    deadline: float | None
    left: float | None = None


@dataclass(frozen=True, slots=True)
class Paused(Event):
    TYPE: ClassVar[str] = "paused"
    round: str
    left: float | None


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    TYPE: ClassVar[str] = "resumed"
    round: str
    deadline: float | None


@dataclass(frozen=True, slots=True)
class Locked(Event):
    """by: 'host' or 'time'."""

    TYPE: ClassVar[str] = "locked"
    round: str
    by: str


@dataclass(frozen=True, slots=True)
class Revealed(Event):
    TYPE: ClassVar[str] = "revealed"
    round: str


@dataclass(frozen=True, slots=True)
class RankingShown(Event):
    TYPE: ClassVar[str] = "ranking_shown"


@dataclass(frozen=True, slots=True)
class LobbyShown(Event):
    TYPE: ClassVar[str] = "lobby_shown"


@dataclass(frozen=True, slots=True)
class Skipped(Event):
    """A coming question left out (round None), or a round that shall not count."""

    TYPE: ClassVar[str] = "skipped"
    question: str
    round: str | None


@dataclass(frozen=True, slots=True)
class Restarted(Event):
    """The server came back. down_since: last moment it was known to live. deadline: of the open round."""

    TYPE: ClassVar[str] = "restarted"
    down_since: float
    deadline: float | None


@dataclass(frozen=True, slots=True)
class Ended(Event):
    TYPE: ClassVar[str] = "ended"


@dataclass(frozen=True, slots=True)
class KeyCorrected(Event):
    """key: as the question's kind takes it in `correct`; None gives back the key of the quiz."""

    TYPE: ClassVar[str] = "key_corrected"
    question: str
    key: dict[str, Any] | None
    who: str = personal()
    why: str = personal()


@dataclass(frozen=True, slots=True)
class QuestionAdded(Event):
    """A question made up in class, as `quiz.codec` writes one; it comes next."""

    TYPE: ClassVar[str] = "question_added"
    question: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WordsShown(Event):
    """What these students wrote in this round may be read by everybody; shown False takes that back."""

    TYPE: ClassVar[str] = "words_shown"
    round: str
    students: list[str]
    shown: bool


@dataclass(frozen=True, slots=True)
class QuestionCancelled(Event):
    """A cancelled question counts for nobody; cancelled False takes that back."""

    TYPE: ClassVar[str] = "question_cancelled"
    question: str
    cancelled: bool
    who: str = personal()
    why: str = personal()


@dataclass(frozen=True, slots=True)
class AnswerAccepted(Event):
    """One student's answer counts with this credit (0 to 1) whatever the key says; None takes it back."""

    TYPE: ClassVar[str] = "answer_accepted"
    round: str
    student: str
    credit: float | None
    who: str = personal()
    why: str = personal()


@dataclass(frozen=True, slots=True)
class RosterTaken(Event):
    """One student of the class's roster, as the session knows them from now on. pin: salted hash, "" where
    none was chosen; devices: SHA-256 of the secrets of remembered devices; language: "" for the
    phone's."""

    TYPE: ClassVar[str] = "roster_taken"
    student: str
    number: str = personal()
    name: str = personal()
    pin: str = personal()
    devices: list[str] = personal()
    extra_time: float = 1.0
    language: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn(Event):
    """A student of the roster has proved who they are. token: as in `Joined`; device: SHA-256 of the secret
    that the device keeps; shared: the phone was handed over to them on purpose."""

    TYPE: ClassVar[str] = "signed_in"
    student: str
    token: str
    device: str = personal()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class PinChosen(Event):
    """pin: salted hash. The library takes it over (`app.live.identity.learn`)."""

    TYPE: ClassVar[str] = "pin_chosen"
    student: str
    pin: str = personal()


@dataclass(frozen=True, slots=True)
class PinReset(Event):
    """The PIN was lost: another one is chosen at the next sign-in, and no device is remembered."""

    TYPE: ClassVar[str] = "pin_reset"
    student: str
    who: str = personal()


@dataclass(frozen=True, slots=True)
class PinRestored(Event):
    """The PIN that was reset last counts again, and so do the devices that were remembered."""

    TYPE: ClassVar[str] = "pin_restored"
    student: str
    who: str = personal()


@dataclass(frozen=True, slots=True)
class DeviceClaimed(Event):
    """Something that the teacher should look at. kind: 'devices' where the student was signed in on another
    device, 'students' where this device had signed in somebody else."""

    TYPE: ClassVar[str] = "device_claimed"
    student: str
    kind: str
    device: str = personal()


@dataclass(frozen=True, slots=True)
class ClaimResolved(Event):
    """The teacher has looked: the device may speak for the student, or not any more."""

    TYPE: ClassVar[str] = "claim_resolved"
    student: str
    allow: bool
    device: str = personal()
    who: str = personal()


@dataclass(frozen=True, slots=True)
class PresenceProved(Event):
    """The student is in the room. by: 'scan' of the code on the wall, its two 'digits', the 'host', or the
    'kiosk' on the teacher's laptop, which is also the moment at which a student without a device was seen."""

    TYPE: ClassVar[str] = "presence_proved"
    student: str
    by: str
    who: str = personal()


@dataclass(frozen=True, slots=True)
class CameBack(Event):
    """A phone that had been away is seen again; the first time is in `Joined` and `SignedIn`."""

    TYPE: ClassVar[str] = "came_back"
    student: str


@dataclass(frozen=True, slots=True)
class WentAway(Event):
    """The phone is not seen any more. since: seconds since 1970, when it was seen last."""

    TYPE: ClassVar[str] = "went_away"
    student: str
    since: float


@dataclass(frozen=True, slots=True)
class MarkedByHand(Event):
    """What the teacher says of a student's attendance; status "" takes that back."""

    TYPE: ClassVar[str] = "marked_by_hand"
    student: str
    status: str
    who: str = personal()
    why: str = personal()


EVENTS: Final[dict[str, type[Event]]] = {
    event.TYPE: event
    for event in (
        Opened, Joined, DeviceAdded, Renamed, Removed, Readmitted, Asked, Answered, Extended, Paused,
        Resumed, Locked, Revealed, RankingShown, LobbyShown, Skipped, Restarted, Ended, KeyCorrected,
        QuestionCancelled, AnswerAccepted, QuestionAdded, WordsShown,
        RosterTaken, SignedIn, PinChosen, PinReset, PinRestored, DeviceClaimed, ClaimResolved,
        PresenceProved, CameBack, WentAway, MarkedByHand, DoorSet,
    )
}  # fmt: skip

FIELDS: Final = {name: tuple(f.name for f in fields(event)) for name, event in EVENTS.items()}
"""Names of each event's fields; `at` among them."""

PERSONAL: Final[dict[str, dict[str, Personal]]] = {
    name: {f.name: f.metadata["personal"] for f in fields(event) if "personal" in f.metadata}
    for name, event in EVENTS.items()
}
"""Names of each event's personal fields, with how much of the field is personal."""


def event_to_dict(event: Event) -> dict[str, Any]:
    """The event's fields by name, without its type."""
    return {name: getattr(event, name) for name in FIELDS[event.TYPE]}


def event_from_dict(type_name: str, values: dict[str, Any]) -> Event:
    """Inverse of `event_to_dict`. Raises KeyError for an unknown type (a journal of a newer version)."""
    return EVENTS[type_name](**values)
