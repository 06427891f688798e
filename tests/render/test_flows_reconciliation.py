from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from crossmobility.domain.bases import reconciliation
from crossmobility.domain.overview import Overview, every_basis, overview
from crossmobility.domain.placements import flow_cells
from crossmobility.domain.selection import Selection
from crossmobility.render.reconciliation import reconciliation_table
from crossmobility.render.words import Words

ENGLISH = Words("en")


def cells(as_of: date) -> pd.DataFrame:
    """Return what four placements count: two arrive in France, one leaves it, one is of two others."""
    stays = [
        ("SEN", "FRA", "2023-10-01", "2024-03-31"),
        ("SEN", "FRA", "2024-02-01", "2025-01-31"),
        ("FRA", "TUN", "2024-05-01", "2024-08-31"),
        ("MAR", "SEN", "2024-05-01", "2024-08-31"),
    ]
    frame = pd.DataFrame(stays, columns=["origin", "destination", "start_on", "end_on"])
    frame = frame.assign(programme_id="NONE", scheme="VSI", planned_end_on=frame["end_on"])
    dates = ["start_on", "end_on", "planned_end_on"]
    frame[dates] = frame[dates].apply(pd.to_datetime)
    return flow_cells(frame, as_of=as_of, dataset="own")


def shown(as_of: date = date(2025, 6, 30), **chosen: object) -> tuple[Overview, pd.DataFrame]:
    selection = Selection(dataset="own", period="2024", basis="started", language="en", **chosen)
    rows, until = cells(as_of), as_of.isoformat()
    answer = overview(rows, selection, {}, complete_to=until)
    bases = reconciliation(every_basis(rows, selection), ["2024"], "FRA", corridor=selection.corridor, complete_to=until)
    return answer, bases


def lines(answer: Overview, bases: pd.DataFrame | None) -> dict[str, list[str]]:
    found = reconciliation_table(bases, answer, ENGLISH)
    rows = re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', found)
    return {label: re.findall(r"<td[^>]*>(.*?)</td>", cells) for label, cells in rows}


def test_the_counts_read_downwards_as_an_account_arriving_and_leaving_apart() -> None:
    answer, bases = shown()
    assert lines(answer, bases) == {
        "Present on 31 December 2023": ["1", "0"],
        "+ started": ["1", "1"],
        "= active": ["2", "1"],
        "− ended": ["1", "1"],
        "= present on 31 December 2024": ["1", "0"],
    }
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', reconciliation_table(bases, answer, ENGLISH))
    assert heads == ["Arriving in France", "Leaving France"]


def test_between_other_countries_stands_alone_when_the_page_is_about_it() -> None:
    answer, bases = shown(direction="between")
    assert lines(answer, bases)["+ started"] == ["1"]


def test_a_corridor_narrows_it_to_its_two_countries() -> None:
    answer, bases = shown(corridor=("SEN", "FRA"))
    assert lines(answer, bases)["= active"] == ["2", "0"]
    assert ">How these counts fit together: Senegal, France</h2>" in reconciliation_table(bases, answer, ENGLISH)


def test_the_line_of_the_basis_in_use_is_marked() -> None:
    answer, bases = shown()
    assert '<tr class=cm-used><th scope="row">+ started</th>' in reconciliation_table(bases, answer, ENGLISH)
    present = replace(answer, selection=replace(answer.selection, basis="stock"))
    assert '<tr class=cm-used><th scope="row">= present on' in reconciliation_table(bases, present, ENGLISH)


def test_a_year_that_is_not_over_is_said_to_be_counted_up_to_a_day() -> None:
    answer, bases = shown(as_of=date(2024, 6, 30))
    assert "= present on 30 June 2024" in lines(answer, bases)
    assert "The year is not over: everything is counted up to 30 June 2024" in reconciliation_table(bases, answer, ENGLISH)
    assert "The year is not over" not in reconciliation_table(*reversed(shown()), ENGLISH)


def test_counts_that_do_not_add_up_are_marked_and_said_to_need_a_check() -> None:
    answer, bases = shown()
    assert "≠" not in reconciliation_table(bases, answer, ENGLISH)
    bases.loc[bases["side"] == "in", "holds"] = False
    found = reconciliation_table(bases, answer, ENGLISH)
    assert "Arriving in France ≠" in found and "Leaving France ≠" not in found
    assert "A column marked ≠ does not add up" in found


@pytest.mark.parametrize("bases", [None, pd.DataFrame()])
def test_without_bases_nothing_is_shown(bases: pd.DataFrame | None) -> None:
    assert reconciliation_table(bases, shown()[0], ENGLISH) == ""
