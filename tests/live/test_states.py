import pytest

from app.live.commands import (
    HOST_COMMANDS,
    AddDevice,
    Answer,
    Join,
    NotePresence,
    ProvePresence,
    RemoveMany,
    SignIn,
    TimeOut,
)
from app.live.states import (
    EVERYWHERE,
    NOT_AFTER_THE_END,
    TRANSITIONS,
    UNTIL_THE_END,
    Phase,
    allowed_commands,
    draw_diagram,
    next_phase,
    next_phases,
)

INTERNAL = (Answer, Join, AddDevice, SignIn, TimeOut, ProvePresence, NotePresence, RemoveMany)
COMMANDS = set(HOST_COMMANDS) | {command.NAME for command in INTERNAL}


def test_every_command_has_its_place_in_the_table_and_nothing_else_has():
    lasting = EVERYWHERE | UNTIL_THE_END | NOT_AFTER_THE_END
    assert {step.command for step in TRANSITIONS} | lasting == COMMANDS
    assert not {step.command for step in TRANSITIONS} & lasting


def test_no_step_is_there_twice():
    assert len({(step.phase, step.command, step.to) for step in TRANSITIONS}) == len(TRANSITIONS)


def test_every_phase_can_be_reached_and_left_and_the_end_is_final():
    reached, found = {Phase.LOBBY}, True
    while found:
        found = {step.to for step in TRANSITIONS if step.phase in reached} - reached
        reached |= found
    assert reached == set(Phase)
    assert {step.phase for step in TRANSITIONS} == set(Phase) - {Phase.ENDED}


@pytest.mark.parametrize("phase", Phase)
def test_a_class_can_be_ended_whatever_goes_on(phase):
    assert next_phase(phase, "end") is (None if phase is Phase.ENDED else Phase.ENDED)


def test_answers_are_taken_while_asking_only():
    assert [phase for phase in Phase if next_phases(phase, "answer")] == [Phase.ASKING]


def test_a_solution_is_shown_after_the_lock_only():
    assert {step.phase for step in TRANSITIONS if step.command == "reveal"} == {Phase.LOCKED, Phase.RANKING}


@pytest.mark.parametrize("phase", Phase)
def test_what_is_allowed_is_what_leads_somewhere(phase):
    names = allowed_commands(phase)
    assert len(names) == len(set(names))
    assert set(names) == {name for name in COMMANDS if next_phases(phase, name)} - NOT_AFTER_THE_END


def test_after_the_end_only_corrections_and_the_list_of_students_can_change():
    assert set(allowed_commands(Phase.ENDED)) == EVERYWHERE
    assert next_phases(Phase.ENDED, "join") == ()


def test_the_next_phase_is_the_one_for_a_question():
    assert next_phase(Phase.LOBBY, "ask") is Phase.ASKING
    assert next_phases(Phase.LOBBY, "ask") == (Phase.ASKING, Phase.REVEALED)
    assert next_phase(Phase.LOBBY, "dance") is None


def test_the_diagram_shows_every_step_once():
    first, *lines = draw_diagram().splitlines()
    assert first == "stateDiagram-v2"
    assert (lines[0].strip(), lines[-1].strip()) == ("[*] --> lobby", "ended --> [*]")
    drawn = set()
    for line in lines[1:-1]:
        arrow, commands = line.strip().split(": ")
        start, end = arrow.split(" --> ")
        steps = {(start, end, command) for command in commands.split(", ")}
        assert not steps & drawn
        drawn |= steps
    assert drawn == {(step.phase, step.to, step.command) for step in TRANSITIONS}
