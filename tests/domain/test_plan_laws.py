"""What holds for every plan: nobody is gained or forgotten."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from plans import OURS, ground, of, places, plan, sexes

from crossmobility.domain.plans import (
    PLAN_COLUMNS,
    Closure,
    Freeze,
    WhatIf,
    effect,
    empty_plan,
)

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
