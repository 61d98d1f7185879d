"""What happens with files, the data folder and the journal. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "data_folder": mark(
        "The data folder {folder} cannot be written ({reason}). Nothing was changed. "
        "Choose another with --data or make this one writable."
    ),
    "data_folder_in_use": mark(
        "A class is already running with the data folder {folder}. It goes on undisturbed. "
        "Use that one, or choose another folder with --data."
    ),
    "database_newer": mark(
        "{file} was written by a newer version of Préau. It was left as it is. Install that version."
    ),
    "database_unusable": mark(
        "{file} cannot be used ({reason}). It was left as it is. "
        "Check that the disk has room and that the file may be written."
    ),
    "database_damaged": mark(
        "The file that keeps your classes was damaged. It was kept as {file}, and a new one was started. "
        "Nothing more can be lost; ask for help before deleting that file."
    ),
    "session_unreadable": mark(
        "Session {session} in {file} is damaged at event {number} ({reason}). It was left as it is, and "
        "other sessions are not concerned. Keep that file and start a new class."
    ),
    "not_stored": mark(
        "This could not be saved on the laptop. Everything saved before is safe. It is tried again by itself."
    ),
    "unexpected": mark(
        "Something went wrong in Préau itself ({kind}). Everything that was saved is safe. "
        "Start again; the file preau.log in the data folder says more."
    ),
}
