"""The status of an indicator: a table of cases worked out by hand, and what must hold in every case."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace
from math import isnan, nan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crossmobility.domain.indicators.definitions import CODES, StatusRule
from crossmobility.domain.indicators.standing import (
    CASE_COLUMNS,
    REASONS,
    SHARES,
    STANDING_COLUMNS,
    STATUSES,
    Case,
    explained,
    rule_in_words,
    standing,
    standings,
    written,
)
from crossmobility.errors import BadRequest
from crossmobility.i18n import Message

RULE = StatusRule(on_track=0.95, at_risk=0.80, too_early=0.125)
FIGURES = ("achievement", "progress", "expected", "pace")
GIVEN = 12
Row = Mapping[str, str]


def table() -> Iterator[Row]:
    """Each line of cases.txt with its cells by name, and as it stands under ``line``."""
    lines = (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines()
    head, *rows = [line for line in lines if line and not line.startswith("#")]
    names = [name.strip() for name in head.split("|")]
    for line in rows:
        yield {**dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)), "line": line}


def number(cell: str) -> float:
    return float(cell) if cell else nan


def case_of(row: Row) -> Case:
    numbers = [number(row[name]) for name in ("baseline", "target", "actual", "low", "high", "elapsed", "season")]
    words = (row["direction"], row["accumulation"], row["unit"])
    return Case(*words, *numbers, due=row["due"] == "due", value_status=row["value_status"] or "reported")


def disagreement(row: Row) -> str:
    """What the rule finds otherwise than the row says, with the row itself; empty when both agree."""
    found = standing(case_of(row), RULE)
    wrong = [
        f"{name}: {getattr(found, name):.4f} instead of {row[name] or 'unknown'}"
        for name in FIGURES
        if getattr(found, name) != pytest.approx(number(row[name]), abs=5e-5, nan_ok=True)
    ]
    wrong += [
        f"{name}: {getattr(found, name)} instead of {row[name]}"
        for name in ("status", "reason")
        if getattr(found, name) != row[name]
    ]
    return "\n".join([*wrong, row["line"]]) if wrong else ""


ROWS = list(table())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['direction']}-{row['accumulation']}-{row['why']}")
def test_the_rule_agrees_with_what_was_worked_out_by_hand(row: Row) -> None:
    difference = disagreement(row)
    assert not difference, f"\n{difference}"


@pytest.mark.parametrize(
    ("column", "wrong"), [("pace", "0.7"), ("status", "at_risk"), ("progress", "0"), ("reason", "reached")]
)
def test_a_wrong_row_is_found_and_printed(column: str, wrong: str) -> None:
    row = next(row for row in ROWS if row["why"].startswith("Service Civique at 30 June 2022"))
    difference = disagreement({**row, column: wrong})
    assert difference.startswith(f"{column}: ")
    assert difference.endswith(row["line"])


def test_no_two_rows_are_the_same_case() -> None:
    cases = [tuple(row.values())[:GIVEN] for row in ROWS]
    assert len(ROWS) >= 60
    assert len(set(cases)) == len(cases)


def test_the_table_has_every_direction_accumulation_status_and_reason() -> None:
    pairs = {(row["direction"], row["accumulation"]) for row in ROWS}
    assert pairs == {(way, kind) for way in CODES["direction"] for kind in CODES["accumulation"]}
    assert {row["status"] for row in ROWS} == set(STATUSES)
    assert {row["reason"] for row in ROWS} == set(REASONS)
    assert {row["unit"] for row in ROWS} == set(CODES["unit"])


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_the_table_has_every_kind_of_baseline_target_actual_and_time(direction: str) -> None:
    rows = [case_of(row) for row in ROWS if row["direction"] == direction]

    def kinds(value: float, other: float) -> str:
        return "missing" if isnan(value) else "equal" if value == other else "zero" if value == 0 else "present"

    assert {kinds(case.baseline, case.target) for case in rows} == {"missing", "equal", "zero", "present"}
    assert {kinds(case.target, case.baseline) for case in rows} == {"missing", "equal", "zero", "present"}
    assert {kinds(case.actual, case.target) for case in rows} == {"missing", "equal", "zero", "present"}
    assert {case.elapsed for case in rows if not isnan(case.elapsed)} == {0.05, 0.25, 0.5, 1}


# Rules of one sentence, each with the figures it was made for.


def test_service_civique_2021_is_59_per_cent_of_its_first_and_72_of_its_revised_target() -> None:
    year = Case("increase", "cumulative_in_period", "COUNT", target=245_000, actual=145_000)
    initial, revised = standing(year, RULE), standing(replace(year, target=200_000), RULE)
    assert [round(found.achievement, 3) for found in (initial, revised)] == [0.592, 0.725]
    assert [found.status for found in (initial, revised)] == ["off_track", "off_track"]


def test_a_value_of_june_is_judged_by_its_own_date_and_overdue_values_are_late_only_when_missing() -> None:
    june = Case("increase", "flow", "COUNT", target=100, actual=50, elapsed=0.5, due=True)
    assert standing(june, RULE).status == "on_track"
    assert standing(replace(june, actual=nan), RULE).status == "late"


def test_the_share_of_a_hidden_value_is_hidden_too() -> None:
    hidden = Case("increase", "flow", "COUNT", baseline=1, target=8, actual=4, value_status="suppressed")
    found = standing(hidden, RULE)
    assert all(isnan(getattr(found, name)) for name in FIGURES)


def test_a_period_that_has_passed_twice_is_over_and_one_not_begun_is_early() -> None:
    case = Case("increase", "stock", "COUNT", baseline=0, target=10, actual=10, elapsed=2)
    assert standing(case, RULE).status == "achieved"
    assert standing(replace(case, elapsed=-0.5), RULE).status == "too_early"
    never_early = replace(RULE, too_early=0.0)
    assert standing(replace(case, actual=5, elapsed=0.0), never_early).reason == "nothing_expected"


def test_a_target_is_reached_whatever_the_rounding_of_computers() -> None:
    rising = Case("increase", "stock", "SHARE", target=0.1 + 0.2, actual=0.3)
    falling = Case("decrease", "stock", "SHARE", target=0.3, actual=0.1 + 0.2)
    assert [standing(case, RULE).status for case in (rising, falling)] == ["achieved", "achieved"]
    assert standing(replace(rising, baseline=0.3, actual=0.2), RULE).reason == "target_is_baseline"


def test_thresholds_are_data() -> None:
    case = Case("increase", "flow", "COUNT", target=100, actual=45, elapsed=0.5)
    assert standing(case, RULE).status == "at_risk"
    assert standing(case, replace(RULE, on_track=0.9)).status == "on_track"
    assert standing(case, replace(RULE, at_risk=0.92)).status == "off_track"
    assert standing(case, replace(RULE, too_early=0.6)).status == "too_early"


# Invariants.

WHOLE = st.integers(-60, 60).map(float)
COUNTED = st.integers(0, 60).map(float)
ELAPSED = st.sampled_from([0.05, 0.125, 0.25, 0.5, 0.75, 1.0])
MAYBE = st.one_of(st.just(nan), st.sampled_from([0.1, 0.4, 0.569, 1.0]))
BETTER = ("off_track", "at_risk", "on_track", "achieved")
AIM = st.builds(
    Case,
    direction=st.sampled_from(["increase", "decrease"]),
    accumulation=st.sampled_from(CODES["accumulation"]),
    unit=st.sampled_from(["COUNT", "MONTHS", "SHARE", "DAYS"]),
    baseline=st.one_of(st.just(nan), WHOLE),
    target=WHOLE,
    actual=WHOLE,
    elapsed=ELAPSED,
    expected=MAYBE,
)


@settings(deadline=None, max_examples=120)
@given(AIM, WHOLE)
def test_a_better_value_never_has_a_worse_status(case: Case, other: float) -> None:
    worse, better = sorted([case.actual, other], reverse=case.direction == "decrease")
    low, high = (standing(replace(case, actual=value), RULE) for value in (worse, better))
    if low.status in BETTER:
        assert BETTER.index(high.status) >= BETTER.index(low.status)
    else:
        assert high.status in (low.status, "achieved"), (
            "early or not applicable, whatever the value, unless reached for good"
        )


@settings(deadline=None, max_examples=120)
@given(AIM, st.sampled_from([0.001, 0.1, 1 / 3, 7.0, 1e6]))
def test_thousands_of_people_have_the_status_of_people(case: Case, factor: float) -> None:
    scaled = replace(case, baseline=case.baseline * factor, target=case.target * factor, actual=case.actual * factor)
    one, other = standing(case, RULE), standing(scaled, RULE)
    assert (one.status, one.reason) == (other.status, other.reason)
    for name in FIGURES:
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9, abs=1e-9, nan_ok=True)


@settings(deadline=None, max_examples=120)
@given(AIM, WHOLE)
def test_a_level_that_falls_is_judged_as_its_mirror_image_that_rises(case: Case, mirror: float) -> None:
    level = replace(case, direction="increase", accumulation="stock")
    assume(not isnan(level.baseline) and level.baseline != level.target)
    turned = replace(
        level,
        direction="decrease",
        baseline=mirror - level.baseline,
        target=mirror - level.target,
        actual=mirror - level.actual,
    )
    one, other = standing(level, RULE), standing(turned, RULE)
    assert (one.status, one.reason) == (other.status, other.reason)
    assert one.pace == pytest.approx(other.pace, abs=1e-9, nan_ok=True)


@settings(deadline=None, max_examples=100)
@given(AIM, COUNTED)
def test_what_cannot_fall_back_and_reached_its_target_is_achieved_at_any_time(case: Case, more: float) -> None:
    counted = replace(case, direction="increase", unit="COUNT", actual=case.target + more)
    assume(counted.accumulation != "stock" and not counted.baseline > counted.target)
    assert standing(counted, RULE).status == "achieved"
    assert standing(replace(counted, elapsed=nan), RULE).status == "achieved"


@settings(deadline=None, max_examples=100)
@given(AIM)
def test_every_status_says_why_and_shows_no_unknown_number(case: Case) -> None:
    found = standing(case, RULE)
    assert found.status in STATUSES
    assert "NaN" not in explained(found, case, RULE).in_language("en")


# Many at once.


def frame(*cases: Case) -> pd.DataFrame:
    return pd.DataFrame([astuple(case) for case in cases], columns=list(CASE_COLUMNS))


def test_many_cases_are_judged_as_one_by_one_in_their_order() -> None:
    cases = [case_of(row) for row in ROWS]
    labels = pd.Index(range(1000, 1000 + len(cases)))
    many = standings(frame(*cases).set_index(labels), {"_T": RULE})
    one_by_one = pd.DataFrame(
        [astuple(standing(case, RULE)) for case in cases], columns=list(STANDING_COLUMNS), index=labels
    )
    pd.testing.assert_frame_equal(many, one_by_one)


def test_each_indicator_has_its_own_thresholds_or_those_of_all() -> None:
    case = Case("increase", "flow", "COUNT", target=100, actual=45, elapsed=0.5)
    rows = frame(case, case).assign(indicator=["PLC_STARTED", "VIS_LEAD"])
    found = standings(rows, {"_T": RULE, "VIS_LEAD": StatusRule(0.9, 0.5, 0.0)})
    assert found["status"].tolist() == ["at_risk", "on_track"]


def test_no_case_has_no_status() -> None:
    found = standings(frame(), {"_T": RULE})
    assert found.empty
    assert list(found.columns) == list(STANDING_COLUMNS)


def test_the_frame_given_is_not_changed() -> None:
    given_frame = frame(*(case_of(row) for row in ROWS))
    before = given_frame.copy(deep=True)
    standings(given_frame, {"_T": RULE})
    pd.testing.assert_frame_equal(given_frame, before)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"direction": "UP"}, "“UP” is no direction of an indicator. Known: band, decrease, increase, neutral"),
        ({"accumulation": "cumulative"}, "“cumulative” is no accumulation of an indicator. Did you mean cumulative_"),
        ({"unit": "PERCENT"}, "“PERCENT” is no unit of an indicator"),
    ],
)
def test_an_unknown_word_is_refused_rather_than_guessed(changes: dict[str, str], complaint: str) -> None:
    with pytest.raises(BadRequest, match=complaint):
        standing(replace(Case("increase", "flow", "COUNT", target=10, actual=5), **changes), RULE)


# In words.


def percent(sentence: Message) -> str:
    return written(sentence, lambda name, value: f"{value:.0%}" if name in SHARES else f"{value:,.6g}").in_language("en")


def test_the_light_of_service_civique_says_why() -> None:
    case = Case("increase", "cumulative_in_period", "COUNT", target=202_000, actual=81_647, elapsed=0.5, expected=0.569)
    assert percent(explained(standing(case, RULE), case, RULE)) == (
        "Reached 81,647 of 202,000: 71% of what the season lets expect at this date; below 80% is off track."
    )


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (
            Case("increase", "flow", "COUNT", target=200, actual=94, elapsed=0.5),
            "Reached 94 of 200: 94% of what the time that has passed lets expect; below 95% is at risk.",
        ),
        (
            Case("increase", "flow", "COUNT", baseline=100, target=200, actual=90, elapsed=0.5),
            "90 by now comes to 180 at the end of the period: 80% of the way from 100 to 200; below 95% is at risk.",
        ),
        (
            Case("decrease", "stock", "COUNT", baseline=30, target=20, actual=27.5, elapsed=0.25),
            "From 30 to 27.5, towards 20: 100% of the way expected by this date; from 95% on is on track.",
        ),
        (
            Case("increase", "stock", "COUNT", baseline=40, target=60, actual=58),
            "From 40 to 58, towards 60: 90% of the way; below 95% is at risk.",
        ),
        (
            Case("increase", "flow", "COUNT", target=200, actual=190),
            "Reached 190 of 200: 95% of the target; from 95% on is on track.",
        ),
        (
            Case("decrease", "flow", "COUNT", target=20, actual=19, elapsed=0.5),
            "19 by now comes to 38 at the end of the period; at most 20 is wanted, 53% of that; below 80% is off track.",
        ),
        (
            Case("decrease", "stock", "COUNT", target=20, actual=25, elapsed=0.5),
            "At most 20 is wanted, which is 80% of 25; below 95% is at risk.",
        ),
        (
            Case("increase", "stock", "COUNT", baseline=60, target=60, actual=45, elapsed=0.5),
            "The baseline 60 is to be kept: 45 is 75% of it; below 80% is off track.",
        ),
        (
            Case("decrease", "stock", "COUNT", baseline=20, target=20, actual=22, elapsed=0.5),
            "The baseline 20 is not to be exceeded: it is 91% of 22; below 95% is at risk.",
        ),
        (
            Case("increase", "flow", "COUNT", baseline=200, target=200, actual=70, elapsed=0.5),
            "Reached 70 of 200: 70% of what the time that has passed lets expect; below 80% is off track.",
        ),
        (Case("increase", "flow", "COUNT", target=60, actual=60, elapsed=0.25), "The target 60 is reached: 60."),
        (
            Case("increase", "stock", "COUNT", target=60, actual=61, elapsed=0.5),
            "The target 60 is met so far: 61. This may still change before the end of the period.",
        ),
        (
            Case("increase", "flow", "COUNT", target=60, actual=1, elapsed=0.05),
            "Too early to say: 5% of the period has passed; nothing is said before 12%.",
        ),
        (
            Case("increase", "stock", "COUNT", baseline=60, target=40, actual=50),
            "More is better here, but the target 40 is below the baseline 60: one of them is wrong.",
        ),
        (
            Case("decrease", "stock", "COUNT", baseline=40, target=60, actual=50),
            "Less is better here, but the target 60 is above the baseline 40: one of them is wrong.",
        ),
        (
            Case("decrease", "flow", "COUNT", target=0, actual=1),
            "The target 0 is missed: 1. Of a target of zero or less there is no share, so it is met or missed.",
        ),
        (Case("band", "stock", "RATIO", actual=1, band_low=0.8, band_high=1.25), "1 is within its range, 0.8 to 1.25."),
        (Case("band", "stock", "RATIO", actual=1, band_low=0.8), "1 is within its range, at least 0.8."),
        (Case("band", "stock", "RATIO", actual=1, band_high=1.25), "1 is within its range, at most 1.25."),
        (
            Case("band", "stock", "RATIO", actual=0.64, band_low=0.8, band_high=1.25),
            "0.64 is outside its range, but no more than 20% beyond its limit 0.8: at risk.",
        ),
        (
            Case("band", "flow", "COUNT", actual=66, band_low=80, band_high=120, elapsed=0.5),
            "132 at the end of the period, from 66 by now, is outside its range, but no more than 20% beyond its limit 120: "
            "at risk.",
        ),
        (
            Case("band", "flow", "COUNT", actual=30, band_low=80, band_high=120, elapsed=0.5),
            "60 at the end of the period, from 30 by now, is outside its range, more than 20% beyond its limit 80: off track.",
        ),
        (Case("increase", "flow", "COUNT", target=60), "There is no value yet."),
    ],
)
def test_a_reason_is_a_sentence_with_its_figures(case: Case, words: str) -> None:
    assert percent(explained(standing(case, RULE), case, RULE)) == words


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_every_case_of_the_table_is_explained(row: Row) -> None:
    case = case_of(row)
    sentence = percent(explained(standing(case, RULE), case, RULE))
    assert sentence.endswith(".")
    assert "nan" not in sentence.casefold()


def test_the_rule_itself_is_a_sentence() -> None:
    assert percent(rule_in_words(RULE)) == (
        "On track from 95% of what can be expected by the date, at risk from 80%, off track below. "
        "Before 12% of the period has passed, nothing is said."
    )


@pytest.mark.parametrize("name", ["cases", "explanations", "standing"])
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"crossmobility.domain.indicators.{name}"))
    assert failed == 0
