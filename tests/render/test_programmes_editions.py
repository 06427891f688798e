"""Editions side by side: published and counted, planned and done, on one scale, each with its certainty in words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from html_tree import Node, tree
from programmes_pages import NAN, page_of, stage

from crossmobility.domain.pairings import PAIRING_COLUMNS
from crossmobility.domain.programmes.editions import EDITION_COLUMNS, editions
from crossmobility.domain.programmes.stages import STAGE_COLUMNS
from crossmobility.reference import programme_editions
from crossmobility.render.programmes_editions import editions as section_of
from crossmobility.render.programmes_numbers import stated
from crossmobility.render.words import Words


def lines(section: Node) -> dict[str, list[list[str]]]:
    """Return the cells of each edition by its name, line by line, without the cell of the name."""
    found = {}
    for body in section.every("tbody"):
        rows = [[cell for cell in row.inside if isinstance(cell, Node)] for row in body.every("tr")]
        name = rows[0][0].one("b").text
        found[name] = [[cell.text for cell in row[1:] if row is rows[0]] or [cell.text for cell in row] for row in rows]
    return found


def width(section: Node, css: str, mark: str) -> list[float]:
    """Return the widths of bars (``i``) or outlines (``s``) of a way, in per cent of the scale."""
    return [float(bar["style"].removeprefix("--w:")) for cell in section.every("td", css) for bar in cell.every(mark)]


def test_published_editions_are_leaving_and_arriving_from_one_axis() -> None:
    found = lines(tree(section_of(page_of("WECCEE"))))
    assert found["WECCEE 1"] == [["Published", "10", "9", "19"]]
    assert found["WECCEE 2"] == [["Published", "10", "4", "14"]]
    assert found["WECCEE 11"] == [
        ["Published", "25 planned (second hand)", "25 planned (second hand)", "48 of 50 planned (second hand) · 96%"]
    ]


def test_a_total_without_its_ways_is_not_drawn_as_if_they_were_known() -> None:
    section = tree(section_of(page_of("WECCEE", language="fr")))
    assert lines(section)["WECCEE, 2022"] == [["Publié", "sens non publiés", "52"]]
    assert lines(section)["WECCEE 9"] == [["Publié", "aucun nombre publié", ""]]
    assert len(width(section, "cm-out", "i")) == 3  # editions 1, 2 and 3


def test_all_bars_share_one_scale() -> None:
    section = tree(section_of(page_of("WECCEE")))
    assert width(section, "cm-all", "i")[3] == 100.0  # 52 of 52
    assert width(section, "cm-out", "i")[0] == 19.2  # 10 of 52
    assert width(section, "cm-out", "s") == [48.1]  # 25 of 52


def test_guinea_is_left_for_only_and_only_in_edition_11() -> None:
    bodies = tree(section_of(page_of("WECCEE"))).every("tbody")
    with_guinea = [body for body in bodies if "Guinea" in body.text]
    assert [body.one("th").one("b").text for body in with_guinea] == ["WECCEE 11"]
    assert "only leaving: Guinea" in with_guinea[0].text and "6 countries" in with_guinea[0].text


def test_done_is_a_share_of_what_was_planned() -> None:
    found = lines(tree(section_of(page_of("PRODDIGE", language="fr"))))
    (done,) = found["Promotion 2019–2020"]
    assert done[-1].replace("\u202f", " ").replace("\u00a0", " ") == "18 sur 24 prévus (de seconde main) · 75 %"
    (waited,) = found["Promotion 2021"]
    assert waited[0] == "De seconde main" and waited[-1] == "24 prévus (de seconde main) · résultat non publié"


def test_few_people_make_no_rate() -> None:
    section = tree(section_of(page_of("DENVA", stages=[stage("TGO", "BEN", "2025", planned=6, arrived=4, running=4)])))
    assert lines(section)["2025 cohort"][1] == [
        "Counted synthetic",
        "4 of 6 planned · too few for a rate · 4 still running",
    ]


def test_published_and_counted_stand_beside_each_other() -> None:
    stages = [
        stage("FRA", "SEN", "WECCEE 1", planned=12, arrived=10, completed=9),
        stage("SEN", "FRA", "WECCEE 1", planned=10, arrived=8, completed=8),
    ]
    found = lines(tree(section_of(page_of("WECCEE", stages=stages))))["WECCEE 1"]
    assert found[0] == ["Published", "10", "9", "19"]
    assert found[1] == ["Counted synthetic", "10", "8", "18 of 22 planned · 82%"]


def test_a_south_south_programme_has_a_hub_and_ways_of_its_own() -> None:
    stages = [
        stage("MAR", "SEN", "2020-2022", planned=8, arrived=8),
        stage("SEN", "MAR", "2020-2022", planned=7, arrived=7),
        stage("SEN", "CIV", "2020-2022", planned=1, arrived=1),
    ]
    section = tree(section_of(page_of("SUDSUD", stages=stages)))
    heads = [head.text for head in section.one("thead").every("th")]
    assert heads == ["Edition", "", "Leaving", "Arriving", "Between others", "In all"]
    published, counted = lines(section)["Pilot action 2020–2022"]
    assert published == [
        "Published",
        "8 planned (second hand)",
        "8 planned (second hand)",
        "n/a",
        "16 of 16 planned (second hand) · 100%",
    ]
    assert counted == ["Counted synthetic", "8", "7", "1", "16 of 16 planned · 100%"]
    assert "4 countries" in section.text and "and Morocco, the hub" in section.text
    assert "16 volunteers in 15 organisations" in section.text and "specific result R.3.2" in section.text


def test_people_who_stay_in_their_country_have_their_own_bar() -> None:
    stages = [
        stage("FRA", "FRA", "2019-2020", planned=9, arrived=9),
        stage("PER", "FRA", "2019-2020", planned=9, arrived=9),
    ]
    section = tree(section_of(page_of("PRODDIGE", stages=stages)))
    assert [head.text for head in section.one("thead").every("th")][2:] == ["Arriving", "In their own country", "In all"]
    assert lines(section)["Class of 2019–2020"][1] == ["Counted synthetic", "9", "9", "18 of 18 planned · 100%"]


def test_an_only_way_needs_no_column_for_the_whole() -> None:
    section = tree(section_of(page_of("AFRICA2020", language="fr")))
    assert [head.text for head in section.one("thead").every("th")] == ["Édition", "", "Arrivées"]
    assert lines(section)["Saison Africa2020"] == [["Publié", "11"]]
    assert "11 pays sur 11 non nommés" in section.text


def test_phases_without_people_show_their_countries() -> None:
    section = tree(section_of(page_of("ENLAZANDO")))
    bodies = [body.text for body in section.every("tbody")]
    assert "5 countries" in bodies[0] and "Peru" in bodies[0] and "Argentina" not in bodies[0]
    assert "6 countries" in bodies[1] and "Argentina" in bodies[1]
    assert not section.every("span", "cm-pv-track")


def test_pairs_complete_stand_beside_their_edition() -> None:
    rows = pd.DataFrame([("t", "WECCEE", "WECCEE 2", "2015", 10, 1, 3, 6, 0, 0)], columns=list(PAIRING_COLUMNS))
    found = lines(tree(section_of(page_of("WECCEE", pairings=rows))))
    assert found["WECCEE 2"][0][-1] == "1 of 10" and found["WECCEE 3"][0][-1] == ""


def test_a_number_given_as_more_than_says_so() -> None:
    (fund,) = [each for each in programme_editions() if each.edition == "FIV 1"]
    assert stated(fund, "applications", 100, Words("en")) == "> 100"
    assert stated(fund, "grants", 10, Words("en")) == "10"
    assert stated(None, "done", 1600, Words("fr")) == "1\u202f600"


def test_a_programme_without_editions_says_so() -> None:
    section = section_of(page_of("NOREC"))
    assert "Nothing published, nothing recorded." in section
    assert section_of(page_of("VSI", kind="scheme")) == ""


def test_names_of_editions_are_text() -> None:
    entry = replace(page_of("WECCEE").entries[0], label_en="<i>1</i>", note_en="a & b")
    table = editions([entry], pd.DataFrame(columns=list(STAGE_COLUMNS)), "FRA")
    section = section_of(page_of("WECCEE", entries=[entry], editions=table))
    assert "&lt;i&gt;1&lt;/i&gt;" in section and "a &amp; b" in section and "<i>1" not in section


def test_an_edition_nobody_describes_keeps_its_code() -> None:
    row = dict.fromkeys(EDITION_COLUMNS, NAN) | {
        "edition": "x-1",
        "label_fr": "",
        "label_en": "",
        "period": "",
        "source": "counted",
    }
    row |= {"counted_in": 3.0, "counted_planned": 3.0}
    section = tree(section_of(page_of("AFRICA2020", editions=pd.DataFrame([row]), entries=[])))
    assert list(lines(section)) == ["x-1"]
