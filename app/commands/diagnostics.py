"""A file for asking for help: what program and system this is, what the network looks like, how much is kept,
the story of the last class, and the log. No names, no answers, no keys; paths without the account's name."""

import argparse
import getpass
import io
import json
import platform
import re
import sqlite3
import sys
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from app import VERSION
from app.commands.terminal import say, user_language
from app.exchange.whole_files import write_whole
from app.host.running import read_running
from app.i18n import mark, translator
from app.lan.addresses import list_addresses
from app.lan.doctor import examine
from app.lan.listening import DEFAULT_PORTS
from app.log import LOGS
from app.paths import default_data_folder, prepare_data_folder
from app.settings import SETTINGS, Settings
from app.story import read_story

HELP: Final = mark("write a file for asking for help, without names, answers or keys")
WRITTEN: Final = mark("{file} was written. It holds no names, no answers and no keys.")

_DATABASES: Final = ("journal.db", "library.db", "outbox.db")
_COUNTED: Final = ("sessions", "events", "quizzes", "questions", "classes", "students", "targets", "rows")
_TELLING: Final = frozenset({"choice", "flag", "number", "seconds"})  # settings that are nobody's own words
# Names that we give, whole: somebody may have kept "journal of Mrs Roy.xlsx" here.
_OURS: Final = re.compile(
    r"(?:journal|library|outbox)(?:\.(?:damaged|before-upgrade)-[0-9-]+)?\.(?:db(?:[-.][a-z-]+)?|wal|lock)"
    r"|settings(?:\.damaged-[0-9-]+)?\.json|(?:erased|leaving|running)\.json|host-secret|"
    + "|".join(map(re.escape, LOGS))
)
_SUFFIXES: Final = frozenset({".preau-backup", ".preau-travel", ".preau", ".json", ".zip", ".csv", ".xlsx"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("preau-diagnostics.zip"), help="the file to write")
    parser.add_argument("--data", type=Path, default=None, help="data folder (default: of your account)")


def run(arguments: argparse.Namespace) -> int:
    folder = prepare_data_folder(arguments.data or default_data_folder())
    write_diagnostics(folder, Settings(folder), arguments.out)
    say(sys.stdout, translator(user_language())(WRITTEN).format(file=arguments.out))
    return 0


def write_diagnostics(folder: Path, settings: Settings, target: Path) -> None:
    """Write the ZIP file. Blocks for some seconds. Raises `Trouble('file_not_written')`."""
    summary = json.dumps(collect(folder, settings), indent=1, ensure_ascii=False, default=str)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("summary.json", _without_account(summary, folder))
        for name in LOGS:
            if (folder / name).exists():
                text = (folder / name).read_text(encoding="utf-8", errors="replace")
                archive.writestr(name, _without_account(text, folder))
    write_whole(target, content.getvalue())


def collect(folder: Path, settings: Settings) -> dict[str, Any]:
    """What the file says beside the log. Texts that somebody has typed are left out."""
    running = read_running(folder)
    addresses = list_addresses()
    port = running.port if running else DEFAULT_PORTS[-1]
    return {
        "preau": VERSION,
        "python": sys.version,
        "system": platform.platform(),
        "machine": platform.machine(),
        "class_is_running": running is not None,
        "port": port,
        "addresses": [str(address) for address in addresses],
        "network": [
            {"code": finding.code, "severity": finding.severity}
            for finding in examine(port, lister=lambda: addresses)
        ],
        "settings": {one.name: settings.get(one.name) for one in SETTINGS if one.type in _TELLING},
        "files": _weigh_all(folder),
        "story": [" ".join(line) for line in read_story(folder)],
        "kept": {name: _count(folder / name) for name in _DATABASES if (folder / name).exists()},
    }


def _weigh_all(folder: Path) -> list[dict[str, Any]]:
    found = []
    for file in sorted(folder.iterdir()):
        with suppress(FileNotFoundError):  # a log of a database goes at any moment
            if file.is_file():
                known = file.stat()
                size, changed = known.st_size, round(known.st_mtime)
                found.append({"name": _shown_name(file), "bytes": size, "changed": changed})
    return found


def _shown_name(file: Path) -> str:
    """Of a file that somebody else has named, the kind at most."""
    if _OURS.fullmatch(file.name):
        return file.name
    return f"*{file.suffix}" if file.suffix in _SUFFIXES else "*"


def _count(path: Path) -> dict[str, Any]:
    """Version of the schema, and how many rows its tables have."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            told: dict[str, Any] = {"version": db.execute("PRAGMA user_version").fetchone()[0]}
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
            for table in _COUNTED:
                if table in tables:
                    told[table] = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            return told
    except sqlite3.Error as error:
        return {"unreadable": type(error).__name__}


def _without_account(text: str, folder: Path) -> str:
    """Paths as they would be on anybody's computer."""
    for path, sign in ((folder.resolve(), "<data>"), (folder, "<data>"), (Path.home(), "<home>")):
        for written in (str(path), json.dumps(str(path))[1:-1], path.as_posix()):
            text = text.replace(written, sign)
    try:
        account = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return text
    return text.replace(account, "<account>") if len(account) > 3 else text
