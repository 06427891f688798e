"""The programmes, each with its real design; their published numbers hold, what is not published is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Final

from crossmobility.sample.calendar import days, last_day
from crossmobility.sample.chance import Codes
from crossmobility.sample.corridors import Counts, counts
from crossmobility.sample.other_schemes import vsi_abroad
from crossmobility.sample.plans import Plan
from crossmobility.sample.service_civique import Makers

# Edition: first and last day, French by destination, others by origin. Published: editions 1 to 3, 52 youths in 2022 (8),
# 48 in 2025 (11), the countries of 2025 with Guinea for departures only. The seventh was called off (Covid; our reading).
WECCEE: Final[Mapping[int, tuple[date, date, Counts, Counts]]] = {
    1: (date(2014, 11, 24), date(2015, 6, 14), counts("SEN 10"), counts("SEN 9")),
    2: (date(2015, 11, 16), date(2016, 6, 14), counts("SEN 10"), counts("SEN 4")),
    3: (date(2017, 1, 9), date(2017, 7, 14), counts("SEN 10"), counts("SEN 8")),
    4: (date(2018, 1, 8), date(2018, 7, 13), counts("SEN 8 MDG 4"), counts("SEN 6 MDG 4")),
    5: (date(2019, 1, 7), date(2019, 7, 12), counts("SEN 8 MDG 4 PER 3 VNM 3"), counts("SEN 7 MDG 4 PER 2 VNM 3")),
    6: (date(2020, 1, 6), date(2020, 7, 10), counts("SEN 8 MDG 5 PER 4 VNM 3"), counts("SEN 7 MDG 4 PER 3 VNM 3")),
    7: (date(2021, 1, 11), date(2021, 7, 16), counts("SEN 8 MDG 4"), counts("SEN 8 MDG 4")),
    8: (
        date(2022, 1, 10),
        date(2022, 7, 15),
        counts("SEN 8 MDG 6 TGO 5 MAR 4 TUN 4"),
        counts("SEN 8 MDG 5 MAR 4 TUN 4 TGO 4"),
    ),
    9: (
        date(2023, 1, 9),
        date(2023, 7, 14),
        counts("SEN 8 MAR 5 TUN 4 TGO 4 MDG 4"),
        counts("SEN 7 MAR 5 TUN 4 TGO 4 MDG 3"),
    ),
    10: (
        date(2024, 1, 8),
        date(2024, 7, 12),
        counts("SEN 8 MAR 5 TUN 4 TGO 5 MDG 4"),
        counts("SEN 7 MAR 5 TUN 4 TGO 4 MDG 4"),
    ),
    11: (
        date(2025, 1, 6),
        date(2025, 7, 11),
        counts("SEN 6 MAR 5 TUN 4 TGO 4 MDG 3 GIN 3"),
        counts("SEN 6 MAR 5 TUN 4 TGO 4 MDG 4"),
    ),
}
CALLED_OFF: Final = 7
# Of edition 2 six pairs lost their Senegalese side before the start: how is not published.
LOST_BEFORE_START: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("WITHDRAWN",),
    2: ("VISA_REFUSED", "VISA_REFUSED", "VISA_REFUSED", "WITHDRAWN", "WITHDRAWN", "HOST_CANCELLED"),
}
# In these editions one volunteer carries the code of a pair whose other side never was entered: the check warns.
BROKEN_PAIRS: Final = (5, 9, 10)

PRODDIGE: Final[Mapping[int, tuple[str, int]]] = {
    2020: ("TUN TGO MLI BFA HTI PER ECU KHM VNM", 9),
    2021: ("", 9),
    2022: ("TUN TGO MLI BFA HTI PER ECU KHM VNM", 9),
    2023: ("TUN TGO BEN CMR PER ECU KHM VNM IND MDG", 10),
    2024: ("TUN TGO BEN CMR PER ECU KHM VNM IND COL", 10),
    2025: ("TUN TGO BEN CMR PER ECU KHM VNM IND COL", 11),
}
PROJECTS: Final = ("Jardin partagé", "Repair café", "Cuisine anti-gaspi", "Ateliers sur les ODD")
STOPPED_BY_COVID: Final = "TUN TGO BEN BFA HTI PER ECU KHM VNM SEN MAR CMR"
REPLACED_BY: Final = ("ESP", "ITA", "DEU", "POL")

AFRICA2020: Final = ("BEN", "BFA", "CIV", "CMR", "GHA", "KEN", "MDG", "RWA", "SEN", "TUN", "ZAF")
PILOT_HUB: Final = "MAR"
PILOT: Final = counts("CIV 3 MLI 1 SEN 4")
PILOT_HOSTS: Final = (*["MAR"] * 8, *["CIV"] * 3, "MLI", *["SEN"] * 3)
ENLAZANDO_COUNTRIES: Final = ("BOL", "COL", "ECU", "PRY", "PER", "ARG")
DENVA: Final = (("TGO", "GHA"), ("CIV", "CMR"), ("SEN", "GIN"), ("BEN", "MRT"), ("TGO", "BEN"))


def weccee(makers: Makers, codes: Codes) -> list[Plan]:
    """Return all editions: a French volunteer abroad and one from there in France make a pair, country by country."""
    plans = []
    for number, (start, end, leaving, coming) in WECCEE.items():
        lost = list(LOST_BEFORE_START.get(number, ()))
        broken = number in BROKEN_PAIRS
        for country, sent in leaving.items():
            came = coming.get(country, 0)
            reasons = ["PROGRAMME_CANCELLED" if number == CALLED_OFF else ""] * came + lost
            for out, reason in zip_longest(range(sent), reasons):
                alone = out is None or reason is None
                pair = "" if alone and not broken else codes.digits("B-")
                broken = broken and not alone
                edition = _edition(makers, number, country, start, end, pair)
                called_off = "PROGRAMME_CANCELLED" if number == CALLED_OFF else ""
                if out is not None:
                    plans.append(replace(edition[0], closed_reason=called_off))
                if reason is not None:
                    plans.append(replace(edition[1], closed_reason=reason))
            lost = []
    return plans


def _edition(makers: Makers, number: int, country: str, start: date, end: date, pair: str) -> tuple[Plan, Plan]:
    """Return the two sides of a pair: who leaves France, who comes."""
    carrier = makers.organisations.one("weccee")
    out = Plan(
        scheme="SC_INTL",
        origin="FRA",
        destination=country,
        planned_start=start,
        planned_end=end,
        cohort=f"WECCEE {number}",
        sending=carrier,
        hosting=makers.organisations.partner(country),
        programme="WECCEE",
        pair=pair,
        project="Microprojet du binôme",
        training_days=makers.chance.between(10, 14),
        punctual=True,
    )
    hosting, coordinating = makers.organisations.host(start, end)
    into = replace(
        out,
        scheme="SC_RECIP",
        origin=country,
        destination="FRA",
        sending=out.hosting,
        hosting=hosting,
        coordinating=coordinating or carrier,
    )
    return out, into


def proddige(makers: Makers, codes: Codes) -> list[Plan]:
    """Return all classes: pairs of one local and one Southern volunteer with a mission in one host, and a common project."""
    plans = []
    for year, (countries, local) in PRODDIGE.items():
        start = date(year, 1, 13)
        for number, country in zip_longest(range(local), countries.split()):
            pair = codes.digits("B-") if number is not None and country is not None else ""
            project = PROJECTS[(number or 0) % len(PROJECTS)]
            side = _side(makers, start, pair, project)
            if number is not None:
                plans.append(side)
            if country is not None:
                plans.append(
                    replace(side, scheme="SC_RECIP", origin=country, sending=makers.organisations.partner(country))
                )
    return plans + _second_class(makers)


def _side(makers: Makers, start: date, pair: str, project: str) -> Plan:
    """Return the local side: a young person of the region, in volunteering at home."""
    end = start.replace(month=7, day=17)
    hosting, _ = makers.organisations.host(start, end)
    carrier = makers.organisations.one("proddige")
    return Plan(
        scheme="NATIONAL",
        origin="FRA",
        destination="FRA",
        planned_start=start,
        planned_end=end,
        cohort=f"{start.year - 1}-{start.year}",
        sending=carrier,
        hosting=hosting,
        coordinating=carrier,
        programme="PRODDIGE",
        pair=pair,
        project=project,
        sector=makers.chance.one_of(("ENVIRONMENT", "SOLIDARITY")),
        training_days=5,
        punctual=True,
    )


def _second_class(makers: Makers) -> list[Plan]:
    """Return what Covid did to the class of 2021: nobody from the South, some Europeans instead."""
    side = replace(_side(makers, date(2021, 1, 13), "", PROJECTS[0]), closed_reason="")
    stopped = [
        replace(
            side,
            scheme="SC_RECIP",
            origin=country,
            sending=makers.organisations.partner(country),
            closed_reason="PROGRAMME_CANCELLED",
            note="Covid-19",
        )
        for country in STOPPED_BY_COVID.split()
    ]
    instead = [
        replace(
            side,
            scheme="ESC",
            origin=country,
            sending=makers.organisations.partner(country),
            hosting=makers.organisations.one("solidarity_corps"),
            coordinating="",
            note="remplace une arrivée empêchée par la Covid-19",
        )
        for country in REPLACED_BY
    ]
    return stopped + instead


def africa2020(makers: Makers) -> list[Plan]:
    """Return the eleven of the Africa2020 Season, one per country and per cultural body; countries and days are invented."""
    bodies = makers.chance.shuffled(makers.organisations.ids("culture"))
    plans = []
    for country, body in zip(AFRICA2020, bodies, strict=True):
        start = date(2021, 9, makers.chance.between(1, 24))
        plans.append(
            Plan(
                scheme="SC_RECIP",
                origin=country,
                destination="FRA",
                planned_start=start,
                planned_end=last_day(start, 8),
                cohort="season",
                sending=makers.organisations.partner(country),
                hosting=body,
                programme="AFRICA2020",
                sector="CULTURE",
                punctual=True,
                note="pays inventé",
            )
        )
    return plans


def _between_partners(makers: Makers, ends: tuple[str, str], start: date, host: str = "") -> Plan:
    """Return one VSI placement between two countries of the South, sent by a partner, held by a French association."""
    origin, destination = ends
    return Plan(
        scheme="VSI_SS",
        origin=origin,
        destination=destination,
        planned_start=start,
        planned_end=last_day(start, 12),
        cohort=str(start.year),
        sending=makers.organisations.partner(origin),
        hosting=host or makers.organisations.partner(destination),
        coordinating=makers.organisations.ids("vsi")[0],
        training_days=5,
        punctual=True,
    )


def pilot(makers: Makers) -> list[Plan]:
    """Return the South–South pilot: 8 out of Morocco and 8 in, as planned; 15 organisations, so that one hosts two."""
    plans = []
    for country, number in PILOT.items():
        for ends in ((PILOT_HUB, country), (country, PILOT_HUB)):
            hosts = makers.organisations.pilot(ends[1])
            for count in range(number):
                # In Morocco the eight hosts take one each: three, then one, then four.
                at = count + (0 if country == "CIV" else 3 if country == "MLI" else 4) if ends[1] == PILOT_HUB else count
                start = date(2021, 2, 1) + days(makers.chance.between(0, 18))
                plan = _between_partners(makers, ends, start, hosts[at % len(hosts)])
                plans.append(replace(plan, programme="SUDSUD", cohort="2020-2022"))
    return plans


def enlazando(makers: Makers) -> list[Plan]:
    """Return the few placements of EnLAzando, one per country from 2022; the programme is mostly grants and meetings."""
    starts = (date(2022, 3, 7), date(2022, 9, 12), date(2023, 2, 6), date(2023, 9, 11), date(2024, 2, 5), date(2024, 9, 9))
    chosen = zip(ENLAZANDO_COUNTRIES, starts, strict=True)
    return [vsi_abroad(makers, country, start, "ENLAZANDO", "phase 2") for country, start in chosen]


def between_south(makers: Makers) -> list[Plan]:
    """Return the other South–South placements: two Colombians and one Peruvian in 2021, and DENVA's five in 2025."""
    of_2021 = [(("COL", "PER"), date(2021, 9, 6)), (("COL", "PER"), date(2021, 9, 20)), (("PER", "ECU"), date(2021, 10, 4))]
    plans = [_between_partners(makers, ends, start) for ends, start in of_2021]
    for ends in DENVA:
        plan = _between_partners(makers, ends, date(2025, 9, 1) + days(makers.chance.between(0, 25)))
        plans.append(replace(plan, programme="DENVA"))
    return plans
