"""Pairs of volunteers: whole, broken, one-sided, waiting, cancelled, counted edition by edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.pairings import PAIR_SIDE_COLUMNS, PAIRING_COLUMNS, STATES, pair_sides, pairings

AS_OF = date(2025, 6, 30)
SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "placements.csv"
DATES = ["start_on", "end_on", "planned_start_on", "planned_end_on", "closed_before_start_on"]
THERE = {"origin": "FRA", "destination": "SEN"}
BACK = {"origin": "SEN", "destination": "FRA"}
NOT_STARTED = {"start_on": None, "end_on": None}
ENDED_EARLY = {"end_on": "2024-07-04"}
WITHDRAWN = {**NOT_STARTED, "closed_before_start_on": "2023-12-01"}


def placements(*rows: dict[str, object]) -> pd.DataFrame:
    """Return sides of pair B-1 of WECCEE 10, January to 12 July 2024 and ended as planned; each dict says what differs."""
    usual = {
        "pair_id": "B-1",
        "programme_id": "WECCEE",
        "cohort": "WECCEE 10",
        **THERE,
        "start_on": "2024-01-08",
        "end_on": "2024-07-12",
        "planned_start_on": "2024-01-08",
        "planned_end_on": "2024-07-12",
        "closed_before_start_on": None,
    }
    named = [{"placement_id": f"P-{number}"} | usual | row for number, row in enumerate(rows, start=1)]
    frame = pd.DataFrame(named, columns=["placement_id", *usual])
    texts = [name for name in frame if name not in DATES]
    return frame.astype(dict.fromkeys(texts, "str")).assign(**{name: pd.to_datetime(frame[name]) for name in DATES})


def state(*rows: dict[str, object], as_of: date = AS_OF) -> str:
    (found,) = pair_sides(placements(*rows), as_of)["state"]
    return str(found)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((THERE, BACK), "complete"),
        ((THERE, BACK | ENDED_EARLY), "broken"),
        ((THERE | ENDED_EARLY, BACK | ENDED_EARLY), "broken"),
        ((THERE, BACK | NOT_STARTED), "one_sided"),
        ((THERE, BACK | WITHDRAWN), "one_sided"),
        ((THERE | ENDED_EARLY, BACK | WITHDRAWN), "one_sided"),
        ((THERE,), "one_sided"),
        ((THERE | NOT_STARTED, BACK | NOT_STARTED), "waiting"),
        ((THERE | NOT_STARTED, BACK | WITHDRAWN), "waiting"),
        ((THERE | NOT_STARTED,), "waiting"),
        ((THERE | WITHDRAWN, BACK | WITHDRAWN), "cancelled"),
        ((THERE | WITHDRAWN,), "cancelled"),
    ],
    ids=["both there", "one left early", "both left early", "the other not yet", "the other withdrew", "left early, alone",
         "never written down", "nobody yet", "one withdrew, one waits", "alone and waiting", "both withdrew", "alone, withdrew"],
)  # fmt: skip
def test_a_pair_is_in_the_state_its_sides_make(rows: tuple[dict[str, object], ...], expected: str) -> None:
    assert state(*rows) == expected


@pytest.mark.parametrize(("end", "expected"), [("2024-07-05", "complete"), ("2024-07-04", "broken")])
def test_a_mission_that_ends_in_its_last_week_breaks_no_pair(end: str, expected: str) -> None:
    assert state(THERE, BACK | {"end_on": end}) == expected


def test_a_pair_is_what_it_was_on_the_day_that_is_asked_for() -> None:
    rows = (THERE, BACK | {"start_on": "2024-02-01", "planned_start_on": "2024-02-01"} | ENDED_EARLY)
    days = {
        date(2024, 1, 7): "waiting",
        date(2024, 1, 31): "one_sided",
        date(2024, 7, 3): "complete",
        date(2024, 7, 4): "broken",
    }
    assert {day: state(*rows, as_of=day) for day in days} == days


def test_a_pair_that_will_be_cancelled_still_waits_the_day_before() -> None:
    rows = (THERE | WITHDRAWN, BACK | WITHDRAWN)
    assert (state(*rows, as_of=date(2023, 11, 30)), state(*rows, as_of=date(2023, 12, 1))) == ("waiting", "cancelled")


def test_nobody_ended_early_because_an_end_was_not_written_down() -> None:
    assert state(THERE, BACK | {"end_on": None}) == "complete"


def test_the_local_side_of_a_pair_in_one_place_is_a_side() -> None:
    local = {"origin": "FRA", "destination": "FRA"}
    (pair,) = pair_sides(placements(local, BACK), AS_OF).to_dict("records")
    assert pair["state"] == "complete" and pair["sides"] == 2
    assert (pair["first_origin"], pair["first_destination"]) == ("FRA", "FRA")
    assert (pair["second_origin"], pair["second_destination"]) == ("SEN", "FRA")


def test_a_third_side_makes_a_pair_faulty_not_two_pairs() -> None:
    (pair,) = pair_sides(placements(THERE, BACK, BACK | ENDED_EARLY), AS_OF).to_dict("records")
    assert (pair["sides"], pair["state"], pair["first"], pair["second"]) == (3, "broken", "P-1", "P-2")
    assert pairings(placements(THERE, BACK, BACK), AS_OF)["pairs"].tolist() == [1.0]


def test_the_first_side_is_the_one_that_started_then_the_one_planned_first() -> None:
    later = {"start_on": "2024-01-20", "planned_start_on": "2024-01-01"}
    (started,) = pair_sides(placements(THERE | later, BACK), AS_OF).to_dict("records")
    assert (started["first"], started["second"]) == ("P-2", "P-1")
    waiting = placements(THERE | NOT_STARTED, BACK | NOT_STARTED | {"planned_start_on": "2024-01-01"})
    assert pair_sides(waiting, AS_OF)["first"].tolist() == ["P-2"]
    (lost,) = pair_sides(placements(THERE | WITHDRAWN | {"planned_start_on": "2023-01-01"}, BACK), AS_OF).to_dict("records")
    assert (lost["first"], lost["second"], lost["state"]) == ("P-2", "P-1", "one_sided"), "who started comes first"


def test_overlap_counts_the_days_both_were_there_and_the_gap_those_between_their_starts() -> None:
    (pair,) = pair_sides(placements(THERE, BACK | {"start_on": "2024-07-10", "end_on": None}), AS_OF).to_dict("records")
    assert (pair["overlap_days"], pair["gap_days"]) == (3.0, 184.0)
    apart = placements(THERE | {"end_on": "2024-03-01"}, BACK | {"start_on": "2024-03-02"})
    assert pair_sides(apart, AS_OF)["overlap_days"].tolist() == [0.0]


def test_who_is_still_there_overlaps_up_to_the_day_of_the_figures() -> None:
    running = {"start_on": "2025-06-01", "end_on": None, "planned_start_on": "2025-06-01", "planned_end_on": "2025-12-31"}
    (pair,) = pair_sides(placements(THERE | running, BACK | running), AS_OF).to_dict("records")
    assert pair["overlap_days"] == 30.0 and pd.isna(pair["first_end_on"])


def test_days_of_a_pair_with_one_side_are_unknown_not_zero() -> None:
    (pair,) = pair_sides(placements(THERE, BACK | NOT_STARTED), AS_OF).to_dict("records")
    assert pd.isna(pair["overlap_days"]) and pd.isna(pair["gap_days"])
    assert pd.isna(pair["second_start_on"]) and pd.isna(pair["second_end_on"])
    (alone,) = pair_sides(placements(THERE), AS_OF).to_dict("records")
    assert (alone["second"], alone["second_origin"], alone["early_second"]) == ("", "", False)


def test_an_overdue_side_ends_as_planned() -> None:
    (pair,) = pair_sides(placements(THERE | {"end_on": None}, BACK | ENDED_EARLY), AS_OF).to_dict("records")
    assert pair["first_end_on"] == pd.Timestamp("2024-07-12")
    assert (pair["early_first"], pair["early_second"]) == (False, True)


def test_editions_are_counted_by_programme_oldest_first() -> None:
    old = {"cohort": "WECCEE 9", "start_on": "2023-01-09"}
    local = {"programme_id": "PRODDIGE", "cohort": "2023-2024", "pair_id": "B-4"}
    records = placements(
        THERE, BACK,
        THERE | old | {"pair_id": "B-2"}, BACK | old | ENDED_EARLY | {"pair_id": "B-2"},
        THERE | {"pair_id": "B-3"}, BACK | NOT_STARTED | {"pair_id": "B-3"},
        local | THERE, local | BACK,
        THERE | {"pair_id": ""},
    )  # fmt: skip
    table = pairings(records, AS_OF, "d")
    assert tuple(table.columns) == PAIRING_COLUMNS
    assert table.drop(columns="dataset").to_numpy().tolist() == [
        ["PRODDIGE", "2023-2024", "2024", 1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        ["WECCEE", "WECCEE 9", "2023", 1.0, 0.0, 1.0, 0.0, 0.0, 0.0],
        ["WECCEE", "WECCEE 10", "2024", 2.0, 1.0, 0.0, 1.0, 0.0, 0.0],
    ]
    assert set(table["dataset"]) == {"d"}


def test_an_edition_in_which_nobody_started_stands_in_the_year_it_was_planned_for() -> None:
    later = {"planned_start_on": "2026-01-12", "planned_end_on": "2026-07-17"} | NOT_STARTED
    assert pairings(placements(THERE | later, BACK | later), AS_OF)["period"].tolist() == ["2026"]
    nowhen = later | {"planned_start_on": None}
    assert pairings(placements(THERE | nowhen, BACK | nowhen), AS_OF)["period"].tolist() == [""]


def test_a_real_start_dates_an_edition_before_any_plan() -> None:
    early_plan = {"planned_start_on": "2023-12-01"}
    assert pairings(placements(THERE | early_plan, BACK | early_plan | NOT_STARTED), AS_OF)["period"].tolist() == ["2024"]


def test_without_pairs_there_are_no_rows() -> None:
    for records in (placements(), placements({"pair_id": ""})):
        assert pairings(records, AS_OF).empty and tuple(pairings(records, AS_OF).columns) == PAIRING_COLUMNS
        assert pair_sides(records, AS_OF).empty and tuple(pair_sides(records, AS_OF).columns) == PAIR_SIDE_COLUMNS


side = st.fixed_dictionaries(
    {
        "pair_id": st.sampled_from(["B-1", "B-2", "B-3", ""]),
        "cohort": st.sampled_from(["1", "2"]),
        "start_on": st.sampled_from([None, "2024-01-08", "2025-12-01"]),
        "end_on": st.sampled_from([None, "2024-03-01", "2024-07-12"]),
        "closed_before_start_on": st.sampled_from([None, "2023-12-01"]),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(side, max_size=8))
def test_every_pair_is_counted_in_one_state_of_one_edition(rows: list[dict[str, object]]) -> None:
    records = placements(*rows)
    table = pairings(records, AS_OF)
    assert (table[list(STATES)].sum(axis=1) == table["pairs"]).all()
    assert table["pairs"].sum() == records.loc[records["pair_id"] != "", "pair_id"].nunique()
    assert not table.duplicated(["programme", "cohort"]).any()
    sides = pair_sides(records, AS_OF)
    assert sides["sides"].sum() == (records["pair_id"] != "").sum()
    assert (sides["overlap_days"].dropna() >= 0).all() and (sides["gap_days"].dropna() >= 0).all()


@pytest.mark.parametrize(("edition", "french", "senegalese"), [("WECCEE 1", 10, 9), ("WECCEE 2", 10, 4)])
def test_the_first_editions_of_weccee_reconcile_with_what_was_published(edition: str, french: int, senegalese: int) -> None:
    frame = pd.read_csv(SAMPLE, keep_default_na=False)
    there = frame[(frame["programme_id"] == "WECCEE") & (frame["cohort"] == edition) & (frame["start_on"] != "")]
    assert (there["origin"] == "FRA").sum() == french and (there["origin"] == "SEN").sum() == senegalese
    (row,) = sample_pairings().query("cohort == @edition").to_dict("records")
    assert row["complete"] + row["broken"] == senegalese, "both sides started"
    assert row["one_sided"] == french - senegalese and row["pairs"] == french


def sample_pairings() -> pd.DataFrame:
    records = pd.read_csv(SAMPLE, keep_default_na=False, parse_dates=DATES)
    return pairings(records, date(2025, 12, 31), "sample").query("programme == 'WECCEE'")


def test_the_pairs_of_the_sample_are_those_a_plain_count_finds() -> None:
    frame = pd.read_csv(SAMPLE, keep_default_na=False)
    frame = frame[frame["pair_id"] != ""]
    started = frame["start_on"] != ""
    both = frame[started].groupby("pair_id").size()
    by_edition = sample_pairings().set_index("cohort")
    assert by_edition.loc["WECCEE 7", "cancelled"] == by_edition.loc["WECCEE 7", "pairs"] == 12, "no edition in 2021"
    every = pairings(pd.read_csv(SAMPLE, keep_default_na=False, parse_dates=DATES), date(2025, 12, 31))
    assert every[["complete", "broken"]].sum().sum() == (both == 2).sum()
    assert every["one_sided"].sum() == (both == 1).sum()
    assert every["pairs"].sum() == frame["pair_id"].nunique()
