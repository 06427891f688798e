from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from html_tree import Node, tree
from hypothesis import given
from hypothesis import strategies as st
from indicators_pages import NAN, page_of, target, value
from reciprocity_pages import Event

from crossmobility.domain.breaks import Marked
from crossmobility.render.indicators_series import HEIGHT, LINE, apart, scale_of, series

QUARTERS = [value(10.0 * number, period=f"{year}-Q{number}") for year in (2023, 2024) for number in (1, 2, 3, 4)]


def slots(found: Node) -> dict[str, Node]:
    return {slot["data-value"]: slot for slot in found.every("button", "cm-i-slot")}


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8), st.booleans())
def test_a_scale_holds_every_value_between_round_ticks(numbers: list[float], from_zero: bool) -> None:
    scale = scale_of(numbers, from_zero=from_zero)
    assert scale.low < scale.high
    assert all(-1e-6 <= scale.at(number) <= 100 + 1e-6 for number in numbers)
    assert 2 <= len(scale.ticks) <= 7
    if from_zero:
        assert scale.low <= 0 <= scale.high


def test_rates_that_are_far_from_zero_leave_it_out() -> None:
    assert scale_of([0.85, 0.93], from_zero=False).low >= 0.8
    assert scale_of([0.1, 0.93], from_zero=False).low == 0


@given(st.lists(st.tuples(st.floats(0, 100), st.text("abc ", max_size=30), st.just("")), max_size=5))
def test_labels_at_the_end_of_lines_never_overlap_or_leave_the_top(labels: list[tuple[float, str, str]]) -> None:
    heights = [at for at, _, _ in apart(labels)]
    assert all(after - before >= 100 * LINE / HEIGHT - 1e-6 for before, after in pairwise(heights))
    assert all(height <= 100 for height in heights)


def test_labels_with_room_stay_where_they_are() -> None:
    assert apart([(80.0, "b", ""), (20.0, "a", "")]) == [(20.0, "a", ""), (80.0, "b", "")]


def test_amounts_are_bars_from_zero_and_each_chooses_its_period() -> None:
    found = slots(tree(series(page_of())))
    assert list(found) == ["2022", "2023", "2024"]
    # The scale goes to 150, the highest target.
    assert found["2022"].one("i")["style"] == "bottom:0.0%;height:40.0%"
    assert found["2024"]["aria-pressed"] == "true"
    assert found["2022"]["aria-pressed"] == "false"


def test_a_bar_says_its_value_and_both_targets() -> None:
    assert slots(tree(series(page_of())))["2024"]["title"] == "2024: 90, revised target 100, initial target 150"


def test_both_targets_are_stepped_lines_of_their_own() -> None:
    found = tree(series(page_of()))
    assert found.one("path", "cm-i-target_initial")["d"] == "M1 26.67H2V0.00H3"
    assert found.one("path", "cm-i-target_revised")["d"] == "M2 33.33H3"
    assert [label.text for label in found.one("div", "cm-i-ends").every("i")] == [
        "revised target 100",
        "initial target 150",
    ]


def test_a_single_target_is_called_the_target() -> None:
    found = tree(series(page_of([value(1, period="2023"), value(2), target(3)])))
    assert [label.text for label in found.one("div", "cm-i-ends").every("i")] == ["target 3"]


def test_a_rate_is_a_point_on_a_line_and_its_axis_says_that_it_leaves_zero_out() -> None:
    rows = [value(share, indicator="HAPPY", period=str(year)) for year, share in ((2022, 0.9), (2023, 0.95), (2024, 0.92))]
    found = tree(series(page_of(rows, indicator="HAPPY")))
    assert len(found.one("path", "cm-i-way")["d"].split("L")) == 3
    assert all(slot.one("em") and not slot.every("i") for slot in slots(found).values())
    assert "The axis does not start at zero." in found.text


def test_a_period_without_a_value_is_a_gap_that_keeps_its_place() -> None:
    found = tree(series(page_of([value(60, period="2021"), value(80, period="2023"), value(90)])))
    gap = found.one("span", "cm-gap")
    assert gap["title"] == "2022: nothing published"
    assert list(slots(found)) == ["2021", "2023", "2024"]


