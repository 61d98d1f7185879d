"""Statements: the same fact is the same statement, and a store's refusal is believed only after looking."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from app.outgoing.facts import Fact
from sync.connectors.xapi.statements import (
    VERBS,
    make_statement,
    registration_of,
    says_the_same,
    session_address,
)
from sync.connectors.xapi.store import BATCH, RecordStore
from sync.errors import LoggedOut, Rejected
from sync.http import HttpRefusal, Site
from tests.helpers.ralph import KEY, NAME, find_ralph, run_ralph

HOME = "https://school.example"
FACT = Fact(
    "scored", "a", "20260001", "s1", "Révision — المراجعة", "fr", 1_800_000_000.25,
    score=Decimal("12.5"), top=Decimal(20),
)  # fmt: skip


def facts(count: int) -> list[Fact]:
    return [replace(FACT, number=str(number)) for number in range(count)]


def make(fact: Fact) -> dict:
    return make_statement(fact, HOME)


class Store:
    """A record store in memory with Ralph's way of refusing. spoilt: ids that it calls wrong."""

    def __init__(self) -> None:
        self.held: dict[str, dict] = {}
        self.spoilt: set[str] = set()
        self.asked: list[str] = []
        self.status = 0

    def ask_json(self, method, path, *, body=None, headers=None, auth=None):
        self.asked.append(method)
        assert headers["X-Experience-API-Version"] == "1.0.3" and auth is not None
        if self.status:
            raise HttpRefusal(self.status)
        if method == "GET":
            found = self.held.get(path.partition("statementId=")[2])
            if found is None:
                raise HttpRefusal(404)
            return found
        if any(statement["id"] in self.spoilt for statement in body):
            raise HttpRefusal(400)
        if any(statement["id"] in self.held for statement in body):
            raise HttpRefusal(409)
        self.held |= {statement["id"]: statement | {"stored": "2027-01-15T08:00:00Z"} for statement in body}
        return [statement["id"] for statement in body]


@pytest.fixture
def store():
    return Store()


def test_the_same_fact_has_the_same_id_and_another_one_another():
    assert make(FACT) == make(replace(FACT))
    changes = (
        {"verb": "completed"}, {"at": FACT.at + 1}, {"score": Decimal(13)}, {"session": "s2"},
        {"number": "2"}, {"response": "x"}, {"success": True},
    )  # fmt: skip
    ids = {make(replace(FACT, **change))["id"] for change in changes}
    assert len(ids | {make(FACT)["id"]}) == len(changes) + 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_statement_says_who_did_what_and_when(verb):
    statement = make(replace(FACT, verb=verb, question="q1" if verb == "answered" else ""))
    assert statement["actor"]["account"] == {"homePage": "https://school.example", "name": "20260001"}
    assert statement["verb"]["id"] == VERBS[verb]
    assert statement["timestamp"] == "2027-01-15T08:00:00.250Z"
    assert statement["result"]["score"] == {"raw": 12.5, "min": 0.0, "max": 20.0, "scaled": 0.625}
    assert statement["context"]["registration"] == registration_of("s1")
    parent = {"objectType": "Activity", "id": session_address("s1")}
    if verb == "answered":
        assert statement["context"]["contextActivities"]["parent"] == [parent]
    assert (statement["object"]["id"] == parent["id"]) is (verb != "answered")


@pytest.mark.parametrize(("score", "scaled"), [("22", 1.0), ("-3", -0.15)])
def test_a_score_outside_of_its_limits_stays_within_what_the_standard_allows(score, scaled):
    found = make(replace(FACT, score=Decimal(score)))["result"]["score"]
    assert found["scaled"] == scaled
    assert found["min"] <= found["raw"] <= found["max"]


def test_what_a_store_adds_makes_no_difference_and_what_it_changes_does():
    ours = make(FACT)
    stored = ours | {
        "stored": "x", "authority": {}, "version": "1.0.0", "timestamp": "2027-01-15T08:00:00.250000+00:00",
        "result": {**ours["result"], "extensions": {}},
    }  # fmt: skip
    assert says_the_same(ours, stored)
    assert not says_the_same(ours, stored | {"timestamp": "2027-01-15T08:00:01Z"})
    assert not says_the_same(ours, stored | {"result": {"score": {"raw": 13.0}}})


def test_many_go_in_few_requests_and_again_without_doubling(store):
    statements = [make(fact) for fact in facts(600)]
    assert len(RecordStore(store, "n", "k").send(statements).stored) == 600
    assert len(store.asked) == -(-600 // BATCH)
    assert len(RecordStore(store, "n", "k").send(statements).stored) == 600
    assert len(store.held) == 600


def test_the_missing_part_of_a_batch_is_sent_and_a_changed_one_is_told(store):
    statements = [make(fact) for fact in facts(5)]
    store.ask_json("POST", "", body=statements[:3], headers={"X-Experience-API-Version": "1.0.3"}, auth=1)
    store.held[statements[1]["id"]]["result"] = {}
    delivery = RecordStore(store, "n", "k").send(statements)
    assert set(delivery.stored) == {statements[i]["id"] for i in (0, 2, 3, 4)}
    assert delivery.refused == (statements[1]["id"],)


def test_one_wrong_statement_does_not_hold_up_the_others(store):
    statements = [make(fact) for fact in facts(9)]
    store.spoilt = {statements[4]["id"]}
    delivery = RecordStore(store, "n", "k").send(statements)
    assert delivery.refused == (statements[4]["id"],)
    assert len(store.held) == len(delivery.stored) == 8


def test_a_refused_key_is_for_the_teacher_and_a_lying_store_is_not_believed(store):
    store.status = 401
    with pytest.raises(LoggedOut):
        RecordStore(store, "n", "k").send([make(FACT)])
    lying = Store()
    lying.held[make(FACT)["id"]] = {"id": "another"}
    with pytest.raises(Rejected):
        RecordStore(lying, "n", "k").send([make(FACT)])


@pytest.mark.skipif(find_ralph() is None, reason="Ralph is not installed")
def test_the_real_ralph_holds_each_statement_once(tmp_path):
    program = find_ralph()
    assert program is not None
    statements = [make(fact) for fact in facts(1000)]
    with run_ralph(program, tmp_path) as address:
        site = Site(address)
        ralph = RecordStore(site, NAME, KEY)
        begin = time.perf_counter()
        first = ralph.send(statements)
        seconds = time.perf_counter() - begin
        again = ralph.send([*statements[:3], *(make(f) for f in facts(1002)[1000:])])
        assert says_the_same(statements[7], ralph.find(statements[7]["id"]) or {})
        assert ralph.find("00000000-0000-4000-8000-000000000000") is None
        with pytest.raises(LoggedOut):
            RecordStore(site, NAME, "wrong").send(statements[:1])
        site.close()
    lines = sum(
        len(file.read_text().splitlines()) for file in (tmp_path / "statements").rglob("*") if file.is_file()
    )
    assert (len(first.stored), first.refused) == (1000, ())
    assert (len(again.stored), again.refused) == (5, ())
    assert lines == 1002
    assert seconds < 10
