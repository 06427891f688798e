"""Why an indicator has its status, in whole sentences.

Numbers stay numbers inside the sentences. Those named in ``SHARES`` are shares of 1, the others are in the indicator's own
unit; :func:`written` lets a page write each as it should.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import isnan
from typing import Final

from crossmobility.domain.indicators.cases import Case, Standing
from crossmobility.domain.indicators.definitions import StatusRule
from crossmobility.i18n import Message, message

SHARES: Final = frozenset({"share", "limit", "elapsed", "on_track", "at_risk", "too_early"})

# Reasons that need no figure.
_PLAIN: Final[Mapping[str, Message]] = {
    "not_applicable": message(
        "This indicator does not apply here: there is nothing it could measure, or the source says so."
    ),
    "text": message("This indicator is told in words: there is no number to compare."),
    "suppressed": message("The value is hidden to protect people, so nothing is said about it."),
    "not_broken_down": message("The value is known only inside a total: it is not broken down this far."),
    "small": message("Too few stand behind it for a rate."),
    "past_due": message("There is no value, and the day by which it was due has passed."),
    "no_actual": message("There is no value yet."),
    "neutral": message("Neither more nor less is better here: the value is shown, not judged."),
    "no_band": message("The range to keep to has no usable limits, so there is nothing to compare with."),
    "no_target": message("There is no target, so there is nothing to compare with."),
    "undated": message("How much of the period has passed is not known, so nobody can say what to expect by now."),
    "nothing_expected": message("Too early to say: at this date nothing was to be expected yet."),
}


def explained(standing: Standing, case: Case, rule: StatusRule) -> Message:
    """Return the reason of a standing as one sentence with its figures.

    Parameters
    ----------
    standing
        What was found for ``case`` under ``rule``; no other case's.

    Returns
    -------
    Message
        A sentence of the catalogues. A clause in it may be a message of its own.

    Examples
    --------
    >>> case = Case("increase", "cumulative_in_period", "COUNT", target=202_000, actual=81_647, elapsed=0.5, expected=0.569)
    >>> found = Standing("off_track", 0.404, float("nan"), 0.569, 0.71, "pace")
    >>> rule = StatusRule(on_track=0.95, at_risk=0.8, too_early=0.125)
    >>> explained(found, case, rule).in_language("en")
    'Reached 81,647 of 202,000: 0.71 of what the season lets expect at this date; below 0.8 is off track.'
    """
    if standing.reason in _PLAIN:
        return _PLAIN[standing.reason]
    sentences: Mapping[str, Callable[[], Message]] = {
        "band_inside": lambda: _inside(standing, case),
        "band_outside": lambda: _outside(standing, case, rule),
        "target_against_direction": lambda: _backwards(case),
        "before_too_early": lambda: _too_early(case, rule),
        "reached": lambda: _reached(standing, case),
        "zero_target": lambda: _without_a_share(case),
        "target_is_baseline": lambda: _held(standing, case, rule),
        "pace": lambda: _paced(standing, case, rule),
    }
    return sentences[standing.reason]()


def rule_in_words(rule: StatusRule) -> Message:
    """Return the rule itself as a sentence, for the legend of the lights."""
    return message(
        "On track from {on_track} of what can be expected by the date, at risk from {at_risk}, off track below. "
        "Before {too_early} of the period has passed, nothing is said.",
        on_track=rule.on_track,
        at_risk=rule.at_risk,
        too_early=rule.too_early,
    )


def written(sentence: Message, write: Callable[[str, float], str]) -> Message:
    """Return the sentence with every number written by ``write(name, number)``, in its clauses as well.

    Examples
    --------
    >>> clause = message("below {limit} is off track", limit=0.8)
    >>> whole = message("{share} of the target; {verdict}", share=0.71, verdict=clause)
    >>> percent = written(whole, lambda name, number: f"{number:.0%}" if name in SHARES else str(number))
    >>> percent.in_language("en")
    '71% of the target; below 80% is off track'
    """

    def one(name: str, value: object) -> object:
        if isinstance(value, Message):
            return written(value, write)
        return write(name, value) if isinstance(value, int | float) else value

    return replace(sentence, values={name: one(name, value) for name, value in sentence.values.items()})


def _inside(standing: Standing, case: Case) -> Message:
    actual = _by_the_end(standing, case)
    if isnan(case.band_low):
        return message("{actual} is within its range, at most {high}.", actual=actual, high=case.band_high)
    if isnan(case.band_high):
        return message("{actual} is within its range, at least {low}.", actual=actual, low=case.band_low)
    return message("{actual} is within its range, {low} to {high}.", actual=actual, low=case.band_low, high=case.band_high)


def _outside(standing: Standing, case: Case, rule: StatusRule) -> Message:
    below = case.actual < case.band_low * (1 if case.is_level else standing.expected)
    figures: dict[str, object] = {
        "actual": _by_the_end(standing, case),
        "edge": case.band_low if below else case.band_high,
        "limit": 1 - rule.at_risk,
    }
    if standing.status == "at_risk":
        return message(
            "{actual} is outside its range, but no more than {limit} beyond its limit {edge}: at risk.", **figures
        )
    return message("{actual} is outside its range, more than {limit} beyond its limit {edge}: off track.", **figures)


def _by_the_end(standing: Standing, case: Case) -> float | Message:
    if case.is_level or case.is_over:
        return case.actual
    projected = case.actual / standing.expected
    return message("{projected} at the end of the period, from {actual} by now,", projected=projected, actual=case.actual)


def _backwards(case: Case) -> Message:
    if case.direction == "increase":
        return message(
            "More is better here, but the target {target} is below the baseline {baseline}: one of them is wrong.",
            target=case.target,
            baseline=case.baseline,
        )
    return message(
        "Less is better here, but the target {target} is above the baseline {baseline}: one of them is wrong.",
        target=case.target,
        baseline=case.baseline,
    )


def _too_early(case: Case, rule: StatusRule) -> Message:
    return message(
        "Too early to say: {elapsed} of the period has passed; nothing is said before {too_early}.",
        elapsed=case.elapsed,
        too_early=rule.too_early,
    )


def _reached(standing: Standing, case: Case) -> Message:
    if standing.status == "achieved":
        return message("The target {target} is reached: {actual}.", target=case.target, actual=case.actual)
    return message(
        "The target {target} is met so far: {actual}. This may still change before the end of the period.",
        target=case.target,
        actual=case.actual,
    )


def _without_a_share(case: Case) -> Message:
    return message(
        "The target {target} is missed: {actual}. Of a target of zero or less there is no share, so it is met or missed.",
        target=case.target,
        actual=case.actual,
    )


def _held(standing: Standing, case: Case, rule: StatusRule) -> Message:
    if case.fills_up:
        return _paced(standing, case, rule)
    figures = {"target": case.target, "actual": case.actual, "share": standing.pace}
    verdict = _verdict(standing, rule)
    if case.direction == "increase":
        return message(
            "The baseline {target} is to be kept: {actual} is {share} of it; {verdict}.", verdict=verdict, **figures
        )
    return message(
        "The baseline {target} is not to be exceeded: it is {share} of {actual}; {verdict}.", verdict=verdict, **figures
    )


def _paced(standing: Standing, case: Case, rule: StatusRule) -> Message:
    if case.has_a_way_to_go:
        return _from_the_baseline(standing, case, rule)
    return (_of_the_target if case.direction == "increase" else _under_the_ceiling)(standing, case, rule)


def _from_the_baseline(standing: Standing, case: Case, rule: StatusRule) -> Message:
    figures: dict[str, object] = {
        "baseline": case.baseline,
        "target": case.target,
        "actual": case.actual,
        "share": standing.pace,
        "verdict": _verdict(standing, rule),
    }
    if case.is_over:
        return message("From {baseline} to {actual}, towards {target}: {share} of the way; {verdict}.", **figures)
    if case.fills_up:
        return message(
            "{actual} by now comes to {projected} at the end of the period: {share} of the way from {baseline} to {target}; "
            "{verdict}.",
            projected=case.actual / standing.expected,
            **figures,
        )
    return message(
        "From {baseline} to {actual}, towards {target}: {share} of the way expected by this date; {verdict}.", **figures
    )


def _of_the_target(standing: Standing, case: Case, rule: StatusRule) -> Message:
    figures: dict[str, object] = {
        "actual": case.actual,
        "target": case.target,
        "share": standing.pace,
        "verdict": _verdict(standing, rule),
    }
    if case.is_over or case.is_level:
        return message("Reached {actual} of {target}: {share} of the target; {verdict}.", **figures)
    if case.fills_up and not isnan(case.expected):
        return message(
            "Reached {actual} of {target}: {share} of what the season lets expect at this date; {verdict}.", **figures
        )
    return message(
        "Reached {actual} of {target}: {share} of what the time that has passed lets expect; {verdict}.", **figures
    )


def _under_the_ceiling(standing: Standing, case: Case, rule: StatusRule) -> Message:
    figures: dict[str, object] = {
        "actual": case.actual,
        "target": case.target,
        "share": standing.pace,
        "verdict": _verdict(standing, rule),
    }
    if case.is_over or case.is_level:
        return message("At most {target} is wanted, which is {share} of {actual}; {verdict}.", **figures)
    return message(
        "{actual} by now comes to {projected} at the end of the period; at most {target} is wanted, {share} of that; "
        "{verdict}.",
        projected=case.actual / standing.expected,
        **figures,
    )


def _verdict(standing: Standing, rule: StatusRule) -> Message:
    if standing.status == "on_track":
        return message("from {limit} on is on track", limit=rule.on_track)
    if standing.status == "at_risk":
        return message("below {limit} is at risk", limit=rule.on_track)
    return message("below {limit} is off track", limit=rule.at_risk)
