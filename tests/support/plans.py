"""Plans of 2026, what started before them, and what they stand on, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from exchanges import agreements
from values import values

from crossmobility.domain.plans import (
    Checked,
    Effect,
    Ground,
    Known,
    Line,
    Plan,
    WhatIf,
    checked,
    effect,
    plan_of,
    targets_in,
)
from crossmobility.domain.splits import SPLIT_COLUMNS
from crossmobility.domain.statements import FLOW_COLUMNS

FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "VSI": "VSI", "VSI_RECIP": "VSI", "VSI_SS": "SOUTH_SOUTH"}
SOUTH = frozenset({"SEN", "MAR", "TGO"})
NAN = float("nan")


@dataclass(frozen=True)
class Bounds:
    planned_days_min: int | None = None
    planned_days_max: int | None = None


KNOWN = Known(
    countries=("FRA", "SEN", "MAR", "TGO"),
    schemes={"SC_RECIP": Bounds(180, 366), "SC_INTL": Bounds(180, 366), "VSI": Bounds(360, 740), "VSI_SS": Bounds()},
    programmes=("WECCEE",),
    incoming=("SC_RECIP",),
    apart=("VSI_SS",),
)
RIGHT = {
    "kind": "scenario",
    "origin": "SEN",
    "destination": "FRA",
    "scheme": "SC_RECIP",
    "programme_id": "NONE",
    "period": "2026-09",
    "duration_months": "8",
    "places": "10",
    "women": "6",
}


def places(ends: str, count: float, month: int = 9, scheme: str = "SC_RECIP", **more: object) -> dict[str, object]:
    """Return one line of a plan of 2026; ``ends`` is "SEN-FRA"."""
    origin, destination = ends.split("-")
    row = {"origin": origin, "destination": destination, "scheme": scheme, "programme_id": "NONE", "places": count}
    return {**row, "period": f"2026-{month:02d}", "duration_months": 6.0, "women": NAN, **more}


def plan(*rows: dict[str, object]) -> Plan:
    return plan_of(enumerate(rows, 1), 2026)


def started(ends: str, count: float, year: str = "2025", scheme: str = "SC_RECIP", **more: object) -> dict[str, object]:
    origin, destination = ends.split("-")
    ordinary = {**dict.fromkeys(FLOW_COLUMNS, ""), "kind": "actual", "basis": "started", "programme": "NONE"}
    row = {"origin": origin, "destination": destination, "period": year, "scheme": scheme, "placements": count}
    return {**ordinary, "volunteer_months": NAN, "countries": NAN, "rank": NAN, "status": "reported", **row, **more}


def flows(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(FLOW_COLUMNS))
    return frame.astype({"placements": float, "volunteer_months": float})


def sexes(**counts: float) -> pd.DataFrame:
    """Return what started from Senegal in 2025 by sex: ``sexes(F=12, M=8, U=2)``."""
    cell = {"dataset": "t", "origin": "SEN", "destination": "FRA", "period": "2025", "programme": "NONE"}
    cell |= {"scheme": "SC_RECIP", "dimension": "sex", "basis": "started", "volunteer_months": NAN, "status": "reported"}
    rows = [{**cell, "category": code, "placements": float(count)} for code, count in counts.items()]
    return pd.DataFrame(rows, columns=list(SPLIT_COLUMNS)).astype({"placements": float})


def ground(*agreed: dict[str, object], by_sex: pd.DataFrame | None = None, targets: pd.DataFrame | None = None) -> Ground:
    return Ground(
        reference="FRA",
        years=("2024", "2025", "2026"),
        families=FAMILIES,
        agreements=agreements(*agreed),
        south=SOUTH,
        sexes=sexes() if by_sex is None else by_sex,
        targets=targets_in(values(), date(2025, 12, 31)) if targets is None else targets,
    )


OURS = flows(
    started("FRA-SEN", 20, scheme="SC_INTL"),
    started("SEN-FRA", 5),
    started("SEN-FRA", 4, "2024"),
    started("SEN-FRA", 100, "2023"),
    started("SEN-MAR", 6, scheme="VSI_SS"),
    started("FRA-FRA", 11),
    started("SEN-FRA", 50, basis="active", volunteer_months=30.0),
)


def of(*rows: dict[str, object], what_if: WhatIf | None = None, on: Ground | None = None) -> Effect:
    return effect(OURS, plan(*rows), on or ground(), what_if=what_if)


def lines(**cells: str) -> Checked:
    return checked([Line(7, {**RIGHT, **cells})], KNOWN, 2026, file="plan.csv")
