"""Pairs by edition: every state with its number, bars on one scale, and a share only of enough pairs."""

from __future__ import annotations

import pandas as pd
from html_tree import tree
from programmes_pages import page_of

from crossmobility.domain.pairings import PAIRING_COLUMNS
from crossmobility.render.programmes_pairs import pairs

COUNTS = [
    ("t", "WECCEE", "WECCEE 1", "2014", 10.0, 6.0, 3.0, 1.0, 0.0, 0.0),
    ("t", "WECCEE", "WECCEE 12", "2026", 20.0, 4.0, 0.0, 0.0, 11.0, 5.0),
]


def rows(*lines: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(lines), columns=list(PAIRING_COLUMNS))


def test_every_state_of_an_edition_has_its_number() -> None:
    section = tree(pairs(page_of("WECCEE", pairings=rows(*COUNTS))))
    assert section.rows()[0] == [*("Edition", "Pairs", "Complete", "Broken", "One-sided", "Waiting", "Cancelled", "In all")]
    assert section.rows()[1][0] == "WECCEE 1" and section.rows()[1][2:] == ["6", "3", "1", "0", "0", "10"]
    assert section.rows()[2][0] == "WECCEE 12" and section.rows()[2][2:] == ["4", "0", "0", "11", "5", "20"]
    assert section.rows()[3][0] == "In all" and section.rows()[3][2:] == ["10", "3", "1", "11", "5", "30"]


def test_the_parts_of_a_bar_are_on_the_scale_of_the_largest_edition() -> None:
    first, second = tree(pairs(page_of("WECCEE", pairings=rows(*COUNTS)))).every("span", "cm-pv-stack")
    assert [(part["class"], part["style"]) for part in first.every("i")] == [
        ("cm-pv-complete", "--w:30.0"),
        ("cm-pv-broken", "--w:15.0"),
        ("cm-pv-one_sided", "--w:5.0"),
    ]
    assert [part["style"] for part in second.every("i")] == ["--w:20.0", "--w:55.0", "--w:25.0"]
    assert first.text == "6 3"  # the narrow part has no room for its number: the column has it


def test_pairs_that_wait_are_not_in_the_share() -> None:
    assert "Complete: 10 of 19 pairs that are no longer waiting (53%)." in pairs(page_of("WECCEE", pairings=rows(*COUNTS)))


def test_few_pairs_make_no_rate() -> None:
    one = ("t", "WECCEE", "WECCEE 3", "2017", 8.0, 6.0, 2.0, 0.0, 0.0, 0.0)
    section = pairs(page_of("WECCEE", language="fr", pairings=rows(one)))
    assert "Complets : 6 des 8 binômes qui n’attendent plus (trop peu pour un taux)." in section
    assert "<tfoot>" not in section  # one edition is its own total


def test_a_published_edition_has_its_name_and_a_cohort_its_code() -> None:
    one = ("t", "PRODDIGE", "2019-2020", "2020", 9.0, 3.0, 6.0, 0.0, 0.0, 0.0)
    other = ("t", "PRODDIGE", "<2030>", "2030", 9.0, 3.0, 6.0, 0.0, 0.0, 0.0)
    section = pairs(page_of("PRODDIGE", language="fr", pairings=rows(one, other)))
    assert "Promotion 2019–2020" in section and "&lt;2030&gt;" in section


def test_a_design_in_pairs_without_pairs_says_so_and_others_have_no_section() -> None:
    assert "Nothing published, nothing recorded." in pairs(page_of("WECCEE"))
    assert pairs(page_of("SUDSUD")) == ""
    assert pairs(page_of("SC_RECIP", kind="scheme")) == ""
