"""The rules about records, V1 to V20: what each asks, how grave a breach is, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd

from crossmobility.i18n import Message, message
from crossmobility.intake.country_cells import CountryNames
from crossmobility.intake.rulebook import Rule, Setting
from crossmobility.intake.rules_accreditation import accreditation_covers_mission
from crossmobility.intake.rules_dates import (
    completed_means_to_the_end,
    dates_in_order,
    end_has_a_reason,
    no_start_after_refusal,
    running_past_the_planned_end,
    status_follows_from_dates,
)
from crossmobility.intake.rules_indicators import INDICATOR_RULES, INDICATORS, check_definitions
from crossmobility.intake.rules_people import PAIRED_LOCAL, nobody_in_two_places, pairs_have_two_sides
from crossmobility.intake.rules_programmes import PROGRAMME_RULES
from crossmobility.intake.rules_schemes import (
    age_of_the_scheme,
    incoming_means_france,
    planned_length,
    reciprocity_of_civic_service,
    south_south_is_without_france,
)
from crossmobility.intake.source import Worded
from crossmobility.intake.stack import Stack
from crossmobility.reference import Break

PLACEMENTS: Final = "placements"
WITHIN_A_COUNTRY: Final = "NATIONAL"


def ends_differ(stack: Stack, setting: Setting) -> None:
    """V2: origin and destination differ, except in national service and in programmes whose pairs meet in one place."""
    local = [code for code, programme in setting.vocabulary.programmes.items() if programme.design == PAIRED_LOCAL]
    allowed = (stack.rows["scheme"] == WITHIN_A_COUNTRY) | stack.rows["programme_id"].isin(local)
    stack.say_each(
        "error",
        "V2",
        ((stack.rows["origin"] == stack.rows["destination"]) & ~allowed).to_numpy(),
        lambda values: message(
            "Origin and destination are both {country} ({code}). Correct one of them; only the scheme {scheme} stays "
            "within a country.",
            country=CountryNames("", codes=(values["origin"],)),
            code=values["origin"],
            scheme=WITHIN_A_COUNTRY,
        ),
        by=["origin"],
        column="destination",
    )


def corridor_was_open(stack: Stack, setting: Setting) -> None:
    """V19: warns about a visa asked for while the corridor was closed."""
    applied = stack.rows["visa_applied_on"]
    unsaid = applied.notna().to_numpy()
    for one in (entry for entry in setting.vocabulary.breaks if entry.closes_corridor and entry.countries):
        closed = unsaid & (applied >= pd.Timestamp(one.from_on)).to_numpy()
        if one.to_on is not None:
            closed = closed & (applied <= pd.Timestamp(one.to_on)).to_numpy()
        if not closed.any():
            continue
        there = stack.rows["origin"].isin(one.countries) | stack.rows["destination"].isin(one.countries)
        closed = closed & there.to_numpy()
        unsaid = unsaid & ~closed
        stack.say_each(
            "warning", "V19", closed, partial(_while_closed, one), by=["visa_applied_on"], column="visa_applied_on"
        )


def _while_closed(event: Break, values: Mapping[str, str]) -> Message:
    return message(
        "The visa was asked for on {day}, while the corridor was closed ({event}, since {since}). Check the date, and how the "
        "visa was obtained.",
        day=values["visa_applied_on"],
        event=Worded(event.label_en, french=event.label_fr),
        since=event.from_on.isoformat(),
    )


def unknown_cost_is_not_zero(stack: Stack, _: Setting) -> None:
    """V20: warns about a placement that started and is said to have cost nothing; a negative cost is an error."""
    nothing = (stack.rows["cost_eur"] == 0).to_numpy() & stack.rows["start_on"].notna().to_numpy()
    stack.say_each(
        "warning",
        "V20",
        nothing,
        lambda _: message("The cost is 0. Leave the cell empty if the cost is unknown; keep 0 if it really cost nothing."),
        column="cost_eur",
    )


OURS: Final = "rule of this workbook"
RULES: Final = (
    Rule(
        "V1",
        "error",
        "*",
        message("What a row refers to exists: programme, scheme, country, organisation."),
        OURS,
    ),
    Rule(
        "V2",
        "error",
        PLACEMENTS,
        message("Origin and destination differ, except in national service and in pairs that meet in one place."),
        f"{OURS}; France Volontaires on PrODDige",
        ends_differ,
    ),
    Rule(
        "V3",
        "error",
        PLACEMENTS,
        message("Dates are in order: applied, selected, contract, start, end; none that happened lies in the future."),
        f"{OURS}; stages after France Volontaires, Mobiliser des volontaires",
        dates_in_order,
    ),
    Rule(
        "V4",
        "error",
        PLACEMENTS,
        message("Nobody starts after a refused visa."),
        OURS,
        no_start_after_refusal,
    ),
    Rule(
        "V5",
        "error",
        PLACEMENTS,
        message("The status is the one that follows from the dates."),
        f"{OURS}; stages after France Volontaires, Mobiliser des volontaires",
        status_follows_from_dates,
        needs=("as_of",),
    ),
    Rule(
        "V6",
        "error",
        PLACEMENTS,
        message("A Service Civique is planned for 180 to 366 days."),
        "service-public.fr F13278",
        planned_length,
    ),
    Rule(
        "V7",
        "error or warning",
        PLACEMENTS,
        message("A VSI is planned for 12 to 24 months; a shorter one gets no State aid (warning)."),
        "law no. 2005-159, art. 4; order of 1 December 2022, art. 2",
    ),
    Rule(
        "V8",
        "error or warning",
        PLACEMENTS,
        message("The age band is one the scheme admits; 26 to 30 in Service Civique needs a waiver (warning)."),
        "service-public.fr F13278; red.educagri.fr, Accueillir des volontaires internationaux",
        age_of_the_scheme,
    ),
    Rule(
        "V9",
        "error or warning",
        PLACEMENTS,
        message(
            "Service Civique by reciprocity comes from outside the EEA and Switzerland, from a country that hosts French "
            "volunteers (warning)."
        ),
        "service-civique.gouv.fr, accueillir un volontaire étranger en réciprocité; demarches-simplifiees.fr",
        reciprocity_of_civic_service,
    ),
    Rule(
        "V10",
        "error",
        PLACEMENTS,
        message("A placement of an incoming scheme takes place in France."),
        OURS,
        incoming_means_france,
    ),
    Rule(
        "V11",
        "error",
        PLACEMENTS,
        message("A South–South VSI neither leaves nor reaches France."),
        OURS,
        south_south_is_without_france,
    ),
    Rule(
        "V12",
        "error or warning",
        PLACEMENTS,
        message("An accreditation is valid at the start (error) and until the planned end (warning)."),
        "associationmodeemploi.fr 71096 (3 years); fonjep.org, FAQ VSI (4 years)",
        accreditation_covers_mission,
        needs=("organisations",),
    ),
    Rule(
        "V13",
        "error or warning",
        PLACEMENTS,
        message(
            "A pair has two sides (one: warning) that mirror each other, or share a place, as the programme is designed."
        ),
        f"{OURS}; designs of WECCEE and PrODDige",
        pairs_have_two_sides,
    ),
    Rule(
        "V14",
        "error",
        PLACEMENTS,
        message("An end has a reason, and a reason an end."),
        OURS,
        end_has_a_reason,
    ),
    Rule(
        "V15",
        "error",
        PLACEMENTS,
        message("A completed placement ended at most 7 days before its planned end."),
        f"{OURS}; stages after France Volontaires, Mobiliser des volontaires",
        completed_means_to_the_end,
    ),
    Rule(
        "V16",
        "warning",
        PLACEMENTS,
        message("A placement does not run past its planned end."),
        OURS,
        running_past_the_planned_end,
        needs=("as_of",),
    ),
    Rule("V17", "error", PLACEMENTS, message("Satisfaction is a whole number from 1 to 5."), OURS),
    Rule(
        "V18",
        "error or warning",
        PLACEMENTS,
        message("One volunteer has one placement at a time; a copy on the same corridor is an error, else a warning."),
        OURS,
        nobody_in_two_places,
    ),
    Rule(
        "V19",
        "warning",
        PLACEMENTS,
        message("No visa was asked for while the corridor was closed."),
        "Senenews and SenePlus, 2023: see breaks.csv",
        corridor_was_open,
    ),
    Rule(
        "V20",
        "error or warning",
        PLACEMENTS,
        message("A cost is 0 or more; unknown is empty, not 0 (warning)."),
        OURS,
        unknown_cost_is_not_zero,
    ),
)
EVERY_RULE: Final = (*RULES, *INDICATOR_RULES, *PROGRAMME_RULES)
"""All rules, for lists of them: about records, about indicators and their observations, about programmes."""


def check_records(stack: Stack, setting: Setting) -> None:
    """Apply every rule of a table to its rows; what is wrong stands in the ledgers of their files.

    Rules that look at one row see all rows whose cells could be read. Those that look at several rows together
    (V9, V13, V18) see the rows that are still good by then.
    """
    for rule in RULES:
        if rule.check is not None and rule.table == stack.table.name:
            rule.check(stack, setting)
    if stack.table.name == INDICATORS:
        check_definitions(stack)
    missing = [rule.code for rule in RULES if rule.table == stack.table.name and "as_of" in rule.needs]
    if setting.as_of is None and missing:
        text = message(
            "Nobody says for which day the data hold: {rules} are not checked. Write as_of into dataset.toml, or give the "
            "day with --as-of.",
            rules=", ".join(missing),
        )
        stack.say_of_files("info", "V5", text)
