"""What people say and what becomes of them; who they are."""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.indicators.measures import Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import NEVER, Facts

SATISFIED: Final = 4
"""Marks go from 1 to 5; 4 and 5 are satisfied."""
POSITIVE: Final = ("EMPLOYED", "SELF_EMPLOYED", "STUDY", "SERVICE")
DAYS_TO_SURVEY: Final = 182
"""Six months after the end the survey is due."""
DAYS_TO_ANSWER: Final = 45
"""So long after the due day an answer may still come."""


def satisfied_volunteers(facts: Facts, span: Span) -> Parts:
    """SAT_VOL: volunteers who give 4 or 5 ÷ volunteers who answered, ended in the period.

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-01-15"] * 4, end_on=["2024-07-14"] * 4, satisfaction_volunteer=[5, 4, 3, None])
    >>> satisfied_volunteers(facts, facts.span("2024")).sums()
    (2.0, 3.0)
    """
    return _satisfied(facts, span, "satisfaction_volunteer")


def satisfied_hosts(facts: Facts, span: Span) -> Parts:
    """SAT_HOST: placements whose host gives 4 or 5 ÷ whose host answered, ended in the period (a variant).

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-01-15"] * 3, end_on=["2024-07-14"] * 3, satisfaction_host=[5, None, 1])
    >>> satisfied_hosts(facts, facts.span("2024")).sums()
    (1.0, 2.0)
    """
    return _satisfied(facts, span, "satisfaction_host")


def satisfaction_response(facts: Facts, span: Span) -> Parts:
    """SAT_RESPONSE: volunteers who answered ÷ ended in the period.

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-01-15"] * 4, end_on=["2024-07-14"] * 4, satisfaction_volunteer=[5, 4, 3, None])
    >>> satisfaction_response(facts, facts.span("2024")).sums()
    (3.0, 4.0)
    """
    at = facts.ended_in(span)
    return parts(at, ~np.isnan(facts.numbers("satisfaction_volunteer")[at]), 1)


def positive_after_six_months(facts: Facts, span: Span) -> Parts:
    """OUT_6M: employed, self-employed, studying or in service ÷ answered, survey due in the period.

    The survey is due 182 days after the end.

    Examples
    --------
    Ended on 14 July 2024, so due on 12 January 2025; the third did not answer:

    >>> facts = Facts.of(
    ...     "2025-12-31", start_on=["2024-01-15"] * 3, end_on=["2024-07-14"] * 3,
    ...     followup_on=["2025-01-15", "2025-01-15", None], followup_status=["STUDY", "SEEKING", ""])
    >>> positive_after_six_months(facts, facts.span("2025")).sums()
    (1.0, 2.0)
    """
    at, _ = _surveyed(facts, span)
    at = at[_answered(facts)[at]]
    return parts(at, facts.is_one("followup_status", *POSITIVE)[at], 1)


def engaged_after_six_months(facts: Facts, span: Span) -> Parts:
    """OUT_ENGAGED: engaged ÷ answered that question, survey due in the period (a variant).

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2025-12-31", start_on=["2024-01-15"] * 3, end_on=["2024-07-14"] * 3, followup_on=["2025-01-15"] * 3,
    ...     followup_status=["STUDY"] * 3, followup_engaged=[True, False, None])
    >>> engaged_after_six_months(facts, facts.span("2025")).sums()
    (1.0, 2.0)
    """
    at, _ = _surveyed(facts, span)
    engaged = facts.numbers("followup_engaged")
    at = at[(facts.done("followup_on")[at] != NEVER) & ~np.isnan(engaged[at])]
    return parts(at, engaged[at], 1)


def survey_response(facts: Facts, span: Span) -> Parts:
    """OUT_RESPONSE: answered ÷ surveys due in the period.

    A survey without answer is judged 45 days after its due day.

    Examples
    --------
    Two were due on 12 January 2025, the third on 30 December and may still answer:

    >>> facts = Facts.of(
    ...     "2025-12-31", start_on=["2024-01-15"] * 3, end_on=["2024-07-14", "2024-07-14", "2025-07-01"],
    ...     followup_on=["2025-01-15", None, None], followup_status=["STUDY", "", ""])
    >>> survey_response(facts, facts.span("2025")).sums()
    (1.0, 2.0)
    """
    at, due = _surveyed(facts, span)
    answered = _answered(facts)[at]
    return parts(at, answered, 1, pending=~answered & (due > facts.today - DAYS_TO_ANSWER))


def share_of_women(facts: Facts, span: Span) -> Parts:
    """INC_WOMEN: women ÷ women, men and others, started.

    Examples
    --------
    >>> facts = Facts.of("2024-12-31", start_on=["2024-01-15"] * 4, sex=["F", "M", "X", "U"])
    >>> share_of_women(facts, facts.span("2024")).sums()
    (1.0, 3.0)
    """
    at = facts.started_in(span)
    at = at[facts.is_one("sex", "F", "M", "X")[at]]
    return parts(at, facts.is_one("sex", "F")[at], 1)


def fewer_opportunities(facts: Facts, span: Span) -> Parts:
    """INC_FEWER: with fewer opportunities ÷ of whom it is known, started.

    Examples
    --------
    >>> facts = Facts.of("2024-12-31", start_on=["2024-01-15"] * 4, fewer_opportunities=[True, False, False, None])
    >>> fewer_opportunities(facts, facts.span("2024")).sums()
    (1.0, 3.0)
    """
    at = facts.started_in(span)
    known = facts.numbers("fewer_opportunities")
    at = at[~np.isnan(known[at])]
    return parts(at, known[at], 1)


def fewer_opportunities_known(facts: Facts, span: Span) -> Parts:
    """INC_KNOWN: of whom it is known ÷ started.

    Examples
    --------
    >>> facts = Facts.of("2024-12-31", start_on=["2024-01-15"] * 4, fewer_opportunities=[True, False, False, None])
    >>> fewer_opportunities_known(facts, facts.span("2024")).sums()
    (3.0, 4.0)
    """
    at = facts.started_in(span)
    return parts(at, ~np.isnan(facts.numbers("fewer_opportunities")[at]), 1)


def _satisfied(facts: Facts, span: Span, column: str) -> Parts:
    at = facts.ended_in(span)
    marks = facts.numbers(column)
    at = at[~np.isnan(marks[at])]
    return parts(at, marks[at] >= SATISFIED, 1)


def _surveyed(facts: Facts, span: Span) -> tuple[Codes, Codes]:
    """Return the placements whose survey is due in a period, and the day it is due."""

    def days() -> Codes:
        end = facts.done("end_on")
        known = (end != NEVER) & (facts.start != NEVER)
        return np.where(known, np.where(known, end, 0) + DAYS_TO_SURVEY, NEVER)

    due = facts.kept("survey", days)
    at = facts.dated_in(due, span, "survey")
    return at, due[at]


def _answered(facts: Facts) -> Mask:
    answered: Mask = facts.done("followup_on") != NEVER
    return answered & facts.filled("followup_status")
