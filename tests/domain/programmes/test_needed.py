"""How many more arrivals a ratio takes, and from where."""

from __future__ import annotations

from math import isnan

from exchanges import AS_OF, Rows, looked_at, way
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.programmes.needed import Needed, needed


def shares(found: Needed) -> list[list[object]]:
    assert found.by_country.columns.tolist() == ["country", "out", "in", "more"]
    return found.by_country.to_numpy(dtype=object).tolist()


def test_arrivals_are_handed_out_one_by_one_to_whoever_is_furthest_behind(flows: Rows) -> None:
    rows = flows(
        way("FRA", "SEN", 10), way("SEN", "FRA", 3), way("FRA", "TUN", 6), way("BEN", "FRA", 2), way("SEN", "TUN", 9)
    )
    found = needed(looked_at(rows, AS_OF), 0.5)
    # 5 arrive, 16 leave; 8 are wanted. Senegal lacks 2, Tunisia 3: Tunisia, then both lack 2: Senegal comes first, then Tunisia.
    assert (found.arrivals_now, found.departures_now, found.ratio, found.arrivals) == (5, 16, 5 / 16, 3)
    assert shares(found) == [["TUN", 6, 0, 2], ["SEN", 10, 3, 1]]


def test_a_goal_that_is_reached_needs_nobody(flows: Rows) -> None:
    found = needed(looked_at(flows(way("FRA", "SEN", 4), way("SEN", "FRA", 4)), AS_OF), 0.5)
    assert (found.ratio, found.arrivals, shares(found)) == (1, 0, [])


def test_people_are_whole_and_rounding_does_not_invent_one(flows: Rows) -> None:
    rows = flows(way("FRA", "SEN", 10))
    assert needed(looked_at(rows, AS_OF), 1.1).arrivals == 11, "1.1 x 10 is a little more than 11 in binary"
    assert needed(looked_at(rows, AS_OF), 0.31).arrivals == 4


def test_nobody_leaving_has_no_ratio_and_lacks_nobody(flows: Rows) -> None:
    found = needed(looked_at(flows(way("SEN", "FRA", 4)), AS_OF), 0.5)
    assert isnan(found.ratio) and found.arrivals == 0


def test_an_unknown_side_gives_no_answer(flows: Rows) -> None:
    found = needed(looked_at(flows(way("FRA", "SEN", 4))), 0.5)
    assert isnan(found.arrivals_now) and isnan(found.ratio) and isnan(found.arrivals) and shares(found) == []


def test_a_country_known_one_way_only_gets_nobody(flows: Rows) -> None:
    rows = flows(way("FRA", "SEN", 10), way("SEN", "FRA", 1), way("FRA", "TUN", 50), way("_O", "FRA", 20))
    found = needed(looked_at(rows), 0.5)
    assert (found.arrivals_now, found.departures_now, found.arrivals) == (21, 60, 9)
    assert shares(found) == [["SEN", 10, 1, 9]]


def test_a_window_with_an_unknown_year_gives_no_answer(flows: Rows) -> None:
    rows = flows(way("FRA", "SEN", 10), way("SEN", "FRA", 1))
    assert isnan(needed(looked_at(rows, window="3"), 0.5).arrivals)
    assert needed(looked_at(rows, AS_OF, window="3"), 0.5).arrivals == 4


counts = st.dictionaries(st.sampled_from(["BEN", "SEN", "TGO", "TUN"]), st.integers(0, 30))


@settings(max_examples=25, deadline=None)
@given(into=counts, out=counts, per_cent=st.sampled_from([30, 50, 80, 100, 125]))
def test_the_fewest_arrivals_reach_the_goal_and_all_are_handed_out(
    flows: Rows, into: dict[str, int], out: dict[str, int], per_cent: int
) -> None:
    rows = flows(*(way(code, "FRA", n) for code, n in into.items()), *(way("FRA", code, n) for code, n in out.items()))
    found = needed(looked_at(rows, AS_OF), per_cent / 100)
    wanted, reached = per_cent * sum(out.values()), 100 * (sum(into.values()) + found.arrivals)
    assert reached >= wanted
    assert found.arrivals == 0 or reached - 100 < wanted
    assert found.by_country["more"].sum() == found.arrivals
