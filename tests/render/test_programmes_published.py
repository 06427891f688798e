"""Published figures beside the records: the four counts, the difference, and whole sentences for why they differ."""

from __future__ import annotations

import pandas as pd
from html_tree import tree
from programmes_pages import NAN, page_of

from crossmobility.domain.programmes.compared import COMPARED_COLUMNS, REASONS
from crossmobility.render.programmes_published import REASONS as SENTENCES
from crossmobility.render.programmes_published import published

USUAL: dict[str, object] = {
    **dict.fromkeys(COMPARED_COLUMNS, ""),
    **dict.fromkeys(("started", "active", "stock", "ended", "difference"), NAN),
    "origin": "SEN",
    "destination": "FRA",
    "period": "2022",
    "scheme": "SC_RECIP",
    "programme": "_T",
    "kind": "actual",
    "published": 22.0,
    "status": "reported",
    "certainty": "published",
    "citation": "A report, https://example.org/a",
    "stated_basis": "not_stated",
    "reasons": ("basis_not_stated", "synthetic"),
}


def rows(*changes: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{**USUAL, **change} for change in changes], columns=list(COMPARED_COLUMNS))


COUNTED = {"started": 20.0, "active": 29.0, "stock": 5.0, "ended": 24.0, "nearest": "started", "difference": -2.0}


def test_the_counts_stand_beside_the_number_and_the_nearest_is_marked() -> None:
    section = tree(published(page_of("SC_RECIP", kind="scheme", recorded=True, compared=rows(COUNTED))))
    heads = [head.text for head in section.one("thead").every("th")]
    assert heads == [
        *(
            "What a source says",
            "Published",
            "Started",
            "Active",
            "Present on a date",
            "Ended",
            "Difference",
            "Why they differ",
        )
    ]
    assert section.rows()[2][:7] == ["Senegal → France", "22", "20 nearest", "29", "5", "24", "−2"]
    assert [cell.text for cell in section.every("td", "cm-pv-nearest")] == ["20 nearest"]


def test_figures_of_one_source_and_period_stand_under_it_with_its_certainty() -> None:
    other = {"origin": "MAR", "published": 18.0, **COUNTED}
    section = tree(published(page_of("SC_RECIP", kind="scheme", recorded=True, compared=rows(COUNTED, other))))
    (group,) = [row for row in section.every("tr") if "cm-pv-group" in row.classes]
    assert group.text == "2022 · Service Civique, incoming Published · A report"
    assert group.one("a")["href"] == "https://example.org/a"


def test_reasons_of_every_figure_are_said_once_and_the_others_beside_theirs() -> None:
    plan = {"kind": "planned", "reasons": ("basis_not_stated", "planned_not_result", "synthetic")}
    section = tree(published(page_of("SC_RECIP", kind="scheme", recorded=True, compared=rows(COUNTED, plan))))
    assert [one.text for one in section.one("ul").every("li")] == [
        "The source does not state what it counts: placements started, active, under way on a date or ended.",
        "The records are made up: their counts say nothing about the published number.",
    ]
    assert [cell.text for cell in section.every("td", "cm-pv-reasons")] == [
        "",
        "The source states a plan, the records count what happened.",
    ]
    assert "planned, not a result" in section.text


def test_every_reason_has_a_sentence() -> None:
    assert list(SENTENCES) == list(REASONS)
    french = [said.in_language("fr") for said in SENTENCES.values()]
    assert len(set(french)) == len(REASONS) and all(said.endswith(".") for said in french)


def test_countries_named_without_a_number_stand_in_one_row() -> None:
    named = {"published": NAN, "status": "not_broken_down", "reasons": ("named_without_number",)}
    table = rows({"origin": "_O", "published": 54.0}, {**named, "origin": "TUN"}, {**named, "origin": "SEN"})
    section = tree(published(page_of("SC_RECIP", kind="scheme", language="fr", compared=table)))
    assert [row[:2] for row in section.rows()[2:]] == [
        ["tous les pays → France", "54"],
        ["Tunisie, Sénégal → France", "aucun nombre publié"],
    ]


def test_what_is_not_broken_down_beside_countries_is_not_the_whole() -> None:
    table = rows({"origin": "_O", "published": 71.0}, {"origin": "SEN"})
    section = tree(published(page_of("SC_RECIP", kind="scheme", compared=table)))
    assert [row[0] for row in section.rows()[2:]] == ["other or not broken down → France", "Senegal → France"]


def test_without_records_only_what_is_published_is_shown() -> None:
    table = rows({"reasons": ("basis_not_stated", "period_not_counted", "not_recorded")})
    section = tree(published(page_of("SC_RECIP", kind="scheme", compared=table)))
    assert section.one("h2").text == "Published figures"
    assert [head.text for head in section.one("thead").every("th")] == ["What a source says", "Published", "How to read it"]
    assert "records" not in section.text


def test_both_ways_of_a_programme_stand_together_though_their_schemes_differ() -> None:
    both = [
        {"programme": "WECCEE", "origin": "FRA", "destination": "SEN", "scheme": "SC_INTL", "published": 10.0},
        {"programme": "WECCEE", "published": 4.0},
    ]
    section = tree(published(page_of("WECCEE", compared=rows(*both))))
    assert [row.text for row in section.every("tr") if "cm-pv-group" in row.classes] == [
        "2022 · WECCEE Published · A report"
    ]


def test_a_source_is_text() -> None:
    assert "&lt;b&gt;" in published(page_of("VSI", kind="scheme", compared=rows({"citation": "<b>"})))


def test_nothing_published_is_said_and_a_country_has_no_such_section() -> None:
    assert "Aucune source ne publie ici de nombre de missions." in published(page_of("DENVA", language="fr"))
    assert published(page_of("SEN", kind="country")) == ""
