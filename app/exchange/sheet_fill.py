"""Numbers into one column of a workbook that somebody else made: every other cell, every other part of the
file stays as it is, looks, formulas, drawings and rules of input among them. Nothing is written anew that was
there; the sheet's XML is cut at a few places.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from app.errors import Refused
from app.exchange.sheet_xml import Sheet, SheetRow, letters_of, name_of, read_sheet
from app.exchange.zip_safety import open_zip

_SPANS: Final = re.compile(rb"(\sspans\s*=\s*[\"'])(\d+):(\d+)([\"'])")


def fill_column(
    data: bytes,
    file: str,
    part: str,
    column: int,
    values: Mapping[int, Decimal],
    head: tuple[int, str] | None = None,
    unlocked: frozenset[str] = frozenset(),
) -> bytes:
    """The workbook with `values` (by row, from 1) in `column` (from 0) of the sheet whose part is `part`.

    head: row and words of a heading, written only where its cell is empty. unlocked: looks whose cells may
    be changed though the sheet is protected. Raises `Refused` with `workbook_odd`, `column_formulas`,
    `column_merged`, `column_protected`.
    """
    with open_zip(data) as archive:
        content = archive.read(part)
        sheet = read_sheet(content, file)
        _check(sheet, column, values, file, unlocked)
        cells = {row: _number(sheet, row, column, value) for row, value in values.items()}
        if head is not None and _takes_head(sheet, head[0], column):
            cells[head[0]] = _text(sheet, head[0], column, head[1])
        return _pack(archive, part, _write(content, sheet, column, cells))


def _check(
    sheet: Sheet, column: int, rows: Mapping[int, Decimal], file: str, unlocked: frozenset[str]
) -> None:
    named = letters_of(column)
    for row in rows:
        known = sheet.rows.get(row)
        if known is None or known.closed:
            raise Refused("workbook_odd", file=file)
        cell = known.cells.get(column)
        if cell is not None and cell.formula:
            raise Refused("column_formulas", column=named)
        if _is_covered(sheet, row, column):
            raise Refused("column_merged", column=named)
        if sheet.protected and sheet.style_of(row, column) not in unlocked:
            raise Refused("column_protected", column=named)


def _is_covered(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a merged cell shows another one's content here, or spreads over rows or columns."""
    return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in sheet.merged)


def _takes_head(sheet: Sheet, row: int, column: int) -> bool:
    known = sheet.rows.get(row)
    if known is None or known.closed or sheet.protected or _is_covered(sheet, row, column):
        return False
    cell = known.cells.get(column)
    return cell is None or not (cell.filled or cell.formula)


def _open(sheet: Sheet, row: int, column: int, kind: bytes = b"") -> bytes:
    style = sheet.style_of(row, column)
    look = f' s="{style}"'.encode() if style else b""
    return b'<%bc r="%b"%b%b>' % (sheet.prefix, name_of(column, row).encode(), look, kind)


def _number(sheet: Sheet, row: int, column: int, value: Decimal) -> bytes:
    p = sheet.prefix
    return _open(sheet, row, column) + b"<%bv>%b</%bv></%bc>" % (p, f"{value:f}".encode(), p, p)


def _text(sheet: Sheet, row: int, column: int, words: str) -> bytes:
    p, plain = sheet.prefix, re.sub(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]", " ", words)
    text = escape(plain).encode("utf-8")
    inside = b'<%bis><%bt xml:space="preserve">%b</%bt></%bis></%bc>' % (p, p, text, p, p, p)
    return _open(sheet, row, column, b' t="inlineStr"') + inside


def _write(content: bytes, sheet: Sheet, column: int, cells: Mapping[int, bytes]) -> bytes:
    """Cut from the end, so that places before it stay right."""
    cuts: list[tuple[int, int, bytes]] = []
    for row, written in cells.items():
        known = sheet.rows[row]
        cell = known.cells.get(column)
        if cell is not None:
            cuts.append((cell.start, cell.end, written))
        else:
            after = [other.start for place, other in known.cells.items() if place > column]
            at = min(after, default=known.end)
            cuts.append((at, at, written))
            cuts += _widened(content, known, column)
    if sheet.formulas and not sheet.recalculated:
        # What formulas gave before is stored beside them; the program that opens the file counts anew.
        count = b'<%bsheetCalcPr fullCalcOnLoad="1"/>' % sheet.prefix
        cuts.append((sheet.after, sheet.after, count))
    for start, end, written in sorted(cuts, reverse=True):
        content = content[:start] + written + content[end:]
    return content


def _widened(content: bytes, row: SheetRow, column: int) -> list[tuple[int, int, bytes]]:
    """The row says from where to where its cells go; a new one may lie outside."""
    match = _SPANS.search(content, row.opened, row.inside)
    if match is None or int(match[2]) <= column + 1 <= int(match[3]):
        return []
    first, last = min(int(match[2]), column + 1), max(int(match[3]), column + 1)
    return [(match.start(), match.end(), b"%b%d:%d%b" % (match[1], first, last, match[4]))]


def _pack(archive: zipfile.ZipFile, part: str, content: bytes) -> bytes:
    """Every member as it was, in its order and with its date, but one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.comment = archive.comment
        for info in archive.infolist():
            target.writestr(info, content if info.filename == part else archive.read(info))
    return out.getvalue()
