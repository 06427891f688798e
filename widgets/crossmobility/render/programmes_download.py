"""Every figure of the programmes page in one table to download: one row a figure, codes instead of words, as counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from math import isnan
from typing import Final

import pandas as pd
from pandas.api.types import is_numeric_dtype

from crossmobility.render.programmes_page import ProgrammesPage

HEADS: Final = ("part", "item", "period", "figure", "value", "source")
TABLES: Final = ("course", "editions", "pairings", "funnel", "goals", "organisations", "reach", "compared", "multiples")
SAID_ELSEWHERE: Final = frozenset({"dataset", "label_fr", "label_en", "citation", "source", "reasons"})
Row = list[object]


def download_rows(page: ProgrammesPage) -> tuple[list[str], list[Row]]:
    """Return the heads and the rows: which table, what the figure is about, its period, its name, its value, its source.

    Unknown figures have no row: an empty cell could be read as zero.
    """
    rows = [row for name in TABLES for row in _figures(name, getattr(page, name))]
    for name, answer in page.answers.items():
        if isinstance(answer, pd.DataFrame):
            rows += _figures(name, answer)
        elif is_dataclass(answer) and not isinstance(answer, type):
            rows += [
                [name, "", page.year, figure, value, ""]
                for figure, value in asdict(answer).items()
                if isinstance(value, (int, float)) and not isnan(value)
            ]
    return list(HEADS), rows


def _figures(part: str, table: pd.DataFrame) -> Iterator[Row]:
    numbers = [name for name in table if is_numeric_dtype(table[name]) and table[name].dtype != bool]
    about = [name for name in table if name not in numbers and name not in SAID_ELSEWHERE and name != "period"]
    if part == "goals":
        numbers, about = [name for name in numbers if name != "goal"], ["goal"]
    for row in table.to_dict("records"):
        item = " ".join(str(row[name]) for name in about if str(row[name]))
        source = str(row.get("citation", "") or row.get("source", "") or "")
        for name in numbers:
            if not isnan(float(row[name])):
                yield [part, item, str(row.get("period", "")), str(name), row[name], source]
