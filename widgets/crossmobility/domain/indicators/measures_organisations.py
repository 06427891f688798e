"""Host organisations, cost, goals, and how complete the records are."""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.domain.indicators.measures import Numbers, Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import NEVER, OPEN, Facts, months_between

EXPECTED_STARTED: Final = (
    *("volunteer_id", "selected_on", "contract_signed_on", "arrival_on", "social_cover_on"),
    *("sex", "age_band", "fewer_opportunities"),
)
EXPECTED_DUE: Final = ("end_on",)
EXPECTED_ENDED: Final = ("end_reason", "interviews_done", "return_on", "cost_eur")
"""Cells a placement should have filled in once it has started, once its planned end has passed, once it has ended."""


def hosts_engaged(facts: Facts, span: Span) -> Parts:
    """ORG_HOST: each placement active in the period, by its host; the different ones are counted.

    Examples
    --------
    >>> from crossmobility.domain.indicators.measures_sums import distinct
    >>> facts = Facts.of("2024-12-31", start_on=["2024-01-15"] * 3, hosting_org_id=["O-1", "O-2", "O-1"])
    >>> distinct(hosts_engaged(facts, facts.span("2024")), np.zeros(3, dtype=np.int64), 1).value.tolist()
    [2.0]
    """
    hosts, _ = facts.codes("hosting_org_id")
    at = facts.active_in(span)
    at = at[hosts[at] >= 0]
    return parts(at, 1, item=hosts[at])


def hosts_kept(facts: Facts, span: Span) -> Parts:
    """ORG_KEEP: hosts of the period before (below the line) and of this one (above); see ``measures_sums.kept``.

    Hosts of both ÷ hosts of the period before (a variant).

    Examples
    --------
    O-1 hosted in both years, O-2 in 2023 only, O-3 in 2024 only: 1 of 2.

    >>> from crossmobility.domain.indicators.measures_sums import kept
    >>> facts = Facts.of(
    ...     "2024-12-31", hosting_org_id=["O-1", "O-2", "O-1", "O-3"], end_on=["2023-06-30"] * 2 + ["2024-06-30"] * 2,
    ...     start_on=["2023-01-15"] * 2 + ["2024-01-15"] * 2)
    >>> kept(hosts_kept(facts, facts.span("2024")), np.zeros(4, dtype=np.int64), 1).value.tolist()
    [0.5]
    """
    hosts, _ = facts.codes("hosting_org_id")
    now, earlier = facts.active_in(span), facts.active_in(span.before())
    at = np.concatenate([now, earlier])
    here = np.concatenate([np.ones(len(now), dtype=bool), np.zeros(len(earlier), dtype=bool)])
    known = hosts[at] >= 0
    return parts(at[known], here[known], ~here[known], item=hosts[at][known])


def cost_per_month(facts: Facts, span: Span) -> Parts:
    """EFF_COST: cost ÷ volunteer-months of the whole stay, ended in the period, cost known.

    The cost of a placement is that of all its months, so the months are all of them too, not those of the period.

    Examples
    --------
    4000 euros for 182 days, which are 5.98 months; the cost of the second is unknown:

    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-01-15"] * 2, end_on=["2024-07-14"] * 2, cost_eur=[4000.0, None])
    >>> above, below = cost_per_month(facts, facts.span("2024")).sums()
    >>> above, round(below, 2)
    (4000.0, 5.98)
    """
    cost = facts.numbers("cost_eur")
    at = facts.ended_in(span)
    at = at[~np.isnan(cost[at])]
    return parts(at, cost[at], months_between(facts.start[at], facts.end[at]))


def costs_known(facts: Facts, span: Span) -> Parts:
    """EFF_COVERED: cost known ÷ ended in the period.

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-01-15"] * 2, end_on=["2024-07-14"] * 2, cost_eur=[4000.0, None])
    >>> costs_known(facts, facts.span("2024")).sums()
    (1.0, 2.0)
    """
    at = facts.ended_in(span)
    return parts(at, ~np.isnan(facts.numbers("cost_eur")[at]), 1)


def goals_covered(facts: Facts, span: Span) -> Parts:
    """SDG_COVER: each placement active in the period, by its goal; the different ones are counted.

    Examples
    --------
    >>> from crossmobility.domain.indicators.measures_sums import distinct
    >>> facts = Facts.of("2024-12-31", start_on=["2024-01-15"] * 3, sdg=[4, 13, 4])
    >>> distinct(goals_covered(facts, facts.span("2024")), np.zeros(3, dtype=np.int64), 1).value.tolist()
    [2.0]
    """
    goals = facts.numbers("sdg")
    at = facts.active_in(span)
    at = at[~np.isnan(goals[at])]
    return parts(at, 1, item=goals[at].astype(np.int64))


def completeness(facts: Facts, span: Span) -> Parts:
    """DQ_COMPLETE: cells filled in ÷ cells expected at that stage, started in the period.

    ``EXPECTED_STARTED`` for all, ``EXPECTED_DUE`` once the planned end has passed, ``EXPECTED_ENDED`` once it has ended.

    Examples
    --------
    Running, so 8 cells are expected; 3 are there (the sex is unknown):

    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-10-01"], planned_end_on=["2025-03-31"], volunteer_id=["V-1"], sex=["U"],
    ...     age_band=["18-21"], arrival_on=["2024-09-28"])
    >>> completeness(facts, facts.span("2024")).sums()
    (3.0, 8.0)
    """
    filled, expected = facts.kept("complete", lambda: _cells(facts))
    at = facts.started_in(span)
    return parts(at, filled[at], expected[at])


def _cells(facts: Facts) -> tuple[Numbers, Numbers]:
    started = facts.start != NEVER
    planned = facts.days("planned_end_on")
    stages = (
        (started, EXPECTED_STARTED),
        (started & (planned != NEVER) & (planned < facts.today), EXPECTED_DUE),
        (started & (facts.end != OPEN) & ~facts.overdue, EXPECTED_ENDED),
    )
    filled, expected = np.zeros(len(facts)), np.zeros(len(facts))
    for reached, columns in stages:
        for column in columns:
            filled += reached & facts.filled(column)
            expected += reached
    return filled, expected
