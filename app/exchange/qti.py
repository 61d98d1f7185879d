"""QTI 1.2, 2.1, 2.2 and 3.0: single items, banks and zipped packages. The mapping: docs/formats.md."""

import re
import zipfile
from typing import Final

from app.errors import Refused, Trouble
from app.exchange.progress import Progress, go_on
from app.exchange.qti12 import read_bank
from app.exchange.qti_content import Source
from app.exchange.qti_item import read_item
from app.exchange.qti_package import MANIFEST, TESTS, Item, Package
from app.exchange.qti_xml import BadXml, Node, decode_xml, parse_xml
from app.exchange.report import Report
from app.exchange.zip_safety import BROKEN_ZIP, is_zip, open_zip
from app.i18n import LANGUAGES
from app.quiz.model import Media, NewId, Question, Quiz, new_id

_HEAD: Final = 20_000  # bytes in which the root element stands
_ROOT: Final = re.compile(
    r"<(?:[\w.-]+:)?(?P<name>assessmentItem|qti-assessment-item|assessmentTest|qti-assessment-test|"
    r"assessmentSection|qti-assessment-section|questestinterop)(?P<rest>[\s>][^<]{0,4000})"
)
_SPACE: Final = re.compile(r"imsqti(?:asi)?_v([23])p([0-9])")


def qti_version(data: bytes) -> str:
    """'1.2', '2.1', '2.2' or '3.0' by content, '' for what is no QTI; of a package that of its first item."""
    if not is_zip(data):
        return _version_of(data[:_HEAD])
    try:
        with open_zip(data) as archive:
            names = archive.namelist()[:5_000]
            found = next(filter(None, (_member_version(archive, name) for name in names)), "")
            packaged = any(name.rpartition("/")[2].lower() == MANIFEST for name in names)
    except BROKEN_ZIP:
        return ""
    return found or ("2.1" if packaged else "")


def _member_version(archive: zipfile.ZipFile, name: str) -> str:
    if not name.lower().endswith((".xml", ".qti")):
        return ""
    try:
        with archive.open(name) as member:
            return _version_of(member.read(_HEAD))
    except BROKEN_ZIP:
        return ""


def _version_of(head: bytes) -> str:
    text = decode_xml(head[: head.rfind(b">") + 1] or head)
    match = _ROOT.search(text)
    if not match or not text.lstrip().startswith("<"):
        return ""
    if match["name"] == "questestinterop":
        return "1.2"
    space = _SPACE.search(match["rest"])
    if match["name"].startswith("qti-") or (space and space[1] == "3"):
        return "3.0"
    return "2.2" if space and space[2] >= "2" else "2.1"


def read_qti(
    data: bytes, file: str, title: str, new_id: NewId = new_id, progress: Progress = go_on
) -> tuple[Quiz, Report]:
    """The quiz of a file or package, and what was changed, doubtful or left out.

    Raises `Trouble`: `archive_damaged`, `archive_too_large`, `package_empty` (nothing to take, and why),
    `qti_xml_incorrect`, `qti_xml_definitions`, `qti_xml_too_large`, `qti_test_alone`;
    `Refused('import_cancelled')` when `progress` (told files of a package) says so.
    """
    if is_zip(data):
        return _read_package(data, file, title, new_id, progress)
    try:
        root = parse_xml(data)
    except BadXml as error:
        raise Trouble(error.code, **{"file": file, **error.params}) from error
    if root.name in TESTS:
        raise Trouble("qti_test_alone", file=file)
    source = Source(file, "", lambda path: None, Report(), {}, new_id)
    questions = _read_root(Item("", root), source)
    return _finish(title, questions, source.media, source.report, [root], new_id)


def _read_package(
    data: bytes, file: str, title: str, make_id: NewId, progress: Progress
) -> tuple[Quiz, Report]:
    package = Package.open(data, file, progress)
    questions: list[Question] = []
    media: dict[str, Media] = {}
    roots: list[Node] = []
    for number, item in enumerate(package.items(), 1):
        if not progress(len(package.roots) + number, 2 * len(package.roots)):
            raise Refused("import_cancelled")
        source = Source(item.path, item.folder, package.fetch, package.report, media, make_id, packaged=True)
        questions += _read_root(item, source)
        roots.append(item.root)
    if not roots:
        reasons = dict.fromkeys(line.text for line in package.report.lines if line.text)
        raise Trouble("package_empty", file=file, missing=", ".join(list(reasons)[:5]) or MANIFEST)
    return _finish(package.title or title, questions, media, package.report, roots, make_id)


def _read_root(item: Item, source: Source) -> list[Question]:
    if item.root.name == "questestinterop":
        return read_bank(item.root, source)
    return read_item(item.root, source, item.category)


def _finish(
    title: str,
    questions: list[Question],
    media: dict[str, Media],
    report: Report,
    roots: list[Node],
    make_id: NewId,
) -> tuple[Quiz, Report]:
    languages = [root.get("lang")[:2].lower() for root in roots]
    language = next((name for name in languages if name in LANGUAGES), "")
    if not questions and not report.lines:
        report.add(0, "warning", "no_questions")
    report.finish()
    return Quiz(make_id(), title, tuple(questions), media, language), report
