"""What is said about rosters and students: read, stored, erased. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "not_listed": mark(
        "Nobody on the list of this class has this number or full name. Look again, or ask your teacher."
    ),
    "name_not_unique": mark("Several students have this name. Please type your number."),
    "guests_refused": mark("Only students of this class may join. Please tell your teacher."),
    "pin_known": mark("A PIN was chosen already. Enter it, or ask your teacher for a new one."),
    "device_refused": mark(
        "Your teacher has refused this device for this student. Please tell your teacher."
    ),
    "no_such_claim": mark("There is nothing to decide about this device any more."),
    "roster_unreadable": mark(
        "This roster is damaged and cannot be read ({reason}). It was left as it is. "
        "Take it from a backup or import its file again."
    ),
    "roster_version_unknown": mark(
        "This roster was saved by a newer version of Préau (format {version}). "
        "It was left as it is. Update Préau to open it."
    ),
}
