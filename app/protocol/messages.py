"""Every message between phones, screens, hosts and the class server: one versioned definition.

Messages are JSON objects in WebSocket text frames; `t` names the message. docs/protocol.md explains them
to strangers, and a test holds that document and this table together. Knows nothing of sockets.
"""

from dataclasses import dataclass
from typing import Any, Final

VERSION: Final = 1
MAX_PHONE_MESSAGE: Final = 24 * 1024  # bytes a phone may send in one message
MAX_HOST_MESSAGE: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Field:
    """type: 'text', 'number', 'flag', 'list', 'object'; `?` at its end where null is possible,
    `*` where the field may be absent."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Message:
    """sender and receiver: 'phone', 'screen', 'host' or 'server'; 'any' for all three clients."""

    name: str
    sender: str
    receiver: str
    meaning: str
    fields: tuple[Field, ...] = ()


MESSAGES: Final = (
    Message(
        "welcome", "server", "phone", "First message after the connection was accepted.",
        (
            Field("v", "number", "protocol version"),
            Field("now", "number", "server time, ms since 1970-01-01 UTC"),
            Field("code", "text", "code of the class"),
            Field("session", "text", "id of the session; names the phone's local storage"),
        ),
    ),
    Message(
        "show", "server", "phone", "Replace the stage by this fragment; the same for a whole language.",
        (
            Field("view", "text", "lobby, question, paused, locked, reveal, ranking, ended or removed"),
            Field("version", "text", "names this state of the page; sent back as `have` when reconnecting"),
            Field("round", "text?", "id of the round that is shown"),
            Field("html", "text", "the fragment"),
            Field("deadline", "number?", "server time in ms when answering closes; null without a limit"),
            Field("now", "number", "server time in ms"),
            Field("own", "flag*", "true where choices stand in an own order: put in with the next `mine`"),
        ),
    ),
    Message(
        "mine", "server", "phone", "What is this student's own on the page that is shown.",
        (
            Field("round", "text?", "id of the round it belongs to"),
            Field("html", "text", "fragment for the place of one's own: nickname, result, points"),
            Field("fields", "list?", "own stored answer as [name, value] pairs of the form; null if none"),
            Field("order", "list?", "ids of the choices in this student's order; null as in the fragment"),
            Field("saved", "text?", "clock time of the own stored answer as shown to the student"),
            Field("deadline", "number*", "own deadline in ms, where it differs from that of the fragment"),
        ),
    ),
    Message(
        "answer", "phone", "server", "The student's answer, or another one instead of it.",
        (
            Field("id", "text", "made by the phone, 1 to 64 of A-Z a-z 0-9 _ -; the same when sent again"),
            Field("round", "text", "id of the round it answers"),
            Field("fields", "list", "[name, value] pairs of the question's form"),
        ),
    ),
    Message(
        "receipt", "server", "phone", "The answer is stored on the laptop's disk.",
        (
            Field("id", "text", "of the answer"),
            Field("round", "text", "id of the round"),
            Field("saved", "text", "clock time as shown to the student"),
            Field("at", "number", "server time in ms"),
        ),
    ),
    Message(
        "refused", "server", "phone", "The answer was not taken and nothing has changed.",
        (
            Field("id", "text?", "of the answer, null where it could not be read"),
            Field("code", "text", "stable code of the reason"),
            Field("text", "text", "the reason in the student's language"),
            Field("retry", "flag", "true where sending the same again later may succeed"),
        ),
    ),
    Message(
        "time", "server", "phone", "The deadline of the shown round has changed.",
        (
            Field("round", "text", "id of the round"),
            Field("deadline", "number?", "server time in ms; null without a limit"),
            Field("now", "number", "server time in ms"),
        ),
    ),
    Message(
        "addresses", "server", "phone", "Where the class can be reached if this address stops answering.",
        (
            Field("list", "list", "origins such as http://192.168.1.20:8080, the likeliest first"),
            Field("resume", "text", "single-use token for GET /CODE/here?resume=TOKEN at one of them"),
        ),
    ),
    Message(
        "bye", "server", "phone", "The server closes the connection; the page must not come back by itself.",
        (
            Field("code", "text", "replaced (open elsewhere), removed or full"),
            Field("text", "text", "the reason in the student's language"),
        ),
    ),
    Message(
        "ping", "phone", "server", "Asks for the server's time.",
        (
            Field("c", "number", "any number"),
            Field("rtt", "number*", "ms from the last ping to its pong, 0 to 60,000"),
        ),
    ),
    Message(
        "pong", "server", "phone", "Answers a ping.",
        (Field("c", "number", "the ping's number"), Field("now", "number", "server time in ms")),
    ),
    Message(
        "welcome", "server", "screen", "First message after the connection was accepted.",
        (
            Field("v", "number", "protocol version"),
            Field("now", "number", "server time in ms"),
            Field("code", "text", "code of the class"),
        ),
    ),
    Message(
        "show", "server", "screen", "Replace the screen's stage by this fragment.",
        (
            Field("view", "text", "as for phones"),
            Field("version", "text", "as for phones"),
            Field("round", "text?", "as for phones"),
            Field("html", "text", "the fragment"),
            Field("deadline", "number?", "as for phones"),
            Field("now", "number", "server time in ms"),
        ),
    ),
    Message(
        "counts", "server", "screen", "How many are here and have answered; at most about 10 a second.",
        (
            Field("joined", "number", "students in the class"),
            Field("answered", "number", "in this round"),
            Field("digits", "text*", "the two digits of this moment, while attendance is taken"),
        ),
    ),
    Message(
        "time", "server", "screen", "The deadline of the shown round has changed.",
        (
            Field("round", "text", "id of the round"),
            Field("deadline", "number?", "server time in ms; null without a limit"),
            Field("now", "number", "server time in ms"),
        ),
    ),
    Message("ping", "screen", "server", "As from phones.", (Field("c", "number", "any number"),)),
    Message(
        "pong", "server", "screen", "Answers a ping.",
        (Field("c", "number", "the ping's number"), Field("now", "number", "server time in ms")),
    ),
    Message(
        "hello", "host", "server", "First message of a host: proves who it is.",
        (
            Field("v", "number", "protocol version"),
            Field("secret", "text*", "the host secret; absent where the host cookie was sent"),
            Field("language", "text*", "fr, ar or en, for texts of refusals"),
            Field("confirms", "flag*", "this host is asked before a ticket opens the class to another one"),
        ),
    ),
    Message(
        "welcome", "server", "host", "The host is accepted.",
        (
            Field("v", "number", "protocol version"),
            Field("now", "number", "server time in ms"),
            Field("session", "object", "id, title, code, addresses, settings, opened"),
            Field("questions", "list", "the quiz with its solutions, in the order in which questions come"),
        ),
    ),
    Message(
        "snapshot", "server", "host", "The state of the class, coalesced: at most about 10 a second.",
        (
            Field("now", "number", "server time in ms"),
            Field("phase", "text", "lobby, asking, paused, locked, revealed, ranking or ended"),
            Field("next", "text?", "id of the question that `ask` without arguments asks next"),
            Field("allowed", "list", "names of the commands that this phase allows"),
            Field("joined", "number", "students in the class"),
            Field("connected", "number", "of them with an open connection, or seen in the last 20 s"),
            Field("round", "object?", "id, question, attempt, deadline, left, answered, revealed, bars, ..."),
            Field("addresses", "list", "join addresses now, the likeliest for phones first"),
            Field("done", "list", "ids of the questions asked so far"),
            Field("skipped", "list*", "ids of questions left out, or skipped whenever they were asked"),
            Field("cancelled", "list*", "ids of questions that count for nobody any more"),
            Field("students", "list", "students that changed since the last snapshot; all in the first"),
            Field("trouble", "list", "codes and sentences of what keeps the class from being well"),
            Field("requests", "list", "hosts with a ticket that wait to be let in: id, role, address"),
            Field("roster", "list*", "the roster, in the first snapshot and after each change by hand"),
            Field("marks", "list*", "where attendance is taken: marks by hand, as often as the roster"),
            Field("claims", "list*", "with a roster: devices that the teacher should look at"),
            Field("questions", "list*", "as in `welcome`, after they or their keys have changed"),
            Field("wall", "object*", "what everybody sees now, in the first snapshot and after each change"),
        ),
    ),
    Message(
        "figures", "server", "host", "How the class is doing, at most every 2 s.",
        (
            Field("phones", "number", "phones with an open connection"),
            Field("trip", "number?", "ms: the round trip of the middle phone, as phones tell it"),
            Field("slow_trip", "number?", "ms: what nine of ten phones stay below"),
            Field("slow", "number", "phones with a round trip over 500 ms"),
            Field("stored", "number?", "ms that the slowest commit of the last 10 s took"),
            Field("waiting", "number", "events that are not stored yet"),
        ),
    ),
    Message(
        "do", "host", "server", "A command. See the list of commands.",
        (
            Field("n", "number", "chosen by the host; the reply bears the same"),
            Field("command", "text", "name of the command"),
            Field("args", "object*", "its arguments"),
        ),
    ),
    Message(
        "done", "server", "host", "The command has been carried out and stored.",
        (Field("n", "number", "of the command"), Field("result", "object", "what the command gives back")),
    ),
    Message(
        "refused", "server", "host", "The command was not carried out; nothing has changed.",
        (
            Field("n", "number?", "of the command, null where it could not be read"),
            Field("code", "text", "stable code of the reason"),
            Field("params", "object", "what fills the sentence"),
            Field("text", "text", "the sentence in the host's language"),
        ),
    ),
    Message(
        "bye", "server", "host", "The server closes the connection.",
        (Field("code", "text", "secret or revoked"), Field("text", "text", "the reason")),
    ),
)  # fmt: skip

TYPES: Final[dict[str, tuple[type, ...]]] = {
    "text": (str,),
    "number": (int, float),
    "flag": (bool,),
    "list": (list,),
    "object": (dict,),
}


def find_message(name: str, sender: str, receiver: str) -> Message | None:
    return next(
        (m for m in MESSAGES if (m.name, m.sender, m.receiver) == (name, sender, receiver)),
        None,
    )


def faults_of(message: Any, sender: str, receiver: str) -> list[str]:
    """What is wrong with a decoded message by this table; an empty list when it is well formed."""
    if not isinstance(message, dict) or not isinstance(message.get("t"), str):
        return ["not an object with a text `t`"]
    known = find_message(message["t"], sender, receiver)
    if known is None:
        return [f"no message {message['t']!r} from {sender} to {receiver}"]
    faults = []
    for field in known.fields:
        if field.name not in message:
            if not field.type.endswith("*"):
                faults.append(f"{field.name} is missing")
            continue
        value = message[field.name]
        if value is None and field.type.endswith("?"):
            continue
        wanted = TYPES[field.type.rstrip("?*")]
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            faults.append(f"{field.name} is not a {field.type}")
    extra = set(message) - {field.name for field in known.fields} - {"t"}
    return faults + [f"{name} is not known" for name in sorted(extra)]
