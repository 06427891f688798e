"""A first look at a file nobody described: which table it is, and how its text is written down.

The reader itself guesses nothing. What is found here is a proposal: the desk shows it in words, and writes it into the
file's description when the officer uses the file.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crossmobility.errors import UnreadableFile
from crossmobility.i18n import message
from crossmobility.intake.source import ReadOptions, Source
from crossmobility.intake.sources import FLOW_COUNTS, NOT_TABLES
from crossmobility.intake.tables import Table, table, table_names
from crossmobility.intake.xlsx_reader import read_xlsx, refuse_other_workbooks

LOOKED_AT: Final = 200_000
ROWS_LOOKED_AT: Final = 500
BLOCK: Final = 1 << 20
DELIMITERS: Final = (";", ",", "\t", "|")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLASHED: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2\d{4}")
_COMMA: Final = re.compile(r"[-+]?\d+,\d+")
_POINT: Final = re.compile(r"[-+]?\d+\.\d+")


@dataclass(frozen=True)
class FirstLook:
    """What a file seems to be.

    Attributes
    ----------
    table
        The table its name says it is, else the one that knows most of its headings.
    recognised, unknown
        Headings with the column of ours each means; headings that mean none.
    missing
        Columns of ours that a row needs, or is poor without (the period), and no heading means.
    """

    table: str
    read: ReadOptions
    recognised: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def source(self, file: Path, meanings: Mapping[str, str] = MappingProxyType({})) -> Source:
        """Return the file as a source that is read this way.

        ``meanings`` says what columns of ours are that no heading means: ``":Pays"`` a heading, ``"=FRA"`` the same on
        every row.
        """
        if not meanings:
            return Source(table=self.table, file=file, read=self.read)
        columns = {ours: heading for heading, ours in reversed(self.recognised)}
        columns |= {ours: said[1:] for ours, said in meanings.items() if said.startswith(":")}
        constants = {ours: said[1:] for ours, said in meanings.items() if said.startswith("=")}
        return Source(
            table=self.table,
            file=file,
            read=self.read,
            columns=MappingProxyType({ours: heading for ours, heading in columns.items() if ours not in constants}),
            constants=MappingProxyType(constants),
        )


def first_look(file: Path, table_name: str = "") -> FirstLook:
    """Look at the headings and the first rows of a file.

    Parameters
    ----------
    file
        A CSV or XLSX file.
    table_name
        The table the file is, when somebody said so.

    Raises
    ------
    UnreadableFile
        The file is missing, empty, or a workbook that is not read.
    """
    refuse_other_workbooks(file)
    if not file.is_file():
        raise UnreadableFile(message("{file} does not exist.", file=file.name), message("Check the name and the folder."))
    if file.suffix.lower() == ".xlsx":
        headings, read = read_xlsx(file, ReadOptions()).headings, ReadOptions()
    else:
        headings, read = _csv_look(file)
    of_table = table(table_name or _table_by_name(file.stem) or _table_by_headings(headings))
    pairs = [(" ".join(heading.split()), of_table.field_of_heading(heading)) for heading in headings if heading.strip()]
    found = {field.name for _, field in pairs if field}
    return FirstLook(
        table=of_table.name,
        read=read,
        recognised=tuple((heading, field.name) for heading, field in pairs if field),
        unknown=tuple(heading for heading, field in pairs if not field),
        missing=_missing(of_table, found),
    )


def _missing(of_table: Table, found: Collection[str]) -> tuple[str, ...]:
    wanted = [one.name for one in of_table.fields if (one.required and not one.default) or one.name == "period"]
    if of_table.name == FLOW_COUNTS and "volunteer_months" not in found:
        wanted.append("placements")
    return tuple(name for name in dict.fromkeys(wanted) if name not in found)


def dataset_tables() -> tuple[str, ...]:
    """Return the tables an officer's file can be: those of a dataset, not the reference tables."""
    return tuple(name for name in table_names() if name not in {*NOT_TABLES.split(), "code_lists"})


def _table_by_name(stem: str) -> str:
    named = [name for name in dataset_tables() if stem == name or stem.startswith((f"{name}_", f"{name}-", f"{name}."))]
    return max(named, key=len, default="")


def _table_by_headings(headings: Sequence[str]) -> str:
    """Return the table that knows most of the headings; among equals the one that misses least."""

    def fit(name: str) -> tuple[int, int, bool]:
        of_table: Table = table(name)
        known = {field.name for heading in headings if heading.strip() and (field := of_table.field_of_heading(heading))}
        needed = [field.name for field in of_table.fields if field.required and not field.default]
        return len(known), -len([name for name in needed if name not in known]), name == FLOW_COUNTS

    best = max(dataset_tables(), key=fit)
    return best if fit(best)[0] else FLOW_COUNTS


def _csv_look(file: Path) -> tuple[tuple[str, ...], ReadOptions]:
    encoding = _encoding(file)
    with file.open(encoding=encoding, errors="replace", newline="") as stream:
        beginning = stream.read(LOOKED_AT)
    delimiter = _delimiter(beginning)
    rows = []
    try:
        for cells in csv.reader(io.StringIO(beginning), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                rows.append(cells)
            if len(rows) > ROWS_LOOKED_AT:
                break
    except csv.Error:
        pass  # the reader names the line; what was read until then is enough to look at
    texts = [cell.strip() for cells in rows[1:] for cell in cells]
    comma = any(map(_COMMA.fullmatch, texts)) and not any(map(_POINT.fullmatch, texts))
    read = ReadOptions(
        encoding=encoding,
        delimiter=delimiter,
        decimal="," if comma and delimiter != "," else ".",
        date_format=_date_format(texts),
    )
    return tuple(rows[0]) if rows else (), read


def _encoding(file: Path) -> str:
    """Return the encoding of the whole file: an accent may stand on its last line."""
    plain = ReadOptions().encoding
    decoder = codecs.getincrementaldecoder(plain)()
    with file.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        try:
            while block := stream.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return plain


def _delimiter(beginning: str) -> str:
    """Return the mark that cuts the headings into most cells; a comma when none does."""
    first = next((line for line in beginning.splitlines() if line.strip(f" {''.join(DELIMITERS)}")), "")
    counts = {mark: len(next(csv.reader([first], delimiter=mark), [])) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: counts[mark])
    return best if counts[best] > 1 else ReadOptions().delimiter


def _date_format(texts: Sequence[str]) -> str:
    """Return how most dates are written: year first, or day first; month first only where no day-first reading exists."""
    found = [match for text in texts if (match := _SLASHED.fullmatch(text))]
    if len(found) <= sum(bool(_ISO.fullmatch(text)) for text in texts):
        return ReadOptions().date_format
    mark = found[0][2]
    days_second = any(int(match[3]) > 12 for match in found) and all(int(match[1]) <= 12 for match in found)
    return f"%m{mark}%d{mark}%Y" if days_second else f"%d{mark}%m{mark}%Y"
