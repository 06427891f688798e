"""What the page of all programmes answers to a manager, from the tables of one dataset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

import pandas as pd

from crossmobility.dashboards.shared import Shelf
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.editions import revisions
from crossmobility.domain.indicators.tracking import tracked
from crossmobility.domain.programmes.director import (
    cohorts,
    cost,
    dependence,
    long_owed,
    one_way_corridors,
    opportunities,
    reasons_of_end,
    six_months,
    targets,
)
from crossmobility.domain.programmes.needed import needed
from crossmobility.domain.reciprocity import DEFAULT_BAND, SMALL, Pair, Scope, scope_of, whole
from crossmobility.domain.selection import Selection
from crossmobility.i18n import LANGUAGES

NATIONAL_SURVEY: Final = "SC-SIX-MONTHS"
"""The published statement on all volunteers of the national Service Civique, six months later."""
GOAL: Final = 0.5
"""The ratio a manager asks for where it is far from balance; above it, the lower bound of our default band."""


def manager_answers(shelf: Shelf, dataset: str, year: str) -> Mapping[str, object]:
    """Return the answers to a manager's questions for one year, by their short names."""
    figures, until = shelf.figures, shelf.complete_to(dataset)
    values, stages = figures.values_of(dataset), figures.stages_of(dataset)
    home = shelf.info(dataset).reference_country or "FRA"
    table = _tracked(shelf, dataset, values, year)
    scope, pair = _farthest(shelf, dataset, home, year)
    goal = GOAL if not pair.ratio >= GOAL else DEFAULT_BAND[0]
    return {
        "targets": targets(table),
        "one_way": one_way_corridors(
            shelf.book(dataset),
            home,
            year,
            families=shelf.families,
            schemes=shelf.offer(dataset).families,
            complete_to=until,
        ),
        "needed": needed(scope, goal),
        "needed_scheme": scope.selection.schemes[0] if scope.selection.schemes else "",
        "whole": pair,
        "cost": cost(values, year),
        "cohorts": cohorts(values, stages, year),
        "reasons": reasons_of_end(values, year),
        "dependence": dependence(values, figures.organisations_of(dataset), year, complete_to=until),
        "opportunities": opportunities(values, year),
        "six_months": six_months(values, year),
        "survey": _survey(figures.statements),
        "revisions": len(
            revisions(
                values,
                as_of=date.fromisoformat(shelf.info(dataset).as_of),
                definitions=figures.definitions_of(dataset),
            )
        ),
        "owed": long_owed(table),
    }


def _survey(statements: pd.DataFrame) -> Mapping[str, str]:
    """Return what a source says of the national survey six months after the end, by language, with its source."""
    found = statements[statements["statement_id"] == NATIONAL_SURVEY] if len(statements) else statements
    if found.empty:
        return {}
    row = found.iloc[0]
    return {language: f"{row[f'text_{language}']} ({row['citation']})" for language in LANGUAGES}


def _tracked(shelf: Shelf, dataset: str, values: pd.DataFrame, year: str) -> pd.DataFrame:
    """Return the tracking table of every programme, scheme and direction."""
    figures = shelf.figures
    whole_rows = (values["counterpart"] == ALL) & (values["territory"] == ALL) & (values["dimension"] == ALL)
    return tracked(
        values[whole_rows],
        figures.definitions_of(dataset),
        figures.rules_of(dataset),
        as_of=date.fromisoformat(shelf.info(dataset).as_of),
        period=year,
        programme=None,
        scheme=None,
        direction=None,
    )


def _farthest(shelf: Shelf, dataset: str, home: str, year: str) -> tuple[Scope, Pair]:
    """Return the family of schemes farthest from balance, either way, of those large enough for a ratio; else the largest."""
    scoped = partial(_scope, shelf, dataset, home, year)
    agreements = shelf.figures.agreements_of(dataset)
    found = [(scope, whole(scope, agreements, shelf.families)) for scope in map(scoped, shelf.offer(dataset).families)]
    judged = [each for each in found if min(each[1].forward, each[1].back) >= SMALL]
    if judged:
        return min(judged, key=lambda each: each[1].balance)
    return max(found, key=lambda each: each[1].gross if each[1].gross == each[1].gross else -1.0)


def _scope(shelf: Shelf, dataset: str, home: str, year: str, family: str) -> Scope:
    asked = Selection(dataset=dataset, period=year, window="3", reference=home, schemes=(family,))
    return scope_of(shelf.book(dataset), asked, shelf.families, complete_to=shelf.complete_to(dataset))
