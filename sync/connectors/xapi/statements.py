"""Statements of what happened, for a record store (xAPI 1.0.3). The same fact is the same statement, with the
same id, however often and from whichever computer it is sent. docs/xapi.md is the profile.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from app.outgoing.facts import Fact, Verb

_NAMESPACE: Final = UUID("6e0a2a70-5c0f-5b53-9d0e-0d4f7c6f3b1a")

# Our word to the verb's address; all from the vocabulary of ADL, which record stores know.
VERBS: Final[Mapping[Verb, str]] = {
    "attended": "http://adlnet.gov/expapi/verbs/attended",
    "answered": "http://adlnet.gov/expapi/verbs/answered",
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "scored": "http://adlnet.gov/expapi/verbs/scored",
}
VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"
_TYPES: Final = {
    "session": "http://adlnet.gov/expapi/activities/lesson",
    "question": "http://adlnet.gov/expapi/activities/cmi.interaction",
}
# What a store adds or may write in another way; everything else must be as it was sent.
_STORES_OWN: Final = frozenset({"stored", "authority", "version"})

Statement = dict[str, Any]
StatementPlace = tuple[str, str, str]
"""Name of the actor, verb and activity: statements that say different things of the same have the same."""


def make_statement(fact: Fact, home: str) -> Statement:
    """home: address of the system that gives students their numbers. Carries its own time, because a store
    that adds one says afterwards that the same statement differs."""
    session, asked = session_address(fact.session), fact.verb == "answered"
    definition: dict[str, Any] = {
        "name": {fact.language: fact.title}, "type": _TYPES["question" if asked else "session"]
    }  # fmt: skip
    if asked:
        definition["interactionType"] = "other"
    context: dict[str, Any] = {"registration": registration_of(fact.session), "platform": "Préau"}
    if asked:
        context["contextActivities"] = {"parent": [{"objectType": "Activity", "id": session}]}
    statement: Statement = {
        "actor": _agent(home, fact.number or f"preau-{fact.student}"),
        "verb": {"id": VERBS[fact.verb], "display": {"en": fact.verb}},
        "object": {
            "objectType": "Activity", "id": _address("question", fact.question) if asked else session,
            "definition": definition,
        },
        "context": context,
        "timestamp": _time(fact.at),
    }  # fmt: skip
    if result := _result(fact):
        statement["result"] = result
    return {"id": _id_of(statement), **statement}


def make_voiding(id: str, session: str, home: str, at: float) -> Statement:
    """Takes back the statement with this id, which says what does not hold any more."""
    statement: Statement = {
        "actor": _agent(home, "preau"),
        "verb": {"id": VOIDED, "display": {"en": "voided"}},
        "object": {"objectType": "StatementRef", "id": id},
        "context": {"registration": registration_of(session), "platform": "Préau"},
        "timestamp": _time(at),
    }
    return {"id": str(uuid5(_NAMESPACE, f"voided {id}")), **statement}


def session_address(session: str) -> str:
    return _address("session", session)


def registration_of(session: str) -> str:
    """By which all statements of a session are found in the store."""
    return str(uuid5(_NAMESPACE, f"registration {session}"))


def place_of(statement: Mapping[str, Any]) -> StatementPlace:
    """Raises LookupError or TypeError for what is none of ours."""
    return (
        str(statement["actor"]["account"]["name"]), str(statement["verb"]["id"]),
        str(statement["object"]["id"]),
    )  # fmt: skip


def says_the_same(ours: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether a store holds what was sent, apart from what is its own to add."""
    theirs = {key: stored[key] for key in stored if key not in _STORES_OWN}
    return bool(_essence(ours) == _essence(theirs))


def _agent(home: str, name: str) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": home, "name": name}}


def _address(what: str, id: str) -> str:
    """The same activity on every computer, and no school's address in it."""
    return f"urn:uuid:{uuid5(_NAMESPACE, f'{what} {id}')}"


def _id_of(statement: Statement) -> str:
    return str(uuid5(_NAMESPACE, json.dumps(statement, sort_keys=True)))


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _result(fact: Fact) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if fact.score is not None:
        result["score"] = {"raw": float(fact.score)}
        if fact.top:
            scaled = min(max(fact.score / fact.top, Decimal(-1)), Decimal(1))
            # A bonus for speed may bring more than the top, penalties less than nothing.
            low, high = min(fact.score, Decimal(0)), max(fact.score, fact.top)
            result["score"] |= {
                "min": float(low), "max": float(high), "scaled": float(round(scaled, 5))
            }  # fmt: skip
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
