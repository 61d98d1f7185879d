"""Where things lie on disk: the data folder of the user and the resources shipped with the program."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from app.errors import Trouble

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

_CHOICE: Final = "folder.txt"
_PAUSES: Final = (0.01, 0.05, 0.1, 0.2, 0.4)  # seconds
_OTHERS: Final = 0o077  # rights of everybody but the owner


def system_data_folder() -> Path:
    """The place that the system gives to programs' data."""
    return Path(platformdirs.user_data_dir("Preau", appauthor=False))


def default_data_folder() -> Path:
    """`PREAU_DATA` if set, else the folder that was chosen, else the system's place."""
    wished = os.environ.get("PREAU_DATA")
    return Path(wished) if wished else chosen_data_folder() or system_data_folder()


def chosen_data_folder() -> Path | None:
    """What `choose_data_folder` wrote; None where nothing was chosen or it cannot be read."""
    try:
        folder = Path((system_data_folder() / _CHOICE).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
    return folder if folder.is_absolute() else None


def choose_data_folder(folder: Path) -> None:
    """Use this folder from the next start on. What lies in the present one stays there.

    Raises `Trouble('data_folder')` where nothing can be written in it, or the choice cannot be noted.
    """
    folder = prepare_data_folder(folder.absolute())
    place = prepare_data_folder(system_data_folder())
    try:
        write_private(place / _CHOICE, f"{folder}\n")
    except (OSError, UnicodeError) as error:  # a name that is no text, too
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Trouble("data_folder", folder=str(place), reason=reason) from error


def write_private(path: Path, text: str) -> None:
    """Write whole or not at all, readable by the owner only."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        take_place(temporary, path)
    except (OSError, UnicodeError):
        temporary.unlink(missing_ok=True)  # a full disk
        raise


def take_place(
    fresh: Path,
    path: Path,
    platform: str = sys.platform,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Rename a file that is complete over the one that is there, if any. Raises OSError.

    Windows refuses that while anybody has the old one open, be it to read it or to look for viruses; that is
    over in a moment, so it is tried again.
    """
    for seconds in _PAUSES if platform == "win32" else ():
        try:
            fresh.replace(path)
        except PermissionError:
            pause(seconds)
        else:
            return
    fresh.replace(path)


def drop_file(path: Path) -> None:
    """Delete a file that is a hint and no more: one that cannot go now, as on Windows while it is read, stays
    and harms nobody."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def keep_private(path: Path) -> Path:
    """Make the file where it is not there, and let only its owner read it. On Windows the rights of the
    account's own folder do that, and some disks know no rights. Raises OSError."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name != "nt" and path.stat().st_mode & _OTHERS:
        with suppress(OSError):
            path.chmod(0o600)
    return path


def prepare_data_folder(folder: Path) -> Path:
    """Make the folder, readable by its owner only, and check that files can be written in it.

    Raises `Trouble('data_folder')` with the folder and the system's reason.
    """
    probe = folder / f".write-test-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            probe.write_bytes(b"x")
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        raise Trouble("data_folder", folder=str(folder), reason=error.strerror or str(error)) from error
    return folder
