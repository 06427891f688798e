"""How far a value has come: achievement, progress and shares. 1 is the whole; values above 1 and below 0 are kept.

Unknown is NaN, and whatever is made of it is NaN. Zero is a value like any other.
"""

from __future__ import annotations

from math import isnan, nan
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# Figures come out of divisions: 0.3 and 0.1 × 3 are the same target.
CLOSE: Final = 1e-9


def achievement(actual: float, target: float) -> float:
    """Return actual ÷ target (style guide 6.2), whatever the direction; NaN when one is unknown or the target is 0.

    Examples
    --------
    Service Civique 2021, against the initial and the revised target:

    >>> round(achievement(145_000, 245_000), 3), achievement(145_000, 200_000)
    (0.592, 0.725)
    """
    return float(achievements(_alone(actual), _alone(target)))


def progress(actual: float, baseline: float, target: float) -> float:
    """Return (actual - baseline) ÷ (target - baseline) (style guide 6.2): 0 at the baseline, 1 at the target.

    Falling indicators need no rule of their own: from 30 to 20, a value of 24 is 0.6 of the way. NaN when one of the
    three is unknown, or when the target is the baseline and there is no way to go.

    Examples
    --------
    >>> progress(24, 30, 20), progress(35, 30, 20), progress(130, 100, 120), progress(5, 7, 7)
    (0.6, -0.5, 1.5, nan)
    """
    return float(progresses(_alone(actual), _alone(baseline), _alone(target)))


def in_force(target_initial: float, target_revised: float) -> float:
    """Return the target that holds: the revised one when there is one, else the initial one, else NaN.

    Examples
    --------
    >>> in_force(245_000, 200_000), in_force(245_000, float("nan"))
    (200000, 245000)
    """
    return target_initial if isnan(target_revised) else target_revised


def percentage(numerator: float, denominator: float, least: float) -> float:
    """Return numerator ÷ denominator as a share of 1; it becomes a percentage where it is written.

    NaN when one is unknown, when the denominator is 0 or negative, or smaller than ``least``: a rate of three people
    says nothing of a programme and much of the three.

    Examples
    --------
    >>> percentage(3, 4, 1), percentage(3, 4, 20), percentage(0, 0, 0)
    (0.75, nan, nan)
    """
    # Written as "not enough" rather than "too small", so that an unknown denominator is refused as well.
    return numerator / denominator if denominator > 0 and denominator >= least else nan


def achievements(actual: Numbers, target: Numbers) -> Numbers:
    """Return :func:`achievement` for each of many."""
    return divided(actual, target)


def progresses(actual: Numbers, baseline: Numbers, target: Numbers) -> Numbers:
    """Return :func:`progress` for each of many."""
    return np.where(same(baseline, target), nan, divided(actual - baseline, target - baseline))


def same(one: Numbers, other: Numbers) -> Mask:
    """Tell where two numbers are the same but for the rounding of computers; an unknown one is never the same."""
    alike: Mask = np.abs(one - other) <= CLOSE * np.maximum(np.abs(one), np.abs(other))
    return alike


def divided(part: Numbers, whole: Numbers) -> Numbers:
    """Return part ÷ whole, NaN where the whole is 0 (or next to it) or something is unknown, and never minus zero."""
    whole = np.asarray(whole, dtype=float)
    shares = np.full(np.broadcast_shapes(np.shape(part), whole.shape), nan)
    with np.errstate(over="ignore"):
        np.divide(part, whole, out=shares, where=whole != 0)
    return np.where(np.isfinite(shares), shares, nan) + 0.0


def _alone(value: float) -> Numbers:
    return np.asarray(value, dtype=float)
