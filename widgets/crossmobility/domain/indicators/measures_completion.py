"""How placements end. Rates are those of a cohort: what is still running is in no denominator.

A cohort is what started in the period. A placement counts once its planned end has passed, early leavers too: otherwise
only those who left would be known, and every recent rate would look bad.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.domain.counting import Mask
from crossmobility.domain.indicators.measures import Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import NEVER, Facts
from crossmobility.domain.status import DAYS_OF_GRACE

COMPLETED: Final = "COMPLETED"
NOT_ADVERSE: Final = ("COMPLETED", "JOB", "STUDIES")
"""Reasons that are no failure: a job and studies are a result."""


def completion_rate(facts: Facts, span: Span) -> Parts:
    """CPL_RATE: completed ÷ started in the period and past their planned end.

    A placement past its planned end of which nobody said how it ended is on neither side, and makes the value partial.

    Examples
    --------
    The field notes' toy set: 3 of 4, and not 3 of 5; the fifth still runs.

    >>> facts = Facts.of(
    ...     "2025-06-30", start_on=["2024-01-15", "2024-02-01", "2024-09-01", "2024-10-01", "2024-11-01"],
    ...     planned_end_on=["2024-07-14", "2024-07-31", "2025-02-28", "2025-03-31", "2025-10-31"],
    ...     end_on=["2024-07-14", "2024-07-31", "2025-02-28", "2024-11-17", None],
    ...     end_reason=["COMPLETED", "COMPLETED", "COMPLETED", "ABANDONMENT", ""])
    >>> found = completion_rate(facts, facts.span("2024"))
    >>> found.sums(), found.state.tolist()
    ((3.0, 4.0), [0, 0, 0, 0, 1])
    """
    return _of_cohort(facts, span, facts.is_one("end_reason", COMPLETED))


def early_end_rate(facts: Facts, span: Span) -> Parts:
    """CPL_EARLY: ended more than 7 days before the planned end ÷ the same cohort.

    Examples
    --------
    Seven days before the end is no early end, eight are:

    >>> facts = Facts.of(
    ...     "2025-06-30", start_on=["2024-01-15"] * 2, planned_end_on=["2024-07-14"] * 2, end_on=["2024-07-07", "2024-07-06"])
    >>> early_end_rate(facts, facts.span("2024")).sums()
    (1.0, 2.0)
    """
    return _of_cohort(facts, span, _early(facts))


def adverse_early_end_rate(facts: Facts, span: Span) -> Parts:
    """CPL_ADV: early ends other than for a job or studies ÷ the same cohort (a variant).

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2025-06-30", start_on=["2024-01-15"] * 3, planned_end_on=["2024-07-14"] * 3,
    ...     end_on=["2024-05-01", "2024-05-01", "2024-07-14"], end_reason=["JOB", "ABANDONMENT", "COMPLETED"])
    >>> adverse_early_end_rate(facts, facts.span("2024")).sums()
    (1.0, 3.0)
    """
    return _of_cohort(facts, span, _early(facts) & ~facts.is_one("end_reason", *NOT_ADVERSE))


def early_ends_per_month(facts: Facts, span: Span) -> Parts:
    """CPL_INC: early ends in the period ÷ volunteer-months in the period; the value is per 100.

    Examples
    --------
    One early end in 182 + 108 days, which are 9.53 months:

    >>> facts = Facts.of(
    ...     "2025-06-30", start_on=["2024-01-15"] * 2, planned_end_on=["2024-07-14"] * 2, end_on=["2024-07-14", "2024-05-01"])
    >>> above, below = early_ends_per_month(facts, facts.span("2024")).sums()
    >>> above, round(below, 2)
    (1.0, 9.53)
    """
    at = facts.active_in(span)
    ends = facts.done("end_on")[at]
    return parts(at, _early(facts)[at] & (ends >= span.first) & (ends <= span.last), facts.months_in(span))


def _of_cohort(facts: Facts, span: Span, met: Mask) -> Parts:
    at = facts.started_in(span)
    planned = facts.days("planned_end_on")[at]
    unsaid = facts.overdue[at]
    running = ((planned > facts.today) | (facts.done("end_on")[at] == NEVER)) & ~unsaid
    return parts(at, met[at], 1, pending=running, unknown=unsaid)


def _early(facts: Facts) -> Mask:
    def found() -> Mask:
        end, planned = facts.done("end_on"), facts.days("planned_end_on")
        known = (end != NEVER) & (planned != NEVER) & (facts.start != NEVER)
        early: Mask = known & (end < np.where(known, planned, 0) - DAYS_OF_GRACE)
        return early

    return facts.kept("early", found)
