"""Reciprocity pages for tests, from rows written by hand: a test says what matters, the rest is ordinary.

The usual page: Service Civique seen from France, 2019 to 2021, every placement known. Each way has its own number, so a
swap of sides fails; Togo only sends, Kenya only hosts, Morocco and Senegal exchange between themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from crossmobility.domain.bands import AGREEMENT_COLUMNS
from crossmobility.domain.bases import reconciliation
from crossmobility.domain.breaks import Marked, breaks_in
from crossmobility.domain.flows import FLOW_COLUMNS
from crossmobility.domain.lens import sides
from crossmobility.domain.loops import loops
from crossmobility.domain.offers import Offer
from crossmobility.domain.pairings import PAIRING_COLUMNS
from crossmobility.domain.reasons import gap
from crossmobility.domain.reciprocity import (
    Scope,
    concentration,
    matrix,
    network,
    one_way,
    pair,
    pair_history,
    partners,
    scope_of,
    whole,
)
from crossmobility.domain.selection import Selection
from crossmobility.release.figures import DatasetInfo
from crossmobility.render.reciprocity_page import ReciprocityPage

NAN = float("nan")
FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "CAMP": "CAMP"}
SOUTH = frozenset({"SEN", "MAR", "TGO", "KEN", "TUN"})
ORDINARY: dict[str, object] = {
    **dict.fromkeys(FLOW_COLUMNS, ""),
    "dataset": "test",
    "programme": "_T",
    "scheme": "SC_RECIP",
    **dict.fromkeys(("sector", "sex", "age_band", "duration_band"), "_T"),
    "basis": "started",
    "kind": "actual",
    **dict.fromkeys(("placements", "volunteer_months", "countries", "rank"), NAN),
    "status": "reported",
    "source": "test",
}
# Corridor: people in 2019, 2020 and 2021.
USUAL: dict[tuple[str, str], tuple[int, int, int]] = {
    ("SEN", "FRA"): (20, 12, 24),
    ("FRA", "SEN"): (10, 0, 11),
    ("MAR", "FRA"): (0, 3, 40),
    ("FRA", "MAR"): (2, 0, 12),
    ("TGO", "FRA"): (5, 1, 7),
    ("FRA", "TGO"): (1, 0, 0),
    ("FRA", "KEN"): (0, 0, 3),
    ("TUN", "FRA"): (6, 0, 0),
    ("SEN", "MAR"): (0, 0, 2),
    ("MAR", "SEN"): (0, 0, 1),
}
DATASET = DatasetInfo(
    "test",
    "Données d’essai",
    "Test data",
    "2021-12-31",
    synthetic=True,
    licence="CC0",
    note_fr="Rien de réel.",
    note_en="Nothing real.",
    complete=True,
)


@dataclass(frozen=True)
class Event:
    """A break for tests."""

    break_id: str
    from_on: date
    to_on: date | None = None
    countries: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    citation: str = "A newspaper, https://www.example.org/story"
    closes_corridor: bool = False

    def label(self, language: str) -> str:
        return f"{self.break_id}/{language}"

    def note(self, language: str) -> str:
        return f"What {self.break_id} was."


COVID = Event("Covid", date(2020, 3, 1), date(2021, 7, 27))
VISAS = Event("Visas", date(2021, 8, 7), countries=("TGO",), closes_corridor=True)


def rows_of(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Return flow rows; each mapping says only what differs from an ordinary row."""
    frame = pd.DataFrame([{**ORDINARY, **row} for row in rows], columns=list(FLOW_COLUMNS))
    return frame.astype({"placements": float, "volunteer_months": float, "countries": float, "rank": float})


def rows_between(volumes: Mapping[tuple[str, str], Sequence[int]], first: int = 2019) -> pd.DataFrame:
    """Return started placements per corridor and year; months on active rows, six for each; who starts ends that year."""
    found: list[dict[str, object]] = []
    for (origin, destination), years in volumes.items():
        for year, people in enumerate(years, first):
            scheme = "SC_INTL" if origin == "FRA" else "SC_RECIP"
            common = {"origin": origin, "destination": destination, "period": str(year), "scheme": scheme}
            counts: Iterable[tuple[str, float]] = (("started", NAN), ("active", 6.0 * people), ("ended", NAN))
            if people:
                found += [
                    {**common, "basis": basis, "placements": people, "volunteer_months": months} for basis, months in counts
                ]
    return rows_of(*found)


