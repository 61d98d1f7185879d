"""A past session as it travels to another computer: its events as they are, so that both come to the same."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Literal

from app.errors import Trouble
from app.live.events import Ended, Event, Opened, event_from_dict, event_to_dict
from app.live.state import replay
from app.quiz.model import Media
from app.storage.archive import Archive
from app.storage.journal import Journal

Taken = Literal["new", "longer", "same", "differs"]
_PORT: Final = 8080  # of a class that is over; nobody will ask


def pack_session(archive: Archive, session: str) -> dict[str, Any]:
    """As JSON can hold it. Raises as `Archive.load_events`."""
    media = {
        name: {"type": item.type, "data": base64.b64encode(item.data).decode()}
        for name, item in archive.load_media(session).items()
    }
    events = [[event.TYPE, event_to_dict(_bare(event))] for event in archive.load_events(session)]
    return {"id": session, "events": events, "media": media}


def take_session(folder: Path, packed: dict[str, Any]) -> Taken:
    """Put it into the journal. longer: it was here, and what was corrected since was added; same: it was here
    already; differs: it was corrected here and there in different ways, and is left as it is here.

    Raises `Trouble` with `travel_damaged`, `class_is_running`, `not_stored`.
    """
    events, media = _read(packed)
    try:
        journal = Journal(folder)
    except Trouble as trouble:
        raise Trouble("class_is_running") if trouble.code == "data_folder_in_use" else trouble from trouble
    try:
        first = events[0]
        assert isinstance(first, Opened)
        if not journal.has_session(first.session):
            journal.create_session(first, media, _PORT, events[1:])
            return "new"
        return _add_rest(journal, first.session, events)
    finally:
        journal.close()


def _add_rest(journal: Journal, session: str, events: Sequence[Event]) -> Taken:
    present = [_bare(event) for event in journal.load_events(session)]
    shorter = min(len(present), len(events))
    if present[:shorter] != list(events[:shorter]):
        return "differs"
    if len(events) <= len(present):
        return "same"
    journal.append(session, events[shorter:])
    return "longer"


def _read(packed: dict[str, Any]) -> tuple[list[Event], dict[str, Media]]:
    try:
        events = [event_from_dict(str(name), dict(values)) for name, values in packed["events"]]
        media = {
            str(name): Media(str(item["type"]), base64.b64decode(item["data"], validate=True))
            for name, item in packed["media"].items()
        }
        state = replay(events)
        sound = isinstance(events[0], Opened) and state.id == packed["id"]
        sound = sound and any(isinstance(event, Ended) for event in events)
    except Exception as error:  # whatever a file from elsewhere breaks
        raise Trouble("travel_damaged", reason=type(error).__name__) from error
    if not sound:
        raise Trouble("travel_damaged", reason="session")
    return events, media


def _bare(event: Event) -> Event:
    """Without what opens a student's sign-in: that stays on the teacher's own computer."""
    return replace(event, pin="") if getattr(event, "pin", "") else event  # type: ignore[call-arg]
