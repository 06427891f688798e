"""Service Civique by reciprocity (arrivals) and abroad (departures), year by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from crossmobility.sample.calendar import COVID_STOP, closed_since, days
from crossmobility.sample.chance import Chance
from crossmobility.sample.corridors import ANY_YEAR, MONTHS, SERVICE_CIVIQUE_IN, STARTS_BY_MONTH
from crossmobility.sample.organisations import Organisations
from crossmobility.sample.plans import Plan, half_year, service_civique_end

# Of a hundred that start, as many more are given up before: for what reasons, more visas refused in 2022 and 2023.
GIVEN_UP: Final = 6
REASONS: Final[Mapping[str, int]] = {"WITHDRAWN": 40, "VISA_REFUSED": 30, "HOST_CANCELLED": 18, "NOT_SELECTED": 12}
REFUSALS: Final[Mapping[str, int]] = {"WITHDRAWN": 22, "VISA_REFUSED": 62, "HOST_CANCELLED": 10, "NOT_SELECTED": 6}


@dataclass(frozen=True)
class Makers:
    """What every part of the sample needs: chance and the organisations."""

    chance: Chance
    organisations: Organisations

    def start(self, year: int, month: int = 0, country: str = "FRA") -> date:
        """Return a first day in a year, in the months when missions begin, well before the corridor of ``country`` closes."""
        month = month or self.chance.weighted(STARTS_BY_MONTH.get(year, ANY_YEAR))
        closed = closed_since(country)
        if closed and closed.year == year:
            month = self.chance.between(1, closed.month - 2)
        day = date(year, month, self.chance.between(2, 26))
        return min(day, COVID_STOP) if year == COVID_STOP.year else day


def arrivals(makers: Makers, inside: Iterable[Plan]) -> list[Plan]:
    """Return the arrivals that belong to no programme.

    A programme's placements are inside the yearly count of their country, so ``inside`` is taken off it first.
    """
    taken = Counter(
        (plan.planned_start.year, plan.origin) for plan in inside if plan.scheme == "SC_RECIP" and not plan.closed_reason
    )
    plans = []
    for year, countries in SERVICE_CIVIQUE_IN.items():
        for country, number in countries.items():
            left = number - taken[year, country]
            assert left >= 0, f"{year} {country}: programmes bring {-left} too many"
            month, published = MONTHS.get((year, country), (0, 0))
            for count in range(left):
                fixed = count < published
                start = makers.start(year, month if fixed else 0, country)
                if start.month == month and not fixed:
                    start = start.replace(month=month + 1)  # the month holds what is published and no more
                plans.append(arrival(makers, country, start, punctual=month > 0))
    return plans


def arrival(makers: Makers, country: str, start: date, *, reason: str = "", punctual: bool = False, note: str = "") -> Plan:
    """Return one placement in France of a volunteer from ``country``."""
    end = service_civique_end(makers.chance, start)
    hosting, coordinating = makers.organisations.host(start, end)
    return Plan(
        scheme="SC_RECIP",
        origin=country,
        destination="FRA",
        planned_start=start,
        planned_end=end,
        cohort=half_year(start),
        sending=makers.organisations.partner(country),
        hosting=hosting,
        coordinating=coordinating,
        punctual=punctual,
        closed_reason=reason,
        note=note,
    )


def given_up(makers: Makers) -> list[Plan]:
    """Return arrivals that did not happen: withdrawn, refused, cancelled, frozen, or stopped by a closed corridor."""
    plans = []
    for year, countries in SERVICE_CIVIQUE_IN.items():
        reasons = REFUSALS if year in (2022, 2023) else REASONS
        for _ in range(sum(countries.values()) * GIVEN_UP // 100):
            reason, country = makers.chance.weighted(reasons), makers.chance.weighted(countries)
            plans.append(arrival(makers, country, makers.start(year, country=country), reason=reason))
    stopped = date(2020, 4, 1)
    for country in ("SEN", "TUN", "MAR", "BEN", "COL", "IND", "TGO", "MDG", "CIV", "GHA"):
        start = stopped + days(makers.chance.between(0, 150))
        plans.append(arrival(makers, country, start, reason="PROGRAMME_CANCELLED", note="Covid-19"))
    for country in ("SEN", "TUN", "BEN", "CIV", "MAR", "PER", "CMR", "TGO", "MDG", "KEN", "VNM", "LBN"):
        start = date(2025, makers.chance.between(2, 6), makers.chance.between(2, 26))
        plans.append(arrival(makers, country, start, reason="BUDGET_FREEZE", note="gel 2025"))
    # Visas were asked for after the visa services had stopped: the check warns, as it should.
    for country in ("BFA", "BFA", "NER"):
        start = date(2023, 11, makers.chance.between(6, 24))
        plans.append(arrival(makers, country, start, reason="VISA_REFUSED", note="services des visas fermés"))
    return plans


def expected(makers: Makers) -> list[Plan]:
    """Return arrivals planned for the months after the day the data hold for, at every stage of their preparation."""
    plans = []
    countries = SERVICE_CIVIQUE_IN[2025]
    for count in range(38):
        start = date(2026, 1, 2) + days(count if count < 8 else (count - 6) * 6 + makers.chance.between(0, 5))
        plans.append(arrival(makers, makers.chance.weighted(countries), start))
    return plans


def departure(makers: Makers, country: str, start: date) -> Plan:
    """Return one Service Civique placement abroad."""
    return Plan(
        scheme="SC_INTL",
        origin="FRA",
        destination=country,
        planned_start=start,
        planned_end=service_civique_end(makers.chance, start),
        cohort=half_year(start),
        sending=makers.organisations.one("sender"),
        hosting=makers.organisations.partner(country),
    )
