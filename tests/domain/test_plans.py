"""A plan: which lines count, what a closed corridor or a freeze takes away, and what the rest would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isnan

import pandas as pd
import pytest
from exchanges import agreements
from hypothesis import given, settings
from hypothesis import strategies as st
from values import target, value, values

from crossmobility.domain.plans import (
    PLAN_COLUMNS,
    Checked,
    Closure,
    Effect,
    Freeze,
    Ground,
    Known,
    Line,
    Plan,
    WhatIf,
    checked,
    copy_of_year,
    effect,
    empty_plan,
    fates,
    plan_of,
    targets_in,
)
from crossmobility.domain.splits import SPLIT_COLUMNS
from crossmobility.domain.statements import FLOW_COLUMNS

FAMILIES = {"SC_RECIP": "SC", "SC_INTL": "SC", "VSI": "VSI", "VSI_RECIP": "VSI", "VSI_SS": "SOUTH_SOUTH"}
SOUTH = frozenset({"SEN", "MAR", "TGO"})
NAN = float("nan")


@dataclass(frozen=True)
class Bounds:
    planned_days_min: int | None = None
    planned_days_max: int | None = None


KNOWN = Known(
    countries=("FRA", "SEN", "MAR", "TGO"),
    schemes={"SC_RECIP": Bounds(180, 366), "SC_INTL": Bounds(180, 366), "VSI": Bounds(360, 740), "VSI_SS": Bounds()},
    programmes=("WECCEE",),
    incoming=("SC_RECIP",),
    apart=("VSI_SS",),
)
RIGHT = {
    "kind": "scenario",
    "origin": "SEN",
    "destination": "FRA",
    "scheme": "SC_RECIP",
    "programme_id": "NONE",
    "period": "2026-09",
    "duration_months": "8",
    "places": "10",
    "women": "6",
}


def places(ends: str, count: float, month: int = 9, scheme: str = "SC_RECIP", **more: object) -> dict[str, object]:
    """Return one line of a plan of 2026; ``ends`` is "SEN-FRA"."""
    origin, destination = ends.split("-")
    row = {"origin": origin, "destination": destination, "scheme": scheme, "programme_id": "NONE", "places": count}
    return {**row, "period": f"2026-{month:02d}", "duration_months": 6.0, "women": NAN, **more}


def plan(*rows: dict[str, object]) -> Plan:
    return plan_of(enumerate(rows, 1), 2026)


def started(ends: str, count: float, year: str = "2025", scheme: str = "SC_RECIP", **more: object) -> dict[str, object]:
    origin, destination = ends.split("-")
    ordinary = {**dict.fromkeys(FLOW_COLUMNS, ""), "kind": "actual", "basis": "started", "programme": "NONE"}
    row = {"origin": origin, "destination": destination, "period": year, "scheme": scheme, "placements": count}
    return {**ordinary, "volunteer_months": NAN, "countries": NAN, "rank": NAN, "status": "reported", **row, **more}


def flows(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(FLOW_COLUMNS))
    return frame.astype({"placements": float, "volunteer_months": float})


def sexes(**counts: float) -> pd.DataFrame:
    """Return what started from Senegal in 2025 by sex: ``sexes(F=12, M=8, U=2)``."""
    cell = {"dataset": "t", "origin": "SEN", "destination": "FRA", "period": "2025", "programme": "NONE"}
    cell |= {"scheme": "SC_RECIP", "dimension": "sex", "basis": "started", "volunteer_months": NAN, "status": "reported"}
    rows = [{**cell, "category": code, "placements": float(count)} for code, count in counts.items()]
    return pd.DataFrame(rows, columns=list(SPLIT_COLUMNS)).astype({"placements": float})


def ground(*agreed: dict[str, object], by_sex: pd.DataFrame | None = None, targets: pd.DataFrame | None = None) -> Ground:
    return Ground(
        reference="FRA",
        years=("2024", "2025", "2026"),
        families=FAMILIES,
        agreements=agreements(*agreed),
        south=SOUTH,
        sexes=sexes() if by_sex is None else by_sex,
        targets=targets_in(values(), date(2025, 12, 31)) if targets is None else targets,
    )


OURS = flows(
    started("FRA-SEN", 20, scheme="SC_INTL"),
    started("SEN-FRA", 5),
    started("SEN-FRA", 4, "2024"),
    started("SEN-FRA", 100, "2023"),
    started("SEN-MAR", 6, scheme="VSI_SS"),
    started("FRA-FRA", 11),
    started("SEN-FRA", 50, basis="active", volunteer_months=30.0),
)


def of(*rows: dict[str, object], what_if: WhatIf | None = None, on: Ground | None = None) -> Effect:
    return effect(OURS, plan(*rows), on or ground(), what_if=what_if)


def lines(**cells: str) -> Checked:
    return checked([Line(7, {**RIGHT, **cells})], KNOWN, 2026, file="plan.csv")


# Which lines count


def test_a_right_line_is_in_the_plan_under_its_number() -> None:
    found = lines()
    assert found.findings == () and found.refused == frozenset()
    assert found.plan.lines.index.tolist() == [7]
    assert found.plan.lines.to_dict("records") == [
        {
            "origin": "SEN",
            "destination": "FRA",
            "scheme": "SC_RECIP",
            "programme_id": "NONE",
            "period": "2026-09",
            "duration_months": 8.0,
            "places": 10.0,
            "women": 6.0,
        }
    ]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"origin": "XYZ"}, "origin", "“XYZ” is no country. Write the ISO three-letter code, such as SEN"),
        ({"origin": "SNE"}, "origin", "did you mean SEN"),
        ({"destination": ""}, "destination", "is no country"),
        ({"scheme": "SC_RECIPE"}, "scheme", "There is no scheme “SC_RECIPE”. Write its code (did you mean SC_RECIP?)"),
        ({"programme_id": "WECEE"}, "programme_id", "did you mean WECCEE"),
        ({"origin": "FRA"}, "destination", "leaves and stays in FRA"),
        ({"destination": "MAR"}, "destination", "brings volunteers to France, but the destination is MAR"),
        ({"scheme": "VSI_SS"}, "scheme", "neither leaves nor reaches France"),
        ({"period": "2027-01"}, "period", "“2027-01” is no month of 2026"),
        ({"period": "2026-13"}, "period", "Write one from 2026-01 to 2026-12"),
        ({"duration_months": ""}, "duration_months", "The duration is missing"),
        ({"duration_months": "5"}, "duration_months", "5 months are 152 days; SC_RECIP asks for 180 at least"),
        ({"duration_months": "12.5"}, "duration_months", "12.5 months are 380 days; SC_RECIP allows 366 at most"),
        ({"places": "-3"}, "places", "“-3” is no number of places. Write a whole number, 0 or more"),
        ({"places": "2.5"}, "places", "is no number of places"),
        ({"places": "many"}, "places", "is no number of places"),
        ({"places": ""}, "places", "is no number of places"),
        ({"places": "inf"}, "places", "is no number of places"),
        ({"women": "11"}, "women", "11 women do not fit into 10 places"),
        ({"women": "-1"}, "women", "is no number of women"),
        ({"women": "x"}, "women", "is no number of women"),
        ({"kind": "actual"}, "kind", "write scenario on every line"),
    ],
)
def test_a_wrong_line_is_named_with_its_column_and_what_to_do(cells: dict[str, str], column: str, said: str) -> None:
    found = lines(**cells)
    assert found.plan.lines.empty and found.refused == {7}
    (finding,) = found.findings
    assert (finding.line, finding.column, finding.file, finding.severity) == (7, column, "plan.csv", "error")
    assert finding.value == {**RIGHT, **cells}[column]
    assert said in finding.message.in_language("en")


def test_what_is_not_known_may_be_left_empty_and_a_decimal_comma_is_read() -> None:
    found = lines(women="", programme_id="", duration_months="6,5")
    (row,) = found.plan.lines.to_dict("records")
    assert isnan(row["women"]) and row["programme_id"] == "NONE" and row["duration_months"] == 6.5


def test_a_scheme_without_a_rule_takes_any_length() -> None:
    assert lines(origin="SEN", destination="MAR", scheme="VSI_SS", duration_months="0.5").findings == ()


# What if


def test_a_closed_corridor_takes_its_places_from_its_month_on_one_way_only() -> None:
    ours = plan(
        places("SEN-FRA", 3, 5), places("SEN-FRA", 4, 6), places("SEN-FRA", 5, 12), places("FRA-SEN", 6, 6, "SC_INTL")
    )
    found = fates(ours, WhatIf(closure=Closure("SEN", "FRA", "2026-06")), FAMILIES)
    assert found["fate"].tolist() == ["kept", "lost", "lost", "kept"]
    assert found["cause"].tolist() == ["", "closure", "closure", ""]


def test_a_freeze_takes_or_puts_off_the_places_of_its_family_that_would_start_in_it() -> None:
    ours = plan(
        places("SEN-FRA", 1, 2),
        places("SEN-FRA", 2, 3),
        places("FRA-SEN", 3, 5, "SC_INTL"),
        places("SEN-FRA", 4, 6),
        places("FRA-TGO", 5, 4, "VSI"),
    )
    lost = fates(ours, WhatIf(freeze=Freeze("SC", "2026-03", 3, postponed=False)), FAMILIES)
    assert lost["fate"].tolist() == ["kept", "lost", "lost", "kept", "kept"]
    later = fates(ours, WhatIf(freeze=Freeze("SC", "2026-03", 3, postponed=True)), FAMILIES)
    assert later["fate"].tolist() == ["kept", "postponed", "postponed", "kept", "kept"]
    assert later["starts"].tolist() == ["2026-02", "2026-06", "2026-08", "2026-06", "2026-04"]
    every = fates(ours, WhatIf(freeze=Freeze("_T", "2026-03", 3, postponed=False)), FAMILIES)
    assert every["fate"].tolist() == ["kept", "lost", "lost", "kept", "lost"]


def test_what_is_put_off_beyond_the_year_is_later_and_into_a_closure_is_lost() -> None:
    ours = plan(places("SEN-FRA", 1, 11), places("SEN-FRA", 2, 3))
    freeze = Freeze("SC", "2026-01", 12, postponed=True)
    assert fates(ours, WhatIf(freeze=freeze), FAMILIES)["starts"].tolist() == ["2027-11", "2027-03"]
    assert fates(ours, WhatIf(freeze=freeze), FAMILIES)["fate"].tolist() == ["later", "later"]
    short = WhatIf(Closure("SEN", "FRA", "2026-05"), Freeze("SC", "2026-03", 2, postponed=True))
    assert fates(ours, short, FAMILIES)["fate"].tolist() == ["lost", "lost"]
    assert fates(ours, short, FAMILIES)["cause"].tolist() == ["closure", "closure"]


# What it would change


def test_the_balance_of_a_pair_is_read_before_and_with_the_plan() -> None:
    (row,) = of(places("SEN-FRA", 3)).pairs.to_dict("records")
    assert (row["family"], row["country"], row["counterpart"]) == ("SC", "FRA", "SEN")
    assert (row["in_before"], row["out_before"], row["in_with"], row["out_with"]) == (9, 20, 12, 20)
    # 9 in is too few; 12 ÷ 20 = 0.6 is below 0.8, and 16 ÷ 20 is not: four more.
    assert (row["band_before"], row["band_with"], row["more_in"], row["more_out"]) == ("too_small", "below", 4, 0)
    assert (row["ratio_with"], row["low"], row["high"], row["agreement_id"]) == (0.6, 0.8, 1.25, "")


def test_an_agreement_in_force_in_the_planned_year_judges_its_pair_and_is_listed_without_a_place() -> None:
    agreed = ground(
        {"agreement_id": "A-1", "low": 0.5, "high": 2.0},
        {"agreement_id": "A-2", "counterpart": "TGO"},
        {"agreement_id": "A-3", "counterpart": "MAR", "valid_to": "2025-12-31"},
    )
    found = of(places("SEN-FRA", 3), on=agreed).pairs.set_index("counterpart")
    assert found.index.tolist() == ["SEN", "TGO"]
    assert (found.loc["SEN", "band_with"], found.loc["SEN", "agreement_id"]) == ("within", "A-1")
    assert found.loc["TGO", ["in_with", "out_with"]].tolist() == [0, 0]


def test_a_pair_without_the_reference_country_is_judged_by_an_agreement_only() -> None:
    (row,) = of(places("MAR-SEN", 12, scheme="VSI_SS")).pairs.to_dict("records")
    assert (row["country"], row["counterpart"], row["band_with"]) == ("MAR", "SEN", "none") and isnan(row["low"])
    agreed = ground({"reference": "SEN", "counterpart": "MAR", "scheme": "VSI_SS", "low": 0.5, "high": 4.0})
    (row,) = of(places("MAR-SEN", 12, scheme="VSI_SS"), places("SEN-MAR", 18, scheme="VSI_SS"), on=agreed).pairs.to_dict(
        "records"
    )
    # Seen from Morocco: 6 + 18 arrive, 12 leave; the band that Senegal wrote is turned: 1 ÷ 4 to 1 ÷ 0.5.
    assert (row["in_with"], row["out_with"], row["low"], row["high"], row["band_with"]) == (24, 12, 0.25, 2.0, "within")


def test_pairs_of_equal_size_come_in_one_order() -> None:
    rows = [
        places(f"{one}-{two}", 1, scheme="VSI_SS")
        for one, two in (("TGO", "SEN"), ("MAR", "TGO"), ("CIV", "TGO"), ("BEN", "TGO"))
    ]
    found = of(*rows).pairs
    assert found[["country", "counterpart"]].agg("-".join, axis=1).tolist() == ["BEN-TGO", "CIV-TGO", "MAR-TGO", "SEN-TGO"]


def test_the_ratio_of_a_scheme_and_what_one_half_would_need() -> None:
    found = of(places("FRA-TGO", 20, scheme="SC_INTL"))
    (row,) = found.schemes.to_dict("records")
    assert (row["family"], row["ratio_before"], row["in_with"], row["out_with"]) == ("SC", 0.45, 9, 40)
    need = found.needed["SC"]
    # 0.5 × 40 = 20, of which 9 are there: Togo lacks 10, Senegal 1.
    assert need.arrivals == 11 and need.by_country.set_index("country")["more"].to_dict() == {"TGO": 10, "SEN": 1}


def test_south_south_counts_places_between_two_countries_of_the_list() -> None:
    found = of(places("TGO-SEN", 5, scheme="VSI_SS"))
    assert (found.south_before.part, found.south_before.whole) == (6, 35)
    assert (found.south_with.part, found.south_with.whole) == (11, 40) and found.south_with.share == 11 / 40


def test_women_are_counted_among_the_known_and_the_unknown_apart() -> None:
    on = ground(by_sex=sexes(F=12, M=7, X=1, U=2))
    found = of(places("SEN-FRA", 10, women=4.0), places("SEN-FRA", 3), places("SEN-FRA", 5, women=0.0), on=on)
    assert (found.women_before.known.part, found.women_before.known.whole, found.women_before.unknown) == (12, 20, 2)
    assert (found.women_with.known.part, found.women_with.known.whole, found.women_with.unknown) == (16, 35, 5)


def test_a_share_of_fewer_than_ten_is_none() -> None:
    found = of(on=ground(by_sex=sexes(F=9)))
    assert found.women_before.known.whole == 9 and isnan(found.women_before.known.share)


def aim(number: float, **cells: object) -> dict[str, object]:
    return target(number, **{"indicator": "PLC_STARTED", **cells})


def said(number: float, **cells: object) -> dict[str, object]:
    return value(number, **{"indicator": "PLC_STARTED", **cells})


def test_targets_of_the_planned_year_initial_and_revised_by_scheme_or_programme() -> None:
    revised = {"value_type": "target_revised", "edition": "v2", "as_of": "2025-11-30"}
    targets = targets_in(
        values(
            aim(50, period="2026", scheme="SC_RECIP"),
            said(40, period="2026", scheme="SC_RECIP", **revised),
            said(45, period="2026", scheme="SC_RECIP", **{**revised, "edition": "v1", "as_of": "2025-10-01"}),
            aim(8, period="2026", programme="WECCEE"),
            aim(30, period="2025", scheme="SC_RECIP"),
            aim(99, period="2026", scheme="SC_INTL", dimension="sex", category="F"),
            aim(70, period="2026", scheme="VSI", edition="plan", as_of="2026-02-01"),
            said(20, period="2026", scheme="SC_RECIP"),
        ),
        date(2025, 12, 31),
    )
    rows = (places("SEN-FRA", 10), places("SEN-FRA", 4, programme_id="WECCEE"), places("FRA-SEN", 2, scheme="SC_INTL"))
    found = of(*rows, on=ground(targets=targets)).targets.set_index(["programme", "scheme"])
    assert len(found) == 2
    scheme, programme = found.loc[("_T", "SC_RECIP")], found.loc[("WECCEE", "_T")]
    assert scheme[["initial", "revised", "before", "planned", "with_plan"]].tolist() == [50, 40, 0, 14, 14]
    assert (scheme["of_initial"], scheme["of_revised"]) == (14 / 50, 14 / 40)
    assert programme[["initial", "planned", "of_initial"]].tolist() == [8, 4, 0.5] and isnan(programme["of_revised"])


def test_without_a_target_of_the_year_those_of_the_year_before_stand_there_and_say_so() -> None:
    targets = targets_in(values(aim(30, period="2025"), aim(20, period="2024")), date(2025, 12, 31))
    (row,) = of(places("SEN-FRA", 15), on=ground(targets=targets)).targets.to_dict("records")
    assert (row["period"], row["initial"], row["planned"], row["of_initial"]) == ("2025", 30, 15, 0.5)
    assert of(places("SEN-FRA", 15)).targets.empty


def test_volunteer_months_inside_the_year_and_in_all() -> None:
    # From September six months: four in 2026. From January six: all.
    found = of(places("SEN-FRA", 10, 9), places("SEN-FRA", 2, 1)).months
    assert (found.before, found.in_year, found.whole) == (30, 52, 72)


def test_lost_and_later_places_are_in_no_number_with_the_plan() -> None:
    rows = (places("SEN-FRA", 10, 11), places("TGO-FRA", 4, 3), places("MAR-FRA", 2, 2))
    what_if = WhatIf(Closure("TGO", "FRA", "2026-01"), Freeze("SC", "2026-11", 3, postponed=True))
    found = of(*rows, what_if=what_if)
    assert found.places == {"kept": 2, "postponed": 0, "later": 10, "lost": 4}
    assert found.with_plan - found.before == 2 and found.months.whole == 12
    assert found.women_with.unknown == 2


def test_nothing_of_the_caller_is_changed() -> None:
    ours, rows = plan(places("SEN-FRA", 3)), OURS.copy()
    before = ours.lines.copy()
    effect(
        rows, ours, ground(), what_if=WhatIf(Closure("SEN", "FRA", "2026-01"), Freeze("SC", "2026-01", 2, postponed=True))
    )
    pd.testing.assert_frame_equal(rows, OURS)
    pd.testing.assert_frame_equal(ours.lines, before)


# A copy of a past year


def record(ends: str, start: str, planned: tuple[str, str], sex: str = "F", **more: object) -> dict[str, object]:
    origin, destination = ends.split("-")
    row = {"origin": origin, "destination": destination, "scheme": "SC_RECIP", "programme_id": "NONE", "sex": sex}
    days = dict(zip(("planned_start_on", "planned_end_on"), planned, strict=True)) | {"start_on": start, "end_on": ""}
    return {**row, **{name: pd.Timestamp(day) if day else pd.NaT for name, day in days.items()}, **more}


def test_a_copy_holds_the_places_that_started_in_the_year_and_says_what_it_leaves_out() -> None:
    spring, autumn = ("2025-03-03", "2025-11-02"), ("2025-10-01", "2026-03-31")
    placements = pd.DataFrame(
        [
            record("SEN-FRA", "2025-03-03", spring),
            record("SEN-FRA", "2025-03-10", spring, "M"),
            record("SEN-FRA", "2025-10-01", autumn),
            record("TGO-FRA", "2025-10-01", autumn, "U"),
            record("FRA-FRA", "2025-10-01", autumn),
            record("MAR-FRA", "2024-10-01", autumn),
            record("MAR-FRA", "", ("2026-01-05", "2026-08-01")),
        ]
    )
    found = copy_of_year(placements, 2025, into=2026, as_of=date(2025, 12, 31))
    assert (found.year, found.placements, found.local) == (2025, 4, 1)
    assert [dict(line.cells) for line in found.lines] == [
        # 245, 245 and 182 days: the median is 8 months; March is the commonest month.
        {**RIGHT, "period": "2026-03", "duration_months": "8", "places": "3", "women": "2"},
        {**RIGHT, "origin": "TGO", "period": "2026-10", "duration_months": "6", "places": "1", "women": ""},
    ]
    assert checked(found.lines, KNOWN, 2026).findings == ()


# Laws

ENDS = ("SEN-FRA", "TGO-FRA", "FRA-SEN", "SEN-MAR")
ROW = st.builds(
    places,
    st.sampled_from(ENDS),
    st.integers(0, 30).map(float),
    st.integers(1, 12),
    st.sampled_from(["SC_RECIP", "SC_INTL", "VSI"]),
)
PLANS = st.lists(ROW, max_size=6)
MONTHS = st.integers(1, 12).map(lambda month: f"2026-{month:02d}")
FREEZES = st.builds(Freeze, st.sampled_from(["_T", "SC", "VSI"]), MONTHS, st.integers(0, 14), postponed=st.booleans())
CLOSURES = st.sampled_from(ENDS).flatmap(lambda ends: st.builds(Closure, *map(st.just, ends.split("-")), MONTHS))


@settings(max_examples=30, deadline=None)
@given(st.builds(WhatIf, st.none() | CLOSURES, st.none() | FREEZES))
def test_an_empty_plan_changes_nothing(what_if: WhatIf) -> None:
    found = effect(OURS, empty_plan(2026), ground(by_sex=sexes(F=12, M=8)), what_if=what_if)
    assert found.with_plan == found.before and found.south_with == found.south_before
    assert found.women_with == found.women_before and found.months.in_year == found.months.whole == 0
    assert found.schemes.empty and found.pairs.empty and found.fates.empty
    assert (found.volumes["before"] == found.volumes["with_plan"]).all()


@settings(max_examples=30, deadline=None)
@given(PLANS, ROW)
def test_adding_a_place_never_lowers_a_total(rows: list[dict[str, object]], one: dict[str, object]) -> None:
    small, large = of(*rows), of(*rows, one)
    assert large.with_plan - small.with_plan == one["places"]
    assert large.with_plan >= small.with_plan >= small.before
    assert large.south_with.part >= small.south_with.part and large.months.whole >= small.months.whole


@settings(max_examples=30, deadline=None)
@given(PLANS, CLOSURES)
def test_a_closed_corridor_removes_exactly_its_places(rows: list[dict[str, object]], closure: Closure) -> None:
    own = [
        row["places"]
        for row in rows
        if (row["origin"], row["destination"]) == (closure.origin, closure.destination) and row["period"] >= closure.since
    ]
    with_it = of(*rows, what_if=WhatIf(closure=closure))
    assert of(*rows).with_plan - with_it.with_plan == sum(own) == with_it.places["lost"]


@settings(max_examples=30, deadline=None)
@given(PLANS, st.builds(WhatIf, st.none() | CLOSURES, st.none() | FREEZES))
def test_no_place_is_gained_or_forgotten(rows: list[dict[str, object]], what_if: WhatIf) -> None:
    found = of(*rows, what_if=what_if)
    assert sum(found.places.values()) == sum(row["places"] for row in rows)
    assert found.with_plan - found.before == found.places["kept"] + found.places["postponed"]
    assert tuple(plan(*rows).lines.columns) == PLAN_COLUMNS
