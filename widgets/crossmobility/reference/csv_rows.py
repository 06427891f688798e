"""Reference tables from their CSV files; what is wrong with one is said with its file and line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from crossmobility.errors import BadReference
from crossmobility.i18n import Message, message

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


class BadCell(ValueError):
    """A cell that does not make sense; whoever knows the file and the line says where."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem)
        self.problem = problem


def keyed(file: Path, row: type[Row], check: Callable[[Row], None] | None = None) -> Mapping[str, Row]:
    """Return the rows of a table by their first column, in the order of the file, read-only.

    ``check`` raises :class:`BadCell` for a row that makes no sense beside the other tables.
    """
    key = fields(row)[0].name
    return MappingProxyType({cells[0]: entry for cells, entry in _rows(file, row, (key,), check)})


def in_lists(file: Path, row: type[Row], key: tuple[str, str]) -> Mapping[str, Mapping[str, Row]]:
    """Return the rows of a table by their two keys, in the order of the file, read-only."""
    found: dict[str, dict[str, Row]] = {}
    for (outer, inner), entry in _rows(file, row, key, None):
        found.setdefault(outer, {})[inner] = entry
    return MappingProxyType({name: MappingProxyType(entries) for name, entries in found.items()})


def listed(file: Path, row: type[Row], key: tuple[str, ...], check: Callable[[Row], None] | None = None) -> tuple[Row, ...]:
    """Return the rows of a table in the order of the file; ``key`` names the columns that together name one.

    Only the first of them must be filled in: an edition without a date is one all the same.
    """
    return tuple(entry for _, entry in _rows(file, row, key, check, filled=1))


def _rows(
    file: Path,
    row: type[Row],
    key: tuple[str, ...],
    check: Callable[[Row], None] | None,
    filled: int | None = None,
) -> Iterator[tuple[tuple[str, ...], Row]]:
    used: set[tuple[str, ...]] = set()
    needed = [field.name for field in fields(row) if field.default is MISSING]
    for line, cells in _lines(file, needed):
        name = tuple(cells[column] for column in key)
        if not all(name[:filled]) or name in used:
            raise broken(file, line, message("the key “{key}” is empty or already used", key=", ".join(name)))
        used.add(name)
        try:
            entry = row(**values_of(row, cells))
            if check:
                check(entry)
        except BadCell as wrong:
            raise broken(file, line, wrong.problem) from None
        yield name, entry


def _lines(file: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells as text: ``NA`` is Namibia, not a missing value."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            absent = [column for column in columns if column not in header]
            if absent:
                raise broken(file, 1, message("missing columns: {columns}", columns=", ".join(absent)))
            for cells in reader:
                if len(cells) != len(header):
                    problem = message("{found} cells instead of {expected}", found=len(cells), expected=len(header))
                    raise broken(file, reader.line_num, problem)
                yield reader.line_num, dict(zip(header, cells, strict=True))
    except FileNotFoundError:
        raise missing(file) from None
    except UnicodeDecodeError:
        raise broken(file, 1, message("not written in UTF-8")) from None


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in cell.split(";") if entry.strip())


# How a cell becomes a value, by the type its field declares.
READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "str": str,
    "bool": {"true": True, "false": False}.__getitem__,
    "float": float,
    "int": int,
    "int | None": lambda cell: int(cell) if cell else None,
    "date": date.fromisoformat,
    "date | None": lambda cell: date.fromisoformat(cell) if cell else None,
    "tuple[str, ...]": _listed,
}


def values_of(row: type[DataclassInstance], cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of one row by the type each field declares; :class:`BadCell` for a cell that is none.

    A column that the table does not have is left to the default of its field.
    """
    values = {}
    for field in fields(row):
        if field.name not in cells and field.default is not MISSING:
            continue
        try:
            values[field.name] = READERS[str(field.type)](cells[field.name])
        except (KeyError, ValueError):
            problem = message("“{value}” is no value for {column}", value=cells[field.name], column=field.name)
            raise BadCell(problem) from None
    return values


def missing(file: Path) -> BadReference:
    """Return the refusal of a table that is not there."""
    return BadReference(
        message("The reference table {file} is missing from {folder}.", file=file.name, folder=str(file.parent)),
        message("Restore it from the repository."),
    )


def broken(file: Path, line: int, problem: Message) -> BadReference:
    """Return the refusal of a table that is wrong in one line."""
    return BadReference(
        message("{file}, line {line}: {problem}.", file=file.name, line=str(line), problem=problem),
        message("Correct the line, or restore the file from the repository."),
    )
