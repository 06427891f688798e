"""The steps of each direction: numbers, what each step lost, and what became of those lost."""

from __future__ import annotations

from html_tree import tree
from programmes_pages import page_of, stage

from crossmobility.render.programmes_funnel import funnel

IN = stage(
    "SEN",
    "FRA",
    "WECCEE 1",
    planned=20,
    selected=18,
    agreed=17,
    visa=15,
    arrived=14,
    completed=9,
    ended_early=3,
    running=2,
    not_selected=1,
    withdrawn=2,
    refused=1,
    cancelled=1,
    waiting=1,
)
OUT = stage("FRA", "SEN", "WECCEE 1", planned=5, selected=5, agreed=5, visa=5, arrived=5, completed=4, ended_early=1)


def test_each_step_has_its_number_its_share_and_what_it_lost() -> None:
    block = tree(funnel(page_of("WECCEE", stages=[IN, OUT]))).one("div", "cm-in")
    steps = [[cell for cell in row if cell] for row in block.rows() if len(row) > 1]
    assert steps == [
        ["Planned placements", "20"],
        ["Selected", "18", "90%", "−2"],
        ["Visa held or not needed", "15", "75%", "−3"],
        ["Arrived", "14", "70%", "−1"],
        ["Completed", "9", "45%", "−5"],
    ]
    assert block.one("caption").text == "Arriving in France"


def test_why_people_were_lost_is_said_in_words() -> None:
    section = tree(funnel(page_of("WECCEE", stages=[IN, OUT]))).text
    assert (
        "Did not arrive: 1 not selected, 2 withdrawn, 1 visa refused, 1 cancelled by a host, a programme or a budget, "
        "1 still waiting"
    ) in section
    assert "Not completed: 3 ended early, 2 still running" in section


def test_why_in_french_agrees_with_its_number() -> None:
    section = tree(funnel(page_of("WECCEE", language="fr", stages=[IN]))).text
    assert "1 candidature non retenue, 2 désistements, 1 visa refusé, 1 annulation par une structure" in section
    assert "3 fins anticipées, 2 en cours" in section


def test_all_directions_share_one_scale() -> None:
    blocks = tree(funnel(page_of("WECCEE", stages=[IN, OUT]))).one("div", "cm-pv-blocks").every("table")
    first = [block.every("i")[0]["style"] for block in blocks]
    assert sorted(first) == ["--w:100.0", "--w:25.0"]


def test_few_people_make_no_rate() -> None:
    block = tree(funnel(page_of("WECCEE", stages=[IN, OUT]))).one("div", "cm-out")
    assert "%" not in block.text and "Too few for a rate." in block.text
    assert [row[2] for row in block.rows() if len(row) > 1] == ["5", "5", "5", "5", "4"]


def test_between_others_and_in_their_own_country_have_their_own_steps() -> None:
    rows = [stage("TGO", "BEN", "2025", planned=3), stage("FRA", "FRA", "2025", planned=2)]
    captions = [one.text for one in tree(funnel(page_of("DENVA", stages=rows))).every("caption")]
    assert captions == ["Between other countries", "Serving in their own country"]


def test_nothing_known_is_said_where_people_are_moved() -> None:
    assert "Rien de publié, rien d’enregistré." in funnel(page_of("WECCEE", language="fr"))
    assert "Nothing published, nothing recorded." in funnel(page_of("VSI", kind="scheme"))
    assert funnel(page_of("ENLAZANDO")) == ""  # it supports organisations: it need not move anybody
