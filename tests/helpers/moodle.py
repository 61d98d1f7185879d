"""A Moodle on loopback that behaves as the recorded one: `null` for right and wrong alike, no transactions,
gradebook and assignment apart, and whatever fault the test asks for. Bodies come from the recordings.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.helpers.recordings import body_of

TOKEN = "TOKEN"
PASSWORD = "PASSWORD"
STATUSES = {"5": "P", "7": "L", "8": "E", "6": "A"}
SUSPENDED = 45
_CUT = (
    '<question type="truefalse"><name><text>VF 1</text></name>'
    '<questiontext format="html"><text>The answer is true.</text></questiontext><defaultgrade>1.000000'
)


class Torn(Exception):
    """The connection ends before the answer has."""


class Fault:
    """how: 'lost' (done, then no answer), 'dropped' (not done, no answer), 'half' (half of the rows done,
    then 502), 'torn' (done, half of the answer), 'late' (done, answered after `released`), 'ignored'
    (answers as always, nothing done), or the number of a recorded refusal such as '048', '136', '140'."""

    def __init__(self, function: str, how: str) -> None:
        self.function = function
        self.how = how
        self.released = threading.Event()


@dataclass
class Book:
    """One assignment: what it holds itself and what the gradebook shows."""

    settings: dict[str, Any]
    grades: dict[int, float] = field(default_factory=dict)
    comments: dict[int, str] = field(default_factory=dict)
    shown: dict[int, float] = field(default_factory=dict)
    overridden: set[int] = field(default_factory=set)
    locked: bool = False


class Moodle:
    """asked: functions in the order of the requests; of several in one that only read, the last. told:
    students that were sent a message, one entry for each message. repeated: grades that were written
    though they stood there. students: ids of those in the course, one of them suspended."""

    def __init__(self, students: int = 40) -> None:
        self.students = list(range(6, 6 + students))
        self.functions = {row["name"] for row in body_of("005")["functions"]} | {
            "mod_assign_get_assignments", "mod_assign_submit_grading_form", "core_course_get_contents",
            "tool_mobile_call_external_functions", "core_enrol_get_users_courses",
            "core_webservice_get_site_info",
        }  # fmt: skip
        [course] = body_of("020")["courses"]
        self.course = course
        self.books = {row["id"]: Book(row) for row in course["assignments"]}
        self.columns: dict[tuple[int, int], dict[int, float]] = {}
        self.attendance: dict[str, dict[int, str]] = {"4": {}, "6": {}}
        self.remarks: dict[tuple[str, int], str] = {}
        self.asked: list[str] = []
        self.told: list[int] = []
        self.repeated = 0
        self.statuses = dict(STATUSES)
        self.faults: deque[Fault] = deque()
        self.hides_numbers = False
        self.may_export = True
        self.services = {"moodle_mobile_app"}
        self.passwords_tried = 0
        self.at_work = 0
        self.most_at_work = 0
        self._turn, self._count = threading.Lock(), threading.Lock()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Counts how many requests are worked on at once."""
        with self._count:
            self.at_work += 1
            self.most_at_work = max(self.most_at_work, self.at_work)
        try:
            yield
        finally:
            with self._count:
                self.at_work -= 1

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """Status and body for a request."""
        if path.startswith("/lib/ajax/service-nologin.php"):
            return 200, body_of("121")
        if path == "/login/token.php":
            return 200, self._token(form)
        if path.startswith("/webservice/pluginfile.php/"):
            return 200, self._file(path, form)
        function = form.get("wsfunction", "")
        name = name_of(function, form)
        self.asked.append(name)
        if form.get("wstoken") != TOKEN:
            return 200, body_of("048")
        if function not in self.functions:
            return 200, body_of("050")
        fault = self._next_fault(name)
        if fault is None:
            return 200, self._do(function, form)
        match fault.how:
            case "dropped":
                raise Torn
            case "lost":
                self._do(function, form)
                raise Torn
            case "late":
                answer = self._do(function, form)
                fault.released.wait(30)
                return 200, answer
            case "half":
                self._do(function, form, half=True)
                return 502, body_of("141")
            case "ignored":
                return 200, None
            case "torn":
                return 0, self._do(function, form)
        exchange = body_of(fault.how)
        return {"140": 429, "138": 503}.get(fault.how, 200), exchange

    def fail(self, function: str, how: str) -> Fault:
        """The next request for `function` fails this way."""
        fault = Fault(function, how)
        self.faults.append(fault)
        return fault

    def _next_fault(self, function: str) -> Fault | None:
        for fault in self.faults:
            if fault.function == function:
                self.faults.remove(fault)
                return fault
        return None

    def _token(self, form: dict[str, str]) -> Any:
        if form["password"] != PASSWORD:
            self.passwords_tried += 1
            return body_of("046")
        return body_of("004") if form["service"] in self.services else body_of("044")

    def _do(self, function: str, form: dict[str, str], half: bool = False) -> Any:
        with self._turn:
            return getattr(self, f"_{function}")(unflatten(form), half)

    def _core_webservice_get_site_info(self, form: Any, half: bool) -> Any:
        return body_of("005") | {"functions": [{"name": n, "version": "1"} for n in sorted(self.functions)]}

    def _core_enrol_get_users_courses(self, form: Any, half: bool) -> Any:
        return body_of("006")

    def _core_enrol_get_enrolled_users(self, form: Any, half: bool) -> Any:
        rows = body_of("007" if self.hides_numbers else "008")
        teachers, pattern = rows[:2], rows[2]
        users = []
        for id_ in self.students:
            user = pattern | {"id": id_, "fullname": f"Élève {id_}", "email": f"e{id_}@etu.example.org"}
            if not self.hides_numbers:
                user["idnumber"] = number_of(id_)
            if id_ == SUSPENDED:
                del user["enrolledcourses"]
            users.append(user)
        return teachers + users

    def _gradereport_user_get_grade_items(self, form: Any, half: bool) -> Any:
        pattern = body_of("012")["usergrades"][0]
        users = []
        for id_ in self.students:
            if id_ == SUSPENDED:
                continue
            items = [self._item(pattern["gradeitems"][0], book, id_) for book in self.books.values()]
            for (cmid, number), column in self.columns.items():
                assignment = next(b.settings["id"] for b in self.books.values() if b.settings["cmid"] == cmid)
                raw = column.get(id_)
                own = {"iteminstance": assignment, "itemnumber": number, "cmid": cmid, "graderaw": raw}
                items.append(pattern["gradeitems"][0] | own)
            users.append(
                pattern | {"userid": id_, "useridnumber": number_of(id_), "gradeitems": items}
            )  # fmt: skip
        return {"usergrades": users, "warnings": []}

    def _item(self, pattern: Any, book: Book, user: int) -> Any:
        return pattern | {
            "iteminstance": book.settings["id"], "cmid": book.settings["cmid"], "itemnumber": 0,
            "graderaw": book.shown.get(user), "grademax": book.settings["grade"], "locked": book.locked,
            "gradeislocked": book.locked, "gradeisoverridden": user in book.overridden,
            "feedback": book.comments.get(user, ""),
        }  # fmt: skip

    def _mod_assign_get_assignments(self, form: Any, half: bool) -> Any:
        return {"courses": [self.course], "warnings": []}

    def _mod_assign_save_grades(self, form: Any, half: bool) -> Any:
        book = self.books.get(int(form["assignmentid"]))
        if book is None:
            return body_of("029")
        rows = listed(form["grades"])
        if any("," in row["grade"] for row in rows):
            return body_of("026")
        if any({"attemptnumber", "addattempt", "workflowstate"} - row.keys() for row in rows):
            return body_of("030")
        for row in rows[: len(rows) // 2 if half else None]:
            user = int(row["userid"])
            if "plugindata" not in row and user in book.comments:
                return body_of("033")
            if "plugindata" in row:
                book.comments[user] = row["plugindata"]["assignfeedbackcomments_editor"]["text"]
            self._grade(book, user, float(row["grade"]), row["workflowstate"])
            self.told.append(user)
        return None

    def _mod_assign_submit_grading_form(self, form: Any, half: bool) -> Any:
        book = self.books[int(form["assignmentid"])]
        user = int(form["userid"])
        fields = {k: v[0] for k, v in parse_qs(json.loads(form["jsonformdata"]), True).items()}
        if float(fields["grade"]) > book.settings["grade"]:
            return body_of("039")
        book.comments[user] = fields.get("assignfeedbackcomments_editor[text]", "")
        self._grade(book, user, float(fields["grade"]), "")
        if fields["sendstudentnotifications"] != "false":
            self.told.append(user)
        return []

    def _grade(self, book: Book, user: int, grade: float, state: str) -> None:
        """The gradebook follows only where nothing stands in the way; nobody is told."""
        if grade > book.settings["grade"]:
            return
        self.repeated += book.grades.get(user) == grade
        book.grades[user] = grade
        waits = book.settings["markingworkflow"] and state != "released"
        if not (waits or book.locked or user in book.overridden or book.settings["blindmarking"]):
            book.shown[user] = grade

    def _tool_mobile_call_external_functions(self, form: Any, half: bool) -> Any:
        requests = listed(form["requests"])
        responses = []
        for request in requests[: len(requests) // 2 if half else None]:
            if request["function"] not in self.functions:
                responses.append(body_of("040")["responses"][1])
                break  # it stops at the first error
            data = getattr(self, f"_{request['function']}")(json.loads(request["arguments"]), False)
            responses.append({"error": False, "data": json.dumps(data)})
        return {"responses": responses}

    def _core_grades_update_grades(self, form: Any, half: bool) -> Any:
        column = self.columns.setdefault((int(form["activityid"]), int(form["itemnumber"])), {})
        top = next(b.settings for b in self.books.values() if b.settings["cmid"] == int(form["activityid"]))
        for row in listed(form["grades"]):
            column[int(row["studentid"])] = min(float(row["grade"]), top["grade"])
        return 0

    def _file(self, path: str, form: dict[str, str]) -> Any:
        """The recording's middle was cut, between two questions' fields."""
        self.asked.append("question/export")
        if form.get("token") != TOKEN:
            return body_of("113")
        if not self.may_export:
            return body_of("119")
        if "/9/gift/" in path:
            return body_of("118")
        head, _, tail = body_of("117").partition("\n...[cut]...\n0")
        return f'{head}"html"><text/></feedback></answer></question>\n{_CUT}0{tail}'

    def _core_get_fragment(self, form: Any, half: bool) -> Any:
        return body_of("120")

    def _core_course_get_contents(self, form: Any, half: bool) -> Any:
        sections = body_of("016")
        pattern = sections[0]["modules"][0]
        sections[0]["modules"].append(pattern | {"id": 61, "modname": "attendance", "name": "Présences"})
        return sections

    def _tool_mobile_get_content(self, form: Any, half: bool) -> Any:
        fields = {row["name"]: row["value"] for row in listed(form["args"])}
        session = fields.get("sessid")
        if session is None:
            return body_of("080")
        if session not in self.attendance:
            return body_of("083")
        if form["method"] == "mobile_view_activity":
            for name, value in fields.items():
                if name.startswith("status") and self.attendance[session].get(int(name[6:])) != value:
                    self.attendance[session][int(name[6:])] = value
                    self.remarks.pop((session, int(name[6:])), None)
            return body_of("078")
        return self._teacher_form(session)

    def _teacher_form(self, session: str) -> Any:
        """The recording's list of statuses was cut; it is as the plugin's public template has it."""
        answer = body_of("077")
        active = [user for user in self.students if user != SUSPENDED]
        all_of = ";".join(f"CONTENT_OTHERDATA.status{user}=CONTENT_OTHERDATA.statusall" for user in active)
        radios = "".join(
            f'<ion-item><ion-label>{word}</ion-label><ion-radio value="{id_}"></ion-radio></ion-item>'
            for id_, word in self.statuses.items()
        )
        html = answer["templates"][0]["html"]
        html = re.sub(r'\(ionChange\)="[^"]*?…?\[cut\]$|\(ionChange\)=".*$', "", html, flags=re.S)
        answer["templates"][0]["html"] = f'{html}(ionChange)="{all_of}">{radios}</ion-radio-group>'
        marks = self.attendance[session]
        answer["otherdata"] = [{"name": f"status{u}", "value": s} for u, s in sorted(marks.items())]
        return answer


def name_of(function: str, form: dict[str, str]) -> str:
    """A request for several functions that only read goes by the name of the last of them."""
    parts = [form[key] for key in sorted(form) if re.fullmatch(r"requests\[\d+\]\[function\]", key)]
    reads = parts and "mod_assign_submit_grading_form" not in parts
    return parts[-1] if function == "tool_mobile_call_external_functions" and reads else function


def number_of(user: int) -> str:
    return f"2026{user - 5:04}"


def listed(rows: dict[str, Any] | list[Any]) -> list[Any]:
    return rows if isinstance(rows, list) else [rows[key] for key in sorted(rows, key=int)]


def unflatten(form: dict[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in form.items():
        first, *rest = re.findall(r"[^\[\]]+", name)
        place = tree
        for key, following in zip([first, *rest], rest, strict=False):
            place = place.setdefault(key, {})
            first = following
        place[first] = value
    return tree


@contextmanager
def serve_moodle(moodle: Moodle) -> Iterator[str]:
    """The address of the stand-in while it serves."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
            self._reply({name: values[0] for name, values in raw.items()})

        def do_GET(self) -> None:
            self._reply({})

        def _reply(self, form: dict[str, str]) -> None:
            path = self.path if "nologin" in self.path else urlsplit(self.path).path
            try:
                with moodle.working():
                    status, body = moodle.answer(path, form)
                text = body if isinstance(body, str) else json.dumps(body)
                content = text.encode()
                self.send_response(status or 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content if status else content[: len(content) // 2])
                self.close_connection = not status
            except Torn:
                self.close_connection = True
            except OSError:  # the client has stopped waiting
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the test says what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
