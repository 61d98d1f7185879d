"""Grades into an assignment that is there already, or into a column of our own beside it.

Moodle answers the same whether it took a grade or not, so nothing here concludes anything from an answer.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from app.outgoing.plan import Notice
from sync.connectors.base import Place, Reading
from sync.connectors.moodle.client import Client, explain
from sync.connectors.moodle.refs import write_ref
from sync.errors import LoggedOut, Rejected
from sync.outbox import Held

MOST: Final = 50  # rows that Moodle works off in one call without running out of time
OWN_COLUMN: Final = "1000"  # low numbers break the activity's own page for its settings
COMMENT: Final = "comment:"

_BATCH: Final = "tool_mobile_call_external_functions"
_FORM: Final = "mod_assign_submit_grading_form"
_SAVE: Final = "mod_assign_save_grades"
_SETTINGS: Final = "mod_assign_get_assignments"
_READ: Final = "gradereport_user_get_grade_items"
_COLUMN: Final = "core_grades_update_grades"
_EDITOR: Final = "assignfeedbackcomments_editor"


class Grades:
    """abilities: functions that the key may call."""

    def __init__(self, client: Client, abilities: frozenset[str]) -> None:
        self._client = client
        self._abilities = abilities
        self._assignments: dict[str, dict[str, dict[str, Any]]] = {}

    def list_places(self, course: str) -> list[Place]:
        """Assignments with points, and next to each a column of its own where the key may make one."""
        places = []
        for assignment in self._load(course).values():
            if _is_unfit(assignment):
                continue
            cmid, id_ = str(assignment["cmid"]), str(assignment["id"])
            name, top = str(assignment["name"]), Decimal(str(assignment["grade"]))
            ref = write_ref(kind="assign", course=course, assignment=id_, cmid=cmid)
            if {_FORM, _SAVE} & self._abilities:
                places.append(Place("grade", ref, name, top, tuple(self._notices(assignment, 1))))
            if _COLUMN in self._abilities:
                ref = write_ref(kind="column", course=course, assignment=id_, cmid=cmid, item=OWN_COLUMN)
                places.append(Place("grade", ref, name, top, (Notice("will_stay_apart"),)))
        return places

    def read(self, where: Mapping[str, str]) -> Reading:
        """From the gradebook, because that is what students and colleagues see."""
        answer = self._read_grades(where["course"])
        assignment = self._find(where)
        unfit = "target_unfit" if _is_unfit(assignment) and where["kind"] == "assign" else ""
        number = int(where.get("item", "0"))
        held: dict[str, Held] = {}
        extra: dict[str, str] = {}
        for user in answer["usergrades"]:
            account = str(user["userid"])
            item = _item_of(user["gradeitems"], where["assignment"], number)
            held[account] = _held(item, unfit)
            if item is not None and str(item.get("feedback") or "").strip():
                extra[COMMENT + account] = str(item["feedback"])
        top = Decimal(str(assignment["grade"])) if not _is_unfit(assignment) else None
        return Reading(held, top, extra=extra)

    def foresee(self, where: Mapping[str, str], reading: Reading, values: Mapping[str, str]) -> list[Notice]:
        if not values:
            return []
        if where["kind"] == "column":
            return [Notice("will_stay_apart")]
        notices = self._notices(self._find(where), len(values))
        comments = sum(COMMENT + account in reading.extra for account in values)
        if comments:
            notices.append(Notice("will_rewrite_comments", {"count": comments}))
        return notices

    def send(self, where: Mapping[str, str], reading: Reading, values: Mapping[str, str]) -> None:
        if where["kind"] == "column":
            self._send_column(where, values)
            return
        assignment = self._find(where)
        comments = {
            account: reading.extra.get(COMMENT + account, "") if _takes_comments(assignment) else None
            for account in values
        }
        if self._is_quiet(assignment):
            self._send_forms(assignment, values, comments)
        else:
            self._save(assignment, values, comments)

    def _notices(self, assignment: Mapping[str, Any], count: int) -> list[Notice]:
        notices = []
        if not self._is_quiet(assignment):
            notices.append(Notice("will_notify", {"count": count}))
        if assignment.get("markingworkflow"):
            notices.append(Notice("will_release", {"count": count}))
        return notices

    def _is_quiet(self, assignment: Mapping[str, Any]) -> bool:
        """Whether no student is told. A grade that has to be released goes the loud way."""
        return {_FORM, _BATCH} <= self._abilities and not assignment.get("markingworkflow")

    def _send_forms(
        self, assignment: Mapping[str, Any], values: Mapping[str, str], comments: Mapping[str, str | None]
    ) -> None:
        """The form of Moodle's own page, for many students in one request."""
        requests = [
            {"function": _FORM, "arguments": json.dumps(_form(assignment, account, value, comments[account]))}
            for account, value in values.items()
        ]
        if any(self._call_together(requests)):
            raise Rejected("platform_refused")

    def _call_together(self, requests: list[dict[str, str]]) -> list[Any]:
        """What each answers, in one request."""
        answer = self._client.call(_BATCH, requests=requests)
        done = answer.get("responses", ()) if isinstance(answer, dict) else ()
        for response in done:
            if response.get("error"):
                raise _explain_part(str(response.get("exception", "")))
        if len(done) != len(requests):  # it stops at the first that fails
            raise Rejected("platform_refused")
        return [json.loads(response.get("data") or "[]") for response in done]

    def _save(
        self, assignment: Mapping[str, Any], values: Mapping[str, str], comments: Mapping[str, str | None]
    ) -> None:
        state = "released" if assignment.get("markingworkflow") else ""
        grades: list[dict[str, Any]] = []
        for account, value in values.items():
            row: dict[str, Any] = {
                "userid": account, "grade": value, "attemptnumber": "-1", "addattempt": "0",
                "workflowstate": state,
            }  # fmt: skip
            if comments[account] is not None:
                row["plugindata"] = {_EDITOR: {"text": comments[account], "format": "1"}}
            grades.append(row)
        self._client.call(_SAVE, assignmentid=assignment["id"], applytoall="0", grades=grades)

    def _send_column(self, where: Mapping[str, str], values: Mapping[str, str]) -> None:
        top = self._find(where)["grade"]
        answer = self._client.call(
            _COLUMN,
            source="preau",
            courseid=where["course"],
            component="mod_assign",
            activityid=where["cmid"],
            itemnumber=where["item"],
            grades=[{"studentid": account, "grade": value} for account, value in values.items()],
            # ASCII only; the teacher may rename it there.
            itemdetails={"itemname": "Preau", "gradetype": "1", "grademax": top, "grademin": "0"},
        )
        if answer == 4:
            raise Rejected("grade_locked")
        if answer != 0:
            raise Rejected("platform_refused")

    def _find(self, where: Mapping[str, str]) -> dict[str, Any]:
        """Raises `Rejected('gone_there')`."""
        found = self._load(where["course"]).get(where["assignment"])
        if found is None:
            raise Rejected("gone_there")
        return found

    def _read_grades(self, course: str) -> Any:
        """Together with the settings where those are not known yet: one request less."""
        if course in self._assignments or _BATCH not in self._abilities:
            return self._client.call(_READ, courseid=course)
        requests = [
            {"function": _SETTINGS, "arguments": json.dumps({"courseids": [course]})},
            {"function": _READ, "arguments": json.dumps({"courseid": course})},
        ]
        settings, grades = self._call_together(requests)
        self._note_assignments(course, settings)
        return grades

    def _load(self, course: str) -> dict[str, dict[str, Any]]:
        if course not in self._assignments:
            self._note_assignments(course, self._client.call(_SETTINGS, courseids=[course]))
        return self._assignments[course]

    def _note_assignments(self, course: str, answer: Any) -> None:
        self._assignments[course] = {
            str(assignment["id"]): assignment
            for known in answer["courses"]
            if str(known["id"]) == course
            for assignment in known["assignments"]
        }


