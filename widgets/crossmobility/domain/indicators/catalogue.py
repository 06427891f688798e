"""Which function counts which indicator: the rows of ``indicators.csv`` that are ``computed``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from crossmobility.domain.indicators.measures import Parts, Span
from crossmobility.domain.indicators.measures_activities import (
    amount_granted,
    applications_received,
    events_held,
    grants_awarded,
    people_on_site,
    people_online,
    trainings_held,
)
from crossmobility.domain.indicators.measures_completion import (
    adverse_early_end_rate,
    completion_rate,
    early_end_rate,
    early_ends_per_month,
)
from crossmobility.domain.indicators.measures_facts import Facts
from crossmobility.domain.indicators.measures_follow_up import (
    final_reports_on_time,
    final_reports_overdue,
    full_follow_up,
    midterm_reviews_on_time,
    trained_before,
)
from crossmobility.domain.indicators.measures_formalities import (
    formalities_on_time,
    oldest_pending_visa,
    visa_lead_time,
    visa_refusals,
    visas_pending,
)
from crossmobility.domain.indicators.measures_organisations import (
    completeness,
    cost_per_month,
    costs_known,
    goals_covered,
    hosts_engaged,
    hosts_kept,
)
from crossmobility.domain.indicators.measures_placements import (
    late_starts,
    placements_started,
    selected_who_start,
    volunteer_months_delivered,
    volunteers_in_the_field,
)
from crossmobility.domain.indicators.measures_reciprocity import (
    balance_of_flows,
    network_reciprocity,
    one_way_pairs,
    paired_placements,
    partner_countries,
    reciprocity_of_months,
    reciprocity_of_people,
    south_south_share,
)
from crossmobility.domain.indicators.measures_results import (
    engaged_after_six_months,
    fewer_opportunities,
    fewer_opportunities_known,
    positive_after_six_months,
    satisfaction_response,
    satisfied_hosts,
    satisfied_volunteers,
    share_of_women,
    survey_response,
)
from crossmobility.domain.indicators.measures_scopes import Table
from crossmobility.domain.indicators.measures_sums import (
    Combine,
    distinct,
    kept,
    largest_five,
    one_way,
    quantile,
    returned,
    share,
    smaller_by_larger,
    total,
)

PER_HUNDRED: Final = 100.0
TARGET: Final = "PLC_TARGET"
"""Computed from another indicator and its targets, not from records (``measures_targets``)."""


@dataclass(frozen=True)
class Measure:
    """How an indicator is counted.

    ``of`` says what each record adds, ``combine`` what a scope's records make together, ``scale`` what the value is
    multiplied by. ``seen``: the parts depend on the reference country.
    """

    of: Callable[[Facts, Span], Parts]
    combine: Combine = share
    scale: float = 1.0
    seen: bool = False
    table: Table = "placements"

    @property
    def counts(self) -> bool:
        """Whether a scope without any record has a value, which is 0."""
        return self.combine in (total, distinct)


MEASURES: Final[Mapping[str, Measure]] = MappingProxyType(
    {
        "PLC_STARTED": Measure(placements_started, total),
        "PLC_STOCK": Measure(volunteers_in_the_field, total),
        "PLC_VM": Measure(volunteer_months_delivered, total),
        "SEL_CONV": Measure(selected_who_start),
        "REC_HEAD": Measure(reciprocity_of_people, seen=True),
        "REC_VM": Measure(reciprocity_of_months, seen=True),
        "REC_BAL": Measure(balance_of_flows, smaller_by_larger, seen=True),
        "REC_NET": Measure(network_reciprocity, returned),
        "REC_ONEWAY": Measure(one_way_pairs, one_way),
        "REC_PAIRED": Measure(paired_placements),
        "REC_SS": Measure(south_south_share),
        "VIS_LEAD": Measure(visa_lead_time, quantile(0.5)),
        "VIS_P90": Measure(visa_lead_time, quantile(0.9)),
        "VIS_PENDING": Measure(visas_pending, total),
        "VIS_OLDEST": Measure(oldest_pending_visa, quantile(1.0)),
        "VIS_REFUS": Measure(visa_refusals),
        "START_SLIP": Measure(late_starts),
        "ADM_ONTIME": Measure(formalities_on_time),
        "QLT_TRAIN": Measure(trained_before),
        "QLT_FOLLOW": Measure(full_follow_up),
        "CPL_RATE": Measure(completion_rate),
        "CPL_EARLY": Measure(early_end_rate),
        "CPL_ADV": Measure(adverse_early_end_rate),
        "CPL_INC": Measure(early_ends_per_month, scale=PER_HUNDRED),
        "REP_FINAL": Measure(final_reports_on_time),
        "REP_MIDTERM": Measure(midterm_reviews_on_time),
        "REP_LATE": Measure(final_reports_overdue, total),
        "SAT_VOL": Measure(satisfied_volunteers),
        "SAT_HOST": Measure(satisfied_hosts),
        "SAT_RESPONSE": Measure(satisfaction_response),
        "OUT_6M": Measure(positive_after_six_months),
        "OUT_ENGAGED": Measure(engaged_after_six_months),
        "OUT_RESPONSE": Measure(survey_response),
        "INC_WOMEN": Measure(share_of_women),
        "INC_FEWER": Measure(fewer_opportunities),
        "INC_KNOWN": Measure(fewer_opportunities_known),
        "ORG_HOST": Measure(hosts_engaged, distinct),
        "ORG_KEEP": Measure(hosts_kept, kept),
        "GEO_TOP5": Measure(partner_countries, largest_five, seen=True),
        "EFF_COST": Measure(cost_per_month),
        "EFF_COVERED": Measure(costs_known),
        "SDG_COVER": Measure(goals_covered, distinct),
        "DQ_COMPLETE": Measure(completeness),
        "ACT_GRANTS": Measure(grants_awarded, total, table="activities"),
        "ACT_AMOUNT": Measure(amount_granted, total, table="activities"),
        "ACT_TRAININGS": Measure(trainings_held, total, table="activities"),
        "ACT_EVENTS": Measure(events_held, total, table="activities"),
        "ACT_ONSITE": Measure(people_on_site, total, table="activities"),
        "ACT_ONLINE": Measure(people_online, total, table="activities"),
        "ACT_CALLS": Measure(applications_received, total, table="activities"),
    }
)
"""How each computed indicator is counted; ``PLC_TARGET`` is made from PLC_STARTED and its targets."""
COMPUTED: Final = frozenset({*MEASURES, TARGET})


def contributions(indicator: str, facts: Facts, text: str) -> pd.DataFrame:
    """Return what each record adds to an indicator in a period, so that a figure can be followed back to its records.

    Returns
    -------
    DataFrame
        One row a record, the index of ``facts.rows``: ``numerator``, ``denominator`` (NaN: not concerned, or nothing is
        divided), ``state`` (``known``, ``pending``, ``unknown``; empty: not concerned).

    Raises
    ------
    KeyError
        The indicator is not counted on records.
    """
    found = MEASURES[indicator].of(facts, facts.span(text))
    above, below = np.full(len(facts), np.nan), np.full(len(facts), np.nan)
    states = np.full(len(facts), "", dtype=object)
    # A record may stand twice, as a host's in both years: what it adds is added.
    for numbers, own in ((above, found.numerator), (below, found.denominator)):
        known = ~np.isnan(own)
        numbers[found.at[known]] = 0.0
        np.add.at(numbers, found.at[known], own[known])
    states[found.at] = np.array(["known", "pending", "unknown"], dtype=object)[found.state]
    columns = {"numerator": above, "denominator": below, "state": pd.Series(states, index=facts.rows.index, dtype="str")}
    return pd.DataFrame(columns, index=facts.rows.index)
