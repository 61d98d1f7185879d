"""A quiz as a QTI 3.0 package: manifest, test, an item per question, pictures; and what it does not carry."""

import io
import re
import zipfile
from typing import Final
from urllib.parse import quote, unquote

from app.exchange.losses import Abilities, find_losses
from app.exchange.qti_out_items import KINDS, NAMESPACE, write_item
from app.exchange.qti_out_parts import plain_texts
from app.exchange.report import Report
from app.exchange.xhtml import xml_attribute
from app.quiz.kinds.gaps import part_of
from app.quiz.model import Question, Quiz
from app.quiz.pictures import MEDIA, is_remote
from app.quiz.plain import plain

SUFFIX: Final = ".zip"
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PACKAGE: Final = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_CAN: Final = Abilities(
    KINDS,
    points=True,
    shuffle=True,
    polls=True,
    rich_right=True,
    odd_truth=True,
    categories=False,
    tags=False,
)
_DATE: Final = (2020, 1, 1, 0, 0, 0)  # the same quiz gives the same bytes


def write(quiz: Quiz) -> bytes:
    """The package. Questions that QTI cannot hold are left out, as `losses` says."""
    used: dict[str, str] = {}  # name in the quiz to the file's: names may be anything, a path too

    def place(address: str) -> str:
        name = unquote(address.removeprefix(MEDIA))
        if address.startswith(MEDIA) and name in quiz.media:
            safe = _UNSAFE.sub("_", name).strip(".")
            used.setdefault(name, safe if safe not in used.values() else f"{len(used)}-{safe}")
            return f"../media/{quote(used[name])}"
        return address if is_remote(address) else ""

    items = {}
    for number, question in enumerate(quiz.questions, 1):
        if question.kind in KINDS:
            items[f"q{number}"] = write_item(question, f"q{number}", place)
    files: dict[str, bytes] = {
        "imsmanifest.xml": _manifest(quiz, list(items), sorted(used.values())).encode(),
        "assessment.xml": _test(quiz, list(items)).encode(),
        **{f"items/{name}.xml": text.encode() for name, text in items.items()},
        **{f"media/{used[name]}": quiz.media[name].data for name in sorted(used)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _manifest(quiz: Quiz, items: list[str], media: list[str]) -> str:
    resources = [
        '<resource identifier="test" type="imsqti_test_xmlv3p0" href="assessment.xml">'
        '<file href="assessment.xml"/>'
        + "".join(f'<dependency identifierref="{name}"/>' for name in items)
        + "</resource>"
    ]
    pictures = "".join(f"<file href={xml_attribute(f'media/{quote(name)}')}/>" for name in media)
    if media:
        resources.append(f'<resource identifier="media" type="webcontent">{pictures}</resource>')
    for name in items:
        depends = '<dependency identifierref="media"/>' if media else ""
        resources.append(
            f'<resource identifier="{name}" type="imsqti_item_xmlv3p0" href="items/{name}.xml">'
            f'<file href="items/{name}.xml"/>{depends}</resource>'
        )
    return (
        f'{_HEAD}<manifest xmlns="{_PACKAGE}" identifier="package"><metadata><schema>QTI Package</schema>'
        f"<schemaversion>3.0.0</schemaversion></metadata><organizations/><resources>{''.join(resources)}</resources>"
        "</manifest>\n"
    )


def _test(quiz: Quiz, items: list[str]) -> str:
    refs = "".join(
        f'<qti-assessment-item-ref identifier="{name}" href="items/{name}.xml"/>' for name in items
    )
    return (
        f'{_HEAD}<qti-assessment-test xmlns="{NAMESPACE}" identifier="test" '
        f"title={xml_attribute(quiz.title)}>"
        '<qti-test-part identifier="part" navigation-mode="linear" submission-mode="individual">'
        '<qti-assessment-section identifier="section" title="" visible="true">'
        f"{refs}</qti-assessment-section></qti-test-part></qti-assessment-test>\n"
    )


def losses(quiz: Quiz) -> Report:
    """What the package does not carry. line: number of the question, 0 for the quiz."""
    report = find_losses(quiz, _CAN)
    for number, question in enumerate(quiz.questions, 1):
        if question.kind not in KINDS:
            continue
        title = question.title or plain(question.text)
        texts = [question.text, question.feedback, *(choice.text for choice in question.choices)]
        listed = [choice.text for gap in question.gaps for choice in gap.choices if not gap.several]
        if any(text.format == "markdown" for text in texts) or any(text.format != "plain" for text in listed):
            report.add(number, "warning", "loss_formatting", title)
        typed = [*question.texts, *(answer for gap in question.gaps for answer in gap.texts)]
        if any(not plain_texts([answer]) for answer in typed):
            report.add(number, "warning", "loss_wildcards", title)
        if not _weights_are_whole(question):
            report.add(number, "warning", "loss_weights", title)
        numbers = [*question.numbers, *(answer for gap in question.gaps for answer in gap.numbers)]
        others = [question.other_feedback, *(gap.other_feedback for gap in question.gaps)]
        others += [answer.feedback for answer in numbers] + [answer.feedback for answer in typed]
        if any(others):
            report.add(number, "warning", "loss_feedback", title)
        if any(gap.several for gap in question.gaps):
            report.add(number, "warning", "loss_gap_apart", title)
        elif len(question.gaps) == 1:
            report.add(number, "info", "loss_one_gap", title)
    report.finish()
    return report


def _weights_are_whole(question: Question) -> bool:
    """Whether the best answer gives all points, as every reader of QTI will take it to."""
    if not question.points and question.kind != "multiple":
        return False
    if question.kind == "gaps":
        return all(gap.weight > 0 and _are_whole(part_of(gap)[1]) for gap in question.gaps)
    return _are_whole(question)


def _are_whole(question: Question) -> bool:
    weights = [choice.weight for choice in question.choices]
    if question.kind == "multiple":
        return abs(sum(weight for weight in weights if weight > 0) - 1) < 1e-6
    weights += [answer.weight for answer in question.numbers] + list(plain_texts(question.texts).values())
    if any(answer.weight <= 0 for answer in question.numbers):
        return False
    return not weights or question.kind in ("poll", "ordering") or abs(max(weights) - 1) < 1e-6
