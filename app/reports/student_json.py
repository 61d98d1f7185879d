"""Everything that is kept on one student, as JSON: what the law lets a person ask for. No secret is in it,
and nothing of others."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from app.live.events import Event, event_to_dict
from app.live.results import Results
from app.live.state import replay
from app.people.codec import student_to_json
from app.people.erasing import secretless
from app.people.model import Student
from app.quiz.plain import plain
from app.reports.answers import list_answers

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """One value that goes to a platform. kind: 'grade' or 'attendance'; state: how far it has come."""

    session: str
    kind: str
    value: str
    state: str


def write(
    student: Student,
    class_name: str,
    has_pin: bool,
    devices: Sequence[float],
    sessions: Iterable[Sequence[Event]],
    *,
    sent: Sequence[Sent] = (),
    unreadable: Sequence[str] = (),
) -> bytes:
    """devices: when each remembered device was last used, seconds since 1970. sessions: the events of each;
    those in which the student is not named are left out. sent: what goes to platforms. unreadable: ids of
    sessions that are damaged; looked at after all of `sessions` were read."""
    data = {
        "v": VERSION,
        "student": student_to_json(student),
        "class": class_name,
        "pin_chosen": has_pin,
        "devices_last_used": list(devices),
        "sessions": [found for events in sessions if (found := _session(student.id, events)) is not None],
        "sent_to_platforms": [asdict(one) for one in sent],
        "sessions_that_cannot_be_read": list(unreadable),
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _session(student: str, events: Sequence[Event]) -> dict[str, Any] | None:
    own = [event for event in events if getattr(event, "student", None) == student]
    if not own:
        return None
    state = replay(events)
    results = Results(state)
    return {
        "id": state.id,
        "title": state.title,
        "class": state.settings.class_name,
        "opened": state.opened_at,
        "ended": state.ended_at,
        "points": results.totals().get(student),
        "answers": [
            {
                "question": plain(state.questions[row.question].text), "at": row.at, "answer": row.answer,
                "text": row.text, "credit": row.credit, "points": row.points, "judgement": row.judgement,
            }
            for row in list_answers(state, results)
            if row.student == student
        ],
        "events": [{"type": event.TYPE} | secretless(event_to_dict(event)) for event in own],
    }  # fmt: skip
