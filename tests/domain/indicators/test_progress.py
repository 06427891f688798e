"""Achievement, progress and shares."""

from __future__ import annotations

import doctest
from math import isnan, nan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crossmobility.domain.indicators import progress as module
from crossmobility.domain.indicators.progress import achievement, in_force, percentage, progress

VALUE = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
FACTOR = st.sampled_from([0.001, 0.1, 1 / 3, 12.0, 1e6])


def test_service_civique_2021_reached_59_per_cent_of_the_initial_and_72_of_the_revised_target() -> None:
    # Senate, budget report 2025: 145,000 volunteers, 245,000 foreseen, 200,000 after the revision.
    assert round(100 * achievement(145_000, 245_000), 1) == 59.2
    assert round(100 * achievement(145_000, 200_000), 1) == 72.5


def test_vsi_2024_had_8_per_cent_arriving_and_norec_58_per_cent_south_south() -> None:
    assert round(100 * percentage(147, 1_763, 10), 1) == 8.3
    assert round(100 * percentage(242, 415, 10), 1) == 58.3


@pytest.mark.parametrize(("actual", "target", "wanted"), [(0, 20, 0), (30, 20, 1.5), (-5, 20, -0.25), (0, -4, 0)])
def test_achievement_may_be_zero_above_one_or_below_zero(actual: float, target: float, wanted: float) -> None:
    assert achievement(actual, target) == wanted
    assert str(achievement(actual, target)) == str(float(wanted)), "never minus zero"


@pytest.mark.parametrize(("actual", "target"), [(nan, 20), (20, nan), (20, 0), (0, 0)])
def test_of_an_unknown_or_zero_target_there_is_no_share(actual: float, target: float) -> None:
    assert isnan(achievement(actual, target))


@pytest.mark.parametrize(
    ("actual", "baseline", "target", "wanted"),
    [
        (120, 100, 200, 0.2),
        (24, 30, 20, 0.6),
        (35, 30, 20, -0.5),
        (250, 100, 200, 1.5),
        (5, 10, 0, 0.5),
        (-5, -20, 0, 0.75),
        (0, 0, 50, 0),
    ],
)
def test_progress_counts_from_the_baseline_whichever_way_is_better(
    actual: float, baseline: float, target: float, wanted: float
) -> None:
    assert progress(actual, baseline, target) == pytest.approx(wanted)


@pytest.mark.parametrize(
    "values", [(nan, 1, 2), (1, nan, 2), (1, 2, nan), (1, 7, 7), (7, 7, 7), (1, 0.3, 0.1 * 3), (0, 0, 0)]
)
def test_without_a_way_or_with_something_unknown_there_is_no_progress(values: tuple[float, float, float]) -> None:
    assert isnan(progress(*values))


def test_the_revised_target_holds_and_zero_is_a_target() -> None:
    assert in_force(245_000, 200_000) == 200_000
    assert in_force(245_000, 0) == 0
    assert in_force(245_000, nan) == 245_000
    assert in_force(nan, 200_000) == 200_000
    assert isnan(in_force(nan, nan))


@pytest.mark.parametrize(
    ("numerator", "denominator", "least", "wanted"),
    [(15, 20, 20, 0.75), (0, 20, 20, 0.0), (25, 20, 20, 1.25), (15, 20, 0, 0.75), (1, 60.5, 60, 1 / 60.5)],
)
def test_a_percentage_is_a_share_of_enough(numerator: float, denominator: float, least: float, wanted: float) -> None:
    assert percentage(numerator, denominator, least) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("numerator", "denominator", "least"),
    [(15, 19, 20), (15, 0, 0), (0, 0, 0), (1, -5, -10), (nan, 20, 20), (15, nan, 20), (15, nan, 0)],
)
def test_too_few_none_or_unknown_make_no_percentage(numerator: float, denominator: float, least: float) -> None:
    assert isnan(percentage(numerator, denominator, least))


@given(VALUE, VALUE)
def test_progress_is_one_at_the_target_and_zero_at_the_baseline(baseline: float, target: float) -> None:
    assume(abs(baseline - target) > 0.01)
    assert progress(target, baseline, target) == 1
    assert progress(baseline, baseline, target) == 0


@given(VALUE, VALUE, VALUE, FACTOR)
def test_another_unit_changes_neither_share(actual: float, baseline: float, target: float, factor: float) -> None:
    assume(abs(baseline - target) > 0.01)
    scaled = (actual * factor, baseline * factor, target * factor)
    assert progress(*scaled) == pytest.approx(progress(actual, baseline, target), rel=1e-6, abs=1e-6)
    assert achievement(scaled[0], scaled[2]) == pytest.approx(achievement(actual, target), rel=1e-9, nan_ok=True)


@given(VALUE, VALUE, VALUE, VALUE)
def test_the_mirror_image_has_made_the_same_progress(actual: float, baseline: float, target: float, mirror: float) -> None:
    assume(abs(baseline - target) > 1)
    turned = progress(mirror - actual, mirror - baseline, mirror - target)
    assert turned == pytest.approx(progress(actual, baseline, target), rel=1e-6, abs=1e-6)


def test_the_examples_in_the_docstrings_are_true() -> None:
    failed, _ = doctest.testmod(module)
    assert failed == 0
