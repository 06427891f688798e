"""The tracking table: baseline, targets, what was reached, how far that is, and an honest status, indicator by indicator.

A table for one period. Which values make the value of a period, and what it is measured against:

=======================  ===========================================  ======================================================
accumulation             value of the period                          measured against a target of a longer time
=======================  ===========================================  ======================================================
flow                     stated, or the sum of its parts              the sum since that time began
cumulative_in_period     stated, or the latest value in its year      the value itself (a year), the years added (longer)
cumulative_since_start   stated, or the latest value in the period    the value itself, expected since the programme began
stock, rates             stated; of a stock the latest value          the value itself
=======================  ===========================================  ======================================================

Sums are made only of what adds over periods (``aggregation`` sum, and no basis that may count people twice). Marks on a
scale, classes and words (IATI measures 3 to 5) are carried, never calculated with.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.cases import Case, Standing
from crossmobility.domain.indicators.definitions import Definition, StatusRule
from crossmobility.domain.indicators.tracking_series import Series, judged_unit, window
from crossmobility.domain.indicators.tracking_table import TRACKED_COLUMNS, Tracking

__all__ = ["TRACKED_COLUMNS", "case_of", "owed", "standing_of", "tracked"]


def tracked(
    values: pd.DataFrame,
    definitions: Mapping[str, Definition],
    rules: Mapping[str, StatusRule],
    *,
    as_of: date,
    period: str,
    programme: str | None = ALL,
    scheme: str | None = ALL,
    territory: str | None = ALL,
    direction: str | None = ALL,
    counterpart: str | None = ALL,
) -> pd.DataFrame:
    """Return the tracking table of one period.

    Parameters
    ----------
    values : DataFrame
        Values of one dataset (``VALUE_COLUMNS``), all editions; only what was known at ``as_of`` counts.
    definitions, rules : mapping
        Indicators and thresholds by code; values of other indicators are passed over.
    as_of : date
        The day on which is judged.
    period : str
        A year, half, quarter, month, or the days of a whole programme (``2022-01-01/2025-12-31``).
    programme, scheme, territory, direction, counterpart : str, optional
        The scope; ``None`` means every one there is, a row each.

    Returns
    -------
    DataFrame
        One row per indicator, scope, dimension and category (``TRACKED_COLUMNS``), in the order of the definitions, totals
        before splits. The total of a reported indicator is there as soon as it has any value or target in its scope by then,
        so that a missing value is seen; everything else only with a value, target or baseline. Unknown numbers are NaN,
        unknown words empty.

        ``baseline``: the latest one of a period that begins no later than this one. ``target_initial``,
        ``target_revised``, ``target`` (in force), ``target_period``: those of the period, else of the shortest time
        around it. ``actual``, ``numerator``, ``denominator``: of the period, from the latest edition. ``cumulative``: of a
        flow since the programme began (the longest target around the period, else the first value), NaN behind a gap;
        otherwise what was cumulated anyhow. ``measured``: what is compared with the target, ``actual`` or, where the
        target is of a longer time, the sum since that time began. ``achievement``, ``achievement_initial``: of the target
        in force and of the initial one. ``progress``, ``expected``, ``pace``, ``status``, ``reason``: see
        :func:`~crossmobility.domain.indicators.standing.standings`; shares are 0 to 1 and may be above.

        ``told_on``: the day the value tells of, by which it is judged; ``elapsed``: the share of the target's time that
        had passed then; ``season``: what of a year is usually reached by then, learned from ``season_years``.
        ``owed``: the first period without a value; ``due_on``: when it is due; ``owner_role`` owes it; ``days_late``.

    Raises
    ------
    BadRequest
        ``period`` is none.

    Examples
    --------
    See ``tests/domain/indicators/test_tracking.py``, which has one example a rule.
    """
    asked = window(period)
    scope = {
        "programme": programme,
        "scheme": scheme,
        "territory": territory,
        "direction": direction,
        "counterpart": counterpart,
    }
    series = Series(values, definitions, as_of, scope)
    return Tracking(series, asked).table(rules)


def case_of(row: Mapping[Hashable, object], definition: Definition) -> Case:
    """Return the case behind a row of the table, so that its status can be put into words (``standing.explained``)."""
    return Case(
        direction=definition.direction,
        accumulation=definition.accumulation,
        unit=judged_unit(definition),
        baseline=_float(row["baseline"]),
        target=_float(row["target"]),
        actual=_float(row["measured"]),
        band_low=definition.band_low,
        band_high=definition.band_high,
        elapsed=_float(row["elapsed"]),
        expected=_float(row["season"]),
        due=_float(row["days_late"]) > 0,
        value_status=str(row["value_status"]),
    )


def standing_of(row: Mapping[Hashable, object]) -> Standing:
    """Return the standing that a row of the table holds."""
    return Standing(
        status=str(row["status"]),
        achievement=_float(row["achievement"]),
        progress=_float(row["progress"]),
        expected=_float(row["expected"]),
        pace=_float(row["pace"]),
        reason=str(row["reason"]),
    )


def owed(table: pd.DataFrame) -> pd.DataFrame:
    """Return who owes which value since when, from a tracking table.

    Returns
    -------
    DataFrame
        One row per indicator and scope of which a value is missing, splits left out, the longest delay first:
        ``indicator``, ``programme``, ``scheme``, ``territory``, ``period`` (that of the value), ``owner_role``, ``due_on``
        (ISO date), ``days_late`` (0: not due yet).
    """
    whole = (table[["dimension", "direction", "counterpart"]] == ALL).all(axis=1)
    missing = table[whole & (table["owed"] != "")]
    columns = ["indicator", "programme", "scheme", "territory", "owed", "owner_role", "due_on", "days_late"]
    late_first = missing[columns].sort_values(["days_late", "due_on"], ascending=[False, True], kind="stable")
    return late_first.rename(columns={"owed": "period"}).reset_index(drop=True)


def _float(cell: object) -> float:
    return float(str(cell))
