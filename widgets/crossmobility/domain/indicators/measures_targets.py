"""PLC_TARGET: how much of its target a scope has reached, made from PLC_STARTED and the targets in ``observations``."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.indicators.progress import achievement, achievements, in_force

STARTED: Final = "PLC_STARTED"
TARGETS: Final = ("target_initial", "target_revised")
SPLIT: Final = "target"
"""The dimension of PLC_TARGET: against the initial target, against the revised one; ``_T`` is the one in force."""
_SCOPE: Final = ["period", "programme", "scheme"]
_WHOLE: Final = ("territory", "dimension", "category")


def target_attainment(started: float, initial: float, revised: float = float("nan")) -> dict[str, float]:
    """Return started ÷ target: of the target in force, of the initial and of the revised one.

    Examples
    --------
    Service Civique 2021: 145 000 against 245 000, and against 200 000 once revised.

    >>> {name: round(share, 3) for name, share in target_attainment(145_000, 245_000, 200_000).items()}
    {'_T': 0.725, 'target_initial': 0.592, 'target_revised': 0.725}
    """
    wanted = {"_T": in_force(initial, revised), "target_initial": initial, "target_revised": revised}
    return {name: achievement(started, target) for name, target in wanted.items()}


def attainments(values: pd.DataFrame, observations: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Set what started beside the targets of the same scope and period.

    Parameters
    ----------
    values : DataFrame
        Rows of ``indicator_values``; those of PLC_STARTED that are not split are used.
    observations : DataFrame
        Accepted observations; targets of PLC_STARTED, not split, stated by ``as_of`` (ISO date), the latest of each kind.

    Returns
    -------
    DataFrame
        One row per scope, period and ``category`` (``_T``: target in force, ``target_initial``, ``target_revised``):
        the columns of ``values`` with numerator (started), denominator (target), value.
    """
    every = values[values["indicator"] == STARTED]
    started = every[(every[["direction", "counterpart", "dimension"]] == "_T").all(axis=1)].reset_index(drop=True)
    both = _targets(observations, as_of)
    sides = started.merge(both, on=_SCOPE, how="inner", validate="one_to_one")
    sides["_T"] = sides["target_revised"].fillna(sides["target_initial"])
    parts = []
    for category in ("_T", *TARGETS):
        rows = sides[sides[category].notna()]
        shares = achievements(rows["numerator"].to_numpy(dtype=np.float64), rows[category].to_numpy(dtype=np.float64))
        dimension = "_T" if category == "_T" else SPLIT
        made = rows.assign(denominator=rows[category], value=shares, dimension=dimension, category=category)
        parts.append(made[list(values.columns)])
    found = pd.concat(parts, ignore_index=True)
    status = found["value_status"].mask(found["value"].isna(), "not_applicable")
    return found.assign(indicator="PLC_TARGET", value_status=status, source=f"{STARTED}, observations")


def _targets(observations: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Return one row per scope and period, the targets side by side."""
    split = observations[list(_WHOLE)].fillna("").isin(["", "_T"]).all(axis=1)
    wanted = (observations["indicator_id"] == STARTED) & observations["value_type"].isin(TARGETS) & split
    wanted &= observations["value"].notna() & (observations["as_of"] <= pd.Timestamp(as_of))
    rows = observations[wanted].sort_values("as_of", kind="stable")
    rows = rows.assign(programme=rows["programme_id"], scheme=rows["scheme"].fillna("").replace("", "_T"))
    latest = rows.drop_duplicates([*_SCOPE, "value_type"], keep="last")
    table = latest.pivot(index=_SCOPE, columns="value_type", values="value").reindex(columns=list(TARGETS))
    return table.rename_axis(columns=None).reset_index()
