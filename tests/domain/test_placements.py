"""Placements counted: four bases that reconcile, months by the day, and nothing that has not started."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.counting import count_once
from crossmobility.domain.flows import FLOW_COLUMNS, flow_table
from crossmobility.domain.overview import overview, series
from crossmobility.domain.placements import (
    COUNTED_BASES,
    counts_in,
    flow_cells,
    is_overdue,
    last_days,
    reconciled,
    volunteer_months,
    years,
)
from crossmobility.domain.selection import Selection
from crossmobility.domain.statements import resolved_totals

TOY_DAY = date(2025, 6, 30)
# Start, planned end, end: the toy set of the field notes.
TOY = (
    ("2024-01-15", "2024-07-14", "2024-07-14"),
    ("2024-02-01", "2024-07-31", "2024-07-31"),
    ("2024-09-01", "2025-02-28", "2025-02-28"),
    ("2024-10-01", "2025-03-31", "2024-11-17"),
    ("2024-11-01", "2025-10-31", None),
    ("2023-09-01", "2024-02-29", "2024-02-29"),
)


def placements(*stays: tuple[str | None, str | None, str | None], **values: object) -> pd.DataFrame:
    """Return placements from Senegal to France of these first days, planned last days and last days."""
    columns = ["start_on", "planned_end_on", "end_on"]
    dates = pd.DataFrame(list(stays), columns=columns).apply(lambda column: pd.to_datetime(column, format="ISO8601"))
    ends = {"origin": "SEN", "destination": "FRA", "programme_id": "NONE", "scheme": "VSI_RECIP"}
    return dates.assign(**{**ends, **values})


def counts(records: pd.DataFrame, period: str, as_of: date) -> tuple[int, ...]:
    """Return started, active, stock and ended of a period."""
    return tuple(int(counts_in(records, basis, period, as_of).sum()) for basis in COUNTED_BASES)


def test_the_toy_set_makes_655_days_or_21_52_months_in_2024() -> None:
    months = volunteer_months(placements(*TOY), "2024", TOY_DAY)
    assert round(months.sum() * 30.4375) == 655
    assert round(months.sum(), 2) == 21.52


def test_the_toy_set_is_counted_on_four_bases() -> None:
    records = placements(*TOY)
    assert counts(records, "2024", TOY_DAY) == (5, 6, 2, 4)
    assert counts(records, "2025", TOY_DAY) == (0, 2, 1, 1)
    assert reconciled(records, ["2023", "2024", "2025", "2026"], TOY_DAY).to_dict("split")["data"] == [
        ["2023", 0, 1, 1, 0, 1, True],
        ["2024", 1, 5, 6, 4, 2, True],
        ["2025", 2, 0, 2, 1, 1, True],
    ], "2026 has not begun"


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        (("2024-03-01", "2024-09-01", "2024-09-01"), (1, 1, 0, 1)),
        (("2024-12-31", "2025-03-01", "2025-03-01"), (1, 1, 1, 0)),
        (("2023-03-01", "2024-01-01", "2024-01-01"), (0, 1, 0, 1)),
        (("2023-03-01", "2023-12-31", "2023-12-31"), (0, 0, 0, 0)),
        (("2024-05-05", "2024-05-05", "2024-05-05"), (1, 1, 0, 1)),
        (("2024-03-01", "2024-12-31", "2024-12-31"), (1, 1, 0, 1)),
        ((None, "2024-09-01", None), (0, 0, 0, 0)),
        (("2025-08-01", "2026-02-01", None), (0, 0, 0, 0)),
    ],
    ids=["inside", "starts on the last day", "ends on the first day", "ended the day before", "one day", "ends on the last day",
         "never started", "starts after as_of"],
)  # fmt: skip
def test_first_and_last_days_belong_to_the_period(stay: tuple[str, str, str], expected: tuple[int, ...]) -> None:
    assert counts(placements(stay), "2024", date(2025, 6, 30)) == expected


def test_a_placement_without_an_end_lasts_until_its_planned_end_when_that_has_passed() -> None:
    records = placements(
        ("2024-01-10", "2024-06-30", None), ("2024-02-10", "2025-06-29", None), ("2024-03-10", "2025-06-30", None)
    )
    assert is_overdue(records, TOY_DAY).tolist() == [True, True, False], "a planned end on as_of is not over yet"
    assert last_days(records, TOY_DAY).dt.date.tolist() == [date(2024, 6, 30), date(2025, 6, 29), pd.NaT]
    assert counts(records, "2025", TOY_DAY) == (0, 2, 1, 1)


def test_a_placement_that_began_after_its_planned_end_lasts_one_day() -> None:
    late = placements(("2024-08-01", "2024-06-30", None))
    assert counts(late, "2024", TOY_DAY) == (1, 1, 0, 1)
    assert reconciled(late, ["2024"], TOY_DAY)["holds"].all()


def test_an_end_written_for_the_future_leaves_the_volunteer_present() -> None:
    leaving = placements(("2025-01-01", "2025-12-31", "2025-08-31"))
    assert counts(leaving, "2025", TOY_DAY) == (1, 1, 1, 0)
    assert round(volunteer_months(leaving, "2025", TOY_DAY).sum() * 30.4375) == 181, "up to as_of, not to the end"


def test_dates_may_be_datetimes_or_dates() -> None:
    as_times = placements(*TOY)
    as_dates = as_times.assign(
        **{
            name: as_times[name].dt.date.astype(object).where(as_times[name].notna(), None)
            for name in ("start_on", "end_on")
        }
    )
    pd.testing.assert_frame_equal(flow_cells(as_times, as_of=TOY_DAY), flow_cells(as_dates, as_of=TOY_DAY))


def test_cells_say_what_a_reader_of_figures_must_know() -> None:
    cells = flow_cells(placements(*TOY), as_of=TOY_DAY, dataset="toy", source="Toy set")
    assert tuple(cells.columns) == FLOW_COLUMNS
    assert (
        set(cells["certainty"]) == {"computed"} and set(cells["kind"]) == {"actual"} and set(cells["source"]) == {"Toy set"}
    )
    assert set(cells.loc[cells["period"] == "2025", "status"]) == {"provisional"}
    assert set(cells.loc[cells["period"] != "2025", "status"]) == {"reported"}
    assert (cells["volunteer_months"].notna() == (cells["basis"] == "active")).all(), "months are those of the active"
    assert (cells["placements"] > 0).all(), "an absent cell is zero"
    assert set(flow_cells(placements(*TOY), as_of=date(2025, 12, 31))["status"]) == {"reported"}


def test_what_has_not_started_makes_no_cells() -> None:
    assert flow_cells(placements((None, "2024-09-01", None)), as_of=TOY_DAY).empty
    assert years(placements((None, "2024-09-01", None)), TOY_DAY) == []
    empty = flow_cells(placements(), as_of=TOY_DAY)
    assert tuple(empty.columns) == FLOW_COLUMNS and empty.empty


def test_programmes_of_a_scheme_are_added_to_its_other_placements() -> None:
    records = placements(*TOY, programme_id=["NONE", "WECCEE", "NONE", "WECCEE", "WECCEE", "NONE"])
    cells = flow_cells(records, as_of=TOY_DAY)
    assert len(count_once(cells, apart=["period"])) == len(cells), "records have no total over programmes"
    table = flow_table(cells[cells["basis"] == "started"], ["period"])
    assert dict(zip(table["period"], table["placements"], strict=True)) == {"2023": 1.0, "2024": 5.0}
    pd.testing.assert_frame_equal(resolved_totals(cells), cells)


def test_months_add_over_years_where_people_present_do_not() -> None:
    cells = flow_cells(placements(*TOY), as_of=TOY_DAY)
    (row,) = flow_table(cells[cells["basis"] == "active"], ["origin"]).to_dict("records")
    assert pd.isna(row["placements"]) and row["status"] == "not_applicable"
    every = sum(volunteer_months(placements(*TOY), year, TOY_DAY).sum() for year in ("2023", "2024", "2025"))
    assert row["volunteer_months"] == pytest.approx(every) and row["months_status"] == "provisional"


day = st.dates(date(2019, 1, 1), date(2025, 12, 31))
stay = st.tuples(st.one_of(st.none(), day), day, st.one_of(st.none(), st.integers(0, 700)), st.sampled_from(["SEN", "TUN"]))
ends_on = st.sampled_from(["2019", "2021-H1", "2022-Q4", "2023-02", "2020-02-10/2023-05-05", "2025"])


@settings(max_examples=40, deadline=None)
@given(st.lists(stay, max_size=12), day, st.lists(ends_on, min_size=1, max_size=3))
def test_who_was_there_and_who_started_are_who_was_active_and_they_ended_or_are_there(
    stays: list[tuple[date | None, date, int | None, str]], as_of: date, periods: list[str]
) -> None:
    records = drawn(stays)
    table = reconciled(records, periods, as_of)
    assert table["holds"].all(), table
    for text in periods:
        # A month by month count of days says the same as the formula.
        days = volunteer_months(records, text, as_of) * 30.4375
        assert ((days > 0) == counts_in(records, "active", text, as_of)).all()
    cells = flow_cells(records, as_of=as_of, periods=list(dict.fromkeys(periods)))
    per_cell = cells.groupby(["period", "basis"])["placements"].sum()
    for line in table.drop_duplicates("period").itertuples(index=False):
        assert per_cell.get((line.period, "active"), 0) == line.active
        assert per_cell.get((line.period, "stock"), 0) == line.after


@settings(max_examples=20, deadline=None)
@given(st.lists(stay, max_size=8), day)
def test_months_of_a_year_are_its_days_one_by_one(
    stays: list[tuple[date | None, date, int | None, str]], as_of: date
) -> None:
    records = drawn(stays)
    last = last_days(records, as_of)
    present: Counter[int] = Counter()
    for start, end in zip(records["start_on"], last, strict=True):
        if pd.notna(start) and start.date() <= as_of:
            when = start.date()
            until = as_of if pd.isna(end) else min(end.date(), as_of)
            while when <= until:
                present[when.year] += 1
                when += timedelta(days=1)
    for year in range(2019, 2026):
        assert round(volunteer_months(records, str(year), as_of).sum() * 30.4375) == present[year]


def drawn(stays: list[tuple[date | None, date, int | None, str]]) -> pd.DataFrame:
    """Return placements that end after they start, as accepted records do; planned ends may lie before a late start."""
    lines = [
        (
            None if start is None else start.isoformat(),
            planned.isoformat(),
            None if start is None or length is None else (start + timedelta(days=length)).isoformat(),
        )
        for start, planned, length, _ in stays
    ]
    return placements(*lines, origin=pd.Series([origin for *_, origin in stays], dtype="str"))


def test_the_order_of_the_records_changes_nothing() -> None:
    records = placements(*TOY, origin=["SEN", "TUN", "SEN", "MLI", "TUN", "SEN"])
    shuffled = records.iloc[[3, 0, 5, 1, 4, 2]]
    pd.testing.assert_frame_equal(flow_cells(records, as_of=TOY_DAY), flow_cells(shuffled, as_of=TOY_DAY))


@pytest.mark.parametrize("basis", COUNTED_BASES)
@pytest.mark.parametrize(("way", "corridor"), [("in", ()), ("both", ()), ("between", ()), ("in", ("SEN", "FRA"))])
def test_the_series_of_complete_data_is_what_each_year_says(basis: str, way: str, corridor: tuple[str, str]) -> None:
    records = placements(
        *TOY, origin=["SEN", "TUN", "FRA", "MLI", "TUN", "SEN"], destination=["FRA", "FRA", "SEN", "SEN", "FRA", "MAR"]
    )
    rows = flow_cells(records, as_of=TOY_DAY)
    asked = Selection(period="2024", basis=basis, direction=way, corridor=corridor)
    families = {"VSI_RECIP": "VSI"}
    table = series(rows, asked, families, complete_to="2025-06-30").set_index("period")
    for year in ("2023", "2024", "2025"):
        one = overview(rows, replace(asked, period=year), families, complete_to="2025-06-30")
        assert table.loc[year, "total"] == (one.forward if corridor else one.total)
        assert table.loc[year, "status"] == ("provisional" if year == "2025" else "reported") and one.cut == (
            year == "2025"
        )


def test_half_a_year_is_not_zero_where_records_are_counted_by_year() -> None:
    rows = flow_cells(placements(*TOY), as_of=TOY_DAY)
    answer = overview(rows, Selection(period="2024-H1"), {}, complete_to="2025-06-30")
    assert answer.empty and not answer.complete and pd.isna(answer.total)
