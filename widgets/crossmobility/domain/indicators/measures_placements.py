"""How many placements: started, in the field, months, and what was planned and did not come or came late."""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.domain.indicators.measures import Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import NEVER, Facts

DAYS_TO_START: Final = 30
"""Days after the planned start before a selection is judged: whoever is late may still come."""
DAYS_LATE: Final = 14
"""A start that slips by more than this is late."""


def placements_started(facts: Facts, span: Span) -> Parts:
    """PLC_STARTED: one for each placement whose first day is in the period.

    Examples
    --------
    Two of three started in 2024:

    >>> facts = Facts.of("2025-06-30", start_on=["2024-01-15", "2024-12-31", "2023-12-31"])
    >>> placements_started(facts, facts.span("2024")).sums()
    (2.0, 0.0)
    """
    return parts(facts.started_in(span), 1)


def volunteers_in_the_field(facts: Facts, span: Span) -> Parts:
    """PLC_STOCK: one for each placement running after the period's last day, or after ``as_of``.

    Examples
    --------
    The first ended on the last day of the year, the second runs on:

    >>> facts = Facts.of("2025-06-30", start_on=["2024-01-15", "2024-11-01"], end_on=["2024-12-31", None])
    >>> volunteers_in_the_field(facts, facts.span("2024")).sums()
    (1.0, 0.0)
    """
    here = facts.active_in(span)
    return parts(here[facts.end[here] > span.last], 1)


def volunteer_months_delivered(facts: Facts, span: Span) -> Parts:
    """PLC_VM: days in the period, both ends included, ÷ 30.4375 (:mod:`crossmobility.domain.placements`).

    Examples
    --------
    182 days and 121 days of 2024 make 303 ÷ 30.4375 months:

    >>> facts = Facts.of("2025-06-30", start_on=["2024-01-15", "2024-09-02"], end_on=["2024-07-14", "2025-02-28"])
    >>> round(volunteer_months_delivered(facts, facts.span("2024")).sums()[0], 3)
    9.955
    """
    return parts(facts.active_in(span), facts.months_in(span))


def selected_who_start(facts: Facts, span: Span) -> Parts:
    """SEL_CONV: started ÷ selected, for starts planned in the period and at least 30 days ago.

    Examples
    --------
    Of three selected one never left; the fourth was to leave less than 30 days ago and is not judged:

    >>> facts = Facts.of(
    ...     "2024-12-31", selected_on=["2024-01-02"] * 4, start_on=["2024-03-01", "2024-03-09", None, None],
    ...     planned_start_on=["2024-03-01", "2024-03-01", "2024-03-01", "2024-12-15"])
    >>> selected_who_start(facts, facts.span("2024")).sums()
    (2.0, 3.0)
    """
    planned = facts.days("planned_start_on")
    at = facts.dated_in(planned, span, "planned_start_on")
    at = at[facts.done("selected_on")[at] != NEVER]
    return parts(at, facts.start[at] != NEVER, 1, pending=planned[at] > facts.today - DAYS_TO_START)


def late_starts(facts: Facts, span: Span) -> Parts:
    """START_SLIP: started more than 14 days after the planned day ÷ started.

    Examples
    --------
    14 days are not late, 15 are:

    >>> facts = Facts.of("2024-12-31", start_on=["2024-03-15", "2024-03-16"], planned_start_on=["2024-03-01"] * 2)
    >>> late_starts(facts, facts.span("2024")).sums()
    (1.0, 2.0)
    """
    at = facts.started_in(span)
    planned = facts.days("planned_start_on")[at]
    known = planned != NEVER
    late = np.where(known, facts.start[at] - np.where(known, planned, 0) > DAYS_LATE, False)
    return parts(at, late, 1, unknown=~known)
