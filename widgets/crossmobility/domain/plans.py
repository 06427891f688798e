"""What a plan would change: balance, ratios, South–South share, women, targets, volunteer-months, before and with the plan.

Whatever is said "with the plan" is a scenario, not a result. It is the placements that have started plus the places of the
plan, counted in the same way; an empty plan changes nothing. Places start on the first day of their month.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.bands import SMALL
from crossmobility.domain.countries import joins_two_countries
from crossmobility.domain.plan_checks import checked
from crossmobility.domain.plan_copy import Copy, copy_of_year
from crossmobility.domain.plan_lines import NO_PROGRAMME, PLAN_COLUMNS, Checked, Known, Line, Plan, empty_plan, plan_of
from crossmobility.domain.plan_pairs import PAIR_EFFECT_COLUMNS, pair_effects
from crossmobility.domain.plan_schemes import GOAL, SCHEME_EFFECT_COLUMNS, arrivals_needed, scheme_effects
from crossmobility.domain.plan_targets import TARGET_COLUMNS, TARGET_EFFECT_COLUMNS, target_effects, targets_in
from crossmobility.domain.programmes.needed import Needed
from crossmobility.domain.what_if import Closure, Freeze, WhatIf, fates

__all__ = [
    "GOAL",
    "NO_PROGRAMME",
    "PAIR_EFFECT_COLUMNS",
    "PLAN_COLUMNS",
    "SCHEME_EFFECT_COLUMNS",
    "TARGET_COLUMNS",
    "TARGET_EFFECT_COLUMNS",
    "Checked",
    "Closure",
    "Copy",
    "Effect",
    "Freeze",
    "Ground",
    "Known",
    "Line",
    "Months",
    "Part",
    "Plan",
    "Sexes",
    "WhatIf",
    "checked",
    "copy_of_year",
    "effect",
    "empty_plan",
    "fates",
    "plan_of",
    "targets_in",
]

VOLUME_KEYS: Final = ("family", "origin", "destination")
_DECEMBER: Final = 12


@dataclass(frozen=True, eq=False)
class Ground:
    """What a plan stands on, beside the placements themselves.

    Attributes
    ----------
    reference : str
        The country from which arrivals and departures are seen.
    years : sequence of str
        The calendar years looked at, the planned one last: what started in them, and the plan.
    families : mapping
        Scheme code to family code: ratios are within a family.
    agreements : DataFrame
        ``AGREEMENT_COLUMNS``; those valid on some day of the planned year count.
    south : collection of str
        Countries on the list of recipients of official development assistance.
    sexes : DataFrame
        Figures ``splits`` rows of the dimension ``sex``.
    targets : DataFrame
        ``TARGET_COLUMNS`` (see :func:`targets_in`).
    """

    reference: str
    years: Sequence[str]
    families: Mapping[str, str]
    agreements: pd.DataFrame
    south: Collection[str]
    sexes: pd.DataFrame
    targets: pd.DataFrame


@dataclass(frozen=True)
class Part:
    """So many of so many people."""

    part: float
    whole: float

    @property
    def share(self) -> float:
        """Part ÷ whole, 0 to 1; NaN below ``SMALL`` people: too few for a rate."""
        return self.part / self.whole if self.whole >= SMALL else float("nan")


@dataclass(frozen=True)
class Sexes:
    """Women among the people whose sex is known, and how many it is not known of: they are in neither."""

    known: Part
    unknown: float


@dataclass(frozen=True)
class Months:
    """Volunteer-months: those spent in the years looked at, those the plan adds in its year, and those of whole placements."""

    before: float
    in_year: float
    whole: float


@dataclass(frozen=True, eq=False)
class Effect:
    """What a plan would change. "before" is what has started in the years looked at, "with" adds the plan: a scenario.

    Attributes
    ----------
    fates : DataFrame
        The lines with what becomes of them (``FATE_COLUMNS``).
    places : mapping
        Places by fate: ``kept``, ``postponed`` (still in the planned year), ``later`` (put off beyond it), ``lost``.
    before, with_plan : float
        Placements between two countries.
    pairs : DataFrame
        One row per family of schemes and pair of countries that the plan touches or an agreement is about
        (``PAIR_EFFECT_COLUMNS``).
    schemes : DataFrame
        One row per family that the plan touches (``SCHEME_EFFECT_COLUMNS``): people arriving and leaving, seen from the
        reference country; the ratio is NaN when nobody leaves.
    needed : mapping
        What would bring the ratio with the plan to ``GOAL``, by family of ``schemes``.
    volumes : DataFrame
        One row per family and corridor: ``family``, ``origin``, ``destination``, ``before``, ``with_plan`` (placements), and
        ``touched``: a line of the plan is about it.
    south_before, south_with : Part
        Of all placements, those between two countries of the South.
    women_before, women_with : Sexes
    targets : DataFrame
        One row per target of the planned year, else of the year before (``TARGET_EFFECT_COLUMNS``): ``before`` started in
        the planned year, ``planned`` by the plan, and both ÷ the targets. NaN = no such target, or a target of nobody.
    months : Months
    """

    fates: pd.DataFrame
    places: Mapping[str, float]
    before: float
    with_plan: float
    pairs: pd.DataFrame
    schemes: pd.DataFrame
    needed: Mapping[str, Needed]
    volumes: pd.DataFrame
    south_before: Part
    south_with: Part
    women_before: Sexes
    women_with: Sexes
    targets: pd.DataFrame
    months: Months
    years: tuple[str, ...] = field(default=())


def effect(actual_rows: pd.DataFrame, plan: Plan, ground: Ground, *, what_if: WhatIf | None = None) -> Effect:
    """Return what a plan would change.

    Parameters
    ----------
    actual_rows : DataFrame
        Flow cells (``FLOW_COLUMNS``) of one dataset, counted from placements by calendar year.
    plan : Plan
    ground : Ground
        What else must be known.
    what_if : WhatIf, optional
        What is supposed to happen to the plan; nothing by default.

    Returns
    -------
    Effect
        Places that are lost, or put off beyond the planned year, are in none of its "with" numbers.
    """
    table = fates(plan, what_if or WhatIf(), ground.families)
    counted = table[table["fate"].isin(["kept", "postponed"])]
    rows = actual_rows[actual_rows["period"].isin(list(ground.years)) & (actual_rows["kind"] == "actual")]
    rows = rows[joins_two_countries(rows)]
    started = rows[rows["basis"] == "started"]
    volumes = _volumes(started, plan.lines, counted, ground.families)
    schemes = scheme_effects(volumes, ground.reference)
    return Effect(
        fates=table,
        places={fate: _sum(table, table["fate"] == fate) for fate in ("kept", "postponed", "later", "lost")},
        before=float(volumes["before"].sum()),
        with_plan=float(volumes["with_plan"].sum()),
        pairs=pair_effects(volumes, ground.agreements, ground.families, reference=ground.reference, year=plan.year),
        schemes=schemes,
        needed={
            str(family): arrivals_needed(volumes, str(family), reference=ground.reference, year=plan.year)
            for family in schemes["family"]
        },
        volumes=volumes,
        south_before=_south(volumes, "before", ground.south),
        south_with=_south(volumes, "with_plan", ground.south),
        women_before=_sexes(ground),
        women_with=_sexes(ground, counted),
        targets=target_effects(actual_rows, counted, ground.targets, ground.families, year=plan.year),
        months=_months(rows, counted),
        years=tuple(ground.years),
    )


def _sum(table: pd.DataFrame, chosen: pd.Series, column: str = "places") -> float:
    return float(table.loc[chosen, column].sum())


def _volumes(
    started: pd.DataFrame, lines: pd.DataFrame, counted: pd.DataFrame, families: Mapping[str, str]
) -> pd.DataFrame:
    keys = list(VOLUME_KEYS)
    parts = [
        _with_family(started, families).assign(before=started["placements"], added=0.0, touched=False),
        _with_family(counted, families).assign(before=0.0, added=counted["places"], touched=False),
        _with_family(lines, families).assign(before=0.0, added=0.0, touched=True),
    ]
    every = pd.concat([part[[*keys, "before", "added", "touched"]] for part in parts], ignore_index=True)
    every = every.astype({"before": "float64", "added": "float64", "touched": bool, **dict.fromkeys(keys, object)})
    table = every.groupby(keys, as_index=False, sort=True).agg({"before": "sum", "added": "sum", "touched": "max"})
    return table.assign(with_plan=table["before"] + table["added"]).drop(columns="added")


def _with_family(rows: pd.DataFrame, families: Mapping[str, str]) -> pd.DataFrame:
    return rows.assign(family=rows["scheme"].map(lambda code: families.get(str(code), str(code))))


def _south(volumes: pd.DataFrame, column: str, south: Collection[str]) -> Part:
    both = volumes["origin"].isin(list(south)) & volumes["destination"].isin(list(south))
    return Part(_sum(volumes, both, column), float(volumes[column].sum()))


def _sexes(ground: Ground, counted: pd.DataFrame | None = None) -> Sexes:
    """Return women among the known, of what started, and with the places of a plan when there is one."""
    rows = ground.sexes[(ground.sexes["basis"] == "started") & ground.sexes["period"].isin(list(ground.years))]
    rows = rows[rows["origin"].astype("str") != rows["destination"].astype("str")]
    women, unknown = (_sum(rows, rows["category"] == code, "placements") for code in ("F", "U"))
    known = float(rows["placements"].sum()) - unknown
    if counted is not None:
        stated = counted["women"].notna()
        women, known = women + float(counted["women"].sum()), known + _sum(counted, stated)
        unknown += _sum(counted, ~stated)
    return Sexes(Part(women, known), unknown)


def _months(rows: pd.DataFrame, counted: pd.DataFrame) -> Months:
    month = counted["starts"].str[5:7].astype("int64")
    inside = np.minimum(counted["duration_months"], _DECEMBER + 1 - month)
    return Months(
        before=_sum(rows, rows["basis"] == "active", "volunteer_months"),
        in_year=float((counted["places"] * inside).sum()),
        whole=float((counted["places"] * counted["duration_months"]).sum()),
    )
