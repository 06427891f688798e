"""The hosting guide as a page reads it: a route, an origin, a planned stay, its checklist and what to look at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from crossmobility.domain.hosting import CHECKLIST_COLUMNS, Stay
from crossmobility.domain.hosting_cautions import Caution
from crossmobility.errors import CrossMobilityError
from crossmobility.i18n import Language, Translator, translator
from crossmobility.reference import SchemeRule, code_lists, country_name


@dataclass(frozen=True, eq=False)
class HostingPage:
    """Everything one state of the guide shows.

    Attributes
    ----------
    title, as_of
        Of the dataset whose day the guide counts from.
    routes, origins
        Codes that can be chosen, in the order in which they are offered.
    arrival, end
        The dates as the reader wrote them.
    stay, problem
        What the dates say; None and what is wrong with them when they say nothing.
    table
        The checklist (``CHECKLIST_COLUMNS``) in the language of the page.
    rules
        What sources state of the scheme of the route.
    limits
        The fewest and the most days of a stay by this route, None where none is stated.
    """

    language: Language
    title: str
    as_of: date
    routes: Sequence[str]
    origins: Sequence[str]
    route: str
    origin: str
    arrival: str
    end: str
    stay: Stay | None = None
    problem: CrossMobilityError | None = None
    table: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CHECKLIST_COLUMNS)))
    cautions: Sequence[Caution] = ()
    rules: Mapping[str, SchemeRule] = field(default_factory=dict)
    limits: tuple[int | None, int | None] = (None, None)

    @property
    def t(self) -> Translator:
        """The translator of the page's language."""
        return translator(self.language)

    def route_name(self, code: str) -> str:
        """Return the name of a route."""
        return code_lists()["hosting_route"][code].label(self.language)

    def certainty(self, code: str) -> str:
        """Return in words how sure a rule is."""
        return code_lists()["rule_certainty"][code].label(self.language)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return country_name(code, self.language)

    @property
    def citations(self) -> tuple[str, ...]:
        """The sources of the checklist and of the cautions, each once, in the order in which they are first named."""
        of_rules = [rule.citation for one in self.cautions for rule in one.rules]
        of_events = [one.event.citation for one in self.cautions if one.event is not None]
        return tuple(dict.fromkeys([*of_rules, *of_events, *map(str, self.table["citation"])]))
