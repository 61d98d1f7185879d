"""Where things lie on disk: the data folder of the user and the resources shipped with the program."""

import os
from pathlib import Path

import platformdirs

from app.errors import Trouble

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def default_data_folder() -> Path:
    """`PREAU_DATA` if set, else the place that the system gives to programs' data."""
    wished = os.environ.get("PREAU_DATA")
    return Path(wished) if wished else Path(platformdirs.user_data_dir("Preau", appauthor=False))


def prepare_data_folder(folder: Path) -> Path:
    """Make the folder, readable by its owner only, and check that files can be written in it.

    Raises `Trouble('data_folder')` with the folder and the system's reason.
    """
    probe = folder / f".write-test-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise Trouble("data_folder", folder=str(folder), reason=error.strerror or str(error)) from error
    return folder
