"""Where things lie on disk: the data folder of the user and the resources shipped with the program."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from app.errors import Trouble

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


_CHOICE: Final = "folder.txt"
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
    write_private(prepare_data_folder(system_data_folder()) / _CHOICE, f"{folder}\n")


def write_private(path: Path, text: str) -> None:
    """Write whole or not at all, readable by the owner only."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)  # a full disk
        raise


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
