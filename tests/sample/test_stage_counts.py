"""How far the sample's placements came, and who stands behind them: the same as plain pandas finds in its CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from crossmobility.domain.programmes.stages import funnel
from crossmobility.release.build import built
from crossmobility.release.figures import Figures

AS_OF = pd.Timestamp("2025-12-31")
CELL = ["origin", "destination", "programme_id", "cohort", "scheme"]


@pytest.fixture(scope="module")
def figures(sample_folder: Path) -> Figures:
    return built([sample_folder]).figures


@pytest.fixture(scope="module")
def stages(figures: Figures) -> pd.DataFrame:
    return figures.stages_of("sample")


def conditions(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return which placements count under each name: the dates of the sample leave no gap, so each stage is its own date."""
    begun, lost = rows["start_on"].notna(), rows["closed_before_start_on"].notna()
    come = begun | (rows["arrival_on"].notna() & ~lost)
    early = (rows["planned_end_on"] - rows["end_on"]).dt.days > 7
    granted = (rows["visa_outcome"] == "GRANTED") & rows["visa_decided_on"].notna()
    free = (rows["visa_outcome"] == "NOT_REQUIRED") & rows["contract_signed_on"].notna()
    cancelled = ["HOST_CANCELLED", "PROGRAMME_CANCELLED", "BUDGET_FREEZE"]
    return {
        "planned": rows["planned_start_on"].notna(),
        "visa": granted | free | come,
        "arrived": come,
        "completed": come & rows["end_on"].notna() & ~early,
        "ended_early": come & early,
        "running": come & rows["end_on"].isna(),
        "waiting": ~come & ~lost,
        "withdrawn": rows["closed_reason"] == "WITHDRAWN",
        "refused": rows["closed_reason"] == "VISA_REFUSED",
        "cancelled": rows["closed_reason"].isin(cancelled),
        "not_selected": rows["closed_reason"] == "NOT_SELECTED",
    }


def test_every_stage_of_every_cell_is_the_pandas_count(stages: pd.DataFrame, placements: pd.DataFrame) -> None:
    months = placements["planned_start_on"].dt.strftime("%Y-%m")
    named = stages.set_index(
        [stages["period"] + "-" + stages["month"], *("programme" if c == "programme_id" else c for c in CELL)]
    )
    for name, met in conditions(placements).items():
        counted = placements[met].groupby([months[met], *CELL]).size()
        told = named[name][named[name] > 0]
        assert {key: int(number) for key, number in told.items()} == counted.to_dict(), name


def test_selected_and_agreed_count_their_date_or_a_later_one(stages: pd.DataFrame, placements: pd.DataFrame) -> None:
    visa = conditions(placements)["visa"]
    agreed = visa | placements["contract_signed_on"].notna()
    assert stages["agreed"].sum() == agreed.sum()
    assert stages["selected"].sum() == (agreed | placements["selected_on"].notna()).sum()


def test_the_funnel_of_a_programme_seen_from_its_country(stages: pd.DataFrame, placements: pd.DataFrame) -> None:
    rows = placements[placements["programme_id"] == "SUDSUD"]
    found = funnel(stages[stages["programme"] == "SUDSUD"], "MAR").set_index("direction")["planned"].to_dict()
    assert found == {"in": (rows["destination"] == "MAR").sum(), "out": (rows["origin"] == "MAR").sum()}


@pytest.mark.parametrize(("role", "column"), [("sending", "sending_org_id"), ("hosting", "hosting_org_id")])
def test_the_organisations_of_a_year_are_those_of_its_active_placements(
    figures: Figures, placements: pd.DataFrame, role: str, column: str
) -> None:
    ends = placements["end_on"].fillna(placements["planned_end_on"].where(placements["planned_end_on"] < AS_OF))

    def there(year: int) -> pd.DataFrame:
        begun = placements["start_on"] <= f"{year}-12-31"
        return placements[begun & ~(ends < f"{year}-01-01")]

    rows = figures.organisations_of("sample")
    whole = rows[(rows[["place", "programme", "scheme"]] == "_T").all(axis=1) & (rows["role"] == role)].set_index("period")
    for year in range(2014, 2026):
        now, before = (set(there(each)[column]) for each in (year, year - 1))
        told = whole.loc[str(year), ["organisations", "loyal", "lost", "placements", "largest"]].tolist()
        largest = there(year)[column].value_counts().max()
        assert told == [len(now), len(now & before), len(before - now), len(there(year)), largest], year


def test_activities_add_up_to_those_of_the_file(figures: Figures, table: Callable[[str], pd.DataFrame]) -> None:
    held, told = table("activities"), figures.activities_of("sample")
    counted = held.groupby(["programme_id", "kind"]).size().to_dict()
    assert told.groupby(["programme", "kind"])["activities"].sum().astype(int).to_dict() == counted
    for name, column in {
        "on_site": "participants_on_site",
        "online": "participants_online",
        "amount_eur": "amount_eur",
    }.items():
        assert told[name].sum() == held[column].sum(), name


def test_the_goals_of_those_who_started_are_the_pandas_counts(figures: Figures, placements: pd.DataFrame) -> None:
    goals = figures.splits_of("sample", "sdg").query("basis == 'started'").groupby("category")["placements"].sum()
    expected = placements[placements["start_on"].notna()].groupby("sdg").size()
    assert {int(goal): number for goal, number in goals.items()} == expected.to_dict() and len(expected) == 17
