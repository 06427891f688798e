"""Columns of a file to columns of ours: which heading is which, what stands in it, what is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.errors import BadSource, UnreadableFile
from crossmobility.i18n import Message, message
from crossmobility.intake.cell import Cell
from crossmobility.intake.cells import read_cells
from crossmobility.intake.ledger import Ledger, by_value
from crossmobility.intake.raw import RawTable
from crossmobility.intake.source import Source
from crossmobility.intake.tables import Field, Table, did_you_mean
from crossmobility.intake.vocabulary import Vocabulary

TEXT: Final = pd.StringDtype(na_value=float("nan"))
HEADINGS_SHOWN: Final = 20


@dataclass(frozen=True)
class Values:
    """One column of ours: a value per row, and which rows said something themselves."""

    values: pd.Series
    given: bool


def columns_of(source: Source, raw: RawTable, table: Table) -> dict[str, str]:
    """Return which column of ``raw`` holds which of ours; :class:`UnreadableFile` when a needed one is missing."""
    if source.columns is None:
        found = _by_heading(source, raw, table)
    else:
        found = {ours: _column_of(source, raw, ours, theirs) for ours, theirs in source.columns.items()}
    for field in table.fields:
        if field.required and field.name not in found and field.name not in source.constants and not field.default:
            raise _missing(source, raw, field.name, field)
    return found


def raw_column(source: Source, raw: RawTable, columns: Mapping[str, str], name: str) -> str:
    """Return the column of ``raw`` a description means by ``name``: a heading of the file, else one of our columns."""
    column = raw.column_called(name) or columns.get(name)
    if column is None:
        place = source.toml.name if source.toml else source.file.name
        raise BadSource(
            message(
                "{file}: “{column}” is neither a heading of the file nor one of our columns that it fills.",
                file=place,
                column=name,
            ),
            did_you_mean(name, [*raw.headings, *columns]),
        )
    return column


def read_column(
    field: Field, text: pd.Series, source: Source, ledger: Ledger, vocabulary: Vocabulary, *, strict: bool
) -> Values:
    """Read one column of text, each distinct text once, and enter what is wrong with it in the ledger."""
    codes, distinct = pd.factorize(text)
    raw_texts = [str(one) for one in distinct]
    mapped = {key.strip(): value for key, value in source.values.get(field.name, {}).items()}
    texts = [mapped.get(one.strip(), one).strip() for one in raw_texts]
    cells = read_cells(field, list(dict.fromkeys(texts)), source.read, vocabulary, strict=strict)
    by_text = dict(zip(dict.fromkeys(texts), cells, strict=True))
    per_code = [by_text[one] for one in texts]
    _enter(field, codes, per_code, raw_texts, ledger)
    said = {one.strip() for one in raw_texts} if mapped else set()
    for key in mapped:
        if key.strip() not in said:
            ledger.say_of_file(
                "warning",
                "S-VALUES",
                message(
                    "[values.{column}] translates “{value}”, which the file never says. Correct or remove it.",
                    column=field.name,
                    value=key,
                ),
                column=field.name,
            )
    return Values(_taken(field, per_code, codes), given=True)


def filled_column(field: Field, source: Source, rows: int, vocabulary: Vocabulary) -> Values:
    """Return a column the file does not have: the description's constant, or the table's default."""
    given = field.name in source.constants
    text = source.constants.get(field.name, field.default)
    cell = read_cells(field, [text.strip()], source.read, vocabulary)[0] if text or given else Cell("")
    if cell.rule and cell.message:
        raise BadSource(
            message(
                "{file}, [constants] {column}: {problem}",
                file=source.toml.name if source.toml else "",
                column=field.name,
                problem=cell.message,
            )
        )
    return Values(_taken(field, [cell], np.zeros(rows, dtype=np.intp)), given=given)


def empty_column(field: Field) -> pd.Series:
    """Return a column of ours without a row, of the type its values have."""
    return _taken(field, [], np.empty(0, dtype=np.intp))


def _enter(field: Field, codes: npt.NDArray[np.intp], cells: list[Cell], texts: list[str], ledger: Ledger) -> None:
    speaking = np.array([bool(cell.rule) for cell in cells], dtype=bool)
    if not speaking.any():
        return
    rows = np.flatnonzero(speaking[codes])
    for group in by_value(rows, codes[rows]):
        cell = cells[codes[group[0]]]
        if cell.message:
            ledger.say(cell.severity, cell.rule, group, cell.message, column=field.name, value=texts[codes[group[0]]])


def _taken(field: Field, cells: list[Cell], codes: npt.NDArray[np.intp]) -> pd.Series:
    """Return the value of each row; what could not be read, or is unknown, is empty in the way of its type."""
    if field.type in ("number", "integer"):
        numbers = [float(cell.value) if isinstance(cell.value, float) else np.nan for cell in cells]
        return pd.Series(np.array([*numbers, np.nan])[codes])
    if field.type == "boolean":
        known = np.array([*(isinstance(cell.value, bool) for cell in cells), False])
        true = np.array([*(cell.value is True for cell in cells), False])
        return pd.Series(pd.arrays.BooleanArray(true[codes], ~known[codes]))
    if field.type == "date":
        days = np.array([*(str(cell.value) or "NaT" for cell in cells), "NaT"], dtype="datetime64[s]")
        return pd.Series(days[codes])
    return pd.Series(pd.array([str(cell.value) for cell in cells], dtype=TEXT).take(codes))


def _by_heading(source: Source, raw: RawTable, table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading, column in zip(raw.headings, raw.columns, strict=True):
        field = table.field_of_heading(heading) if heading.strip() else None
        if field is None:
            continue
        if field.name in found:
            raise UnreadableFile(
                message(
                    "{file}: “{one}” and “{other}” both mean {column}.",
                    file=source.file.name,
                    one=found[field.name],
                    other=heading,
                    column=field.name,
                ),
                message("Rename one of them, or say which is which in {toml}.", toml=f"{source.file.stem}.source.toml"),
            )
        found[field.name] = column
    return found


def _column_of(source: Source, raw: RawTable, ours: str, theirs: str) -> str:
    column = raw.column_called(theirs)
    if column is None:
        raise _missing(source, raw, theirs, None, ours)
    return column


def _missing(source: Source, raw: RawTable, wanted: str, field: Field | None, ours: str = "") -> UnreadableFile:
    headings = ", ".join(f"“{heading.strip()}”" for heading in raw.headings[:HEADINGS_SHOWN] if heading.strip())
    problem = message(
        "{file} has no column “{column}”; it has: {headings}.", file=source.file.name, column=wanted, headings=headings
    )
    return UnreadableFile(problem, _hint(source, raw, wanted, field, ours))


def _hint(source: Source, raw: RawTable, wanted: str, field: Field | None, ours: str) -> Message:
    only = raw.headings[0] if len(raw.headings) == 1 else ""
    for mark, shown in ((";", ";"), ("\t", "\\t"), (",", ","), ("|", "|")):
        if mark in only and mark != source.read.delimiter:
            return message(
                'The columns seem to be separated by “{mark}”: write delimiter = "{mark}" under [read].', mark=shown
            )
    if field is not None:
        return message(
            "Add the column, or say in {toml} which column it is ([columns]) or what it always is ([constants]).",
            toml=source.toml.name if source.toml else f"{source.file.stem}.source.toml",
        )
    return message(
        "{near} Correct {column} under [columns].",
        near=did_you_mean(wanted, [h.strip() for h in raw.headings if h.strip()]),
        column=ours,
    )
