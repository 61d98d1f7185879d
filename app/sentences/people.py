"""What is said about rosters and students: read, stored, erased. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "roster_unreadable": mark(
        "This roster is damaged and cannot be read ({reason}). It was left as it is. "
        "Take it from a backup or import its file again."
    ),
    "roster_version_unknown": mark(
        "This roster was saved by a newer version of Préau (format {version}). "
        "It was left as it is. Update Préau to open it."
    ),
}
