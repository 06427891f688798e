"""Indicators pages for tests, from values written by hand and tracked by the real rules.

The usual page: one scheme in 2024, on the last day of 2024. Departures miss a target that was lowered, satisfaction is on
its way from a baseline, a rate that should fall is above its ceiling, a ratio lies outside its range, and one indicator
has no target.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.indicators.definitions import Definition, StatusRule
from crossmobility.domain.indicators.history import history, trends, whole_values
from crossmobility.domain.indicators.tracking import tracked
from crossmobility.domain.periods import period
from crossmobility.domain.selection import Selection
from crossmobility.release.figures import DatasetInfo
from crossmobility.render.indicators_page import IndicatorOffer, IndicatorsPage

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from values import RULES, definition, target, value, values

NAN = float("nan")
SHARE = {"unit": "SHARE", "aggregation": "none", "decimals": 1, "min_denominator": 20, "iati_measure": 2}
DEFINITIONS: Mapping[str, Definition] = {
    each.indicator_id: each
    for each in (
        definition("STARTS", name_en="Departures", name_fr="Départs effectués", limits_en="Counts placements, not people."),
        definition(
            "HAPPY",
            name_en="Satisfied",
            level="outcome",
            frequency="year",
            numerator_en="satisfied people",
            denominator_en="people who answered",
            **SHARE,
        ),
        definition("EARLY", name_en="Early ends", level="other", frequency="year", direction="decrease", **SHARE),
        definition(
            "RATIO",
            name_en="Balance",
            level="outcome",
            frequency="year",
            unit="RATIO",
            aggregation="none",
            decimals=2,
            direction="band",
            band_low=0.8,
            band_high=1.25,
        ),
        definition("FIELD", name_en="In the field", frequency="year", accumulation="stock", aggregation="latest"),
        definition("LASTING", name_en="Lasting change", level="impact", frequency="year", **SHARE),
    )
}
USUAL: Sequence[dict[str, Any]] = (
    value(60, period="2022"),
    value(80, period="2023"),
    value(90, period="2024"),
    target(110, period="2023"),
    target(150, period="2024"),
    target(100, period="2024", value_type="target_revised", edition="plan 2", as_of="2024-06-30"),
    value(0.85, indicator="HAPPY", period="2022", value_type="baseline", as_of="2022-01-01"),
    target(0.90, indicator="HAPPY"),
    value(0.88, indicator="HAPPY", numerator=88, denominator=100),
    target(0.10, indicator="EARLY"),
    value(0.15, indicator="EARLY", numerator=15, denominator=100, value_status="provisional"),
    value(2.0, indicator="RATIO", numerator=40, denominator=20),
    value(41, indicator="FIELD"),
    value(NAN, indicator="LASTING", numerator=3, denominator=7),
    value(50, dimension="sex", category="F"),
    value(40, dimension="sex", category="M"),
    value(7, dimension="scheme", category="CAMP"),
    value(83, dimension="scheme", category="SC_RECIP"),
)
DATASET = DatasetInfo(
    "test",
    "Données d’essai",
    "Test data",
    "2024-12-31",
    synthetic=True,
    licence="CC0",
    note_fr="Rien de réel.",
    note_en="Nothing real.",
    complete=True,
)
EMPTY = pd.DataFrame()


def page_of(
    rows: Sequence[dict[str, Any]] = USUAL,
    *,
    definitions: Mapping[str, Definition] = DEFINITIONS,
    rules: Mapping[str, StatusRule] = RULES,
    as_of: str = "2024-12-31",
    dataset: DatasetInfo = DATASET,
    marks: Sequence[Marked] = (),
    tables: Mapping[str, Any] | None = None,
    **asked: Any,
) -> IndicatorsPage:
    """Return the page of values; what is not asked for is all schemes in 2024, departures in detail, in English.

    ``tables`` replaces fields of the page, such as ``owed``.
    """
    usual = {"dataset": "test", "period": "2024", "indicator": "STARTS", "language": "en"}
    selection = Selection(**{**usual, **asked})
    day, frame = date.fromisoformat(as_of), values(*rows)
    scope = whole_values(frame, programme="_T", scheme="_T")
    kind = period(selection.period).kind
    chosen = definitions.get(selection.indicator)
    page = IndicatorsPage(
        selection=selection,
        tracked=tracked(frame, definitions, rules, as_of=day, period=selection.period),
        definitions=definitions,
        rules=rules,
        history=history(scope, chosen, as_of=day, kind=kind) if chosen else EMPTY,
        marks=marks,
        corridors=EMPTY,
        mirrored=EMPTY,
        territories=EMPTY,
        findings=(),
        revisions=EMPTY,
        owed=EMPTY,
        offer=IndicatorOffer(("2022", "2023", "2024", "2024-Q1", "2024-Q2"), ("WECCEE",), ("SC", "CAMP"), ()),
        datasets=(dataset,),
        trends=trends(scope, as_of=day, kind=kind),
    )
    return replace(page, **(tables or {}))
