"""Rows as they stand in a file: text under its headings, each with its line, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow as pa

from crossmobility.domain.findings import Severity
from crossmobility.i18n import Message, message

# Rows are put away in blocks: text costs ten times less in Arrow than as Python objects. A column that repeats itself
# keeps each text of a block once: a million placements then fit in a tenth of the memory.
BLOCK: Final = 50_000
REPEATING_BELOW: Final = 0.25
LINE: Final = "line"
LINES: Final = "lines"
# Columns we add to received rows; a heading of the file that has one of these names gets a number.
RESERVED: Final = (LINE, LINES, "rule", "message", "reason", "raw")


@dataclass(frozen=True)
class Unsplit:
    """A record that cannot be laid under the headings: too short, too long, broken by a quotation mark."""

    line: int
    lines: int
    text: str
    rule: str
    message: Message


@dataclass(frozen=True)
class Remark:
    """Something to say about the file as a whole."""

    severity: Severity
    rule: str
    message: Message
    column: str = ""


@dataclass(frozen=True)
class RawTable:
    """One file, read as text.

    ``rows`` has one row per record that has the headings' number of cells and is not blank: one text column per heading
    (empty for an empty cell; categorical where a long file repeats itself; see :func:`column_names`), ``line`` (where it
    begins) and ``lines`` (how many physical lines it takes). ``lines`` counts the whole file: header, rows, unsplit, blank.
    """

    headings: tuple[str, ...]
    rows: pd.DataFrame
    unsplit: tuple[Unsplit, ...]
    lines: int
    header: int
    blank: int
    sheet: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the text columns of ``rows``, in the order of ``headings``."""
        return column_names(self.headings)

    def column_called(self, heading: str) -> str | None:
        """Return the column of ``rows`` that stands under ``heading``, the first of several."""
        wanted = " ".join(heading.split())
        for written, column in zip(self.headings, self.columns, strict=True):
            if " ".join(written.split()) == wanted:
                return column
        return None


class Rows:
    """Collects records of one width, block by block."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.columns = column_names(headings)
        self._cells: list[list[str]] = []
        self._line: list[int] = []
        self._lines: list[int] = []
        self._blocks: list[pa.Table] = []
        self._repeating: set[int] = set()

    def add(self, cells: list[str], line: int, lines: int) -> None:
        """Keep one record."""
        self._cells.append(cells)
        self._line.append(line)
        self._lines.append(lines)
        if len(self._cells) >= BLOCK:
            self._put_away()

    def frame(self) -> pd.DataFrame:
        """Return the collected records; see :class:`RawTable`."""
        self._put_away()
        table = pa.concat_tables(self._blocks)
        self._blocks.clear()
        text = {pa.large_string(): pd.StringDtype(na_value=float("nan"))}.get
        frame: pd.DataFrame = table.unify_dictionaries().to_pandas(types_mapper=text, split_blocks=True, self_destruct=True)
        return frame

    def _put_away(self) -> None:
        if not self._cells and self._blocks:
            return
        columns = list(zip(*self._cells, strict=True)) if self._cells else [()] * len(self.columns)
        arrays = [pa.array(column, pa.large_string()) for column in columns]
        if not self._blocks and len(self._cells) >= BLOCK:
            self._repeating = {at for at, array in enumerate(arrays) if _repeats_itself(array)}
        arrays = [array.dictionary_encode() if at in self._repeating else array for at, array in enumerate(arrays)]
        arrays += [pa.array(self._line, pa.int64()), pa.array(self._lines, pa.int64())]
        self._blocks.append(pa.table(arrays, names=[*self.columns, LINE, LINES]))
        self._cells, self._line, self._lines = [], [], []


def _repeats_itself(array: pa.Array) -> bool:
    return len(array.unique()) < REPEATING_BELOW * len(array)


def column_names(headings: Sequence[str]) -> tuple[str, ...]:
    """Return headings that can be told apart: blank ones get their number, repeated ones a count."""
    seen: dict[str, int] = dict.fromkeys(RESERVED, 1)
    unique = []
    for number, heading in enumerate(headings, start=1):
        name = " ".join(heading.split()) or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(unique)


def repeated_headings(headings: Sequence[str]) -> tuple[Remark, ...]:
    """Return a remark for each heading that stands over more than one column."""
    names = [" ".join(heading.split()) for heading in headings]
    repeated = dict.fromkeys(name for name in names if name and names.count(name) > 1)
    return tuple(
        Remark(
            "warning",
            "F-HEADING-TWICE",
            message(
                "More than one column is called “{name}”: the first is read. Rename the others if they are meant.",
                name=name,
            ),
            column=name,
        )
        for name in repeated
    )
