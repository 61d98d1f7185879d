"""What `serve` opens with a roster and attendance: the first events, as they are on disk."""

import argparse
import json
from pathlib import Path

import pytest

from app.clock import Clock
from app.commands import serve
from app.commands.opening import open_or_resume, plan_start
from app.errors import Trouble
from app.host.starting import StartOptions, serve_arguments
from app.live.state import replay
from app.people.codec import copy_to_json
from app.people.model import Roster, RosterCopy
from app.people.pins import hash_pin
from app.storage.journal import Journal
from tests.helpers.people import CLASS


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    serve.add_arguments(parser)
    return parser.parse_args(list(words))


@pytest.fixture
def journal(tmp_path):
    opened = Journal(tmp_path)
    yield opened
    opened.close()


def write_roster(folder: Path) -> Path:
    copy = RosterCopy(Roster("class", "1A", CLASS), {"s1": hash_pin("1234", 16)}, {"device": "s2"})
    path = folder / "roster.json"
    path.write_text(json.dumps(copy_to_json(copy)), encoding="utf-8")
    return path


def test_attendance_needs_no_quiz_and_the_desktop_asks_for_it_by_its_options(tmp_path, journal):
    options = StartOptions(
        roster=write_roster(tmp_path),
        attendance=True,
        guests=True,
        late_after=300.0,
        notice="A year.",
        keep_days=365,
    )
    words = serve_arguments(tmp_path, None, options, tmp_path / "ready")
    arguments = parse(*words[1:])
    session, _ = open_or_resume(plan_start(arguments, journal), arguments, journal, Clock(), 8080)
    state = replay(journal.load_events(session.state.id))
    settings = state.settings
    assert (settings.identity, settings.attendance, settings.guests) == ("number", True, True)
    assert settings.keep_days == 365
    assert (settings.late_after, settings.left_early_before, settings.notice) == (
        300.0,
        600.0,
        "A year.",
    )
    assert (state.title, settings.class_name, state.order) == ("1A", "1A", ())
    assert list(state.register.listed) == ["s1", "s2", "s3", "s4"]
    assert state.register.listed["s1"].pin.startswith("scrypt$")
    assert state.register.remembered == {"device": "s2"}
    plan = plan_start(arguments, journal)  # started again, it goes on with its own copy
    assert plan.resumed is not None
    assert open_or_resume(plan, arguments, journal, Clock(), 8080)[0].state == session.state


def test_a_roster_that_cannot_be_read_opens_nothing(tmp_path, journal):
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for path, code in ((broken, "roster_unreadable"), (tmp_path / "missing.json", "file_unreadable")):
        with pytest.raises(Trouble) as trouble:
            plan_start(parse("--attendance", f"--roster={path}"), journal)
        assert trouble.value.code == code
    with pytest.raises(Trouble) as trouble:
        plan_start(parse(), journal)
    assert trouble.value.code == "no_quiz_given"
    assert journal.list_sessions() == []
