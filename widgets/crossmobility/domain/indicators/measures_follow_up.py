"""Training, interviews and reports: what a placement should have had, and whether it had it in time."""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.domain.indicators.measures import Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import NEVER, Facts
from crossmobility.domain.indicators.measures_formalities import in_time
from crossmobility.domain.status import TRAINED_AFTER_ARRIVAL

DAYS_AFTER_START: Final = 30
"""Incoming VSI volunteers may be trained after they arrive, so much later."""
INTERVIEWS: Final = 3
LONG_ENOUGH: Final = 150
"""Days planned from which three interviews are asked for."""


def trained_before(facts: Facts, span: Span) -> Parts:
    """QLT_TRAIN: trained by the first day (incoming VSI: within 30 days after it) ÷ started.

    Examples
    --------
    The second was trained 10 days late, which only an incoming VSI may be; the fourth was not trained:

    >>> facts = Facts.of(
    ...     "2024-12-31", scheme=["SC_RECIP", "SC_RECIP", "VSI_RECIP", "SC_RECIP"], start_on=["2024-02-01"] * 4,
    ...     training_on=["2024-01-20", "2024-02-11", "2024-02-11", None])
    >>> trained_before(facts, facts.span("2024")).sums()
    (2.0, 4.0)
    """
    at = facts.started_in(span)
    trained = facts.done("training_on")[at]
    until = facts.start[at] + np.where(facts.is_one("scheme", *TRAINED_AFTER_ARRIVAL)[at], DAYS_AFTER_START, 0)
    return parts(at, (trained != NEVER) & (trained <= until), 1)


def full_follow_up(facts: Facts, span: Span) -> Parts:
    """QLT_FOLLOW: at least three interviews ÷ ended, planned for 150 days or more.

    A placement whose interviews nobody counted is on neither side, and makes the value partial.

    Examples
    --------
    Planned for 182, 182, 182 and 15 days:

    >>> facts = Facts.of(
    ...     "2024-12-31", interviews_done=[3, 2, None, 0], start_on=["2024-01-15"] * 4, end_on=["2024-07-14"] * 4,
    ...     planned_start_on=["2024-01-15"] * 4, planned_end_on=["2024-07-14"] * 3 + ["2024-01-29"])
    >>> found = full_follow_up(facts, facts.span("2024"))
    >>> found.sums(), found.state.tolist()
    ((1.0, 2.0), [0, 0, 2])
    """
    at = facts.ended_in(span)
    first, last = facts.days("planned_start_on"), facts.days("planned_end_on")
    stated = (first[at] != NEVER) & (last[at] != NEVER)
    at = at[stated]
    at = at[last[at] - first[at] + 1 >= LONG_ENOUGH]
    interviews = facts.numbers("interviews_done")[at]
    return parts(at, interviews >= INTERVIEWS, 1, unknown=np.isnan(interviews))


def final_reports_on_time(facts: Facts, span: Span) -> Parts:
    """REP_FINAL: final reports received by their due day ÷ due in the period.

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", final_due_on=["2024-08-13"] * 3, final_report_on=["2024-08-01", "2024-09-01", None])
    >>> final_reports_on_time(facts, facts.span("2024")).sums()
    (1.0, 3.0)
    """
    return in_time(facts, span, "final_due_on", "final_report_on")


def midterm_reviews_on_time(facts: Facts, span: Span) -> Parts:
    """REP_MIDTERM: mid-term reviews received by their due day ÷ due in the period (a variant).

    Examples
    --------
    The last one is due today and may still come:

    >>> facts = Facts.of(
    ...     "2024-12-31", midterm_due_on=["2024-08-13", "2024-08-13", "2024-12-31"],
    ...     midterm_report_on=["2024-08-13", None, None])
    >>> midterm_reviews_on_time(facts, facts.span("2024")).sums()
    (1.0, 2.0)
    """
    return in_time(facts, span, "midterm_due_on", "midterm_report_on")


def final_reports_overdue(facts: Facts, span: Span) -> Parts:
    """REP_LATE: final reports due before the last day of the period and not received by then.

    Examples
    --------
    At the end of 2024 the second report was still missing, it came in January; the third was not due:

    >>> facts = Facts.of(
    ...     "2025-12-31", final_due_on=["2024-08-13", "2024-08-13", "2024-12-31"],
    ...     final_report_on=["2024-08-01", "2025-01-09", None])
    >>> final_reports_overdue(facts, facts.span("2024")).sums()
    (1.0, 0.0)
    """
    due, received = facts.days("final_due_on"), facts.done("final_report_on")
    late = (due != NEVER) & (due < span.last) & ((received == NEVER) | (received > span.last))
    return parts(np.flatnonzero(late), 1)
