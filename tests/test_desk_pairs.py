"""The records of a dataset and the page of its pairs without a browser: what is refused, what is counted, what is chosen."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from crossmobility import reference
from crossmobility.desk import Records, open_records, pairs_page, pairs_table
from crossmobility.desk.pairs_list import placement_pairs
from crossmobility.domain.pairings import STATES, pairings
from crossmobility.errors import BadRequest, BadSource, UnreadableFile
from crossmobility.render.pairs_timeline import last_day
from crossmobility.ui.page import Page

SAMPLE = reference.data_folder() / "sample"
AS_OF = date(2025, 12, 31)
NO_DATE = pd.NaT


@pytest.fixture(scope="module")
def sample() -> Records:
    return open_records()


def put_local(data: Path, *pair_ids: str, toml: str = 'title = "Ours"\nas_of = "2025-12-31"\n', **changes: str) -> None:
    """Write some pairs of the sample as an officer's own dataset, the last placement with ``changes``."""
    local = data / "local"
    local.mkdir(exist_ok=True)
    shutil.copy(SAMPLE / "organisations.csv", local)
    with (SAMPLE / "placements.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["pair_id"] in pair_ids]
    rows[-1] |= changes
    with (local / "placements.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (local / "dataset.toml").write_text(toml, encoding="utf-8")


def placement(
    name: str, pair: str, ends: str, start: str = "", planned: str = "2025-09-01", **more: object
) -> dict[str, object]:
    """Return one row of placements that lasts until 30 June 2026 as planned; ``ends`` is "FRA-SEN"."""
    origin, destination = ends.split("-")
    days = {
        "start_on": start,
        "planned_start_on": planned,
        "planned_end_on": "2026-06-30",
        "end_on": "",
        "closed_before_start_on": "",
    }
    days |= {key: more.pop(key) for key in tuple(more) if key in days}
    row = {"placement_id": name, "pair_id": pair, "origin": origin, "destination": destination}
    row |= {
        "programme_id": "WECCEE",
        "cohort": "WECCEE 12",
        "end_reason": "",
        "closed_reason": "",
        "volunteer_id": f"V-{name}",
    }
    return {**row, **{key: pd.Timestamp(day) if day else NO_DATE for key, day in days.items()}, **more}


OURS = (
    placement("P-1", "B-1", "FRA-SEN", "2025-09-01"),
    placement("P-2", "B-1", "SEN-FRA", "2025-09-15", end_on="2025-11-30", end_reason="MEDICAL"),
    placement("P-3", "B-2", "FRA-MAR", "2025-10-01"),
    placement("P-4", "B-2", "MAR-FRA", "2025-10-01"),
    placement("P-5", "B-3", "FRA-TGO", "2024-01-08", cohort="WECCEE 10"),
    placement("P-6", "B-4", "FRA-MDG", planned="2026-01-12"),
    placement("P-7", "B-4", "MDG-FRA", planned="2026-01-12"),
    placement("P-8", "B-5", "FRA-FRA", "2025-01-13", programme_id="PRODDIGE", cohort="2024-2025"),
    placement("P-9", "B-5", "IND-FRA", "2025-01-13", programme_id="PRODDIGE", cohort="2024-2025"),
    placement("P-10", "", "FRA-SEN", "2025-09-01"),
)


@pytest.fixture
def ours(sample: Records) -> Records:
    """Five pairs: one broken, two complete, one one-sided, one waiting."""
    frame = pd.DataFrame(list(OURS))
    return replace(sample, dataset="ours", title_en="Ours", title_fr="À nous", placements=frame, synthetic=False)


def shown(page: Page, region: str = "pairs") -> str:
    return re.sub(r"[\u202f\u00a0]", " ", page.regions[region].html)


def ask(page: Page, **intent: object) -> None:
    page.regions["pairs"].receive(dict(intent))


def listed(page: Page) -> list[str]:
    """Return the pairs of the list, in their order."""
    return re.findall(r'data-intent="pair" data-value="([^"]+)"', shown(page))


def face(page: Page) -> str:
    """Return the id of the pair shown face to face."""
    return re.findall(r'role="status">(?:Pair|Binôme|Pair) (\S+)', shown(page, "face"))[0]


def tiles(page: Page) -> dict[str, int]:
    """Return the headline counts by the class of their state."""
    return {
        state: int(count)
        for count, state in re.findall(r"<b>(\d+)</b><span class=\"cm-face-state cm-face-(\w+)\"", shown(page))
    }


# Records


def test_records_are_the_rows_of_the_files_with_what_the_dataset_says_of_itself(sample: Records) -> None:
    lines = pd.read_csv(SAMPLE / "placements.csv", dtype="str")
    assert len(sample.placements) == len(lines) and sample.rejected == 0
    assert (sample.dataset, sample.as_of, sample.synthetic, sample.reference_country) == (
        "sample",
        "2025-12-31",
        True,
        "FRA",
    )
    assert (
        sample.title("fr") == "Données de démonstration synthétiques"
        and sample.title("en") == "Synthetic demonstration data"
    )
    for name in ("organisations", "observations", "activities", "agreements"):
        assert len(getattr(sample, name)) == len(pd.read_csv(SAMPLE / f"{name}.csv", dtype="str")), name


def test_a_table_a_dataset_does_not_have_is_a_frame_of_its_columns_without_rows() -> None:
    records = open_records("published")
    assert len(records.placements) == 0 and "pair_id" in records.placements.columns


def test_rejected_rows_are_in_no_frame_and_are_counted(data: Path) -> None:
    put_local(data, "B-0711", "B-0214", origin="Nowhere")
    records = open_records("local")
    assert (len(records.placements), records.rejected) == (3, 1) and records.findings >= 1
    assert "1 row of this dataset was rejected" in shown(pairs_page(records, language="en"), "head")


def test_records_are_refused_where_dashboards_are_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSMOBILITY_RELEASE", str(tmp_path))
    with pytest.raises(BadRequest, match="CROSSMOBILITY_RELEASE") as refused:
        open_records()
    assert refused.value.hint is not None and "make lab" in refused.value.text("en")
    assert refused.value.text("fr") != refused.value.text("en") and "JupyterLab" in refused.value.text("fr")


def test_an_unknown_dataset_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadRequest, match=r"no dataset “sampel”\. Did you mean “sample”"):
        open_records("sampel")


@pytest.mark.parametrize("name", ["../sample", "data/sample", str(SAMPLE), ".", "", "reference/published"])
def test_a_path_is_never_a_name(name: str) -> None:
    with pytest.raises(BadRequest, match="There is no dataset"):
        open_records(name)


def test_a_dataset_that_says_no_day_is_refused_with_the_line_to_write(data: Path) -> None:
    put_local(data, "B-0711", toml='title = "Ours"\n')
    with pytest.raises(BadSource, match='as_of = "2025-12-31"'):
        open_records("local")


def test_a_file_that_cannot_be_read_is_the_error_of_the_records(data: Path) -> None:
    put_local(data, "B-0711")
    (data / "local" / "activities.csv").write_text("neither;our;headings\n")
    with pytest.raises(UnreadableFile, match=r"activities\.csv"):
        open_records("local")


def test_a_programme_the_dataset_adds_has_its_own_name(data: Path) -> None:
    put_local(data, "B-0711", programme_id="NEW")
    head = "programme_id,name_fr,name_en,design,reference_country,default_scheme"
    (data / "local" / "programmes.csv").write_text(f"{head}\nNEW,Nouveau,Brand new,TWO_WAY,FRA,\n", encoding="utf-8")
    records = open_records("local")
    assert records.programme_names("en")["NEW"] == "Brand new" and records.programme_names("fr")["NEW"] == "Nouveau"
    assert records.programme_names("en")["WECCEE"] == "WECCEE"


# Numbers


def test_the_counts_are_those_of_a_plain_count_of_the_file(sample: Records) -> None:
    rows = pd.read_csv(SAMPLE / "placements.csv", dtype="str", keep_default_na=False)
    rows = rows[rows["pair_id"] != ""]
    end, planned = (pd.to_datetime(rows[name]) for name in ("end_on", "planned_end_on"))
    rows = rows.assign(
        started=(rows["start_on"] != "") & (rows["start_on"] <= "2025-12-31"),
        early=(planned - end).dt.days > 7,
        closed=rows["closed_before_start_on"] != "",
    )
    whole = rows.groupby("pair_id")[["started", "early", "closed"]].agg(["sum", "size"])
    started, early, closed = (whole[name]["sum"] for name in ("started", "early", "closed"))
    expected = {
        "complete": int(((started == 2) & (early == 0)).sum()),
        "broken": int(((started == 2) & (early > 0)).sum()),
        "one_sided": int((started == 1).sum()),
        "waiting": int(((started == 0) & (closed < whole["started"]["size"])).sum()),
        "cancelled": int(((started == 0) & (closed == whole["started"]["size"])).sum()),
    }
    assert tiles(pairs_page(sample, language="en")) == expected
    assert sum(expected.values()) == rows["pair_id"].nunique() == 228


def test_the_table_to_store_counts_as_the_figures_do_and_names_no_placement(sample: Records) -> None:
    html = pairs_table(sample, "en")._repr_html_()
    rows = {
        name: [int(cell) for cell in re.findall(r'cm-number">(\d+)</td>', cells)]
        for name, cells in re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', html)
    }
    counted = pairings(sample.placements, AS_OF)
    assert len(rows) == len(counted)
    for edition in counted.to_dict("records"):
        name = edition["cohort"] if edition["programme"] == "WECCEE" else f"PrODDige, {edition['cohort']}"
        assert rows[name] == [int(edition[key]) for key in (*STATES, "pairs")], name
    assert not re.search(r"P-\d|B-\d", html)


def test_the_days_that_are_shaded_are_the_days_of_overlap_of_every_pair(sample: Records) -> None:
    for pair in placement_pairs(sample):
        if pair.overlap_days is not None:
            first, second = ((side.start, last_day(side, AS_OF)) for side in pair.sides)
            together = (min(first[1], second[1]) - max(first[0], second[0])).days + 1
            assert pair.overlap_days == max(0, together), pair.pair_id


def test_days_after_the_day_of_the_data_are_plans(sample: Records) -> None:
    later = placement("P-1", "B-1", "FRA-SEN", "2026-01-05"), placement("P-2", "B-1", "SEN-FRA", "2026-01-05")
    (pair,) = placement_pairs(replace(sample, placements=pd.DataFrame(list(later))))
    assert pair.state == "waiting" and [side.start for side in pair.sides] == [None, None]


# What the reader does


def test_the_page_opens_on_the_latest_pair_that_lost_a_side_or_on_the_one_it_was_given(ours: Records) -> None:
    assert face(pairs_page(ours, language="en")) == "B-1"
    assert face(pairs_page(ours, pair="B-3", language="en")) == "B-3"
    assert face(pairs_page(ours, pair="no such pair", language="en")) == "B-1"


def test_choosing_a_row_shows_its_two_sides_face_to_face(ours: Records) -> None:
    page = pairs_page(ours, language="en")
    ask(page, pair="B-2")
    assert face(page) == "B-2"
    assert "P-3" in shown(page, "face") and "P-4" in shown(page, "face")
    assert re.findall(r'data-value="(B-\d)" aria-pressed="true"', shown(page)) == ["B-2"]


def test_a_replacement_for_a_side_lost_in_a_running_pair_is_dated(ours: Records) -> None:
    html = shown(pairs_page(ours, pair="B-1", language="en"), "face")
    months = round(((date(2026, 6, 30) - AS_OF) / timedelta(days=1)) / 30.4375, 1)
    assert f"On 31 December 2025, {months} months of the plan of France → Senegal are left, until 30 June 2026" in html


def test_filters_narrow_each_other_and_the_headline_counts_follow_programme_and_edition(ours: Records) -> None:
    page = pairs_page(ours, language="en")
    assert set(listed(page)) == {"B-1", "B-2", "B-3", "B-4", "B-5"}
    ask(page, programme="WECCEE")
    assert set(listed(page)) == {"B-1", "B-2", "B-3", "B-4"}
    ask(page, edition="WECCEE 12")
    assert set(listed(page)) == {"B-1", "B-2", "B-4"}
    ask(page, state="complete")
    assert listed(page) == ["B-2"]
    assert tiles(page) == {"complete": 1, "broken": 1, "one_sided": 0, "waiting": 1, "cancelled": 0}
    ask(page, state="")
    assert set(listed(page)) == {"B-1", "B-2", "B-4"}


def test_another_programme_lets_go_of_an_edition_it_does_not_have(ours: Records) -> None:
    page = pairs_page(ours, language="en")
    ask(page, edition="WECCEE 12")
    ask(page, programme="PRODDIGE")
    assert listed(page) == ["B-5"]
    ask(page, edition="WECCEE 12")
    assert listed(page) == ["B-5"], "what is not offered is not taken"


def test_a_chosen_pair_the_filters_leave_out_gives_way_to_one_that_is_shown(ours: Records) -> None:
    page = pairs_page(ours, pair="B-1", language="en")
    ask(page, state="waiting")
    assert face(page) == "B-4"
    ask(page, state="")
    assert face(page) == "B-1"


def test_a_choice_that_leaves_nothing_says_so_and_offers_all(ours: Records) -> None:
    page = pairs_page(ours, language="en")
    ask(page, programme="PRODDIGE")
    ask(page, state="broken")
    assert "No pair is left by this choice." in shown(page) and 'data-intent="clear"' in shown(page)
    assert shown(page, "face") == ""
    ask(page, clear="all")
    assert len(listed(page)) == 5


def test_a_dataset_without_pairs_says_what_to_do() -> None:
    page = pairs_page(open_records("published"), language="en")
    assert "No placement of this dataset carries a pair_id." in shown(page) and "first cell" in shown(page)
    assert [shown(page, region) for region in ("controls", "face", "words")] == ["", "", ""]
    ask(page, step="after")
    assert shown(page, "face") == ""


@pytest.mark.parametrize(
    "intent",
    [
        {"pair": "../../secret"},
        {"pair": 7},
        {"state": "lost"},
        {"edition": "x" * 10_000},
        {"programme": None},
        {"sort": "volunteer_id"},
        {"step": "twice"},
        {"lang": "de"},
        {"nothing": "asked"},
        {},
    ],
)
def test_what_the_page_does_not_offer_changes_nothing(ours: Records, intent: dict[str, object]) -> None:
    page = pairs_page(ours, language="en")
    before = {name: widget.html for name, widget in page.regions.items()}
    ask(page, **intent)
    assert {name: widget.html for name, widget in page.regions.items()} == before


def test_a_head_sorts_and_turns_its_order_when_asked_again(ours: Records) -> None:
    page = pairs_page(ours, language="en")
    assert listed(page)[0] == "B-4", "the latest start first"
    ask(page, sort="starts")
    assert listed(page)[0] == "B-3"
    ask(page, sort="pair")
    assert listed(page) == ["B-1", "B-2", "B-3", "B-4", "B-5"]
    ask(page, sort="pair")
    assert listed(page) == ["B-5", "B-4", "B-3", "B-2", "B-1"]
    ask(page, sort="overlap")
    assert listed(page)[:2] == ["B-5", "B-2"], "the longest first"


def test_stepping_goes_through_the_list_as_it_stands_and_round(ours: Records) -> None:
    page = pairs_page(ours, pair="B-1", language="en")
    ask(page, sort="pair")
    seen = []
    for _ in range(5):
        ask(page, step="after")
        seen.append(face(page))
    assert seen == ["B-2", "B-3", "B-4", "B-5", "B-1"]
    ask(page, step="before")
    assert face(page) == "B-5"


def test_the_language_changes_everything_on_the_page(ours: Records) -> None:
    page = pairs_page(ours, language="en")
    regions = ("head", "controls", "pairs", "face", "words")
    english = "".join(shown(page, region) for region in regions)
    ask(page, lang="fr")
    french = "".join(shown(page, region) for region in regions)
    assert "Which pairs are complete" in english and "Quels binômes sont complets, lesquels ont perdu un côté ?" in french
    assert "Senegal → France" in english and "Sénégal → France" in french
    assert "raison médicale" in french and "1er septembre 2025" in french
    for word in ("Pair", "Broken", "side", "Starts", "Which", "September", "days"):
        assert not re.search(rf">[^<]*\b{word}\b", french), word


# What must not be seen


def test_a_person_is_never_named(sample: Records) -> None:
    page = pairs_page(sample, language="en")
    whole = "".join(shown(page, region) for region in page.regions)
    people = set(sample.placements["volunteer_id"]) | set(sample.organisations["name"])
    assert re.search(r"P-\d{4}-\d{4}", whole)
    assert not [name for name in people if name and name in whole]


def test_a_stored_notebook_holds_no_placement_of_a_real_dataset(ours: Records) -> None:
    page = pairs_page(ours, language="en")
    assert "P-2" in shown(page, "face") and "B-2" in shown(page)
    assert not re.search(r"P-\d|B-\d", page.static_html())
    assert "not saved in this notebook" in page.static_html()
    ask(page, pair="B-3")
    assert not re.search(r"P-\d|B-\d", page.static_html())


def test_a_stored_notebook_of_the_sample_holds_what_is_shown(sample: Records) -> None:
    page = pairs_page(sample, language="en")
    assert page.regions["face"].html in page.static_html() and page.regions["pairs"].html in page.static_html()


def test_opening_changes_no_record(ours: Records) -> None:
    before = ours.placements.copy()
    page = pairs_page(ours)
    ask(page, sort="gap")
    pd.testing.assert_frame_equal(ours.placements, before)
