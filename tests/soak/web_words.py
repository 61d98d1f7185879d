"""What a hostile client may say to the class server: requests, forms, messages and frames that are nearly
right, and bytes that are not. Everything is drawn by Hypothesis, so a seed gives the same again.

`World` is what the client knows of the class: names in it make many examples reach far.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, get_args, get_type_hints
from urllib.parse import quote_plus

from hypothesis import strategies as st

from app.live.commands import HOST_COMMANDS
from app.quiz.codec import question_to_json
from tests.helpers.questions import ANSWERABLE, sample_question
from tests.soak.wire import BINARY, CLOSE, PING, PONG, TEXT, frame

FORMS = {
    "single": [["choice", "c3"]],
    "multiple": [["choice", "c2"], ["choice", "c3"]],
    "true_false": [["choice", "c2"]],
    "poll": [["choice", "c1"]],
    "numeric": [["number", "77"]],
    "short_text": [["text", "Toulouse"]],
    "open_text": [["text", "my own words"]],
    "matching": [["pair-l1", "r2"], ["pair-l2", "r3"], ["pair-l3", "r1"]],
    "gaps": [["gap-g1", "Toulouse"], ["gap-g2", "c1"], ["gap-g3", "77"], ["gap-g4", "c3"]],
    "ordering": [["place-o1", "2"], ["place-o2", "1"], ["place-o3", "4"], ["place-o4", "3"]],
}
NUMBERS = ["٣٫١٤", "1e999999999", "-0", "0x10", "1/0", "nan", "∞", "9" * 61, "1,5×10^3", "1e-400", "²"]
KEYS: list[Any] = [
    None, {}, {"right": ["c1"]}, {"right": []}, {"weights": {"c1": 0.5}}, {"weights": {"c1": "x"}},
    {"numbers": [{"value": "1e400"}]}, {"numbers": [{"low": 2, "high": 1}]}, {"numbers": [{"value": 3.5}]},
    {"texts": [{"text": "*" * 500}]}, {"texts": [{"text": "Par*", "weight": 2}]}, {"texts": [{"text": "a"}]},
    {"pairs": {"l1": "r1"}}, {"pairs": {"l9": "r1"}}, {"order": ["o1", "o3", "o4", "o2"]}, {"order": ["o1"]},
    {"gaps": {"g2": {"right": ["c1"]}}}, {"gaps": {"g1": {"texts": [{"text": "Lyon"}]}}},
    {"gaps": {"g1": []}},
]  # fmt: skip
WORDS = [
    "", " ", "Amina", "أمينة", "\u202egnp.exe", "a\u0000b", "\ud800", "\udfff\ud800", "\ufeff", "\u2028",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301" * 40, "\u0338" * 300, "<script>alert(1)</script>",
    "{{ 7*7 }}", "{0.__class__}", "%s%n%(x)s", "${jndi:ldap://x}", "a\r\nSet-Cookie: x=1",
    "a\r\n\r\nHTTP/1.1 200",
    "../../etc/passwd", "..%2f..%2fetc", "=1+1", "'; DROP TABLE event;--", "true", "null", "0", "-1",
    "x" * 70,
    "x" * 300, "x" * 5_000, "x" * 30_000, "\U00010fff" * 40, "ﷺ" * 50, "\u3164", "\x7f\x80\x9f", "a\tb\nc",
]  # fmt: skip
_HEADERS = [
    ("Accept", "application/json"), ("Accept", "*/*;q=\x00"), ("Accept-Language", "fr;q=1e9,ar;q=nan,*"),
    ("Accept-Language", "x-" + "a" * 3_000), ("Accept-Language", ";;;=,,q"), ("Accept-Encoding",
    "gzip;q=0, br"),
    ("Origin", "null"), ("Origin", "http://evil.example"), ("Origin", "http://[::1"), ("Sec-Fetch-Site",
    "cross-site"),
    ("Content-Type", "text/plain"), ("Content-Type", "multipart/form-data; boundary="),
    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-7"), ("Content-Type", "a" * 300),
    ("Content-Type", "application/x-www-form-urlencoded; charset=no-such"), ("Content-Type", ";;;/="),
    ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Range", "bytes=0-1,2-3,-5"), ("Expect",
    "100-continue"),
    ("Expect", "200-maybe"), ("If-None-Match", "*"), ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),
    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-For", "1.2.3.4"), ("Forwarded", "host=evil"),
    ("X-HTTP-Method-Override", "DELETE"), ("Cookie", "preau-lang=%00; preau-lang=fr"), ("Cookie",
    "a" * 4_000),
    ("Cookie", '"; $Version=1; preau-host="a.b\\"; ='), ("Cookie", "preau-host=.; preau-screen=x.y"),
    ("Upgrade", "websocket"), ("Upgrade", "h2c"), ("Connection", "close, Upgrade, HTTP2-Settings"),
    ("Sec-WebSocket-Version", "12"), ("Sec-WebSocket-Key", "short"), ("Sec-WebSocket-Extensions",
    "permessage-deflate; x=1"),
    ("Sec-WebSocket-Protocol", "a, b\x7f"), ("Transfer-Encoding", "identity"), ("TE", "trailers"),
    ("Trailer", "Host"),
    ("Host", ""), ("Host", "evil.example"), ("Authorization", "Basic =="), ("User-Agent", "é\xff" * 20),
]  # fmt: skip
_PATHS = [
    "/", "/hello", "/{c}", "/{c}/join", "/{c}/sign-in", "/{c}/hand-over", "/{c}/switch", "/{c}/present",
    "/{c}/answer", "/{c}/here", "/{c}/ws", "/media/{m}", "/media/0123456789abcdef0123456789abcdef",
    "/static/phone.css", "/static/phone.js", "/static/..%2f..%2fpages.py", "/static/%2e%2e/x",
    "/static/../../etc/passwd",
    "/static/", "/static//etc/passwd", "/poster", "/host", "/host/login", "/host/ws", "/screen",
    "/screen/login",
    "/screen/ws", "/ABCD", "/ABCD/join", "/{c}/../host", "//evil.example/%2e%2e", "/{c}//join", "/%00",
    "/%ff%fe",
    "/media/..%5c..%5cpreau.db", "/favicon.ico", "/" + "a" * 7_000, "/{c}/answer/x", "*",
    "http://evil.example/{c}",
    "http://127.0.0.1/{c}", "/{c};jsessionid=1", "/{c}%0d%0aX: y",
    "/\u0661\u0662\u0663\u0664", "/\uff21\uff22", "",
]  # fmt: skip
FORM_PATHS = [
    "/{c}/answer", "/{c}/answer", "/{c}/join", "/{c}/sign-in", "/{c}/present", "/{c}/switch", "/host/login",
    "/screen/login",
]  # fmt: skip
_WHO = ["0012", "12", "0013", "J130045678", "El Fassi Amina", "1234", "12345", "99", "7"]
METHODS = [
    "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "POS", "G\tET",
    "PRI",
]  # fmt: skip
_FIELDS = [
    "nickname", "who", "pin", "again", "share", "student", "digits", "round", "id", "secret", "choice",
    "text",
    "number", "pair-l1", "place-o1", "gap-g1", "gap-zz", "", "code",
]  # fmt: skip


@dataclass
class World:
    """What the strategies may name. Filled anew by the trial, so that examples meet what exists."""

    code: str = "K7PM"
    students: list[str] = field(default_factory=lambda: ["s1"])
    rounds: list[str] = field(default_factory=lambda: ["r1"])
    questions: list[str] = field(default_factory=lambda: ["q-single"])
    answers: list[tuple[str, str]] = field(default_factory=list)  # student and round
    words: list[tuple[str, str]] = field(default_factory=list)  # round and key of a bar
    addresses: list[Any] = field(default_factory=lambda: ["10.1.2.3", "", "127.0.0.2", None])
    kind: str = "single"
    media: str = "0" * 32
    round: str = "r1"


NESTED: list[Any] = []
for _ in range(400):
    NESTED = [NESTED]
_HUGE: list[Any] = [10**400, -(10**30), 1e308, float("nan"), float("inf"), -0.0, 2**63, 1e-320, 0.1 + 0.2]
odd_values = st.sampled_from(
    [None, True, False, 0, 1, -1, *_HUGE, *WORDS, [], {}, [[]], [None] * 300, NESTED, {"": ""},
    {"t": {"t": 1}},
     {"__class__": "x", "a" * 2_000: 1}, ["choice"], [["choice", ["c1"]]], [["choice"] * 3]]
)  # fmt: skip
words = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))


def pick(draw: st.DrawFn, pool: Sequence[Any]) -> Any:
    """One of a pool that may differ from one run to the next; what Hypothesis draws may not."""
    return pool[draw(st.integers(0, 9_999)) % len(pool)]


def spoil(draw: st.DrawFn, value: Any, chance: int = 4) -> Any:
    """The value, with one part of it replaced, left out or doubled in one case of `chance` and one."""
    # Hypothesis likes the ends of a range, so that spoiling there would leave little that is taken.
    if chance and draw(st.integers(0, 2 * chance + 1)) not in (1, 2):
        return value
    if isinstance(value, dict) and value:
        key = pick(draw, sorted(value))
        match draw(st.integers(0, 3)):
            case 0:
                return {name: part for name, part in value.items() if name != key}
            case 1:
                return {**value, draw(words): draw(odd_values)}
            case 2:
                return {**value, key: draw(odd_values)}
        return {**value, key: spoil(draw, value[key], 0)}
    if isinstance(value, list) and value:
        place = pick(draw, range(len(value)))
        match draw(st.integers(0, 3)):
            case 0:
                return value[:place] + value[place + 1 :]
            case 1:
                return value + value
            case 2:
                return [*value[:place], draw(odd_values), *value[place + 1 :]]
        return [*value[:place], spoil(draw, value[place], 0), *value[place + 1 :]]
    return draw(odd_values)


def as_text(draw: st.DrawFn, message: Any) -> bytes:
    """JSON as a client would write it, sometimes as none would."""
    text = json.dumps(message, ensure_ascii=draw(st.booleans()))
    data = text.encode("utf-8", "replace")
    match draw(st.integers(0, 50)):
        case 41:
            return data[: pick(draw, range(len(data) + 1))]
        case 42:
            return data + data
        case 43:
            return b"\xef\xbb\xbf" + data
        case 44:
            return text.encode("utf-16", "replace")
        case 45:
            return b"[" * 20_000
        case 46:
            return b'{"t":' * 4_000
        case 47:
            return data.replace(b'"', b"'")
        case 48:
            return data[:-1] + b',"t":"answer","t":null}'
        case 49:
            return b"9" * 10_000
        case 50:
            return draw(st.binary(max_size=40))
    return data


# --- messages -------------------------------------------------------------------------------------


def answer_fields(draw: st.DrawFn, kind: str) -> Any:
    known = FORMS[draw(st.sampled_from(ANSWERABLE))]
    if draw(st.integers(0, 3)) and kind in FORMS:
        known = FORMS[kind]
    fields = [list(pair) for pair in known]
    if draw(st.integers(0, 2)) == 1:
        pick(draw, fields)[1] = draw(st.sampled_from([*NUMBERS, *WORDS]))
    return spoil(draw, fields)


def phone_message(draw: st.DrawFn, world: World) -> bytes:
    if draw(st.integers(0, 5)) == 1:
        message: dict[str, Any] = {"t": "ping", "c": draw(odd_values)}
    else:
        message = {
            "t": "answer",
            "id": draw(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)),
            "round": pick(draw, [world.round, world.round, *world.rounds[-3:], "r999"]),
            "fields": answer_fields(draw, world.kind),
        }
    return as_text(draw, spoil(draw, message))


def _argument(draw: st.DrawFn, world: World, name: str, hint: Any) -> Any:
    """A value that a command may take for this argument."""
    pools: dict[str, Sequence[Any]] = {
        "student": world.students, "round": world.rounds, "question": world.questions, "key": KEYS,
        "word": ["all", "Toulouse", "my own words", *WORDS], "device": ["d1", "d2", "d999999999999", *WORDS],
        "status": ["present", "late", "left_early", "absent", "excused", "", "x"],
        "nickname": ["Salma", *WORDS], "credit": [0, 1, 0.5, None, -1, 2, float("nan")],
        "seconds": [5, 0, 14_400, -5, 1e8, 0.001, float("nan"), None],
    }  # fmt: skip
    is_question = hint == dict[str, Any]
    if name in pools and not is_question:
        return pick(draw, pools[name])
    options = () if is_question else get_args(hint) or (hint,)
    if bool in options:
        return draw(st.booleans())
    if float in options:
        return draw(st.sampled_from([0, 1, 5.5]))
    if str in options:
        return draw(words)
    kind = draw(
        st.sampled_from(["single", "multiple", "true_false", "numeric", "short_text", "poll", "open_text"])
    )
    made = json.loads(json.dumps(question_to_json(sample_question(kind))))
    return spoil(draw, made, 2)


OTHERS: dict[str, dict[str, list[Any]]] = {
    "make_ticket": {"role": ["host", "screen", "student", "", None]},
    "answer_request": {"id": ["0" * 16, "", None], "allow": [True, False, 1]},
    "set_wall": {
        "wifi": [None, {"name": "Salle", "password": "p" * 64}, {"name": ""}, {"name": "x" * 33},
        {"name": "a;b:\\"},
                 {"name": "\ud800"}, {"security": "WPA9", "name": "a"}, {"name": "a", "extra": "b"}, []],
        "names": [True, False, None],
    },
    "revoke_all": {},
}  # fmt: skip


def _fitting(draw: st.DrawFn, world: World, name: str) -> dict[str, Any]:
    """Arguments that belong together, mostly; nothing where nobody has answered yet."""
    if draw(st.integers(0, 5)) == 2:
        return {}
    if name == "accept_answer" and world.answers:
        student, round_ = pick(draw, world.answers)
        return {"student": student, "round": round_, "credit": pick(draw, [0, 1, 0.5, None])}
    if name == "show_words" and world.words:
        round_, word = pick(draw, world.words)
        return {"round": round_, "word": word}
    if name == "add_question":
        return {"ask": False, "seconds": None}
    return {}


# Taken only where much else is right as well, so they are drawn more often.
RARE: tuple[str, ...] = ("accept_answer", "show_words", "add_question", "correct_key", "mark_by_hand")


def host_command(draw: st.DrawFn, world: World, without: frozenset[str]) -> tuple[str, Any]:
    """Name and arguments, both mostly right."""
    known = (*HOST_COMMANDS, *OTHERS, "remove_from", *RARE, *RARE)
    name = draw(st.sampled_from([one for one in known if one not in without]))
    if name == "remove_from":
        args: dict[str, Any] = {"address": pick(draw, world.addresses)}
    elif name in OTHERS:
        args = {key: draw(st.sampled_from(values)) for key, values in OTHERS[name].items()}
    else:
        hints = get_type_hints(HOST_COMMANDS[name])
        args = {
            key: _argument(draw, world, key, hint)
            for key, hint in hints.items()
            if key != "NAME" and (key not in ("who", "why") or draw(st.integers(0, 3)) == 1)
        }
        args |= _fitting(draw, world, name)
    return name, spoil(draw, args)


def host_message(draw: st.DrawFn, world: World, without: frozenset[str]) -> bytes:
    name, args = host_command(draw, world, without)
    message = {"t": "do", "n": draw(st.integers(1, 10**6)), "command": name, "args": args}
    if draw(st.integers(0, 4)) != 2:
        return json.dumps(message).encode()
    return as_text(draw, spoil(draw, message, 2))


def hello_message(draw: st.DrawFn, secret: str) -> bytes:
    offered = draw(st.sampled_from([secret, secret[:-1], "", *WORDS]))
    hello = {"t": "hello", "v": draw(st.sampled_from([1, 2, "1", None])), "secret": offered, "language": "fr"}
    return as_text(draw, spoil(draw, spoil(draw, hello, 2), 2))


def frames(draw: st.DrawFn, payload: bytes) -> list[bytes]:
    """The payload in frames that break one rule of RFC 6455, or are unusual but right."""
    half = len(payload) // 2
    match draw(st.integers(0, 19)):
        case 0:
            return [frame(payload, first=0x81 | draw(st.sampled_from([0x10, 0x20, 0x40, 0x70])))]
        case 1:
            return [frame(payload, masked=False)]
        case 2:
            return [frame(payload[:half], first=0x01), frame(payload[half:], first=0x80)]
        case 3:
            return [frame(payload[:half], first=0x01), frame(b"p", PING), frame(payload[half:], first=0x80)]
        case 4:
            return [frame(payload[:half], first=0x01), frame(payload, TEXT)]
        case 5:
            return [frame(payload, first=0x80)]
        case 6:
            sizes = [126, 65_536, 2**31, 2**63, 2**64 - 1, 300_000, 25_000]
            return [frame(payload, length=draw(st.sampled_from(sizes)))]
        case 7:
            return [
                frame(draw(st.sampled_from([b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"a\xf5", b"\xe2\x82"])))
            ]
        case 8:
            return [
                frame(
                    b"x" * draw(st.sampled_from([0, 125, 126, 70_000])), draw(st.sampled_from([PING, PONG]))
                )
            ]
        case 9:
            codes = [
                b"",
                b"\x03",
                b"\x03\xe8",
                b"\x03\xed",
                b"\x00\x00",
                b"\xff\xff",
                b"\x03\xe8\xff\xfe",
                b"\x07\xd0",
            ]
            return [frame(draw(st.sampled_from(codes)), CLOSE), frame(payload)]
        case 10:
            return [frame(b"\x03\xe8" + b"r" * 200, CLOSE)]
        case 11:
            return [frame(payload, draw(st.sampled_from([3, 4, 7, 11, 15])))]
        case 12:
            return [frame(payload, BINARY)]
        case 13:
            return [frame(b"a", first=0x09), frame(payload)]
        case 14:
            return [bytes([byte]) for byte in frame(payload[:60])]
        case 15:
            return [frame(b"", first=0x01)] + [frame(b"", first=0x00)] * 400 + [frame(payload, first=0x80)]
        case 16:
            return [frame(b"x" * draw(st.sampled_from([24 * 1024, 24 * 1024 + 1, 256 * 1024, 300_000])))]
        case 17:
            return [draw(st.binary(min_size=1, max_size=60))]
        case 18:
            return [frame(payload)[: draw(st.integers(1, 12))]]
    return [frame(payload)]


# --- HTTP -----------------------------------------------------------------------------------------


def path_of(draw: st.DrawFn, world: World) -> str:
    path = draw(st.sampled_from(_PATHS)).replace("{c}", world.code).replace("{m}", world.media)
    if draw(st.integers(0, 3)) == 1:
        names = ["code", "lang", "k", "resume", "have", "v", ""]
        values = ["fr", world.code, "xx", "%00", "%ff", "%ed%a0%80", *WORDS]
        pairs = [
            f"{draw(st.sampled_from(names))}={draw(st.sampled_from(values))}"
            for _ in range(draw(st.integers(1, 3)))
        ]
        path += "?" + "&".join(pairs)
    return path


def form_body(draw: st.DrawFn, world: World) -> bytes:
    match draw(st.integers(0, 11)):
        case 0:
            return draw(st.binary(max_size=80))
        case 1:
            return b"a=b&" * draw(st.sampled_from([200, 201, 5_000]))
        case 2:
            return b"nickname=" + b"x" * draw(st.sampled_from([60_000, 65_536, 70_000]))
        case 3:
            return b"--b\r\nContent-Disposition: form-data; name=nickname\r\n\r\nx\r\n--b--"
    if draw(st.booleans()):
        pairs = [["round", world.round], ["id", draw(words)], *FORMS.get(world.kind, [])]
        pairs = [pair for pair in spoil(draw, pairs) if isinstance(pair, list) and len(pair) == 2]
    else:
        pairs = [
            [draw(st.sampled_from(_FIELDS)), draw(st.sampled_from(_WHO) | words)]
            for _ in range(draw(st.integers(0, 5)))
        ]
    unquoted = draw(st.integers(0, 20))  # the place of a pair that is written as it is
    quoted = [
        f"{_quote(str(name), place == unquoted)}={_quote(str(value), place == unquoted)}"
        for place, (name, value) in enumerate(pairs)
    ]
    return "&".join(quoted).encode("utf-8", "surrogatepass")


def _quote(text: str, as_it_is: bool) -> str:
    text = text[:3_000]
    return text if as_it_is else quote_plus(text, errors="surrogatepass")


headers = st.lists(st.sampled_from(_HEADERS), max_size=3)
