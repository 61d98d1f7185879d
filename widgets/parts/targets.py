"""Where a file is to be saved: one question for everything that is written."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.exchange.whole_files import free_path


def documents() -> Path:
    """The folder of the teacher's own documents, or the account's where the system names none."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found else Path.home()


def ask_target(owner: QWidget, heading: str, proposed: Path, kind: str) -> Path | None:
    """The chosen path; None where nothing was chosen. It ends as `proposed` does: where something else was
    typed, the ending is added, and the name is one that nothing has, for the system asked whether to replace
    a file under the name that was typed only. kind: what such files are called."""
    ending = proposed.suffix
    chosen, _ = QFileDialog.getSaveFileName(owner, heading, str(proposed), f"{kind} (*{ending})")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ending.lower() else free_path(path.parent, path.name, ending)
