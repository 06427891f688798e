"""What goes one way and what comes back, seen from the reference country or between all countries."""

from __future__ import annotations

from typing import Final

import numpy as np

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.indicators.measures import Parts, Span, parts
from crossmobility.domain.indicators.measures_facts import NEVER, Facts

ROLLING_MONTHS: Final = 36
"""Balance and one-way pairs look at three years: a small corridor does not move every year."""
DAYS_APART: Final = 60
"""Two sides of a pair belong together when they start within so many days of each other."""


def reciprocity_of_people(facts: Facts, span: Span) -> Parts:
    """REC_HEAD: incoming started ÷ outgoing started, seen from the reference country.

    Examples
    --------
    Nine came, ten left; one between two other countries is neither:

    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-01-15"] * 20, origin=["SEN"] * 9 + ["FRA"] * 10 + ["TGO"],
    ...     destination=["FRA"] * 9 + ["SEN"] * 10 + ["BEN"])
    >>> reciprocity_of_people(facts, facts.span("2024")).sums()
    (9.0, 10.0)
    """
    at = _crossing(facts, facts.started_in(span))
    return parts(at, facts.inward[at], facts.outward[at])


def reciprocity_of_months(facts: Facts, span: Span) -> Parts:
    """REC_VM: incoming volunteer-months ÷ outgoing volunteer-months.

    Examples
    --------
    366 days came, 183 left: twice as many months.

    >>> facts = Facts.of(
    ...     "2025-12-31", origin=["SEN", "FRA"], destination=["FRA", "SEN"],
    ...     start_on=["2024-01-01", "2024-07-02"], end_on=["2024-12-31", "2024-12-31"])
    >>> above, below = reciprocity_of_months(facts, facts.span("2024")).sums()
    >>> round(above / below, 6)
    2.0
    """
    months = facts.months_in(span)
    here = facts.active_in(span)
    moves: Mask = (facts.inward | facts.outward)[here]
    at = here[moves]
    return parts(at, np.where(facts.inward[at], months[moves], 0), np.where(facts.outward[at], months[moves], 0))


def balance_of_flows(facts: Facts, span: Span) -> Parts:
    """REC_BAL: incoming and outgoing started over three years; the smaller ÷ the larger is the balance.

    Where the three years begin before the records do, the value is partial.

    Examples
    --------
    Two left in 2022, one came in 2024; the one of 2021 is too old:

    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2022-01-01", "2022-05-01", "2024-01-15", "2021-12-31"],
    ...     origin=["FRA", "FRA", "SEN", "SEN"], destination=["SEN", "SEN", "FRA", "FRA"])
    >>> balance_of_flows(facts, facts.span("2024")).sums()
    (1.0, 2.0)
    """
    years = span.months_ending(ROLLING_MONTHS)
    at = _crossing(facts, facts.started_in(years))
    return parts(at, facts.inward[at], facts.outward[at], unknown=years.first < facts.begins)


def network_reciprocity(facts: Facts, span: Span) -> Parts:
    """REC_NET: each placement started between two countries, by its pair and its way; see ``measures_sums.returned``.

    Twice the smaller way of each pair, added up, ÷ all placements: weighted reciprocity (Squartini et
    al. 2013).

    Examples
    --------
    France and Senegal exchange 2 and 1, France and Togo 1 and 0: 2 of 4 are returned.

    >>> from crossmobility.domain.indicators.measures_sums import returned
    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2024-01-15"] * 4, origin=["SEN", "SEN", "FRA", "FRA"],
    ...     destination=["FRA", "FRA", "SEN", "TGO"])
    >>> returned(network_reciprocity(facts, facts.span("2024")), np.zeros(4, dtype=np.int64), 1).value.tolist()
    [0.5]
    """
    return _ways(facts, facts.started_in(span))


def one_way_pairs(facts: Facts, span: Span) -> Parts:
    """REC_ONEWAY: the same over 36 months; see ``measures_sums.one_way``.

    Where the 36 months begin before the records do, the value is partial.

    Examples
    --------
    France and Senegal go both ways within the three years, France and Togo one way: 1 of 2 pairs.

    >>> from crossmobility.domain.indicators.measures_sums import one_way
    >>> facts = Facts.of(
    ...     "2024-12-31", start_on=["2022-01-15", "2024-01-15", "2024-01-15"], origin=["SEN", "FRA", "FRA"],
    ...     destination=["FRA", "SEN", "TGO"])
    >>> one_way(one_way_pairs(facts, facts.span("2024")), np.zeros(3, dtype=np.int64), 1).value.tolist()
    [0.5]
    """
    years = span.months_ending(ROLLING_MONTHS)
    return _ways(facts, facts.started_in(years), unknown=years.first < facts.begins)


