"""Driving a class by keyboard in the terminal where `serve` runs; a host like every other."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Final

from app.commands.terminal import print_qr, say
from app.errors import PreauError
from app.host.client import HostClient
from app.host.steps import next_step
from app.host.view import ClassView
from app.i18n import Translate, mark, translator
from app.sentences import tell

# Word typed -> host command and its arguments.
WORDS: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "+": ("extend", {"seconds": 15}),
    "again": ("ask_again", {}),
    "skip": ("skip", {}),
    "pause": ("pause", {}),
    "ranking": ("show_ranking", {}),
    "lobby": ("to_lobby", {}),
    "end": ("end", {}),
}
HELP: Final = mark(
    "Enter: next step   +: 15 s more   pause   skip   again   ranking   end\n"
    "phone: drive from a phone   quit: stop the program, the class stays open"
)


class Console:
    """Reads lines in a thread; `start` does nothing where nobody sits at the keyboard."""

    def __init__(self, address: str, secret: str, language: str, quit_program: Callable[[], None]) -> None:
        self._address = address
        self._secret = secret
        self._language = language
        self._translate: Translate = translator(language)
        self._quit = quit_program
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if not sys.stdin or not sys.stdin.isatty():
            return
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), name="preau-keyboard", daemon=True).start()
        self._task = loop.create_task(self.run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            for line in sys.stdin:
                loop.call_soon_threadsafe(self._lines.put_nowait, line.strip().lower())
            loop.call_soon_threadsafe(self._lines.put_nowait, None)
        except (OSError, ValueError, RuntimeError):
            return  # no input, no text, or the program has ended

    async def run(self) -> None:
        """Until the end of the input or `quit`. The class goes on where the console cannot."""
        try:
            await self._follow()
        except (PreauError, TimeoutError) as error:
            if isinstance(error, PreauError):
                self._say(tell(error, self._translate))

    async def _follow(self) -> None:
        async with await HostClient.connect(self._address, self._secret, self._language) as host:
            self._say(self._translate(HELP))
            await host.wait_for(lambda view: True)
            self._say_next(host.view)
            while (line := await self._lines.get()) is not None:
                if line == "quit":
                    self._quit()
                    return
                await self.take(host, line)

    async def take(self, host: HostClient, line: str) -> None:
        """Carry out one typed line and say what is next."""
        try:
            if line == "phone":
                url = (await host.do("make_ticket", role="host"))["url"]
                self._say(self._translate("For one phone, for one minute:"))
                print_qr(url, sys.stdout)
                return
            if line in WORDS:
                command, args = WORDS[line]
                await host.do(command, **args)
            elif line == "":
                step = next_step(host.view.snapshot)
                if step is None:
                    self._quit()
                    return
                await host.do(step.command)
            else:
                self._say(self._translate(HELP))
                return
        except PreauError as error:
            self._say(tell(error, self._translate))
            return
        version = host.view.snapshot["now"]
        with contextlib.suppress(TimeoutError):
            await host.wait_for(lambda view: view.snapshot["now"] > version, patience=2.0)
        self._say_next(host.view)

    def _say_next(self, view: ClassView) -> None:
        snapshot = view.snapshot
        step = next_step(snapshot)
        answered = snapshot["round"]["answered"] if snapshot["round"] else 0
        here = self._translate("Here: {joined}  connected: {connected}  answered: {answered}").format(
            joined=snapshot["joined"], connected=snapshot["connected"], answered=answered
        )
        label = self._translate(step.label) if step else self._translate("Stop the program")
        self._say(f"{here}   [Enter] {label}")

    def _say(self, text: str) -> None:
        say(sys.stdout, text)
