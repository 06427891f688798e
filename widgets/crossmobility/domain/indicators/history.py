"""The course of indicators: what was reached in each period, beside baseline, targets and what the season let expect."""

from __future__ import annotations

from datetime import date
from math import nan
from typing import Final

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.observed import rows_in_force
from crossmobility.domain.indicators.seasons import SeasonKind, point, season
from crossmobility.domain.periods import PeriodKind, every_period, in_order, period

HISTORY_COLUMNS: Final = (
    *("period", "actual", "target_initial", "target_revised", "baseline", "numerator", "denominator", "value_status"),
    "expected",
)
TREND_COLUMNS: Final = ("indicator", "period", "actual", "target", "value_status")
_TYPES: Final = ("actual", "target_initial", "target_revised", "baseline")
_SEASONAL: Final[dict[PeriodKind, SeasonKind]] = {"half": "half", "quarter": "quarter", "month": "month"}


def whole_values(values: pd.DataFrame, *, programme: str, scheme: str, territory: str = ALL) -> pd.DataFrame:
    """Return the values of one scope that are not narrowed to a direction, a country or a category."""
    keep = (values["programme"] == programme) & (values["scheme"] == scheme) & (values["territory"] == territory)
    for column in ("counterpart", "direction", "dimension"):
        keep &= values[column] == ALL
    return values[keep]


def history(values: pd.DataFrame, definition: Definition, *, as_of: date, kind: PeriodKind) -> pd.DataFrame:
    """Return the course of one indicator in one scope, period by period.

    Parameters
    ----------
    values : DataFrame
        Values of one scope (see :func:`whole_values`), all editions.
    kind : str
        How long the periods of the axis are.

    Returns
    -------
    DataFrame
        One row per period of that length, from the first to the last that states anything, none left out
        (``HISTORY_COLUMNS``). ``target_*`` within a year are the year's. ``expected``: the target in force × the share of
        the year that earlier complete years had usually reached by then; NaN for whole years and without a season.
        NaN where unknown; ``value_status`` empty where nothing is stated.
    """
    known = rows_in_force(values[values["indicator"] == definition.indicator_id], as_of)
    stated = {str(text): period(str(text)) for text in known["period"].unique() if text}
    axis = every_period([text for text, when in stated.items() if when.kind == kind])
    by_type = {name: known[known["value_type"] == name].set_index("period") for name in _TYPES}
    table = pd.DataFrame({name: rows["value"].reindex(axis) for name, rows in by_type.items()})
    for name in _TYPES[1:]:
        yearly = by_type[name]["value"].reindex([text[:4] for text in axis])
        table[name] = table[name].fillna(pd.Series(yearly.to_numpy(), index=table.index)) if kind != "year" else table[name]
    actual = by_type["actual"]
    table["numerator"], table["denominator"] = (actual[name].reindex(axis) for name in ("numerator", "denominator"))
    table["value_status"] = actual["value_status"].reindex(axis).fillna("").astype("str")
    table["expected"] = _expected(table, definition, kind)
    return table.rename_axis("period").reset_index()[list(HISTORY_COLUMNS)]


def trends(values: pd.DataFrame, *, as_of: date, kind: PeriodKind = "year") -> pd.DataFrame:
    """Return the course of every indicator of one scope: one row per indicator and period (``TREND_COLUMNS``).

    ``target`` is the one in force: the revised one where there is one.
    """
    known = rows_in_force(values[values["value_type"] != "baseline"], as_of)
    alike = [str(text) for text in known["period"].unique() if text and period(str(text)).kind == kind]
    known = known[known["period"].isin(alike)]
    keys = ["indicator", "period"]
    found = known.pivot_table("value", keys, "value_type", "first", dropna=False) if len(known) else pd.DataFrame()
    found = found.reindex(columns=list(_TYPES[:3])).dropna(how="all")
    found["target"] = found["target_revised"].fillna(found["target_initial"])
    status = known[known["value_type"] == "actual"].set_index(keys)["value_status"]
    found["value_status"] = status[~status.index.duplicated()].reindex(found.index).fillna("").astype("str")
    table = found.reset_index() if len(found) else pd.DataFrame(columns=list(TREND_COLUMNS))
    order = {text: place for place, text in enumerate(in_order(alike))}
    return table.sort_values("period", key=lambda texts: texts.map(order), kind="stable")[list(TREND_COLUMNS)]


def _expected(table: pd.DataFrame, definition: Definition, kind: PeriodKind) -> list[float]:
    if kind not in _SEASONAL:
        return [nan] * len(table)
    seen = pd.DataFrame({"period": table.index.astype(str), "value": table["actual"].to_numpy()})
    target = table["target_revised"].fillna(table["target_initial"])
    years = {text[:4] for text in seen["period"]}
    usual = {year: season(seen, _SEASONAL[kind], definition.accumulation, before=year) for year in years}
    return [
        usual[text[:4]].at(point(text)) * goal for text, goal in zip(seen["period"].tolist(), target.tolist(), strict=True)
    ]