def paired_placements(facts: Facts, span: Span) -> Parts:
    """REC_PAIRED: the other side of the pair started within 60 days ÷ started, programmes in pairs.

    Examples
    --------
    The third is alone, the fourth belongs to a programme without pairs:

    >>> import pandas as pd
    >>> rows = pd.DataFrame({
    ...     "start_on": ["2024-01-15", "2024-03-15", "2024-01-15", "2024-01-15"],
    ...     "pair_id": ["B-1", "B-1", "", ""], "programme_id": ["WECCEE", "WECCEE", "WECCEE", "NONE"]})
    >>> from datetime import date
    >>> facts = Facts(rows, date(2024, 12, 31), paired=["WECCEE"])
    >>> paired_placements(facts, facts.span("2024")).sums()
    (2.0, 3.0)
    """
    at = facts.started_in(span)
    at = at[facts.is_one("programme_id", *sorted(facts.paired))[at]]
    return parts(at, facts.kept("paired", lambda: _with_a_mate(facts))[at], 1)


def south_south_share(facts: Facts, span: Span) -> Parts:
    """REC_SS: started between two countries on the DAC list of recipients ÷ started.

    Examples
    --------
    >>> facts = Facts.of(
    ...     "2024-12-31", oda=["SEN", "MAR"], start_on=["2024-01-15"] * 2, origin=["SEN", "SEN"], destination=["MAR", "FRA"])
    >>> south_south_share(facts, facts.span("2024")).sums()
    (1.0, 2.0)
    """
    origin, destination, names = facts.ends()
    at = facts.started_in(span)
    at = at[(origin[at] >= 0) & (destination[at] >= 0)]
    listed = facts.kept("oda", lambda: np.isin(names.astype(str), sorted(facts.oda)))
    return parts(at, listed[origin[at]] & listed[destination[at]], 1)


def partner_countries(facts: Facts, span: Span) -> Parts:
    """GEO_TOP5: each placement started with a partner country, by that country; see ``measures_sums.largest_five``.

    The five largest ÷ all. In 2022 the five first of 27 countries sent 82 of 153: 53.6 %.

    Examples
    --------
    Six countries, 3 + 2 + 1 + 1 + 1 + 1 placements: 8 of 9.

    >>> from crossmobility.domain.indicators.measures_sums import largest_five
    >>> origin = ["SEN"] * 3 + ["TGO"] * 2 + ["BEN", "PER", "IND", "TUN"]
    >>> facts = Facts.of("2024-12-31", start_on=["2024-01-15"] * 9, origin=origin, destination=["FRA"] * 9)
    >>> five = largest_five(partner_countries(facts, facts.span("2024")), np.zeros(9, dtype=np.int64), 1)
    >>> five.numerator.tolist(), five.denominator.tolist()
    ([8.0], [9.0])
    """
    at = _crossing(facts, facts.started_in(span))
    return parts(at, 1, 0, item=facts.counterpart[at])


def _crossing(facts: Facts, at: Codes) -> Codes:
    """Return those of some placements that arrive in the reference country, or leave it."""
    return at[(facts.inward | facts.outward)[at]]


def _ways(facts: Facts, at: Codes, *, unknown: bool = False) -> Parts:
    origin, destination, names = facts.ends()
    between = at[origin[at] != destination[at]]
    first, second = origin[between], destination[between]
    pair = np.minimum(first, second) * len(names) + np.maximum(first, second)
    return parts(between, first < second, first > second, unknown=unknown, item=pair)


def _with_a_mate(facts: Facts) -> Mask:
    """Tell which started placements have a pair mate that started within 60 days."""
    codes, _ = facts.codes("pair_id")
    at = np.flatnonzero((codes >= 0) & (facts.start != NEVER))
    order = at[np.lexsort((facts.start[at], codes[at]))]
    found = np.zeros(len(facts), dtype=bool)
    same = codes[order[1:]] == codes[order[:-1]]
    near = same & (facts.start[order[1:]] - facts.start[order[:-1]] <= DAYS_APART)
    found[order[1:][near]] = found[order[:-1][near]] = True
    return found
