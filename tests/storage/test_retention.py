"""Sessions whose time is over go for good: announced a week before, sent before, and from every file."""

from contextlib import closing
from pathlib import Path

import pytest

from app.clock import ManualClock
from app.errors import Refused, Trouble
from app.live.commands import End
from app.live.events import Joined
from app.live.keeping import DAY
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.people.class_options import ClassOptions
from app.quiz.model import Media, Quiz
from app.storage.backup import restore_backup, write_backup
from app.storage.copies import drop_copies
from app.storage.journal import Journal, JournalReader
from app.storage.learning import learn_from_sessions
from app.storage.library import Library
from app.storage.outbox import Outbox
from app.storage.retention import FILE_NAME, Keeper
from tests.helpers.questions import sample_question
from tests.storage.test_erasing import traces

AT = 1_700_000_000.0


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Pass phrases that cost little."""
    monkeypatch.setattr("app.storage.sealing.COST", 10)


@pytest.fixture
def clock():
    return ManualClock(AT)


@pytest.fixture
def library(tmp_path, clock):
    library = Library(tmp_path, clock)
    yield library
    library.close()


@pytest.fixture
def class_id(library):
    made = library.add_class("3A")
    library.save_class_options(made, ClassOptions(keep_days=30))
    return made


@pytest.fixture
def keeper(tmp_path, library, clock):
    return Keeper(tmp_path, library, clock)


def hold(folder: Path, at: float, title: str = "Cells", ended: bool = True, **settings) -> str:
    """A session with one student, of an hour; gives its id."""
    quiz = Quiz("q", title, (sample_question("single"),), {"a.png": Media("image/png", b"parapluie rose")})
    opened = open_session(quiz, SessionSettings(**settings), at - 3_600)
    with closing(Journal(folder)) as journal:
        journal.create_session(opened, quiz.media, 8080)
        journal.append(opened.session, [Joined(at - 3_000, "s1", "token", "Amïna Zerktouni")])
        if ended:
            session = Session(journal.load_events(opened.session))
            journal.append(opened.session, session.handle(End(), at))
    return opened.session


def kept(folder: Path) -> set[str]:
    with closing(JournalReader.open(folder)) as reader:
        return {row.id for row in reader.list_sessions()}


def test_a_session_is_announced_for_a_week_and_then_gone_from_every_file(
    tmp_path, class_id, keeper, clock, library
):
    old = hold(tmp_path, AT, class_id=class_id)
    assert learn_from_sessions(tmp_path, library) == 1
    other = hold(tmp_path, AT, "Forces")
    assert keeper.announce() == []
    clock.advance(23 * DAY)
    [leaving] = keeper.announce()
    assert (leaving.session.id, leaving.goes_at, leaving.is_sent) == (old, AT + 30 * DAY, True)
    (tmp_path / "backups").mkdir()
    write_backup(tmp_path, tmp_path / "backups" / "week.preau-backup")
    restore_backup(tmp_path / "backups" / "week.preau-backup", tmp_path, library=library)
    clock.advance(7 * DAY - 1)
    assert keeper.delete_due().sessions == ()
    clock.advance(1)
    new = hold(tmp_path, clock.now(), "Later", class_id=class_id)
    done = keeper.delete_due()
    assert [row.id for row in done.sessions] == [old] and done.left == ()
    assert kept(tmp_path) == {other, new}
    held = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert not [name for name, data in held.items() if old.encode() in data], "its id stands nowhere either"
    restore_backup(tmp_path / "backups" / "week.preau-backup", tmp_path, library=library)
    assert kept(tmp_path) == {other}


def test_nothing_of_the_names_is_left(tmp_path, class_id, keeper, clock):
    hold(tmp_path, AT, class_id=class_id)
    write_backup(tmp_path, tmp_path / "all.preau-backup")
    clock.advance(40 * DAY)
    keeper.announce()
    clock.advance(7 * DAY)
    assert set(traces(tmp_path)) >= {"journal.db", "all.preau-backup"}
    keeper.delete_due()
    assert traces(tmp_path) == {}


def test_what_nobody_was_told_of_has_a_week_from_when_it_is_seen(tmp_path, class_id, keeper, clock):
    """The laptop was not opened for a year."""
    hold(tmp_path, AT, class_id=class_id)
    clock.advance(400 * DAY)
    assert keeper.delete_due().sessions == ()
    assert keeper.announce()[0].goes_at == clock.now() + 7 * DAY
    clock.advance(7 * DAY - 1)
    assert keeper.delete_due().sessions == ()
    clock.advance(1)
    assert len(keeper.delete_due().sessions) == 1


def test_a_clock_that_ran_ahead_and_came_back_deletes_nothing(tmp_path, class_id, keeper, clock):
    hold(tmp_path, AT, class_id=class_id)
    clock.advance(3_000 * DAY)
    assert len(keeper.announce()) == 1
    clock.advance(-2_999 * DAY)
    assert keeper.delete_due().sessions == () and keeper.announce() == []
    clock.advance(22 * DAY)
    assert [one.goes_at for one in keeper.announce()] == [AT + 30 * DAY]


def test_the_teacher_keeps_it_longer(tmp_path, class_id, keeper, clock):
    id_ = hold(tmp_path, AT, class_id=class_id)
    clock.advance(25 * DAY)
    keeper.announce()
    keeper.keep_longer([id_], 60)
    assert keeper.announce() == []
    clock.advance(53 * DAY)
    assert [one.goes_at for one in keeper.announce()] == [AT + 85 * DAY]
    clock.advance(7 * DAY)
    assert len(keeper.delete_due().sessions) == 1


def test_results_are_sent_first(tmp_path, library, class_id, clock):
    id_ = hold(tmp_path, AT, class_id=class_id)
    sent = False
    keeper = Keeper(tmp_path, library, clock, is_sent=lambda session: sent)
    clock.advance(40 * DAY)
    assert [one.is_sent for one in keeper.announce()] == [False]
    clock.advance(40 * DAY)
    assert keeper.delete_due().sessions == ()
    sent = True
    assert [row.id for row in keeper.delete_due().sessions] == [id_]


def test_a_session_that_cannot_be_asked_about_keeps_nobody_from_being_told(
    tmp_path, library, class_id, clock
):
    def refuse(session):
        raise Refused("target_taken")

    hold(tmp_path, AT - 30 * DAY, class_id=class_id)
    keeper = Keeper(tmp_path, library, clock, is_sent=refuse)
    assert [one.is_sent for one in keeper.announce()] == [False]


def test_the_outbox_says_what_is_sent_and_forgets_it_then(tmp_path, library, class_id, clock):
    from app.outgoing.rows import Row, State

    id_ = hold(tmp_path, AT, class_id=class_id)
    clock.advance(40 * DAY)
    with closing(Outbox(tmp_path, clock)) as outbox:
        target = outbox.add_target(id_, "grade", outbox.add_connection("file", "Files", ""), "x")
        outbox.derive(lambda rows, targets: ([Row("k", target.id, "s1", "12")], ()))
        keeper = Keeper(tmp_path, library, clock, lambda: outbox)
        assert [one.is_sent for one in keeper.announce()] == [False]
        outbox.change(lambda rows: [Row("k", target.id, "s1", "12", State.PARKED, reason="kept_theirs")])
        assert [one.is_sent for one in keeper.announce()] == [True]
        outbox.change(lambda rows: [Row("k", target.id, "s1", "12", State.CONFIRMED)])
        clock.advance(7 * DAY)
        assert len(keeper.delete_due().sessions) == 1
        assert outbox.list_targets() == [] and outbox.list_rows() == []


def test_what_was_promised_holds_when_the_class_is_gone(tmp_path, keeper, clock):
    promised = hold(tmp_path, AT, class_id="gone", keep_days=10)
    hold(tmp_path, AT, "For ever", class_id="gone")
    hold(tmp_path, AT, "Open", ended=False, keep_days=10)
    clock.advance(5 * DAY)
    assert [one.session.id for one in keeper.announce()] == [promised]


def test_nothing_goes_while_a_class_runs_and_a_run_that_was_cut_off_is_finished(
    tmp_path, class_id, keeper, clock, monkeypatch
):
    hold(tmp_path, AT, class_id=class_id)
    sealed, plain = tmp_path / "sealed.preau-backup", tmp_path / "plain.preau-backup"
    write_backup(tmp_path, sealed, phrase="cheval orange pile")
    write_backup(tmp_path, plain)
    clock.advance(40 * DAY)
    keeper.announce()
    clock.advance(7 * DAY)
    with closing(Journal(tmp_path)), pytest.raises(Trouble, match="class_is_running"):
        keeper.delete_due()
    assert len(kept(tmp_path)) == 1

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("app.storage.retention.change_copies", die)
        keeper.delete_due()
    assert kept(tmp_path) == set() and plain.name in traces(tmp_path)
    done = keeper.delete_due()
    assert done.left == (sealed,) and traces(tmp_path) == {}
    assert drop_copies(tmp_path, [sealed, tmp_path / "library.db"]) == []
    assert not sealed.exists() and (tmp_path / "library.db").exists()


def test_a_plan_that_cannot_be_read_announces_anew(tmp_path, class_id, keeper, clock):
    hold(tmp_path, AT, class_id=class_id)
    clock.advance(40 * DAY)
    keeper.announce()
    (tmp_path / FILE_NAME).write_text('{"announced": [], "longer": {}}')
    clock.advance(7 * DAY)
    assert keeper.delete_due().sessions == ()
    assert keeper.announce()[0].goes_at == clock.now() + 7 * DAY