def agreement(counterpart: str, low: float, high: float, **changes: object) -> dict[str, object]:
    """Return one agreement of France."""
    usual: dict[str, object] = {
        "dataset": "test",
        "agreement_id": f"A-{counterpart}",
        "reference": "FRA",
        "counterpart": counterpart,
        "scheme": "SC_RECIP",
        "low": low,
        "high": high,
        "valid_from": "2018-01-01",
        "valid_to": "",
        "source": "Article 4",
        "synthetic": "true",
    }
    return {**usual, **changes}


def page_of(
    rows: pd.DataFrame | None = None,
    *,
    agreements: Sequence[Mapping[str, object]] = (),
    dataset: DatasetInfo = DATASET,
    marks: Sequence[Event] = (COVID, VISAS),
    pairings: Sequence[Mapping[str, object]] = (),
    **asked: Any,
) -> ReciprocityPage:
    """Return the page of a selection; what is not asked for is Service Civique seen from France in 2021, in English."""
    if rows is not None:
        return _new_page(rows, agreements, dataset, marks, pairings, asked)
    # Pages are never changed, and working one out takes longer than reading it.
    key = repr((agreements, dataset, marks, pairings, sorted(asked.items())))
    if key not in _KNOWN:
        _KNOWN[key] = _new_page(rows_between(USUAL), agreements, dataset, marks, pairings, asked)
    return _KNOWN[key]


_KNOWN: dict[str, ReciprocityPage] = {}


def _new_page(
    rows: pd.DataFrame,
    agreements: Sequence[Mapping[str, object]],
    dataset: DatasetInfo,
    marks: Sequence[Event],
    pairings: Sequence[Mapping[str, object]],
    asked: Mapping[str, Any],
) -> ReciprocityPage:
    selection = Selection(**{"dataset": "test", "period": "2021", "schemes": ("SC",), "language": "en", **asked})
    scope = scope_of(rows, selection, FAMILIES, complete_to=dataset.as_of if dataset.complete else "")
    agreed = pd.DataFrame([*agreements], columns=list(AGREEMENT_COLUMNS)).astype({"low": float, "high": float})
    return _page(scope, agreed, dataset, _marked(scope, marks), pd.DataFrame([*pairings], columns=list(PAIRING_COLUMNS)))


def _marked(scope: Scope, events: Sequence[Event]) -> list[Marked]:
    return breaks_in(events, [text for text in scope.periods if text])


def _page(
    scope: Scope, agreed: pd.DataFrame, dataset: DatasetInfo, marks: Sequence[Marked], pairings: pd.DataFrame
) -> ReciprocityPage:
    chosen = pair(scope, *scope.selection.corridor, agreed, FAMILIES) if scope.selection.corridor else None
    every = whole(scope, agreed, FAMILIES)
    table = partners(scope, agreed, FAMILIES)
    looked_at = chosen or every
    trends = {code: pair_history(scope, scope.reference, code) for code in ("_T", *table["country"].head(6))}
    if chosen is not None:
        trends["chosen"] = pair_history(scope, chosen.a, chosen.b)
    corridor = (chosen.a, chosen.b) if chosen else ()
    return ReciprocityPage(
        scope=scope,
        partners=table,
        whole=every,
        chosen=chosen,
        matrix=matrix(scope),
        one_way=one_way(scope),
        network=network(scope),
        concentration={"in": concentration(scope, "in"), "out": concentration(scope, "out")},
        lens=sides(scope.history, scope.periods, SOUTH, scope.measure, scope.complete),
        loops=loops(scope.corridors[scope.corridors["volume"] > 0]),
        reasons={
            "scheme": gap(scope.rows, "scheme", looked_at.a, scope.measure, looked_at.b, complete=scope.complete),
        },
        bases=reconciliation(scope.every_basis, scope.span, looked_at.a, corridor=corridor, complete_to=scope.complete_to),
        trends=trends,
        marks=marks,
        pairings=pairings,
        offer=_offer(scope),
        datasets=(dataset, replace(dataset, name="other", title_en="Other data")),
        largest=float(scope.corridors["volume"].max()) if len(scope.corridors) else 0.0,
        agreements=agreed,
    )


def _offer(scope: Scope) -> Offer:
    ends = {*scope.every_basis["origin"], *scope.every_basis["destination"], scope.reference} - {"_T", "_O"}
    return Offer(
        periods=scope.periods,
        families=("CAMP", "SC"),
        programmes=("WECCEE",),
        countries=tuple(sorted(ends)),
        bases=("started", "active", "ended"),
        kinds=("actual",),
        measures=("placements", "volunteer_months"),
    )
