"""Attendance by the call that Moodle's own phone app makes, into a session that is there already.

An ordinary teacher's key may do this. Moodle shows sessions that way only from six hours ago to a day ahead,
so their number is noted during the class; marking works later too.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any, Final

from app.outgoing.plan import Notice
from sync.connectors.base import Place, Reading
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.refs import write_ref
from sync.errors import Rejected
from sync.outbox import Held

MOST: Final = 100
STATUS: Final = "status:"

_CALL: Final = "tool_mobile_get_content"
_APP: Final = {"appversioncode": "4500", "appid": "com.moodle.moodlemobile", "appversionname": "4.5.0"}
_SESSION: Final = re.compile(
    r"<h2>([^<]*)</h2>(?:(?!<h2>).)*?method=\"mobile_teacher_form\"[^>]*?sessid: (\d+)", re.S
)
_USER: Final = re.compile(r"CONTENT_OTHERDATA\.status(\d+)\b")
_RADIO: Final = re.compile(
    r"<ion-label[^>]*>\s*([^<]*?)\s*</ion-label>\s*<ion-radio[^>]*?value=\"(\d+)\"[^>]*>"
    r"|<ion-radio[^>]*?value=\"(\d+)\"[^>]*>\s*([^<]*?)\s*</ion-radio>",
    re.S,
)

# As Moodle names them at first, in the languages of the site; the teacher may say otherwise.
WORDS: Final[dict[str, frozenset[str]]] = {
    "present": frozenset({"p", "present", "présent", "présente", "حاضر", "ح"}),
    "late": frozenset({"l", "late", "r", "en retard", "retard", "متأخر", "م"}),
    "excused": frozenset({"e", "excused", "excusé", "excusée", "معذور", "ع"}),
    "absent": frozenset({"a", "absent", "absente", "غائب", "غ"}),
}


class Attendance:
    """words: our status to what the teacher calls it there, where it is none of the usual words."""

    def __init__(self, client: Client, words: Mapping[str, str] | None = None) -> None:
        self._client = client
        self._words = {
            status: known | {(words or {}).get(status, "").casefold()} - {""}
            for status, known in WORDS.items()
        }

    def list_places(self, course: str) -> list[Place]:
        """Sessions that Moodle shows now, of every attendance activity."""
        places = []
        for cmid, name in self._list_activities(course):
            html = self._ask("mobile_view_activity", cmid, course)[0]
            for when, session in _SESSION.findall(html):
                ref = write_ref(kind="attendance", course=course, cmid=cmid, session=session)
                notices = (Notice("will_erase_remarks", {"count": 1}), Notice("will_not_refresh"))
                places.append(Place("attendance", ref, f"{name}: {unescape(when)}", None, notices))
        return places

    def read(self, where: Mapping[str, str]) -> Reading:
        html, data = self._ask("mobile_teacher_form", where["cmid"], where["course"], sessid=where["session"])
        statuses = self._statuses(html)
        names = {id_: status for status, id_ in statuses.items()}
        held = {}
        for account in dict.fromkeys(_USER.findall(html)):
            marked = str(data.get(f"status{account}") or "")
            held[account] = Held(names.get(marked, STATUS + marked) if marked else None)
        extra = {STATUS + status: id_ for status, id_ in statuses.items()}
        return Reading(held, takes=frozenset(statuses), extra=extra)

    def foresee(self, where: Mapping[str, str], reading: Reading, values: Mapping[str, str]) -> list[Notice]:
        if not values:
            return []
        # The app's form holds no remarks, so that it cannot be known beforehand who has one.
        return [Notice("will_erase_remarks", {"count": len(values)}), Notice("will_not_refresh")]

    def send(self, where: Mapping[str, str], reading: Reading, values: Mapping[str, str]) -> None:
        """Raises `Rejected('status_unknown')` where a value is none of the session's."""
        marks = {}
        for account, value in values.items():
            id_ = reading.extra.get(STATUS + value)
            if id_ is None:
                raise Rejected("status_unknown")
            marks[f"status{account}"] = id_
        self._ask("mobile_view_activity", where["cmid"], where["course"], sessid=where["session"], **marks)

    def _list_activities(self, course: str) -> list[tuple[str, str]]:
        options = [{"name": "excludecontents", "value": "1"}]
        sections = self._client.call("core_course_get_contents", courseid=course, options=options)
        return [
            (str(module["id"]), str(module["name"]))
            for section in sections
            for module in section["modules"]
            if module["modname"] == "attendance"
        ]

    def _ask(self, method: str, cmid: str, course: str, **more: str) -> tuple[str, dict[str, Any]]:
        """The page of the app and its data."""
        head = {"cmid": cmid, "courseid": course}
        session = {"sessid": more.pop("sessid")} if "sessid" in more else {}
        arguments = head | session | _APP | more
        answer = self._client.call(
            _CALL,
            component="mod_attendance",
            method=method,
            args=[{"name": name, "value": value} for name, value in arguments.items()],
        )
        html = "".join(str(template["html"]) for template in answer["templates"])
        return html, {str(entry["name"]): entry["value"] for entry in answer["otherdata"]}

    def _statuses(self, html: str) -> dict[str, str]:
        """Our status to the id that this session has for it."""
        found: dict[str, str] = {}
        for before, id_before, id_inside, inside in _RADIO.findall(html):
            word = unescape(before or inside).casefold()
            for status, words in self._words.items():
                if word in words:
                    found.setdefault(status, id_before or id_inside)
        return found
