"""What an export needs done beside the window: what each format would lose, and the files themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import Refused, Trouble
from app.exchange.progress import Progress
from app.exchange.report import Report
from app.exchange.whole_files import file_name, free_path, write_whole
from app.exchange.writers import WRITERS
from app.quiz.model import Quiz
from widgets.ports import LibraryPort


@dataclass(frozen=True, slots=True)
class Export:
    """A quiz that is to be written. losses: by name of the format."""

    quiz: Quiz
    losses: dict[str, Report]

    def kept(self, format_: str) -> int:
        """How many questions a format carries."""
        gone = {line.line for line in self.losses[format_].lines if line.severity == "error"} - {0}
        return len(self.quiz.questions) - len(gone)


def load_exports(library: LibraryPort, ids: Sequence[str], progress: Progress) -> list[Export]:
    """Raises as the library; `Refused('import_cancelled')` when stopped."""
    exports = []
    for number, quiz_id in enumerate(ids):
        if not progress(number, len(ids)):
            raise Refused("import_cancelled")
        quiz = library.load_quiz(quiz_id)
        exports.append(Export(quiz, {name: writer.losses(quiz) for name, writer in WRITERS.items()}))
    return exports


def write_one(export: Export, format_: str, target: Path) -> list[Path]:
    """Write to `target`, which may be replaced. Raises `Trouble('file_not_written')`, `convert_nothing`."""
    if not export.kept(format_):
        raise Trouble("convert_nothing", file=export.quiz.title)
    write_whole(target, WRITERS[format_].write(export.quiz))
    return [target]


def write_all(exports: Sequence[Export], format_: str, folder: Path, progress: Progress) -> list[Path]:
    """A file for each quiz of which something is left, named by its title; replaces nothing. What was written
    stays when one fails or the work is stopped."""
    written = []
    for number, export in enumerate(exports):
        if not progress(number, len(exports)):
            break
        if export.kept(format_):
            target = free_path(folder, file_name(export.quiz.title), WRITERS[format_].suffix)
            written += write_one(export, format_, target)
    return written
