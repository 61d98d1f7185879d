"""Waiting that ends: whatever a class waits for has a limit, and who waits longer says where."""

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

AGAIN = 0.5  # seconds until a task is asked to end once more


def describe_task(task: "asyncio.Task[Any]") -> str:
    """Where it waits."""
    awaited: Any = task.get_coro()
    steps = []
    while awaited is not None:
        frame = getattr(awaited, "cr_frame", None) or getattr(awaited, "gi_frame", None)
        if frame is None:
            break
        steps.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}")
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "gi_yieldfrom", None)
    return " > ".join(steps)


def describe_tasks() -> list[str]:
    """Of the running loop."""
    return [describe_task(task) for task in asyncio.all_tasks()]


async def end_tasks(tasks: Iterable["asyncio.Task[Any]"], seconds: float = 10.0) -> list[str]:
    """Cancel them until they have ended: one cancellation can be lost in something that ends in the same
    instant. Gives what they failed with, and where those wait that do not end in these seconds."""
    waiting = set(tasks)
    wrong = []
    deadline = time.monotonic() + seconds
    while waiting:
        for task in waiting:
            task.cancel()
        left = deadline - time.monotonic()
        done, waiting = await asyncio.wait(waiting, timeout=max(0.0, min(AGAIN, left)))
        failures = [task.exception() for task in done if not task.cancelled()]
        wrong += [repr(failure) for failure in failures if failure is not None]
        if waiting and left <= 0:
            return wrong + [f"does not end: {describe_task(task)}" for task in waiting]
    return wrong


async def wait_at_most(work: Any, seconds: float, what: str, wrong: list[str]) -> bool:
    """Whether it ended in time; else `wrong` says what did not."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        wrong.append(f"{what} after {seconds:.0f} s: {describe_task(task)}")
        wrong += await end_tasks([task])
        return False
    task.result()
    return True
