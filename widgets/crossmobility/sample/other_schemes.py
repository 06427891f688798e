"""International solidarity volunteering both ways, work camps, and the schemes with a few placements each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from crossmobility.sample.calendar import YEARS, days, last_day
from crossmobility.sample.corridors import (
    CAMP_COUNTRIES,
    CAMPS_IN,
    CAMPS_OUT,
    OUT_BY_YEAR,
    OUT_COUNTRIES,
    SERVICE_CIVIQUE_IN,
    VSI_IN_2023,
    VSI_IN_LATER,
    YOUTH_IN_2022,
)
from crossmobility.sample.plans import Plan, half_year
from crossmobility.sample.service_civique import Makers, departure

VSI_MONTHS: Final[Mapping[int, int]] = {12: 62, 18: 18, 24: 20}
# Active in 2024, as published; 59 of them may have started in 2023, of whom some have left before.
VSI_ACTIVE_2024: Final = 147
VSI_STARTED_2025: Final = 64
# Corridors to which nobody is sent in the sample, long before they close.
NOT_SENT_TO: Final = ("MLI", "NER")


def departures(makers: Makers) -> list[Plan]:
    """Return the departures of Service Civique and VSI that belong to no programme.

    Every country that sends volunteers to France hosts some from France first: the law makes it a condition.
    """
    hosts = sorted({country for year in SERVICE_CIVIQUE_IN.values() for country in year})
    first = iter([*NOT_SENT_TO, *makers.chance.shuffled([country for country in hosts if country not in NOT_SENT_TO])])
    plans = []
    for year in YEARS:
        for scheme, numbers in OUT_BY_YEAR.items():
            for _ in range(numbers[year]):
                start = makers.start(year)
                country = _next_host(makers, first)
                plans.append(
                    departure(makers, country, start) if scheme == "SC_INTL" else vsi_abroad(makers, country, start)
                )
    # Their mission ends when cooperation is suspended.
    plans += [vsi_abroad(makers, "BFA", date(2022, 11, 7)), vsi_abroad(makers, "BFA", date(2023, 2, 6))]
    return plans


def _next_host(makers: Makers, first: Iterator[str]) -> str:
    return next(first, "") or makers.chance.weighted(OUT_COUNTRIES)


def vsi_abroad(makers: Makers, country: str, start: date, programme: str = "NONE", cohort: str = "") -> Plan:
    """Return one VSI placement of somebody from France."""
    return Plan(
        scheme="VSI",
        origin="FRA",
        destination=country,
        planned_start=start,
        planned_end=last_day(start, makers.chance.weighted(VSI_MONTHS)),
        cohort=cohort or half_year(start),
        sending=makers.organisations.one("vsi"),
        hosting=makers.organisations.partner(country),
        programme=programme,
        training_days=5,
    )


def vsi_in_france_2023(makers: Makers) -> list[Plan]:
    """Return the first incoming VSI placements: 59 start in 2023, those from Togo from April."""
    plans = []
    for country, number in VSI_IN_2023.items():
        for _ in range(number):
            month = makers.chance.between(4 if country == "TGO" else 2, 12)
            plans.append(_vsi_in(makers, country, date(2023, month, makers.chance.between(2, 26))))
    return plans


def vsi_in_france_later(makers: Makers, still_there: int) -> list[Plan]:
    """Return the incoming VSI placements of 2024 and 2025.

    ``still_there``: how many who started in 2023 are active in 2024; as many start in 2024 as make the published number.
    """
    years = [2024] * (VSI_ACTIVE_2024 - still_there) + [2025] * VSI_STARTED_2025
    plans = [_vsi_in(makers, makers.chance.weighted(VSI_IN_LATER), _any_day(makers, year)) for year in years]
    return plans + [_vsi_in(makers, "TGO", date(2026, month, 9)) for month in (1, 1, 2, 3, 4)]


def _any_day(makers: Makers, year: int) -> date:
    return date(year, makers.chance.between(1, 12), makers.chance.between(2, 26))


def _vsi_in(makers: Makers, country: str, start: date) -> Plan:
    host = makers.organisations.one("vsi")
    return Plan(
        scheme="VSI_RECIP",
        origin=country,
        destination="FRA",
        planned_start=start,
        planned_end=last_day(start, makers.chance.weighted(VSI_MONTHS)),
        cohort=half_year(start),
        sending=makers.organisations.partner(country),
        hosting=host,
        training_days=4,
    )


def weeks(makers: Makers, scheme: str, role: str, ends: tuple[str, str], year: int) -> Plan:
    """Return one placement of two or three weeks in summer, such as a work camp."""
    start = date(year, makers.chance.between(7, 8), makers.chance.between(1, 24))
    return _small(makers, scheme, role, ends, start, start + days(makers.chance.between(13, 20)))


def _small(makers: Makers, scheme: str, role: str, ends: tuple[str, str], start: date, end: date) -> Plan:
    origin, destination = ends
    at_home, abroad = makers.organisations.one(role), makers.organisations.partner
    return Plan(
        scheme=scheme,
        origin=origin,
        destination=destination,
        planned_start=start,
        planned_end=end,
        cohort=str(start.year) if scheme in ("CAMP", "JSI_VVVSI") else half_year(start),
        sending=at_home if origin == "FRA" else abroad(origin),
        hosting=at_home if destination == "FRA" else abroad(destination),
    )


def camps(makers: Makers) -> list[Plan]:
    """Return work camps both ways: nobody in 2020."""
    plans = []
    for year in YEARS:
        for numbers, incoming in ((CAMPS_IN, True), (CAMPS_OUT, False)):
            for _ in range(numbers[year]):
                country = makers.chance.weighted(CAMP_COUNTRIES)
                plans.append(weeks(makers, "CAMP", "camp", (country, "FRA") if incoming else ("FRA", country), year))
    return plans


def youth_projects(makers: Makers) -> list[Plan]:
    """Return youth projects of some weeks: the 39 arrivals published for 2022, and a few of other years."""
    arrivals = [(2022, country) for country, number in YOUTH_IN_2022.items() for _ in range(number)]
    arrivals += [(year, country) for year in (2019, 2024) for country in ("SEN", "BEN", "MAR", "TGO")]
    plans = [weeks(makers, "JSI_VVVSI", "sender", (country, "FRA"), year) for year, country in arrivals]
    sent = [(year, country) for year in (2018, 2019, 2022, 2024) for country in ("SEN", "BEN", "MDG")]
    return plans + [weeks(makers, "JSI_VVVSI", "sender", ("FRA", country), year) for year, country in sent]


def the_rest(makers: Makers) -> list[Plan]:
    """Return the schemes with a few placements: skills, Solidarity Corps, associations, volunteering at home."""
    plans = []
    for year in (2016, 2017, 2018, 2019, 2022, 2023, 2024, 2025):
        start = makers.start(year)
        plans.append(
            _small(makers, "VEC", "sender", ("FRA", makers.chance.one_of(("SEN", "MDG", "BEN"))), start, start + days(60))
        )
    for year in (2018, 2019, 2022, 2023, 2024, 2025):
        for ends in (("DEU", "FRA"), ("FRA", "ITA"), ("ESP", "FRA")):
            start = date(year, 9, makers.chance.between(2, 26))
            plans.append(_small(makers, "ESC", "solidarity_corps", ends, start, last_day(start, 9)))
    for year, country in ((2018, "KHM"), (2019, "SEN"), (2022, "IND"), (2023, "PHL"), (2024, "TGO")):
        start = date(year, 10, makers.chance.between(2, 26))
        plans.append(_small(makers, "OTHER", "camp", (country, "FRA"), start, last_day(start, 10)))
    for country, number in (("TGO", 6), ("CIV", 4), ("CMR", 2)):
        for _ in range(number):
            start = date(2024, makers.chance.between(1, 10), makers.chance.between(2, 26))
            plans.append(_small(makers, "NATIONAL", "vsi", (country, country), start, last_day(start, 12)))
    return plans
