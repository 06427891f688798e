"""Sheets of a workbook: cells that no spreadsheet runs, looks that are made once, pages that print, bytes that repeat."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from itertools import zip_longest
from math import ceil
from typing import TYPE_CHECKING, Any, Final
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from crossmobility.csv_text import safe_cell

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

INK, GREY, LINE, PALE, BAND = "1B2733", "5B6B7A", "D9E0E6", "EEF3F7", "DCE6F0"
# Arial is where Excel is, and Liberation Sans, where LibreOffice is, has its widths: text breaks alike in both.
FONT: Final = "Arial"
SIZE: Final = 10
# A workbook holds no control characters but tab and line feed (ECMA-376 asks for XML 1.0), nor longer texts.
NOT_IN_A_WORKBOOK: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT, LONGEST_FOOTER = 32_767, 80
LONGEST_NAME: Final = 31
FOOTER_SIZE: Final = 8
A4: Final = 9
# Of a screen with 96 dots an inch, on which Excel measures columns: dots of a digit, of a cell's edges, of a point.
DIGIT, EDGE, PIXELS_A_POINT = 7, 6, 96 / 72
# After the metrics of Helvetica, which are Arial's; screens round letters to dots, so a line is taken to hold a bit less.
LETTERS: Final = (
    ("ijl’'|", 0.22),
    ("ftI.,:;!/ \u00a0\u202f[]", 0.28),
    ("r-()“”", 0.34),
    ("cksvxyzJ", 0.5),
    ("TFZ–", 0.6),
    ("ABEKPSVXY", 0.67),
    ("GOQ", 0.78),
    ("mM", 0.84),
    ("wCDHNRU", 0.73),
    ("%", 0.89),
    ("W@—→", 1.0),
)
OTHER_LETTER, OTHER_CAPITAL, SPACE = 0.556, 0.73, 0.28
BOLD, ROUNDED = 1.07, 0.96
ROW_HEIGHT, LINE_HEIGHT, PADDING, HIGHEST_ROW = 15.0, 1.24, 2.5, 409.0
# Excel's clock begins in 1980 for what is inside an archive.
TIME_IN_ARCHIVE: Final = (1980, 1, 1, 0, 0, 0)
CORE_PROPERTIES: Final = "docProps/core.xml"


@dataclass(frozen=True)
class Look:
    """How a cell looks. Colours are RRGGBB; an empty ``fill`` is none; ``line`` draws a hairline below."""

    number_format: str = "General"
    bold: bool = False
    italic: bool = False
    size: float = SIZE
    colour: str = INK
    fill: str = ""
    horizontal: str = "general"
    wrap: bool = False
    indent: int = 0
    line: bool = True


class Pen:
    """Writes the cells of one sheet.

    openpyxl compares every font and fill with all others for every cell it is given: a minute for 10,000 rows. A look is
    therefore handed over once, and later cells take the number it got.
    """

    def __init__(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.widths = widths
        self._looks: dict[Look, Any] = {}

    def write(self, row: int, column: int, value: str | float | date | None, look: Look) -> None:
        """Write one cell: text that no spreadsheet runs, a number, a day, or nothing but its look."""
        cell = self.sheet.cell(row, column)
        if isinstance(value, str):
            cell.value = plain(value)
            cell.data_type = "s"  # openpyxl would make an error of "#N/A"
            self._make_room(row, column, cell.value, look)
        elif value is not None:
            cell.value = value
        if look not in self._looks:
            self._looks[look] = _style(self.sheet, look)
        cell._style = self._looks[look]

    def row(self, row: int, values: Sequence[str | float | date | None], look: Look) -> None:
        """Write a row from the first column on, in one look to the last column of the sheet."""
        for column, value in zip_longest(range(1, len(self.widths) + 1), values):
            self.write(row, column, value, look)

    def _make_room(self, row: int, column: int, text: str, look: Look) -> None:
        # Excel fits rows to wrapped text when it opens a file, LibreOffice does not.
        count = lines(text, self.widths[column - 1], look) if look.wrap else 1
        needed = count * look.size * LINE_HEIGHT + PADDING
        dimension = self.sheet.row_dimensions[row]
        if needed > (dimension.height or ROW_HEIGHT):
            dimension.height = min(round(needed, 1), HIGHEST_ROW)


@lru_cache(maxsize=4096)  # tables say the same thing over and over
def lines(text: str, width: float, look: Look) -> int:
    r"""Return how many lines a text takes in a column of ``width`` digits; rather one too many than one too few.

    Examples
    --------
    >>> lines("Sur la bonne voie", 30, Look()), lines("Sur la bonne voie", 12, Look()), lines("a\nb", 30, Look())
    (1, 2, 2)
    """
    room = ROUNDED * (width * DIGIT - EDGE) / (look.size * PIXELS_A_POINT) - look.indent
    wider = BOLD if look.bold else 1.0
    found = 0
    for paragraph in text.split("\n"):
        at = room + 1
        for word in paragraph.split(" "):
            long = sum(letter_width(letter) for letter in word) * wider
            if at + SPACE + long <= room:
                at += SPACE + long
            else:
                # A word longer than the column is broken in it.
                found += max(1, ceil(long / room))
                at = long % room if long > room else long
    return found


@cache
def letter_width(letter: str) -> float:
    """Return how wide a letter of Arial is, in heights of the type; accents do not widen it."""
    base = normalize("NFD", letter)[:1]
    return next((width for letters, width in LETTERS if base in letters), OTHER_CAPITAL if base.isupper() else OTHER_LETTER)


def plain(text: str) -> str:
    r"""Return a text as a cell holds it: without control characters, not like a formula (``csv_text``), not too long.

    Examples
    --------
    >>> plain("=HYPERLINK(1)"), plain("a\x07b"), plain("Ségou")
    ("'=HYPERLINK(1)", 'ab', 'Ségou')
    """
    # Before control characters go: a formula behind one of them is still a formula.
    marked = safe_cell(NOT_IN_A_WORKBOOK.sub("", str(safe_cell(text))))
    return str(marked)[:LONGEST_TEXT]


def new_book() -> Workbook:
    """Return a workbook without a sheet, in our font: the width of its digits is the unit of every column."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.worksheets[0])
    book._named_styles["Normal"].font = Font(name=FONT, size=SIZE)
    return book


