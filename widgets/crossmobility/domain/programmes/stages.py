"""How far the placements of a programme came: planned, selected, agreed, visa, arrived; and why some never did.

Dates are ``datetime64``, NaT where the record says nothing; what lies after ``as_of`` has not happened yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.counting import Codes, Mask, group_codes
from crossmobility.domain.indicators.measures import Numbers, as_day
from crossmobility.domain.placements import NEVER, days_of
from crossmobility.domain.programmes.course import way_of
from crossmobility.domain.status import NO_VISA, ended_early

REACHED: Final = ("planned", "selected", "agreed", "visa", "arrived")
"""Stages in their order: who reached one has reached all before it, so their numbers never rise."""
OUTCOMES: Final = ("completed", "ended_early", "running")
"""What became of those who arrived; they add up to ``arrived``."""
NOT_ARRIVED: Final = ("waiting", "withdrawn", "refused", "cancelled", "not_selected")
"""What became of the others; with ``arrived`` they add up to ``planned``."""
STAGE_NUMBERS: Final = (*REACHED, *OUTCOMES, *NOT_ARRIVED)
STAGE_KEYS: Final = ("origin", "destination", "period", "month", "programme", "cohort", "scheme")
STAGE_COLUMNS: Final = ("dataset", *STAGE_KEYS, *STAGE_NUMBERS)
"""Columns of Figures ``stages``: numbers float64, the other columns text."""
_WAYS: Final = ("in", "out", "between", "local")
FUNNEL_COLUMNS: Final = ("direction", *STAGE_NUMBERS)


_LOST: Final[Mapping[str, str]] = MappingProxyType(
    {"WITHDRAWN": "withdrawn", "VISA_REFUSED": "refused", "NOT_SELECTED": "not_selected"}
)
"""What the reasons of a placement closed before its start are called; every other one means that it was ``cancelled``."""


def stage_cells(placements: pd.DataFrame, *, as_of: date, dataset: str = "") -> pd.DataFrame:
    """Count placements into Figures ``stages`` rows.

    Parameters
    ----------
    placements : DataFrame
        One row a placement: ``origin``, ``destination``, ``programme_id``, ``cohort``, ``scheme``, ``planned_start_on``,
        ``planned_end_on``, ``selected_on``, ``contract_signed_on``, ``visa_type``, ``visa_outcome``, ``visa_decided_on``,
        ``arrival_on``, ``start_on``, ``end_on``, ``closed_before_start_on``, ``closed_reason``.
    dataset : str
        Written into every row.

    Returns
    -------
    DataFrame
        One row (``STAGE_COLUMNS``) per origin, destination, calendar year (``period``) and month (``01`` to ``12``) of
        the planned start, programme, cohort and scheme, in that order; numbers of placements, an absent cell is zero. A
        stage is reached when its own date or that of a later one is known and not after ``as_of``. ``planned``: all
        records; ``agreed``: the contract is signed; ``visa``: granted, or not required and the contract signed;
        ``arrived``: started, or arrived and not closed before the start. Of the arrived, ``completed`` have ended and not
        early, ``ended_early`` more than seven days before their plan, ``running`` have no end written down, the overdue
        among them. The others are closed (``withdrawn``, ``refused``: the visa, ``cancelled``, ``not_selected``) or
        ``waiting``.

    Examples
    --------
    >>> days = pd.to_datetime(["2024-01-08", "2024-02-05"])
    >>> records = pd.DataFrame({
    ...     "origin": "SEN", "destination": "FRA", "programme_id": "NONE", "cohort": "2024", "scheme": "SC_RECIP",
    ...     "planned_start_on": days, "planned_end_on": days + pd.Timedelta(days=180), "start_on": [days[0], pd.NaT],
    ...     "end_on": pd.NaT, "arrival_on": pd.NaT, "selected_on": days - pd.Timedelta(days=90), "visa_type": "VLS_T",
    ...     "contract_signed_on": pd.NaT, "visa_outcome": ["", "REFUSED"], "visa_decided_on": pd.NaT,
    ...     "closed_before_start_on": [pd.NaT, days[0]], "closed_reason": ["", "VISA_REFUSED"]})
    >>> cells = stage_cells(records.astype({"end_on": "datetime64[s]"}), as_of=date(2024, 3, 31))
    >>> cells[["month", "planned", "selected", "visa", "arrived", "running", "refused"]].to_dict("split")["data"]
    [['01', 1.0, 1.0, 1.0, 1.0, 1.0, 0.0], ['02', 1.0, 1.0, 0.0, 0.0, 0.0, 1.0]]
    """
    months = days_of(placements["planned_start_on"]).astype("datetime64[D]").astype("datetime64[M]")
    programme = placements["programme_id"]
    keys = placements[["origin", "destination", "cohort", "scheme"]].assign(
        programme=programme, since=months.astype(np.int64)
    )
    group = group_codes(keys, ["origin", "destination", "since", "programme", "cohort", "scheme"], in_order=True)
    firsts = np.unique(group, return_index=True)[1]
    planned = pd.Series(months[firsts].astype("str"), dtype="str").replace("NaT", "")
    cells = keys.iloc[firsts].astype("str").reset_index(drop=True)
    counts = {name: _counted(group, met, len(firsts)) for name, met in _stages(placements, as_of).items()}
    return cells.assign(dataset=dataset, period=planned.str[:4], month=planned.str[5:], **counts)[list(STAGE_COLUMNS)]


def funnel(rows: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Add up stages by the way the placements go, seen from ``reference`` (an ISO alpha-3 code).

    Parameters
    ----------
    rows : DataFrame
        Figures ``stages`` rows of one scope.

    Returns
    -------
    DataFrame
        One row (``FUNNEL_COLUMNS``) per direction that has anybody: ``in``, ``out``, ``between`` two other countries,
        ``local`` (origin and destination are one country, whichever), in that order; numbers of placements.

    Examples
    --------
    >>> numbers = dict.fromkeys(STAGE_NUMBERS, 0.0)
    >>> rows = pd.DataFrame([{"origin": "SEN", "destination": "FRA", **numbers, "planned": 3.0, "waiting": 3.0}])
    >>> funnel(rows, "FRA")[["direction", "planned", "arrived", "waiting"]].to_dict("split")["data"]
    [['in', 3.0, 0.0, 3.0]]
    """
    ways = way_of(rows, reference)
    sums = rows[list(STAGE_NUMBERS)].astype("float64").groupby(ways.to_numpy(dtype=object)).sum()
    found = sums.reindex([way for way in _WAYS if way in sums.index])
    return found.rename_axis("direction").reset_index().astype({"direction": "str"})[list(FUNNEL_COLUMNS)]


