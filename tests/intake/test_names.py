from __future__ import annotations

import csv
import os
from pathlib import Path

import pycountry
import pytest

from crossmobility.intake.names import normalised, resolve, resolved
from crossmobility.reference import countries


@pytest.mark.trials
def test_every_variant_a_french_office_writes_is_right_and_none_is_wrong() -> None:
    file = Path(os.environ["CROSSMOBILITY_TRIALS"]) / "country-names" / "variants.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        wrong = [
            (row["name"], resolve(row["name"]).code, row["expected_iso3"])
            for row in csv.DictReader(lines)
            if resolve(row["name"]).code != row["expected_iso3"]
        ]
    assert wrong == []


def test_official_names_near_another_country_s_are_never_given_its_code() -> None:
    wrong = []
    for iso in pycountry.countries:
        for kind in ("name", "official_name", "common_name"):
            name = getattr(iso, kind, None)
            if name and iso.alpha_3 in countries():
                found = resolve(name)
                if found.code != iso.alpha_3:
                    wrong.append((name, iso.alpha_3, found.code))
    assert wrong == []


def test_a_letter_lost_from_an_official_name_never_leads_to_another_country() -> None:
    names = {
        name: iso.alpha_3
        for iso in pycountry.countries
        if iso.alpha_3 in countries()
        for name in (iso.name, getattr(iso, "official_name", iso.name))
    }
    damaged = {name[:at] + name[at + 1 :]: code for name, code in names.items() for at in range(0, len(name), 3)}
    found = resolved(damaged)
    assert [(name, one.code) for name, one in found.items() if one.code not in ("", damaged[name])] == []
    assert sum(one.code != "" for one in found.values()) > len(found) / 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Republic of Korea", "KOR"),
        ("Republic of Kenya", "KEN"),
        ("Korea, Rep.", "KOR"),
        ("Democratic Republic of the Congo", "COD"),
        ("Republic of China", "TWN"),
        ("COTE D IVOIRE", "CIV"),
        ("St Vincent/Grenadines", "VCT"),
        ("Trinité-et-Tobago", "TTO"),
        ("  sénégal ", "SEN"),
        ("KOSOVO", "XKX"),
        ("_O", "_O"),
        ("SEN", "SEN"),
    ],
)
def test_names_known_for_certain(name: str, code: str) -> None:
    assert (resolve(name).code, resolve(name).certainty) == (code, "exact")


@pytest.mark.parametrize(("name", "code"), [("Venezuala", "VEN"), ("Burkna Faso", "BFA"), ("Guinée Bisau", "GNB")])
def test_misspelt_names_are_to_confirm(name: str, code: str) -> None:
    assert (resolve(name).code, resolve(name).certainty) == (code, "to_confirm")


@pytest.mark.parametrize(
    ("name", "certainty"),
    [
        ("Total", "total"),
        ("WORLDWIDE TOTAL", "total"),
        ("Total général", "total"),
        ("Afrique de l'Ouest", "region"),
        ("Central Africa", "region"),
        ("Union européenne", "region"),
        ("Other countries", "unknown"),
        ("Africa: unknown countries", "unknown"),
        ("N/A", "unknown"),
        ("Sudan (pre-secession)", "former"),
        ("Netherlands Antilles", "former"),
        ("ALBANIA/MONTENEGRO", "several"),
        ("Corée", "ambiguous"),
        ("Democratic Republic of Korea", "unresolved"),
        ("Western Afrika", "unresolved"),
        ("Nigera", "unresolved"),
        ("PCR US RELIEF", "unresolved"),
        ("", "unresolved"),
    ],
)
def test_what_is_no_single_country_gets_no_code(name: str, certainty: str) -> None:
    assert (resolve(name).code, resolve(name).certainty) == ("", certainty)


def test_congo_alone_is_the_republic_with_a_warning() -> None:
    assert (resolve("Congo").code, resolve("Congo").certainty) == ("COG", "ambiguous")


def test_na_is_namibia_in_a_column_of_codes_and_not_available_among_names() -> None:
    assert resolved(["NA", "SN", "FR"])["NA"].code == "NAM"
    assert resolved(["NA", "Sénégal", "France"])["NA"].code == ""


def test_normalising_forgets_accents_case_and_punctuation() -> None:
    assert normalised("Côte d’Ivoire") == normalised("COTE  D-IVOIRE") == "cote d ivoire"
