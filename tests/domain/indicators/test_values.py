"""Values of the sample: counted a second way with plain pandas, adding up, zero where nobody was, quick."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility import reference
from crossmobility.domain.indicators.catalogue import MEASURES
from crossmobility.domain.indicators.definitions import Definition, definitions_of
from crossmobility.domain.indicators.values import VALUE_COLUMNS, indicator_values
from crossmobility.intake.dataset import take_in_dataset

AS_OF = date(2025, 12, 31)
DAY = pd.Timestamp(AS_OF)
YEARS = [str(year) for year in range(2014, 2026)]
FAMILIES = {code: one.family for code, one in reference.schemes().items()}
ODA = [code for code, one in reference.countries().items() if one.is_oda]
KEY = ["indicator", "period", "programme", "scheme", "counterpart", "direction", "territory", "dimension", "category"]
Records = Mapping[str, pd.DataFrame]
Counted = tuple[float, float, float]


@pytest.fixture(scope="module")
def definitions() -> Mapping[str, Definition]:
    return definitions_of(reference.indicator_frame())


@pytest.fixture(scope="module")
def records() -> Records:
    taken = take_in_dataset(reference.data_folder() / "sample")
    return {name: taken.records(name) for name in ("placements", "activities", "observations")}


@pytest.fixture(scope="module")
def values(records: Records, definitions: Mapping[str, Definition]) -> pd.DataFrame:
    return computed(records, definitions)


def computed(records: Records, definitions: Mapping[str, Definition], as_of: date = AS_OF) -> pd.DataFrame:
    return indicator_values(
        records,
        definitions,
        as_of=as_of,
        dataset="sample",
        reference="FRA",
        programmes=reference.programmes(),
        families=FAMILIES,
        oda=ODA,
    )


def totals(values: pd.DataFrame, indicator: str, **chosen: str) -> pd.DataFrame:
    """Return the rows of one indicator; what is not chosen is ``_T``."""
    wanted = {"programme": "_T", "scheme": "_T", "counterpart": "_T", "direction": "_T", "dimension": "_T", **chosen}
    keep = values["indicator"] == indicator
    for column, value in wanted.items():
        keep &= values[column] == value
    return values[keep].set_index("period")


# The whole table.


def test_every_cell_stands_once_with_the_columns_of_figures(values: pd.DataFrame) -> None:
    assert tuple(values.columns) == VALUE_COLUMNS
    assert not values.duplicated(KEY).any()
    text = [name for name in VALUE_COLUMNS if name not in ("numerator", "denominator", "value", "comment")]
    assert (values[text] != "").all(axis=None) and values[text].notna().all(axis=None)
    assert set(values["as_of"]) == {"2025-12-31"} and set(values["value_type"]) == {"actual"}


def test_every_computed_indicator_has_values_in_the_order_of_the_definitions(
    values: pd.DataFrame, definitions: Mapping[str, Definition]
) -> None:
    found = list(dict.fromkeys(values["indicator"]))
    assert found == [*(code for code in MEASURES if definitions[code].computed), "PLC_TARGET"]


def test_a_value_without_number_is_a_share_of_nothing_or_of_too_few(
    values: pd.DataFrame, definitions: Mapping[str, Definition]
) -> None:
    empty = values[values["value"].isna()]
    least = empty["indicator"].map({code: one.min_denominator for code, one in definitions.items()})
    nothing = empty["value_status"] == "not_applicable"
    assert (empty["denominator"][nothing] == 0).all()
    few = empty[~nothing & (empty["value_status"] != "not_reported")]
    assert (few["denominator"] < least[few.index]).all() and len(few) > 100
    stated = values[values["value"].notna()]
    assert set(stated["value_status"]) == {"reported", "provisional", "partial"}


def test_shares_lie_between_zero_and_one(values: pd.DataFrame, definitions: Mapping[str, Definition]) -> None:
    shares = values[values["indicator"].map(lambda code: definitions[code].unit == "SHARE") & values["value"].notna()]
    shares = shares[shares["indicator"] != "PLC_TARGET"]
    assert shares["value"].between(0, 1).all() and len(shares) > 5_000


def test_splits_are_those_of_the_definition(values: pd.DataFrame, definitions: Mapping[str, Definition]) -> None:
    for code, rows in values[values["indicator"] != "PLC_TARGET"].groupby("indicator"):
        split = set(rows["dimension"]) - {"_T"}
        split |= {name for name in ("direction", "counterpart") if (rows[name] != "_T").any()}
        assert split <= set(definitions[str(code)].disaggregation), code
    assert set(values["dimension"][values["indicator"] == "PLC_STARTED"]) == {"_T", "sex", "age_band", "scheme", "sector"}


def test_a_programme_is_seen_from_its_own_country(values: pd.DataFrame) -> None:
    assert set(values["ref_country"][values["programme"] == "SUDSUD"]) == {"MAR"}
    assert set(values["ref_country"][values["programme"] != "SUDSUD"]) == {"FRA"}
    pilot = totals(values, "PLC_STARTED", programme="SUDSUD", direction="in")
    assert pilot["value"].sum() > 0, "placements that arrive in Morocco"
    assert totals(values, "PLC_STARTED", scheme="VSI_SS", direction="in").empty, "seen from France, none arrives"


def test_a_code_that_is_a_scheme_and_a_family_means_the_family(values: pd.DataFrame, records: Records) -> None:
    placements = records["placements"]
    family = placements["scheme"].isin(["VSI", "VSI_RECIP"])
    started = placements["start_on"].dt.year == 2024
    assert totals(values, "PLC_STARTED", scheme="VSI")["value"]["2024"] == (family & started).sum()


# Zero and unknown.


def test_a_year_without_a_start_is_zero_from_the_first_start_on_and_absent_before(values: pd.DataFrame) -> None:
    season = totals(values, "PLC_STARTED", programme="AFRICA2020")["value"]
    assert "2019" not in season.index
    assert season["2024"] == 0 and season.sum() > 0
    assert np.isnan(totals(values, "SAT_VOL", programme="AFRICA2020")["value"]["2024"])


def test_the_first_years_of_a_rolling_window_are_partial(values: pd.DataFrame) -> None:
    status = totals(values, "REC_BAL")["value_status"]
    assert status[["2014", "2015", "2016"]].tolist() == ["partial", "partial", "reported"]


def test_a_cohort_still_running_is_provisional_and_a_missing_end_makes_it_partial(
    records: Records, definitions: Mapping[str, Definition]
) -> None:
    mid = computed({"placements": records["placements"]}, {"CPL_RATE": definitions["CPL_RATE"]}, date(2024, 6, 30))
    status = totals(mid, "CPL_RATE", scheme="SC_RECIP")["value_status"]
    assert status["2024"] in ("provisional", "not_applicable") and status["2019"] == "reported"
    overdue = records["placements"].copy()
    first = overdue.index[(overdue["start_on"].dt.year == 2019) & (overdue["scheme"] == "SC_RECIP")][0]
    overdue.loc[first, ["end_on", "end_reason"]] = [pd.NaT, ""]
    later = totals(computed({"placements": overdue}, {"CPL_RATE": definitions["CPL_RATE"]}), "CPL_RATE", scheme="SC_RECIP")
    assert later["value_status"]["2019"] == "partial"


def test_no_records_give_no_values_and_no_error(definitions: Mapping[str, Definition], records: Records) -> None:
    nothing = computed({}, definitions)
    assert nothing.empty and tuple(nothing.columns) == VALUE_COLUMNS
    assert computed({"placements": records["placements"].head(0)}, definitions).empty
    planned = records["placements"].assign(start_on=pd.NaT)
    assert computed({"placements": planned}, definitions).empty, "nobody has started, so there is no first year"


def test_south_south_needs_the_list_of_countries(records: Records, definitions: Mapping[str, Definition]) -> None:
    wanted = {"REC_SS": definitions["REC_SS"]}
    without = indicator_values(
        {"placements": records["placements"]}, wanted, as_of=AS_OF, dataset="d", reference="FRA", programmes={}
    )
    assert without.empty and not computed({"placements": records["placements"]}, wanted).empty


# Adding up.


@pytest.mark.parametrize("indicator", ["PLC_STARTED", "PLC_VM"])
def test_quarters_add_up_to_years_and_categories_to_totals(values: pd.DataFrame, indicator: str) -> None:
    whole = totals(values, indicator)["value"]
    by_quarter = whole[whole.index.str.contains("Q")]
    pd.testing.assert_series_equal(
        by_quarter.groupby(by_quarter.index.str[:4]).sum(), whole[YEARS], check_names=False, check_index_type=False
    )
    for dimension in ("sex", "scheme", "sector"):
        split = values[(values["indicator"] == indicator) & (values["dimension"] == dimension)]
        split = split[(split["programme"] == "_T") & (split["scheme"] == "_T")].groupby("period")["value"].sum()
        pd.testing.assert_series_equal(split, whole[YEARS], check_names=False, check_index_type=False)
    countries = values[(values["indicator"] == indicator) & (values["counterpart"] != "_T") & (values["dimension"] == "_T")]
    countries = countries[(countries["programme"] == "_T") & (countries["scheme"] == "_T")]
    for way in ("in", "out"):
        here = countries[countries["direction"] == way].groupby("period")["value"].sum()
        known = totals(values, indicator, direction=way)["value"][YEARS]
        pd.testing.assert_series_equal(
            here.reindex(YEARS, fill_value=0.0), known, check_names=False, check_index_type=False
        )


def test_families_add_up_to_everything(values: pd.DataFrame) -> None:
    rows = values[(values["indicator"] == "PLC_STARTED") & values["scheme"].isin(set(FAMILIES.values()))]
    rows = rows[(rows[["direction", "counterpart", "dimension"]] == "_T").all(axis=1) & rows["period"].isin(YEARS)]
    assert rows.groupby("period")["value"].sum().tolist() == totals(values, "PLC_STARTED")["value"][YEARS].tolist()


def test_rates_are_recomputed_and_not_averaged(values: pd.DataFrame) -> None:
    whole = totals(values, "CPL_RATE")
    ways = [totals(values, "CPL_RATE", dimension="sex", category=sex) for sex in ("F", "M", "U", "X")]
    below = sum(way["denominator"].reindex(YEARS, fill_value=0) for way in ways)
    assert below.tolist() == whole["denominator"][YEARS].tolist()
    assert (whole["value"][YEARS].dropna() == (whole["numerator"] / whole["denominator"])[YEARS].dropna()).all()


@pytest.mark.parametrize("indicator", ["SEL_CONV", "CPL_RATE"])
def test_those_asked_and_those_not_asked_add_up_to_the_whole(values: pd.DataFrame, indicator: str) -> None:
    whole = totals(values, indicator)
    parts = [totals(values, indicator, dimension="fewer_opportunities", category=word) for word in ("yes", "no", "unknown")]
    for name in ("numerator", "denominator"):
        added = sum(part[name].reindex(YEARS, fill_value=0) for part in parts)
        assert added.tolist() == whole[name][YEARS].tolist()
        assert all(part[name].sum() > 0 for part in parts)


# A second way: plain pandas, one definition at a time.


def in_year(days: pd.Series, year: str) -> pd.Series:
    return (days.dt.year == int(year)) & (days <= DAY)


def last_day(rows: pd.DataFrame) -> pd.Series:
    overdue = rows["end_on"].isna() & (rows["planned_end_on"] < DAY)
    return rows["end_on"].where(~overdue, rows["planned_end_on"])


def active(rows: pd.DataFrame, year: str) -> pd.Series:
    first, last = pd.Timestamp(f"{year}-01-01"), pd.Timestamp(f"{year}-12-31")
    ends = last_day(rows)
    return (rows["start_on"] <= last) & (ends.isna() | (ends >= first))


def ratio(above: float, below: float) -> Counted:
    return above, below, above / below if below else float("nan")


def started(rows: pd.DataFrame, year: str) -> Counted:
    count = float(in_year(rows["start_on"], year).sum())
    return count, float("nan"), count


def present(rows: pd.DataFrame, year: str) -> Counted:
    ends = last_day(rows)
    count = float(((rows["start_on"] <= f"{year}-12-31") & (ends.isna() | (ends > f"{year}-12-31"))).sum())
    return count, float("nan"), count


def months(rows: pd.DataFrame, year: str) -> Counted:
    here = rows[active(rows, year)]
    first = here["start_on"].clip(lower=pd.Timestamp(f"{year}-01-01"))
    last = last_day(here).fillna(pd.Timestamp("2100-01-01")).clip(upper=pd.Timestamp(f"{year}-12-31"))
    total = float((last - first).dt.days.add(1).sum() / 30.4375)
    return total, float("nan"), total


def completed(rows: pd.DataFrame, year: str) -> Counted:
    cohort = rows[in_year(rows["start_on"], year) & (rows["planned_end_on"] <= DAY) & rows["end_on"].notna()]
    return ratio((cohort["end_reason"] == "COMPLETED").sum(), len(cohort))


def adverse(rows: pd.DataFrame, year: str) -> Counted:
    cohort = rows[in_year(rows["start_on"], year) & (rows["planned_end_on"] <= DAY) & rows["end_on"].notna()]
    early = (cohort["planned_end_on"] - cohort["end_on"]).dt.days > 7
    return ratio((early & ~cohort["end_reason"].isin(["COMPLETED", "JOB", "STUDIES"])).sum(), len(cohort))


def visa_days(rows: pd.DataFrame, year: str) -> Counted:
    decided = rows[in_year(rows["visa_decided_on"], year) & rows["visa_applied_on"].notna()]
    days = (decided["visa_decided_on"] - decided["visa_applied_on"]).dt.days
    return float("nan"), float(len(days)), float(days.median())


def refused(rows: pd.DataFrame, year: str) -> Counted:
    outcome = rows["visa_outcome"][in_year(rows["visa_decided_on"], year)]
    return ratio((outcome == "REFUSED").sum(), outcome.isin(["GRANTED", "REFUSED"]).sum())


def late(rows: pd.DataFrame, year: str) -> Counted:
    here = rows[in_year(rows["start_on"], year)]
    return ratio(((here["start_on"] - here["planned_start_on"]).dt.days > 14).sum(), len(here))


def trained(rows: pd.DataFrame, year: str) -> Counted:
    here = rows[in_year(rows["start_on"], year)]
    until = here["start_on"] + pd.to_timedelta((here["scheme"] == "VSI_RECIP").astype(int) * 30, unit="D")
    return ratio((here["training_on"] <= until).sum(), len(here))


def followed(rows: pd.DataFrame, year: str) -> Counted:
    ends = last_day(rows)
    here = rows[(ends.dt.year == int(year)) & (ends <= DAY) & rows["interviews_done"].notna()]
    here = here[(here["planned_end_on"] - here["planned_start_on"]).dt.days >= 149]
    return ratio((here["interviews_done"] >= 3).sum(), len(here))


def reported(rows: pd.DataFrame, year: str) -> Counted:
    here = rows[in_year(rows["final_due_on"], year)]
    here = here[(here["final_due_on"] < DAY) | here["final_report_on"].notna()]
    return ratio((here["final_report_on"] <= here["final_due_on"]).sum(), len(here))


def satisfied(rows: pd.DataFrame, year: str) -> Counted:
    ends = last_day(rows)
    marks = rows["satisfaction_volunteer"][(ends.dt.year == int(year)) & (ends <= DAY)].dropna()
    return ratio((marks >= 4).sum(), len(marks))


def well_after(rows: pd.DataFrame, year: str) -> Counted:
    due = rows["end_on"] + pd.Timedelta(days=182)
    here = rows[in_year(due, year) & rows["followup_on"].notna() & (rows["followup_status"] != "")]
    return ratio(here["followup_status"].isin(["EMPLOYED", "SELF_EMPLOYED", "STUDY", "SERVICE"]).sum(), len(here))


def women(rows: pd.DataFrame, year: str) -> Counted:
    sexes = rows["sex"][in_year(rows["start_on"], year)]
    return ratio((sexes == "F").sum(), (sexes != "U").sum())


def hosts(rows: pd.DataFrame, year: str) -> Counted:
    count = float(rows["hosting_org_id"][active(rows, year)].nunique())
    return count, float("nan"), count


def kept_hosts(rows: pd.DataFrame, year: str) -> Counted:
    now, before = (set(rows["hosting_org_id"][active(rows, each)]) for each in (year, str(int(year) - 1)))
    return ratio(len(now & before), len(before))


def five_countries(rows: pd.DataFrame, year: str) -> Counted:
    here = rows[in_year(rows["start_on"], year) & (rows["origin"] != rows["destination"])]
    other = here["origin"].where(here["destination"] == "FRA", here["destination"].where(here["origin"] == "FRA"))
    counts = other.value_counts()
    return ratio(counts.head(5).sum(), counts.sum())


def cost(rows: pd.DataFrame, year: str) -> Counted:
    ends = last_day(rows)
    here = rows[(ends.dt.year == int(year)) & (ends <= DAY) & rows["cost_eur"].notna()]
    length = (ends[here.index] - here["start_on"]).dt.days + 1
    return ratio(here["cost_eur"].sum(), length.sum() / 30.4375)


def balance(rows: pd.DataFrame, year: str) -> Counted:
    three = rows[rows["start_on"].dt.year.between(int(year) - 2, int(year))]
    arriving = ((three["destination"] == "FRA") & (three["origin"] != "FRA")).sum()
    leaving = ((three["origin"] == "FRA") & (three["destination"] != "FRA")).sum()
    return ratio(min(arriving, leaving), max(arriving, leaving))


def network(rows: pd.DataFrame, year: str) -> Counted:
    here = rows[in_year(rows["start_on"], year) & (rows["origin"] != rows["destination"])]
    flows = here.groupby(["origin", "destination"]).size().to_dict()
    return ratio(sum(min(count, flows.get((b, a), 0)) for (a, b), count in flows.items()), len(here))


def one_way(rows: pd.DataFrame, year: str) -> Counted:
    three = rows[rows["start_on"].dt.year.between(int(year) - 2, int(year)) & (rows["origin"] != rows["destination"])]
    flows = set(zip(three["origin"], three["destination"], strict=True))
    pairs = {frozenset(flow) for flow in flows}
    return ratio(sum((b, a) not in flows for a, b in flows), len(pairs))


SECOND_WAY: dict[str, Callable[[pd.DataFrame, str], Counted]] = {
    "PLC_STARTED": started,
    "PLC_STOCK": present,
    "PLC_VM": months,
    "CPL_RATE": completed,
    "CPL_ADV": adverse,
    "VIS_LEAD": visa_days,
    "VIS_REFUS": refused,
    "START_SLIP": late,
    "QLT_TRAIN": trained,
    "QLT_FOLLOW": followed,
    "REP_FINAL": reported,
    "SAT_VOL": satisfied,
    "OUT_6M": well_after,
    "INC_WOMEN": women,
    "ORG_HOST": hosts,
    "ORG_KEEP": kept_hosts,
    "GEO_TOP5": five_countries,
    "EFF_COST": cost,
    "REC_BAL": balance,
    "REC_NET": network,
    "REC_ONEWAY": one_way,
}
SCOPES: dict[str, tuple[dict[str, str], Callable[[pd.DataFrame], pd.Series]]] = {
    "all together": ({}, lambda rows: rows["scheme"] != ""),
    "one programme": ({"programme": "WECCEE"}, lambda rows: rows["programme_id"] == "WECCEE"),
    "one scheme": ({"scheme": "SC_RECIP"}, lambda rows: rows["scheme"] == "SC_RECIP"),
    "one family": ({"scheme": "SC"}, lambda rows: rows["scheme"].isin(["SC_RECIP", "SC_INTL"])),
}


@pytest.mark.parametrize(("category", "answer"), [("yes", True), ("no", False), ("unknown", None)])
def test_a_rate_of_those_with_fewer_opportunities_is_of_their_records(
    values: pd.DataFrame, records: Records, category: str, answer: bool | None
) -> None:
    said = records["placements"]["fewer_opportunities"]
    rows = records["placements"][said.isna() if answer is None else said.eq(answer).fillna(False).astype(bool)]
    found = totals(values, "CPL_RATE", dimension="fewer_opportunities", category=category)
    for year in YEARS:
        assert found.loc[year, ["numerator", "denominator"]].tolist() == list(completed(rows, year)[:2]), year


def test_six_months_after_are_told_by_partner_country(values: pd.DataFrame, records: Records) -> None:
    rows = records["placements"]
    arriving = rows[(rows["origin"] == "SEN") & (rows["destination"] == "FRA")]
    leaving = rows[(rows["origin"] == "FRA") & (rows["destination"] == "SEN")]
    for way, these in (("in", arriving), ("out", leaving), ("_T", pd.concat([arriving, leaving]))):
        found = totals(values, "OUT_6M", counterpart="SEN", direction=way)
        for year in found.index:
            assert found.loc[year, ["numerator", "denominator"]].tolist() == list(well_after(these, year)[:2]), (way, year)
        assert found["denominator"].sum() > 10
    asked = totals(values, "OUT_RESPONSE", counterpart="SEN")
    answered = totals(values, "OUT_6M", counterpart="SEN")["denominator"]
    assert (asked["numerator"].reindex(answered.index) == answered).all(), "who answered is below the line of the outcome"


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("indicator", SECOND_WAY)
def test_plain_pandas_finds_the_same(
    values: pd.DataFrame, records: Records, definitions: Mapping[str, Definition], indicator: str, scope: str
) -> None:
    chosen, belongs = SCOPES[scope]
    found = totals(values, indicator, **chosen)
    rows = records["placements"][belongs(records["placements"])]
    least = definitions[indicator].min_denominator
    compared = 0
    for year in [year for year in YEARS if year in found.index]:
        above, below, value = SECOND_WAY[indicator](rows, year)
        row = found.loc[year]
        expected = value if np.isnan(below) or below >= max(least, 1e-9) else float("nan")
        assert (row["numerator"], row["denominator"], row["value"]) == (
            pytest.approx(above, nan_ok=True),
            pytest.approx(below, nan_ok=True),
            pytest.approx(expected, nan_ok=True),
        ), f"{indicator} {scope} {year}"
        compared += not np.isnan(expected)
    assert compared, "nothing was compared"


def test_stated_values_of_the_sample_are_the_computed_ones(values: pd.DataFrame, records: Records) -> None:
    stated = records["observations"]
    stated = stated[(stated["value_type"] == "actual") & stated["indicator_id"].isin(["SAT_VOL", "INC_WOMEN"])]
    stated = stated[stated["scheme"] != "VSI"]
    for row in stated.to_dict("records"):
        found = totals(values, row["indicator_id"], scheme=row["scheme"]).loc[row["period"]]
        assert (found["numerator"], found["denominator"]) == (row["numerator"], row["denominator"]), row
    assert len(stated) > 30


def test_targets_of_the_sample_are_reached_as_far_as_placements_say(values: pd.DataFrame) -> None:
    reached = values[
        (values["indicator"] == "PLC_TARGET") & (values["scheme"] == "SC_RECIP") & (values["period"] == "2020")
    ]
    shares = dict(zip(reached["category"], zip(reached["numerator"], reached["denominator"], strict=True), strict=True))
    assert shares == {"_T": (52.0, 80.0), "target_initial": (52.0, 280.0), "target_revised": (52.0, 80.0)}
    in_force = reached[reached["category"] == "_T"].iloc[0]
    assert (in_force["dimension"], round(in_force["value"], 4)) == ("_T", 0.65)


def test_activities_are_counted_on_the_day_they_were_held(values: pd.DataFrame) -> None:
    fund = {
        code: totals(values, code, programme="ENLAZANDO")
        for code in ("ACT_GRANTS", "ACT_AMOUNT", "ACT_ONLINE", "ACT_CALLS")
    }
    assert (fund["ACT_GRANTS"]["value"]["2021"], fund["ACT_AMOUNT"]["value"]["2021"]) == (10.0, 30_000.0)
    assert fund["ACT_AMOUNT"]["value"]["2021-Q2"] == 30_000.0 and fund["ACT_GRANTS"]["value"]["2022"] == 0.0
    assert fund["ACT_ONLINE"]["value"]["2024"] == 600.0 and fund["ACT_CALLS"]["value"]["2021-Q1"] == 100.0
    pilot = totals(values, "ACT_ONSITE", programme="SUDSUD").loc["2020"]
    assert np.isnan(pilot["value"]) and pilot["value_status"] == "not_reported", "a training without a number"
    assert totals(values, "ACT_ONSITE").loc["2020", "value_status"] == "partial"


# Invariants.


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(
    records: Records, definitions: Mapping[str, Definition], random: st.DrawFn
) -> None:
    wanted = {
        code: definitions[code] for code in ("PLC_STARTED", "CPL_RATE", "VIS_LEAD", "ORG_HOST", "REC_NET", "REC_PAIRED")
    }
    some = records["placements"].sample(300, random_state=random.randrange(2**31))
    shuffled = some.sample(frac=1, random_state=random.randrange(2**31))
    pd.testing.assert_frame_equal(computed({"placements": some}, wanted), computed({"placements": shuffled}, wanted))


def test_computing_leaves_the_records_as_they_were(records: Records, definitions: Mapping[str, Definition]) -> None:
    before = {name: frame.copy() for name, frame in records.items()}
    computed(records, definitions)
    for name, frame in records.items():
        pd.testing.assert_frame_equal(frame, before[name])
