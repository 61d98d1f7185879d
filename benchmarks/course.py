"""What the load generator is told to play; plain values, because it is another process. Knows no sockets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """join_seconds: over which phones arrive. spread_seconds: over which they answer the first question.
    calm_seconds: over which they answer one more; 0 leaves it out. questions, minutes: of a long class.
    folder: where the server keeps its databases, if their size is to be noted. troubled: phones that do not
    behave, beside the others. gone: seconds without the radio network. refresh: seconds until a page without
    script is loaded anew. hurried: whether the next question is asked in the instant of the reveal."""

    name: str
    phones: int
    join_seconds: float
    spread_seconds: float = 3.0
    calm_seconds: float = 0.0
    questions: int = 2
    minutes: float = 0.0
    folder: str = ""
    troubled: int = 0
    gone: float = 10.0
    refresh: float = 5.0  # as in resources/phone/page.html
    hurried: bool = False
