"""One class under attack by strangers, students, screens and hosts, and what must hold after every example:
it lives and answers at once, nothing fails inside, every reply is as ours are, who plays by the rules gets
receipts, no solution leaves before its reveal, and what is stored is what is known."""

import contextlib
import json
import time
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from app.protocol.messages import faults_of
from app.quiz.kinds import KINDS
from tests.helpers.keyed import SECRETS
from tests.helpers.people import CLASS
from tests.soak import web_words as say
from tests.soak.raw_http import raw_requests
from tests.soak.web_target import PIN, Process, Thread
from tests.soak.wire import NotHttp, Reply, Socket, exchange, frame, make_request, request

FORM = ("Content-Type", "application/x-www-form-urlencoded")
AS_JSON = ("Accept", "application/json")
SLOWEST = 3.0  # seconds for /hello, on a busy machine
GUESTS = 12  # so many that none of them is too fast
WITNESS_EVERY = 0.12  # seconds: within what one phone may send
MOST_GROWTH = 200_000_000  # bytes in one round
STRICT = {
    "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
    "permissions-policy": None, "content-security-policy": None, "cache-control": None, "server": "Preau",
    "cross-origin-resource-policy": None,
}  # fmt: skip
KNOWN_HEADERS = {
    *STRICT, "content-type", "content-length", "content-encoding", "date", "connection", "vary", "location",
    "set-cookie", "allow", "upgrade", "sec-websocket-accept", "retry-after",
}  # fmt: skip
SURFACES = (
    "raw", "raw", "page", "form", "form", "phone", "phone", "phone", "phone frames", "host frames",
    "screen frames", "host", "host", "host", "hello",
)  # fmt: skip


class Finding(AssertionError):
    """Something that must not happen."""


