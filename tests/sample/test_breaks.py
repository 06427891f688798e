"""The breaks of the series are to be seen: Covid, the opened VSI, closed corridors, the freeze."""

from __future__ import annotations

import pandas as pd
import pytest


def test_arrivals_collapse_in_2020_and_start_again_after_27_july_2021(arrivals: pd.DataFrame) -> None:
    by_year = arrivals["year"].value_counts()
    assert by_year[2020] < by_year[2019] / 4
    stopped = arrivals["start_on"].between("2020-03-17", "2021-07-27")
    assert not stopped.any()
    assert (arrivals["arrival_on"].between("2020-03-17", "2021-07-26")).sum() == 0


def test_nobody_crosses_a_border_under_covid_but_the_europeans(started: pd.DataFrame) -> None:
    abroad = started[(started["origin"] != started["destination"]) & started["scheme"].ne("VSI_SS")]
    during = abroad[abroad["start_on"].between("2020-03-17", "2021-06-30")]
    assert set(during["scheme"]) == {"ESC"}


def test_covid_ends_missions_that_were_under_way(started: pd.DataFrame) -> None:
    stopped = started[started["end_reason"] == "FORCE_MAJEURE"]
    assert 20 <= len(stopped) <= 80
    assert stopped["end_on"].between("2020-03-17", "2020-04-30").all()


def test_programmes_are_called_off_once_covid_is_there(placements: pd.DataFrame) -> None:
    called_off = placements[placements["closed_reason"] == "PROGRAMME_CANCELLED"]
    assert called_off["closed_before_start_on"].between("2020-03-17", "2021-07-27").all()


@pytest.mark.parametrize(("country", "closed"), [("MLI", "2022-11-01"), ("NER", "2023-07-29"), ("BFA", "2023-08-06")])
def test_corridors_of_the_sahel_close(started: pd.DataFrame, country: str, closed: str) -> None:
    either = started[(started["origin"] == country) | (started["destination"] == country)]
    assert len(either) > 10
    assert not (either["start_on"] > closed).any()


def test_missions_in_burkina_faso_end_with_the_cooperation(started: pd.DataFrame) -> None:
    abroad = started[(started["destination"] == "BFA") & (started["end_reason"] == "SECURITY")]
    assert len(abroad) >= 1
    assert abroad["end_on"].between("2023-08-06", "2023-09-15").all()


def test_visas_are_refused_more_often_in_2022_and_2023(placements: pd.DataFrame) -> None:
    decided = placements[placements["scheme"].eq("SC_RECIP") & placements["visa_outcome"].isin(["GRANTED", "REFUSED"])]
    refused = decided["visa_outcome"].eq("REFUSED").groupby(decided["visa_decided_on"].dt.year).mean()
    assert min(refused[2022], refused[2023]) > max(refused[2018], refused[2019], refused[2024])


def test_the_freeze_of_2025_leaves_few_starts_from_february_to_august(
    placements: pd.DataFrame, arrivals: pd.DataFrame
) -> None:
    months = arrivals[arrivals["year"] == 2025]["start_on"].dt.month
    assert months.between(2, 8).sum() < 0.2 * len(months)
    assert (placements["closed_reason"] == "BUDGET_FREEZE").sum() == 12


def test_totals_by_year_between_the_published_ones(arrivals: pd.DataFrame) -> None:
    totals = arrivals["year"].value_counts().sort_index().to_dict()
    assert totals == {
        2014: 22,
        2015: 33,
        2016: 54,
        2017: 116,
        2018: 187,
        2019: 251,
        2020: 52,
        2021: 101,
        2022: 153,
        2023: 144,
        2024: 165,
        2025: 104,
    }
