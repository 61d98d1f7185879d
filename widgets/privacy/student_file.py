"""Everything that is kept on one student, as a file that the student may have."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.exchange.whole_files import file_name
from app.people.model import Student
from app.people.names import display_name
from widgets.desk import Desk
from widgets.language import isolate, ngettext, translate
from widgets.parts.targets import ask_target, documents


def ask_student_file(desk: Desk, class_id: str, student: Student, owner: QWidget) -> None:
    """Ask where to, and write it there."""
    proposed = documents() / f"{file_name(display_name(student), 'student')}.json"
    if path := ask_target(owner, translate("Everything about this student"), proposed, "JSON"):
        write_student_file(desk, class_id, student, path)


def write_student_file(desk: Desk, class_id: str, student: Student, path: Path) -> None:
    """Beside the window; the strip says where it is, and what could not be read."""

    def say(unreadable: int) -> None:
        if not unreadable:
            desk.tell(translate("Saved as {file}").format(file=isolate(str(path))))
            return
        words = ngettext(
            "Saved as {file}. {count} session is damaged and could not be read; the file says which.",
            "Saved as {file}. {count} sessions are damaged and could not be read; the file says which.",
            unreadable,
        )
        desk.tell(words.format(file=isolate(str(path)), count=unreadable), "warn")

    task = desk.worker.run(desk.privacy.export_student, class_id, student, path)
    task.finished.connect(say)
    task.failed.connect(desk.tell_error)
