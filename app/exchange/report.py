"""What a reader did not take as it stood, line by line. Codes; sentences are made when shown."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.i18n import Translate
from app.sentences import tell_code

Severity = Literal["error", "warning", "info"]

LONGEST_EXCERPT: Final = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One finding. line: in the source file, from 1 (0: the file as a whole). text: the source concerned.

    error: left out or not usable as it is; warning: changed or doubtful; info: worth knowing, nothing to do.
    """

    line: int
    severity: Severity
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    text: str = ""

    def tell(self, translate: Translate) -> str:
        """The sentence in the translator's language."""
        return tell_code(self.code, self.params, translate)


@dataclass(slots=True)
class Report:
    """All findings of one file, in the order of their lines once `finish` was called.

    moodle_kinds: id of a question to the kind that Moodle's own importer makes of it, where that differs; ''
    where it makes none.
    """

    lines: list[Line] = field(default_factory=list)
    moodle_kinds: dict[str, str] = field(default_factory=dict)

    def add(self, line: int, severity: Severity, code: str, text: str = "", **params: Any) -> None:
        excerpt = text if len(text) <= LONGEST_EXCERPT else text[: LONGEST_EXCERPT - 1] + "…"
        self.lines.append(Line(line, severity, code, params, excerpt))

    def finish(self) -> None:
        self.lines.sort(key=lambda line: line.line)

    @property
    def clean(self) -> bool:
        """Whether everything was taken as it stood."""
        return all(line.severity == "info" for line in self.lines)