def test_a_value_that_may_change_is_hollow_and_says_so() -> None:
    found = tree(series(page_of([value(60, period="2023"), value(90, value_status="provisional")])))
    assert "cm-i-open" in slots(found)["2024"].classes
    assert "cm-i-open" not in slots(found)["2023"].classes
    assert slots(found)["2024"]["title"].endswith("provisional")


def test_the_baseline_is_a_tick_at_the_axis_and_no_number_is_written_over_it() -> None:
    rows = [value(0.86, indicator="HAPPY", period="2023"), value(0.88, indicator="HAPPY")]
    rows += [
        value(0.85, indicator="HAPPY", period=year, value_type="baseline", as_of="2022-01-01") for year in ("2023", "2024")
    ]
    ticks = tree(series(page_of(rows, indicator="HAPPY"))).one("div", "cm-i-ticks")
    assert ticks.one("b").text == "baseline 85.0%"
    assert "85.0%" not in [tick.text for tick in ticks.every("i")]


def test_a_range_is_a_light_stretch_with_its_name() -> None:
    rows = [value(share, indicator="RATIO", period=str(year)) for year, share in ((2023, 1.0), (2024, 2.0))]
    found = tree(series(page_of(rows, indicator="RATIO")))
    assert found.one("rect", "cm-i-range")
    assert [label.text for label in found.one("div", "cm-i-ends").every("i")] == ["range 0.80–1.25"]


def test_quarters_with_a_target_of_the_year_stand_on_what_the_year_had_reached() -> None:
    found = slots(tree(series(page_of([*QUARTERS, target(100)], period="2024-Q3"))))
    third = found["2024-Q3"]
    assert third["title"].startswith("Q3 2024: 30, 60 since the year began")
    assert third.one("b").text == "60"
    under, own = third.one("s")["style"], third.one("i")["style"]
    assert under == "bottom:0.0%;height:30.0%"
    assert own == "bottom:30.0%;height:30.0%"
    assert not found["2024-Q1"].every("s")


def test_quarters_without_a_target_stand_on_the_axis() -> None:
    found = slots(tree(series(page_of(QUARTERS, period="2024-Q3"))))
    assert not any(slot.every("s") for slot in found.values())


def test_behind_a_gap_in_the_year_nothing_is_added() -> None:
    rows = [each for each in QUARTERS if each["period"] != "2024-Q2"]
    found = slots(tree(series(page_of([*rows, target(100)], period="2024-Q3"))))
    assert not found["2024-Q3"].every("s")
    assert found["2023-Q3"].every("s")


def test_the_season_marks_what_could_be_expected_at_each_point() -> None:
    rows = [*QUARTERS, *(value(10.0 * number, period=f"2022-Q{number}") for number in (1, 2, 3, 4)), target(100)]
    found = tree(series(page_of(rows, period="2024-Q2")))
    # 10, 30, 60 and 100 of 100 in each of the two years before.
    assert slots(found)["2024-Q2"].one("u")["style"] == "bottom:30.0%"
    assert "what the season lets expect" in found.text


def test_breaks_are_bands_with_their_words_and_a_list() -> None:
    event = Event("Covid", date(2023, 3, 1), date(2024, 7, 27))
    found = tree(series(page_of(marks=[Marked(event, "2023", "2024")])))
    assert found.one("div", "cm-break").text == "1 Covid/en"
    assert "What Covid was." in found.one("details").text


@pytest.mark.parametrize("indicator", ["", "HAPPY"])
def test_less_than_two_periods_are_no_history(indicator: str) -> None:
    assert (
        series(page_of([value(0.9, indicator="HAPPY"), value(NAN, value_status="not_reported")], indicator=indicator)) == ""
    )


def test_of_a_long_history_the_latest_periods_are_shown() -> None:
    rows = [value(number, period=f"{year}-Q{number}") for year in range(2010, 2025) for number in (1, 2, 3, 4)]
    found = tree(series(page_of(rows, period="2024-Q4")))
    assert len(slots(found)) == 24
    assert list(slots(found))[-1] == "2024-Q4"
    assert "cm-i-many" in found.one("div", "cm-i-axis").classes