def _is_unfit(assignment: Mapping[str, Any]) -> bool:
    """Marked with a scale of words or not at all, or anonymously: then the gradebook gets nothing."""
    hidden = assignment.get("blindmarking") and not assignment.get("revealidentities")
    return bool(hidden) or float(assignment["grade"]) <= 0


def _takes_comments(assignment: Mapping[str, Any]) -> bool:
    return any(
        config["subtype"] == "assignfeedback" and config["plugin"] == "comments"
        and config["name"] == "enabled" and config["value"] == "1"
        for config in assignment.get("configs", ())
    )  # fmt: skip


def _item_of(items: list[dict[str, Any]], assignment: str, number: int) -> dict[str, Any] | None:
    for item in items:
        same = item.get("itemmodule") == "assign" and str(item.get("iteminstance")) == assignment
        if same and item.get("itemnumber") == number:
            return item
    return None


def _held(item: dict[str, Any] | None, unfit: str) -> Held:
    """No item: nothing was ever graded there."""
    if item is None:
        return Held(None, unfit)
    raw = item.get("graderaw")
    obstacle = unfit
    if not obstacle and (item.get("locked") or item.get("gradeislocked")):
        obstacle = "grade_locked"
    if not obstacle and item.get("gradeisoverridden"):
        obstacle = "grade_overridden"
    return Held(None if raw is None else str(raw), obstacle)


def _form(assignment: Mapping[str, Any], account: str, value: str, comment: str | None) -> dict[str, Any]:
    fields = {
        "id": str(assignment["cmid"]), "rownum": "0", "useridlistid": "", "attemptnumber": "-1",
        "ajax": "0", "userid": "0", "sendstudentnotifications": "false", "action": "submitgrade",
        f"_qf__mod_assign_grade_form_{account}": "1", "grade": value,
    }  # fmt: skip
    if comment is not None:
        fields |= {f"{_EDITOR}[text]": comment, f"{_EDITOR}[format]": "1"}
    form = json.dumps(urlencode(fields))
    return {"assignmentid": assignment["id"], "userid": int(account), "jsonformdata": form}


def _explain_part(exception: str) -> Rejected:
    """Why one part of a batch failed; that its function may not be called is no reason to sign in again."""
    try:
        code = str(json.loads(exception).get("errorcode", ""))
    except (ValueError, AttributeError):
        code = ""
    error = explain(code)
    if isinstance(error, LoggedOut):
        return Rejected("no_permission")
    return Rejected(error.code)
