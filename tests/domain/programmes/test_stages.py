"""How far placements came: each stage, what became of those who arrived and of those who did not."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.placements import flow_cells
from crossmobility.domain.programmes.stages import (
    FUNNEL_COLUMNS,
    NOT_ARRIVED,
    OUTCOMES,
    REACHED,
    STAGE_COLUMNS,
    STAGE_NUMBERS,
    funnel,
    stage_cells,
)

AS_OF = date(2025, 6, 30)
DATES = [
    *("planned_start_on", "planned_end_on", "selected_on", "contract_signed_on", "visa_decided_on", "arrival_on"),
    *("start_on", "end_on", "closed_before_start_on"),
]
SELECTED = {"selected_on": "2024-03-01"}
AGREED = {**SELECTED, "contract_signed_on": "2024-05-02"}
GRANTED = {**AGREED, "visa_outcome": "GRANTED", "visa_decided_on": "2024-07-20"}
ARRIVED = {**GRANTED, "arrival_on": "2024-09-01"}
RUNNING = {**ARRIVED, "start_on": "2024-09-05"}
COMPLETED = {**RUNNING, "end_on": "2025-03-05"}


def placements(*rows: dict[str, object]) -> pd.DataFrame:
    """Return placements from Senegal to France, planned from 5 September 2024 to 5 March 2025; each dict says what differs."""
    usual: dict[str, object] = {
        "origin": "SEN",
        "destination": "FRA",
        "programme_id": "NONE",
        "cohort": "2024-S2",
        "scheme": "SC_RECIP",
        "visa_type": "VLS_T",
        "visa_outcome": "",
        "closed_reason": "",
        **dict.fromkeys(DATES),
        "planned_start_on": "2024-09-05",
        "planned_end_on": "2025-03-05",
    }
    frame = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    texts = [name for name in usual if name not in DATES]
    return frame.astype(dict.fromkeys(texts, "str")).assign(**{name: pd.to_datetime(frame[name]) for name in DATES})


def counted(*rows: dict[str, object], as_of: date = AS_OF) -> dict[str, float]:
    """Return the numbers of placements that make one cell, those that are not 0."""
    (cell,) = stage_cells(placements(*rows), as_of=as_of)[list(STAGE_NUMBERS)].to_dict("records")
    return {str(name): number for name, number in cell.items() if number}


def reached(last: str, fate: str) -> dict[str, float]:
    return dict.fromkeys([*REACHED[: REACHED.index(last) + 1], fate], 1.0)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, reached("planned", "waiting")),
        (SELECTED, reached("selected", "waiting")),
        (AGREED, reached("agreed", "waiting")),
        (GRANTED, reached("visa", "waiting")),
        (ARRIVED, reached("arrived", "running")),
        (RUNNING, reached("arrived", "running")),
        (COMPLETED, reached("arrived", "completed")),
        (COMPLETED | {"end_on": "2025-02-26"}, reached("arrived", "completed")),
        (COMPLETED | {"end_on": "2025-02-25"}, reached("arrived", "ended_early")),
    ],
    ids=["planned", "selected", "agreed", "visa", "arrived", "running", "completed", "a week early", "eight days early"],
)
def test_a_placement_counts_in_every_stage_it_has_reached(row: dict[str, object], expected: dict[str, float]) -> None:
    assert counted(row) == expected


@pytest.mark.parametrize("column", ["selected_on", "contract_signed_on", "visa_decided_on", "arrival_on"])
def test_a_later_date_proves_the_stages_before_it(column: str) -> None:
    assert counted(RUNNING | {column: None}) == reached("arrived", "running")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (AGREED | {"visa_outcome": "NOT_REQUIRED"}, "visa"),
        (AGREED | {"visa_type": "NOT_REQUIRED"}, "visa"),
        (SELECTED | {"visa_type": "NOT_REQUIRED"}, "selected"),
        (AGREED | {"visa_outcome": "PENDING"}, "agreed"),
        (AGREED | {"visa_outcome": "REFUSED", "visa_decided_on": "2024-07-20"}, "agreed"),
        (AGREED | {"visa_outcome": "GRANTED"}, "agreed"),
    ],
    ids=["none needed", "no type needed", "no contract", "pending", "refused", "nobody says when"],
)
def test_a_visa_is_granted_or_not_required_once_the_contract_is_signed(row: dict[str, object], expected: str) -> None:
    assert counted(row) == reached(expected, "waiting")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("WITHDRAWN", "withdrawn"),
        ("VISA_REFUSED", "refused"),
        ("HOST_CANCELLED", "cancelled"),
        ("PROGRAMME_CANCELLED", "cancelled"),
        ("BUDGET_FREEZE", "cancelled"),
        ("NOT_SELECTED", "not_selected"),
    ],
)
def test_who_never_arrived_is_lost_for_the_reason_given(reason: str, expected: str) -> None:
    closed = {"closed_before_start_on": "2024-08-01", "closed_reason": reason}
    assert counted(AGREED | closed) == reached("agreed", expected)
    assert counted(AGREED | closed, as_of=date(2024, 7, 31)) == reached("agreed", "waiting"), "the day before"


def test_who_came_and_was_sent_home_before_the_start_has_a_visa_and_did_not_arrive() -> None:
    closed = {"closed_before_start_on": "2024-09-04", "closed_reason": "HOST_CANCELLED"}
    assert counted(ARRIVED | closed) == reached("visa", "cancelled")


def test_an_overdue_placement_is_running_because_nobody_wrote_down_its_end() -> None:
    assert counted(RUNNING, as_of=date(2025, 12, 31)) == reached("arrived", "running")


def test_what_lies_after_the_day_has_not_happened_yet() -> None:
    days = {
        date(2024, 2, 29): ("planned", "waiting"),
        date(2024, 3, 1): ("selected", "waiting"),
        date(2024, 5, 2): ("agreed", "waiting"),
        date(2024, 7, 20): ("visa", "waiting"),
        date(2024, 9, 1): ("arrived", "running"),
        date(2025, 3, 4): ("arrived", "running"),
        date(2025, 3, 5): ("arrived", "completed"),
    }
    for day, expected in days.items():
        assert counted(COMPLETED, as_of=day) == reached(*expected), day


def test_cells_are_those_of_the_planned_start_in_order_with_their_dataset() -> None:
    rows = placements(
        {"planned_start_on": "2024-10-01"},
        {"planned_start_on": "2024-09-30", "programme_id": "WECCEE", "cohort": "WECCEE 10"},
        {"planned_start_on": "2024-09-05"},
        {"planned_start_on": "2023-12-31"},
        {"planned_start_on": "2024-09-01"},
        {"origin": "FRA", "destination": "FRA"},
    )
    cells = stage_cells(rows, as_of=AS_OF, dataset="ours")
    assert tuple(cells.columns) == STAGE_COLUMNS and set(cells["dataset"]) == {"ours"}
    told = cells[["origin", "period", "month", "programme", "cohort", "planned"]].to_dict("split")["data"]
    assert told == [
        ["FRA", "2024", "09", "NONE", "2024-S2", 1.0],
        ["SEN", "2023", "12", "NONE", "2024-S2", 1.0],
        ["SEN", "2024", "09", "NONE", "2024-S2", 2.0],
        ["SEN", "2024", "09", "WECCEE", "WECCEE 10", 1.0],
        ["SEN", "2024", "10", "NONE", "2024-S2", 1.0],
    ]


def test_no_placements_make_a_table_without_rows_of_the_same_types() -> None:
    empty, one = stage_cells(placements(), as_of=AS_OF), stage_cells(placements({}), as_of=AS_OF)
    assert empty.empty and tuple(empty.columns) == STAGE_COLUMNS
    assert [str(dtype) for dtype in empty.dtypes] == [str(dtype) for dtype in one.dtypes]


def test_the_records_of_the_caller_stay_as_they_were() -> None:
    rows = placements(COMPLETED, {})
    before = rows.copy(deep=True)
    stage_cells(rows, as_of=AS_OF)
    pd.testing.assert_frame_equal(rows, before)


def test_a_funnel_adds_up_each_way_seen_from_the_reference_country() -> None:
    rows = stage_cells(
        placements(
            COMPLETED,
            {"scheme": "VSI_RECIP"},
            {"origin": "FRA", "destination": "TUN"} | RUNNING,
            {"origin": "CIV", "destination": "MAR"} | COMPLETED,
            {"origin": "TUN", "destination": "TUN"},
        ),
        as_of=AS_OF,
    )
    columns = ["direction", "planned", "arrived", "completed", "running", "waiting"]
    assert tuple(funnel(rows, "FRA").columns) == FUNNEL_COLUMNS
    assert funnel(rows, "FRA")[columns].to_dict("split")["data"] == [
        ["in", 2.0, 1.0, 1.0, 0.0, 1.0],
        ["out", 1.0, 1.0, 0.0, 1.0, 0.0],
        ["between", 1.0, 1.0, 1.0, 0.0, 0.0],
        ["local", 1.0, 0.0, 0.0, 0.0, 1.0],
    ]
    assert funnel(rows, "MAR")["direction"].tolist() == ["in", "between", "local"], "who has nobody is not there"
    assert funnel(rows.iloc[:0], "FRA").empty and tuple(funnel(rows.iloc[:0], "FRA").columns) == FUNNEL_COLUMNS


maybe = st.none() | st.dates(date(2023, 1, 1), date(2026, 12, 31))
drawn = st.fixed_dictionaries(
    {
        "origin": st.sampled_from(["SEN", "FRA"]),
        "destination": st.sampled_from(["FRA", "TUN"]),
        "cohort": st.sampled_from(["A", "B"]),
        "visa_type": st.sampled_from(["", "VLS_T", "NOT_REQUIRED"]),
        "visa_outcome": st.sampled_from(["", "GRANTED", "REFUSED", "PENDING", "NOT_REQUIRED"]),
        "closed_reason": st.sampled_from(["", "WITHDRAWN", "VISA_REFUSED", "HOST_CANCELLED", "NOT_SELECTED"]),
        "planned_start_on": st.dates(date(2023, 1, 1), date(2025, 12, 31)),
        "planned_end_on": st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        **dict.fromkeys(DATES[2:], maybe),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(drawn, min_size=1, max_size=12), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_stages_never_rise_and_every_placement_has_exactly_one_fate(rows: list[dict[str, object]], as_of: date) -> None:
    records = placements(*rows)
    cells = stage_cells(records, as_of=as_of)
    assert cells["planned"].sum() == len(rows)
    for earlier, later in pairwise(REACHED):
        assert (cells[earlier] >= cells[later]).all(), later
    assert (cells["arrived"] == cells[list(OUTCOMES)].sum(axis=1)).all()
    assert (cells["planned"] == cells["arrived"] + cells[list(NOT_ARRIVED)].sum(axis=1)).all()
    assert (cells[list(STAGE_NUMBERS)] >= 0).all(axis=None) and not cells.duplicated(list(STAGE_COLUMNS[1:8])).any()
    ways = funnel(cells, "FRA")
    assert ways[list(STAGE_NUMBERS)].sum().equals(cells[list(STAGE_NUMBERS)].sum())
    started = flow_cells(records, as_of=as_of).query("basis == 'started'")["placements"].sum()
    assert cells["arrived"].sum() >= started, "who has started has arrived"
