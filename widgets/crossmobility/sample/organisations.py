"""Invented organisations: hosts, associations and networks in France, partners abroad, their agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from crossmobility.sample.calendar import day_between
from crossmobility.sample.chance import Chance

AGREEMENTS_FROM: Final = date(2013, 1, 1)
# Agreements last three or four years and are renewed; the table holds one period, from the first to the last renewal.
AGREEMENTS_TO: Final = date(2027, 12, 31)
AGENCIES: Final = ("SEN", "BEN", "TGO", "CIV", "MDG", "BFA")


@dataclass(frozen=True)
class Organisation:
    """One row of ``organisations``; an empty date is unknown, or "still" for the last ones."""

    org_id: str
    name: str
    country: str
    org_type: str
    can_send: bool = False
    can_host: bool = False
    can_coordinate: bool = False
    is_funder: bool = False
    accreditation: str = "NONE"
    accreditation_from: date | None = None
    accreditation_to: date | None = None
    annual_capacity: int | None = None
    active_from: date | None = None
    active_to: date | None = None
    is_synthetic: bool = True

    def works(self, first: date, last: date) -> bool:
        """Return whether it is active from ``first`` to ``last``."""
        return (self.active_from or first) <= first and last <= (self.active_to or last)


COLUMNS: Final = tuple(field.name for field in fields(Organisation))

# Role: how many, what they are called, type, agreement, what they may do.
IN_FRANCE: Final[tuple[tuple[str, int, str, tuple[str, ...], str, str], ...]] = (
    ("host", 22, "Structure d’accueil", ("NGO_NAT", "NGO_NAT", "LOCAL_GOV", "EDU", "OTHER"), "SC", "host"),
    ("small_host", 6, "Petite structure d’accueil", ("NGO_NAT", "CULTURE"), "NONE", "host"),
    ("network", 3, "Réseau d’intermédiation", ("NGO_NAT",), "SC", "send host coordinate"),
    ("culture", 11, "Lieu culturel", ("CULTURE",), "SC", "host"),
    ("sender", 6, "Association d’envoi", ("NGO_NAT", "NGO_INT"), "SC", "send host"),
    ("vsi", 6, "Association de volontariat", ("NGO_INT",), "VSI", "send host coordinate"),
    ("camp", 4, "Association de chantiers", ("NGO_NAT",), "ASSOC", "send host"),
    ("solidarity_corps", 2, "Structure du Corps européen", ("NGO_NAT",), "ESC_QL", "send host"),
    ("weccee", 1, "Association porteuse des binômes", ("NGO_NAT",), "SC", "send host coordinate"),
    ("proddige", 1, "Association porteuse des projets collectifs", ("NGO_NAT",), "SC", "send host coordinate"),
    ("funder", 2, "Bailleur", ("GOV", "FOUNDATION"), "NONE", "fund"),
)


class Organisations:
    """The organisations of the sample, and who takes part in a mission."""

    def __init__(self, chance: Chance, partner_countries: Sequence[str], pilot_hosts: Sequence[str]) -> None:
        self.rows: list[Organisation] = []
        self._chance = chance
        self._by_role: dict[str, list[Organisation]] = {}
        for role, number, title, types, accreditation, rights in IN_FRANCE:
            for count in range(number):
                self._add(role, title, "FRA", types[count % len(types)], accreditation, rights)
        for country in sorted(set(partner_countries)):
            self._add(f"partner {country}", "Partenaire", country, "NGO_NAT", "NONE", "send host")
        for country in AGENCIES:
            self._add(f"partner {country}", "Agence partenaire", country, "NAT_AGENCY", "NONE", "send host")
        for country in pilot_hosts:
            self._add("pilot", "Structure d’accueil", country, "NGO_NAT", "NONE", "host")

    def _add(self, role: str, title: str, country: str, org_type: str, accreditation: str, rights: str) -> None:
        number = len(self.rows) + 1
        agreed = accreditation != "NONE"
        # Some hosts came later, some left: loyalty of hosts can be followed.
        begun = day_between(self._chance, date(2012, 1, 1), AGREEMENTS_FROM)
        ended = None
        if role == "host" and number % 3 == 0:
            begun = date(2014 + number // 3, 1, 1)
        if role == "host" and number % 5 == 1:
            ended = date(2018 + number // 4, 12, 31)
        organisation = Organisation(
            org_id=f"ORG-{number:04d}",
            name=f"{title} {number:03d} (exemple)",
            country=country,
            org_type=org_type,
            can_send="send" in rights,
            can_host="host" in rights,
            can_coordinate="coordinate" in rights,
            is_funder="fund" in rights,
            accreditation=accreditation,
            accreditation_from=max(begun, AGREEMENTS_FROM) if agreed else None,
            accreditation_to=(ended or AGREEMENTS_TO) if agreed else None,
            annual_capacity=None if "fund" in rights else self._chance.between(2, 8) * 5,
            active_from=begun,
            active_to=ended,
        )
        self.rows.append(organisation)
        self._by_role.setdefault(role, []).append(organisation)

    def ids(self, role: str) -> list[str]:
        """Return the codes of the organisations in a role."""
        return [organisation.org_id for organisation in self._by_role[role]]

    def one(self, role: str) -> str:
        """Return the code of one organisation in a role."""
        return self._chance.one_of(self._by_role[role]).org_id

    def partner(self, country: str) -> str:
        """Return the code of a partner in a country: the national agency more often, where there is one."""
        partners = self._by_role[f"partner {country}"]
        return (partners[-1] if self._chance.percent(60) else partners[0]).org_id

    def pilot(self, country: str) -> list[str]:
        """Return the codes of the hosts of the South–South pilot in a country."""
        return [organisation.org_id for organisation in self._by_role["pilot"] if organisation.country == country]

    def host(self, first: date, last: date) -> tuple[str, str]:
        """Return a Service Civique host in France active from ``first`` to ``last``, and who holds its agreement if not it."""
        if self._chance.percent(18):
            return self.one("small_host"), self.one("network")
        roles = ("host", "host", "network", "culture") if self._chance.percent(30) else ("host",)
        able = [one for role in roles for one in self._by_role[role] if one.works(first, last)]
        return self._chance.one_of(able).org_id, ""
