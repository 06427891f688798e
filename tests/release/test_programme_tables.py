"""Programmes a dataset brings with it: whole in a release, named on every page, refused where they are not its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from crossmobility import reference
from crossmobility.cli import main
from crossmobility.dashboards import flows_dashboard, indicators_dashboard, reciprocity_dashboard
from crossmobility.domain.findings import Finding
from crossmobility.domain.indicators.tracking import tracked
from crossmobility.errors import BadRelease
from crossmobility.exports import iptt_workbook
from crossmobility.i18n import Language
from crossmobility.reference import Programme, ProgrammeCountry, ProgrammeEdition
from crossmobility.release.build import Build, built, write_release
from crossmobility.release.figures import Figures, read_release
from crossmobility.release.manifest import MANIFEST, Manifest, manifest_in
from crossmobility.release.programme_tables import PROGRAMME_TABLES, programme_rows
from crossmobility.ui.page import Page

AS_OF = date(2024, 10, 31)
TOML = 'title_en = "Ours"\nas_of = 2024-10-31\nsynthetic = true\n'
PLACED = (
    "placement_id,programme_id,cohort,scheme,origin,destination,sending_org_id,hosting_org_id,pair_id,sex,age_band,sector,sdg,"
    "planned_start_on,planned_end_on,start_on,end_on,end_reason,status,is_synthetic,updated_on\n"
    "P1,NEW1,one,SC_INTL,FRA,SEN,S1,H2,B-1,F,22-25,EDUCATION,4,2024-01-08,2024-07-12,2024-01-08,2024-07-12,COMPLETED,"
    "COMPLETED,true,2024-10-31\n"
    "P2,NEW1,one,SC_RECIP,SEN,FRA,S2,H1,B-1,M,22-25,SPORT,3,2024-01-08,2024-07-12,2024-01-08,2024-07-12,COMPLETED,"
    "COMPLETED,true,2024-10-31\n"
)
ORGANISATIONS = (
    "org_id,name,country,org_type,can_send,can_host,can_coordinate,is_funder,accreditation,is_synthetic\n"
    "S1,Sender,FRA,NGO_NAT,true,true,true,false,NONE,true\n"
    "H1,Host,FRA,NGO_NAT,true,true,false,false,NONE,true\n"
    "S2,Sender there,SEN,NGO_NAT,true,true,true,false,NONE,true\n"
    "H2,Host there,SEN,NGO_NAT,true,true,false,false,NONE,true\n"
)
HEAD = (
    "programme_id,name_fr,name_en,design,reference_country,default_scheme,lead_fr,lead_en,funders_fr,funders_en,started,"
    "ended,purpose_fr,purpose_en,sdg_focus,citation\n"
)
NEW1 = (
    "NEW1,Cap Échange,Exchange Cape,PAIRED,FRA,SC_RECIP,Nous,We,Région;Ville,Region;City,2023-09,,Apprendre,To learn,4;13,"
    "Our report\n"
)
EDITIONS = (
    "programme_id,edition,kind,label_fr,label_en,period,planned,planned_out,planned_in,done,fund_eur,more_than,citation,"
    "planned_citation\n"
    "NEW1,one,edition,Première,First,2024,2,1,1,,1250000,,Our report,Our plan\n"
    "WECCEE,WECCEE 12,edition,WECCEE 12,WECCEE 12,2026,,,,7,,done,Our report,\n"
)
COUNTRIES = (
    "programme_id,country,direction,valid_from,valid_to,target_places,edition\n"
    "NEW1,SEN,BOTH,2024-01-01,,2,one\n"
    "NEW1,MAR,OUT,,,,\n"
)


def dataset(folder: Path, **tables: str) -> Path:
    """Write a dataset of one pair of placements in the programme NEW1, and the tables given instead or besides."""
    folder.mkdir(parents=True)
    (folder / "dataset.toml").write_text(TOML, encoding="utf-8")
    usual = {
        "placements": PLACED,
        "organisations": ORGANISATIONS,
        "programmes": HEAD + NEW1,
        "programme_editions": EDITIONS,
        "programme_countries": COUNTRIES,
    }
    for name, written in (usual | tables).items():
        (folder / f"{name}.csv").write_text(written, encoding="utf-8")
    return folder


def released(folder: Path) -> Figures:
    """Return the figures of the usual dataset, written and read back."""
    build = built([dataset(folder / "ours")])
    assert build.clean
    return read_release(write_release(build.figures, folder / "release"))


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return released(tmp_path_factory.mktemp("programmes"))


def found(build: Build, table: str) -> list[Finding]:
    return [one for intake in build.intakes if intake.source.table == table for one in intake.findings]


def test_a_programme_of_a_dataset_is_one_with_all_its_fields(figures: Figures) -> None:
    assert figures.programmes_of("ours")["NEW1"] == Programme(
        programme_id="NEW1",
        name_fr="Cap Échange",
        name_en="Exchange Cape",
        design="PAIRED",
        reference_country="FRA",
        default_scheme="SC_RECIP",
        lead_fr="Nous",
        lead_en="We",
        funders_fr=("Région", "Ville"),
        funders_en=("Region", "City"),
        started="2023-09",
        ended="",
        purpose_fr="Apprendre",
        purpose_en="To learn",
        sdg_focus=("4", "13"),
        citation="Our report",
    )


def test_those_of_the_workbook_come_first_and_stay_as_they_are(figures: Figures) -> None:
    known = figures.programmes_of("ours")
    assert list(known) == [*reference.programmes(), "NEW1"]
    assert known["WECCEE"] is reference.programmes()["WECCEE"]
    shared = reference.programme_editions(), reference.programme_countries()
    assert figures.programme_editions_of("ours")[: len(shared[0])] == shared[0]
    assert figures.programme_countries_of("ours")[: len(shared[1])] == shared[1]


def test_what_an_edition_does_not_state_is_none_and_a_large_sum_is_whole(figures: Figures) -> None:
    first, other = figures.programme_editions_of("ours")[len(reference.programme_editions()) :]
    assert isinstance(first, ProgrammeEdition)
    assert (first.programme_id, first.edition, first.period, first.label("fr")) == ("NEW1", "one", "2024", "Première")
    assert (first.planned, first.planned_out, first.planned_in, first.fund_eur) == (2, 1, 1, 1_250_000)
    assert (first.done, first.grants, first.more_than) == (None, None, ())
    assert (other.programme_id, other.done, other.more_than) == ("WECCEE", 7, ("done",)), "an edition of a shared programme"


def test_countries_have_days_and_places_where_they_are_stated(figures: Figures) -> None:
    first, other = figures.programme_countries_of("ours")[len(reference.programme_countries()) :]
    assert isinstance(first, ProgrammeCountry)
    assert (first.country, first.valid_from, first.valid_to, first.target_places) == ("SEN", date(2024, 1, 1), None, 2)
    assert (other.country, other.direction, other.valid_from, other.target_places, other.edition) == (
        "MAR",
        "OUT",
        None,
        None,
        "",
    )


def test_a_release_gives_back_the_tables_that_were_built_and_the_names(tmp_path: Path) -> None:
    figures = built([dataset(tmp_path / "ours")]).figures
    read = read_release(write_release(figures, tmp_path / "release"))
    for name, columns in PROGRAMME_TABLES.items():
        pd.testing.assert_frame_equal(getattr(read, name), getattr(figures, name), check_exact=True, obj=name)
        assert tuple(getattr(read, name).columns) == columns
    assert read.datasets == figures.datasets
    assert read.dataset("ours").programmes == (("NEW1", "Cap Échange", "Exchange Cape"),)
    again = read_release(write_release(read, tmp_path / "again"))
    assert again.edition == read.edition


def test_a_programme_belongs_to_its_dataset_alone(tmp_path: Path) -> None:
    plain = PLACED.replace("NEW1", "WECCEE")
    theirs = dataset(
        tmp_path / "theirs",
        placements=plain,
        programmes=HEAD,
        programme_editions=EDITIONS.splitlines()[0] + "\n",
        programme_countries=COUNTRIES.splitlines()[0] + "\n",
    )
    both = built([dataset(tmp_path / "ours"), theirs]).figures
    assert dict(both.programmes_of("theirs")) == dict(reference.programmes())
    assert both.programme_editions_of("theirs") == reference.programme_editions()
    assert both.dataset("theirs").programmes == ()
    assert "NEW1" in both.only(["ours"]).programmes_of("ours")
    assert both.only(["theirs"]).programmes.empty


PAGES: dict[str, Callable[..., Page]] = {
    "flows": flows_dashboard,
    "reciprocity": reciprocity_dashboard,
    "indicators": indicators_dashboard,
}
NAMES: dict[Language, str] = {"fr": "Cap Échange", "en": "Exchange Cape"}


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_writes_its_name_and_never_its_code(name: str, language: Language, figures: Figures) -> None:
    page = PAGES[name](figures, dataset="ours", language=language)
    controls = page.regions["controls"]
    assert f">{NAMES[language]}</option>" in controls.static_html(), "it can be chosen"
    controls.receive({"scope": "programme:NEW1"})
    html = "".join(region.static_html() for region in page.regions.values())
    said = re.sub(r"<[^>]*>", " ", html.replace(f">{NAMES[language]}</option>", ">"))
    assert NAMES[language] in said, "it stands on the page, not only in the list"
    assert "NEW1" not in said
    titles = re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', html)
    assert not any("NEW1" in title for title in titles)
    assert not any(other in said for each, other in NAMES.items() if each != language)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("question", [["flows", "--by", "programme,origin"], ["indicators", "--programme", "NEW1"]])
def test_the_command_line_and_the_tracking_table_write_its_name(
    question: list[str], language: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = dataset(tmp_path / "ours")
    main([question[0], "--data", str(folder), *question[1:], "--lang", language])
    printed = capsys.readouterr().out
    assert NAMES[language] in printed and "NEW1" not in printed


def test_the_workbook_of_the_tracking_table_writes_its_name(figures: Figures) -> None:
    values = figures.values_of("ours")
    own = values[values["programme"] == "NEW1"]
    table = tracked(
        own, figures.definitions_of("ours"), figures.rules_of("ours"), as_of=AS_OF, period="2024", programme="NEW1"
    )
    written = iptt_workbook(
        table,
        figures.definitions_of("ours"),
        title="Table",
        language="fr",
        as_of=AS_OF,
        dataset_title="Ours",
        synthetic=True,
        programmes=figures.dataset("ours").programmes,
    )
    book = load_workbook(io.BytesIO(written))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("Cap Échange" in cell for cell in cells) and not any("NEW1" in cell for cell in cells)


ERRORS = {
    "a code of the workbook": (
        "programmes",
        HEAD + NEW1 + "WECCEE,Le nôtre,Ours,PAIRED,FRA,,,,,,,,,,,\n",
        ("F-ID", 3, "“WECCEE” is already in the reference table", "Give the row another code"),
    ),
    "twice the same code": (
        "programmes",
        HEAD + NEW1 + NEW1,
        ("F-ID", 3, "“NEW1” already names another row", "Give each row its own identifier"),
    ),
    "an unknown design": (
        "programmes",
        HEAD + NEW1.replace("PAIRED", "PAIRD"),
        ("F-CODE", 2, "“PAIRD” is not a code of “design”", "Did you mean “PAIRED”?"),
    ),
    "an unknown country": (
        "programmes",
        HEAD + NEW1.replace("FRA", "XYZ"),
        ("F-COUNTRY", 2, "“XYZ” is not a country we know", "Correct it"),
    ),
    "no scheme of its own": (
        "programmes",
        HEAD + NEW1.replace("SC_RECIP", "_T"),
        ("V1", 2, "“_T” names no row of schemes", "Or add the row to schemes"),
    ),
    "a code that means all": (
        "programmes",
        HEAD + NEW1 + "_T,Tout,All,PAIRED,FRA,,,,,,,,,,,\n",
        ("P1", 3, "“_T” is no programme", "Give the programme another code"),
    ),
    "a goal that does not exist": (
        "programmes",
        HEAD + NEW1.replace("4;13", "4;18"),
        ("P2", 2, "“4;18” names a goal that does not exist", "Write numbers from 1 to 17"),
    ),
    "an edition of the workbook": (
        "programme_editions",
        EDITIONS.replace("WECCEE,WECCEE 12", "WECCEE,WECCEE 11"),
        ("F-ID", 3, "“WECCEE|WECCEE 11” is already in the reference table", "or remove it"),
    ),
    "more than a number that is not there": (
        "programme_editions",
        EDITIONS.replace("7,,done", "7,,grants"),
        ("P3", 3, "“grants” names a number that the row does not hold", "Name columns of this row"),
    ),
    "a plan without its source": (
        "programme_editions",
        EDITIONS.replace(",Our plan", ","),
        ("P4", 2, "What was planned has no source", "Write in planned_citation"),
    ),
    "a source of no plan": (
        "programme_editions",
        EDITIONS.replace("done,Our report,", "done,Our report,Our plan"),
        ("P4", 3, "no planned number", "empty planned_citation"),
    ),
    "a country of the workbook": (
        "programme_countries",
        COUNTRIES + "WECCEE,SEN,BOTH,2025-01-01,,,WECCEE 11\n",
        ("F-ID", 4, "“WECCEE|SEN|BOTH|WECCEE 11|2025-01-01” is already in the reference table", "or remove it"),
    ),
    "a country nobody knows": (
        "programme_countries",
        COUNTRIES + "NEW1,Atlantis,BOTH,,,,\n",
        ("F-COUNTRY", 4, "“Atlantis” is not a country we know", "Correct it"),
    ),
}


@pytest.mark.parametrize("fault", ERRORS)
def test_a_wrong_row_is_an_error_with_its_file_line_and_remedy(fault: str, tmp_path: Path) -> None:
    table, text, (rule, line, problem, remedy) = ERRORS[fault]
    build = built([dataset(tmp_path / "ours", **{table: text})])
    assert not build.clean
    (one,) = found(build, table)
    assert (one.severity, one.rule, one.line, Path(one.file).name) == ("error", rule, line, f"{table}.csv")
    said = one.message.in_language("en")
    assert problem in said and remedy in said


def test_a_programme_that_is_refused_names_no_placement_of_the_figures(tmp_path: Path) -> None:
    build = built([dataset(tmp_path / "ours", programmes=HEAD + NEW1.replace("SC_RECIP", "_T"))])
    assert "NEW1" not in set(build.figures.flows["programme"])
    assert build.figures.dataset("ours").programmes == ()
    assert ("V1", 2) in {(one.rule, one.line) for one in found(build, "placements")}


@pytest.mark.parametrize("name", PROGRAMME_TABLES)
def test_a_release_from_before_a_table_says_to_build_again(name: str, tmp_path: Path) -> None:
    released(tmp_path)
    manifest = manifest_in(tmp_path / "release")
    rest = {key: table for key, table in manifest.tables.items() if key != name}
    older = Manifest(manifest.audience, manifest.datasets, rest).sealed()
    (tmp_path / "release" / MANIFEST).write_text(older.to_json(), encoding="utf-8")
    with pytest.raises(BadRelease, match=r"written in another format.*crossmobility build"):
        read_release(tmp_path / "release")


def test_a_table_without_rows_has_the_columns_and_types_of_a_full_one() -> None:
    for name, kind in (("programmes", Programme), ("programme_editions", ProgrammeEdition)):
        empty, one = programme_rows(name, pd.DataFrame()), programme_rows(name, pd.DataFrame({"programme_id": ["A"]}))
        assert list(empty.columns) == ["dataset", *(field.name for field in fields(kind))]
        assert set(map(str, empty.dtypes)) == set(map(str, one.dtypes)) == {"str"}
        assert set(one.iloc[0]) == {"A", ""}, "text is empty, never missing"
