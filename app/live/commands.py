"""What a session can be told to do. Host commands come over the host protocol by name and arguments;
the others (`answer`, `join`, `remove_many`, ...) come from
the room itself."""

from dataclasses import MISSING, dataclass, field, fields
from types import UnionType
from typing import Any, ClassVar, Final, get_args, get_type_hints

from app.errors import Refused
from app.quiz.kinds.base import Fields

MAX_TEXT: Final = 500  # characters of `who`, `why` and the like
MAX_WORD: Final = 80_000  # of a folded text: some signs become eighteen


@dataclass(frozen=True, slots=True)
class Command:
    NAME: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Join(Command):
    """token: SHA-256 of the device's secret. A nickname in use gets a number."""

    NAME: ClassVar[str] = "join"
    nickname: str
    token: str


@dataclass(frozen=True, slots=True)
class AddDevice(Command):
    NAME: ClassVar[str] = "add_device"
    student: str
    token: str


@dataclass(frozen=True, slots=True)
class SignIn(Command):
    """The room has checked who it is. device: SHA-256 of the device's secret; pin: hash of a PIN chosen just
    now, "" where the one that is known was entered; shared: the phone was handed over."""

    NAME: ClassVar[str] = "sign_in"
    student: str
    token: str
    device: str
    pin: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Answer(Command):
    """fields: the submitted form; id: made by the phone, 1 to 64 of A-Z a-z 0-9 _ -."""

    NAME: ClassVar[str] = "answer"
    student: str
    round: str
    id: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class RemoveMany(Command):
    """The room knows who came in together."""

    NAME: ClassVar[str] = "remove_many"
    students: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeOut(Command):
    NAME: ClassVar[str] = "time_out"


@dataclass(frozen=True, slots=True)
class Ask(Command):
    """Ask `question`, or the next one that was neither asked nor skipped. seconds: time limit instead of
    the question's or the session's; 0 for none."""

    NAME: ClassVar[str] = "ask"
    question: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class AskAgain(Command):
    """The last question again, as a further round."""

    NAME: ClassVar[str] = "ask_again"
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Extend(Command):
    """More time, from 1 second to 4 hours; a locked round that was not revealed opens again."""

    NAME: ClassVar[str] = "extend"
    seconds: float = 15.0


@dataclass(frozen=True, slots=True)
class Lock(Command):
    NAME: ClassVar[str] = "lock"


@dataclass(frozen=True, slots=True)
class Reveal(Command):
    """insist: although somebody's extra time has not passed."""

    NAME: ClassVar[str] = "reveal"
    insist: bool = False


@dataclass(frozen=True, slots=True)
class ShowRanking(Command):
    NAME: ClassVar[str] = "show_ranking"


@dataclass(frozen=True, slots=True)
class ToLobby(Command):
    NAME: ClassVar[str] = "to_lobby"


@dataclass(frozen=True, slots=True)
class Skip(Command):
    """The open round does not count; where none is open, the coming (or named) question is left out."""

    NAME: ClassVar[str] = "skip"
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Pause(Command):
    NAME: ClassVar[str] = "pause"


@dataclass(frozen=True, slots=True)
class Resume(Command):
    NAME: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class End(Command):
    NAME: ClassVar[str] = "end"


@dataclass(frozen=True, slots=True)
class Rename(Command):
    NAME: ClassVar[str] = "rename"
    student: str
    nickname: str
    who: str = "host"


@dataclass(frozen=True, slots=True)
class Remove(Command):
    NAME: ClassVar[str] = "remove"
    student: str


@dataclass(frozen=True, slots=True)
class Readmit(Command):
    NAME: ClassVar[str] = "readmit"
    student: str


@dataclass(frozen=True, slots=True)
class SetDoor(Command):
    """closed: nobody else joins by a nickname; who is in comes back as ever, and so does the roster."""

    NAME: ClassVar[str] = "set_door"
    closed: bool


@dataclass(frozen=True, slots=True)
class AddQuestion(Command):
    """A question made up in class, as `quiz.codec` writes one (its id is replaced); it comes next.

    ask: open a round of it at once. seconds: of that round, as for `Ask`."""

    NAME: ClassVar[str] = "add_question"
    question: dict[str, Any]
    ask: bool = True
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class ShowWords(Command):
    """Let everybody read a word that students wrote in a closed round. word: the key of its bar."""

    NAME: ClassVar[str] = "show_words"
    round: str
    word: str = field(metadata={"most": MAX_WORD})
    shown: bool = True


