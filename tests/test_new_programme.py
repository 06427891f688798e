"""Adding a programme is data only: rows of CSV files, no line of the package; its page is whole. Numbers worked out by hand."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from factories import Row, csv_of, placement, row
from programme_pages import opened, words_of

from crossmobility import reference
from crossmobility.dashboards.programmes import _ProgrammesDashboard
from crossmobility.i18n import Language
from crossmobility.release.build import built, write_release
from crossmobility.release.figures import Figures, read_release
from crossmobility.render.programmes_page import ProgrammesPage
from crossmobility.ui.page import Page

PACKAGE = Path(reference.__file__).parents[1]
PUBLISHED = reference.data_folder() / "reference" / "published"
TOML = 'title_fr = "Les nôtres"\ntitle_en = "Ours"\nas_of = "2025-10-31"\nsynthetic = true\nreference_country = "FRA"\n'
NAMES: Mapping[Language, str] = {"fr": "Cap Échange", "en": "Exchange Cape"}
SUPPORT: Mapping[Language, str] = {"fr": "Fonds d’élan", "en": "Impetus Fund"}
OLD = {"planned_start_on": "2024-01-08", "planned_end_on": "2024-07-12", "updated_on": "2025-10-31", "programme_id": "NEW1"}
OLD |= {"cohort": "one", "selected_on": "2023-10-02"}
NEXT = {
    **OLD,
    "cohort": "two",
    "planned_start_on": "2025-09-01",
    "planned_end_on": "2026-03-06",
    "selected_on": "2025-05-05",
}
OUT = {"origin": "FRA", "destination": "SEN", "scheme": "SC_INTL", "sending_org_id": "S1", "hosting_org_id": "H2"}
IN = {"origin": "SEN", "destination": "FRA", "scheme": "SC_RECIP", "sending_org_id": "S2", "hosting_org_id": "H1"}
WHOLE = {"start_on": "2024-01-08", "end_on": "2024-07-12", "end_reason": "COMPLETED", "status": "COMPLETED"}
EARLY = {"start_on": "2024-01-08", "end_on": "2024-03-01", "end_reason": "STUDIES", "status": "ENDED_EARLY"}
GONE = {"closed_before_start_on": "2023-12-15", "closed_reason": "WITHDRAWN", "status": "WITHDRAWN"}
REFUSED = {"closed_before_start_on": "2025-08-04", "closed_reason": "VISA_REFUSED", "status": "VISA_REFUSED"}


def placements() -> list[Row]:
    """Two pairs in the first edition, one of them broken, and a withdrawal; in the second one runs and one was refused."""
    togo = {"destination": "TGO", "hosting_org_id": "H3"}
    from_togo = {"origin": "TGO", "sending_org_id": "S3"}
    sides: Sequence[Mapping[str, str]] = (
        {**OLD, **OUT, **WHOLE, "pair_id": "B-1", "sdg": "4"},
        {**OLD, **IN, **WHOLE, "pair_id": "B-1", "sdg": "3"},
        {**OLD, **OUT, **EARLY, "pair_id": "B-2", "sdg": "4"},
        {**OLD, **IN, **WHOLE, "pair_id": "B-2", "sdg": "13"},
        {**OLD, **OUT, **GONE, "sdg": "1"},
        {**NEXT, **OUT, **togo, "start_on": "2025-09-01", "status": "ACTIVE", "sdg": "11"},
        {**NEXT, **IN, **from_togo, **REFUSED, "sdg": "1"},
    )
    return [placement(placement_id=f"P{place}", volunteer_id=f"V-{place}", **side) for place, side in enumerate(sides)]


def organisations() -> list[Row]:
    homes = {"S1": "FRA", "S2": "SEN", "S3": "TGO", "H1": "FRA", "H2": "SEN", "H3": "TGO"}
    both = {"can_send": True, "can_host": True, "accreditation": "NONE"}
    return [row("organisations", org_id=code, name=f"Body {code}", country=home, **both) for code, home in homes.items()]


NEW1 = row(
    "programmes",
    programme_id="NEW1",
    name_fr=NAMES["fr"],
    name_en=NAMES["en"],
    design="PAIRED",
    reference_country="FRA",
    lead_fr="Une ligue",
    lead_en="A league",
    purpose_fr="Apprendre à deux.",
    purpose_en="To learn in twos.",
    sdg_focus="4;13",
    citation="Our report",
)
NEW2 = row(
    "programmes",
    programme_id="NEW2",
    name_fr=SUPPORT["fr"],
    name_en=SUPPORT["en"],
    design="ECOSYSTEM",
    reference_country="FRA",
)
COUNTRIES = [
    row("programme_countries", programme_id="NEW1", country="SEN", direction="BOTH", edition="one", target_places=6),
    row("programme_countries", programme_id="NEW1", country="TGO", direction="OUT", edition="two"),
]
EDITION = {"programme_id": "NEW1", "kind": "edition", "citation": "Our report"}
PLANNED = {"planned": 8, "planned_out": 4, "planned_in": 4, "planned_citation": "Our plan"}
EDITIONS = [
    row(
        "programme_editions",
        **EDITION,
        edition="one",
        label_fr="Première",
        label_en="First",
        period="2024",
        **PLANNED,
        done=5,
    ),
    row("programme_editions", **EDITION, edition="two", label_fr="Deuxième", label_en="Second", period="2025"),
]
GRANT = {"programme_id": "NEW2", "kind": "GRANT"}
ACTIVITIES = [
    row(
        "activities", activity_id="A1", programme_id="NEW1", kind="TRAINING", held_on="2024-01-03", participants_on_site=12
    ),
    row("activities", activity_id="A2", **GRANT, held_on="2024-02-01", amount_eur=1500),
    row("activities", activity_id="A3", **GRANT, held_on="2025-02-01", amount_eur=2500),
    row("activities", activity_id="A4", programme_id="NEW2", kind="EVENT", held_on="2025-03-01", participants_online=40),
]


def dataset(folder: Path, **tables: Sequence[Row]) -> Path:
    folder.mkdir(parents=True)
    (folder / "dataset.toml").write_text(TOML, encoding="utf-8")
    records = {"placements": placements(), "organisations": organisations(), "activities": ACTIVITIES}
    for name, rows in (records | tables).items():
        (folder / f"{name}.csv").write_text(csv_of(rows), encoding="utf-8")
    return folder


def released(folder: Path, release: Path) -> Figures:
    """Return the figures of a dataset and of the published one, as a reader of a release gets them."""
    build = built([folder, PUBLISHED])
    assert build.clean, [str(one) for intake in build.intakes for one in intake.findings]
    return read_release(write_release(build.figures, release))


def by_dataset(folder: Path, environment: pytest.MonkeyPatch) -> Figures:
    """The programmes are rows of the dataset that has their placements."""
    own = {"programmes": [NEW1, NEW2], "programme_countries": COUNTRIES, "programme_editions": EDITIONS}
    return released(dataset(folder / "ours", **own), folder / "release")


def by_reference(folder: Path, environment: pytest.MonkeyPatch) -> Figures:
    """The programmes are rows at the end of the reference tables, in a copy of the data folder."""
    data = folder / "data"
    for name in ("schema", "reference"):
        shutil.copytree(reference.data_folder() / name, data / name)
    added = {"programmes": [NEW1, NEW2], "programme_countries": COUNTRIES, "programme_editions": EDITIONS}
    for name, rows in added.items():
        with (data / "reference" / f"{name}.csv").open("a", encoding="utf-8") as file:
            head = (data / "reference" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
            sourced = [{**dict.fromkeys(head, ""), **one, "citation": one["citation"] or "Our report"} for one in rows]
            file.write(csv_of([{column: one[column] for column in head} for one in sourced]).partition("\n")[2])
    environment.setenv("CROSSMOBILITY_DATA", str(data))
    return released(dataset(folder / "ours"), folder / "release")


Way = Callable[[Path, pytest.MonkeyPatch], Figures]


@pytest.fixture(
    scope="module", params=[by_dataset, by_reference], ids=["rows of a dataset", "rows of the reference tables"]
)
def figures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    way: Way = request.param
    with pytest.MonkeyPatch.context() as environment:
        yield way(tmp_path_factory.mktemp("new"), environment)


@cache
def answer(figures: Figures, code: str) -> ProgrammesPage:
    dashboard = _ProgrammesDashboard(figures, "", "ours", "", "en")
    dashboard._take({"subject": f"programme:{code}"})
    return dashboard.answer(dashboard._store.selection)


def page(figures: Figures, code: str, language: Language = "en") -> Page:
    return opened(figures, f"programme:{code}", language, dataset="ours")


def parts(of_page: Page) -> list[str]:
    found = re.findall(r'data-part="(\w+)"', of_page.regions["body"].html)
    return [name for name in found if name != "facts"]


def part(of_page: Page, name: str) -> str:
    """Return the words of one section."""
    html = of_page.regions["body"].html.partition(f'data-part="{name}"')[2].partition("</section>")[0]
    of_page.regions["body"].html, whole = "<p" + html, of_page.regions["body"].html
    said = words_of(of_page, "body")
    of_page.regions["body"].html = whole
    return said


def test_its_name_is_in_the_title_and_in_the_list_in_both_languages(figures: Figures) -> None:
    for code, names in (("NEW1", NAMES), ("NEW2", SUPPORT)):
        for language, name in names.items():
            found = page(figures, code, language)
            assert found.regions["head"].html.count(name) and name in words_of(found, "head")
            assert f'<option value="programme:{code}" selected>{name}</option>' in found.regions["controls"].html
            assert code not in words_of(found), "a reader sees its name, not its code"
            assert not re.search(r"\b(PAIRED|ECOSYSTEM|SC_RECIP|SC_INTL)\b", words_of(found))


def test_its_sections_are_those_of_its_design(figures: Figures) -> None:
    assert parts(page(figures, "NEW1"))[:5] == ["editions", "pairs", "funnel", "goals", "organisations"]
    assert parts(page(figures, "NEW2"))[0] == "reach" and "pairs" not in parts(page(figures, "NEW2"))


def test_its_editions_stand_side_by_side_planned_done_and_counted(figures: Figures) -> None:
    table = answer(figures, "NEW1").editions.set_index("edition")
    assert table.index.tolist() == ["one", "two"] and set(table["source"]) == {"both"}
    assert table.loc["one", ["planned", "planned_out", "planned_in", "done"]].tolist() == [8, 4, 4, 5]
    counts = ["counted_planned", "counted_out", "counted_in", "counted_completed", "running"]
    assert table.loc["one", counts].tolist() == [5, 2, 2, 3, 0]
    assert table.loc["two", counts].tolist() == [2, 1, 0, 0, 1]
    assert table.loc["two", ["planned", "done"]].isna().all(), "what is not published is not 0"
    english, french = (part(page(figures, "NEW1", language), "editions") for language in ("en", "fr"))
    assert "5 of 8 planned · too few for a rate" in english and "no number published" in english
    assert "First 2024" in english and "Second 2025" in english and "1 still running" in english
    assert "Première 2024" in french and "Deuxième 2025" in french and "Our plan" in french


def test_its_pairs_are_counted_complete_and_broken(figures: Figures) -> None:
    found = answer(figures, "NEW1").pairings.set_index("cohort")
    assert found.loc["one", ["pairs", "complete", "broken", "one_sided", "waiting"]].tolist() == [2, 1, 1, 0, 0]
    said = part(page(figures, "NEW1"), "pairs")
    assert "Complete: 1 of 2 pairs that are no longer waiting (too few for a rate)." in said
    assert "First 1 1 1 1 0 0 0 2" in said


def test_its_funnel_goes_both_ways(figures: Figures) -> None:
    found = answer(figures, "NEW1").funnel.set_index("direction")
    numbers = ["planned", "selected", "arrived", "completed", "ended_early", "running", "withdrawn", "refused"]
    assert found.loc["out", numbers].tolist() == [4, 4, 3, 1, 1, 1, 1, 0]
    assert found.loc["in", numbers].tolist() == [3, 3, 2, 2, 0, 0, 0, 1]
    said = part(page(figures, "NEW1"), "funnel")
    assert "Leaving France Planned placements 4" in said and "Arriving in France Planned placements 3" in said
    assert "Did not arrive: 1 withdrawn" in said and "Not completed: 1 ended early, 1 still running" in said
    assert "Did not arrive: 1 visa refused" in said


def test_its_goals_and_its_organisations(figures: Figures) -> None:
    found = answer(figures, "NEW1")
    goals = found.goals.set_index("goal")
    assert goals[goals["placements"] > 0]["placements"].to_dict() == {3: 1, 4: 2, 11: 1, 13: 1}
    assert goals.loc[4, ["out", "in"]].tolist() == [2, 0]
    bodies = found.organisations.set_index(["role", "period"])
    numbers = ["organisations", "new", "loyal", "lost"]
    assert bodies.loc[("sending", "2024"), numbers].tolist() == [2, 2, 0, 0]
    assert bodies.loc[("sending", "2025"), numbers].tolist() == [1, 0, 1, 1]
    assert bodies.loc[("hosting", "2024"), numbers].tolist() == [2, 2, 0, 0]
    assert bodies.loc[("hosting", "2025"), numbers].tolist() == [1, 1, 0, 2]
    said = part(page(figures, "NEW1"), "goals")
    assert "4 of 17 goals for sustainable development" in said and said.count("goal of the programme") == 2
    assert "Body S1" not in words_of(page(figures, "NEW1")), "organisations have no name on a dashboard"


def test_its_facts_are_those_of_its_row_and_the_rest_is_not_published(figures: Figures) -> None:
    english, french = (words_of(page(figures, "NEW1", language)) for language in ("en", "fr"))
    assert "To learn in twos." in english and "Run by A league" in english and "Design Mirrored pairs" in english
    assert "Funded or supported by not published" in english and "Ended on not published" in english
    assert "Senegal (6 places planned)" in english and "only leaving: Togo" in english
    assert "Apprendre à deux." in french and "Une ligue" in french and "non publié" in french
    assert "3 leaving, France" in english and "2 arriving, France" in english


def test_one_that_only_supports_organisations_shows_what_it_reached(figures: Figures) -> None:
    found = answer(figures, "NEW2")
    whole = found.reach[found.reach["period"] == "_T"].set_index("kind")
    assert whole.loc["GRANT", ["activities", "amount_eur"]].tolist() == [2, 4000]
    assert whole.loc["EVENT", ["activities", "online"]].tolist() == [1, 40]
    assert "4 000 €" in part(page(figures, "NEW2", "fr"), "reach")
    english = page(figures, "NEW2")
    said = part(english, "reach")
    assert "2 grants" in said and "€4,000 granted" in said and "40 people online" in said
    assert "2024 1" in said and "€1,500" in said and "€2,500" in said
    facts = words_of(english)
    assert (
        "Purpose: not published." in facts and "Run by not published" in facts and "Goals of its own not published" in facts
    )
    assert found.editions.empty and found.pairings.empty and found.funnel.empty
    assert "nan" not in words_of(english).lower().split() and "Nothing published, nothing recorded." in words_of(english)


def test_it_stands_beside_all_programmes_and_not_in_the_data_of_others(figures: Figures) -> None:
    together = words_of(opened(figures, "", "en", dataset="ours"), "body")
    assert "Exchange Cape" in together and "Impetus Fund" in together
    own = reference.programmes().keys() >= {"NEW1"}  # of the workbook, where its reference tables have the row
    assert ("NEW1" in figures.programmes_of("published")) == own


def test_no_module_names_a_programme() -> None:
    codes = {*reference.programmes()}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "sample" in path.relative_to(PACKAGE).parts:
            continue  # the demonstration data are about the programmes there are
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        assert not words & codes, f"{path.name} has a branch of its own for {words & codes}"
