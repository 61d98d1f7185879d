"""What happens with files, the data folder and the journal. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "data_folder": mark(
        "The data folder {folder} cannot be written ({reason}). Nothing was changed. "
        "Choose another with --data or make this one writable."
    ),
    "data_folder_in_use": mark(
        "Préau is already at work in the data folder {folder}, with a class or in another window. "
        "It goes on undisturbed. Use that one, or choose another folder with --data."
    ),
    "database_newer": mark(
        "{file} was written by a newer version of Préau. It was left as it is. Install that version."
    ),
    "database_unusable": mark(
        "{file} cannot be used ({reason}). It was left as it is. "
        "Check that the disk has room and that the file may be written."
    ),
    "database_damaged": mark(
        "The file that keeps your classes was damaged. It was kept as {file}; what could be read of it "
        "({count} entries) and of the last automatic backup is there again. Look at your last classes, and "
        "ask for help before deleting that file."
    ),
    "entries_missing": mark(
        "The last {count} entries of your last class are missing, though they had been stored: the disk has "
        "lost them. Everything before them is there. Ask the students to look at their last answers, and "
        "make a backup on another disk."
    ),
    "library_damaged": mark(
        "The file that keeps your quizzes was damaged. It was kept as {file}; what could be read of it "
        "({count} entries) is there again. Your past classes are not concerned. If something is missing, "
        "restore a backup, and ask for help before deleting that file."
    ),
    "no_such_quiz": mark("This quiz is not in the library any more. Nothing was changed."),
    "no_such_class": mark("This class is not in your list any more. Nothing was changed."),
    "class_name_empty": mark("Please give the class a name with at least one letter or number."),
    "class_name_taken": mark("There is a class called {name} already. Choose another name."),
    "setting_unknown": mark("There is no setting {name}. Nothing was changed."),
    "setting_wrong": mark("The setting {name} cannot have this value. It stays as it was."),
    "setting_outside": mark("Give a number from {low} to {high}. The setting stays as it was."),
    "settings_not_stored": mark(
        "The settings could not be saved in {file} ({reason}). They stay as they were. "
        "Check that the disk has room and that the file may be written."
    ),
    "keyring_missing": mark(
        "This computer offers no safe place for passwords. It is used until Préau is closed, and not stored. "
        "Enter it again next time, or set up the system's keyring."
    ),
    "secrets_phrase_short": mark(
        "A pass phrase that protects keys needs at least {least} characters: four or five words that nobody "
        "guesses are good."
    ),
    "secrets_phrase_wrong": mark(
        "This pass phrase does not open the keys that are kept on this computer. Nothing was changed."
    ),
    "secrets_unreadable": mark(
        "The file of keys {file} cannot be read or written. Platforms can be connected anew once it is moved "
        "away."
    ),
    "secrets_from_environment": mark(
        "Attention: the pass phrase was read from the environment, where other programs of this account can "
        "read it too. Do this only on a computer that is yours alone."
    ),
    "backup_cancelled": mark("The work was stopped. Nothing was changed."),
    "backup_not_written": mark(
        "The backup {file} could not be written ({reason}). Your data is safe, and an older backup of "
        "that name is as it was. Check that the place has room, or choose another."
    ),
    "backup_unreadable": mark(
        "{file} cannot be read ({reason}). Nothing was changed. Check that it is still there."
    ),
    "backup_foreign": mark("{file} is not a backup of Préau. Nothing was changed. Choose another file."),
    "backup_damaged": mark(
        "The backup {file} is damaged or incomplete ({reason}). Nothing was changed. "
        "Copy it again from where it came from, or take an older one."
    ),
    "backup_newer": mark(
        "The backup {file} was made by a newer version of Préau. Nothing was changed. Install that version."
    ),
    "backup_too_large": mark(
        "The backup {file} needs more room than this disk has, or is not what it seems. Nothing was changed."
    ),
    "backup_not_restored": mark(
        "The backup {file} could not be put in place ({reason}). Everything is as it was before. "
        "Check that the disk has room, close other programs that use the data folder, and try again."
    ),
    "travel_damaged": mark(
        "This is no travel file, or it was changed on its way ({reason}). Nothing was taken from it. Copy it "
        "once more from the computer that made it."
    ),
    "phrase_short": mark(
        "The pass phrase needs at least {least} characters. Nothing was written. "
        "Take a few words that do not belong together."
    ),
    "phrase_missing": mark("{file} is locked with a pass phrase. Nothing was changed. Enter it to go on."),
    "phrase_wrong": mark(
        "This is not the pass phrase of {file}. Nothing was changed. Look at capitals and at the language of "
        "the keyboard, and try again."
    ),
    "restore_half_done": mark(
        "The backup could not be put in place, because another program holds the files. Nothing is lost: "
        "what you had lies in {folder}. Close Préau, move these files back to the data folder, "
        "and start again."
    ),
    "restore_in_class": mark(
        "A class is running or Préau is open in another window. Nothing was changed. "
        "Restore the backup after the end of the class."
    ),
    "class_is_running": mark(
        "A class is running on this laptop, and past sessions cannot be changed meanwhile. "
        "Nothing was changed. Correct it after the end of the class."
    ),
    "session_still_open": mark(
        "This class has not ended yet. Nothing was changed. Go on with it or end it first."
    ),
    "session_unreadable": mark(
        "Session {session} in {file} is damaged at event {number} ({reason}). It was left as it is, and "
        "other sessions are not concerned. Keep that file and start a new class."
    ),
    "not_stored": mark(
        "This could not be saved on the laptop. Everything saved before is safe. It is tried again by itself."
    ),
    "not_stored_here": mark(
        "This could not be saved on the laptop. Everything saved before is safe. Please send it once more."
    ),
    "storing_slow": mark(
        'Storing is slow on this laptop. No answer is lost, but students wait for "saved". Pause what else '
        "works on the disk: an update, a virus scan, a copy."
    ),
    "unexpected": mark(
        "Something went wrong in Préau itself ({kind}). Everything that was saved is safe. "
        "Start again; the log in the data folder says more."
    ),
}
