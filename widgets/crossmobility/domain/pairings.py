"""Pairs of volunteers (binômes): whole, broken, one-sided, waiting or cancelled, and how many of each in an edition.

Dates are ``datetime64``, NaT where the record says nothing; what lies after ``as_of`` has not happened yet.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from crossmobility.domain.placements import last_days
from crossmobility.domain.status import ended_early

State = Literal["complete", "broken", "one_sided", "waiting", "cancelled"]
STATES: Final = ("complete", "broken", "one_sided", "waiting", "cancelled")
"""States of a pair: ``complete`` both sides started and none ended early; ``broken`` one of them did; ``one_sided`` exactly
one started; ``waiting`` none has; ``cancelled`` none has and every side was closed before its start: nobody waits."""
PAIRING_COLUMNS: Final = ("dataset", "programme", "cohort", "period", "pairs", *STATES)
"""Columns of Figures ``pairings``: one row a programme and edition; ``pairs`` is the sum of the states. Numbers float64."""
PAIR_SIDE_COLUMNS: Final = (
    "pair_id",
    "programme_id",
    "cohort",
    "state",
    "sides",
    "first",
    "second",
    "first_origin",
    "first_destination",
    "second_origin",
    "second_destination",
    "first_start_on",
    "first_end_on",
    "second_start_on",
    "second_end_on",
    "overlap_days",
    "gap_days",
    "early_first",
    "early_second",
)

_SHOWN: Final = ("placement_id", "origin", "destination", "start_on", "end_on", "early")
_FIRST: Final = ("first", "first_origin", "first_destination", "first_start_on", "first_end_on", "early_first")
_SECOND: Final = ("second", "second_origin", "second_destination", "second_start_on", "second_end_on", "early_second")


def pair_sides(placements: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Put the two sides of each pair beside each other. For the desk only: these are two people.

    Parameters
    ----------
    placements : DataFrame
        One row a placement: ``placement_id``, ``pair_id`` (empty: none), ``programme_id``, ``cohort``, ``origin``,
        ``destination``, ``planned_start_on``, ``planned_end_on``, ``start_on``, ``end_on``, ``closed_before_start_on``.

    Returns
    -------
    DataFrame
        One row (``PAIR_SIDE_COLUMNS``) per ``pair_id``, in its order. The first side is the one that started first, else the
        one planned first. ``sides``: how many placements carry the ``pair_id``; beyond two the pair is faulty, and its third
        side counts for the state alone. ``..._start_on`` and ``..._end_on``: days as they stand at ``as_of``, an overdue
        placement ending as planned; NaT when it has not started or not ended. ``overlap_days``: days both were there, up to
        ``as_of``; ``gap_days``: days between their starts; both NaN unless both have started. ``early_...``: ended early.
    """
    sides = _sides(placements, as_of)
    whole = sides.groupby("pair_id", sort=True)
    pairs = whole[["started", "early", "closed"]].sum().assign(sides=whole.size())
    turn = whole.cumcount()
    first = sides[turn == 0].set_index("pair_id")
    second = sides[turn == 1].set_index("pair_id").reindex(pairs.index)
    pairs["state"] = _state(pairs)
    pairs[["programme_id", "cohort"]] = first[["programme_id", "cohort"]]
    for names, side in ((_FIRST, first), (_SECOND, second)):
        pairs[list(names)] = side[list(_SHOWN)]
    texts = ["second", "second_origin", "second_destination"]
    pairs = pairs.assign(**{name: pairs[name].fillna("") for name in texts})
    pairs["early_second"] = pairs["early_second"].eq(True)
    return _with_days(pairs, as_of).reset_index()[list(PAIR_SIDE_COLUMNS)]


def pairings(placements: pd.DataFrame, as_of: date, dataset: str = "") -> pd.DataFrame:
    """Count the pairs of each edition of each programme by their state.

    Parameters
    ----------
    placements : DataFrame
        As for :func:`pair_sides`.
    dataset : str
        Written into every row.

    Returns
    -------
    DataFrame
        One row (``PAIRING_COLUMNS``) per programme and ``cohort`` with pairs, by programme, then oldest first. ``period``:
        the year of the first start in it, of the first planned start where nobody has started; empty when neither is known.
        A pair belongs to the programme and edition of its first side.
    """
    sides = _sides(placements, as_of)
    pairs = pair_sides(placements, as_of)
    edition = ["programme_id", "cohort"]
    counts = pd.DataFrame({state: pairs["state"] == state for state in STATES}).astype("float64")
    table = pd.concat([pairs[edition], counts.assign(pairs=1.0)], axis=1).groupby(edition, as_index=False).sum()
    starts = sides.assign(begun=sides["start_on"].where(sides["started"])).groupby(edition)
    first = starts["begun"].min().fillna(starts["planned_start_on"].min())
    years = first.dt.strftime("%Y").astype("str").fillna("")
    period = years.reindex(pd.MultiIndex.from_frame(table[edition])).to_numpy()
    found = table.rename(columns={"programme_id": "programme"}).assign(dataset=dataset, period=period)
    return found.sort_values(["programme", "period", "cohort"], ignore_index=True)[list(PAIRING_COLUMNS)]


def _sides(placements: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the placements that carry a ``pair_id``, pair by pair, in the order of their start."""
    rows = placements[placements["pair_id"].fillna("") != ""]
    today = pd.Timestamp(as_of)
    started = rows["start_on"] <= today
    early = ended_early(rows) & (rows["end_on"] <= today) & started
    stands = rows.assign(
        started=started,
        early=early,
        closed=rows["closed_before_start_on"] <= today,
        start_on=rows["start_on"].where(started),
        end_on=last_days(rows, as_of),
        later=~started,
        since=rows["start_on"].where(started, rows["planned_start_on"]),
    )
    return stands.sort_values(["pair_id", "later", "since", "placement_id"], na_position="last", ignore_index=True)


def _state(pairs: pd.DataFrame) -> np.ndarray:
    started = pairs["started"]
    states: list[tuple[State, pd.Series]] = [
        ("cancelled", (started == 0) & (pairs["closed"] == pairs["sides"])),
        ("waiting", started == 0),
        ("one_sided", started == 1),
        ("broken", pairs["early"] > 0),
    ]
    return np.select([met for _, met in states], [name for name, _ in states], default="complete")


def _with_days(pairs: pd.DataFrame, as_of: date) -> pd.DataFrame:
    starts = pairs[["first_start_on", "second_start_on"]]
    ends = pairs[["first_end_on", "second_end_on"]].fillna(pd.Timestamp(as_of)).clip(upper=pd.Timestamp(as_of))
    both = starts.notna().all(axis=1)
    overlap = (ends.min(axis=1) - starts.max(axis=1)).dt.days + 1
    gap = (starts.max(axis=1) - starts.min(axis=1)).dt.days
    days = pd.DataFrame({"overlap_days": overlap.clip(lower=0), "gap_days": gap}).astype("float64")
    return pairs.join(days.where(both, axis=0))
