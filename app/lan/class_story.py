"""What happens in a class, put together for the log: one line for many phones, none for a single one.

Knows ids of students only to count them. The room and the server tell it; `look` is called once a second.
"""

from collections.abc import Callable, Sequence
from typing import Final

from app.clock import Clock
from app.lan.figures import count_figures
from app.lan.links import Links
from app.live import events as ev
from app.live.rounds import Round
from app.live.state import SessionState
from app.live.views import counted_answers
from app.story import write_story

TOGETHER: Final = 10.0  # seconds within which phones are lost together
NOTICED: Final = 30.0  # seconds until the last of them is noticed: each is asked for a sign every 20 s
CALM: Final = 2.0  # seconds without another loss, after which it is told
FEW: Final = 3  # phones: fewer are a battery, a pocket or somebody who left
SHARE: Final = 0.2  # of the phones that were connected
COME_BACK: Final = 60.0  # seconds that lost phones are waited for
SETTLED: Final = 5.0  # seconds without another student, after which it is told how many have joined


class ClassStory:
    """state: gives that of the class. links: who is connected."""

    def __init__(self, state: Callable[[], SessionState], links: Links, clock: Clock) -> None:
        self._state = state
        self._links = links
        self._clock = clock
        self._told_joined = 0
        self._joined_at: float | None = None
        self._slowest = 0.0  # seconds, of the commits since the question was asked
        self._lost: dict[str, float] = {}
        self._anew: dict[str, float] = {}
        self._away: set[str] = set()  # of those lost, who was told of
        self._away_since = 0.0
        self._away_of = 0
        self._failed_at: float | None = None
        self._waited = 0
        self._is_slow = False
        self._is_over = False

    def _phones(self) -> int:
        return len(self._links.phones)

    @property
    def away(self) -> tuple[int, int]:
        """How many of how many phones were lost together and are not back; (0, 0) while it is a few."""
        gone = sum(1 for student in self._away if student in self._lost)
        return (gone, self._away_of) if gone >= FEW else (0, 0)

    # --- what is told by others -----------------------------------------------------------------

    def note_stored(self, events: Sequence[ev.Event], took: float) -> None:
        """These events are stored and shown; took: seconds since they were wanted."""
        for event in events:
            match event:
                case ev.Joined() | ev.SignedIn():
                    self._joined_at = self._clock.now()
                case ev.Asked():
                    self._tell_asked(event, took)
                case ev.Locked():
                    self._tell_closed(self._state().rounds[event.round])
                case ev.Revealed():
                    write_story("revealed", number=self._number(event.round))
                case ev.Paused():
                    write_story("paused", number=self._number(event.round))
                case ev.Resumed():
                    write_story("resumed", number=self._number(event.round))
                case ev.Restarted():
                    write_story("went_on", seconds=round(event.at - event.down_since))
                case ev.Ended():
                    self._tell_ended(event)
                case _:
                    pass

    def note_commit(self, took: float) -> None:
        """Something was stored, in so many seconds since the first of it was wanted."""
        self._slowest = max(self._slowest, took)

    def note_attached(self, student: str, *, anew: bool) -> None:
        """anew: in the place of a connection that had not been noticed as lost."""
        lost = self._lost.pop(student, None)
        if anew or (lost is not None and student not in self._away):
            self._anew[student] = self._clock.now()

    def note_detached(self, student: str) -> None:
        if not self._is_over:
            self._lost[student] = self._clock.now()

    def note_failed(self, reason: str) -> None:
        """Something could not be stored."""
        if self._failed_at is None:
            self._failed_at = self._clock.now()
            write_story("not_stored", reason=reason)

    def note_waiting(self) -> None:
        """An answer was sent back to its phone meanwhile."""
        self._waited += 1

    def note_stores_again(self) -> None:
        if self._failed_at is not None:
            seconds = round(self._clock.now() - self._failed_at)
            write_story("stored_again", seconds=seconds, waited=self._waited)
        self._failed_at, self._waited = None, 0

    def note_storing(self, seconds: float, *, slow: bool) -> None:
        """How long storing takes now."""
        if slow and not self._is_slow:
            write_story("storing_slow", ms=round(seconds * 1000))
        self._is_slow = slow

    def note_over(self) -> None:
        """Phones that leave from now on are not lost."""
        self._is_over = True
        self._lost.clear()
        self._away.clear()

    # --- once a second --------------------------------------------------------------------------

    def look(self) -> None:
        """Tell what has settled."""
        now = self._clock.now()
        if self._joined_at is not None and now - self._joined_at >= SETTLED:
            self._tell_joined()
        self._look_for_a_blink(now)
        if self._away:
            self._look_for_the_lost(now)
        else:
            self._look_for_a_loss(now)

    def _look_for_a_loss(self, now: float) -> None:
        self._lost = {student: at for student, at in self._lost.items() if now - at <= TOGETHER}
        count, total = len(self._lost), len(self._lost) + self._phones()
        first, last = min(self._lost.values(), default=now), max(self._lost.values(), default=now)
        if not _is_told(now, first, last, count, total):
            return
        self._away, self._away_since, self._away_of = set(self._lost), first, total
        seconds = max(round(last - first), 1)
        write_story("phones_lost", count=count, total=total, seconds=seconds)

    def _look_for_a_blink(self, now: float) -> None:
        """Phones that have lost their connection and have it again before that was told."""
        self._anew = {student: at for student, at in self._anew.items() if now - at <= TOGETHER}
        count, total = len(self._anew), self._phones()
        first, last = min(self._anew.values(), default=now), max(self._anew.values(), default=now)
        if _is_told(now, first, last, count, total):
            write_story("phones_anew", count=count, total=total, seconds=max(round(last - first), 1))
            self._anew.clear()

    def _look_for_the_lost(self, now: float) -> None:
        end = self._away_since + NOTICED
        self._away |= {student for student, at in self._lost.items() if at <= end}
        gone = sum(1 for student in self._away if student in self._lost)
        if gone and now - self._away_since < COME_BACK:
            return
        seconds = round(now - self._away_since)
        write_story("phones_back", back=len(self._away) - gone, count=len(self._away), seconds=seconds)
        self._lost = {student: at for student, at in self._lost.items() if student not in self._away}
        self._away.clear()

    # --- sentences ------------------------------------------------------------------------------

    def _tell_joined(self) -> None:
        self._joined_at = None
        joined = len(self._state().present())
        if joined != self._told_joined:
            self._told_joined = joined
            write_story("joined", joined=joined, connected=self._phones())

    def _tell_asked(self, event: ev.Asked, took: float) -> None:
        self._tell_joined()
        self._slowest = 0.0
        state = self._state()
        numbers = {
            "number": self._number(event.round),
            "total": len(state.order),
            "phones": self._phones(),
            "ms": round(took * 1000),
        }
        if event.deadline is None:
            write_story("asked_without_limit", **numbers)
        else:
            write_story("asked", **numbers, seconds=round(event.deadline - event.at))

    def _tell_closed(self, round_: Round) -> None:
        state = self._state()
        write_story(
            "closed",
            number=self._number(round_.id),
            answers=len(counted_answers(state, round_)),
            joined=len(state.present()),
            ms=round(self._slowest * 1000),
        )
        figures = count_figures(self._links, None, 0)
        if figures["trip"] is not None:
            write_story("trips", **{name: figures[name] for name in ("trip", "slow_trip", "slow")})

    def _tell_ended(self, event: ev.Ended) -> None:
        state = self._state()
        answers = sum(len(one.answers) for one in state.rounds.values())
        minutes = round((event.at - state.opened_at) / 60)
        write_story("ended", minutes=minutes, answers=answers, students=len(state.present()))
        self.note_over()

    def _number(self, round_id: str) -> int:
        state = self._state()
        return state.order.index(state.rounds[round_id].question) + 1


def _is_told(now: float, first: float, last: float, count: int, total: int) -> bool:
    """Whether so many of so many phones are news, and there is nothing to be waited for."""
    return count >= max(FEW, SHARE * total) and (now - last >= CALM or now - first >= TOGETHER - CALM)
