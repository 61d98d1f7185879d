"""Where the list of erased people lies: beside the databases, so that restoring one does not bring it
back."""

import json
from pathlib import Path
from typing import Final

from app.errors import Trouble
from app.paths import write_private
from app.people.erasing import ErasedList, list_from_json, list_to_json, new_list

FILE_NAME: Final = "erased.json"


def load_erased(folder: Path) -> ErasedList:
    """Raises `Trouble('erased_unreadable')`: going on without it could bring somebody back."""
    try:
        return list_from_json(json.loads((folder / FILE_NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return new_list()
    except (OSError, ValueError) as error:
        raise Trouble("erased_unreadable", reason=f"{type(error).__name__}: {error}") from error


def save_erased(folder: Path, erased: ErasedList) -> None:
    """Raises `Trouble('not_stored')`."""
    try:
        write_private(folder / FILE_NAME, json.dumps(list_to_json(erased), indent=1))
    except OSError as error:
        raise Trouble("not_stored", reason=error.strerror or str(error)) from error
