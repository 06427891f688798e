"""A monitoring officer's questions: what a ratio would need, which figures changed, which values are owed; again in plain pandas."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path

import pandas as pd
from programme_pages import words_of
from questions import POSITIVE, asked, begun, every_dataset, plain
from sample_records import PLACEMENTS

from crossmobility.dashboards.indicators import _IndicatorsDashboard
from crossmobility.dashboards.programmes import _ProgrammesDashboard
from crossmobility.reference import country_name
from crossmobility.release.build import built
from crossmobility.release.figures import Figures

REFERENCE = PLACEMENTS.parents[1] / "reference"
OBSERVATIONS = PLACEMENTS.with_name("observations.csv")


def test_question_28_how_many_arrivals_a_half_would_need_and_from_where(tmp_path: Path) -> None:
    rows = pd.read_csv(PLACEMENTS, dtype="str", keep_default_na=False)
    rows = rows[rows["scheme"].isin(["SC_RECIP", "SC_INTL"])]
    arriving = rows[rows["destination"] == "FRA"]
    few = rows.drop(arriving.index[arriving.reset_index().index % 10 != 0])
    folder = Path(shutil.copytree(PLACEMENTS.parent, tmp_path / "few"))
    few.to_csv(folder / "placements.csv", index=False)
    dashboard = _ProgrammesDashboard(built([folder]).figures, "", "few", "2024", "en")
    few = few[few["start_on"].str[:4].isin(["2022", "2023", "2024"]) & (few["origin"] != few["destination"])]
    into = few[few["destination"] == "FRA"]["origin"].value_counts()
    out = few[few["origin"] == "FRA"]["destination"].value_counts()
    counts = pd.DataFrame({"into": into, "out": out}).fillna(0.0).sort_index()
    needed = ceil(0.5 * out.sum()) - int(into.sum())
    gap, more = 0.5 * counts["out"] - counts["into"], dict.fromkeys(counts.index, 0)
    for _ in range(needed):
        country = gap.idxmax()  # the first of equal ones, in alphabetical order
        gap[country], more[country] = gap[country] - 1, more[country] + 1
    found = dashboard.answer(dashboard._store.selection).answers["needed"]
    assert (found.goal, found.arrivals) == (0.5, needed) and needed > 5
    shared = {row.country: row.more for row in found.by_country.itertuples()}
    assert shared == {code: count for code, count in more.items() if count}
    said = words_of(dashboard.page, "body")
    assert f"{needed} more arrivals would reach 0.50 with the same departures." in said
    first = max(shared, key=lambda code: (shared[code], [-ord(letter) for letter in code]))
    name = country_name(first, "en")
    assert f"Handed out to the countries furthest below the goal: {name} (+{shared[first]:.0f})" in said


def counted(indicator: str, scheme: str, year: int) -> tuple[int, int]:
    """Return part and whole of an indicator, from the records as they are now."""
    rows = begun()
    rows = rows[rows["scheme"] == scheme]
    if indicator == "INC_WOMEN":
        own = rows[(rows["year"] == year) & rows["sex"].isin(["F", "M", "X"])]
        return int((own["sex"] == "F").sum()), len(own)
    if indicator == "SAT_VOL":
        own = rows[(rows["last"].dt.year == year) & rows["satisfaction_volunteer"].notna()]
        return int((own["satisfaction_volunteer"] >= 4).sum()), len(own)
    own = rows[(rows["end_on"] + pd.Timedelta(days=182)).dt.year == year]
    own = own[own["followup_on"].notna() & own["followup_status"].notna()]
    return int(own["followup_status"].isin(POSITIVE).sum()), len(own)


def test_question_37_which_published_figures_changed_and_why() -> None:
    stated = pd.read_csv(OBSERVATIONS, dtype={"period": "str"})
    stated = stated[stated["value_type"] == "actual"]
    now = {
        (row.indicator_id, row.scheme, row.period): counted(row.indicator_id, row.scheme, int(row.period))
        for row in stated.itertuples()
    }
    published = stated.set_index(["indicator_id", "scheme", "period"])
    # Shares are shown with one decimal of a per cent, and of twenty people or more.
    shares = {key: part / whole for key, (part, whole) in now.items() if whole >= 20}
    changed = {key: share for key, share in shares.items() if abs(published["value"][key] - share) > 0.0005}
    too_few = {key for key, (_, whole) in now.items() if whole < 20}
    assert len(changed) < len(shares) and len(too_few) == 1
    count = len(changed) + len(too_few)
    assert asked("", "2024", "en").page.answers["revisions"] == count > 5
    said = asked("", "2024", "en").says("Which published figures changed since the edition before, and why?")
    assert f"{count} figures are others now; the indicators page says which" in said
    dit = asked("", "2024", "fr").says("Quels chiffres publiés ont changé depuis la dernière édition, et pourquoi ?")
    assert f"{count} chiffres ont changé" in dit
    names = pd.read_csv(REFERENCE / "indicators.csv", dtype="str").set_index("indicator_id")["name_en"]
    dashboard, found = _IndicatorsDashboard(every_dataset(), "sample", "2024", "en"), {}
    for scheme, period in {(scheme, period) for _, scheme, period in now}:
        dashboard._take({"scope": f"scheme:{scheme}"})
        dashboard._take({"period": period})
        for row in dashboard._answer(dashboard._store.selection).revisions.itertuples():
            key = (row.indicator, scheme, period)
            found[key] = row.now
            foot, before = plain(dashboard.page.regions["foot"].html), published["value"][key]
            stated_then = f"{names[row.indicator]} {period} {100 * before:.1f}% {published['edition'][key]}"
            if key in too_few:
                assert f"{stated_then} n/a counted" in foot
            else:
                numbers = f"{100 * changed[key]:.1f}% counted \\S{round(100 * abs(changed[key] - before), 1):g} points"
                assert re.search(f"{stated_then} {numbers} The value was stated; now it is counted on the records.", foot)
    assert found.keys() == changed.keys() | too_few


HEAD = pd.read_csv(OBSERVATIONS, nrows=0).columns
STATED = {
    "SC_ENGAGED": ("quarter", ["2025-Q1", "2025-Q2"], "2025-09-30", 30),
    "TRN_READY": ("half", ["2024-H2"], "2025-06-30", 45),
    "HOST_VOICE": ("year", ["2024"], "2025-12-31", 90),
}
"""Indicators that are reported, not counted: how often, what was, the end of the first period that was not, days to report."""


def late_dataset(folder: Path, stated: Mapping[str, Sequence[str]]) -> Figures:
    """Return the sample on 20 April 2026, with values of some indicators for the periods given and none since."""
    rows = [
        dict.fromkeys(HEAD, "")
        | {"indicator_id": code, "programme_id": "_T", "scheme": "SC_RECIP", "period": period, "territory": "_T"}
        | {"dimension": "_T", "category": "_T", "value_type": "actual", "edition": "RA", "value": "0.8"}
        | {"value_status": "reported", "as_of": "2025-12-31", "source": "sample", "is_synthetic": "true"}
        for code, periods in stated.items()
        for period in periods
    ]
    shutil.copytree(PLACEMENTS.parent, folder)
    every = pd.concat([pd.read_csv(OBSERVATIONS, dtype="str", keep_default_na=False), pd.DataFrame(rows)])
    every.to_csv(folder / "observations.csv", index=False)
    figures = built([folder], as_of="2026-04-20").figures
    assert set(stated) <= set(figures.values_of(folder.name)["indicator"])
    return figures


def owed(figures: Figures) -> tuple[pd.DataFrame, str]:
    """Return what the indicators page says is owed for 2025, as its table and in words."""
    page = _IndicatorsDashboard(figures, "late", "2025", "en")
    page._take({"scope": "scheme:SC_RECIP"})
    return page._answer(page._store.selection).owed.set_index("indicator"), plain(page.page.regions["foot"].html)


def test_question_40_which_values_are_owed_for_more_than_thirty_days_and_by_whom(tmp_path: Path) -> None:
    as_of, late = pd.Timestamp("2026-04-20"), {}
    figures = late_dataset(tmp_path / "late", {code: periods for code, (_, periods, _, _) in STATED.items()})
    definitions = pd.read_csv(REFERENCE / "indicators.csv", dtype="str").set_index("indicator_id")
    roles = {"MONITORING_OFFICER": "monitoring officer", "COUNTRY_OFFICE": "country office"}
    for code, (frequency, _, end, days) in STATED.items():
        assert definitions.loc[code, ["frequency", "due_days", "computed"]].tolist() == [frequency, str(days), "false"]
        due = pd.Timestamp(end) + pd.Timedelta(days=days)
        late[code] = (due, (as_of - due).days, roles[definitions["owner_role"][code]])
    assert [days for _, days, _ in late.values()] == [172, 249, 20]
    table, foot = owed(figures)
    assert table["days_late"].to_dict() == {code: days for code, (_, days, _) in late.items()}
    for code, (due, days, role) in late.items():
        name = definitions["name_en"][code]
        assert re.search(rf"{re.escape(name)} [^—]{{4,30}} {role} {due.day} {due:%B} {due.year} {days} ", foot), name

    manager = _ProgrammesDashboard(figures, "", "late", "2025", "en")
    assert manager.answer(manager._store.selection).answers["owed"] == 2
    assert "2 indicators are more than 30 days late; the indicators page names them" in words_of(manager.page, "body")
    french = _ProgrammesDashboard(figures, "", "late", "2025", "fr")
    assert "2 indicateurs ont plus de 30 jours de retard" in words_of(french.page, "body")


def test_question_40_a_half_year_that_is_stated_is_not_owed(tmp_path: Path) -> None:
    table, _ = owed(late_dataset(tmp_path / "late", {"TRN_READY": ["2025-H1"]}))
    due = pd.Timestamp("2025-12-31") + pd.Timedelta(days=45)
    assert table.loc["TRN_READY", ["period", "days_late"]].tolist() == ["2025-H2", (pd.Timestamp("2026-04-20") - due).days]


def test_question_37_a_figure_that_is_now_of_too_few_was_not_withdrawn() -> None:
    dashboard = _IndicatorsDashboard(every_dataset(), "sample", "2016", "en")
    dashboard._take({"scope": "scheme:SC_RECIP"})
    assert counted("OUT_6M", "SC_RECIP", 2016) == (12, 19)
    foot = plain(dashboard.page.regions["foot"].html)
    assert "Positive situation at 6 months 2016 61.9%" in foot and "The value was withdrawn." not in foot


def test_question_40_on_the_sample_as_it_is_nothing_is_owed() -> None:
    stated = set(pd.read_csv(OBSERVATIONS)["indicator_id"])
    reported = pd.read_csv(REFERENCE / "indicators.csv").query("computed == False")["indicator_id"]
    assert not stated & set(reported), "all of it is counted on the records"
    found = asked("", "2024", "en")
    assert found.page.answers["owed"] == 0
