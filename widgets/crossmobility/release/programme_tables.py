"""The programmes a dataset adds: text in a release, typed again for pages, after those of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Final, TypeVar

import pandas as pd

from crossmobility import reference
from crossmobility.reference import Programme, ProgrammeCountry, ProgrammeEdition
from crossmobility.reference.csv_rows import values_of

Entry = TypeVar("Entry", Programme, ProgrammeCountry, ProgrammeEdition)
PROGRAMME_TABLES: Final = {
    "programmes": ("dataset", *(field.name for field in fields(Programme))),
    "programme_countries": ("dataset", *(field.name for field in fields(ProgrammeCountry))),
    "programme_editions": ("dataset", *(field.name for field in fields(ProgrammeEdition))),
}
"""What a dataset may add to the reference tables of programmes, and the columns of a release."""


def programme_rows(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what a dataset adds to one of ``PROGRAMME_TABLES``, as text: days as ISO text, empty where nothing is stated."""
    return pd.DataFrame({column: _text(rows, column) for column in PROGRAMME_TABLES[name]}).reset_index(drop=True)


def programmes_in(rows: pd.DataFrame) -> Mapping[str, Programme]:
    """Return every programme by its code: those of the workbook, then those of ``rows`` (one dataset), read-only."""
    return MappingProxyType({**reference.programmes(), **{one.programme_id: one for one in _entries(rows, Programme)}})


def programme_countries_in(rows: pd.DataFrame) -> tuple[ProgrammeCountry, ...]:
    """Return the countries of programmes: those of the workbook, then those of ``rows`` (one dataset)."""
    return (*reference.programme_countries(), *_entries(rows, ProgrammeCountry))


def programme_editions_in(rows: pd.DataFrame) -> tuple[ProgrammeEdition, ...]:
    """Return the editions of programmes: those of the workbook, then those of ``rows`` (one dataset)."""
    return (*reference.programme_editions(), *_entries(rows, ProgrammeEdition))


def names_in(rows: pd.DataFrame) -> tuple[tuple[str, str, str], ...]:
    """Return code, name in French and name in English of the programmes that ``rows`` (one dataset) add."""
    return tuple((one.programme_id, one.name_fr, one.name_en) for one in _entries(rows, Programme))


def _entries(rows: pd.DataFrame, kind: type[Entry]) -> tuple[Entry, ...]:
    names = [field.name for field in fields(kind)]
    cells = rows[names].itertuples(index=False, name=None) if len(rows) else ()
    return tuple(kind(**values_of(kind, dict(zip(names, map(str, one), strict=True)))) for one in cells)


def _text(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    values = rows[column] if column in rows else pd.Series("", index=rows.index)
    return values.map(_written).astype("str")


def _written(cell: object) -> str:
    """Write what a file would hold: whole numbers without a point, a day without its hour, nothing where nothing is stated."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}"
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)
