"""Ten thousand questions of a platform on their way in: `python -m benchmarks.reading`.

Every type that Moodle exports, with feedback, formulas and pictures, as Préau itself writes them.
"""

import argparse
import io
import tempfile
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, process_time

from PIL import Image

from app.exchange.formats import read_file
from app.exchange.writers import WRITERS
from app.quiz.kinds import KINDS
from app.quiz.model import Media, Question, Quiz, RichText
from benchmarks.scenarios import Figures
from tests.helpers.questions import sample_question

GOAL = 10.0  # seconds for 10,000 questions of Moodle XML
COUNT = 10_000
FORMATS = ("moodle_xml", "gift", "qti", "csv", "preau")
_PICTURES = 50
_TEXT = (
    '<p dir="ltr">Question {number}: quelle est la <b>valeur</b> de \\(x_{{{number}}}^2\\) si x &lt; 3 ?'
    '{picture} <span style="color:red">السؤال</span></p>'
)


def make_quiz(count: int) -> Quiz:
    """Every twentieth question shows one of some pictures."""
    media = {f"p{number}.png": Media("image/png", _picture(number)) for number in range(_PICTURES)}
    kinds = islice(cycle(KINDS), count)
    return Quiz("q", "Many", tuple(_question(kind, number) for number, kind in enumerate(kinds)), media)


def _question(kind: str, number: int) -> Question:
    sample = sample_question(kind)
    shown = f'<img src="media:p{number // 20 % _PICTURES}.png">' if number % 20 == 0 else ""
    text = _TEXT.format(number=number, picture=shown)
    text += "".join(f" [[{gap.id}]]" for gap in sample.gaps)
    feedback = RichText(f"<p>Parce que {number}.</p>", "html")
    return replace(
        sample, id=f"q{number}", title=f"Q{number}", text=RichText(text, "html"), feedback=feedback,
        category=("Cours", f"Chapitre {number // 100}"), tags=(f"t{number % 50}",), line=0,
    )  # fmt: skip


def _picture(number: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 300), (5 * number, 90, 120)).save(written, "PNG")
    return written.getvalue()


def run_reading(format_name: str, count: int) -> Figures:
    """Seconds, seconds of the processor, megabytes, questions, lines of the report, and how often progress
    was told, for one file with all that its format can hold."""
    writer = WRITERS[format_name]
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> bool:
        told.append((done, of))
        return True

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"many{writer.suffix}"
        path.write_bytes(writer.write(make_quiz(count)))
        size = path.stat().st_size
        begun, spent = perf_counter(), process_time()
        imported = read_file(path, progress)
        seconds, cpu = perf_counter() - begun, process_time() - spent
    return {
        "seconds": seconds,
        "cpu": cpu,
        "megabytes": size / 1e6,
        "questions": len(imported.quiz.questions),
        "lines": len(imported.report.lines),
        "told": len(told),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="How fast quiz files are read.")
    parser.add_argument("--questions", type=int, default=COUNT)
    parser.add_argument("--formats", nargs="*", default=list(FORMATS), choices=FORMATS)
    chosen = parser.parse_args()
    for name in chosen.formats:
        figures = run_reading(name, chosen.questions)
        print(
            f"{name:10} {figures['questions']:6.0f} questions, {figures['megabytes']:5.1f} MB: "
            f"{figures['seconds']:5.2f} s ({figures['cpu']:.2f} s of the processor), progress told "
            f"{figures['told']:.0f} times, {figures['lines']:.0f} lines in the report"
        )


if __name__ == "__main__":
    main()
