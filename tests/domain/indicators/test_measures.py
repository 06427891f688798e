"""Every measure against published figures and sets made by hand; the examples of the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crossmobility.domain import indicators
from crossmobility.domain.indicators.catalogue import COMPUTED, MEASURES, TARGET, contributions
from crossmobility.domain.indicators.measures import parts, span_of
from crossmobility.domain.indicators.measures_facts import Facts
from crossmobility.domain.indicators.measures_sums import quantile
from crossmobility.domain.indicators.measures_targets import target_attainment
from crossmobility.domain.placements import volunteer_months
from crossmobility.reference import indicators as rows_of_the_catalogue

MINE = ("measures", "catalogue", "definitions", "values")
MODULES = [found.name for found in pkgutil.iter_modules(indicators.__path__) if found.name.startswith(MINE)]
TOY_DAY = "2025-06-30"
TOY = pd.DataFrame(
    [
        ("2024-01-15", "2024-07-14", "2024-07-14", "COMPLETED"),
        ("2024-02-01", "2024-07-31", "2024-07-31", "COMPLETED"),
        ("2024-09-01", "2025-02-28", "2025-02-28", "COMPLETED"),
        ("2024-10-01", "2025-03-31", "2024-11-17", "ABANDONMENT"),
        ("2024-11-01", "2025-10-31", None, ""),
        ("2023-09-01", "2024-02-29", "2024-02-29", "COMPLETED"),
    ],
    columns=["start_on", "planned_end_on", "end_on", "end_reason"],
)


def toy() -> Facts:
    return Facts(TOY, date.fromisoformat(TOY_DAY))


def moved(*ways: tuple[str, str, int], reference: str = "FRA", oda: tuple[str, ...] = ()) -> Facts:
    """Return so many placements of 2024 from each origin to each destination."""
    ends = [(origin, destination) for origin, destination, count in ways for _ in range(count)]
    rows = pd.DataFrame(ends, columns=["origin", "destination"]).assign(start_on="2024-01-15", end_on="2024-07-14")
    return Facts(rows, date(2024, 12, 31), reference=reference, oda=oda)


def value(indicator: str, facts: Facts, text: str = "2024") -> float:
    """Return an indicator of all records together, before any least denominator."""
    measure = MEASURES[indicator]
    found = measure.of(facts, facts.span(text))
    return float(measure.combine(found, np.zeros(len(found.at), dtype=np.int64), 1).value[0]) * measure.scale


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"crossmobility.domain.indicators.{name}"))
    assert failed == 0


def test_every_measure_has_an_example_and_names_its_indicator() -> None:
    for code, measure in MEASURES.items():
        text = measure.of.__doc__ or ""
        assert ">>>" in text, code
        assert code in text.splitlines()[0], code


def test_the_catalogue_computes_what_its_table_says_it_computes() -> None:
    said = {code for code, row in rows_of_the_catalogue().items() if row.computed}
    assert said == COMPUTED and TARGET in said


# The toy set of the field notes.


def test_the_toy_set_makes_655_days_or_21_52_months_in_2024() -> None:
    months = value("PLC_VM", toy())
    assert round(months * 30.4375) == 655
    assert round(months, 2) == 21.52


def test_a_cohort_completes_by_three_in_four_and_not_by_three_in_five() -> None:
    of_2024 = MEASURES["CPL_RATE"].of(toy(), toy().span("2024"))
    assert of_2024.sums() == (3.0, 4.0), "the fifth still runs"
    assert value("CPL_RATE", toy()) == 0.75
    assert value("CPL_EARLY", toy()) == value("CPL_ADV", toy()) == 0.25
    assert 3 / 5 == 0.6 != value("CPL_RATE", toy())


def test_the_toy_set_started_five_and_has_two_in_the_field_at_the_end_of_2024() -> None:
    assert (value("PLC_STARTED", toy()), value("PLC_STOCK", toy())) == (5.0, 2.0)


def test_early_ends_are_counted_per_hundred_months() -> None:
    assert round(value("CPL_INC", toy()), 3) == round(100 / (655 / 30.4375), 3)


# Published figures.


@pytest.mark.parametrize(
    ("arrivals", "departures", "reference", "ratio"),
    [
        (2702, 2505, "FRA", 1.0786),
        (54, 2059, "FRA", 0.0262),
        (640, 3382, "DEU", 0.1892),
        (9, 10, "FRA", 0.9),
        (4, 10, "FRA", 0.4),
        (8, 8, "MAR", 1.0),
    ],
    ids=["camps 2016", "Service Civique 2016", "weltwärts 2018", "WECCEE 1", "WECCEE 2", "South-South pilot, planned"],
)
def test_the_reciprocity_ratio_gives_the_published_figures(
    arrivals: int, departures: int, reference: str, ratio: float
) -> None:
    facts = moved(("SEN", reference, arrivals), (reference, "SEN", departures), ("TGO", "BEN", 3), reference=reference)
    assert round(value("REC_HEAD", facts), 4) == ratio
    assert round(value("REC_VM", facts), 4) == ratio, "all stays are as long as each other"


def test_five_of_27_countries_sent_53_6_per_cent_in_2022() -> None:
    first = [("SEN", 30), ("TUN", 20), ("TGO", 14), ("MAR", 10), ("BEN", 8)]
    others = [(f"X{number:02d}", 71 // 22 + (number < 71 % 22)) for number in range(22)]
    facts = moved(*((origin, "FRA", count) for origin, count in (*others, *first)))
    assert sum(count for _, count in first) == 82 and len(facts) == 153
    assert round(value("GEO_TOP5", facts), 3) == 0.536


def test_norec_2024_is_58_3_per_cent_south_south() -> None:
    facts = moved(("UGA", "MWI", 242), ("NOR", "MWI", 100), ("MWI", "NOR", 73), reference="NOR", oda=("UGA", "MWI"))
    assert round(value("REC_SS", facts), 3) == 0.583


def test_arrivals_of_2015_add_up_to_33_over_ten_countries() -> None:
    origins = {"SEN": 11, "TUN": 8, "BFA": 3, "TGO": 3, "BRA": 2, "PER": 2, "MAR": 1, "MLI": 1, "BEN": 1, "IND": 1}
    assert value("PLC_STARTED", moved(*((origin, "FRA", count) for origin, count in origins.items()))) == 33


def test_service_civique_2021_reached_59_2_per_cent_at_first_and_72_5_once_revised() -> None:
    shares = target_attainment(145_000, 245_000, 200_000)
    assert {name: round(share, 3) for name, share in shares.items()} == {
        "_T": 0.725,
        "target_initial": 0.592,
        "target_revised": 0.725,
    }
    without = target_attainment(145_000, 245_000)
    assert round(without["_T"], 3) == 0.592 and np.isnan(without["target_revised"])


# What is not known is not counted on either side.


def test_a_placement_past_its_planned_end_without_an_end_is_on_neither_side_and_says_so() -> None:
    overdue = pd.concat([TOY, pd.DataFrame([{**TOY.iloc[0], "end_on": None, "end_reason": ""}])], ignore_index=True)
    found = contributions("CPL_RATE", Facts(overdue, date(2025, 6, 30)), "2024")
    assert found["state"].tolist() == ["known", "known", "known", "known", "pending", "", "unknown"]
    assert np.isnan(found["numerator"].iloc[6]) and found["denominator"].sum() == 4


def test_a_look_back_ignores_what_was_not_known_then() -> None:
    then = Facts(TOY, date(2024, 11, 16))
    assert MEASURES["CPL_RATE"].of(then, then.span("2024")).sums() == (2.0, 2.0)
    assert value("PLC_STOCK", then) == 3.0
    assert then.span("2024").cut and not then.span("2023").cut


def test_a_column_that_is_not_there_is_unknown_and_breaks_nothing() -> None:
    bare = Facts(TOY[["start_on"]], date(2025, 6, 30))
    for code, measure in MEASURES.items():
        found = measure.of(bare, bare.span("2024"))
        assert len(found.at) == len(found.numerator) == len(found.denominator) == len(found.item), code
    assert value("PLC_STARTED", bare) == 5.0
    assert np.isnan(value("SAT_VOL", bare)) and np.isnan(value("REC_HEAD", bare))


def test_a_host_of_both_years_is_kept_however_many_it_hosts() -> None:
    rows = pd.DataFrame(
        {
            "start_on": ["2023-02-01", "2023-03-01", "2023-02-01", "2024-02-01", "2024-03-01"],
            "end_on": ["2023-08-01", "2023-09-01", "2023-08-01", "2024-08-01", "2024-09-01"],
            "hosting_org_id": ["O-1", "O-1", "O-2", "O-1", "O-3"],
        }
    )
    facts = Facts(rows, date(2024, 12, 31))
    assert value("ORG_KEEP", facts) == 0.5
    assert value("ORG_HOST", facts) == 2.0


def test_a_visa_refused_in_the_end_was_pending_until_then() -> None:
    rows = pd.DataFrame({"visa_applied_on": ["2024-05-02"], "visa_decided_on": ["2024-08-01"], "visa_outcome": ["REFUSED"]})
    facts = Facts(rows, date(2024, 12, 31))
    assert (value("VIS_PENDING", facts, "2024-Q2"), value("VIS_OLDEST", facts, "2024-Q2")) == (1.0, 59.0)
    assert np.isnan(value("VIS_OLDEST", facts, "2024-Q3")) and value("VIS_LEAD", facts) == 91.0


def test_quarters_and_rolling_years_have_the_days_of_the_calendar() -> None:
    quarter = span_of("2024-Q1", date(2024, 12, 31))
    before, three = quarter.before(), quarter.months_ending(36)
    days = [np.datetime64(day, "D") for day in (before.first, before.last, three.first, three.last)]
    assert [str(day) for day in days] == ["2023-10-01", "2023-12-31", "2021-04-01", "2024-03-31"]


# Invariants.

COUNTRIES = st.sampled_from(["FRA", "SEN", "TGO", "PER", "NOR"])
MOVES = st.lists(st.tuples(COUNTRIES, COUNTRIES), min_size=1, max_size=30)


def network(moves: list[tuple[str, str]]) -> float:
    rows = pd.DataFrame(moves, columns=["origin", "destination"]).assign(start_on="2024-01-15")
    return value("REC_NET", Facts(rows, date(2024, 12, 31)))


@given(MOVES)
def test_network_reciprocity_is_one_when_every_move_has_its_return_and_never_leaves_zero_to_one(
    moves: list[tuple[str, str]],
) -> None:
    crossing = [(origin, destination) for origin, destination in moves if origin != destination]
    assume(crossing)
    assert 0 <= network(moves) <= 1
    assert network([*crossing, *((destination, origin) for origin, destination in crossing)]) == 1.0
    assert network([(min(move), max(move)) for move in crossing]) == 0.0


@given(MOVES)
def test_seen_from_the_other_end_the_ratio_is_turned_over(moves: list[tuple[str, str]]) -> None:
    two = [
        ("FRA" if origin in ("FRA", "PER") else "SEN", "SEN" if origin in ("FRA", "PER") else "FRA") for origin, _ in moves
    ]
    rows = pd.DataFrame(two, columns=["origin", "destination"]).assign(start_on="2024-01-15")
    facts = Facts(rows, date(2024, 12, 31))
    here, there = (MEASURES["REC_HEAD"].of(each, each.span("2024")).sums() for each in (facts, facts.seen_from("SEN")))
    assert here == there[::-1]
    assert value("REC_BAL", facts) == value("REC_BAL", facts.seen_from("SEN"))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 500)), min_size=1, max_size=40), st.sampled_from([0.5, 0.9, 1.0])
)
def test_quantiles_of_many_groups_are_those_of_pandas(pairs: list[tuple[int, int]], part: float) -> None:
    group, days = (np.array(column) for column in zip(*pairs, strict=True))
    of = parts(np.arange(len(days)), days.astype(float))
    found = quantile(part)(of, group.astype(np.int64), 4)
    expected = pd.Series(days.astype(float)).groupby(group).quantile(part).reindex(range(4))
    pd.testing.assert_series_equal(pd.Series(found.value), expected, check_names=False, check_index_type=False)
    assert found.denominator.sum() == len(days)


DAYS = st.dates(date(2022, 1, 1), date(2025, 12, 31))
STAYS = st.lists(st.tuples(DAYS, st.integers(0, 500), st.integers(0, 600), st.booleans()), min_size=1, max_size=25)


def stays(drawn: list[tuple[date, int, int, bool]]) -> pd.DataFrame:
    """Return placements: a start, a planned length, a length, and whether the end is written down."""
    start = pd.to_datetime(pd.Series([each[0] for each in drawn]))
    planned = start + pd.to_timedelta([each[1] for each in drawn], unit="D")
    end = (start + pd.to_timedelta([each[2] for each in drawn], unit="D")).where([each[3] for each in drawn])
    reason = np.where(end.isna(), "", np.where(end >= planned - pd.Timedelta(days=7), "COMPLETED", "OTHER"))
    return pd.DataFrame({"start_on": start, "planned_end_on": planned, "end_on": end, "end_reason": reason})


@settings(deadline=None)
@given(STAYS)
def test_a_cohort_divides_into_completed_and_early_and_months_are_those_of_flows(
    drawn: list[tuple[date, int, int, bool]],
) -> None:
    rows, day = stays(drawn), date(2025, 12, 31)
    facts = Facts(rows, day)
    for year in ("2022", "2023", "2024", "2025"):
        completed, cohort = MEASURES["CPL_RATE"].of(facts, facts.span(year)).sums()
        early, same = MEASURES["CPL_EARLY"].of(facts, facts.span(year)).sums()
        assert completed + early == cohort == same
        months = MEASURES["PLC_VM"].of(facts, facts.span(year)).sums()[0]
        assert months == pytest.approx(volunteer_months(rows, year, day).sum())


@settings(deadline=None)
@given(STAYS, DAYS)
def test_what_starts_later_changes_nothing_that_was_counted(drawn: list[tuple[date, int, int, bool]], day: date) -> None:
    rows = stays(drawn)
    known = rows[(rows["start_on"] <= pd.Timestamp(day)).to_numpy()]
    for code in ("PLC_STARTED", "PLC_STOCK", "PLC_VM", "CPL_RATE", "CPL_INC"):
        every, only = Facts(rows, day), Facts(known, day)
        text = str(day.year)
        assert MEASURES[code].of(every, every.span(text)).sums() == MEASURES[code].of(only, only.span(text)).sums(), code


def test_contributions_add_up_to_the_figure_and_keep_the_index_of_the_records() -> None:
    facts = Facts(TOY.set_index(pd.Index(list("abcdef"))), date(2025, 6, 30))
    for code in ("PLC_STARTED", "CPL_RATE", "PLC_VM"):
        rows = contributions(code, facts, "2024")
        above, below = MEASURES[code].of(facts, facts.span("2024")).sums()
        assert rows.index.tolist() == list("abcdef")
        assert (rows["numerator"].sum(), rows["denominator"].sum()) == (pytest.approx(above), pytest.approx(below))
