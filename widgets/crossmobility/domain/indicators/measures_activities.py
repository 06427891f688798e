"""Grants, trainings and events, which are no placements: counted and added on the day they were held."""

from __future__ import annotations

import numpy as np

from crossmobility.domain.counting import Codes
from crossmobility.domain.indicators.measures import Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import Facts

GRANT, TRAINING, EVENT = "GRANT", "TRAINING", "EVENT"


def grants_awarded(facts: Facts, span: Span) -> Parts:
    """ACT_GRANTS: one for each grant of the period.

    Examples
    --------
    >>> facts = Facts.of("2024-12-31", kind=["GRANT", "GRANT", "EVENT"], held_on=["2024-05-01", "2023-05-01", "2024-05-01"])
    >>> grants_awarded(facts, facts.span("2024")).sums()
    (1.0, 0.0)
    """
    return parts(_held(facts, span, GRANT), 1)


def amount_granted(facts: Facts, span: Span) -> Parts:
    """ACT_AMOUNT: euros of the grants of the period; a grant without an amount makes the sum partial.

    Examples
    --------
    The innovation fund of EnLAzando: ten grants of 3 000 euros.

    >>> facts = Facts.of("2024-12-31", kind=["GRANT"] * 10, held_on=["2024-05-01"] * 10, amount_eur=[3000.0] * 10)
    >>> amount_granted(facts, facts.span("2024")).sums()
    (30000.0, 0.0)
    """
    at = _held(facts, span, GRANT)
    amounts = facts.numbers("amount_eur")[at]
    return parts(at, amounts, unknown=np.isnan(amounts))


def trainings_held(facts: Facts, span: Span) -> Parts:
    """ACT_TRAININGS: one for each training of the period.

    Examples
    --------
    >>> facts = Facts.of("2024-12-31", kind=["TRAINING", "EVENT"], held_on=["2024-05-01"] * 2)
    >>> trainings_held(facts, facts.span("2024")).sums()
    (1.0, 0.0)
    """
    return parts(_held(facts, span, TRAINING), 1)


def events_held(facts: Facts, span: Span) -> Parts:
    """ACT_EVENTS: one for each event of the period.

    Examples
    --------
    >>> facts = Facts.of("2024-12-31", kind=["TRAINING", "EVENT"], held_on=["2024-05-01"] * 2)
    >>> events_held(facts, facts.span("2024")).sums()
    (1.0, 0.0)
    """
    return parts(_held(facts, span, EVENT), 1)


def people_on_site(facts: Facts, span: Span) -> Parts:
    """ACT_ONSITE: participants on site of the trainings and events; one without a number makes the sum partial.

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", kind=["TRAINING", "EVENT", "EVENT"], held_on=["2024-05-01"] * 3,
    ...     participants_on_site=[20.0, 100.0, None])
    >>> found = people_on_site(facts, facts.span("2024"))
    >>> found.sums(), found.state.tolist()
    ((120.0, 0.0), [0, 0, 2])
    """
    at = _held(facts, span, TRAINING, EVENT)
    people = facts.numbers("participants_on_site")[at]
    return parts(at, people, unknown=np.isnan(people))


def people_online(facts: Facts, span: Span) -> Parts:
    """ACT_ONLINE: participants online of the trainings and events that say a number: not all of them are online at all.

    Examples
    --------
    The seminar of Lima, 600 online, and a training on site only:

    >>> facts = Facts.of(
    ...     "2024-12-31", kind=["TRAINING", "EVENT"], held_on=["2024-05-01"] * 2, participants_online=[None, 600.0])
    >>> people_online(facts, facts.span("2024")).sums()
    (600.0, 0.0)
    """
    return _stated(facts, _held(facts, span, TRAINING, EVENT), "participants_online")


def applications_received(facts: Facts, span: Span) -> Parts:
    """ACT_CALLS: applications to the calls of the period, where a number is said.

    Examples
    --------
    >>> facts = Facts.of("2024-12-31", kind=["EVENT", "EVENT"], held_on=["2024-05-01"] * 2, applications=[100.0, None])
    >>> applications_received(facts, facts.span("2024")).sums()
    (100.0, 0.0)
    """
    return _stated(facts, _held(facts, span, GRANT, TRAINING, EVENT), "applications")


def _held(facts: Facts, span: Span, *kinds: str) -> Codes:
    at = facts.dated_in(facts.done("held_on"), span, "held_on")
    return at[facts.is_one("kind", *kinds)[at]]


def _stated(facts: Facts, at: Codes, column: str) -> Parts:
    numbers = facts.numbers(column)
    at = at[~np.isnan(numbers[at])]
    return parts(at, numbers[at])