def new_sheet(book: Workbook, name: str, widths: Sequence[float]) -> Pen:
    """Add a sheet with columns of these widths (in letters) and hand over the pen for it."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name[:LONGEST_NAME])
    sheet.sheet_view.showGridLines = False
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    return Pen(sheet, widths)


def set_up_print(sheet: Worksheet, *, left: str, centre: str, page: str, heading: int = 0) -> None:
    """Print a sheet on A4 across, one page wide.

    Parameters
    ----------
    left, centre
        What the footer says on the left and in the middle.
    page
        The footer on the right, with ``{number}`` and ``{count}`` for the number of the page and of all pages.
    heading
        The row repeated on every page; 0: none.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.4
    margins.bottom, margins.footer = 0.6, 0.3
    # In a footer & begins a code.
    footer = sheet.oddFooter
    footer.left.text, footer.center.text = _in_footer(left), _in_footer(centre)
    footer.right.text = page.format(number="&P", count="&N")
    for part in (footer.left, footer.center, footer.right):
        part.size = FOOTER_SIZE
    if heading:
        sheet.print_title_rows = f"{heading}:{heading}"


def workbook_bytes(book: Workbook, *, title: str, made_on: date) -> bytes:
    """Return a workbook as a file: the same bytes for the same sheets.

    openpyxl writes the hour into the properties and into every part of the archive; here it is the day the figures stand
    at, and 1980.
    """
    made_at = datetime.combine(made_on, time())
    book.properties.title = plain(title)
    book.properties.creator = "Cross-mobility Workbook"
    book.properties.created = made_at
    written, repeated = io.BytesIO(), io.BytesIO()
    book.save(written)
    book.properties.modified = made_at
    with ZipFile(written) as parts, ZipFile(repeated, "w") as archive:
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = _core(book) if name == CORE_PROPERTIES else parts.read(name)
            entry = ZipInfo(name, TIME_IN_ARCHIVE)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            archive.writestr(entry, content)
    return repeated.getvalue()


def _in_footer(text: str) -> str:
    # There & begins a code.
    return plain(text)[:LONGEST_FOOTER].replace("&", "&&")


def _core(book: Workbook) -> bytes:
    from openpyxl.xml.functions import tostring

    return bytes(tostring(book.properties.to_tree()))


def _style(sheet: Worksheet, look: Look) -> Any:
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = Cell(sheet)
    cell.number_format = look.number_format
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.colour)
    # Excel indents only what is said to stand on the left or the right.
    side = "left" if look.indent and look.horizontal == "general" else look.horizontal
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=look.wrap, indent=look.indent)
    if look.fill:
        cell.fill = PatternFill("solid", start_color=look.fill)
    if look.line:
        cell.border = Border(bottom=Side("thin", color=LINE))
    return cell._style
