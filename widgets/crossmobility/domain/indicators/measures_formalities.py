"""Visas and formalities: how long, how often refused, whether in time."""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.domain.counting import Mask
from crossmobility.domain.indicators.measures import Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import NEVER, Facts

GRANTED, REFUSED = "GRANTED", "REFUSED"
NO_FORMALITY: Final = ("NONE", "")
WITHOUT_DECISION: Final = ("WITHDRAWN", "NOT_REQUIRED")


def visa_lead_time(facts: Facts, span: Span) -> Parts:
    """VIS_LEAD, VIS_P90: days from filing to decision, decisions of the period.

    Examples
    --------
    22 and 30 days: the median is 26.

    >>> from crossmobility.domain.indicators.measures_sums import quantile
    >>> facts = Facts.of(
    ...     "2024-12-31", visa_applied_on=["2024-02-01", "2024-02-01", "2024-02-01"],
    ...     visa_decided_on=["2024-02-23", "2024-03-02", None])
    >>> quantile(0.5)(visa_lead_time(facts, facts.span("2024")), np.zeros(2, dtype=np.int64), 1).value.tolist()
    [26.0]
    """
    decided, applied = facts.done("visa_decided_on"), facts.days("visa_applied_on")
    at = facts.dated_in(decided, span, "visa_decided_on")
    at = at[applied[at] != NEVER]
    return parts(at, (decided[at] - applied[at]).astype(np.float64))


def visas_pending(facts: Facts, span: Span) -> Parts:
    """VIS_PENDING: filed, not decided on the last day, the placement neither begun nor given up.

    Examples
    --------
    The second was decided in January of the next year, the third was given up:

    >>> facts = Facts.of(
    ...     "2025-12-31", visa_applied_on=["2024-10-01", "2024-12-01", "2024-10-01"],
    ...     visa_decided_on=["2024-11-01", "2025-01-09", None], closed_before_start_on=[None, None, "2024-11-30"])
    >>> visas_pending(facts, facts.span("2024")).sums()
    (1.0, 0.0)
    """
    return parts(np.flatnonzero(_pending(facts, span)), 1)


def oldest_pending_visa(facts: Facts, span: Span) -> Parts:
    """VIS_OLDEST: days since filing of each pending visa; the largest is the value.

    Examples
    --------
    Filed on 1 and 11 December, looked at on 31 December:

    >>> facts = Facts.of("2024-12-31", visa_applied_on=["2024-12-01", "2024-12-11"])
    >>> oldest_pending_visa(facts, facts.span("2024")).numerator.tolist()
    [30.0, 20.0]
    """
    at = np.flatnonzero(_pending(facts, span))
    return parts(at, (span.last - facts.days("visa_applied_on")[at]).astype(np.float64))


def visa_refusals(facts: Facts, span: Span) -> Parts:
    """VIS_REFUS: refused ÷ granted or refused, decisions of the period.

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", visa_decided_on=["2024-02-23"] * 4, visa_outcome=["GRANTED", "REFUSED", "GRANTED", "WITHDRAWN"])
    >>> visa_refusals(facts, facts.span("2024")).sums()
    (1.0, 3.0)
    """
    at = facts.dated_in(facts.done("visa_decided_on"), span, "visa_decided_on")
    at = at[facts.is_one("visa_outcome", GRANTED, REFUSED)[at]]
    return parts(at, facts.is_one("visa_outcome", REFUSED)[at], 1)


def formalities_on_time(facts: Facts, span: Span) -> Parts:
    """ADM_ONTIME: formalities done by their due day ÷ formalities due in the period.

    Examples
    --------
    On the day is in time, the day after is not, and what is not done is not in time:

    >>> facts = Facts.of(
    ...     "2024-12-31", formality_type=["APS"] * 3 + ["NONE"], formality_due_on=["2024-04-10"] * 4,
    ...     formality_done_on=["2024-04-10", "2024-04-11", None, None])
    >>> formalities_on_time(facts, facts.span("2024")).sums()
    (1.0, 3.0)
    """
    return in_time(
        facts, span, "formality_due_on", "formality_done_on", among=~facts.is_one("formality_type", *NO_FORMALITY)
    )


def in_time(facts: Facts, span: Span, due: str, done: str, *, among: Mask | None = None) -> Parts:
    """Return what was done by its due day ÷ what was due in the period; due today and not done is not judged yet."""
    days, made = facts.days(due), facts.done(done)
    at = facts.dated_in(days, span, due)
    at = at if among is None else at[among[at]]
    undone = made[at] == NEVER
    return parts(at, ~undone & (made[at] <= days[at]), 1, pending=undone & (days[at] == facts.today))


def _pending(facts: Facts, span: Span) -> Mask:
    applied, decided = facts.days("visa_applied_on"), facts.done("visa_decided_on")
    filed: Mask = (applied != NEVER) & (applied <= span.last)
    for column in ("visa_decided_on", "closed_before_start_on", "start_on"):
        day = facts.done(column)
        filed &= (day == NEVER) | (day > span.last)
    given_up: Mask = facts.is_one("visa_outcome", *WITHOUT_DECISION) & (decided == NEVER)
    return filed & ~given_up
