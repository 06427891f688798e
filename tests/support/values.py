"""Values and definitions of indicators for tests: a test writes only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan
from typing import Any, Final

import pandas as pd

from crossmobility.domain.indicators.definitions import Definition, StatusRule
from crossmobility.domain.indicators.values import VALUE_COLUMNS
from crossmobility.domain.periods import period

RULES: Final = {"_T": StatusRule(on_track=0.95, at_risk=0.80, too_early=0.125)}
NUMBERS: Final = ("numerator", "denominator", "value")
ORDINARY: Final = {
    "dataset": "test",
    "indicator": "STARTS",
    "period": "2024",
    "programme": "_T",
    "scheme": "_T",
    "ref_country": "FRA",
    "counterpart": "_T",
    "direction": "_T",
    "territory": "_T",
    "dimension": "_T",
    "category": "_T",
    "value_type": "actual",
    "edition": "report",
    "numerator": nan,
    "denominator": nan,
    "value": nan,
    "value_status": "reported",
    "source": "test",
    "comment": "",
}
STARTS: Final = Definition(
    indicator_id="STARTS",
    name_fr="Départs",
    name_en="Starts",
    level="output",
    dac="EFFECTIVENESS",
    formula_fr="nombre de départs",
    formula_en="number of starts",
    numerator_fr="départs",
    numerator_en="starts",
    denominator_fr="",
    denominator_en="",
    unit="COUNT",
    iati_measure=1,
    direction="increase",
    band_low=nan,
    band_high=nan,
    accumulation="flow",
    aggregation="sum",
    basis="started",
    disaggregation=("sex",),
    frequency="quarter",
    min_denominator=0,
    decimals=0,
    owner_role="PROGRAMME_OFFICER",
    computed=False,
    source_tables=("observations",),
    due_days=30,
    limits_fr="",
    limits_en="",
    version="1",
    valid_from=date(2010, 1, 1),
    citation="",
)


def value(number: float = nan, **cells: Any) -> dict[str, Any]:
    """Return one value: of the indicator STARTS in 2024, all together, taken on the last day of its period."""
    row = {**ORDINARY, "value": number, **cells}
    return {"as_of": period(row["period"]).end.isoformat(), **row}


def target(number: float, **cells: Any) -> dict[str, Any]:
    """Return one initial target, set before anything happened."""
    return value(number, **{"value_type": "target_initial", "edition": "plan", "as_of": "2000-01-01", **cells})


def values(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return values as a frame with exactly their columns."""
    frame = pd.DataFrame(list(rows), columns=list(VALUE_COLUMNS))
    return frame.astype({name: "float64" if name in NUMBERS else "str" for name in VALUE_COLUMNS})


def definition(code: str = "STARTS", **fields: Any) -> Definition:
    """Return a definition: a flow of counts that add, reported every quarter, unless said otherwise."""
    return replace(STARTS, indicator_id=code, **fields)
