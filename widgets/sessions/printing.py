"""The report of a session on paper and as PDF. Works in a worker's thread too: no widget is touched."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)
from PySide6.QtPrintSupport import QPrinter

from app.errors import Trouble
from app.i18n import text_direction
from app.live.state import SessionState
from app.reports import session_html
from app.reports.options import Options

MARGIN = 16.0
"""Millimetres on each side."""
FOOT = 8.0
"""Millimetres for the number of the page."""
TYPE = 10
"""Points."""


def make_document(state: SessionState, options: Options) -> QTextDocument:
    """The report, ready to be printed on pages of any size."""
    return document_of(session_html.render(state, options), state.title, options.language)


def document_of(html: str, title: str, language: str) -> QTextDocument:
    """A report in HTML, ready to be printed on pages of any size."""
    document = QTextDocument()
    document.setDefaultFont(QFont(QFont().family(), TYPE))
    option = QTextOption()
    rtl = text_direction(language) == "rtl"
    directions = Qt.LayoutDirection
    option.setTextDirection(directions.RightToLeft if rtl else directions.LeftToRight)
    document.setDefaultTextOption(option)
    document.setMetaInformation(QTextDocument.MetaInformation.DocumentTitle, title)
    document.setBaseUrl(QUrl())
    document.setHtml(html)
    return document


def write_pdf(state: SessionState, options: Options, path: Path) -> None:
    """Raises `Trouble('file_not_written')`."""
    write_document(make_document(state, options), path)


def write_document(document: QTextDocument, path: Path, *, landscape: bool = False) -> None:
    """As a PDF on A4. Raises `Trouble('file_not_written')`."""
    try:
        path.touch()  # Qt says only that it failed, the system says why
    except OSError as error:
        raise Trouble("file_not_written", file=str(path), reason=error.strerror or "") from error
    writer = QPdfWriter(str(path))
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    writer.setCreator("Préau")
    writer.setResolution(300)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if landscape:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    print_document(document, writer)


def print_document(document: QTextDocument, device: QPdfWriter | QPrinter) -> None:
    """Page by page, numbered where there are several. (`QTextDocument.print_` would leave margins of its own
    inside those of the page.)"""
    pages = device.pageLayout().paintRectPixels(device.resolution())
    foot = round(FOOT / 25.4 * device.resolution())
    text = QSizeF(pages.width(), pages.height() - foot)
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setPageSize(text)
    painter = QPainter(device)
    painter.setFont(QFont(document.defaultFont().family(), TYPE - 1))
    for number in range(document.pageCount()):
        if number:
            device.newPage()
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
        context.clip = QRectF(QPointF(0, number * text.height()), text)
        painter.save()
        painter.translate(0, -number * text.height())
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        if document.pageCount() > 1:
            line = QRectF(0, text.height(), text.width(), foot)
            place = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(line, place, f"{number + 1} / {document.pageCount()}")
    painter.end()


def print_session(state: SessionState, options: Options, printer: QPrinter) -> None:
    print_document(make_document(state, options), printer)
