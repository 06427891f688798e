"""Placements split by a dimension: the categories add up to the flow cell, whatever the placements."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.placements import flow_cells
from crossmobility.domain.splits import DURATION_BANDS, SPLIT_COLUMNS, SPLIT_DIMENSIONS, duration_bands, split_cells
from crossmobility.reference import code_lists

AS_OF = date(2025, 6, 30)
CELL = ["origin", "destination", "period", "programme", "scheme", "basis"]
SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "placements.csv"
DATES = ["start_on", "end_on", "planned_start_on", "planned_end_on"]


def placements(*rows: dict[str, object]) -> pd.DataFrame:
    """Return placements from Senegal to France, January to July 2024; each dict says only what differs."""
    usual = {
        "origin": "SEN",
        "destination": "FRA",
        "programme_id": "NONE",
        "scheme": "SC_RECIP",
        "sector": "SPORT",
        "sex": "F",
        "age_band": "22-25",
        "sdg": 4,
        "start_on": "2024-01-08",
        "end_on": None,
        "planned_start_on": "2024-01-08",
        "planned_end_on": "2024-07-12",
    }
    frame = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    kinds = {**dict.fromkeys((name for name in usual if name not in DATES), "str"), "sdg": "float64"}
    return frame.astype(kinds).assign(**{name: pd.to_datetime(frame[name]) for name in DATES})


def sums(splits: pd.DataFrame, dimension: str) -> pd.DataFrame:
    """Return a dimension's categories added up, cell by cell."""
    own = splits[splits["dimension"] == dimension].astype(dict.fromkeys([*CELL, "status"], object))
    found = own.groupby(CELL).agg({"placements": "sum", "volunteer_months": lambda x: x.sum(min_count=1), "status": "max"})
    return found.sort_index()


def check_that_categories_add_up(records: pd.DataFrame, as_of: date) -> None:
    cells = flow_cells(records, as_of=as_of, dataset="d")
    splits = split_cells(records, as_of=as_of, dataset="d")
    whole = cells.astype(dict.fromkeys([*CELL, "status"], object)).set_index(CELL).sort_index()
    for dimension in SPLIT_DIMENSIONS:
        added = sums(splits, dimension)
        assert added.index.equals(whole.index), dimension
        assert (added["placements"] == whole["placements"]).all(), f"{dimension}: volunteers add up exactly"
        assert (added["status"] == whole["status"]).all(), dimension
        assert (added["volunteer_months"].isna() == whole["volunteer_months"].isna()).all(), dimension
        months = (added["volunteer_months"] - whole["volunteer_months"]).abs().max()
        assert not months > 1e-6, f"{dimension}: months add up but for rounding"
    assert not splits.duplicated([*CELL, "dimension", "category"]).any(), "one row a cell and category"
    assert (splits["placements"] > 0).all() and set(splits["dataset"]) <= {"d"}


day = st.dates(date(2021, 1, 1), date(2025, 12, 31))
drawn = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(["SEN", "TUN", "FRA"]),
        "destination": st.sampled_from(["FRA", "MAR"]),
        "programme_id": st.sampled_from(["NONE", "WECCEE"]),
        "scheme": st.sampled_from(["SC_RECIP", "SC_INTL"]),
        "sector": st.sampled_from(["SPORT", "HEALTH", ""]),
        "sex": st.sampled_from(["F", "M", "U"]),
        "age_band": st.sampled_from(["18-21", "22-25"]),
        "sdg": st.sampled_from([None, 1, 17]),
        "start_on": st.one_of(st.none(), day),
        "end_on": st.one_of(st.none(), st.integers(0, 400)),
        "planned_start_on": st.one_of(st.none(), day),
        "planned_end_on": st.one_of(st.none(), day),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.lists(drawn, max_size=12), day)
def test_the_categories_of_every_dimension_add_up_to_the_flow_cell(rows: list[dict[str, object]], as_of: date) -> None:
    for row in rows:
        start, length = row["start_on"], row["end_on"]
        row["end_on"] = start + timedelta(days=length) if isinstance(start, date) and isinstance(length, int) else None
    check_that_categories_add_up(placements(*rows), as_of)


def test_the_categories_of_the_sample_add_up_to_its_flows() -> None:
    check_that_categories_add_up(pd.read_csv(SAMPLE, keep_default_na=False, parse_dates=DATES), date(2025, 12, 31))


