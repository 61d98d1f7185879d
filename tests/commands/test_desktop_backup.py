"""What the window asks for about backups, while its own library and settings are open."""

import pytest

from app.commands.desktop_services import DesktopServices
from app.errors import Trouble
from app.quiz.model import Quiz
from app.settings import Settings
from app.storage.journal import Journal
from app.storage.library import Library


@pytest.fixture
def library(tmp_path):
    library = Library(tmp_path)
    library.add_quiz(Quiz("q", "Cells"))
    yield library
    library.close()


def test_an_open_window_goes_on_with_what_was_restored(tmp_path, library):
    settings = Settings(tmp_path)
    services = DesktopServices(tmp_path, lambda: "en", library, settings)
    target, go_on = tmp_path / "all.preau-backup", lambda done, total: True
    settings.set("theme", "dark")
    services.write_backup(target, "", go_on)
    library.rename("q", "Later")
    settings.set("theme", "light")
    told = services.read_backup(target, "")
    assert (told["quizzes"], told["sessions"]) == (1, 0)
    journal = Journal(tmp_path)
    with pytest.raises(Trouble, match="restore_in_class"):
        services.restore_backup(target, "", go_on)
    assert (library.load_quiz("q").title, settings.get("theme")) == ("Later", "light")
    journal.close()
    services.restore_backup(target, "", go_on)
    assert (library.load_quiz("q").title, settings.get("theme")) == ("Cells", "dark")
    library.rename("q", "Still writable")


def test_a_journal_that_cannot_be_read_keeps_nobody_from_starting_a_class(tmp_path, library, caplog):
    journal = Journal(tmp_path)
    journal._db.conn.execute("PRAGMA user_version=99")
    journal.close()
    assert DesktopServices(tmp_path, lambda: "en", library, Settings(tmp_path)).learn() == 0
    assert "nothing was learned" in caplog.text
