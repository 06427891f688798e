"""Grants, trainings and events: counted by programme, kind, country and year, and added up without inventing a number."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.programmes.activities import (
    ACTIVITY_COLUMNS,
    ACTIVITY_NUMBERS,
    REACH_COLUMNS,
    activity_cells,
    reach,
)

AS_OF = date(2025, 6, 30)
STATED = ("participants_on_site", "participants_online", "applications", "amount_eur")


def activities(*rows: dict[str, object]) -> pd.DataFrame:
    """Return events of EnLAzando in Peru in May 2024 that state nothing; each dict says only what differs."""
    usual: dict[str, object] = {
        "programme_id": "ENLAZANDO",
        "kind": "EVENT",
        "country": "PER",
        "held_on": "2024-05-14",
        **dict.fromkeys(STATED),
        "is_synthetic": True,
        "source": "report",
    }
    frame = pd.DataFrame([usual | row for row in rows], columns=list(usual))
    kinds = {**dict.fromkeys(STATED, "float64"), "is_synthetic": "boolean"}
    kinds |= dict.fromkeys(("programme_id", "kind", "country", "source"), "str")
    return frame.assign(held_on=pd.to_datetime(frame["held_on"])).astype(kinds)


def told(rows: pd.DataFrame, *columns: str) -> list[list[object]]:
    """Return cells, an unknown number as None."""
    return [[None if cell != cell else cell for cell in line] for line in rows[list(columns)].to_numpy().tolist()]


def test_a_sum_is_of_what_is_stated_and_unknown_only_when_nothing_is() -> None:
    cells = activity_cells(
        activities({"participants_on_site": 100, "participants_online": 600}, {"participants_on_site": 20}, {}), as_of=AS_OF
    )
    assert told(cells, *ACTIVITY_NUMBERS) == [[3.0, 120.0, 600.0, None, None]]


def test_a_stated_zero_is_zero() -> None:
    cells = activity_cells(activities({"participants_online": 0}, {}), as_of=AS_OF)
    assert told(cells, "activities", "online", "on_site") == [[2.0, 0.0, None]]


def test_cells_are_kept_apart_by_programme_kind_country_year_and_source() -> None:
    cells = activity_cells(
        activities(
            {},
            {"kind": "GRANT", "country": "BOL", "amount_eur": 3000},
            {"kind": "GRANT", "country": "BOL", "amount_eur": 3000},
            {"kind": "GRANT", "country": "BOL", "amount_eur": 1000, "source": "press"},
            {"kind": "GRANT", "country": "BOL", "amount_eur": 500, "held_on": "2023-12-31"},
            {"programme_id": "DENVA", "country": ""},
            {"is_synthetic": False},
        ),
        as_of=AS_OF,
        dataset="ours",
    )
    assert tuple(cells.columns) == ACTIVITY_COLUMNS and set(cells["dataset"]) == {"ours"}
    columns = ("programme", "kind", "country", "period", "activities", "amount_eur", "synthetic", "source")
    assert told(cells, *columns) == [
        ["DENVA", "EVENT", "", "2024", 1.0, None, "true", "report"],
        ["ENLAZANDO", "EVENT", "PER", "2024", 1.0, None, "false", "report"],
        ["ENLAZANDO", "EVENT", "PER", "2024", 1.0, None, "true", "report"],
        ["ENLAZANDO", "GRANT", "BOL", "2023", 1.0, 500.0, "true", "report"],
        ["ENLAZANDO", "GRANT", "BOL", "2024", 1.0, 1000.0, "true", "press"],
        ["ENLAZANDO", "GRANT", "BOL", "2024", 2.0, 6000.0, "true", "report"],
    ]


def test_what_is_held_after_the_day_has_not_been_held() -> None:
    rows = activities({"held_on": "2025-06-30"}, {"held_on": "2025-07-01"})
    assert activity_cells(rows, as_of=AS_OF)["activities"].tolist() == [1.0]


def test_no_activities_make_a_table_without_rows_of_the_same_types() -> None:
    empty, one = activity_cells(activities(), as_of=AS_OF), activity_cells(activities({}), as_of=AS_OF)
    assert empty.empty and tuple(empty.columns) == ACTIVITY_COLUMNS
    assert [str(dtype) for dtype in empty.dtypes] == [str(dtype) for dtype in one.dtypes]
    assert reach(empty).empty and tuple(reach(empty).columns) == REACH_COLUMNS


def test_reach_has_every_kind_by_year_and_then_altogether() -> None:
    cells = activity_cells(
        activities(
            {"held_on": "2023-05-14", "participants_on_site": 40},
            {"country": "", "participants_on_site": 10, "participants_online": 60},
            {"participants_online": 5},
            {"kind": "TRAINING"},
        ),
        as_of=AS_OF,
    )
    assert told(reach(cells), "kind", "period", "activities", "on_site", "online") == [
        ["EVENT", "2023", 1.0, 40.0, None],
        ["EVENT", "2024", 2.0, 10.0, 65.0],
        ["TRAINING", "2024", 1.0, None, None],
        ["EVENT", "_T", 3.0, 50.0, 65.0],
        ["TRAINING", "_T", 1.0, None, None],
    ]


number = st.none() | st.integers(0, 500)
drawn = st.fixed_dictionaries(
    {
        "programme_id": st.sampled_from(["ENLAZANDO", "DENVA"]),
        "kind": st.sampled_from(["GRANT", "TRAINING", "EVENT"]),
        "country": st.sampled_from(["", "PER", "BOL"]),
        "held_on": st.dates(date(2023, 1, 1), date(2026, 1, 1)),
        "source": st.sampled_from(["", "report"]),
        **dict.fromkeys(STATED, number),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.lists(drawn, min_size=1, max_size=12))
def test_nothing_is_lost_and_nothing_is_invented(rows: list[dict[str, object]]) -> None:
    records = activities(*rows)
    held = records[records["held_on"] <= pd.Timestamp(AS_OF)]
    cells = activity_cells(records, as_of=AS_OF)
    assert not cells.duplicated(["programme", "kind", "country", "period", "synthetic", "source"]).any()
    assert cells["activities"].sum() == len(held)
    for name, column in zip(ACTIVITY_NUMBERS[1:], STATED, strict=True):
        assert cells[name].sum() == held[column].sum()
    whole = reach(cells).query("period == '_T'").set_index("kind")
    for kind, of_kind in held.groupby("kind"):
        for name, column in zip(ACTIVITY_NUMBERS[1:], STATED, strict=True):
            assert pd.isna(whole.loc[str(kind), name]) == of_kind[column].isna().all(), (
                "unknown only when nothing is stated"
            )
