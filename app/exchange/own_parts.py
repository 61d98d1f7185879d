"""A workbook's package as far as filling a column needs it: which sheet is where, what is locked."""

from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from app.errors import Refused, Trouble
from app.exchange.zip_safety import BROKEN_ZIP, SafeZip, open_zip


def names_of(data: bytes, file: str) -> list[str]:
    try:
        with open_zip(data) as archive:
            return archive.namelist()
    except BROKEN_ZIP as error:
        raise Trouble("archive_damaged", file=file, reason=type(error).__name__) from error


def parts_of(data: bytes, file: str) -> dict[str, str]:
    """The part of each sheet that is shown, by its name."""
    links = {
        one.get("Id", ""): one.get("Target", "")
        for one in _read_xml(data, "xl/_rels/workbook.xml.rels", file)
    }
    parts = {}
    for one in _read_xml(data, "xl/workbook.xml", file).iter():
        relation = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        if one.tag.endswith("}sheet") and relation in links and one.get("state", "visible") == "visible":
            target = links[relation]
            parts[one.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def unlocked_styles(data: bytes, file: str) -> frozenset[str]:
    """Numbers of the looks whose cells stay free where a sheet is protected."""
    found: set[str] = set()
    for group in _read_xml(data, "xl/styles.xml", file):
        if group.tag.endswith("}cellXfs"):
            for number, look in enumerate(group):
                rules = [one for one in look if one.tag.endswith("}protection")]
                if any(one.get("locked") in ("0", "false") for one in rules):
                    found.add(str(number))
    return frozenset(found)


def _read_xml(data: bytes, part: str, file: str) -> Element:
    content = SafeZip(data, file).read(part)
    try:
        return fromstring(content or b"<none/>", forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refused("workbook_odd", file=file) from error
