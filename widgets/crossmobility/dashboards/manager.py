"""What the page of all programmes answers to a manager, from the tables of one dataset."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
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
TARGETS: Final = ("target_initial", "target_revised")
GOAL: Final = 0.5
"""The ratio a manager asks for where it is far from balance; above it, the lower bound of our default band."""


class Manager:
    """Answers a manager's questions on one dataset and year; what is the same for every year is kept."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._revised = lru_cache(maxsize=None)(self._revised_of)
        self._looked_at = lru_cache(maxsize=None)(self._looked_at_of)

    def answers(self, dataset: str, year: str) -> Mapping[str, object]:
        """Return the answers by their short names."""
        shelf, until = self._shelf, self._shelf.complete_to(dataset)
        values, organisations, home = shelf.values(dataset), shelf.organisations(dataset), shelf.home(dataset)
        table = self._tracked(dataset, year)
        scope, pair = self._farthest(dataset, home, year)
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
            "cohorts": cohorts(values, shelf.stages(dataset), year),
            "reasons": reasons_of_end(values, year),
            "dependence": dependence(values, organisations, year, complete_to=until),
            "opportunities": opportunities(values, year),
            "six_months": six_months(values, year),
            "survey": _survey(shelf.figures.statements),
            "revisions": self._revised(dataset),
            "owed": long_owed(table),
        }

    def _revised_of(self, dataset: str) -> int:
        values, definitions = self._shelf.values(dataset), self._shelf.definitions(dataset)
        return len(revisions(values, as_of=self._shelf.day(dataset), definitions=definitions))

    def _looked_at_of(self, dataset: str) -> pd.DataFrame:
        """Return the whole values of what may have a target or be owed: of what is counted unasked, neither is said here."""
        values, definitions = self._shelf.values(dataset), self._shelf.definitions(dataset)
        whole_rows = (values["counterpart"] == ALL) & (values["territory"] == ALL) & (values["dimension"] == ALL)
        whole_values = values[whole_rows]
        promised = set(whole_values.loc[whole_values["value_type"].isin(TARGETS), "indicator"])
        told = {code for code, definition in definitions.items() if not definition.computed}
        return whole_values[whole_values["indicator"].isin(promised | told)].reset_index(drop=True)

    def _tracked(self, dataset: str, year: str) -> pd.DataFrame:
        """Return the tracking table of every programme, scheme and direction."""
        shelf = self._shelf
        return tracked(
            self._looked_at(dataset),
            shelf.definitions(dataset),
            shelf.rules(dataset),
            as_of=shelf.day(dataset),
            period=year,
            programme=None,
            scheme=None,
            direction=None,
        )

    def _farthest(self, dataset: str, home: str, year: str) -> tuple[Scope, Pair]:
        """Return the family farthest from balance, either way, of those large enough for a ratio; else the largest."""
        shelf, agreements = self._shelf, self._shelf.figures.agreements_of(dataset)
        scopes = [self._scope(dataset, home, year, family) for family in shelf.offer(dataset).families]
        large = [scope for scope in scopes if _smaller_side(scope, home) >= SMALL]
        found = [(scope, whole(scope, agreements, shelf.families)) for scope in large or scopes]
        judged = [each for each in found if min(each[1].forward, each[1].back) >= SMALL]
        if judged:
            return min(judged, key=lambda each: each[1].balance)
        return max(found, key=lambda each: each[1].gross if each[1].gross == each[1].gross else -1.0)

    def _scope(self, dataset: str, home: str, year: str, family: str) -> Scope:
        shelf = self._shelf
        asked = Selection(dataset=dataset, period=year, window="3", reference=home, schemes=(family,))
        return scope_of(shelf.book(dataset), asked, shelf.families, complete_to=shelf.complete_to(dataset))


def _smaller_side(scope: Scope, home: str) -> float:
    """Return the smaller of what arrives and what leaves, as far as it is broken down: enough to leave small ones out."""
    sides = (scope.rows.loc[scope.rows[end] == home, scope.measure].sum() for end in ("destination", "origin"))
    return float(min(sides))


def _survey(statements: pd.DataFrame) -> Mapping[str, str]:
    """Return what a source says of the national survey six months after the end, by language, with its source."""
    found = statements[statements["statement_id"] == NATIONAL_SURVEY] if len(statements) else statements
    if found.empty:
        return {}
    row = found.iloc[0]
    return {language: f"{row[f'text_{language}']} ({row['citation']})" for language in LANGUAGES}
