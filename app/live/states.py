"""The phases of a session and every allowed step between them. docs/architecture.md draws this table."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Phase(StrEnum):
    LOBBY = "lobby"  # students join and wait; nothing is asked
    ASKING = "asking"  # a round is open for answers
    PAUSED = "paused"  # a round is open but the clock stands still and no answer is taken
    LOCKED = "locked"  # answers are closed, the solution is not shown
    REVEALED = "revealed"  # the solution, the distribution and each own result are shown
    RANKING = "ranking"
    ENDED = "ended"  # only corrections are possible


@dataclass(frozen=True, slots=True)
class Transition:
    phase: Phase
    command: str
    to: Phase
    why: str = ""


L, A, P, K, R, G, E = Phase  # short names keep the table readable

TRANSITIONS: Final = (
    Transition(L, "ask", A),
    Transition(L, "ask", R, "a slide asks nothing"),
    Transition(L, "skip", L, "leaves out the coming question"),
    Transition(L, "ask_again", A, "the last question once more"),
    Transition(L, "ask_again", R, "a slide asks nothing"),
    Transition(L, "show_ranking", G),
    Transition(L, "add_question", A, "made up in class and asked at once"),
    Transition(L, "add_question", L, "for later"),
    Transition(L, "end", E),
    Transition(A, "answer", A),
    Transition(A, "extend", A),
    Transition(A, "pause", P),
    Transition(A, "lock", K),
    Transition(A, "time_out", K, "the deadline has passed"),
    Transition(A, "skip", L, "the round does not count"),
    Transition(A, "add_question", A, "for later"),
    Transition(A, "end", E, "the open round is locked and counts"),
    Transition(P, "resume", A),
    Transition(P, "extend", P),
    Transition(P, "lock", K),
    Transition(P, "skip", L, "the round does not count"),
    Transition(P, "add_question", P, "for later"),
    Transition(P, "end", E, "the open round is locked and counts"),
    Transition(K, "reveal", R),
    Transition(K, "extend", A, "opens the round again, nothing has been shown yet"),
    Transition(K, "ask", A),
    Transition(K, "ask", R, "a slide asks nothing"),
    Transition(K, "ask_again", A, "vote, discuss, vote again without the solution"),
    Transition(K, "skip", L, "the round does not count"),
    Transition(K, "to_lobby", L),
    Transition(K, "add_question", A, "made up in class and asked at once"),
    Transition(K, "add_question", K, "for later"),
    Transition(K, "end", E),
    Transition(R, "ask", A),
    Transition(R, "ask", R, "a slide asks nothing"),
    Transition(R, "ask_again", A),
    Transition(R, "ask_again", R, "a slide asks nothing"),
    Transition(R, "skip", R, "leaves out the coming question"),
    Transition(R, "show_ranking", G),
    Transition(R, "to_lobby", L),
    Transition(R, "add_question", A, "made up in class and asked at once"),
    Transition(R, "add_question", R, "for later"),
    Transition(R, "end", E),
    Transition(G, "ask", A),
    Transition(G, "ask", R, "a slide asks nothing"),
    Transition(G, "ask_again", A),
    Transition(G, "ask_again", R, "a slide asks nothing"),
    Transition(G, "skip", G, "leaves out the coming question"),
    Transition(G, "reveal", R, "back to what was revealed"),
    Transition(G, "to_lobby", L),
    Transition(G, "add_question", A, "made up in class and asked at once"),
    Transition(G, "add_question", G, "for later"),
    Transition(G, "end", E),
)

# Commands that change no phase, and where they are allowed.
EVERYWHERE: Final = frozenset(
    {
        "rename", "remove", "readmit", "correct_key", "cancel_question", "accept_answer", "show_words",
        "reset_pin", "restore_pin", "resolve_claim", "confirm_presence", "mark_by_hand", "set_excused",
    }
)  # fmt: skip
UNTIL_THE_END: Final = frozenset({"check_in", "set_door"})
"""The same for commands of hosts that the end of the class takes away."""
NOT_AFTER_THE_END: Final = frozenset(
    {"join", "add_device", "sign_in", "prove_presence", "note_presence", "remove_many"}
)

_STEPS: Final[dict[tuple[Phase, str], tuple[Phase, ...]]] = {}
for _step in TRANSITIONS:
    _STEPS[_step.phase, _step.command] = (*_STEPS.get((_step.phase, _step.command), ()), _step.to)


def next_phases(phase: Phase, command: str) -> tuple[Phase, ...]:
    """The phases that `command` may lead to; empty where it is not allowed.

    A command that changes nothing (a time-out that comes early) stays in its phase.
    """
    steps = _STEPS.get((phase, command))
    if steps is not None:
        return steps
    lasting = command in NOT_AFTER_THE_END or command in UNTIL_THE_END
    return (phase,) if command in EVERYWHERE or (lasting and phase is not Phase.ENDED) else ()


def next_phase(phase: Phase, command: str) -> Phase | None:
    """The phase that `command` leads to for a question (not a slide), or None where it is not allowed."""
    steps = next_phases(phase, command)
    return steps[0] if steps else None


def allowed_commands(phase: Phase) -> tuple[str, ...]:
    """Names of the commands that this phase allows, table order first."""
    steps = tuple(dict.fromkeys(step.command for step in TRANSITIONS if step.phase is phase))
    lasting = EVERYWHERE if phase is Phase.ENDED else EVERYWHERE | UNTIL_THE_END
    return steps + tuple(sorted(lasting))


def draw_diagram() -> str:
    """The table as a Mermaid state diagram (docs/architecture.md holds it; a test compares)."""
    lines = ["stateDiagram-v2", "    [*] --> lobby"]
    grouped: dict[tuple[Phase, Phase], list[str]] = {}
    for step in TRANSITIONS:
        grouped.setdefault((step.phase, step.to), []).append(step.command)
    for (start, end), commands in grouped.items():
        lines.append(f"    {start} --> {end}: {', '.join(dict.fromkeys(commands))}")
    lines.append("    ended --> [*]")
    return "\n".join(lines)
