"""The reciprocity ratio of a scheme before and with a plan, and what would be needed to reach one half."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.exchange import ratio
from crossmobility.domain.programmes.needed import Needed, needed
from crossmobility.domain.scope import scope_of
from crossmobility.domain.selection import Selection
from crossmobility.domain.statements import FLOW_COLUMNS

SCHEME_EFFECT_COLUMNS: Final = ("family", "in_before", "out_before", "ratio_before", "in_with", "out_with", "ratio_with")
"""Arriving and leaving are placements; a ratio is NaN when nobody leaves."""
GOAL: Final = 0.5
"""Arrivals ÷ departures that is asked about."""


def scheme_effects(volumes: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Return what arrives in and leaves the reference country, one row per family the plan touches (``SCHEME_EFFECT_COLUMNS``).

    ``volumes``: one row per family and corridor: ``family``, ``origin``, ``destination``, ``before``, ``with_plan``
    (placements), ``touched``.
    """
    touched = volumes.groupby("family")["touched"].max()
    rows = []
    for family in touched.index[touched]:
        own = volumes[volumes["family"] == family]
        into, out = own["destination"] == reference, own["origin"] == reference
        row: dict[str, object] = {"family": family}
        for when, column in (("before", "before"), ("with", "with_plan")):
            arriving, leaving = float(own.loc[into, column].sum()), float(own.loc[out, column].sum())
            row |= {f"in_{when}": arriving, f"out_{when}": leaving, f"ratio_{when}": ratio(arriving, leaving)}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(SCHEME_EFFECT_COLUMNS))


def arrivals_needed(volumes: pd.DataFrame, family: str, *, reference: str, year: int, goal: float = GOAL) -> Needed:
    """Return what would bring the ratio of a family with the plan to ``goal``.

    ``volumes`` as in :func:`scheme_effects`; absent is nobody. See :func:`~crossmobility.domain.programmes.needed.needed`.
    """
    own = volumes[volumes["family"] == family]
    constants: dict[str, object] = {
        **dict.fromkeys(FLOW_COLUMNS, ""),
        **dict.fromkeys(("programme", "sector", "sex", "age_band", "duration_band"), ALL),
        **dict.fromkeys(("volunteer_months", "countries", "rank"), np.nan),
        "period": str(year),
        "scheme": family,
        "basis": "started",
        "kind": "actual",
        "status": "reported",
    }
    ends = {"origin": own["origin"], "destination": own["destination"], "placements": own["with_plan"]}
    rows = pd.DataFrame({**constants, **ends}, index=own.index)[list(FLOW_COLUMNS)].reset_index(drop=True)
    asked = Selection(period=str(year), basis="started", reference=reference)
    return needed(scope_of(rows, asked, {family: family}, complete_to=f"{year}-12-31"), goal)
