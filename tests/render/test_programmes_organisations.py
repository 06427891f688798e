"""Organisations by year and role: new, loyal, returning, lost, and how much hangs on the largest one."""

from __future__ import annotations

import pandas as pd
from html_tree import tree
from programmes_pages import page_of

from crossmobility.domain.programmes.organisations import ORGANISATION_COLUMNS
from crossmobility.render.programmes_organisations import largest_share, organisations
from crossmobility.render.words import Words


def row(role: str, period: str, **numbers: float) -> dict[str, object]:
    texts = dict.fromkeys(ORGANISATION_COLUMNS[:6], "_T") | {"dataset": "t", "role": role, "period": period}
    return dict.fromkeys(ORGANISATION_COLUMNS, 0.0) | texts | numbers


ROWS = pd.DataFrame(
    [
        row("hosting", "2024", organisations=8, new=8, placements=9, largest=2),
        row(
            "hosting",
            "2025",
            organisations=7,
            new=1,
            loyal=4,
            returning=2,
            lost=4,
            both=3,
            placements=40,
            largest=10,
            two_early=1,
        ),
        row("sending", "2025", organisations=2, new=2, both=1, placements=40, largest=30),
    ],
    columns=list(ORGANISATION_COLUMNS),
)


def test_each_year_has_its_numbers() -> None:
    sending, hosting = tree(organisations(page_of("WECCEE", organisations=ROWS))).every("table")
    assert hosting.rows() == [
        ["Year", "", "In all", "Loyal", "Returning", "New", "Lost", "Largest"],
        ["2024", "", "8", "0", "0", "8", "0", "2 of 9"],
        ["2025", "", "7", "4", "2", "1", "4", "25%"],
    ]
    assert sending.rows()[1:] == [["2025", "", "2", "0", "0", "2", "0", "75%"]]


def test_both_roles_share_one_scale_and_lost_ends_the_bar() -> None:
    bars = tree(organisations(page_of("WECCEE", organisations=ROWS))).every("span", "cm-pv-stack")
    assert [[(part["class"], part["style"]) for part in bar.every("i")] for bar in bars] == [
        [("cm-pv-new", "--w:18.2")],
        [("cm-pv-new", "--w:72.7")],
        [
            ("cm-pv-loyal", "--w:36.4"),
            ("cm-pv-returning", "--w:18.2"),
            ("cm-pv-new", "--w:9.1"),
            ("cm-pv-lost", "--w:36.4"),
        ],
    ]


def test_the_last_year_says_who_has_the_other_role_and_who_had_two_early_ends() -> None:
    section = tree(organisations(page_of("WECCEE", organisations=ROWS))).text
    assert "2025: 1 of 2 also hosted in the three years up to then." in section
    assert "2025: 3 of 7 also sent in the three years up to then. 1 organisation had two early ends or more" in section


def test_the_last_year_is_one_in_which_somebody_was_active() -> None:
    gone = pd.DataFrame([row("hosting", "2026", lost=7)], columns=list(ORGANISATION_COLUMNS))
    section = tree(
        organisations(page_of("WECCEE", language="fr", organisations=pd.concat([ROWS, gone], ignore_index=True)))
    )
    assert "2025 : 3 sur 7 ont aussi envoyé" in section.text.replace("\u00a0", " ")
    assert section.every("table")[1].rows()[-1][-2:] == ["7", "–"]


def test_the_largest_of_few_placements_is_a_count() -> None:
    words = Words("en")
    assert largest_share(3, 9, words) == "3 of 9"
    assert largest_share(3, 10, words) == "30%"
    assert largest_share(float("nan"), 10, words) == "n/a"


def test_a_role_or_a_table_of_which_nothing_is_known_says_so() -> None:
    only_hosts = ROWS[ROWS["role"] == "hosting"]
    assert organisations(page_of("WECCEE", organisations=only_hosts)).count("Nothing published, nothing recorded.") == 1
    assert "Nothing published, nothing recorded." in organisations(page_of("WECCEE"))
