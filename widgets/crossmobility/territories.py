"""Codes, regions and memberships of countries from public lists; used where ``countries.csv`` is made.

ISO 3166-1 from pycountry; UN M49 regions and the members of the UN and the EU from CLDR's territory containment;
recipients of official development assistance from the OECD DAC list. Geography adds where each country lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pycountry

from crossmobility.errors import BadReference
from crossmobility.i18n import message

Containment = Mapping[str, Mapping[str, Sequence[str]]]

# Names of the DAC list that ISO 3166-1 writes otherwise.
AID_NAMES: Final = {
    "China (People's Republic of)": "CHN",
    "Democratic Republic of the Congo": "COD",
    "Kosovo": "XKX",
    "Micronesia": "FSM",
    "Saint Helena": "SHN",
    "West Bank and Gaza Strip": "PSE",
}
AID_LIST_DATE: Final = "2024-10-25"  # the day of the commit named in geography.py; the list itself states none
NO_COUNTRY: Final = "Part I unallocated by income"  # regional rows of the list
# States of 2025 beside the 27 of the EU: the rest of the EEA, and Switzerland.
EEA_CH_BESIDE_EU: Final = {"IS", "LI", "NO", "CH"}


@dataclass(frozen=True)
class Territory:
    """What is known of a country without a map; regions are empty where UN M49 has none."""

    iso3: str
    iso2: str
    numeric: str
    region: str
    subregion: str
    un_member: bool
    is_oda: bool
    is_eea_ch: bool


def territories(containment: Containment, aid: set[str]) -> list[Territory]:
    """Return every ISO 3166-1 country and Kosovo, by alpha-3 code; ``aid`` holds the alpha-3 codes of recipients."""
    eea_ch = {*containment["EU"]["_contains"], *EEA_CH_BESIDE_EU}
    codes = [(country.alpha_3, country.alpha_2, country.numeric) for country in pycountry.countries]
    return [
        Territory(
            iso3=iso3,
            iso2=iso2,
            numeric=numeric,
            region=region,
            subregion=subregion,
            un_member=iso2 in containment["UN"]["_contains"],
            is_oda=iso3 in aid,
            is_eea_ch=iso2 in eea_ch,
        )
        for iso3, iso2, numeric in sorted([*codes, ("XKX", "XK", "")])  # Kosovo: user-assigned codes, no number
        for region, subregion in [_regions(iso2, containment)]
    ]


def aid_recipients(rows: Iterable[Mapping[str, str]]) -> set[str]:
    """Return the alpha-3 codes of the countries on the DAC list (``name_en``, ``income_group``), all known."""
    names = {
        getattr(country, form, country.name).casefold(): country.alpha_3
        for country in pycountry.countries
        for form in ("name", "common_name", "official_name")
    }
    names |= {name.casefold(): iso3 for name, iso3 in AID_NAMES.items()}
    listed = [row["name_en"] for row in rows if row["income_group"] != NO_COUNTRY]
    unknown = [name for name in listed if name.casefold() not in names]
    if unknown:
        raise BadReference(
            message(
                "The list of aid recipients has names that ISO 3166-1 does not know: {names}.", names="; ".join(unknown)
            ),
            message("Add them to AID_NAMES in territories.py."),
        )
    return {names[name.casefold()] for name in listed}


def _regions(iso2: str, containment: Containment) -> tuple[str, str]:
    """Return UN M49 region and subregion; both empty for Antarctica, which M49 puts in none."""
    for region in containment["001"]["_contains"]:
        for subregion in containment[region]["_contains"]:
            # CLDR's own groups ("QO", outlying Oceania) have letters.
            if subregion.isdigit() and iso2 in containment[subregion]["_contains"]:
                return region, subregion
    return "", ""
