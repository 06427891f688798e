"""Indicators at one date: what is known of them before they are judged, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from math import isnan, nan
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.indicators.definitions import CODES, EVERY_INDICATOR, StatusRule, rule_for
from crossmobility.domain.indicators.progress import CLOSE, Mask, Numbers, divided, progresses, same
from crossmobility.domain.requests import unknown_word
from crossmobility.i18n import message

Words = npt.NDArray[np.object_]

STATUSES: Final = ("achieved", "on_track", "at_risk", "off_track", "too_early", "late", "no_data", "not_applicable")
REASONS: Final = (
    *("not_applicable", "text", "suppressed", "not_broken_down", "small", "past_due", "no_actual", "neutral"),
    *("no_band", "band_inside", "band_outside", "no_target", "target_against_direction", "undated", "before_too_early"),
    *("reached", "zero_target", "nothing_expected", "target_is_baseline", "pace"),
)
# What is filled anew in every period, from nothing.
IN_PERIOD: Final = ("flow", "cumulative_in_period")
# A rate, a median or a cost per month is a level, however its table calls it: it does not add up over a period.
RATES: Final = ("SHARE", "RATIO", "DAYS", "RATE", "SCORE", "EUR")
# Statuses by which a source says that there is a value.
STATED: Final = ("reported", "partial", "provisional", "estimated")


@dataclass(frozen=True)
class Case:
    """What is known of one indicator in one scope and period; an unknown number is NaN.

    ``target`` is the one in force. ``elapsed`` is the share of the period (of the programme, where values are cumulated
    since its start) that had passed on the day **the actual describes**: a value of the end of June read in August is
    judged as of June. ``expected`` is the share of the period's total that the season lets expect on that day, NaN when
    no season is known. ``due`` says that the day has passed by which a value should have been reported.
    """

    direction: str
    accumulation: str
    unit: str
    baseline: float = nan
    target: float = nan
    actual: float = nan
    band_low: float = nan
    band_high: float = nan
    elapsed: float = 1.0
    expected: float = nan
    due: bool = False
    value_status: str = "reported"

    @property
    def is_level(self) -> bool:
        """A value of its moment (stock, rate, median), not something that fills up."""
        return self.accumulation == "stock" or self.unit in RATES

    @property
    def fills_up(self) -> bool:
        """Something that starts from nothing every period and fills up while it runs."""
        return self.accumulation in IN_PERIOD and not self.is_level

    @property
    def is_over(self) -> bool:
        """Whether the period has ended."""
        return self.elapsed >= 1

    @property
    def has_a_way_to_go(self) -> bool:
        """Whether a baseline is known and the target is another value."""
        return not isnan(self.baseline) and not bool(same(np.asarray(self.baseline), np.asarray(self.target)))


@dataclass(frozen=True)
class Standing:
    """What may be said of a case.

    ``achievement`` and ``progress`` are plain arithmetic, given whenever they can be computed and the value may be
    shown. ``expected`` (share of the total or of the way expected by the date) and ``pace`` (what was done ÷ what was
    expected) are NaN where time judges nothing.
    """

    status: str
    achievement: float
    progress: float
    expected: float
    pace: float
    reason: str


CASE_COLUMNS: Final = tuple(each.name for each in fields(Case))
STANDING_COLUMNS: Final = tuple(each.name for each in fields(Standing))
_NUMBERS: Final = ("baseline", "target", "actual", "band_low", "band_high", "elapsed", "expected")


@dataclass(frozen=True)
class Cases:
    """Many cases, column by column, and what follows from them for each."""

    direction: Words
    accumulation: Words
    unit: Words
    value_status: Words
    baseline: Numbers
    target: Numbers
    actual: Numbers
    band_low: Numbers
    band_high: Numbers
    elapsed: Numbers
    season: Numbers
    due: Mask
    on_track: Numbers
    at_risk: Numbers
    too_early: Numbers

    @cached_property
    def more(self) -> Mask:
        return np.asarray(self.direction == "increase")

    @cached_property
    def less(self) -> Mask:
        return np.asarray(self.direction == "decrease")

    @cached_property
    def level(self) -> Mask:
        return np.asarray((self.accumulation == "stock") | np.isin(self.unit, RATES))

    @cached_property
    def fills_up(self) -> Mask:
        return np.isin(self.accumulation, IN_PERIOD) & ~self.level

    @cached_property
    def over(self) -> Mask:
        return np.asarray(self.elapsed >= 1)

    @cached_property
    def early(self) -> Mask:
        return np.asarray(self.elapsed < self.too_early)

    @cached_property
    def held(self) -> Mask:
        return same(self.baseline, self.target)

    @cached_property
    def way(self) -> Mask:
        return np.asarray(~np.isnan(self.baseline) & ~self.held)

    @cached_property
    def backwards(self) -> Mask:
        against = np.where(self.more, self.target < self.baseline, self.target > self.baseline)
        return np.asarray(self.way & against)

    @cached_property
    def reached(self) -> Mask:
        slack = CLOSE * np.abs(self.target)
        return np.where(self.more, self.actual >= self.target - slack, self.actual <= self.target + slack)

    @cached_property
    def expected(self) -> Numbers:
        by_now = np.where(self.fills_up & ~np.isnan(self.season), self.season, self.elapsed)
        at_once = ~self.fills_up & ~self.way & (self.level | self.held)
        return np.where(self.over | at_once, 1.0, by_now)

    @cached_property
    def asked(self) -> Numbers:
        """The share expected, NaN where nothing was to be expected yet: it cannot divide."""
        return np.where(self.expected > 0, self.expected, nan)

    @cached_property
    def projected(self) -> Numbers:
        """What the actual comes to at the end if it goes on like this."""
        return divided(self.actual, self.asked)

    @cached_property
    def pace(self) -> Numbers:
        at_the_end = progresses(self.projected, self.baseline, self.target)
        along = divided(progresses(self.actual, self.baseline, self.target), self.asked)
        # Of a target of zero or less there is no share, and nothing recorded is no share of a ceiling.
        target = np.where(self.target > 0, self.target, nan)
        recorded = np.where(self.projected > 0, self.projected, nan)
        of_target = np.where(self.more, divided(self.projected, target), divided(target, recorded))
        return np.select([self.way & self.fills_up, self.way], [at_the_end, along], default=of_target)


def one_case(case: Case, rule: StatusRule) -> Cases:
    """Return a single case as cases (see :func:`cases_in`)."""
    columns = {name: [getattr(case, name)] for name in CASE_COLUMNS}
    return _cases(columns, np.array([[rule.on_track], [rule.at_risk], [rule.too_early]]))


def cases_in(frame: pd.DataFrame, rules: Mapping[str, StatusRule]) -> Cases:
    """Return the cases of a frame with ``CASE_COLUMNS``, each with the thresholds of its ``indicator`` (else ``_T``).

    Raises
    ------
    BadRequest
        A direction, accumulation or unit that is none of ours: guessing would turn a light from red to green.
    """
    return _cases({name: frame[name] for name in CASE_COLUMNS}, _limits(frame, rules))


def _cases(columns: Mapping[str, npt.ArrayLike], limits: Numbers) -> Cases:
    words = {
        name: np.asarray(columns[name], dtype=object) for name in ("direction", "accumulation", "unit", "value_status")
    }
    for name in ("direction", "accumulation", "unit"):
        _refuse_unknown(name, words[name])
    numbers = {name: np.asarray(columns[name], dtype=float) for name in _NUMBERS}
    # A share of a hidden value would give the value away.
    numbers["actual"] = np.where(words["value_status"] == "suppressed", nan, numbers["actual"])
    on_track, at_risk, too_early = limits
    return Cases(
        direction=words["direction"],
        accumulation=words["accumulation"],
        unit=words["unit"],
        value_status=words["value_status"],
        baseline=numbers["baseline"],
        target=numbers["target"],
        actual=numbers["actual"],
        band_low=numbers["band_low"],
        band_high=numbers["band_high"],
        elapsed=numbers["elapsed"],
        season=numbers["expected"],
        due=np.asarray(columns["due"], dtype=bool),
        on_track=on_track,
        at_risk=at_risk,
        too_early=too_early,
    )


def _limits(frame: pd.DataFrame, rules: Mapping[str, StatusRule]) -> Numbers:
    codes = frame["indicator"] if "indicator" in frame else pd.Series(EVERY_INDICATOR, index=frame.index)
    distinct = [rule_for(rules, str(code)) for code in codes.unique()]
    limits = np.array([(rule.on_track, rule.at_risk, rule.too_early) for rule in distinct], dtype=float).reshape(-1, 3)
    return np.asarray(limits[pd.factorize(codes)[0]].T)


def _refuse_unknown(column: str, words: Words) -> None:
    for word in sorted(set(map(str, words))):
        if word not in CODES[column]:
            problem = message("“{word}” is no {column} of an indicator.", word=word, column=column)
            raise unknown_word(problem, word, CODES[column])
