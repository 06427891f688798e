"""Targets of placements started beside what a plan would reach of them: initial and revised, by programme or scheme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.measures_targets import STARTED
from crossmobility.domain.indicators.observed import TARGETS, rows_in_force
from crossmobility.domain.indicators.progress import achievement

TARGET_COLUMNS: Final = ("programme", "scheme", "period", "initial", "revised")
"""One row a scope and year with a target of placements started: ``_T`` is all together, the targets float64, NaN = none."""
TARGET_EFFECT_COLUMNS: Final = (*TARGET_COLUMNS, "before", "planned", "with_plan", "of_initial", "of_revised")
"""``before`` started in the planned year already, ``planned`` are places of the plan; ``with_plan`` is both, a scenario."""


def targets_in(values: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the targets of placements started, one row per programme, scheme and calendar year (``TARGET_COLUMNS``).

    ``values`` are observed values (``VALUE_COLUMNS``); of several editions the one in force at ``as_of`` holds.
    """
    whole = (values[["counterpart", "direction", "territory", "dimension", "category"]] == ALL).all(axis=1)
    wanted = (values["indicator"] == STARTED) & values["value_type"].isin(TARGETS) & values["value"].notna()
    yearly = values["period"].astype("str").str.fullmatch(r"\d{4}")
    rows = rows_in_force(values[whole & wanted & yearly], as_of)
    keys = ["programme", "scheme", "period"]
    named = rows.astype(dict.fromkeys([*keys, "value_type"], object))
    table = named.pivot(index=keys, columns="value_type", values="value").reindex(columns=list(TARGETS))
    return table.reset_index().set_axis(list(TARGET_COLUMNS), axis="columns")


def target_effects(
    actual_rows: pd.DataFrame, counted: pd.DataFrame, targets: pd.DataFrame, families: Mapping[str, str], *, year: int
) -> pd.DataFrame:
    """Set the planned year beside its targets; where it has none at all, beside those of the year before.

    Parameters
    ----------
    actual_rows : DataFrame
        Flow cells counted from placements, every period.
    counted : DataFrame
        The lines of a plan whose places start in ``year``: ``scheme``, ``programme_id``, ``places``.
    targets : DataFrame
        ``TARGET_COLUMNS``.
    families : mapping
        Scheme code to family code; a target may be about a family.

    Returns
    -------
    DataFrame
        One row per target (``TARGET_EFFECT_COLUMNS``), ``period`` saying whose it is. Placements started count wherever they
        took place, those within one country too; a plan has none of these.
    """
    own = targets[targets["period"] == str(year)]
    aims = own if len(own) else targets[targets["period"] == str(year - 1)]
    begun = actual_rows[(actual_rows["period"] == str(year)) & (actual_rows["basis"] == "started")]
    begun = begun[begun["kind"] == "actual"]
    rows = []
    for aim in aims.to_dict("records"):
        programme, scheme = str(aim["programme"]), str(aim["scheme"])
        before = float(begun.loc[_in_scope(begun, "programme", programme, scheme, families), "placements"].sum())
        planned = float(counted.loc[_in_scope(counted, "programme_id", programme, scheme, families), "places"].sum())
        both = before + planned
        reached = {f"of_{kind}": achievement(both, float(aim[kind])) for kind in ("initial", "revised")}
        rows.append(
            {
                **{str(name): value for name, value in aim.items()},
                "before": before,
                "planned": planned,
                "with_plan": both,
                **reached,
            }
        )
    return pd.DataFrame(rows, columns=list(TARGET_EFFECT_COLUMNS))


def _in_scope(rows: pd.DataFrame, column: str, programme: str, scheme: str, families: Mapping[str, str]) -> pd.Series:
    chosen = pd.Series(True, index=rows.index)
    if programme != ALL:
        chosen &= rows[column] == programme
    if scheme == ALL:
        return chosen
    if scheme in families:
        return chosen & (rows["scheme"] == scheme)
    return chosen & (rows["scheme"].map(lambda code: families.get(str(code), str(code))) == scheme)
