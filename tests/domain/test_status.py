"""The stage of a placement follows from its dates, and from them alone."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.status import STAGES, derived_status, ended_early

AS_OF = pd.Timestamp("2025-06-30")
# A life from application to follow-up: each entry adds what happened next and names the stage it makes.
LIFE = (
    ("APPLIED", {"applied_on": "2023-09-01"}),
    ("SELECTED", {"selected_on": "2023-10-02"}),
    ("SELECTED", {"contract_signed_on": "2023-11-20"}),
    ("AGREED", {"authority_ok_on": "2023-11-21"}),
    ("VISA", {"visa_applied_on": "2023-11-24"}),
    ("VISA", {"visa_outcome": "GRANTED", "visa_decided_on": "2023-12-18"}),
    ("VISA", {"training_on": "2024-01-05"}),
    ("READY", {"social_cover_on": "2024-01-08"}),
    ("ARRIVED", {"arrival_on": "2024-01-12"}),
    ("ACTIVE", {"start_on": "2024-01-15"}),
    ("MIDTERM", {"midterm_report_on": "2024-04-15"}),
    ("COMPLETED", {"end_on": "2024-07-08"}),
    ("RETURNED", {"return_on": "2024-07-16"}),
    ("RETURNED", {"final_report_on": "2024-08-01"}),
    ("CLOSED", {"debrief_on": "2024-08-20"}),
    ("CLOSED", {"followup_on": "2025-01-10"}),
    ("ALUMNI", {"followup_status": "STUDY"}),
)
DATES = tuple(column for _, one in LIFE for column in one if column.endswith("_on"))


def placements(*rows: dict[str, str]) -> pd.DataFrame:
    """Return placements as intake types them: days as datetime64, text empty where nothing is known."""
    columns = {*DATES, "planned_end_on", "closed_before_start_on"}
    texts = {"visa_outcome", "visa_type", "scheme", "closed_reason", "followup_status"}
    whole = [{**dict.fromkeys(columns | texts, ""), "planned_end_on": "2024-07-14", **row} for row in rows]
    frame = pd.DataFrame(whole, dtype="str")
    return frame.assign(**{column: pd.to_datetime(frame[column].replace("", None)) for column in columns})


def stage(row: dict[str, str], as_of: pd.Timestamp = AS_OF) -> str:
    return str(derived_status(placements(row), as_of).iloc[0])


@pytest.mark.parametrize("number", range(len(LIFE)))
def test_each_date_of_a_life_leads_to_the_next_stage(number: int) -> None:
    known = {column: value for _, one in LIFE[: number + 1] for column, value in one.items()}
    assert stage(known) == LIFE[number][0]


def test_a_placement_of_which_nothing_is_known_has_been_applied_for() -> None:
    assert stage({}) == "APPLIED"


def test_a_date_after_the_day_of_the_data_proves_nothing() -> None:
    row = {"selected_on": "2023-10-02", "start_on": "2024-01-15", "end_on": "2024-07-14"}
    assert stage(row, pd.Timestamp("2024-07-13")) == "ACTIVE"
    assert stage(row, pd.Timestamp("2024-01-15")) == "ACTIVE"
    assert stage(row, pd.Timestamp("2024-01-14")) == "SELECTED"


@pytest.mark.parametrize(("end", "expected"), [("2024-07-07", "COMPLETED"), ("2024-07-06", "ENDED_EARLY")])
def test_seven_days_before_the_planned_end_is_still_completed(end: str, expected: str) -> None:
    row = {"start_on": "2024-01-15", "end_on": end}
    assert stage(row) == expected
    assert ended_early(placements(row)).tolist() == [expected == "ENDED_EARLY"]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("WITHDRAWN", "WITHDRAWN"),
        ("VISA_REFUSED", "REFUSED"),
        ("NOT_SELECTED", "REFUSED"),
        ("HOST_CANCELLED", "CANCELLED"),
        ("PROGRAMME_CANCELLED", "CANCELLED"),
        ("BUDGET_FREEZE", "CANCELLED"),
        ("", ""),
    ],
)
def test_what_ended_before_it_began_is_named_for_its_reason(reason: str, expected: str) -> None:
    closed = {"selected_on": "2023-10-02", "closed_before_start_on": "2023-12-01", "closed_reason": reason}
    assert stage(closed) == expected
    assert stage(closed, pd.Timestamp("2023-11-30")) == "SELECTED"


def test_a_volunteer_who_needs_no_visa_is_ready_when_trained_and_insured() -> None:
    row = {"training_on": "2024-01-05", "social_cover_on": "2024-01-08"}
    assert stage(row) == "APPLIED"
    assert stage({**row, "visa_type": "NOT_REQUIRED"}) == "READY"
    assert stage({**row, "visa_outcome": "NOT_REQUIRED"}) == "READY"


def test_an_incoming_vsi_volunteer_may_be_trained_after_arrival() -> None:
    row = {"visa_outcome": "GRANTED", "visa_decided_on": "2023-12-18", "social_cover_on": "2024-01-08"}
    assert stage({**row, "visa_applied_on": "2023-11-24", "scheme": "SC_RECIP"}) == "VISA"
    assert stage({**row, "visa_applied_on": "2023-11-24", "scheme": "VSI_RECIP"}) == "READY"


def test_a_report_before_the_end_closes_nothing() -> None:
    row = {"start_on": "2024-01-15", "final_report_on": "2024-05-01", "debrief_on": "2024-05-02", "return_on": "2024-05-03"}
    assert stage(row) == "ACTIVE"


def test_columns_that_are_not_there_count_as_unknown() -> None:
    bare = placements({"start_on": "2024-01-15"})[["start_on", "end_on", "planned_end_on"]]
    assert derived_status(bare, AS_OF).tolist() == ["ACTIVE"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(DATES), st.dates(date(2023, 1, 1), date(2026, 12, 31)).map(str)),
        min_size=1,
        max_size=5,
    ),
    st.dates(date(2023, 1, 1), date(2026, 12, 31)),
)
def test_every_placement_has_one_stage_whatever_its_dates(rows: list[dict[str, str]], as_of: date) -> None:
    frame = placements(*rows)
    found = derived_status(frame, pd.Timestamp(as_of))
    assert set(found) <= set(STAGES)
    assert found.tolist() == [str(derived_status(frame.iloc[[at]], pd.Timestamp(as_of)).iloc[0]) for at in range(len(rows))]
