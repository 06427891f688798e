"""What a programme held beside its placements: grants, trainings and events, and whom they reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.countries import ALL

ACTIVITY_NUMBERS: Final = ("activities", "on_site", "online", "applications", "amount_eur")
ACTIVITY_KEYS: Final = ("programme", "kind", "country", "period", "synthetic", "source")
ACTIVITY_COLUMNS: Final = ("dataset", "programme", "kind", "country", "period", *ACTIVITY_NUMBERS, "synthetic", "source")
"""Columns of Figures ``activities``: numbers float64, the other columns text."""
REACH_COLUMNS: Final = ("kind", "period", *ACTIVITY_NUMBERS)

_STATED: Final = {
    "on_site": "participants_on_site",
    "online": "participants_online",
    "applications": "applications",
    "amount_eur": "amount_eur",
}


def activity_cells(activities: pd.DataFrame, *, as_of: date, dataset: str = "") -> pd.DataFrame:
    """Count grants, trainings and events into Figures ``activities`` rows.

    Parameters
    ----------
    activities : DataFrame
        One row an activity: ``programme_id``, ``kind``, ``country`` (empty: online, or in several), ``held_on``,
        ``participants_on_site``, ``participants_online``, ``applications``, ``amount_eur`` (NaN: not stated),
        ``is_synthetic``, ``source``. What is held after ``as_of`` has not happened yet.
    dataset : str
        Written into every row.

    Returns
    -------
    DataFrame
        One row (``ACTIVITY_COLUMNS``) per programme, ``kind`` (``GRANT``, ``TRAINING``, ``EVENT``), country, calendar year,
        ``synthetic`` (``true`` or ``false``) and source, in that order: ``activities`` is how many there are, the other
        numbers (people, people, applications, euros) are sums of what is stated, NaN where no activity of the row states it.

    Examples
    --------
    >>> held = pd.DataFrame({
    ...     "programme_id": "ENLAZANDO", "kind": "GRANT", "country": "BOL", "held_on": pd.to_datetime(["2021-06-02"] * 2),
    ...     "participants_on_site": float("nan"), "participants_online": float("nan"), "applications": float("nan"),
    ...     "amount_eur": [3000.0, None], "is_synthetic": True, "source": "example"})
    >>> activity_cells(held, as_of=date(2021, 12, 31))[["period", "activities", "online", "amount_eur"]].values.tolist()
    [['2021', 2.0, nan, 3000.0]]
    """
    held = activities[activities["held_on"] <= pd.Timestamp(as_of)]
    rows = pd.DataFrame(
        {
            "programme": held["programme_id"].astype("str"),
            "kind": held["kind"].astype("str"),
            "country": held["country"].fillna("").astype("str"),
            "period": held["held_on"].dt.strftime("%Y").astype("str"),
            "synthetic": held["is_synthetic"].map({True: "true", False: "false"}).fillna("").astype("str"),
            "source": held["source"].fillna("").astype("str"),
            "activities": 1.0,
            **{name: held[column].astype("float64") for name, column in _STATED.items()},
        }
    )
    return _added(rows, ACTIVITY_KEYS).assign(dataset=dataset)[list(ACTIVITY_COLUMNS)]


def reach(rows: pd.DataFrame) -> pd.DataFrame:
    """Add up activities by kind and year.

    Parameters
    ----------
    rows : DataFrame
        Figures ``activities`` rows of one scope.

    Returns
    -------
    DataFrame
        One row (``REACH_COLUMNS``) per kind and calendar year, by kind and year; then one per kind with period ``_T``, all
        years together. NaN only where nothing is stated. A person who came twice counts twice.

    Examples
    --------
    >>> rows = pd.DataFrame([
    ...     {"kind": "EVENT", "period": year, "activities": 1.0, "on_site": people} for year, people in (("2023", 40.0), ("2024", None))
    ... ]).reindex(columns=list(ACTIVITY_COLUMNS))
    >>> reach(rows)[["kind", "period", "activities", "on_site"]].values.tolist()
    [['EVENT', '2023', 1.0, 40.0], ['EVENT', '2024', 1.0, nan], ['EVENT', '_T', 2.0, 40.0]]
    """
    yearly = _added(rows, ("kind", "period"))
    whole = _added(yearly.assign(period=ALL), ("kind", "period"))
    return pd.concat([yearly, whole], ignore_index=True)[list(REACH_COLUMNS)]


def _added(rows: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    numbers = rows.astype(dict.fromkeys(ACTIVITY_NUMBERS, "float64"))
    return numbers.groupby(list(keys), as_index=False)[list(ACTIVITY_NUMBERS)].sum(min_count=1)
