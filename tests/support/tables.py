"""Tracking tables for tests: definitions of every kind, the table of 2024, and its one row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from values import RULES, definition, value, values

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.tracking import TRACKED_COLUMNS, tracked

FLOW = definition()
IN_YEAR = definition(accumulation="cumulative_in_period", basis="active")
SINCE_START = definition(accumulation="cumulative_since_start")
STOCK = definition(accumulation="stock", aggregation="latest", basis="stock")
SHARE = definition(unit="SHARE", iati_measure=2, aggregation="none", frequency="year", decimals=1)
Row = Mapping[str, Any]


def table(of: Definition | list[Definition], *rows: dict[str, Any], **asked: Any) -> pd.DataFrame:
    """Return the tracking table of 2024 on the last day of 2025, unless something else is asked."""
    definitions = {each.indicator_id: each for each in (of if isinstance(of, list) else [of])}
    as_of = date.fromisoformat(asked.pop("as_of", "2025-12-31"))
    found = tracked(values(*rows), definitions, RULES, as_of=as_of, **{"period": "2024", **asked})
    assert tuple(found.columns) == TRACKED_COLUMNS
    return found


def only(of: Definition, *rows: dict[str, Any], **asked: Any) -> Row:
    """Return the one row of a tracking table."""
    (row,) = table(of, *rows, **asked).to_dict("records")
    return {str(name): cell for name, cell in row.items()}


def quarters(year: int, *numbers: float, **cells: Any) -> list[dict[str, Any]]:
    return [value(number, period=f"{year}-Q{place}", **cells) for place, number in enumerate(numbers, 1)]


YEARS = [*quarters(2021, 40, 60, 80, 100), *quarters(2022, 60, 100, 150, 200), *quarters(2023, 55, 70, 90, 110)]
