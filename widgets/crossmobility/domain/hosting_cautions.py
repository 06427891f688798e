"""What to look at before a stay is prepared: who a route is not for, its limits, the visa, corridors that are closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Literal, Protocol

import pandas as pd

from crossmobility.domain.breaks import BreakLike, breaks_in
from crossmobility.domain.hosting import Stay
from crossmobility.i18n import Language

CautionCode = Literal[
    "not_for_eea",
    "nationality_to_check",
    "visa_of_eea",
    "too_short",
    "too_long",
    "arrival_past",
    "visa_late",
    "visa_open",
    "closed",
    "event",
]
Severity = Literal["stop", "check", "note"]
SEVERITIES: Final[Mapping[CautionCode, Severity]] = MappingProxyType(
    {
        "not_for_eea": "stop",
        "closed": "stop",
        "arrival_past": "stop",
        "nationality_to_check": "check",
        "too_short": "check",
        "too_long": "check",
        "visa_late": "check",
        "visa_of_eea": "check",
        "event": "check",
        "visa_open": "note",
    }
)
"""In the order in which they are said: what stops a plan, what must be checked, what is good to know."""
NATIONALITIES_TO_CHECK: Final = ("DZA",)
"""Of whom the rule ``nationality_to_check`` speaks: one association writes it of Algerian nationals, nobody else does."""
LENGTH_RULES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"too_short": ("duration", "state_aid"), "too_long": ("duration",)}
)


class RuleLike(Protocol):
    """One rule of a scheme as a source states it."""

    @property
    def rule(self) -> str: ...
    @property
    def certainty(self) -> str: ...
    @property
    def citation(self) -> str: ...
    def text(self, language: Language) -> str: ...


@dataclass(frozen=True)
class Route:
    """A legal route to host: its code, the family of its scheme, the rules sources state, its limits in days.

    None where no limit is stated. Limits count both ends of the stay.
    """

    code: str
    family: str = ""
    rules: Mapping[str, RuleLike] = field(default_factory=dict)
    days_min: int | None = None
    days_max: int | None = None


@dataclass(frozen=True)
class Caution:
    """One thing to look at; which fields say something depends on its code.

    Attributes
    ----------
    rules
        The rules it rests on, each with its certainty and source.
    event
        The break that touches the stay.
    on, days
        The day in question; days until the arrival, or of the stay.
    certainty
        How sure the day is: that of the step it comes from.
    """

    code: CautionCode
    rules: tuple[RuleLike, ...] = ()
    event: BreakLike | None = None
    on: date | None = None
    days: int = 0
    certainty: str = ""

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return SEVERITIES[self.code]


def cautions(
    route: Route,
    stay: Stay,
    table: pd.DataFrame,
    *,
    origin: str,
    is_eea_ch: bool,
    breaks: Iterable[BreakLike],
    as_of: date,
    host: str = "FRA",
) -> tuple[Caution, ...]:
    """Return what to look at before this stay is prepared, what stops it first.

    Parameters
    ----------
    table : DataFrame
        The :func:`~crossmobility.domain.hosting.checklist` of the stay: its first day to ask for a visa, its last advised.
    is_eea_ch : bool
        The origin belongs to the European Economic Area or Switzerland.
    breaks : iterable of BreakLike
        Those that touch the origin, the host or the route between the first day to ask for a visa and the planned end.
    as_of : date
        The day of the data.
    """
    found = [
        *_people(route, origin, is_eea_ch),
        *_length(route, stay),
        *_visa(stay, table, as_of),
        *_events(route, stay, table, breaks, (origin, host)),
    ]
    order = list(SEVERITIES)
    return tuple(sorted(found, key=lambda one: order.index(one.code)))


def _people(route: Route, origin: str, is_eea_ch: bool) -> list[Caution]:
    found = []
    if is_eea_ch and route.family == "SC":
        found.append(Caution("not_for_eea", _rules(route, ("nationality",))))
    elif is_eea_ch:
        found.append(Caution("visa_of_eea"))
    if origin in NATIONALITIES_TO_CHECK and (rules := _rules(route, ("nationality_to_check",))):
        found.append(Caution("nationality_to_check", rules))
    return found


def _length(route: Route, stay: Stay) -> list[Caution]:
    code: CautionCode | None = None
    if route.days_min is not None and stay.days < route.days_min:
        code = "too_short"
    elif route.days_max is not None and stay.days > route.days_max:
        code = "too_long"
    return [] if code is None else [Caution(code, _rules(route, LENGTH_RULES[code]), days=stay.days)]


def _visa(stay: Stay, table: pd.DataFrame, as_of: date) -> list[Caution]:
    """Say where the day of the data stands between the first day to ask for a visa, the last advised, and the arrival."""
    left = (stay.arrival_on - as_of).days
    if left <= 0:
        return [Caution("arrival_past", on=stay.arrival_on, days=left)]
    for code, kind in (("visa_late", "advice"), ("visa_open", "window")):
        step = _visa_step(table, kind)
        if step is not None and step[0] <= as_of:
            late: CautionCode = "visa_late" if code == "visa_late" else "visa_open"
            return [Caution(late, on=step[0], days=left, certainty=step[1])]
    return []


def _visa_step(table: pd.DataFrame, kind: str) -> tuple[date, str] | None:
    """Return the day and the certainty of the step of ``kind`` that is counted from the planned arrival."""
    rows = table[(table["kind"] == kind) & (table["trigger"] == "planned_arrival") & table["due_on"].notna()]
    return (rows["due_on"].iloc[0].date(), str(rows["certainty"].iloc[0])) if len(rows) else None


def _events(
    route: Route, stay: Stay, table: pd.DataFrame, breaks: Iterable[BreakLike], countries: tuple[str, ...]
) -> list[Caution]:
    window = _visa_step(table, "window")
    first = min(window[0], stay.arrival_on) if window else stay.arrival_on
    marks = breaks_in(breaks, [f"{first}/{stay.end_on}"], countries=countries, schemes=(route.code, route.family))
    return [Caution("closed" if mark.event.closes_corridor else "event", event=mark.event) for mark in marks]


def _rules(route: Route, names: Iterable[str]) -> tuple[RuleLike, ...]:
    return tuple(route.rules[name] for name in names if name in route.rules)
