"""What happens between us and a platform. Code to sentence. Most stand as the reason beside a student's row,
so they have no parameters."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    # --- the way there ---
    "platform_not_reached": mark(
        "The platform cannot be reached. Everything is kept here and will be sent when it can be."
    ),
    "platform_not_trusted": mark(
        "The platform could not prove who it is, so nothing was sent. Check the date of this computer "
        "and the "
        "address, or ask the school's administrator about its certificate."
    ),
    "platform_not_https": mark(
        "The address must begin with https:// so that nobody on the way can read your password. "
        "Nothing was sent."
    ),
    "platform_moved": mark(
        "This address sends visitors on to another one. Nothing was sent there. "
        "Enter the address that your browser shows."
    ),
    "platform_unanswered": mark(
        "The platform did not answer in time. What has arrived is read there before anything is sent again."
    ),
    "platform_failed": mark(
        "The platform failed while it was working. What has arrived is read there before anything is "
        "sent again."
    ),
    "platform_busy": mark("The platform asks us to come back later. Everything is kept here until then."),
    "platform_maintenance": mark(
        "The platform is being maintained. Everything is kept here and will be sent afterwards."
    ),
    "platform_not_understood": mark(
        "The answer is not one that this kind of platform gives. Check the address. "
        "On a public Wi-Fi, sign in to it with your browser first."
    ),
    # --- the account ---
    "platform_logged_out": mark(
        "The platform does not accept your connection any more. Everything is kept here. Please sign in "
        "again."
    ),
    "platform_suspended": mark(
        "Your account on the platform is suspended. Everything is kept here. Ask the platform's "
        "administrator."
    ),
    "platform_service_off": mark(
        "The platform does not let programs in (its web services are off). Ask its administrator to "
        "allow the "
        "mobile app, or use a file instead."
    ),
    "login_wrong": mark(
        "The platform did not accept this name and password. It may lock the account after several tries. "
        "Check that you can sign in with your browser."
    ),
    "login_not_allowed": mark(
        "Your account may not be used by programs on this platform. Ask its administrator, or use a file "
        "instead."
    ),
    "login_not_in_browser": mark(
        "This platform wants a name and a password. Go back and enter those of your account there."
    ),
    "login_link_wrong": mark(
        "This is not the link that belongs to this sign-in. Open the page again and copy the whole new link."
    ),
    # --- the tool in a course (LTI) ---
    "lti_key_lost": mark(
        "The key of this computer cannot be opened any more. Connect the course again: a new key is made, to "
        "be pasted into the tool's form there."
    ),
    "key_not_stored": mark("The key of this computer could not be stored ({reason}). Nothing was connected."),
    "lti_not_known": mark(
        "The platform does not know this computer. Check in the tool's form that the public key was pasted "
        "whole and that the client ID is the one that was copied here."
    ),
    "lti_no_services": mark(
        "The tool in the course may not do enough. Open its form there, and allow it grades with columns of "
        "its own and the list of participants."
    ),
    "lti_not_allowed": mark(
        "The platform does not let the tool into this course. Check that the address is that of the course "
        "in which the tool was added."
    ),
    "lti_incomplete": mark(
        "Something is missing. Copy everything that is asked for from the platform's page."
    ),
    "lti_page_wrong": mark(
        "This is not the address of the page where the tool is edited. In the course, open the list of LTI "
        "External tools, choose to edit the tool, and copy the whole address of that page."
    ),
    "lti_course_wrong": mark(
        "This is not the address of a course. Open the course in your browser and copy its whole address."
    ),
    "address_wrong": mark(
        "This is not a whole web address. Copy it from your browser: it begins with https://"
    ),
    "column_twice": mark(
        "The gradebook has two columns for this session. Delete the one that is wrong there, then try again."
    ),
    # --- what it refuses ---
    "platform_refused": mark("The platform refused this. Nothing was changed there."),
    "no_permission": mark(
        "Your account may not do this in the course. Ask the person who manages the course."
    ),
    "course_closed": mark(
        "The course cannot be entered with your account. Open it in your browser: you may have to accept the "
        "site's rules or choose a new password first."
    ),
    "banks_not_listed": mark(
        "Your access to this Moodle does not show its list of questions. Open the question bank in your "
        "browser, choose the category there, and paste the address of the page here."
    ),
    "bank_address_wrong": mark(
        "This is not the address of a category of this Moodle's question bank. It must contain “cat=”."
    ),
    "gone_there": mark("The course or activity is not there any more. Choose another one."),
    "target_taken": mark(
        "The results of another session go there already, and would be overwritten. Choose another place."
    ),
    "account_taken": mark("This account is matched to another student already. Nothing was changed."),
    "no_such_connection": mark("This connection is not there any more. Connect the platform again."),
    "no_such_target": mark("These results go there no more. Choose again where they shall go."),
    # --- why nothing is sent at all ---
    "sync_elsewhere": mark(
        "Another Préau on this computer is sending with the same data folder. Nothing is lost: this one goes "
        "on as soon as the other has ended."
    ),
    "outbox_unusable": mark(
        "What is to be sent cannot be read, so nothing is sent. Your classes and results are safe. Restart "
        "the computer; if that does not help, restore a backup."
    ),
    "sync_paused": mark("Paused: nothing is sent until you go on."),
    "metered": mark(
        "Nothing is sent by itself now, because this internet connection costs money. “Send now” does it all "
        "the same."
    ),
    "platform_unreachable": mark(
        "It cannot be reached now. Everything is kept here and sent when it can be; this is tried by itself."
    ),
    # --- why a row is not sent ---
    "grade_locked": mark("The grade is locked on the platform. Unlock it there, and it will be sent."),
    "grade_overridden": mark(
        "The grade was set by hand in the gradebook, which then takes no other. Take that back there, and it "
        "will be sent."
    ),
    "above_maximum": mark(
        "The value is above the maximum of the place that you have chosen. Change one of them."
    ),
    "not_enrolled": mark("The student is not an active participant of the course on the platform."),
    "status_unknown": mark("The session on the platform has no such status of attendance."),
    "target_unfit": mark(
        "The activity cannot take these values: it is marked anonymously, or with a scale of words, or "
        "not at "
        "all. Choose another place."
    ),
    "not_taken": mark(
        "The platform accepted the value but does not show it. Look at this student there, then try again."
    ),
    "not_matched": mark("It is not known who this student is on the platform. Choose the account by hand."),
    "not_agreed": mark("Before it is sent, please look at what sending brings about on the platform."),
    "no_longer_here": mark(
        "The session has no value for this student any more, but the platform still shows the one that "
        "was sent."
    ),
    "kept_theirs": mark("You chose to keep the value that stands on the platform."),
    # --- told before sending ---
    "will_notify": mark("The platform sends a message to each student who gets a grade. Students: {count}."),
    "will_release": mark(
        "The activity hides grades until they are released. Sending releases them. Students: {count}."
    ),
    "will_rewrite_comments": mark(
        "Comments there are written again as they were read; files in them may be lost. Students: {count}."
    ),
    "will_erase_remarks": mark("Remarks beside attendance are erased on the platform. Students: {count}."),
    "will_not_refresh": mark(
        "The platform counts attendance anew only when somebody opens its page there; until then its "
        "gradebook shows the older figure."
    ),
    "will_make_column": mark(
        "A new column for this session is made in the gradebook. It counts towards the course's total unless "
        "you change that there."
    ),
    "will_be_numbers": mark(
        "Attendance becomes numbers in a column of the gradebook: present 1, late 0.75, left early 0.5, "
        "absent 0. Whoever is excused gets none. The column counts towards the course's total unless you "
        "change that there."
    ),
    "will_stay_apart": mark(
        "The grades get a column of their own in the gradebook, apart from the activity; "
        "students get no message."
    ),
}
