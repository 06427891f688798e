"""A dataset folder taken in: tables together, reference tables extended, types, accounts, what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from intake_files import csv_file
from record_files import LYON, TOML, Cells, accepted_ids, checked, dataset, found, placement, said, written_table

from crossmobility.errors import BadSource
from crossmobility.intake.dataset import take_in_dataset

PROGRAMME: Cells = {
    "programme_id": "PONT",
    "name_fr": "Le Pont",
    "name_en": "The Bridge",
    "design": "TWO_WAY",
    "reference_country": "FRA",
}
SCHEME: Cells = {
    "scheme": "ECO",
    "family": "ECO",
    "name_fr": "Éco-volontariat",
    "name_en": "Eco-volunteering",
    "short_fr": "Éco",
    "short_en": "Eco",
    "planned_days_min": "10",
    "planned_days_max": "20",
    "age_bands": "18-21;22-25",
}
BREAK: Cells = {
    "break_id": "FLOOD",
    "from_on": "2023-11-01",
    "countries": "SEN;TGO",
    "label_fr": "Inondations",
    "label_en": "Floods",
    "note_fr": "Le consulat est fermé.",
    "note_en": "The consulate is closed.",
    "citation": "invented",
    "closes_corridor": "true",
}


def test_values_have_the_type_of_their_column_and_nothing_is_where_nothing_is_known(tmp_path: Path) -> None:
    records = checked(tmp_path / "d", placement(fewer_opportunities="oui", cost_eur="")).records("placements")
    row = records.iloc[0]
    assert (row["start_on"], row["sdg"], row["fewer_opportunities"], row["line"]) == (
        pd.Timestamp("2024-01-15"),
        4.0,
        True,
        2,
    )
    assert row["return_on"] is pd.NaT and row["followup_engaged"] is pd.NA
    assert row["pair_id"] == "" and row["cost_eur"] != row["cost_eur"]
    assert records["debrief_on"].dtype.kind == "M" and str(records["followup_engaged"].dtype) == "boolean"


def test_a_table_the_dataset_does_not_have_has_its_columns_and_no_row(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement())
    activities = taken.records("activities")
    assert len(activities) == 0 and activities["held_on"].dtype.kind == "M"
    assert list(taken.records("placements").columns) == [*taken.intakes[1].accepted.columns]


@pytest.mark.parametrize("yes", ["true", "VRAI", "oui", "Yes", "1", "x"])
@pytest.mark.parametrize("no", ["false", "Faux", "NON", "no", "0"])
def test_yes_and_no_are_read_in_two_languages(tmp_path: Path, yes: str, no: str) -> None:
    text = f"org_id,name,country,org_type,can_send,can_host,can_coordinate,is_funder,is_synthetic\nO,N,FRA,OTHER,{yes},{no},{no},{no},{yes}\n"
    csv_file(tmp_path, text, name="organisations.csv")
    row = take_in_dataset(tmp_path).records("organisations").iloc[0]
    assert (row["can_send"], row["can_host"]) == (True, False)


def test_what_is_neither_yes_nor_no_is_rejected(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(fewer_opportunities="peut-être"))
    assert ("error", "F-BOOLEAN", 2) in found(taken)
    assert "“peut-être” is neither yes nor no" in said(taken, "F-BOOLEAN")[0]


def test_codes_may_be_written_as_words_of_either_language(tmp_path: Path) -> None:
    words = placement(
        scheme="Service Civique en réciprocité (accueil en France)", origin="Sénégal", sector="éducation pour tous",
        end_reason="Completed", status="mission achevée", visa_outcome="accordé", programme_id="WECCEE", sex="femme",
    )  # fmt: skip
    taken = checked(tmp_path / "d", words)
    row = taken.records("placements").iloc[0]
    assert found(taken) == []
    assert row[["scheme", "origin", "sector", "status", "visa_outcome", "sex"]].tolist() == [
        "SC_RECIP", "SEN", "EDUCATION", "COMPLETED", "GRANTED", "F",
    ]  # fmt: skip


def test_headings_of_either_language_and_french_habits_are_read_when_declared(tmp_path: Path) -> None:
    text = (
        "N° mission;Programme;Cohorte;Dispositif;Pays d'origine;Pays d’accueil;Structure d'envoi;Structure d'accueil;Sexe;"
        "Tranche d'âge;Secteur;ODD;Début prévu;Fin prévue;Date de début;Date de fin;Motif de fin;Coût;Statut;Synthétique;Mise à jour le\r\n"
        "P-1;NONE;2024;SC_RECIP;Sénégal;France;O-DAKAR;O-LYON;F;18-21;EDUCATION;4;15/01/2024;14/07/2024;15/01/2024;14/07/2024;"
        "COMPLETED;4 200,50;COMPLETED;oui;07/01/2025\r\n"
    )
    folder = dataset(tmp_path / "d")
    csv_file(folder, text, name="placements.csv", encoding="cp1252")
    options = '[read]\nencoding = "cp1252"\ndelimiter = ";"\ndecimal = ","\ndate_format = "%d/%m/%Y"\n'
    (folder / "placements.source.toml").write_text(options, encoding="utf-8")
    taken = take_in_dataset(folder)
    row = taken.records("placements").iloc[0]
    assert [one for one in found(taken) if one[0] == "error"] == []
    assert (row["start_on"], row["cost_eur"], row["origin"]) == (pd.Timestamp("2024-01-15"), 4200.5, "SEN")


def test_a_french_date_that_was_not_declared_says_what_to_write(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(start_on="15/01/2024"))
    assert 'write date_format = "%d/%m/%Y" under [read]' in said(taken, "F-DATE")[0]


def test_a_key_used_twice_is_rejected_in_one_file_and_across_files(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement(), placement(volunteer_id="V-9"))
    written_table(folder, "placements", [placement(volunteer_id="V-8")], file="placements_2025.csv")
    taken = take_in_dataset(folder)
    errors = [
        (one.file.rsplit("/", 1)[-1], one.line) for intake in taken.intakes for one in intake.findings if one.rule == "F-ID"
    ]
    assert errors == [("placements.csv", 3), ("placements_2025.csv", 2)]
    assert accepted_ids(taken) == ["P-1", "P-BACK"]


# Reference tables.


def test_a_dataset_adds_its_own_programmes(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(programme_id="le pont"), programmes=[PROGRAMME])
    assert found(taken) == []
    assert taken.records("placements")["programme_id"].tolist() == ["PONT", "NONE"]


def test_a_dataset_cannot_change_a_programme(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(), programmes=[{**PROGRAMME, "programme_id": "WECCEE"}])
    assert found(taken, "programmes") == [("error", "F-ID", 2)]
    assert "a dataset may add rows, not change them" in said(taken, "F-ID")[0]


def test_a_scheme_of_the_dataset_brings_its_own_rules(tmp_path: Path) -> None:
    short = {"scheme": "éco-volontariat", "planned_end_on": "2024-01-29", "end_on": "2024-01-29"}
    taken = checked(tmp_path / "d", placement(**short), schemes=[SCHEME])
    assert found(taken) == []
    long = checked(tmp_path / "e", placement(scheme="ECO", age_band="26-30"), schemes=[SCHEME])
    assert [(severity, rule) for severity, rule, line in found(long) if line == 2] == [("error", "V6"), ("error", "V8")]


def test_a_break_of_the_dataset_closes_a_corridor(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(), breaks=[BREAK])
    assert ("warning", "V19", 2) in found(taken)
    assert "(Floods, since 2023-11-01)" in said(taken, "V19")[0]
    assert "(Inondations, since 2023-11-01)" in said(taken, "V19", "fr")[0] or "Inondations" in said(taken, "V19", "fr")[0]


# References between tables.


def test_without_organisations_they_are_not_checked_and_said_so(tmp_path: Path) -> None:
    taken = checked(tmp_path / "d", placement(), organisations=())
    assert found(taken) == [("info", "V1", None)]
    assert (
        "There is no table organisations here: whether it knows sending_org_id, hosting_org_id, coordinating_org_id is not checked"
        in said(taken, "V1")[0]
    )
    assert taken.is_clean


def test_a_row_that_names_a_rejected_organisation_is_rejected_too(tmp_path: Path) -> None:
    taken = checked(
        tmp_path / "d", placement(), organisations=(LYON, {**LYON, "org_id": "O-DAKAR", "country": "Ruritanie"})
    )
    assert [rule for _, rule, _ in found(taken, "organisations")] == ["F-COUNTRY"]
    assert accepted_ids(taken) == []


def test_a_wrong_key_speaks_once_for_all_its_rows(tmp_path: Path) -> None:
    rows = [placement(placement_id=f"P-{n}", volunteer_id=f"V-{n}", sending_org_id="O-X") for n in range(3)]
    taken = checked(tmp_path / "d", *rows)
    assert said(taken, "V1")[0].endswith("(Lines 2, 3, 4.)")
    finding = next(one for intake in taken.intakes for one in intake.findings if one.rule == "V1")
    assert (finding.column, finding.value, finding.line) == ("sending_org_id", "O-X", 2)


# The folder.


def test_a_day_before_that_of_the_dataset_makes_no_record_wrong(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement())
    assert take_in_dataset(folder, as_of="2024-03-01").is_clean
    assert take_in_dataset(folder, as_of="2024-03-01").as_of == "2025-06-30"
    assert take_in_dataset(folder, as_of="2025-12-31").as_of == "2025-12-31"


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "d", placement())
    csv_file(folder, "nothing\n", name="activities.csv")
    taken = take_in_dataset(folder)
    assert [(file.name, type(error).__name__) for file, error in taken.unread] == [("activities.csv", "UnreadableFile")]
    assert accepted_ids(taken) == ["P-1", "P-BACK"]
    assert not taken.is_clean


def test_a_folder_of_counts_is_taken_in_as_before(tmp_path: Path) -> None:
    csv_file(tmp_path, "origin,destination,period,scheme,placements\nSEN,FRA,2015,SC_RECIP,11\n")
    taken = take_in_dataset(tmp_path)
    assert taken.is_clean and taken.as_of == ""
    assert taken.records("flow_counts")["placements"].tolist() == [11.0]


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="is not a folder"):
        take_in_dataset(tmp_path / "nowhere")


def test_progress_names_the_file_that_is_read(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    take_in_dataset(dataset(tmp_path / "d", placement()), progress=lambda source, lines: told.append((source.table, lines)))
    assert told == [("placements", 3), ("organisations", 3)] or told == [("organisations", 3), ("placements", 3)]


def test_the_help_and_the_example_of_the_template_are_left_out(tmp_path: Path) -> None:
    help_row = {**dict.fromkeys(placement(), ""), "placement_id": "AIDE : un numéro par mission"}
    folder = dataset(tmp_path / "d", help_row, placement(placement_id="EXEMPLE"), placement(), toml=TOML)
    taken = take_in_dataset(folder)
    (intake,) = [one for one in taken.intakes if one.source.table == "placements"]
    assert (intake.account.left_out, intake.account.accepted, intake.account.lines) == (2, 2, 5)
    assert intake.left_out["reason"].tolist() == ["help or example of the template"] * 2
    assert taken.is_clean
