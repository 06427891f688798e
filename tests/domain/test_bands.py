"""Agreed bands: which agreement counts, where a ratio stands in it, and how many people bring it inside."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from exchanges import NAN, agreements
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from crossmobility.domain.bands import (
    DEFAULT_BAND,
    SMALL,
    Agreement,
    agreement_for,
    agreements_of,
    band_of,
    needed,
)

FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "VSI_RECIP": "VSI"}


def in_2023(
    table: pd.DataFrame, counterpart: str = "SEN", *, reference: str = "FRA", family: str = "SC"
) -> Agreement | None:
    return agreement_for(table, reference, counterpart, family, FAMILIES, date(2023, 1, 1), date(2023, 12, 31))


def test_an_agreement_is_found_with_all_that_its_row_says() -> None:
    assert in_2023(agreements({})) == Agreement(
        "A", "FRA", "SEN", "SC_RECIP", 0.8, 1.25, "2018-01-01", "", "test", synthetic=True
    )


def test_an_agreement_belongs_to_its_two_countries_and_the_family_of_its_scheme() -> None:
    table = agreements({}, {"agreement_id": "V", "scheme": "VSI_RECIP"})
    assert in_2023(table, "TUN") is None
    assert in_2023(table, family="CAMP") is None
    found = in_2023(table, family="VSI")
    assert found is not None
    assert found.agreement_id == "V"


def test_an_agreement_on_all_schemes_together_is_found_for_all_together_only() -> None:
    table = agreements({"scheme": "_T"})
    assert in_2023(table) is None
    assert in_2023(table, family="_T") is not None


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "counts"),
    [
        ("2018-01-01", "2023-01-01", True),  # one day is enough
        ("2018-01-01", "2022-12-31", False),
        ("2023-12-31", "", True),
        ("2024-01-01", "", False),
        ("2023-06-01", "2023-06-30", True),
    ],
)
def test_an_agreement_counts_when_valid_on_some_day(valid_from: str, valid_to: str, counts: bool) -> None:
    found = in_2023(agreements({"valid_from": valid_from, "valid_to": valid_to}))
    assert (found is not None) == counts


def test_of_two_agreements_the_latest_counts_whatever_their_order() -> None:
    old, new = {"agreement_id": "OLD"}, {"agreement_id": "NEW", "valid_from": "2023-03-01"}
    for table in (agreements(old, new), agreements(new, old)):
        found = in_2023(table)
        assert found is not None
        assert found.agreement_id == "NEW"


def test_the_other_country_reads_the_same_agreement_turned_round() -> None:
    found = in_2023(agreements({"low": 0.5, "high": 1.25}), "FRA", reference="SEN")
    assert found is not None
    assert (found.reference, found.counterpart, found.turned) == ("SEN", "FRA", True)
    assert (found.low, found.high) == (0.8, 2.0)


def test_a_country_s_own_text_comes_before_a_newer_one_turned_round() -> None:
    other = {"reference": "SEN", "counterpart": "FRA", "agreement_id": "SEN", "valid_from": "2022-01-01"}
    found = in_2023(agreements({}, other))
    assert found is not None
    assert (found.agreement_id, found.turned) == ("A", False)


def test_a_band_from_zero_turned_round_has_no_upper_end() -> None:
    found = in_2023(agreements({"low": 0.0, "high": 0.5}), "FRA", reference="SEN")
    assert found is not None
    assert (found.low, found.high) == (2.0, float("inf"))
    assert band_of(1e9, 10**6, 10, found.low, found.high) == "within"


def test_no_agreement_at_all_is_none() -> None:
    assert in_2023(agreements()) is None
    assert agreements_of(agreements(), "FRA", "SC", FAMILIES, date(2023, 1, 1), date(2023, 12, 31)) == {}


def test_both_ends_of_a_band_belong_to_it() -> None:
    ends = [band_of(ratio, 50, 50, *DEFAULT_BAND) for ratio in (0.79, 0.8, 1.0, 1.25, 1.26)]
    assert ends == ["below", "within", "within", "within", "above"]


def test_below_ten_people_on_either_side_there_is_no_verdict() -> None:
    assert SMALL == 10
    sides = [(9, 10), (10, 9), (NAN, 10), (10, 10)]
    verdicts = [band_of(1.0, people_in, people_out, 0.8, 1.25) for people_in, people_out in sides]
    assert verdicts == ["too_small", "too_small", "too_small", "within"]


def test_an_unknown_ratio_has_no_verdict() -> None:
    assert band_of(NAN, 100, 100, 0.8, 1.25) == "too_small"


def test_an_empty_side_needs_people_on_the_other_side() -> None:
    assert needed(0, 10, 0.8, 1.25) == (8, 0)
    assert needed(10, 0, 0.8, 1.25) == (0, 8)


def test_nothing_is_needed_of_unknown_sides_or_of_nobody() -> None:
    assert needed(NAN, 10, 0.8, 1.25) == (0, 0)
    assert needed(10, NAN, 0.8, 1.25) == (0, 0)
    assert needed(0, 0, 0.8, 1.25) == (0, 0)


def test_a_band_between_two_possible_ratios_cannot_be_reached_and_says_nothing() -> None:
    assert needed(3, 3, 1.1, 1.2) == (0, 0), "4 ÷ 3 is above already"
    assert needed(5, 2, 0.0, 0.0) == (0, 0), "nobody should arrive, but five have"


def test_months_need_whole_months_too() -> None:
    assert needed(2.5, 10.25, 0.8, 1.25) == (6, 0)


PEOPLE = st.integers(0, 200)
BOUNDS = st.tuples(st.integers(1, 40), st.integers(0, 60)).map(lambda drawn: (drawn[0] / 20, (drawn[0] + drawn[1]) / 20))


def by_trying(inflow: int, outflow: int, low: float, high: float) -> tuple[int, int]:
    """Add one person after the other on the short side until the ratio is inside, or has gone past the band."""
    more_in = more_out = 0
    below = outflow > 0 and inflow / outflow < low
    while outflow + more_out == 0 or not low <= (inflow + more_in) / (outflow + more_out) <= high:
        more_in, more_out = more_in + below, more_out + (not below)
        reached = (inflow + more_in) / (outflow + more_out)
        if (below and reached > high) or (not below and reached < low):
            return 0, 0
    return more_in, more_out


@settings(deadline=None)
@given(PEOPLE, PEOPLE, BOUNDS)
@example(0, 5, (0.8, 1.25))  # 0.8 x 5 is a little more than 4 in binary
@example(3, 3, (1.1, 1.2))
def test_what_is_needed_is_what_trying_one_more_after_the_other_finds(
    inflow: int, outflow: int, bounds: tuple[float, float]
) -> None:
    assume(inflow or outflow)
    assert needed(inflow, outflow, *bounds) == by_trying(inflow, outflow, *bounds)


@settings(deadline=None)
@given(PEOPLE, PEOPLE, BOUNDS)
@example(4, 10, (0.8, 1.25))
def test_what_is_needed_brings_the_ratio_inside_and_is_never_both(
    inflow: int, outflow: int, bounds: tuple[float, float]
) -> None:
    more_in, more_out = needed(inflow, outflow, *bounds)
    assert 0 in (more_in, more_out)
    if more_in or more_out:
        assert bounds[0] <= (inflow + more_in) / (outflow + more_out) <= bounds[1]


@settings(deadline=None)
@given(PEOPLE, PEOPLE, BOUNDS)
def test_a_ratio_turned_round_stands_on_the_other_side_of_the_band_turned_round(
    inflow: int, outflow: int, bounds: tuple[float, float]
) -> None:
    low, high = bounds
    assume(min(inflow, outflow) >= SMALL)
    assume(min(abs(inflow / outflow - bound) for bound in bounds) > 1e-9)  # on an end rounding decides
    there, back = (
        band_of(inflow / outflow, inflow, outflow, low, high),
        band_of(outflow / inflow, outflow, inflow, 1 / high, 1 / low),
    )
    assert back == {"below": "above", "above": "below", "within": "within"}[there]