def test_each_dimension_says_who_they_were() -> None:
    records = placements(
        {}, {"sex": "M", "sector": "HEALTH", "sdg": 17}, {"sex": "M", "age_band": "18-21", "start_on": "2023-09-01"}
    )
    active = split_cells(records, as_of=AS_OF).query("basis == 'active' and period == '2024'").astype({"category": object})
    counted = {
        dimension: dict(zip(rows["category"], rows["placements"], strict=True))
        for dimension, rows in active.groupby("dimension", observed=True)
    }
    assert counted == {
        "sector": {"SPORT": 2.0, "HEALTH": 1.0},
        "sex": {"F": 1.0, "M": 2.0},
        "age_band": {"18-21": 1.0, "22-25": 2.0},
        "duration_band": {"6-11M": 3.0},
        "start_year": {"2023": 1.0, "2024": 2.0},
        "sdg": {"4": 2.0, "17": 1.0},
    }


def test_months_stand_in_the_rows_of_the_active_only() -> None:
    splits = split_cells(placements({}), as_of=AS_OF)
    assert (splits["volunteer_months"].notna() == (splits["basis"] == "active")).all()
    active = splits[(splits["basis"] == "active") & (splits["dimension"] == "sex")]
    assert active["volunteer_months"].tolist() == [pytest.approx(187 / 30.4375)], "8 January to 12 July 2024, overdue"


def test_what_is_not_stated_is_a_category_of_its_own() -> None:
    records = placements({"sector": ""}, {"sector": "", "sdg": None}, {})
    records["sex"] = pd.Series([None, "F", "U"], dtype="str")
    splits = split_cells(records, as_of=AS_OF).query("basis == 'started'").astype({"category": object})
    by_category = splits.set_index(["dimension", "category"])["placements"]
    assert by_category["sector"].to_dict() == {"SPORT": 1.0, "U": 2.0}
    assert by_category["sex"].to_dict() == {"F": 1.0, "U": 2.0}, "missing and stated as unknown are one category"
    assert by_category["sdg"].to_dict() == {"4": 2.0, "U": 1.0}


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (1, "LT1M"), (30, "LT1M"), (31, "1-5M"), (179, "1-5M"), (180, "6-11M"), (359, "6-11M"), (360, "12-23M"),
        (719, "12-23M"), (720, "24M+"), (2000, "24M+"),
    ],
)  # fmt: skip
def test_a_planned_duration_counts_both_days_and_falls_into_one_band(days: int, band: str) -> None:
    first = date(2024, 1, 1)
    record = placements({"planned_start_on": first, "planned_end_on": first + timedelta(days=days - 1)})
    assert duration_bands(record).tolist() == [band]


def test_calendar_months_are_what_people_call_them() -> None:
    six = placements({"planned_start_on": "2025-09-01", "planned_end_on": "2026-02-28"})
    five = placements({"planned_start_on": "2025-07-01", "planned_end_on": "2025-11-30"})
    assert (duration_bands(six).item(), duration_bands(five).item()) == ("6-11M", "1-5M")


def test_a_plan_that_nobody_can_read_has_no_duration() -> None:
    records = placements(
        {"planned_start_on": None},
        {"planned_end_on": None},
        {"planned_start_on": "2024-07-13", "planned_end_on": "2024-07-12"},
    )
    assert duration_bands(records).tolist() == ["U", "U", "U"]


def test_every_band_has_its_words_in_both_languages() -> None:
    assert tuple(code_lists()["duration_band"]) == DURATION_BANDS


def test_placements_that_never_started_make_no_rows() -> None:
    for records in (placements(), placements({"start_on": None}), placements({"start_on": "2025-09-01"})):
        splits = split_cells(records, as_of=AS_OF)
        assert tuple(splits.columns) == SPLIT_COLUMNS and splits.empty


def test_the_order_of_the_records_changes_nothing() -> None:
    records = placements(
        {}, {"sex": "M"}, {"origin": "TUN"}, {"sector": "HEALTH"}, {"origin": "MLI", "scheme": "VSI_RECIP"}
    )
    shuffled = records.iloc[[3, 0, 4, 1, 2]]
    pd.testing.assert_frame_equal(split_cells(records, as_of=AS_OF), split_cells(shuffled, as_of=AS_OF))