@dataclass(frozen=True, slots=True)
class CorrectKey(Command):
    """key as the kind of the question takes it (docs/protocol.md); null gives back the quiz's own."""

    NAME: ClassVar[str] = "correct_key"
    question: str
    key: dict[str, Any] | None
    who: str = "host"
    why: str = ""


@dataclass(frozen=True, slots=True)
class CancelQuestion(Command):
    NAME: ClassVar[str] = "cancel_question"
    question: str
    cancelled: bool = True
    who: str = "host"
    why: str = ""


@dataclass(frozen=True, slots=True)
class AcceptAnswer(Command):
    """Count one answer with `credit` from 0 to 1 whatever the key says; null takes that back."""

    NAME: ClassVar[str] = "accept_answer"
    student: str
    round: str
    credit: float | None = 1.0
    who: str = "host"
    why: str = ""


@dataclass(frozen=True, slots=True)
class ResetPin(Command):
    NAME: ClassVar[str] = "reset_pin"
    student: str
    who: str = "host"


@dataclass(frozen=True, slots=True)
class RestorePin(Command):
    """Takes `ResetPin` back, until another PIN was chosen."""

    NAME: ClassVar[str] = "restore_pin"
    student: str
    who: str = "host"


@dataclass(frozen=True, slots=True)
class ResolveClaim(Command):
    """device: as the snapshot's `claims` name it."""

    NAME: ClassVar[str] = "resolve_claim"
    student: str
    device: str
    allow: bool
    who: str = "host"


@dataclass(frozen=True, slots=True)
class ProvePresence(Command):
    """The room has checked it. by: 'scan' or 'digits'."""

    NAME: ClassVar[str] = "prove_presence"
    student: str
    by: str


@dataclass(frozen=True, slots=True)
class NotePresence(Command):
    """came: students who are seen again; went: those who are not, with when they were seen last."""

    NAME: ClassVar[str] = "note_presence"
    came: tuple[str, ...] = ()
    went: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmPresence(Command):
    """The teacher sees that this student is in the room."""

    NAME: ClassVar[str] = "confirm_presence"
    student: str
    who: str = "host"


@dataclass(frozen=True, slots=True)
class CheckIn(Command):
    """A student of the roster signs in at the teacher's laptop, without a device. student: the number as
    typed or read from a card, or the exact full name."""

    NAME: ClassVar[str] = "check_in"
    student: str
    who: str = "host"


@dataclass(frozen=True, slots=True)
class MarkByHand(Command):
    """status: present, late, left_early, absent or excused; "" takes back what was marked."""

    NAME: ClassVar[str] = "mark_by_hand"
    student: str
    status: str
    who: str = "host"
    why: str = ""


@dataclass(frozen=True, slots=True)
class SetExcused(Command):
    NAME: ClassVar[str] = "set_excused"
    student: str
    excused: bool = True
    who: str = "host"
    why: str = ""


HOST_COMMANDS: Final[dict[str, type[Command]]] = {
    command.NAME: command
    for command in (
        Ask, AskAgain, Extend, Lock, Reveal, ShowRanking, ToLobby, Skip, Pause, Resume, End, Rename,
        Remove, Readmit, AddQuestion, ShowWords, CorrectKey, CancelQuestion, AcceptAnswer,
        ResetPin, RestorePin, ResolveClaim, ConfirmPresence, CheckIn, MarkByHand, SetExcused, SetDoor,
    )
}  # fmt: skip


def parse_command(name: str, args: dict[str, Any]) -> Command:
    """A host command from its name and arguments.

    Raises `Refused` with `command_unknown`, or `command_arguments` naming the argument.
    """
    kind = HOST_COMMANDS.get(name)
    if kind is None:
        raise Refused("command_unknown", command=name[:40])
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind)}
    for extra in args.keys() - known.keys():
        raise Refused("command_arguments", command=name, argument=extra[:40])
    for argument, declared in known.items():
        if argument not in args:
            if declared.default is MISSING:
                raise Refused("command_arguments", command=name, argument=argument)
        elif not _fits(args[argument], hints[argument], declared.metadata.get("most", MAX_TEXT)):
            raise Refused("command_arguments", command=name, argument=argument)
    return kind(**args)


def _fits(value: Any, hint: Any, most: int) -> bool:
    """most: characters of a text."""
    if isinstance(hint, UnionType):
        return any(_fits(value, option, most) for option in get_args(hint))
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
    if hint is str:
        return isinstance(value, str) and len(value) <= most
    if hint is bool or hint is type(None):
        return isinstance(value, hint)
    return isinstance(value, dict)
