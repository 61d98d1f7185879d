"""Statements: the same fact is the same statement, and a store's refusal is believed only after looking."""

import time
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from app.outgoing.facts import Fact
from app.outgoing.rows import Result, State
from sync import outbox as policy
from sync.connectors.xapi.connector import PAUSE, Told, XapiConnector
from sync.connectors.xapi.statements import (
    VERBS,
    VOIDED,
    make_statement,
    registration_of,
    says_the_same,
    session_address,
)
from sync.connectors.xapi.store import BATCH, RecordStore
from sync.errors import LoggedOut, Rejected, Unanswered
from sync.http import HttpRefusal, Site
from sync.run import Run
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


@pytest.mark.parametrize("answer", [{"statements": 1}, {"statements": ["x"]}, [], "text"])
def test_nonsense_in_the_place_of_a_statement_is_no_fault_of_ours(answer):
    store = Store()
    store.held[make(FACT)["id"]] = answer
    with pytest.raises(Unanswered, match="platform_not_understood"):
        RecordStore(store, "n", "k").send([make(FACT)])


# --- as a platform like the others ---


class Registry(Store):
    """A store that finds by registration, in pages of two, and hides what was voided (`hides`) or not. late:
    how many times it shows nothing yet after a write."""

    address = "https://lrs.example/data"

    def __init__(self, hides=False, late=0):
        super().__init__()
        self.hides, self.late = hides, late
        self.hidden = 0

    def close(self):
        pass

    def ask_json(self, method, path, **how):
        if method == "POST":
            self.hidden = self.late
        if method == "GET" and "registration=" in path:
            return self._page(path)
        return super().ask_json(method, path, **how)

    def _page(self, path):
        self.asked.append("GET")
        if self.status:
            raise HttpRefusal(self.status)
        if self.hidden:
            self.hidden -= 1
            return {"statements": []}
        registration = path.partition("registration=")[2].partition("&")[0]
        found = [s for s in self.held.values() if s["context"]["registration"] == registration]
        if self.hides:
            gone = {s["object"]["id"] for s in found if s["verb"]["id"] == VOIDED}
            found = [s for s in found if s["id"] not in gone]
        start = int(path.partition("&after=")[2] or 0)
        more = f"/data{path.partition('&after=')[0]}&after={start + 2}" if start + 2 < len(found) else ""
        return {"statements": found[start : start + 2], "more": more}


class Session:
    """One session of three students, and the program that sends its statements."""

    def __init__(self, outbox, clock, store):
        self.outbox, self.clock, self.store = outbox, clock, store
        self.facts = [replace(FACT, student=s, number=f"n{s}") for s in ("a", "b", "c")]
        self.waited: list[float] = []
        connection = outbox.add_connection("xapi", "L", "https://lrs.example/data")
        self.target = outbox.add_target("s1", "statement", connection, "s1")
        self.derive()

    def tell(self, session, home):
        statements = {f"{fact.student} {fact.item}": make_statement(fact, home) for fact in self.facts}
        return Told(statements, 1_800_000_000.0)

    def derive(self):
        told = self.tell("s1", HOME).statements
        results = [
            Result("s1", fact.student, "statement", told[f"{fact.student} {fact.item}"]["id"], fact.item)
            for fact in self.facts
        ]

        def judge(rows, targets):
            changes = policy.derive(results, targets, rows)
            return changes.save, changes.drop

        self.outbox.derive(judge)

    def run(self):
        self.clock.advance(86_400)
        connector = XapiConnector(RecordStore(self.store, "n", "k"), HOME, self.tell, self.waited.append)
        Run(self.outbox, connector, self.target, self.clock, Random(1)).bring_up_to_date()

    def states(self):
        return {row.student: row.state for row in self.outbox.list_rows()}


