"""What a reader of a report chooses, the same for every format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from app.i18n import Translate, translator
from app.live.state import SessionState
from app.reports.marks import Marks, Scale, make_marks


@dataclass(frozen=True, slots=True)
class Options:
    """coefficients: by question id. left_out: ids of students without a mark. answers: with the text of each
    answer, where a format can leave them out. zone: None for the time of this computer."""

    language: str = "en"
    scale: Scale = field(default_factory=Scale)
    coefficients: Mapping[str, float] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    answers: bool = True
    zone: tzinfo | None = None

    def marks(self, state: SessionState) -> Marks:
        """Raises `Refused('coefficient_impossible')`."""
        return make_marks(state, self.scale, self.coefficients, self.left_out)

    def translate(self) -> Translate:
        return translator(self.language)

    def local_time(self, at: float) -> datetime:
        """The moment `at` (seconds since 1970-01-01 UTC) as the reader's clock shows it, without a zone."""
        return datetime.fromtimestamp(at, self.zone).replace(tzinfo=None)

    def zoned_time(self, at: float) -> datetime:
        """The moment `at` by the reader's clock, with its distance from UTC."""
        return datetime.fromtimestamp(at, self.zone or UTC).astimezone(self.zone)

    def clock_time(self, at: float | None) -> str:
        """Hours and minutes of the moment by the reader's clock, '' for none."""
        return "" if at is None else f"{self.local_time(at):%H:%M}"
