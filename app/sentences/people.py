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
    "pin_not_reset": mark("Another PIN was chosen meanwhile, and it stays."),
    "device_refused": mark(
        "Your teacher has refused this device for this student. Please tell your teacher."
    ),
    "scan_old": mark(
        "This code is too old: it is another one every few seconds. Scan the code that the wall shows now."
    ),
    "scan_other_class": mark("This code belongs to another class or lesson. Scan the code on the wall."),
    "digits_wrong": mark("These are not the two digits that the wall shows now. Look again."),
    "extra_time_running": mark(
        "Some students have extra time for {seconds} seconds more. Show the answer now only if you must."
    ),
    "pin_needed": mark("Enter your PIN."),
    "pin_to_choose": mark("Choose a PIN."),
    "pin_form": mark("A PIN has {least} to {most} digits and nothing else."),
    "pin_differs": mark("The two PINs are not the same. Type them again."),
    "pin_wrong": mark("This PIN is wrong. If you have lost it, ask your teacher for a new one."),
    "pin_wait": mark("Too many wrong tries. Wait {seconds} seconds and try again, or tell your teacher."),
    "not_shared": mark("This phone is not shared with this student. Sign in with number and PIN."),
    "signed_in_elsewhere": mark("You have signed in on another device. To go on here, sign in again."),
    "pin_guessed": mark(
        "Somebody has tried {count} wrong PINs for {name}. Further tries are slowed down. If it was {name}, "
        "give a new PIN."
    ),
    "pins_guessed_from": mark(
        "{count} wrong numbers or PINs came from the address {address}. Further tries from there are slowed "
        "down."
    ),
    "claim_two_devices": mark("{name} has signed in on two devices. Decide which one is right."),
    "claim_two_students": mark("One device has signed in for {name} and for {others}. Ask who is here."),
    "no_such_claim": mark("There is nothing to decide about this device any more."),
    "roster_unreadable": mark(
        "This roster is damaged and cannot be read ({reason}). It was left as it is. "
        "Take it from a backup or import its file again."
    ),
    "roster_version_unknown": mark(
        "This roster was saved by a newer version of Préau (format {version}). "
        "It was left as it is. Update Préau to open it."
    ),
    "student_elsewhere": mark(
        "A student of this list belongs to another class. Nothing was changed. "
        "Import the list again instead of copying it."
    ),
    "erased_unreadable": mark(
        "The list of erased people cannot be read ({reason}). Nothing was changed, because somebody could "
        "come back. Put the file erased.json of the data folder in order, or take it from a copy."
    ),
    "research_key_wrong": mark(
        "This is not a key of an earlier export: 32 digits and letters from a to f. Nothing was written."
    ),
    # rosters as files and pasted text
    "roster_not_table": mark(
        "{file} is neither a workbook (.xlsx) nor a text table (.csv), so no student was taken. "
        "Save it as one of these."
    ),
    "roster_unknown": mark(
        "No column of names was found in {file}, so no student was taken. "
        "Give the columns a header such as number, family name, given name."
    ),
    "roster_text_unknown": mark(
        "No names were found in this text, so no student was taken. Paste one student on each line."
    ),
    "roster_empty": mark("There is no student under the header."),
    "roster_cut": mark("Only the first {most} students were read. Make several classes of them."),
    "roster_sheet_ignored": mark("The sheet {sheet} was not read; only one sheet with a roster is."),
    "encoding_guessed_arabic": mark(
        "The file is not in UTF-8; it was read as Arabic Windows-1256. Check the names, or save it as UTF-8."
    ),
    "columns_guessed": mark(
        "The columns have no header; what they hold was told by their looks. Check it before you go on."
    ),
    "numbers_count_rows": mark(
        "These numbers only count the lines and change with the list, so they were not taken as numbers of "
        "students. Choose the column as their number if they stay the same all year."
    ),
    "number_spoilt": mark(
        "A spreadsheet has shortened this number and its last digits are lost. The student was taken without "
        "it. Export the file again with numbers as text."
    ),
    "number_twice": mark(
        "Line {first} has the number {number} too, with another name. This line was left out. "
        "Correct one of the numbers."
    ),
    "row_twice": mark("This student stands on line {first} already. The line was left out."),
    "row_without_student": mark("This line is no student and was left out."),
    "row_without_name": mark("This line has no name and was left out. Add the name."),
    "row_without_number": mark("This student has no number, and can be found by name only."),
    "name_doubtful": mark("This does not look like a name. It was taken all the same; check it."),
    "email_unread": mark("This is no e-mail address, and was left out. The student was taken."),
    "email_twice": mark("Line {first} has the same e-mail address. Both were taken; check them."),
    "language_unread": mark("This language is not known here; the student has that of the class."),
    "extra_time_unread": mark(
        "This is no factor from 1 to 5 (such as 1.33), and was left out. The student has the usual time."
    ),
}
