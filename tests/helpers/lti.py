"""A platform on loopback that speaks LTI 1.3 as the recorded Moodle does: a second column for a second POST,
409 for a score that is not newer, a comment erased by a score without one, and any fault that a test wants.
The assertion is verified by PyJWT, with the public key that the teacher pasted.
"""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from tests.helpers.moodle import Fault, Torn, number_of
from tests.helpers.recordings import body_of

CLIENT = "fGv1tPzYnWv0rXo"
TOKEN = "LTI_TOKEN"
SERVICES = "/mod/lti/services.php"
ITEMS = f"{SERVICES}/2/lineitems"
MEMBERS = f"{SERVICES}/CourseSection/2/bindings/1/memberships"


@dataclass
class Grade:
    value: float | None
    at: float
    comment: str = ""


@dataclass
class Column:
    item: dict[str, Any]
    grades: dict[str, Grade] = field(default_factory=dict)


class LtiPlatform:
    """students: ids of active ones. now: its clock. asked: method and path of each request, no query.
    repeated: scores that were written though they stood there. page_size: 0 for all at once."""

    def __init__(self, public_pem: str, now: float, students: int = 40) -> None:
        self.public_pem = public_pem
        self.now = now
        self.address = ""
        self.students = [str(number) for number in range(6, 6 + students)]
        self.columns: list[Column] = []
        self.scopes = body_of("160")["scope"]
        self.asked: list[tuple[str, str]] = []
        self.forms: list[Any] = []
        self.valid = True
        self.tokens: set[str] = set()
        self.repeated = 0
        self.page_size = 0
        self.next_host = ""
        self.not_gradable: set[str] = set()
        self.faults: deque[Fault] = deque()
        self._turn = threading.Lock()

    def fail(self, part: str, how: str) -> Fault:
        """The next request for this part ('token', 'lineitems', 'lineitem', 'scores', 'results' or
        'memberships') fails: 'lost' (done, no answer), 'dropped' (neither), 'torn' (done, half an answer),
        a status, or 'html'."""
        fault = Fault(part, how)
        self.faults.append(fault)
        return fault

    def answer(self, method: str, path: str, body: bytes, headers: Any) -> tuple[int, Any, dict[str, str]]:
        """Status, body and headers."""
        parts = urlsplit(path)
        part = parts.path.rpartition("/")[2].removesuffix(".php")
        self.asked.append((method, parts.path))
        fault = next((fault for fault in self.faults if fault.function == part), None)
        if fault is None:
            return self._do(method, part, path, body, headers)
        self.faults.remove(fault)
        if fault.how == "dropped":
            raise Torn
        if fault.how == "html":
            return 200, "<html>Sign in to the Wi-Fi</html>", {}
        if fault.how.isdigit():
            return int(fault.how), body_of("141" if fault.how == "502" else "140"), {}
        done = self._do(method, part, path, body, headers)
        if fault.how == "lost":
            raise Torn
        return 0, done[1], {}

    def _do(self, method: str, part: str, path: str, body: bytes, headers: Any) -> Any:
        with self._turn:
            if part == "token":
                return self._token(body)
            if headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
                return 401, {"status": 401, "reason": "Unauthorized"}, {}
            if part != "memberships" and f"{SERVICES}/2/" not in path:
                return 403, body_of("171"), {}
            query = parse_qs(urlsplit(path).query)
            assert query.get("type_id") == ["1"] or part == "memberships"
            if method == "POST":
                self.forms.append(json.loads(body))
            match part, method:
                case "memberships", "GET":
                    return self._page([self._member(id_) for id_ in self.students], query, path, "members")
                case "lineitems", "POST":
                    return self._make(json.loads(body))
                case "lineitems", "GET":
                    wanted = query.get("resource_id", [None])[0]
                    found = [c.item for c in self.columns if wanted in (None, c.item.get("resourceId"))]
                    return self._page(found, query, path)
                case "lineitem", "GET":
                    column = self._column(path)
                    return (404, {}, {}) if column is None else (200, column.item, {})
                case "results", "GET":
                    column = self._column(path)
                    return (404, {}, {}) if column is None else self._page(self._results(column), query, path)
                case "scores", "POST":
                    assert headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
                    return self._score(self._column(path), json.loads(body))
        return 405, {}, {}

    def _token(self, body: bytes) -> tuple[int, Any, dict[str, str]]:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        try:
            claims = jwt.decode(
                form["client_assertion"], self.public_pem, algorithms=["RS256"],
                audience=f"{self.address}/mod/lti/token.php", issuer=CLIENT,
                options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"], "verify_iat": False,
                         "verify_exp": False},
            )  # fmt: skip
        except jwt.InvalidTokenError:
            return 400, body_of("161"), {}
        if claims["iat"] > self.now or claims["exp"] < self.now or claims["sub"] != CLIENT or not self.valid:
            return 400, body_of("161"), {}
        token = f"{TOKEN}{len(self.tokens)}"
        self.tokens.add(token)
        granted = " ".join(scope for scope in form["scope"].split() if scope in self.scopes.split())
        return 200, body_of("160") | {"access_token": token, "scope": granted}, {}

    def _page(
        self, rows: list[Any], query: Any, path: str, name: str = ""
    ) -> tuple[int, Any, dict[str, str]]:
        start = int(query.get("from", ["0"])[0])
        page = rows[start : start + self.page_size] if self.page_size else rows
        headers = {}
        if self.page_size and start + self.page_size < len(rows):
            host = self.next_host or self.address
            base = path.partition("&from=")[0].partition("?from=")[0]
            joint = "&" if "?" in base else "?"
            first = f"<{host}{base}{joint}from=0>; rel=\u201cfirst\u201d"
            headers["Link"] = (
                f"{first}, <{host}{base}{joint}from={start + self.page_size}>; rel=\u201cnext\u201d"
            )
        return 200, body_of("170") | {"members": page} if name else page, headers

    def _member(self, id_: str) -> dict[str, Any]:
        return body_of("170")["members"][0] | {
            "user_id": id_, "lis_person_sourcedid": number_of(int(id_)), "name": f"Élève {id_}",
            "email": f"e{id_}@etu.example.org",
        }  # fmt: skip

    def _make(self, form: dict[str, Any]) -> tuple[int, Any, dict[str, str]]:
        id_ = f"{self.address}{ITEMS}/{54 + len(self.columns)}/lineitem?type_id=1"
        self.columns.append(Column(form | {"id": id_}))
        return 201, form | {"id": id_}, {}

    def _column(self, path: str) -> Column | None:
        number = path.partition("/lineitems/")[2].partition("/")[0]
        return next((c for c in self.columns if f"/lineitems/{number}/" in c.item["id"]), None)

    def _score(self, column: Column | None, form: dict[str, Any]) -> tuple[int, Any, dict[str, str]]:
        user, at = form["userId"], datetime.fromisoformat(form["timestamp"]).timestamp()
        if column is None:
            return 404, {}, {}
        if user not in self.students or user in self.not_gradable:
            return 400, [], {}
        before = column.grades.get(user)
        if before is not None and int(before.at) >= int(at):
            return 409, [], {}
        top = column.item["scoreMaximum"]
        value = min(form["scoreGiven"] * top / form["scoreMaximum"], top)
        self.repeated += before is not None and before.value == value
        column.grades[user] = Grade(value, at, form.get("comment", ""))
        return 200, None, {}

    def _results(self, column: Column) -> list[dict[str, Any]]:
        rows = []
        for user, grade in column.grades.items():
            row: dict[str, Any] = {"id": f"{column.item['id']}&user_id={user}", "userId": user}
            if grade.value is not None:
                row |= {
                    "resultScore": grade.value, "resultMaximum": column.item["scoreMaximum"],
                    "scoreOf": column.item["id"],
                    "timestamp": datetime.fromtimestamp(int(grade.at), UTC).isoformat(),
                }  # fmt: skip
                if grade.comment:
                    row["comment"] = grade.comment
            rows.append(row)
        return rows


@contextmanager
def serve_lti(platform: LtiPlatform) -> Iterator[str]:
    """The address of the platform while it serves."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._reply("GET", b"")

        def do_POST(self) -> None:
            self._reply("POST", self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _reply(self, method: str, body: bytes) -> None:
            try:
                status, said, headers = platform.answer(method, self.path, body, self.headers)
                content = (
                    b"" if said is None else (said if isinstance(said, str) else json.dumps(said)).encode()
                )
                self.send_response(status or 200)
                for name, value in headers.items():
                    self.send_header(name, value.encode().decode("latin-1"))
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content if status else content[: len(content) // 2])
                self.close_connection = not status
            except (Torn, OSError):
                self.close_connection = True

        def date_time_string(self, timestamp: float | None = None) -> str:
            return format_datetime(datetime.fromtimestamp(platform.now, UTC), usegmt=True)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the test says what matters."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        platform.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield platform.address
        finally:
            server.shutdown()
            thread.join()
