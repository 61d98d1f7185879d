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
from tests.soak.classes_server import Nursery
from tests.soak.classes_serving import KILL


@dataclass
class Imports:
    """folder: the data folder; beside: for the files."""

    random: Random
    nursery: Nursery | None
    folder: Path
    beside: Path
    counts: Counter[str]
    _sources: list[Path] = field(default_factory=list)

    async def make(self) -> None:
        if self.nursery is None:
            return
        for number in range(self.random.randrange(0, 4)):
            source = self.beside / f"import-{number}.preau"
            source.write_bytes(preau_file.write(make_import(self.random, number)))
            self._sources.append(source)
            await asyncio.sleep(self.random.uniform(0.0, 0.5))
            told = source.with_suffix(".id")
            child = self.nursery.bear(
                output=str(self.beside / "import.txt"),
                **{"import": [str(self.folder), str(source), str(told)]},
            )
            try:
                async with asyncio.timeout(self.random.choice((0.05, 0.1, 5.0, 5.0))):
                    await child.wait()
            except TimeoutError:
                self.counts["imports killed"] += 1
            finally:
                child.signal(KILL)
                await child.wait()

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
