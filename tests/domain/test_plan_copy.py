"""A plan that begins as a copy of a past year."""

from __future__ import annotations

from datetime import date

import pandas as pd
from plans import KNOWN, RIGHT

from crossmobility.domain.plans import (
    checked,
    copy_of_year,
)


def record(ends: str, start: str, planned: tuple[str, str], sex: str = "F", **more: object) -> dict[str, object]:
    origin, destination = ends.split("-")
    row = {"origin": origin, "destination": destination, "scheme": "SC_RECIP", "programme_id": "NONE", "sex": sex}
    days = dict(zip(("planned_start_on", "planned_end_on"), planned, strict=True)) | {"start_on": start, "end_on": ""}
    return {**row, **{name: pd.Timestamp(day) if day else pd.NaT for name, day in days.items()}, **more}


def test_a_copy_holds_the_places_that_started_in_the_year_and_says_what_it_leaves_out() -> None:
    spring, autumn = ("2025-03-03", "2025-11-02"), ("2025-10-01", "2026-03-31")
    placements = pd.DataFrame(
        [
            record("SEN-FRA", "2025-03-03", spring),
            record("SEN-FRA", "2025-03-10", spring, "M"),
            record("SEN-FRA", "2025-10-01", autumn),
            record("TGO-FRA", "2025-10-01", autumn, "U"),
            record("FRA-FRA", "2025-10-01", autumn),
            record("MAR-FRA", "2024-10-01", autumn),
            record("MAR-FRA", "", ("2026-01-05", "2026-08-01")),
        ]
    )
    found = copy_of_year(placements, 2025, into=2026, as_of=date(2025, 12, 31))
    assert (found.year, found.placements, found.local) == (2025, 4, 1)
    assert [dict(line.cells) for line in found.lines] == [
        # 245, 245 and 182 days: the median is 8 months; March is the commonest month.
        {**RIGHT, "period": "2026-03", "duration_months": "8", "places": "3", "women": "2"},
        {**RIGHT, "origin": "TGO", "period": "2026-10", "duration_months": "6", "places": "1", "women": ""},
    ]
    assert checked(found.lines, KNOWN, 2026).findings == ()
