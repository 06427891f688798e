"""The status of an indicator at a date: how much was reached of what could be expected by then.

The rule is ours; only its thresholds are data. Read :func:`_branches` from top to bottom: the first that holds decides.

**Expected** is the share of the total, or of the way, that can be asked for on the day:

====================================  =================================  ================================
what the value is                     baseline known, target another     no baseline, or target the same
====================================  =================================  ================================
flow, cumulative_in_period            the season's share, else elapsed   the season's share, else elapsed
cumulative_since_start                elapsed (of the programme)         elapsed; 1 where it is to be held
stock, and every rate (``RATES``)     elapsed                            1
any, once the period is over          1                                  1
====================================  =================================  ================================

**Pace** is what was done ÷ what was expected:

- without a baseline: actual ÷ target ÷ expected; for ``decrease`` target × expected ÷ actual;
- with a baseline: progress ÷ expected;
- with a baseline, while something that starts from nothing every period is still filling up: the progress that the
  actual would make if it went on like this, (actual ÷ expected - baseline) ÷ (target - baseline). Half of last year's
  total in the middle of this year is no way back to zero.

**Achieved** is what was reached and will stay so: the period is over, or more is better and what was counted stays
counted. A ceiling not yet reached in March may be broken in April, so ``decrease`` is achieved only at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from math import nan
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossmobility.domain.indicators.cases import (
    CASE_COLUMNS,
    RATES,
    REASONS,
    STANDING_COLUMNS,
    STATED,
    STATUSES,
    Case,
    Cases,
    Standing,
    Words,
    cases_in,
    one_case,
)
from crossmobility.domain.indicators.definitions import StatusRule
from crossmobility.domain.indicators.explanations import SHARES, explained, rule_in_words, written
from crossmobility.domain.indicators.progress import CLOSE, Mask, Numbers, achievements, progresses

__all__ = [
    "CASE_COLUMNS",
    "REASONS",
    "SHARES",
    "STANDING_COLUMNS",
    "STATUSES",
    "Case",
    "Standing",
    "explained",
    "rule_in_words",
    "standing",
    "standings",
    "written",
]


def standing(case: Case, rule: StatusRule) -> Standing:
    """Return the status of one case, with the figures and the reason it rests on (see :func:`standings`).

    Examples
    --------
    Service Civique, 30 June 2022: 81 647 of 202 000, at a date by which 0.569 of a year is usually reached.

    >>> case = Case("increase", "cumulative_in_period", "COUNT", target=202_000, actual=81_647, elapsed=0.5, expected=0.569)
    >>> found = standing(case, StatusRule(on_track=0.95, at_risk=0.8, too_early=0.125))
    >>> found.status, round(found.achievement, 2), round(found.pace, 2), found.reason
    ('off_track', 0.4, 0.71, 'pace')
    """
    found = _judged(one_case(case, rule))
    return Standing(
        status=str(found.status[0]),
        achievement=float(found.achievement[0]),
        progress=float(found.progress[0]),
        expected=float(found.expected[0]),
        pace=float(found.pace[0]),
        reason=str(found.reason[0]),
    )


def standings(frame: pd.DataFrame, rules: Mapping[str, StatusRule]) -> pd.DataFrame:
    """Return the status of many cases.

    Parameters
    ----------
    frame
        One row per case, with ``CASE_COLUMNS`` (see :class:`Case`) and, where indicators have rules of their own,
        ``indicator``.
    rules
        Indicator to thresholds; ``"_T"`` for every indicator without a row of its own.

    Returns
    -------
    DataFrame
        One row per case, in its order and with its index: ``STANDING_COLUMNS`` (see :class:`Standing`), shares of 1.

    Raises
    ------
    BadRequest
        A direction, accumulation or unit that is none of ours (see :func:`cases_in`).

    Notes
    -----
    Statuses and their reasons, the first that holds:

    - ``not_applicable``: the source says so (*not_applicable*), or a text was stated (*text*).
    - ``no_data``: the value is hidden (*suppressed*), not broken down this far (*not_broken_down*), a stated rate of too
      few (*small*), or not there yet (*no_actual*); ``late`` when it should be there (*past_due*).
    - ``not_applicable``: no direction is better (*neutral*).
    - a band: without limits ``not_applicable`` (*no_band*); inside ``on_track``, and ``achieved`` when over
      (*band_inside*); outside by at most 1 - ``at_risk`` of the nearer limit ``at_risk``, farther ``off_track``
      (*band_outside*; next to a limit of zero there is no near miss). What still fills up is compared by what it comes to
      at the end, actual ÷ expected. Undated and too early as below.
    - ``not_applicable``: no target (*no_target*), or one on the wrong side of the baseline
      (*target_against_direction*).
    - ``achieved``: reached for good (*reached*), at any time.
    - ``not_applicable``: the share of the period that has passed is not known (*undated*).
    - ``too_early``: less of the period has passed than ``too_early`` (*before_too_early*).
    - ``on_track``: a level that meets its target, or a ceiling with nothing yet below it, while the period runs
      (*reached*).
    - ``off_track``: missed, and the target is zero or less without a way from a baseline, so there is no share of it
      (*zero_target*).
    - ``too_early``: nothing was to be expected by now (*nothing_expected*).
    - ``on_track``, ``at_risk``, ``off_track`` by pace (*pace*, or *target_is_baseline* where a level is to be held).
    """
    found = pd.DataFrame(_judged(cases_in(frame, rules))._asdict(), index=frame.index)
    return found.astype({"status": "str", "reason": "str"})[list(STANDING_COLUMNS)]


class _Judged(NamedTuple):
    """The fields of :class:`Standing` for many cases."""

    status: Words
    achievement: Numbers
    progress: Numbers
    expected: Numbers
    pace: Numbers
    reason: Words


def _judged(cases: Cases) -> _Judged:
    branches = _branches(cases)
    first = np.select([branch.holds for branch in branches], range(len(branches)), default=-1)
    status = np.array([branch.status for branch in branches], dtype=object)[first]
    reason = np.array([branch.reason for branch in branches], dtype=object)[first]
    decided = np.isin(status, ("achieved", "on_track", "at_risk", "off_track"))
    aims = cases.more | cases.less
    shown = cases.value_status != "not_applicable"
    return _Judged(
        status=status,
        achievement=np.where(shown, achievements(cases.actual, cases.target), nan),
        progress=np.where(shown, progresses(cases.actual, cases.baseline, cases.target), nan),
        expected=np.where(decided & (aims | ~cases.level), cases.expected, nan),
        pace=np.where(decided & aims, cases.pace, nan),
        reason=reason,
    )


class _Branch(NamedTuple):
    holds: Mask
    status: str
    reason: str


def _branches(cases: Cases) -> list[_Branch]:
    return [*chain(_without_a_value(cases), _in_a_band(cases), _on_the_way(cases), _by_pace(cases))]


def _without_a_value(cases: Cases) -> list[_Branch]:
    missing = np.isnan(cases.actual)
    stated = np.isin(cases.value_status, STATED)
    return [
        _Branch(cases.value_status == "not_applicable", "not_applicable", "not_applicable"),
        _Branch((cases.unit == "TEXT") & stated, "not_applicable", "text"),
        _Branch(cases.value_status == "suppressed", "no_data", "suppressed"),
        _Branch(missing & (cases.value_status == "not_broken_down"), "no_data", "not_broken_down"),
        _Branch(missing & stated & np.isin(cases.unit, RATES), "no_data", "small"),
        _Branch(missing & cases.due, "late", "past_due"),
        _Branch(missing, "no_data", "no_actual"),
        _Branch(cases.direction == "neutral", "not_applicable", "neutral"),
    ]


def _in_a_band(cases: Cases) -> list[_Branch]:
    band: Mask = cases.direction == "band"
    low, high = np.nan_to_num(cases.band_low, nan=-np.inf), np.nan_to_num(cases.band_high, nan=np.inf)
    value = np.where(cases.level, cases.actual, cases.projected)
    edge = np.where(value < low, low, high)
    beyond = np.maximum(low - value, value - high)
    inside = beyond <= CLOSE * np.abs(np.where(np.isinf(edge), 0, edge))
    near = beyond <= (1 - cases.at_risk + CLOSE) * np.abs(edge)
    return [
        _Branch(band & ((np.isinf(low) & np.isinf(high)) | (low > high)), "not_applicable", "no_band"),
        _Branch(band & np.isnan(cases.elapsed), "not_applicable", "undated"),
        _Branch(band & cases.early, "too_early", "before_too_early"),
        _Branch(band & np.isnan(value), "too_early", "nothing_expected"),
        _Branch(band & inside & cases.over, "achieved", "band_inside"),
        _Branch(band & inside, "on_track", "band_inside"),
        _Branch(band & near, "at_risk", "band_outside"),
        _Branch(band, "off_track", "band_outside"),
    ]


def _on_the_way(cases: Cases) -> list[_Branch]:
    reached = cases.reached
    stays = cases.over | (cases.more & ~cases.level)
    # Below a ceiling that is still filling up, only "nothing so far" needs no comparison with the time that has passed.
    nothing_yet = cases.less & ~cases.level & ~cases.way & (cases.actual <= np.minimum(cases.target, 0))
    return [
        _Branch(np.isnan(cases.target), "not_applicable", "no_target"),
        _Branch(cases.backwards, "not_applicable", "target_against_direction"),
        _Branch(reached & stays, "achieved", "reached"),
        _Branch(np.isnan(cases.elapsed), "not_applicable", "undated"),
        _Branch(cases.early, "too_early", "before_too_early"),
        _Branch((reached & cases.level) | nothing_yet, "on_track", "reached"),
        _Branch(~cases.way & (cases.target <= 0), "off_track", "zero_target"),
        _Branch(cases.expected <= 0, "too_early", "nothing_expected"),
    ]


def _by_pace(cases: Cases) -> list[_Branch]:
    steps = [
        ("on_track", cases.pace >= cases.on_track - CLOSE),
        ("at_risk", cases.pace >= cases.at_risk - CLOSE),
        ("off_track", np.ones(len(cases.pace), dtype=bool)),
    ]
    held = [_Branch(cases.held & holds, status, "target_is_baseline") for status, holds in steps]
    return held + [_Branch(holds, status, "pace") for status, holds in steps]
