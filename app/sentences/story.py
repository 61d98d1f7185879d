"""What the log tells of a class, by code: for whoever opens it after a lesson, the teacher or the school's
technician. Numbers and addresses of the laptop only: no name, no answer, nothing that leads to a student."""

from typing import Final

from app.i18n import mark

STORY: Final[dict[str, str]] = {
    # The class server, from its start to its end.
    "opened": mark(
        "The class is open. Questions in the quiz: {questions}. Students on the roster: {roster}. Phones "
        "join at {address}"
    ),
    "no_goodbye": mark(
        "The class server did not say goodbye the last time: the laptop was switched off, or the program was "
        "ended from outside. What was saved is there."
    ),
    "went_on": mark("The class goes on after {seconds} s without its server."),
    "stopped": mark("The class server stops; the class stays open. The journal has {kilobytes} kB."),
    "ended": mark("The class has ended after {minutes} min. Answers: {answers}. Students: {students}."),
    "left": mark("The class server stops after the class. The journal has {kilobytes} kB."),
    # What happens in the class.
    "joined": mark("Students who have joined: {joined}. Phones connected: {connected}."),
    "asked": mark(
        "Question {number} of {total} asked, {seconds} s to answer. Sent to phones: {phones}, in {ms} ms."
    ),
    "asked_without_limit": mark(
        "Question {number} of {total} asked, no time limit. Sent to phones: {phones}, in {ms} ms."
    ),
    "closed": mark(
        "Question {number} closed: {answers} of {joined} have answered; each answer was stored within "
        "{ms} ms."
    ),
    "trips": mark(
        "A message to a phone and back takes {trip} ms, with one phone in ten over {slow_trip} ms. Slow "
        "phones: {slow}."
    ),
    "revealed": mark("The answer to question {number} is shown."),
    "paused": mark("Question {number} is paused."),
    "resumed": mark("Question {number} goes on."),
    # The network.
    "phones_lost": mark(
        "{count} of {total} phones lost their connection within {seconds} s. If it was not meant, look at "
        "the Wi-Fi."
    ),
    "phones_anew": mark(
        "{count} of {total} phones connected anew within {seconds} s, as after a gap in the Wi-Fi."
    ),
    "phones_back": mark("{back} of the {count} lost phones are back after {seconds} s."),
    "address_changed": mark("The laptop's address has changed from {before} to {after}"),
    "network_lost": mark("The laptop is in no network: no phone can reach it."),
    "network_back": mark("The laptop is in a network again: {address}"),
    "window_came": mark("The window is connected to the class."),
    "window_left": mark("The window has left the class, which goes on."),
    "host_came": mark("A phone or the terminal drives the class too."),
    "host_left": mark("A phone or the terminal that drove the class has left."),
    # The disk.
    "not_stored": mark("The disk refused to store: {reason}. Phones keep their answers and send them again."),
    "stored_again": mark(
        "The disk stores again after {seconds} s. Answers that had to wait meanwhile: {waited}."
    ),
    "storing_slow": mark("Storing is slow: it took {ms} ms. Answers wait for it, none is lost."),
    # Platforms.
    "sent": mark("Sent to the platform ({kind}): {sent}. Refused there: {refused}."),
    "unreachable": mark("The platform ({kind}) cannot be reached; what waits is sent later."),
}

# What somebody should look at.
GRAVE: Final = frozenset(
    {
        "no_goodbye",
        "went_on",
        "phones_lost",
        "phones_anew",
        "network_lost",
        "not_stored",
        "storing_slow",
        "unreachable",
    }
)
