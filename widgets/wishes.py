"""How a teacher wants a class to be started, and what the class server is told of it."""

from dataclasses import dataclass
from pathlib import Path

from app.host.starting import StartOptions
from app.people.class_options import FOR_EVERYBODY, ClassOptions
from app.settings import Settings
from widgets.language import language


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a teacher chooses when starting a class. class_id: of the class in the library, "" for none;
    options: how it is held this once. time_limit: seconds, 0 for none. end_open: end the class that is still
    open instead of going on with it."""

    class_id: str = ""
    class_name: str = ""
    options: ClassOptions = FOR_EVERYBODY
    time_limit: int = 0
    change_answers: bool = True
    shuffle_choices: bool = False
    shuffle_questions: bool = False
    show_names: bool = True
    speed_bonus: float = 0.0
    rehearsal: bool = False
    end_open: bool = False


def start_options(
    settings: Settings, title: str, wishes: Wishes, roster: Path | None = None, *, empty: bool = False
) -> StartOptions:
    """roster: the file of who signs in; without one, everybody comes in with a nickname."""
    held = wishes.options
    return StartOptions(
        title=title,
        class_name=wishes.class_name,
        class_id=wishes.class_id,
        port=int(settings.get("port")) or None,
        time_limit=wishes.time_limit or None,
        change_answers=wishes.change_answers,
        shuffle_choices=wishes.shuffle_choices,
        shuffle_questions=wishes.shuffle_questions,
        speed_bonus=wishes.speed_bonus,
        show_names=wishes.show_names,
        rehearsal=wishes.rehearsal,
        new=wishes.end_open,
        empty=empty,
        language=language(),
        announce=bool(settings.get("announce")),
        roster=roster,
        guests=held.guests and roster is not None,
        attendance=held.attendance,
        late_after=held.late_after,
        left_early_before=held.left_early_before,
        notice=held.notice,
        keep_days=held.keep_days,
    )