def _counted(group: Codes, met: Mask, size: int) -> Numbers:
    return np.bincount(group[met], minlength=size).astype(np.float64)


def _stages(placements: pd.DataFrame, as_of: date) -> dict[str, Mask]:
    """Return, by the names of ``STAGE_NUMBERS``, which placements count there."""
    today = as_day(as_of)

    def done(column: str) -> Mask:
        days = days_of(placements[column])
        happened: Mask = (days != NEVER) & (days <= today)
        return happened

    def says(column: str, word: str) -> Mask:
        said: Mask = (placements[column] == word).to_numpy(dtype=bool)
        return said

    started, come, contract, closed = map(done, ("start_on", "arrival_on", "contract_signed_on", "closed_before_start_on"))
    arrived = started | (come & ~closed)
    allowed = says("visa_outcome", "GRANTED") & done("visa_decided_on")
    free = says("visa_outcome", NO_VISA) | says("visa_type", NO_VISA)
    visa = started | come | allowed | (free & contract)
    agreed = visa | contract
    reached = (np.ones(len(placements), dtype=bool), done("selected_on") | agreed, agreed, visa, arrived)
    ended = arrived & done("end_on")
    early = ended & ended_early(placements)
    outcomes = (ended & ~early, early, arrived & ~ended)
    return {
        **dict(zip(REACHED, reached, strict=True)),
        **dict(zip(OUTCOMES, outcomes, strict=True)),
        **_not_arrived(placements["closed_reason"], ~arrived, closed),
    }


def _not_arrived(reasons: pd.Series, absent: Mask, closed: Mask) -> dict[str, Mask]:
    lost = {word: absent & closed & (reasons == reason).to_numpy(dtype=bool) for reason, word in _LOST.items()}
    told = np.logical_or.reduce(list(lost.values()))
    return {"waiting": absent & ~closed, "cancelled": absent & closed & ~told, **lost}
