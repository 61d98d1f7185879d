"""What is said in and about a running class. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "not_now": mark("This cannot be done now. Nothing was changed."),
    "no_question_left": mark("All questions have been asked. You can show the ranking or end the class."),
    "nothing_asked_yet": mark("No question has been asked yet."),
    "no_such_student": mark("This student is not in the class."),
    "no_such_question": mark("This question is not in the quiz."),
    "question_impossible": mark(
        "This question cannot be asked: it needs two choices that differ, or a range that holds a number. "
        "Nothing was changed."
    ),
    "no_such_words": mark("Nobody has written this in that round. Nothing was changed."),
    "no_such_answer": mark("This student has not answered in that round."),
    "seconds_impossible": mark("The time must be from {low} to {high} seconds."),
    "command_unknown": mark("There is no command {command}."),
    "command_arguments": mark("The command {command} cannot be carried out: {argument} is missing or wrong."),
    "class_full": mark("The class is full: {most} phones are connected. Please tell your teacher."),
    "nickname_empty": mark("Please write a name with at least one letter or number."),
    "answer_closed": mark("This question is closed. Your answer came too late and does not count."),
    "answer_paused": mark("Your teacher has paused the question. Your answer is sent again afterwards."),
    "answer_paused_here": mark(
        "Your teacher has paused the question, so your answer was not saved. Give it again when the question "
        "goes on."
    ),
    "answer_other_round": mark("This answer belongs to another question and does not count."),
    "answer_already_given": mark("You have answered already. Answers cannot be changed in this class."),
    "answer_changed_too_often": mark(
        "You have changed this answer {most} times. The last one that was saved counts, and stays."
    ),
    "door_closed": mark("Nobody else can come in at the moment. Please ask your teacher."),
    "door_is_closed": mark("The door is closed: nobody else can join with a nickname."),
    "many_from_one": mark(
        "{count} students have joined from one address, {address}. Send them out if they are none of yours."
    ),
    "too_many_devices": mark("This student has been on too many phones. Please tell your teacher."),
    "answer_not_in_class": mark("You are not in this class any more. Please tell your teacher."),
    "message_unreadable": mark("This could not be read. Please reload the page."),
    "page_not_found": mark("There is no such page here. Type the address as your teacher shows it."),
    "request_unreadable": mark("This could not be read, and nothing was changed. Load the page again."),
    "request_too_large": mark("That is too much to send at once. Nothing was changed."),
    "too_many_requests": mark("Too many requests at once. Wait a moment and load the page again."),
    "foreign_site": mark(
        "This came from another site, so nothing was changed. Open the page of the class itself."
    ),
    "foreign_host": mark(
        "This address does not belong to the class. Type the address as your teacher shows it."
    ),
    "fault": mark(
        "A fault of the program kept this from being done. The class goes on and what was saved is safe. "
        "Load the page again."
    ),
    "not_joined": mark("You have not joined this class yet. Load the page and write your name."),
    "elsewhere": mark("The class is open on another page."),
    "removed": mark("Your teacher has removed this phone from the class."),
    "secret_wrong": mark("This does not open the class. Use the code shown on the laptop now."),
    "secret_too_many": mark("Too many wrong tries. Wait one minute and try again."),
    "host_not_confirmed": mark(
        "This was not confirmed on the teacher's laptop, so nothing has changed. Ask for a new code there."
    ),
    "no_such_request": mark("Nobody waits for this any more. A new code can be shown at any time."),
    "access_revoked": mark("Access was taken back on the laptop. Ask for a new code there."),
    "host_unreachable": mark(
        "The class at {address} does not answer. Check that it is still running on that laptop."
    ),
    "class_unreachable": mark(
        "No class answers at {address}. Check the address, and that the class is still running there."
    ),
    "class_not_started": mark(
        "The class could not be started; nothing was lost. Try again. The file preau.log in the data folder "
        "says more."
    ),
    "start_cancelled": mark("The start of the class was cancelled. Nothing was lost."),
    "class_refused": mark("The class did not do this: {text}"),
    "host_lost": mark("The connection to the class was lost. The class goes on; connect again."),
    "no_class_running": mark(
        "No class is running with the data folder {folder}. Start one with: python main.py serve quiz.gift"
    ),
    "not_let_in": mark("The class let none of the simulated students in: {reason}"),
    "no_such_session": mark("There is no session {session}. List them with: python main.py sessions list"),
    "no_sessions": mark("No session has been kept in {folder} yet."),
    "scale_impossible": mark(
        "The best mark must be above 0 and at most {most}, and have at most {decimals} decimals. "
        "Nothing was changed."
    ),
    "coefficient_impossible": mark("A coefficient must be from 0 to {most}. Nothing was changed."),
    "file_not_written": mark("{file} could not be written ({reason}). Nothing else was changed."),
}
