"""Corrected rows put back: rejected rows, mended by hand, replace their lines in the file they came from."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from crossmobility.errors import BadRequest, UnreadableFile
from crossmobility.i18n import message
from crossmobility.intake.csv_reader import read_csv
from crossmobility.intake.raw import LINE, LINES, RawTable, Unsplit, column_names
from crossmobility.intake.source import ReadOptions, Source
from crossmobility.intake.xlsx_reader import read_xlsx

# How spreadsheets save what they opened: as we wrote it, as Excel in French, as Excel in French of before.
SAVED_AS: Final = (
    ReadOptions(),
    ReadOptions(delimiter=";"),
    ReadOptions(delimiter=";", encoding="cp1252"),
    ReadOptions(delimiter="\t", encoding="utf-16"),
)
FORMULA_MARKS: Final = "=+-@\t\r"


def merged(source: Source, corrected: Path) -> tuple[str, int]:
    """Return the text of a file with its corrected rows put back, and how many.

    Parameters
    ----------
    source
        The file the rows were rejected from, and its description.
    corrected
        The rejected rows as ``check --out`` wrote them, corrected: each row carries the ``line`` it replaces. Rows may be
        missing; a row whose cells are all empty changes nothing.

    Returns
    -------
    tuple of str and int
        CSV in the form of the original (its delimiter; line numbers stay those of the original, but for records over
        several lines). A workbook becomes CSV with commas.

    Raises
    ------
    BadRequest
        When the corrected file does not belong to this file: other headings, a line that begins no row.
    """
    is_book = source.file.suffix.lower() == ".xlsx"
    raw = read_xlsx(source.file, source.read) if is_book else read_csv(source.file, source.read)
    rows = _corrected_rows(corrected, raw)
    known = {int(line): int(lines) for line, lines in zip(raw.rows[LINE], raw.rows[LINES], strict=True)}
    known |= {one.line: one.lines for one in raw.unsplit}
    for line in rows:
        if line not in known:
            raise BadRequest(
                message(
                    "{file}: line {line} begins no row of {original}.",
                    file=corrected.name,
                    line=str(line),
                    original=source.file.name,
                ),
                message("Keep the column “line” as it was, and merge into the file the rows came from."),
            )
    if is_book:
        return _book_as_csv(raw, rows), len(rows)
    return _lines_replaced(source, rows, known), len(rows)


def encoded(text: str, source: Source) -> bytes:
    """Return merged text in the encoding of the file it comes from, with a byte order mark only if that has one."""
    encoding = source.read.encoding
    if source.file.suffix.lower() == ".xlsx":
        encoding = "utf-8"
    elif encoding == "utf-8-sig":
        with source.file.open("rb") as stream:
            encoding = encoding if stream.read(len(BOM_UTF8)) == BOM_UTF8 else "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise BadRequest(
            message(
                "“{letter}” cannot be written in {encoding}, the encoding of {file}.",
                letter=text[error.start : error.end],
                encoding=encoding,
                file=source.file.name,
            ),
            message("Write the corrected cell with letters of that encoding, or save the original as UTF-8 first."),
        ) from error


def _corrected_rows(file: Path, raw: RawTable) -> dict[int, list[str]]:
    """Return the cells of each corrected row under the headings of the original, by its line."""
    found = _read(file, raw)
    rows: dict[int, list[str]] = {}
    for number, cells in enumerate(found.rows[[*raw.columns, LINE_AS_TEXT]].itertuples(index=False, name=None), start=1):
        *values, line = (str(cell) for cell in cells)
        if not any(value.strip() for value in values):
            continue
        if not line.strip().isdigit():
            raise BadRequest(
                message("{file}, row {row}: the column “line” holds no number.", file=file.name, row=str(number)),
                message("Keep the column “line” as it was: it says which line of the original the row replaces."),
            )
        if int(line) in rows:
            raise BadRequest(
                message("{file}: two rows replace line {line}.", file=file.name, line=line.strip()),
                message("Keep one row for each line of the original."),
            )
        rows[int(line)] = [_as_meant(value) for value in values]
    return rows


# Our own column “line” makes the reader call the received one like this: it keeps the plain name for itself.
LINE_AS_TEXT: Final = column_names([LINE])[0]


def _read(file: Path, raw: RawTable) -> RawTable:
    """Read the corrected file in whichever of the known forms gives it the original's headings."""
    if not file.is_file():
        raise UnreadableFile(message("{file} does not exist.", file=str(file)), message("Check the name and the folder."))
    if file.suffix.lower() == ".xlsx":
        candidates = [read_xlsx(file, ReadOptions())]
    else:
        candidates = []
        for options in SAVED_AS:
            try:
                candidates.append(read_csv(file, options))
            except UnreadableFile:
                continue
    for found in candidates:
        if {*raw.columns, LINE_AS_TEXT} <= {*found.columns}:
            if found.unsplit:
                raise _unsplit(file, found.unsplit[0])
            return found
    raise BadRequest(
        message("{file} does not have the headings of the original and a column “line”.", file=file.name),
        message("Correct the rejected.csv that “check --out” wrote for this file, and keep its headings."),
    )


def _unsplit(file: Path, one: Unsplit) -> BadRequest:
    return BadRequest(message("{file}, line {line}: {problem}", file=file.name, line=str(one.line), problem=one.message))


def _as_meant(value: str) -> str:
    """Return a cell without the apostrophe that kept a spreadsheet from running it."""
    return value[1:] if value[:1] == "'" and value[1:2] in FORMULA_MARKS and value[1:2] else value


def _lines_replaced(source: Source, rows: Mapping[int, list[str]], known: Mapping[int, int]) -> str:
    with source.file.open(encoding=source.read.encoding, newline="") as stream:
        lines = list(stream)
    out: list[str] = []
    number = 1
    while number <= len(lines):
        if number not in rows:
            out.append(lines[number - 1])
            number += 1
            continue
        last = number + known[number] - 1
        out.append(_record(rows[number], source.read.delimiter) + _ending(lines[last - 1]))
        number = last + 1
    return "".join(out)


def _record(cells: list[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue()


def _ending(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _book_as_csv(raw: RawTable, rows: Mapping[int, list[str]]) -> str:
    """Return a sheet as CSV with every row on the line of its number, so that a description still finds its headings."""
    by_line: dict[int, list[str]] = {raw.header: list(raw.headings)}
    for cells in raw.rows[[*raw.columns, LINE]].itertuples(index=False, name=None):
        by_line[int(cells[-1])] = [str(cell) for cell in cells[:-1]]
    for one in raw.unsplit:
        by_line[one.line] = one.text.split("\t")
    by_line |= rows
    lines = (_record(by_line[number], ",") if number in by_line else "" for number in range(1, raw.lines + 1))
    return "".join(f"{line}\r\n" for line in lines)
