"""Taking people's names and own words out of a journal. Events stay, so that figures stay right; only a
session whose time is over goes as a whole.

What somebody wrote counts as it was judged: before the words go, an event says which credit they had.
"""

import json
import logging
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from app.errors import Trouble
from app.live.events import AnswerAccepted, Event
from app.live.results import Results
from app.live.rounds import Round
from app.live.state import SessionState, replay
from app.people.erasing import ErasedList, Mention, tells_of
from app.quiz.kinds import find_kind
from app.storage.db import Commit
from app.storage.journal import OWN_WORDS, JournalReader, insert_events

_LOG: Final = logging.getLogger(__name__)
_SESSIONS: Final = """
SELECT DISTINCT session FROM personal WHERE student IN (SELECT value FROM json_each(?))
"""
_PLACE: Final = "SELECT student FROM personal WHERE session=? AND seq=?"
_ERASE: Final = """
DELETE FROM personal WHERE session=? AND student IN (SELECT value FROM json_each(?))
"""


def find_marked(db: Database, erased: ErasedList, marks: Collection[str]) -> set[str]:
    """Ids of students whom a session knows by a number and a name that are marked."""
    found = set()
    if marks:
        for student, body in db.execute("SELECT student, body FROM personal WHERE student<>''"):
            own = _read(body)
            if erased.mark_of(str(own.get("number", "")), str(own.get("name", ""))) in marks:
                found.add(student)
    return found


def erase_students(db: Database, path: Path, students: Collection[str], now: float) -> int:
    """Erase these students in every session; how many sessions they were in. Raises
    `Trouble('not_stored')`."""
    wanted = json.dumps(sorted(students))
    sessions = [session for (session,) in db.execute(_SESSIONS, [wanted]).fetchall()]
    for session in sessions:
        events = _keep_credits(db, path, session, students, now)
        with Commit(db):
            insert_events(db, session, events)
            db.execute(_ERASE, [session, wanted])
    return len(sessions)


def find_mentions(db: Database, students: Collection[str], words: Collection[str]) -> list[Mention]:
    """What others wrote, and what the teacher noted, in which these words stand."""
    rows = db.execute("SELECT session, seq, student, body FROM personal ORDER BY session, seq")
    found = []
    for session, number, student, body in rows:
        if student in students:
            continue
        text = " · ".join(_texts(_read(body)))
        if tells_of(text, words):
            found.append(Mention(session, number, student, text))
    return found


def erase_words(db: Database, path: Path, places: Iterable[tuple[str, int]], now: float) -> int:
    """Erase what stands in these places (session and number); an answer keeps the credit it had. How many had
    words. Raises `Trouble('not_stored')`."""
    found = 0
    for session, number in places:
        row = db.execute(_PLACE, [session, number]).fetchone()
        if row is None:
            continue
        found += 1
        events = _keep_credits(db, path, session, {row[0]}, now) if row[0] else []
        with Commit(db):
            insert_events(db, session, events)
            db.execute("DELETE FROM personal WHERE session=? AND seq=?", [session, number])
    return found


def delete_sessions(db: Database, sessions: Collection[str]) -> int:
    """Delete these sessions with their events, names and pictures; how many there were. Raises
    `Trouble('not_stored')`."""
    wanted = json.dumps(sorted(sessions))
    with Commit(db):
        for table in ("media", "personal", "events"):
            db.execute(f"DELETE FROM {table} WHERE session IN (SELECT value FROM json_each(?))", [wanted])  # noqa: S608
        return int(
            db.execute("DELETE FROM sessions WHERE id IN (SELECT value FROM json_each(?))", [wanted]).rowcount
        )


def _keep_credits(
    db: Database, path: Path, session: str, students: Collection[str], now: float
) -> list[Event]:
    try:
        state = replay(JournalReader(db, path).load_events(session))
    except Trouble as trouble:  # names go from a session that nobody can read, too
        _LOG.error("erasing in a session that is damaged: %s", trouble)
        return []
    results = Results(state)
    return [
        AnswerAccepted(now, round_.id, student, credit, "", "")
        for round_ in state.rounds.values()
        for student in students
        if student in round_.answers
        and (credit := _credit_to_keep(state, results, round_, student)) is not None
    ]


def _credit_to_keep(state: SessionState, results: Results, round_: Round, student: str) -> float | None:
    """The credit of an answer that would have another one without its words; None for others."""
    answer = round_.answers[student].answer
    question = state.questions[round_.question]
    kind = find_kind(question.kind)
    if not answer.get(OWN_WORDS) or (round_.id, student) in state.accepted or not kind.is_scored(question):
        return None
    if kind.score(question, answer) == kind.score(question, answer | {OWN_WORDS: ""}):
        return None
    result = results.round_results(round_)[student]
    if result.judgement == "unscored":  # cancelled now; it may come to count again
        return max(kind.score(question, answer), 0.0)
    # By its points, in which a bonus for speed is.
    return result.points / question.points if question.points else result.credit


def _read(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _texts(own: dict[str, Any]) -> Iterable[str]:
    return (value for value in own.values() if isinstance(value, str) and value)
