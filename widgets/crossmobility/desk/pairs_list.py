"""The pairs of a dataset as the page reads them: the records of both sides beside what ``pair_sides`` says of the pair."""

from __future__ import annotations

from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from crossmobility.desk.records import Records
from crossmobility.domain.pairings import pair_sides
from crossmobility.i18n import Language
from crossmobility.reference import code_lists
from crossmobility.render.pairs_page import PairFilters, PairsPage, PlacementPair, Side

REASONS = ("end_reason", "closed_reason")


def placement_pairs(records: Records) -> tuple[PlacementPair, ...]:
    """Return every pair of the records with its sides, as they stand on the day of the records."""
    as_of = date.fromisoformat(records.as_of)
    paired = records.placements[records.placements["pair_id"] != ""]
    found = {str(row["placement_id"]): row for row in paired.to_dict("records")}
    return tuple(_pair(row, found, as_of) for row in pair_sides(records.placements, as_of).to_dict("records"))


def page_of(
    records: Records,
    pairs: tuple[PlacementPair, ...],
    language: Language,
    filters: PairFilters | None = None,
    chosen: str = "",
) -> PairsPage:
    """Return what the page says of the pairs of ``records``; ``pairs`` are their :func:`placement_pairs`."""
    codes = {code: one.label(language) for name in REASONS for code, one in code_lists()[name].items()}
    return PairsPage(
        language=language,
        title=records.title(language),
        as_of=date.fromisoformat(records.as_of),
        synthetic=records.synthetic,
        reference=records.reference_country,
        pairs=pairs,
        programmes=records.programme_names(language),
        reasons=codes,
        rejected=records.rejected,
        filters=filters or PairFilters(),
        chosen=chosen,
    )


def _pair(row: dict[Any, Any], found: dict[str, dict[Any, Any]], as_of: date) -> PlacementPair:
    sides = [("first", "early_first"), ("second", "early_second")]
    return PlacementPair(
        pair_id=str(row["pair_id"]),
        programme=str(row["programme_id"]),
        cohort=str(row["cohort"]),
        state=str(row["state"]),
        sides=tuple(_side(found[row[name]], bool(row[early]), as_of) for name, early in sides if row[name]),
        overlap_days=_days(row["overlap_days"]),
        gap_days=_days(row["gap_days"]),
    )


def _side(row: dict[Any, Any], early: bool, as_of: date) -> Side:
    closed = _happened(row["closed_before_start_on"], as_of)
    return Side(
        placement_id=str(row["placement_id"]),
        origin=str(row["origin"]),
        destination=str(row["destination"]),
        planned_start=_day(row["planned_start_on"]),
        planned_end=_day(row["planned_end_on"]),
        start=_happened(row["start_on"], as_of),
        end=_happened(row["end_on"], as_of),
        early=early,
        end_reason=str(row["end_reason"]),
        closed=closed,
        closed_reason=str(row["closed_reason"]) if closed else "",
    )


def _day(value: Any) -> date | None:
    return None if value is pd.NaT or pd.isna(value) else pd.Timestamp(value).date()


def _happened(value: Any, as_of: date) -> date | None:
    """Return a day that has come by ``as_of``; a later one is a plan."""
    when = _day(value)
    return when if when is not None and when <= as_of else None


def _days(value: Any) -> int | None:
    return None if isnan(value) else int(value)
