"""What the reference tables say of each programme and scheme: its own facts, with their sources, and nothing unproven."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crossmobility.domain.periods import period
from crossmobility.errors import BadReference
from crossmobility.reference import (
    HostingStep,
    ProgrammeEdition,
    SchemeRule,
    code_lists,
    countries,
    data_folder,
    hosting_steps,
    national_schemes,
    programme_countries,
    programme_editions,
    programmes,
    scheme_rules,
    schemes,
)

TABLES = ("programmes", "programme_countries", "programme_editions", "scheme_rules", "hosting_steps", "national_schemes")
# Said somewhere, confirmed nowhere: the second meaning of SCI, short visas for camps, two permits that are no routes.
UNCONFIRMED = ("Service Civil International", "court séjour", "short-stay", "stagiaire", "trainee", "étudiant", "student")
UNCONFIRMED_IN_DENVA = {"BFA", "MLI", "NER", "MDG", "BDI", "TUN"}


def edition(programme: str, name: str) -> ProgrammeEdition:
    (one,) = [entry for entry in programme_editions() if (entry.programme_id, entry.edition) == (programme, name)]
    return one


def places(programme: str, name: str, direction: str) -> set[str]:
    return {
        entry.country
        for entry in programme_countries()
        if (entry.programme_id, entry.edition, entry.direction) == (programme, name, direction)
    }


def rule(scheme: str, name: str) -> SchemeRule:
    return scheme_rules()[scheme][name]


def step(route: str, name: str) -> HostingStep:
    (one,) = [entry for entry in hosting_steps()[route] if entry.name_en == name]
    return one


def cells(name: str) -> Iterator[dict[str, str]]:
    with (data_folder() / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_enlazando_has_two_phases_and_argentina_joins_the_second() -> None:
    five = {"BOL", "COL", "ECU", "PRY", "PER"}
    assert places("ENLAZANDO", "phase 1", "BOTH") == five
    assert places("ENLAZANDO", "phase 2", "BOTH") == five | {"ARG"}
    assert (edition("ENLAZANDO", "phase 1").countries, edition("ENLAZANDO", "phase 2").countries) == (5, 6)
    assert (edition("ENLAZANDO", "phase 1").period, edition("ENLAZANDO", "phase 2").period) == ("", "2022-01-01/2024-12-31")
    one = programmes()["ENLAZANDO"]
    assert (one.started, one.ended, one.lead("fr")) == ("2020-06", "", "France Volontaires")
    assert "FSPI" in one.funders("en")[0]


def test_enlazando_counts_grants_and_people_reached_rather_than_placements() -> None:
    fund, seminar = edition("ENLAZANDO", "FIV 1"), edition("ENLAZANDO", "seminar Lima 2024")
    assert (fund.kind, fund.fund_eur, fund.grants, fund.grant_eur) == ("fund", 30_000, 10, 3_000)
    assert (fund.applications, fund.more_than) == (100, ("applications",)), "more than a hundred, not a hundred"
    assert (seminar.kind, seminar.on_site, seminar.online) == ("event", 100, 600)
    assert seminar.more_than == ("on_site", "online")
    assert {entry.done for entry in programme_editions() if entry.programme_id == "ENLAZANDO"} == {None}


def test_proddige_planned_twenty_four_and_had_eighteen_from_ten_countries() -> None:
    first = edition("PRODDIGE", "2019-2020")
    assert (first.planned, first.planned_in, first.done, first.countries) == (24, 12, 18, 10)
    assert (first.certainty, first.planned_certainty) == ("published", "second_hand")
    hosted = places("PRODDIGE", "2019-2020", "IN")
    assert hosted == {"PER", "ECU", "HTI", "TUN", "TGO", "MLI", "BFA", "KHM", "VNM"}
    assert places("PRODDIGE", "2019-2020", "LOCAL") == {"FRA"}, "the young people of the region do not travel"
    assert len(hosted) + 1 == first.countries
    assert len(programmes()["PRODDIGE"].funders("fr")) == 3
    assert edition("PRODDIGE", "2020-2021").done is None, "arrivals were stopped, and the result is not published"


def test_the_south_south_pilot_is_seen_from_morocco_and_its_result_has_no_split() -> None:
    pilot = edition("SUDSUD", "2020-2022")
    assert programmes()["SUDSUD"].reference_country == "MAR"
    assert (pilot.planned_out, pilot.planned_in, pilot.done, pilot.organisations) == (8, 8, 16, 15)
    assert (pilot.done_out, pilot.done_in, pilot.planned) == (None, None, None), "sums and splits nobody published"
    assert "R.3.2" in pilot.note("fr") and pilot.period == "2020-01-01/2022-02-28"
    hosted = {
        e.country: e.target_places for e in programme_countries() if (e.programme_id, e.direction) == ("SUDSUD", "IN")
    }
    assert hosted == {"SEN": 4, "MLI": 1, "CIV": 3} and sum(filter(None, hosted.values())) == pilot.planned_in
    sent = {e.country: e.target_places for e in programme_countries() if (e.programme_id, e.direction) == ("SUDSUD", "OUT")}
    assert sent == {"SEN": None, "MLI": None, "CIV": None}


def test_weccee_changes_its_countries_by_edition_and_guinea_only_receives() -> None:
    assert places("WECCEE", "WECCEE 1", "BOTH") == places("WECCEE", "WECCEE 2", "BOTH") == {"SEN"}
    assert places("WECCEE", "WECCEE 11", "BOTH") == {"MAR", "TUN", "SEN", "TGO", "MDG"}
    assert (places("WECCEE", "WECCEE 11", "OUT"), places("WECCEE", "WECCEE 11", "IN")) == ({"GIN"}, set())
    assert places("WECCEE", "", "BOTH") == {"MDG", "VNM", "PER"}, "named without an edition"
    assert programmes()["WECCEE"].started == "2014"


def test_weccee_publishes_its_editions_in_different_ways() -> None:
    both = {name: (edition("WECCEE", name).done_out, edition("WECCEE", name).done_in) for name in ("WECCEE 1", "WECCEE 2")}
    assert both == {"WECCEE 1": (10, 9), "WECCEE 2": (10, 4)}
    assert edition("WECCEE", "WECCEE 1").done is None, "nobody published the sum"
    assert (edition("WECCEE", "WECCEE 2022").done, edition("WECCEE", "WECCEE 11").done) == (52, 48)
    last = edition("WECCEE", "WECCEE 11")
    assert (last.planned_out, last.planned_in, last.planned_certainty) == (25, 25, "second_hand")
    assert edition("WECCEE", "WECCEE 1").period == "" and edition("WECCEE", "WECCEE 2").period == "2015-11-01/2016-06-30"


def test_africa2020_had_one_volunteer_a_country_and_names_no_country() -> None:
    season = edition("AFRICA2020", "season")
    assert (season.done, season.done_in, season.countries, season.organisations, season.period) == (11, 11, 11, 11, "")
    assert [entry for entry in programme_countries() if entry.programme_id == "AFRICA2020"] == []
    assert (programmes()["AFRICA2020"].started, programmes()["AFRICA2020"].funders("en")) == ("", ())


def test_denva_names_twelve_countries_and_no_others() -> None:
    named = places("DENVA", "", "BOTH")
    assert named == {"BEN", "CMR", "COG", "CIV", "GHA", "GIN", "GNB", "MRT", "COD", "SEN", "TCD", "TGO"}
    assert edition("DENVA", "launch 2024").countries == len(named) == 12
    assert not named & UNCONFIRMED_IN_DENVA
    assert edition("DENVA", "launch 2024").more_than == ("attended",)
    assert "24 mois" in edition("DENVA", "launch 2024").note("fr") and programmes()["DENVA"].ended == ""


def test_national_schemes_are_those_a_source_names_and_three_publish_a_number() -> None:
    numbers = {entry.country: entry.volunteers for entry in national_schemes() if entry.volunteers is not None}
    assert numbers == {"TGO": 1_870, "CIV": 500, "CMR": 280}
    assert {entry.country for entry in national_schemes()} <= places("DENVA", "", "BOTH")
    assert {entry.country for entry in national_schemes()} & UNCONFIRMED_IN_DENVA == set()


@pytest.mark.parametrize("code", ["NOREC", "WELTWARTS"])
def test_a_programme_shown_for_comparison_says_no_more_than_its_source(code: str) -> None:
    assert programmes()[code].citation and programmes()[code].purpose("en") == ""
    assert [entry for entry in programme_editions() if entry.programme_id == code] == []


def test_incoming_service_civique_needs_a_country_that_hosts_french_volunteers() -> None:
    assert rule("SC_RECIP", "reciprocity").certainty == "official"
    assert "l’Espace économique européen" in rule("SC_RECIP", "nationality").text("fr")
    assert rule("SC_RECIP", "visa_route").certainty == "second_hand" and "VLS-T" in rule("SC_RECIP", "visa_route").text(
        "en"
    )
    assert rule("SC_RECIP", "nationality_to_check").certainty == "single_source"
    assert "to be checked" in rule("SC_RECIP", "nationality_to_check").text("en")
    assert "619,83\u00a0€" in rule("SC_RECIP", "indemnity").text("fr") and "2024" in rule("SC_RECIP", "indemnity").text(
        "fr"
    )


def test_outgoing_service_civique_goes_through_a_french_body_and_has_no_french_visa() -> None:
    assert "intermédiation" in rule("SC_INTL", "who_can_host").text("fr")
    assert "113.70" in rule("SC_INTL", "social_cover").text("en")
    assert not {"visa_route", "reciprocity", "residence", "nationality"} & set(scheme_rules()["SC_INTL"])
    assert rule("SC_INTL", "duration").text("en") == "From 6 to 12 months, without interruption."
    assert (schemes()["SC_INTL"].planned_days_min, schemes()["SC_INTL"].planned_days_max) == (180, 366)


def test_vsi_lasts_two_years_at_most_and_six_in_a_lifetime_by_law() -> None:
    for name, words in (("duration", "two years"), ("lifetime", "Six years"), ("early_end", "one month")):
        assert (rule("VSI", name).certainty, words in rule("VSI", name).text("en")) == ("law", True), name
        assert rule("VSI", name).valid_from == date(2005, 2, 23)
    assert "15\u00a0%" in rule("VSI", "who_can_host").text("fr")
    assert "visa_route" not in scheme_rules()["VSI"], "the visa of the host country is not ours to state"


def test_incoming_vsi_was_opened_in_2021_and_its_amounts_are_not_published() -> None:
    assert rule("VSI_RECIP", "place").valid_from == date(2021, 8, 4)
    assert "VLS-TS" in rule("VSI_RECIP", "visa_route").text("fr") and "visiteur" in rule("VSI_RECIP", "visa_route").text(
        "fr"
    )
    assert "€" not in rule("VSI_RECIP", "indemnity").text("fr")
    assert "not late" in rule("VSI_RECIP", "training_on_arrival").text("en")
    assert "390" in rule("VSI_RECIP", "state_aid").text("en")


def test_south_south_vsi_is_never_in_the_volunteers_own_country() -> None:
    assert "never in a country of which the volunteer is a national" in rule("VSI_SS", "place").text("en")
    assert not {"visa_route", "indemnity"} & set(scheme_rules()["VSI_SS"])


def test_work_camps_last_weeks_and_their_visa_is_left_out() -> None:
    assert set(scheme_rules()["CAMP"]) == {"group", "duration", "hours", "age", "costs", "reciprocity"}
    assert "two to three weeks" in rule("CAMP", "duration").text("en").lower()
    assert "25" in rule("CAMP", "hours").text("en")
    assert "10 to 20" in rule("CAMP", "group").text("en") and "10 to 30" in rule("CAMP", "group").text("en")


def test_schemes_without_a_stated_rule_have_none() -> None:
    assert set(scheme_rules()) == {"SC_RECIP", "SC_INTL", "VSI", "VSI_RECIP", "VSI_SS", "CAMP"}
    assert {entry.checked_on for rules in scheme_rules().values() for entry in rules.values()} == {None}


def test_the_visa_file_is_lodged_from_three_months_before_and_warned_of_at_sixty_days() -> None:
    for route in hosting_steps():
        earliest, warning = step(route, "Consulate appointment and file"), step(route, "Visa file lodged")
        assert (earliest.trigger, earliest.offset_months, earliest.kind) == ("planned_arrival", -3, "window")
        assert (warning.trigger, warning.offset_days, warning.certainty) == ("planned_arrival", -60, "ours")


def test_service_civique_is_signed_before_twenty_six_and_needs_no_validation_of_a_visa() -> None:
    age = step("SC_RECIP", "Contract signed before 26")
    assert (age.trigger, age.offset_days, age.kind) == ("contract", 0, "deadline")
    assert (
        step("SC_RECIP", "Notice of an early end").trigger,
        step("SC_RECIP", "Notice of an early end").offset_months,
    ) == (
        "notice",
        1,
    )
    assert [one for one in hosting_steps()["SC_RECIP"] if (one.trigger, one.kind) == ("arrival", "deadline")] == []
    assert not step("SC_RECIP", "Reciprocity request").is_dated, "no date is published for it"


def test_an_incoming_vsi_validates_the_visa_within_three_months() -> None:
    validated, renewed = step("VSI_RECIP", "Visa validated online"), step("VSI_RECIP", "Permit renewal")
    assert (validated.trigger, validated.offset_months, validated.kind, validated.certainty) == (
        "arrival",
        3,
        "deadline",
        "law",
    )
    assert (renewed.trigger, renewed.offset_months, renewed.kind) == ("permit_end", -2, "window")


def test_a_volunteer_of_an_association_asks_for_the_permit_within_a_month_of_entry() -> None:
    permit, contract = step("ASSOCIATION", "Provisional residence permit"), step("ASSOCIATION", "Contract before entry")
    assert (permit.trigger, permit.offset_months, permit.kind, permit.certainty) == ("arrival", 1, "deadline", "law")
    assert (contract.trigger, contract.offset_days) == ("planned_arrival", 0)


def test_the_agreement_of_the_host_holds_until_the_planned_end() -> None:
    for route, name in (("SC_RECIP", "Agreement of the host"), ("VSI_RECIP", "Agreement of the association")):
        assert (step(route, name).trigger, step(route, name).offset_days, step(route, name).kind) == ("end", 0, "validity")


def test_steps_follow_each_other_and_what_is_ours_is_marked() -> None:
    for route, steps in hosting_steps().items():
        assert [one.step for one in steps] == list(range(1, len(steps) + 1)), route
        assert {one.certainty == "ours" for one in steps if "règle de ce classeur" in one.citation} == {True}
        ours = {one.name_en for one in steps if one.certainty == "ours"}
        assert ours == {
            "Visa file lodged",
            "Visa and insurance long enough",
            "Final report",
            "Debrief",
            "Six-month survey",
        }


def test_every_row_has_its_source_with_an_address() -> None:
    for name in TABLES:
        for number, row in enumerate(cells(name), start=2):
            if row.get("certainty") != "ours":
                assert "http" in row["citation"] and ", " in row["citation"], f"{name}, line {number}"


def test_nothing_unconfirmed_is_stated() -> None:
    for name in TABLES:
        text = (data_folder() / "reference" / f"{name}.csv").read_text(encoding="utf-8").lower()
        assert [words for words in UNCONFIRMED if words.lower() in text] == [], name
        assert "unverified" not in {row.get("certainty") for row in cells(name)}, name


def test_codes_and_periods_are_known() -> None:
    lists = code_lists()
    for place in programme_countries():
        assert (
            place.country in countries() and place.direction in lists["direction"] and place.certainty in lists["certainty"]
        )
    for one in programme_editions():
        assert one.kind in lists["edition_kind"] and one.certainty in lists["certainty"]
        assert not one.period or period(one.period)
    for programme in programmes().values():
        for text in (programme.started, programme.ended):
            assert not text or period(text)
        assert len(programme.funders("fr")) == len(programme.funders("en"))
        assert programme.sdg_focus == (), "no source names goals of its own"
    for rules in scheme_rules().values():
        assert {entry.certainty for entry in rules.values()} <= set(lists["rule_certainty"]) - {"ours"}
        assert set(rules) <= set(lists["scheme_rule"])
    for route, steps in hosting_steps().items():
        assert route in lists["hosting_route"]
        assert {one.trigger for one in steps} <= set(lists["step_trigger"])
        assert {one.kind for one in steps} <= set(lists["step_kind"])


def test_the_editions_that_countries_name_exist() -> None:
    known = {(one.programme_id, one.edition) for one in programme_editions()}
    assert {(one.programme_id, one.edition) for one in programme_countries() if one.edition} <= known


def test_both_languages_say_something_and_french_is_typeset() -> None:
    plain = re.compile(r"'| [;:!?%€]|« | »")
    for name in TABLES:
        for number, row in enumerate(cells(name), start=2):
            for column in (column for column in row if column.endswith("_fr")):
                assert bool(row[column]) == bool(row[f"{column[:-3]}_en"]), f"{name}, line {number}, {column}"
                assert not plain.search(row[column]), f"{name}, line {number}: {row[column]}"


def test_a_reference_table_with_the_old_columns_is_read_and_says_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = tmp_path / "reference"
    reference.mkdir()
    for name in ("countries", "schemes"):
        text = (data_folder() / "reference" / f"{name}.csv").read_text(encoding="utf-8")
        (reference / f"{name}.csv").write_text(text, encoding="utf-8")
    head = "programme_id,name_fr,name_en,design,reference_country,default_scheme"
    (reference / "programmes.csv").write_text(f"{head}\nNEW,Nouveau,New,TWO_WAY,FRA,\n", encoding="utf-8")
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(tmp_path))
    one = programmes()["NEW"]
    assert (one.name("fr"), one.lead("fr"), one.funders("fr"), one.citation) == ("Nouveau", "", (), "")


@pytest.mark.parametrize(
    ("name", "column", "value", "problem"),
    [
        ("programme_editions", "more_than", "online", "“online” is no value for more_than"),
        ("programme_editions", "planned_citation", "", "“” is no value for planned_citation"),
        ("programme_editions", "programme_id", "NOBODY", "“NOBODY” is no value for programme_id"),
        ("programme_countries", "country", "XXX", "unknown country or scheme: XXX"),
        ("scheme_rules", "scheme", "SCOUTS", "unknown country or scheme: SCOUTS"),
        ("hosting_steps", "kind", "step", "“step” is no value for kind"),
        ("national_schemes", "volunteers", "many", "“many” is no value for volunteers"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(
    name: str, column: str, value: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(cells(name))
    at = [row["edition"] for row in rows].index("WECCEE 11") if name == "programme_editions" else 0
    rows[at][column] = value
    reference = tmp_path / "reference"
    reference.mkdir()
    for other in ("countries", "schemes", "programmes"):
        text = (data_folder() / "reference" / f"{other}.csv").read_text(encoding="utf-8")
        (reference / f"{other}.csv").write_text(text, encoding="utf-8")
    with (reference / f"{name}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    monkeypatch.setenv("CROSSMOBILITY_DATA", str(tmp_path))
    readers = {
        "programme_editions": programme_editions,
        "programme_countries": programme_countries,
        "scheme_rules": scheme_rules,
        "hosting_steps": hosting_steps,
        "national_schemes": national_schemes,
    }
    with pytest.raises(BadReference) as raised:
        readers[name]()
    assert problem in str(raised.value) and f"{name}.csv, line {at + 2}" in str(raised.value)
