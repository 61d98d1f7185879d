"""Grade columns by the Assignment and Grade Services: ours is looked for before it is made, because making it
twice makes two. Scores are stamped later than what is there, or the platform would keep what it has.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote, urlsplit

from app.outgoing.plan import Notice
from app.outgoing.rows import canonical
from sync.connectors.base import Account, Place, Reading
from sync.connectors.lti.client import Client
from sync.connectors.lti.refs import NEW_ATTENDANCE, NEW_GRADES, TOP, line_ref
from sync.errors import Rejected, Unanswered
from sync.http import HttpRefusal
from sync.outbox import Held

TAG: Final = "preau"
ITEM: Final = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS: Final = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS: Final = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE: Final = "application/vnd.ims.lis.v1.score+json"

# A column holds numbers only. Who is excused gets none.
STATUSES: Final = {"present": "1", "late": "0.75", "left_early": "0.5", "absent": "0"}
_NAMES: Final = {number: status for status, number in STATUSES.items()}
_COLUMN: Final = "column"
_TOP: Final = "top"
_AT: Final = "at:"
_COMMENT: Final = "comment:"


class Columns:
    def __init__(self, client: Client) -> None:
        self._client = client
        self._stamps: dict[str, float] = {}
        self._items: dict[tuple[str, ...], dict[str, Any]] = {}  # columns that were found in this run

    def list_places(self) -> list[Place]:
        """A new column for a session, and those of the tool that were made by hand."""
        places = [
            Place("grade", NEW_GRADES, "Préau", TOP, (Notice("will_make_column"),)),
            Place("attendance", NEW_ATTENDANCE, "Préau", None, (Notice("will_be_numbers"),)),
        ]
        for item in self._client.list_all(self._client.registration.items, ITEMS):
            top = Decimal(str(item["scoreMaximum"]))
            if item.get("tag") != TAG and top > 0:
                places.append(Place("grade", line_ref(str(item["id"]), "grade"), str(item["label"]), top))
        return places

    def read(self, where: Mapping[str, str], students: list[Account]) -> Reading:
        """Results of those who can be graded now; nobody has one while the column is not made."""
        item = self._find(where)
        top = Decimal(where["top"] if item is None else str(item["scoreMaximum"]))
        held = {student.id: Held(None) for student in students}
        extra = {_COLUMN: "" if item is None else str(item["id"]), _TOP: str(top)}
        for result in (
            [] if item is None else self._client.list_all(_below(extra[_COLUMN], "results"), RESULTS)
        ):
            account = str(result["userId"])
            if account in held:
                held[account] = Held(self._value(result, top, where["kind"]))
            if result.get("timestamp"):
                extra[_AT + account] = str(result["timestamp"])
            if str(result.get("comment") or "").strip():
                extra[_COMMENT + account] = str(result["comment"])
        if where["kind"] == "attendance":
            return Reading(held, takes=frozenset(STATUSES), extra=extra)
        return Reading(held, top, extra=extra)

    def foresee(self, where: Mapping[str, str], reading: Reading, values: Mapping[str, str]) -> list[Notice]:
        if not values:
            return []
        notices = []
        if not reading.extra[_COLUMN]:
            notices.append(Notice("will_make_column"))
        if where["kind"] == "attendance":
            notices.append(Notice("will_be_numbers"))
        if self._client.registration.platform == "canvas":
            notices.append(Notice("will_notify", {"count": len(values)}))
        comments = sum(_COMMENT + account in reading.extra for account in values)
        if comments:
            notices.append(Notice("will_rewrite_comments", {"count": comments}))
        return notices

    def send(self, where: Mapping[str, str], reading: Reading, values: Mapping[str, str]) -> None:
        """One score after the other. One that is refused does not keep the others from being sent; the
        refusal is told at the end."""
        column, top, refused = reading.extra[_COLUMN], Decimal(reading.extra[_TOP]), None
        if not column:
            item = self._find(where) or self._make(where)
            column, top = str(item["id"]), Decimal(str(item["scoreMaximum"]))
        for account, value in values.items():
            try:
                self._score(column, where, reading, account, value, top)
            except Rejected as error:
                refused = error
        if refused is not None:
            raise Rejected(refused.code)

    def _find(self, where: Mapping[str, str]) -> dict[str, Any] | None:
        """Raises `Rejected` with `gone_there`, `column_twice`."""
        key = tuple(where.values())
        if key not in self._items:
            item = self._load(where["id"]) if where["column"] == "line" else self._look_for(where)
            if item is None:
                return None
            self._items[key] = item
        return self._items[key]

    def _look_for(self, where: Mapping[str, str]) -> dict[str, Any] | None:
        address = self._client.registration.items
        joint = "&" if urlsplit(address).query else "?"
        found = [
            item
            for item in self._client.list_all(
                f"{address}{joint}resource_id={quote(where['resource'])}", ITEMS
            )
            if item.get("resourceId") == where["resource"] and item.get("tag") == TAG
        ]
        if len(found) > 1:
            raise Rejected("column_twice")
        return dict(found[0]) if found else None

    def _load(self, id: str) -> dict[str, Any]:
        try:
            return dict(self._client.read(id, ITEM))
        except HttpRefusal as error:
            raise Rejected("gone_there" if error.status in (403, 404) else "platform_refused") from None

    def _make(self, where: Mapping[str, str]) -> dict[str, Any]:
        body = {
            "scoreMaximum": _number(Decimal(where["top"])), "label": where["label"],
            "resourceId": where["resource"], "tag": TAG,
        }  # fmt: skip
        made = self._client.send(self._client.registration.items, ITEM, body)
        if not isinstance(made, dict):
            raise Unanswered("platform_not_understood")
        self._items[tuple(where.values())] = made
        return made

    def _score(
        self, column: str, where: Mapping[str, str], reading: Reading, account: str, value: str,
        top: Decimal,
    ) -> None:  # fmt: skip
        given = STATUSES[value] if where["kind"] == "attendance" else value
        score: dict[str, Any] = {
            "userId": account, "scoreGiven": _number(Decimal(given)), "scoreMaximum": _number(top),
            "timestamp": self._stamp(account, reading), "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
        }  # fmt: skip
        comment = reading.extra.get(_COMMENT + account)
        if comment is not None:  # a score without one would erase it
            score["comment"] = comment
        try:
            self._client.send(_below(column, "scores"), SCORE, score)
        except HttpRefusal as error:
            if error.status != 409:  # something as new is there already: reading back tells what
                raise Rejected("platform_refused") from None

    def _stamp(self, account: str, reading: Reading) -> str:
        """Later than what is there, by whole seconds because some platforms keep no parts."""
        known = reading.extra.get(_AT + account)
        there = datetime.fromisoformat(known).timestamp() if known else 0.0
        stamp = max(self._client.now(), int(there) + 1.0, self._stamps.get(account, 0.0) + 1.0)
        self._stamps[account] = stamp
        return datetime.fromtimestamp(stamp, UTC).isoformat(timespec="milliseconds")

    def _value(self, result: Mapping[str, Any], top: Decimal, kind: str) -> str | None:
        if result.get("resultScore") is None:
            return None
        score = Decimal(str(result["resultScore"]))
        maximum = Decimal(str(result.get("resultMaximum") or top))
        # Moodle's score is in points of the column already, whatever it says is the maximum.
        if self._client.registration.platform != "moodle" and maximum not in (0, top):
            score = score * top / maximum
        value = canonical(str(score))
        return _NAMES.get(value, value) if kind == "attendance" else value


def _below(id: str, name: str) -> str:
    """An address below a column's own, whose query stays at the end."""
    address, mark, query = id.partition("?")
    return f"{address}/{name}{mark}{query}"


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