@pytest.mark.parametrize("hides", [True, False], ids=["hides", "shows"])
def test_a_corrected_score_takes_the_older_one_back_and_nothing_is_there_twice(outbox, clock, hides):
    session = Session(outbox, clock, Registry(hides))
    session.run()
    assert set(session.states().values()) == {State.CONFIRMED}
    session.facts[1] = replace(session.facts[1], score=Decimal(3))
    session.derive()
    session.run()
    session.run()
    assert set(session.states().values()) == {State.CONFIRMED}
    voided = [s for s in session.store.held.values() if s["verb"]["id"] == VOIDED]
    assert len(voided) == 1 and len(session.store.held) == 5
    assert session.store.asked.count("POST") == 2


def test_a_store_that_shows_late_what_it_took_is_looked_at_again(outbox, clock):
    session = Session(outbox, clock, Registry(late=2))
    session.run()
    assert set(session.states().values()) == {State.CONFIRMED}
    assert session.waited == [PAUSE, PAUSE]


def test_what_a_store_holds_otherwise_is_shown_and_what_it_refuses_is_told(outbox, clock):
    store = Registry()
    session = Session(outbox, clock, store)
    ids = {row.student: row.value for row in outbox.list_rows()}
    store.spoilt = {ids["c"]}
    session.run()
    store.held[ids["a"]]["result"] = {"score": {"raw": 1}}
    session.run()
    assert session.states() == {
        "a": State.CHANGED_THERE, "b": State.CONFIRMED, "c": State.REFUSED
    }  # fmt: skip


def test_a_store_that_leads_elsewhere_or_says_nonsense_is_not_followed(outbox, clock):
    session = Session(outbox, clock, Registry())
    session.store._page = lambda path: {"statements": [{"id": "x"}], "more": "https://evil.example/x"}
    with pytest.raises(Rejected, match="platform_moved"):
        session.run()
    session.store._page = lambda path: {"statements": [{"id": "x"}]}
    with pytest.raises(Unanswered, match="platform_not_understood"):
        session.run()


@pytest.mark.skipif(find_ralph() is None, reason="Ralph is not installed: make test does that")
def test_the_real_ralph_holds_each_statement_once(tmp_path, outbox, clock):
    program = find_ralph()
    assert program is not None
    with run_ralph(program, tmp_path) as address:
        site = Site(address)
        check_store(RecordStore(site, NAME, KEY))
        with pytest.raises(LoggedOut):
            RecordStore(site, NAME, "wrong").send([make(FACT)])
        session = Session(outbox, clock, site)
        session.facts = [replace(FACT, student=f"s{n}", number=f"n{n}") for n in range(230)]
        for score in ("12.5", "1"):  # sent, then corrected
            session.facts[0] = replace(session.facts[0], score=Decimal(score))
            session.derive()
            clock.advance(86_400)
            connector = XapiConnector(RecordStore(site, NAME, KEY), HOME, session.tell, time.sleep)
            Run(outbox, connector, session.target, clock, Random(1)).bring_up_to_date()
            assert {row.state for row in outbox.list_rows()} == {State.CONFIRMED}
        found = RecordStore(site, NAME, KEY).find_all(registration_of("s1"))
        site.close()
    files = [file for file in (tmp_path / "statements").rglob("*") if file.is_file()]
    assert len(found) == 232  # with the older one and what takes it back
    assert sum(len(file.read_text().splitlines()) for file in files) == 1002 + 232


def check_store(ralph):
    """1,000 statements, then some of them again beside new ones."""
    statements = [make(replace(fact, session="s0")) for fact in facts(1002)]
    begin = time.perf_counter()
    first = ralph.send(statements[:1000])
    assert time.perf_counter() - begin < 10
    again = ralph.send([*statements[:3], *statements[1000:]])
    assert (len(first.stored), first.refused) == (1000, ())
    assert (len(again.stored), again.refused) == (5, ())
    assert says_the_same(statements[7], ralph.find(statements[7]["id"]) or {})
    assert ralph.find("00000000-0000-4000-8000-000000000000") is None
