"""Statements of what happened, for a record store (xAPI 1.0.3). The same fact is the same statement, with the
same id, however often and from whichever computer it is sent.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

_NAMESPACE: Final = UUID("6e0a2a70-5c0f-5b53-9d0e-0d4f7c6f3b1a")

# Our word to the verb's address; all from the vocabulary of ADL, which record stores know.
VERBS: Final = {
    "attended": "http://adlnet.gov/expapi/verbs/attended",
    "answered": "http://adlnet.gov/expapi/verbs/answered",
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "scored": "http://adlnet.gov/expapi/verbs/scored",
}
_TYPES: Final = {
    "session": "http://adlnet.gov/expapi/activities/lesson",
    "question": "http://adlnet.gov/expapi/activities/cmi.interaction",
}
# What a store adds or may write in another way; everything else must be as it was sent.
_STORES_OWN: Final = frozenset({"stored", "authority", "version"})

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom it is about. home: address of the system that gives the names (the school's or ours); name: theirs
    there, such as the student's number."""

    home: str
    name: str


@dataclass(frozen=True, slots=True)
class Fact:
    """verb: one of VERBS. activity: address of the session or question; title: in `language`. at: seconds
    since 1970. score and top: points, or None. success: of an answer. response: what was answered."""

    verb: str
    actor: Actor
    activity: str
    title: str
    language: str
    at: float
    score: Decimal | None = None
    top: Decimal | None = None
    success: bool | None = None
    response: str = ""
    parent: str = ""


def make_statement(fact: Fact) -> Statement:
    """Carries its own time, because a store that adds one says afterwards that the same statement differs."""
    time = datetime.fromtimestamp(fact.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    type_ = _TYPES["question" if fact.verb == "answered" else "session"]
    definition: dict[str, Any] = {"name": {fact.language: fact.title}, "type": type_}
    if fact.verb == "answered":
        definition["interactionType"] = "other"
    statement: Statement = {
        "actor": {"objectType": "Agent", "account": {"homePage": fact.actor.home, "name": fact.actor.name}},
        "verb": {"id": VERBS[fact.verb], "display": {"en": fact.verb}},
        "object": {"objectType": "Activity", "id": fact.activity, "definition": definition},
        "timestamp": time,
    }
    if result := _result(fact):
        statement["result"] = result
    if fact.parent:
        parent = {"objectType": "Activity", "id": fact.parent}
        statement["context"] = {"contextActivities": {"parent": [parent]}}
    return {"id": str(uuid5(_NAMESPACE, json.dumps(statement, sort_keys=True))), **statement}


def says_the_same(ours: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether a store holds what was sent, apart from what is its own to add."""
    theirs = {key: stored[key] for key in stored if key not in _STORES_OWN}
    return bool(_essence(ours) == _essence(theirs))


def _result(fact: Fact) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if fact.score is not None:
        result["score"] = {"raw": float(fact.score)}
        if fact.top:
            scaled = min(max(fact.score / fact.top, Decimal(-1)), Decimal(1))
            result["score"] |= {"min": 0.0, "max": float(fact.top), "scaled": float(round(scaled, 5))}
    if fact.success is not None:
        result["success"] = fact.success
    if fact.response:
        result["response"] = fact.response
    if fact.verb == "completed":
        result["completion"] = True
    return result


def _essence(value: Any) -> Any:
    """Without empty parts; times as moments; 1 and 1.0 are the same already."""
    if isinstance(value, Mapping):
        parts = {key: _essence(item) for key, item in value.items()}
        return {key: item for key, item in parts.items() if item not in (None, {}, [])}
    if isinstance(value, list):
        return [_essence(item) for item in value]
    if isinstance(value, str) and len(value) > 19 and value[10:11] == "T":
        try:
            return datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            return value
    return value
