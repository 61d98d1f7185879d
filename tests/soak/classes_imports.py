"""Quiz files that are taken into the library beside a class, by a process that may be killed too."""

import asyncio
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from app.exchange import preau_file
from app.exchange.formats import read_file
from app.storage.library import Library
from tests.soak.classes_quiz import make_import
from tests.soak.classes_serving import END, KILL
from tests.soak.classes_starts import Starter


@dataclass
class Imports:
    """folder: the data folder; beside: for the files."""

    random: Random
    starter: Starter
    folder: Path
    beside: Path
    counts: Counter[str]
    _sources: list[Path] = field(default_factory=list)

    async def make(self) -> None:
        for number in range(1 if self.starter.is_slow else self.random.randrange(1, 4)):
            source = self.beside / f"import-{number}.preau"
            source.write_bytes(preau_file.write(make_import(self.random, number)))
            self._sources.append(source)
            await asyncio.sleep(self.random.uniform(0.0, 0.5))
            told = source.with_suffix(".id")
            child = await self.starter.bear(
                output=str(self.beside / "import.txt"),
                **{"import": [str(self.folder), str(source), str(told)]},
            )
            try:
                self.counts["imports begun"] += 1
                async with asyncio.timeout(self._draw_patience()):
                    await child.wait()
            except TimeoutError:
                self.counts["imports killed"] += 1
            finally:
                child.signal(KILL)
                await asyncio.wait({asyncio.ensure_future(child.wait())}, timeout=END)

    def _draw_patience(self) -> float:
        """Seconds after which the import is killed."""
        start = 0.8 if self.starter.is_slow else 0.0
        return start + self.random.choice((0.05, 0.1, 5.0, 5.0))

    def find_wrong(self) -> list[str]:
        """Each is there as a whole or not at all, and there where that was said."""
        if not self._sources:
            return []
        with closing(Library(self.folder)) as library:
            wrong = ["the library was damaged"] if library.damage is not None else []
            rows = {row.title: row.id for row in library.list_quizzes()}
            for source in self._sources:
                whole = read_file(source).quiz
                if whole.title in rows:
                    self.counts["imports stored"] += 1
                    found = library.load_quiz(rows[whole.title])
                    if (found.questions, found.media) != (whole.questions, whole.media):
                        wrong.append(f"{source.name} is there in part")
                elif source.with_suffix(".id").exists():
                    wrong.append(f"{source.name} was said to be stored and is not")
        return wrong
