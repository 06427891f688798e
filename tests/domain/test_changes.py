"""Changes between two periods: one exact word for each corridor, and no word where a side is unknown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.changes import WORDS, changes

NAN = float("nan")
Rows = Callable[..., pd.DataFrame]


def one(flows: Rows, now: float | None, before: float | None, complete: bool = True) -> tuple[str, float]:
    """Return the word and the change of one corridor; None = no row for it."""
    parts = (flows(*([{"placements": value}] if value is not None else [])) for value in (now, before))
    table = changes(*parts, "placements", complete)
    assert len(table) == 1
    return str(table["word"].iloc[0]), float(table["change"].iloc[0])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (0, 4, ("appeared", 4)),
        (None, 4, ("appeared", 4)),
        (3, 4, ("grew", 1)),
        (4, 4, ("same", 0)),
        (0, 0, ("same", 0)),
        (None, 0, ("same", 0)),
        (4, 3, ("shrank", -1)),
        (4, 0, ("stopped", -4)),
        (4, None, ("stopped", -4)),
    ],
)
def test_the_word_is_what_the_two_numbers_say(
    flows: Rows, before: float | None, now: float | None, expected: tuple[str, float]
) -> None:
    assert one(flows, now, before) == expected


@pytest.mark.parametrize(("before", "now"), [(None, 4), (4, None), (NAN, 4), (4, NAN)])
def test_of_published_figures_a_side_that_is_not_stated_is_unknown(
    flows: Rows, before: float | None, now: float | None
) -> None:
    word, change = one(flows, now, before, complete=False)
    assert word == "unknown" and np.isnan(change)


def test_what_both_periods_state_has_a_word_in_published_figures_too(flows: Rows) -> None:
    assert one(flows, 0, 4, complete=False) == ("stopped", -4)


def test_a_number_the_source_withholds_is_unknown_in_complete_data_too(flows: Rows) -> None:
    assert one(flows, NAN, 4)[0] == "unknown"


def test_the_largest_change_comes_first_whichever_way_and_unknown_ones_last(flows: Rows) -> None:
    before = flows(
        {"origin": "SEN", "placements": 9}, {"origin": "MAR", "placements": 2}, {"origin": "TUN", "placements": 50}
    )
    now = flows(
        {"origin": "SEN", "placements": 2},
        {"origin": "MAR", "placements": 6},
        {"origin": "TUN", "placements": NAN},
        {"origin": "BFA", "placements": 4},
        {"origin": "CIV", "placements": NAN},
    )
    table = changes(now, before, "placements", True)
    assert table[["origin", "word"]].to_numpy().tolist() == [
        ["SEN", "shrank"],
        ["MAR", "grew"],
        ["BFA", "appeared"],
        ["TUN", "unknown"],
        ["CIV", "unknown"],
    ]
    assert table.loc[3, ["before", "now"]].isna().tolist() == [False, True], "what is known of it is kept"


def test_schemes_of_a_corridor_are_added_and_its_two_directions_are_not(flows: Rows) -> None:
    now = flows(
        {"placements": 3}, {"placements": 2, "scheme": "CAMP"}, {"origin": "FRA", "destination": "SEN", "placements": 7}
    )
    table = changes(now, flows({"placements": 4}), "placements", True)
    assert table[["origin", "destination", "before", "now", "change"]].to_numpy().tolist() == [
        ["FRA", "SEN", 0, 7, 7],
        ["SEN", "FRA", 4, 5, 1],
    ]


def test_totals_remainders_and_flows_within_a_country_are_no_corridors(flows: Rows) -> None:
    now = flows({"origin": "_T"}, {"destination": "_O"}, {"origin": "FRA", "destination": "FRA"})
    assert changes(now, flows(), "placements", True).empty


def test_the_same_days_in_another_order_are_no_change_of_months(flows: Rows) -> None:
    def months(*values: float) -> pd.DataFrame:
        return flows(*({"basis": "active", "volunteer_months": value, "scheme": f"S{value}"} for value in values))

    now, before = months(0.1, 0.2), months(0.3)
    assert 0.1 + 0.2 != 0.3
    assert changes(now, before, "volunteer_months", True)[["change", "word"]].to_numpy().tolist() == [[0.0, "same"]]
    assert changes(months(1 / 30.4375), before, "volunteer_months", True)["word"].tolist() == ["shrank"]


COUNTRY = st.sampled_from(["SEN", "MAR", "FRA", "TUN"])
ROW = st.fixed_dictionaries({"origin": COUNTRY, "destination": COUNTRY, "placements": st.integers(0, 9).map(float)})
SIDE = st.lists(ROW.filter(lambda row: row["origin"] != row["destination"]), max_size=12)


@settings(deadline=None, max_examples=30)
@given(SIDE, SIDE)
def test_changes_of_complete_data_add_up_to_the_change_of_the_whole(
    flows: Rows, now: list[dict[str, object]], before: list[dict[str, object]]
) -> None:
    rows_now, rows_before = flows(*now), flows(*before)
    table = changes(rows_now, rows_before, "placements", True)
    assert table["change"].sum() == rows_now["placements"].sum() - rows_before["placements"].sum()
    assert not table.duplicated(["origin", "destination"]).any()
    assert set(table["word"]) <= set(WORDS[:-1])
    assert table["change"].abs().is_monotonic_decreasing


@settings(deadline=None, max_examples=30)
@given(SIDE, SIDE)
def test_looking_back_turns_every_word_round(
    flows: Rows, now: list[dict[str, object]], before: list[dict[str, object]]
) -> None:
    turned = {"appeared": "stopped", "grew": "shrank", "same": "same", "shrank": "grew", "stopped": "appeared"}
    ends = ["origin", "destination"]
    forward = changes(flows(*now), flows(*before), "placements", True).set_index(ends)["word"]
    back = changes(flows(*before), flows(*now), "placements", True).set_index(ends)["word"]
    assert forward.map(turned).to_dict() == back.to_dict()
