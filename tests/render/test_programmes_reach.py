"""What a programme that supports organisations reached: counted by kind and year, and published as sources state it."""

from __future__ import annotations

import pandas as pd
from html_tree import tree
from programmes_pages import NAN, page_of

from crossmobility.domain.programmes.activities import REACH_COLUMNS
from crossmobility.render.programmes_reach import euros, reach


def rows(*lines: dict[str, object]) -> pd.DataFrame:
    empty = dict.fromkeys(REACH_COLUMNS, NAN)
    return pd.DataFrame([{**empty, **line} for line in lines], columns=list(REACH_COLUMNS))


COUNTED = rows(
    {"kind": "GRANT", "period": "2021", "activities": 4.0, "amount_eur": 12000.0},
    {"kind": "GRANT", "period": "2022", "activities": 6.0, "amount_eur": 18000.0},
    {"kind": "GRANT", "period": "_T", "activities": 10.0, "amount_eur": 30000.0},
    {"kind": "TRAINING", "period": "2023", "activities": 2.0, "on_site": 52.0, "online": 0.0},
    {"kind": "TRAINING", "period": "_T", "activities": 2.0, "on_site": 52.0, "online": 0.0},
)


def test_published_funds_and_events_are_as_their_source_states_them() -> None:
    section = tree(reach(page_of("ENLAZANDO"))).text
    assert "10 grants of €3,000 €30,000 in all > 100 applications" in section
    assert "Lima seminar, 2024 2024 · Published > 100 people on site > 600 people online" in section
    assert "> 200 people attended" in section


def test_published_funds_and_events_in_french() -> None:
    section = tree(reach(page_of("ENLAZANDO", language="fr"))).text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "10 subventions de 3 000 € 30 000 € en tout > 100 candidatures" in section
    assert "> 100 personnes sur place > 600 personnes en ligne" in section


def test_what_is_counted_stands_by_kind_and_year_and_in_all() -> None:
    table = tree(reach(page_of("ENLAZANDO", reach=COUNTED, recorded=True))).one("table")
    assert table.rows() == [
        ["Year", "Number", "People on site", "People online", "Amount"],
        ["Grant"],
        ["2021", "4", "", "", "€12,000"],
        ["2022", "6", "", "", "€18,000"],
        ["In all", "10", "", "", "€30,000"],
        ["Training"],
        ["2023", "2", "52", "0", ""],
    ]


def test_the_headline_adds_up_what_is_stated_and_nothing_else() -> None:
    tiles = [one.text for one in tree(reach(page_of("ENLAZANDO", reach=COUNTED))).every("div", "cm-tile")]
    assert tiles == ["10 grants", "2 trainings", "52 people on site", "0 people online", "€30,000 granted"]


def test_a_programme_of_another_design_shows_its_events_when_it_has_any() -> None:
    assert "> 150 people attended" in tree(reach(page_of("DENVA"))).text
    assert reach(page_of("WECCEE")) == ""
    assert reach(page_of("VSI", kind="scheme")) == ""


def test_an_ecosystem_of_which_nothing_is_known_says_so() -> None:
    assert "Nothing published, nothing recorded." in reach(page_of("ENLAZANDO", entries=[]))


def test_records_that_are_made_up_say_so() -> None:
    assert "Counted in the records (synthetic)" in reach(page_of("ENLAZANDO", reach=COUNTED, recorded=True))
    assert "(synthetic)" not in reach(page_of("ENLAZANDO", reach=COUNTED))


def test_amounts_are_whole_euros() -> None:
    assert euros(1234.0, "en") == "€1,234"
    assert euros(1234.0, "fr") == "1\u202f234\u00a0€"
