"""What each page is drawn from: one frozen value per view. `view` names the template and the message.

Texts called `html` are safe HTML already; all other texts are escaped. Times are server ms since 1970.
Nothing here reads the session: what may be seen by whom was decided before these values are made.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.quiz.kinds.base import Bar, PublicQuestion, Solution

Result = Literal["", "right", "partly", "wrong", "none", "unscored"]


@dataclass(frozen=True, slots=True)
class Mine:
    """What is one student's own. fields: the stored answer as form fields, None if there is none.

    order: ids of the choices in the student's own order, None for the order of the question.
    saved: clock time of the stored answer. answer: it in plain words, for kinds without choices to mark.
    result, points, out_of: of the shown round, only from the reveal on; feedback: safe HTML.
    total: points so far, None in a class without points. place, of: rank, only with a ranking.
    hand_over: the address where the next student of a shared phone signs in, '' where nobody can.
    prove: the address for the two digits of the wall, '' where nothing is to be proved.
    """

    nickname: str = ""
    fields: tuple[tuple[str, str], ...] | None = None
    order: tuple[str, ...] | None = None
    saved: str = ""
    answer: str = ""
    result: Result = ""
    points: float | None = None
    out_of: float | None = None
    feedback: tuple[str, ...] = ()
    total: float | None = None
    place: int | None = None
    of: int | None = None
    hand_over: str = ""
    prove: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What fills the page below the header."""

    view: ClassVar[str]


@dataclass(frozen=True, slots=True)
class EnterCode(Stage):
    """The form on `/`. wrong: the code that was not found."""

    view: ClassVar[str] = "code"
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Join(Stage):
    """fault: why the nickname was not taken, in words. notice, keep_days: as in `SignIn`."""

    view: ClassVar[str] = "join"
    code: str
    nickname: str = ""
    fault: str = ""
    notice: str = ""
    keep_days: int = 0


@dataclass(frozen=True, slots=True)
class SignIn(Stage):
    """The door of a class with a roster. step: 'who' asks for number or name, 'enter' for the PIN of `who`,
    'choose' for a new one, twice. fault, guest_fault: why the form was not taken, in words. guests: whether a
    nickname is enough; shut: not at the moment, the door is closed. notice: what the teacher tells of what is
    kept, '' for our own words; keep_days: how long it is kept, 0 until the teacher deletes it.
    holder: who hands the phone over, '' where nobody does; others: id and name of who has shared it before.
    """

    view: ClassVar[str] = "sign_in"
    code: str
    step: str = "who"
    who: str = ""
    fault: str = ""
    guests: bool = False
    shut: bool = False
    guest: str = ""
    guest_fault: str = ""
    notice: str = ""
    keep_days: int = 0
    holder: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Notice(Stage):
    """A message that fills the page, with one way on. address: a path of this server, '' for no button."""

    view: ClassVar[str] = "message"
    title: str
    text: str = ""
    action: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Lobby(Stage):
    """between: after a first question; the advice on Wi-Fi has been read by then."""

    view: ClassVar[str] = "lobby"
    between: bool = False


@dataclass(frozen=True, slots=True)
class Asking(Stage):
    """round: its id, as in the form. attempt: 2 for the second vote on the same question.
    answer_id: for the form of a phone without script; '' in a broadcast."""

    view: ClassVar[str] = "question"
    q: PublicQuestion
    code: str
    round: str
    number: int
    total: int
    attempt: int = 1
    deadline: int | None = None
    now: int = 0
    answer_id: str = ""


@dataclass(frozen=True, slots=True)
class Paused(Stage):
    """q: the question that was interrupted, None where none was open."""

    view: ClassVar[str] = "paused"
    q: PublicQuestion | None = None
    number: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Locked(Stage):
    view: ClassVar[str] = "locked"
    q: PublicQuestion
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Revealed(Stage):
    """answers: how many answered, for the percentages."""

    view: ClassVar[str] = "reveal"
    q: PublicQuestion
    number: int
    total: int
    solution: Solution
    bars: tuple[Bar, ...] = ()
    answers: int = 0


@dataclass(frozen=True, slots=True)
class RankingRow:
    """moved: places up (+) or down (-) since the last ranking, None for a newcomer or the first ranking."""

    place: int
    nickname: str
    points: float
    moved: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking(Stage):
    """final: after the last question."""

    view: ClassVar[str] = "ranking"
    rows: tuple[RankingRow, ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Ended(Stage):
    """rows: the first five; empty where the teacher shows no ranking. stranger: who asks was not in it."""

    view: ClassVar[str] = "ended"
    rows: tuple[RankingRow, ...] = ()
    stranger: bool = False


@dataclass(frozen=True, slots=True)
class Removed(Stage):
    view: ClassVar[str] = "removed"


@dataclass(frozen=True, slots=True)
class Shut(Stage):
    """Instead of the form for a nickname while the teacher lets nobody else in."""

    view: ClassVar[str] = "shut"


@dataclass(frozen=True, slots=True)
class WallLobby(Stage):
    """address: as a person types it, without `http://`, with the port where it is not 80.

    qr_svg, wifi_qr_svg: whole `<svg>` elements. names: only where the teacher wants them on the wall.
    digits: for those who type the address, while attendance is taken.
    """

    view: ClassVar[str] = "lobby"
    address: str
    code: str
    qr_svg: str
    joined: int = 0
    wifi: str = ""
    wifi_qr_svg: str = ""
    names: tuple[str, ...] = ()
    digits: str = ""


@dataclass(frozen=True, slots=True)
class WallLogin(Stage):
    view: ClassVar[str] = "login"
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PageContext:
    """A whole page for a phone. mine: None for someone who has not joined; then no socket is opened.

    fault: why a form sent without script was refused, in words; said in the place of the state.
    pace: tests shorten the script's timers with it; 1 otherwise.
    """

    stage: Stage
    code: str = ""
    title: str = ""
    session: str = ""
    version: str = ""
    round: str = ""
    deadline: int | None = None
    now: int = 0
    mine: Mine | None = None
    fault: str = ""
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """A whole page for the projector; a `WallLogin` opens no socket."""

    stage: Stage
    title: str = ""
    code: str = ""
    address: str = ""
    version: str = ""
    round: str = ""
    deadline: int | None = None
    now: int = 0
    joined: int = 0
    answered: int = 0
    pace: float = 1.0
    digits: str = ""
