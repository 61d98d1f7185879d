"""Erased means gone, through the services that the window uses: every file of the data folder, however it is
packed, and every export that is made afterwards."""

import io
import zipfile
from contextlib import closing

import pytest

from app.clock import ManualClock
from app.commands.desktop_services import DesktopServices
from app.commands.privacy_services import PrivacyServices
from app.log import start_log
from app.outgoing.rows import Row
from app.people.pins import hash_pin
from app.reports.formats import FORMATS
from app.reports.options import Options
from app.settings import Settings
from app.storage.archive import Archive
from app.storage.journal import Journal
from app.storage.library import Library
from app.storage.outbox import Outbox
from tests.storage.test_erasing import GONE, OTHERS, SECRETS, play, traces


def go_on(done: int, total: int) -> bool:
    return True


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    start_log(folder)
    return folder


def test_nothing_of_an_erased_student_is_left_anywhere(folder, tmp_path):
    clock = ManualClock(2_000_000_000.0)
    with closing(Library(folder, clock)) as library, closing(Outbox(folder, clock)) as outbox:
        archive, settings = Archive(folder, clock), Settings(folder)
        services = DesktopServices(folder, lambda: "fr", library, settings, lambda: outbox)
        privacy = PrivacyServices(folder, library, archive, clock, lambda: outbox)
        class_id = library.add_class("3A")
        library.save_roster(class_id, [GONE, *OTHERS])
        library.set_pin_hash("s1", hash_pin("1234", 2))
        room = play()
        with closing(Journal(folder)) as journal:
            journal.create_session(room.events[0], {}, 8080)
            journal.append("session", room.events[1:])
        target = outbox.add_target("session", "grade", outbox.add_connection("file", "Files", ""), "x")
        outbox.derive(lambda rows, targets: ([Row("k", target.id, "s1", "12")], ()))
        # What lies about after a term: backups by hand and by itself, files put aside by a restore.
        services.keep_backup()
        by_hand = folder / "by hand.preau-backup"
        services.write_backup(by_hand, "", go_on)
        services.write_backup(tmp_path / "elsewhere.preau-backup", "", go_on)
        services.restore_backup(by_hand, "", go_on)
        assert privacy.export_student(class_id, GONE, tmp_path / "before.json", go_on) == 0
        assert b"parapluie rose" in (tmp_path / "before.json").read_bytes()
        assert b'"value": "12"' in (tmp_path / "before.json").read_bytes()
        assert {"journal.db", "library.db", "by hand.preau-backup"} < set(traces(folder))

        rows = privacy.find_mentions([GONE])
        assert [(row.author, row.mention.text) for row in rows] == [
            ("Yanis", "Comme l'a dit amina zerktouni")
        ]
        done = privacy.erase([GONE], [row.mention for row in rows])
        assert (done.left, done.busy) == ((), ())
        assert traces(folder) == {}, "while the library and the outbox are open"
        assert outbox.list_rows() == []

        services.restore_backup(tmp_path / "elsewhere.preau-backup", "", go_on)
        assert traces(folder) == {}, "an old backup brings nobody back"
        state = archive.load_state("session")
        exports = [FORMATS[name].write(state, Options("fr")) for name in FORMATS]
        privacy.export_research(["session"], tmp_path / "research.json", True, "new", go_on)
        privacy.export_student(class_id, OTHERS[0], tmp_path / "other.json", go_on)
        exports += [(tmp_path / name).read_bytes() for name in ("research.json", "other.json")]
        found = [secret for secret in SECRETS for raw in map(unpacked, exports) if secret in raw]
        assert found == []
    assert traces(folder) == {}, "after everything was closed"


def unpacked(raw: bytes) -> bytes:
    """The parts of a workbook, too."""
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
