"""Every file format that quizzes are written as, in one table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.exchange import csv_out, gift_out, moodle_xml_out, preau_file, qti_out
from app.exchange.report import Report
from app.quiz.model import Quiz


@dataclass(frozen=True, slots=True)
class Writer:
    """suffix: of the file; losses: what of a quiz the file will not carry (line: number of the question, 0
    the quiz; error: left out); write: the content of the file."""

    suffix: str
    losses: Callable[[Quiz], Report]
    write: Callable[[Quiz], bytes]


# By the name of the format.
WRITERS: Final = {
    "preau": Writer(preau_file.SUFFIX, preau_file.losses, preau_file.write),
    "moodle_xml": Writer(moodle_xml_out.SUFFIX, moodle_xml_out.losses, moodle_xml_out.write),
    "gift": Writer(gift_out.SUFFIX, gift_out.losses, gift_out.write),
    "qti": Writer(qti_out.SUFFIX, qti_out.losses, qti_out.write),
    "csv": Writer(csv_out.SUFFIX, csv_out.losses, csv_out.write),
}