class Trial:
    """may_reveal: hosts may reveal; then solutions are not looked for."""

    def __init__(self, target: Process | Thread, rostered: bool, may_reveal: bool) -> None:
        self.target, self._rostered, self._may_reveal = target, rostered, may_reveal
        self.world = say.World(code=target.code)
        self.counts: Counter[str] = Counter()
        self.said: list[str] = []  # the last exchanges, for who looks at a finding
        self._asked = 0
        self._number = 0
        self._cookies: dict[str, str] = {}
        self._sent: dict[int, str] = {}  # commands of hostile hosts by their number
        if rostered:  # who plays by the rules is on the roster then, and is not sent out
            self.world.addresses.append("127.0.0.1")
        self._tried = -1.0
        self._host: Socket | None = None
        self._witness: Socket | None = None
        self._view: dict[str, Any] = {}
        self._questions: dict[str, dict[str, Any]] = {}
        self._without = {"stop", "end"} | (set() if may_reveal else {"reveal", "end", "show_ranking"})
        self._begin()
        self._memory = target.memory()

    # --- those who play by the rules -----------------------------------------------------------------

    def _begin(self) -> None:
        port, code = self.target.port, self.target.code
        doors = [("join", {"nickname": name}) for name in ("Witness", *(f"Guest {n}" for n in range(GUESTS)))]
        if self._rostered:
            doors = [*(("sign-in", {"who": one.number, "pin": PIN}) for one in CLASS[::-1]), *doors[1:]]
        jars = []
        for path, fields in doors:
            made = make_request(port, "POST", f"/{code}/{path}", [FORM, AS_JSON], urlencode(fields).encode())
            reply = request(port, made)
            assert reply.status == 200, reply
            jars.append("; ".join(f"{key}={value}" for key, value in reply.cookies.items()))
        self._witness_cookie, *self._student_cookies = jars
        self._log_in()
        self._open_host()
        witness = {"Witness", CLASS[-1].number}
        students = self._view["students"]
        self._witness_id = next(
            one["id"] for one in students if {one["nickname"], one.get("number", "")} & witness
        )

    def _open_host(self) -> None:
        self._host = Socket(self.target.port, "/host/ws", []).open()
        hello = {"t": "hello", "v": 1, "secret": self.target.secret, "language": "en"}
        self._host.send(frame(json.dumps(hello).encode()))
        self._hear_host('"snapshot"')

    def _log_in(self) -> None:
        """Cookies of a host and a screen."""
        form = urlencode({"secret": self.target.secret}).encode()
        for role in ("host", "screen"):
            made = make_request(self.target.port, "POST", f"/{role}/login", [FORM, AS_JSON], form)
            reply = request(self.target.port, made)
            assert reply.status == 200, reply
            self._cookies |= reply.cookies

    def _hear_host(self, wanted: str) -> dict[str, Any] | None:
        assert self._host is not None
        found = None
        came = self._host.listen(wanted)
        heard, self._host.heard = self._host.heard, []
        for text in heard:
            message = json.loads(text)
            self._expect(not faults_of(message, "server", "host"), f"a message to a host: {text[:300]}")
            self._expect(message.get("code") != "fault", f"a fault: {text[:300]}")
            if message["t"] == "done" and (command := self._sent.pop(message["n"], "")):
                self.counts[f"taken {command}"] += 1
            if message["t"] == "snapshot":
                self._take_snapshot(message)
            elif message["t"] == "welcome":
                self._take_questions(message["questions"])
            if wanted in text:
                found = message
        self._expect(came or self._host.closed, f"no {wanted} for the host")
        return found

    def _take_snapshot(self, message: dict[str, Any]) -> None:
        if "questions" in message:
            self._take_questions(message["questions"])
        known = {one["id"]: one for one in self._view.get("students", ())}
        known |= {one["id"]: one for one in message["students"]}
        self._view = {**self._view, **message, "students": list(known.values())}
        world, current = self.world, message["round"]
        world.students = [one for one in known if one != getattr(self, "_witness_id", "")] or ["nobody"]
        if current is not None:
            world.round = current["id"]
            world.rounds = [*dict.fromkeys([*world.rounds, current["id"]])]
            world.kind = self._questions[current["question"]]["kind"]
            pairs = [(one["id"], current["id"]) for one in message["students"] if one["answered"]]
            words = [(current["id"], bar["key"]) for bar in current["bars"] if bar["label"]]
            world.answers = [*dict.fromkeys([*world.answers, *pairs])][-200:]
            world.words = [*dict.fromkeys([*world.words, *words])][-200:]

    def _take_questions(self, questions: list[dict[str, Any]]) -> None:
        self._questions = {one["id"]: one for one in questions}
        self.world.questions = list(self._questions)

    def _do(self, command: str, **args: Any) -> dict[str, Any]:
        """A host's command, and what came of it."""
        if self._host is None or self._host.closed:
            self._open_host()
        assert self._host is not None
        self._number += 1
        message = {"t": "do", "n": self._number, "command": command, "args": args}
        self._host.send(frame(json.dumps(message).encode()))
        found = self._hear_host(f'"n":{self._number},')
        if found is None:
            self._open_host()
            return self._do(command, **args)
        return found

    def _keep_asking(self) -> None:
        """Have a question open, each time another one."""
        phase = self._view["phase"]
        if phase == "asking" and self._asked % 20:
            self._asked += 1
            return
        if phase in ("asking", "paused"):
            self._do("lock")
        wanted = list(self._questions)[self._asked % len(self._questions)]
        self._asked += 1
        done = self._do("ask", question=wanted, seconds=0)
        if done["t"] == "done":
            kind = self._questions[wanted]["kind"]
            self._view |= {"phase": "asking", "round": {"question": wanted}}
            self.world.round, self.world.kind = done["result"]["round"], kind
            self.world.rounds = [*self.world.rounds[-40:], self.world.round]

    def _witness_answers(self) -> None:
        """A phone that does everything right has its answer receipted while a question is open."""
        self._keep_asking()
        if self._witness is None or self._witness.closed:
            path = f"/{self.target.code}/ws?have="
            self._witness = Socket(self.target.port, path, [("Cookie", self._witness_cookie)]).open()
            self._expect(self._witness.reply is not None and self._witness.reply.status == 101, "no socket")
        self._number += 1
        answer_id = f"w{self._number}"
        current = self._view["round"]["question"] if self._view.get("round") else ""
        fields = self._right_form(self.world.kind, self._questions.get(current, {}))
        message = {"t": "answer", "id": answer_id, "round": self.world.round, "fields": fields}
        self._witness.send(frame(json.dumps(message).encode()))
        came = self._witness.listen(f'"id":"{answer_id}"')
        self._check_phone_messages(self._witness)
        self._expect(came, f"neither receipt nor refusal for the witness: {self._witness.code}")
        told = json.loads(next(text for text in self._witness.heard if f'"id":"{answer_id}"' in text))
        self._witness.heard.clear()
        if told["t"] != "receipt" and KINDS[self.world.kind].answerable:
            self._look_again()  # another host may have closed the question meanwhile
            current = self._view["round"] or {"id": ""}
            is_open = self._view["phase"] == "asking" and current["id"] == message["round"]
            self._expect(not is_open, f"no receipt for the witness: {told}, {message}")
        self.counts["receipts of the witness"] += told["t"] == "receipt"

    def _right_form(self, kind: str, question: dict[str, Any]) -> list[list[str]]:
        if question.get("choices") and kind in ("single", "multiple", "true_false", "poll"):
            return [["choice", question["choices"][0]["id"]]]
        return say.FORMS.get(kind, [["choice", "c1"]])

    # --- attacks ------------------------------------------------------------------------------------

    def attack(self, data: st.DataObject) -> None:
        """One example. Raises `Finding`."""
        surface = data.draw(st.sampled_from(SURFACES))
        self.counts[surface] += 1
        self.said = self.said[-30:]
        getattr(self, f"_try_{surface.replace(' ', '_')}")(data)
        self._check_well()

    def _draw(self, data: st.DataObject, make: Any, *more: Any) -> Any:
        @st.composite
        def made(draw: st.DrawFn) -> Any:
            return make(draw, self.world, *more)

        return data.draw(made())

    def _cookie(self, data: st.DataObject) -> list[tuple[str, str]]:
        turned = zip(self._cookies, reversed(self._cookies.values()), strict=True)  # the other one's value
        own, others = ("; ".join(f"{k}={v}" for k, v in jar) for jar in (self._cookies.items(), turned))
        jars = ["", *self._student_cookies, own, others]
        jar = data.draw(st.sampled_from(jars))
        return [("Cookie", jar)] if jar else []

    def _try_raw(self, data: st.DataObject) -> None:
        parts = self._draw(data, raw_requests, self.target.port)
        self.said.append(f"raw {parts!r:.1500}")
        replies, _ = exchange(self.target.port, *parts)
        for reply in replies:
            self._check_reply(reply)

    def _request(self, data: st.DataObject, method: str, body: bytes | None) -> None:
        path, headers = self._draw(data, say.path_of), [*data.draw(say.headers), *self._cookie(data)]
        aimed, cookie = data.draw(st.sampled_from([*say.FORM_PATHS, *[""] * 4])), self._student(data)
        if data.draw(st.integers(0, 3)) or aimed:
            headers.append(FORM)
        if aimed and body is not None:
            path = aimed.replace("{c}", self.world.code)
            headers = [FORM, ("Cookie", cookie if "login" not in aimed and "sign-in" not in aimed else "a=b")]
        made = make_request(self.target.port, method, path, headers, body)
        self.said.append(f"request {made!r:.1500}")
        try:
            self._check_reply(request(self.target.port, made, head=method == "HEAD"))
        except NotHttp:
            self.counts["closed without a reply"] += 1
        except TimeoutError:
            raise Finding("no reply") from None

    def _try_page(self, data: st.DataObject) -> None:
        self._request(data, data.draw(st.sampled_from(["GET", "GET", "HEAD", "POST"])), None)

    def _try_form(self, data: st.DataObject) -> None:
        self._request(data, "POST", self._draw(data, say.form_body))

    def _open(self, path: str, cookie: str) -> Socket:
        socket = Socket(self.target.port, path, [("Cookie", cookie)]).open()
        assert socket.reply is not None
        self._check_reply(socket.reply)
        return socket

    def _student(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(self._student_cookies))

    def _try_phone(self, data: st.DataObject) -> None:
        self._keep_asking()
        cookie = self._student(data)
        messages = [self._draw(data, say.phone_message) for _ in range(data.draw(st.integers(1, 5)))]
        self.said += [f"phone {message!r:.1500}" for message in messages]
        socket = self._open(f"/{self.target.code}/ws", cookie)
        socket.send(*(frame(message) for message in messages), frame(b'{"t":"ping","c":424242}'))
        self.counts["messages"] += len(messages)
        socket.listen('"c":424242', 2.0)
        socket.close()
        self._check_phone_messages(socket)

    def _try_phone_frames(self, data: st.DataObject) -> None:
        cookie = self._student(data)
        self._send_frames(f"/{self.target.code}/ws", cookie, self._frames(data, say.phone_message))

    def _try_screen_frames(self, data: st.DataObject) -> None:
        jar = "; ".join(f"{key}={value}" for key, value in self._cookies.items())
        self._send_frames("/screen/ws", jar, self._frames(data, say.phone_message))

    def _try_host_frames(self, data: st.DataObject) -> None:
        hello = frame(json.dumps({"t": "hello", "v": 1, "secret": self.target.secret}).encode())
        parts = [hello] if data.draw(st.booleans()) else []
        parts += self._frames(data, say.host_message, frozenset(self._without))
        self._send_frames("/host/ws", "", parts)
        self._look_again()

    def _frames(self, data: st.DataObject, make: Any, *more: Any) -> list[bytes]:
        made: list[bytes] = self._draw(data, lambda draw, world: say.frames(draw, make(draw, world, *more)))
        return made

    def _send_frames(self, path: str, cookie: str, parts: list[bytes]) -> None:
        self.said.append(f"frames on {path} {parts!r:.1500}")
        self.counts["messages"] += 1
        socket = self._open(path, cookie)
        socket.send(*parts)
        socket.listen("", 0.03)
        socket.close()
        if path != "/host/ws":
            self._check_secret("".join(socket.heard))

    def _try_hello(self, data: st.DataObject) -> None:
        message = self._draw(data, lambda draw, world: say.hello_message(draw, self.target.secret))
        self.said.append(f"hello {message!r:.1500}")
        socket = self._open("/host/ws", "")
        socket.send(frame(message))
        socket.listen('"t":"', 2.0)
        socket.close()

    def _try_host(self, data: st.DataObject) -> None:
        """Commands of a host who is let in, and the answer to each."""
        if self._host is None or self._host.closed:
            self._open_host()
        for _ in range(data.draw(st.integers(1, 3))):
            message = self._draw(data, say.host_message, frozenset(self._without))
            self.said.append(f"host {message!r:.1500}")
            self._note_sent(message)
            assert self._host is not None
            self._host.send(frame(message))
            self.counts["messages"] += 1
        self._do("no_such_command")  # is answered after all others
        self._look_again()

    def _note_sent(self, message: bytes) -> None:
        """Which command a number stands for, where it can be read."""
        with contextlib.suppress(ValueError, RecursionError):
            told = json.loads(message)
            if isinstance(told, dict) and isinstance(told.get("n"), int):
                self._sent[told["n"]] = str(told.get("command"))[:30]

    def _look_again(self) -> None:
        """The state after the commands: snapshots come a moment later, but at once to who comes anew."""
        if self._host is not None:
            self._host.close()
        self._open_host()
        if "revoke_all" in "".join(self.said[-4:]):
            self._log_in()

    # --- what must hold -----------------------------------------------------------------------------

    def _expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise Finding(otherwise)

    def _check_well(self) -> None:
        self.target.check_alive()
        began = time.monotonic()
        reply = request(self.target.port, make_request(self.target.port, "GET", "/hello"))
        self._check_reply(reply)
        self._expect(reply.status == 204, f"/hello says {reply.status}")
        self._expect(time.monotonic() - began < SLOWEST, "/hello was slow")
        if time.monotonic() - self._tried > WITNESS_EVERY:
            self._witness_answers()
            self._tried = time.monotonic()
        self._check_log()

    def _check_log(self) -> None:
        text = self.target.new_log()
        for sign in ("Traceback", "ERROR", "CRITICAL", "never awaited", "never retrieved"):
            self._expect(sign not in text, f"in the log: {text[-3_000:]}")
        self._expect(len(text) < 2_000, f"much in the log: {text[:500]}")

    def _check_reply(self, reply: Reply) -> None:
        self.counts["replies"] += 1
        self.counts[f"status {reply.status}"] += 1
        told = f"{reply.status} {reply.headers} {reply.body[:300]!r}"
        self._expect(reply.status < 500, f"a fault: {told}")
        for name, value in STRICT.items():
            found = [known for key, known in reply.headers if key.lower() == name]
            self._expect(len(found) == 1 and value in (None, found[0]), f"without {name}: {told}")
        if reply.status != 204:  # other sites may see that a class is here, and nothing else
            self._expect(reply.header("cross-origin-resource-policy") == "same-origin", told)
        strange = {key.lower() for key, _ in reply.headers} - KNOWN_HEADERS
        self._expect(not strange, f"headers {strange}: {told}")
        location = reply.header("location")
        self._expect(
            location is None or (location.startswith("/") and location[1:2] not in ("/", "\\")), told
        )
        self._expect(b"Traceback" not in reply.body, f"a trace: {told}")
        if "text/html" in (reply.header("content-type") or ""):
            self._expect(b"<script>alert" not in reply.body, f"not escaped: {told}")
        if reply.header("content-encoding") is None:
            self._check_secret(reply.body.decode("utf-8", "replace"))

    def _check_phone_messages(self, socket: Socket) -> None:
        for text in socket.heard:
            message = json.loads(text)
            self._expect(not faults_of(message, "server", "phone"), f"a message to a phone: {text[:300]}")
            self._expect(message.get("code") != "fault", f"a fault: {text[:300]}")
            self._expect("<script>alert" not in message.get("html", ""), f"not escaped: {text[:300]}")
        self._check_secret("".join(socket.heard))

    def _check_secret(self, text: str) -> None:
        if not self._may_reveal:
            told = [word for word in SECRETS if word in text]
            self._expect(not told, f"a solution leaves before its reveal: {told} in {text[:2_000]}")

    def finish(self) -> None:
        """The end of a round: memory, and that the class is the same after a restart."""
        self._expect(self.target.memory() - self._memory < MOST_GROWTH, "memory grows")
        if self._view["phase"] in ("asking", "paused"):
            self._do("lock")
        before = self._known()
        self.target.check_replay()
        after = self._known()
        self._expect(before == after, f"another class after a restart: {_difference(before, after)}")
        self._check_log()
        for socket in (self._host, self._witness):
            if socket is not None:
                socket.close()

    def end_class(self) -> None:
        """The class is over, and goes on being attacked."""
        self._do("end")
        self._look_again()
        self._expect(self._view["phase"] == "ended", f"not ended but {self._view['phase']}")
        self._without, self._may_reveal = {"stop"}, True
        self.counts["classes that were ended"] += 1

    def stop(self) -> None:
        """A host stops the server: it goes in order."""
        if self._host is None or self._host.closed:
            self._open_host()
        assert self._host is not None
        self._host.send(frame(json.dumps({"t": "do", "n": 1, "command": "stop", "args": {}}).encode()))
        self.target.check_stops()
        self.counts["servers that were stopped"] += 1
        self._check_log()
        for socket in (self._host, self._witness):
            if socket is not None:
                socket.close()

    def _known(self) -> dict[str, Any]:
        """What a host that comes anew is told, without what passes."""
        self._view = {}
        self._look_again()
        passing = {"now", "trouble", "requests", "wall", "connected", "addresses", "claims"}
        known = {key: value for key, value in self._view.items() if key not in passing}
        gone = {"connected", "seen"}
        for name in ("students", "roster"):
            rows = [{k: v for k, v in one.items() if k not in gone} for one in known.get(name, ())]
            known[name] = sorted(rows, key=lambda one: str(one["id"]))
        return known | {"questions": self._questions}


def _leads_home(location: str) -> bool:
    return location.startswith("/") and location[1:2] not in ("/", "\\")


def _difference(one: dict[str, Any], other: dict[str, Any]) -> str:
    return "; ".join(f"{k}: {one.get(k)} / {other.get(k)}"[:1500] for k in one if one.get(k) != other.get(k))
