"""What the accepted rows of a file hold, in a few numbers an officer can compare with what she knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from crossmobility.domain.counting import count_once
from crossmobility.domain.periods import in_order
from crossmobility.domain.statements import resolved_totals
from crossmobility.errors import CrossMobilityError

UNSPLIT: Final = ("sector", "sex", "age_band", "duration_band")
AMOUNTS: Final = ("amount_eur", "cost_eur")
ENDS: Final = ("origin", "destination", "country")


@dataclass(frozen=True)
class Accepted:
    """A summary of accepted rows; what a table does not have stays empty.

    Attributes
    ----------
    rows, countries, undated
        How many rows, distinct countries, rows without a period (or a start).
    periods
        Distinct periods (placements: years of start, planned where not started), oldest first.
    volunteers
        Placements by counting basis: rows that repeat another one (a total beside its parts) counted once, plans left out.
    amounts
        Sum of each column of euros.
    by_scheme
        Volunteers (placements: rows) by scheme and period.
    by_status
        Placements by stage.
    problem
        Why the rows cannot be added up, when they contradict each other.
    """

    rows: int
    periods: tuple[str, ...] = ()
    undated: int = 0
    countries: int = 0
    volunteers: Mapping[str, float] = field(default_factory=dict)
    amounts: Mapping[str, float] = field(default_factory=dict)
    by_scheme: Mapping[tuple[str, str], float] = field(default_factory=dict)
    by_status: Mapping[str, int] = field(default_factory=dict)
    problem: CrossMobilityError | None = None


def accepted_summary(table: str, rows: pd.DataFrame) -> Accepted:
    """Return what the accepted rows of ``table`` hold.

    Parameters
    ----------
    table
        Name of the declared table.
    rows
        One row per accepted record, columns of that table.
    """
    when = _periods(table, rows)
    places = pd.concat([rows[end] for end in ENDS if end in rows] or [pd.Series(dtype="str")])
    counted, problem = _counted(rows) if table == "flow_counts" else (rows, None)
    return Accepted(
        rows=len(rows),
        periods=tuple(in_order(text for text in when.unique() if text)),
        undated=int((when == "").sum()) if len(when) else 0,
        countries=int(places[places.str.fullmatch("[A-Z]{3}").fillna(False)].nunique()) if len(places) else 0,
        volunteers=_volunteers(counted) if table == "flow_counts" else {},
        amounts={name: float(rows[name].sum()) for name in AMOUNTS if name in rows and rows[name].notna().any()},
        by_scheme=_by_scheme(table, counted),
        by_status=_counts(rows["status"]) if table == "placements" and "status" in rows else {},
        problem=problem,
    )


def _periods(table: str, rows: pd.DataFrame) -> pd.Series:
    if "period" in rows:
        return rows["period"].astype("str").fillna("")
    if table != "placements":
        return pd.Series(dtype="str")
    dates = [pd.to_datetime(rows[name], errors="coerce") for name in ("start_on", "planned_start_on") if name in rows]
    if not dates:
        return pd.Series("", index=rows.index)
    started = dates[0].fillna(dates[-1])
    return started.dt.year.astype("Int64").astype("str").replace("<NA>", "").fillna("")


def _counted(rows: pd.DataFrame) -> tuple[pd.DataFrame, CrossMobilityError | None]:
    """Return the statements that may be added, or none and the reason they contradict each other."""
    try:
        whole = resolved_totals(rows.assign(dataset="local", **dict.fromkeys(UNSPLIT, "_T")))
        return count_once(whole[whole["kind"] == "actual"]), None
    except CrossMobilityError as error:
        return rows.iloc[:0], error


def _volunteers(counted: pd.DataFrame) -> dict[str, float]:
    known = counted[counted["placements"].notna()]
    return {str(basis): float(total) for basis, total in known.groupby("basis")["placements"].sum().items()}


def _by_scheme(table: str, counted: pd.DataFrame) -> dict[tuple[str, str], float]:
    if table not in ("flow_counts", "placements") or "scheme" not in counted or counted.empty:
        return {}
    numbers = counted["placements"] if table == "flow_counts" else pd.Series(1.0, index=counted.index)
    cells = pd.DataFrame({"scheme": counted["scheme"], "period": _periods(table, counted), "number": numbers})
    # One basis at a time may be added; where a file has several, the commonest one is shown.
    if table == "flow_counts" and counted["basis"].nunique() > 1:
        cells = cells[counted["basis"] == counted["basis"].mode().iloc[0]]
    sums = cells.dropna(subset="number").groupby(["scheme", "period"])["number"].sum()
    ends = zip(sums.index.get_level_values(0), sums.index.get_level_values(1), sums.to_numpy(), strict=True)
    return {(str(scheme), str(when)): float(total) for scheme, when, total in ends}


def _counts(values: pd.Series) -> dict[str, int]:
    return {str(value): int(count) for value, count in values.value_counts().items()}
