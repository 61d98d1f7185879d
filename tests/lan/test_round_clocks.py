"""The clocks of a round: what is due is asked for until it is done."""

import asyncio

from app.lan.round_clocks import RoundClocks
from app.live import commands as cmd
from tests.helpers.classroom import Classroom, capitals


async def test_a_round_whose_end_could_not_be_stored_is_closed_at_the_next_try():
    room, tries, closed = Classroom(capitals(2)), [], asyncio.Event()

    def close_round():
        tries.append(room.clock.now())
        if len(tries) == 3:
            room.session.handle(cmd.TimeOut(), room.clock.now())
            closed.set()
        return len(tries) == 3

    clocks = RoundClocks(
        lambda: room.session, room.clock, close_round, lambda: 0.01, lambda students: None, lambda: None
    )
    room.ask(seconds=30)
    room.clock.advance(40)
    clocks.watch()
    await asyncio.wait_for(closed.wait(), 30)
    assert room.round.locked_at == room.clock.now() == tries[-1]
    clocks.close()
