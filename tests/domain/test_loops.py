"""Loops: what is returned directly, what through others, proved against searches that know nothing of linear programmes."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossmobility.domain.loops import Loop, Loops, loops

Corridor = tuple[str, str]
Network = dict[Corridor, int]


def table(network: dict[Corridor, float] | Network) -> pd.DataFrame:
    rows = [(origin, destination, float(volume)) for (origin, destination), volume in network.items()]
    return pd.DataFrame(rows, columns=["origin", "destination", "volume"]).astype({"origin": "str", "destination": "str"})


def matched(network: Network) -> int:
    """What is returned directly: the smaller direction, once for each of the two."""
    return sum(min(volume, network.get((b, a), 0)) for (a, b), volume in network.items())


def leftover(network: Network) -> Network:
    rest = {(a, b): volume - network.get((b, a), 0) for (a, b), volume in network.items()}
    return {corridor: volume for corridor, volume in rest.items() if volume > 0}


def searched(network: Network) -> int:
    """Try every whole circulation on what is left, and return the volume of the largest."""
    rest = leftover(network)
    if not rest:
        return 0
    tried = np.array(list(product(*(range(volume + 1) for volume in rest.values()))))
    balanced = np.ones(len(tried), dtype=bool)
    for country in {end for corridor in rest for end in corridor}:
        signs = np.array([(a == country) - (b == country) for a, b in rest])
        balanced &= tried @ signs == 0
    return int(tried[balanced].sum(axis=1).max())


def cancelled(network: Network) -> Network:
    """Return a largest circulation on what is left: push volume along gaining cycles until there is none (Klein 1967)."""
    rest = leftover(network)
    flow = dict.fromkeys(rest, 0)
    while (cycle := gaining_cycle(rest, flow)) is not None:
        step = min(rest[c] - flow[c] if sign > 0 else flow[c] for c, sign in cycle)
        for corridor, sign in cycle:
            flow[corridor] += sign * step
    return flow


def gaining_cycle(rest: Network, flow: Network) -> list[tuple[Corridor, int]] | None:
    """Bellman and Ford on the residual network, where one more unit gains 1 and one less loses 1."""
    steps = [(a, b, (a, b), 1) for a, b in rest if flow[a, b] < rest[a, b]]
    steps += [(b, a, (a, b), -1) for a, b in rest if flow[a, b] > 0]
    countries = sorted({end for corridor in rest for end in corridor})
    gain = dict.fromkeys(countries, 0)
    before: dict[str, tuple[str, Corridor, int]] = {}
    last = ""
    for _ in countries:
        last = ""
        for start, end, corridor, sign in steps:
            if gain[start] + sign > gain[end]:
                gain[end], before[end], last = gain[start] + sign, (start, corridor, sign), end
    if not last:
        return None
    for _ in countries:
        last = before[last][0]
    found, here = [], last
    while not found or here != last:
        here, corridor, sign = before[here]
        found.append((corridor, sign))
    return found


def networks(countries: str, largest: int) -> st.SearchStrategy[Network]:
    corridors = sorted((a * 3, b * 3) for a, b in permutations(countries, 2))
    return st.dictionaries(st.sampled_from(corridors), st.integers(1, largest), max_size=len(corridors))


def used(found: Loops) -> dict[Corridor, float]:
    """What the example loops use of each corridor."""
    volumes: dict[Corridor, float] = {}
    for loop in found.examples:
        for corridor in zip(loop.countries, (*loop.countries[1:], loop.countries[0]), strict=True):
            volumes[corridor] = volumes.get(corridor, 0) + loop.volume
    return volumes


def test_three_countries_in_a_ring_return_the_smallest_of_their_flows_each() -> None:
    found = loops(table({("SEN", "MAR"): 5, ("MAR", "CIV"): 3, ("CIV", "SEN"): 4}))
    assert found == Loops(direct=0, through=9, unreturned=3, total=12, examples=(Loop(("CIV", "SEN", "MAR"), 3),))


def test_a_pair_returns_twice_its_smaller_direction_and_makes_no_loop() -> None:
    found = loops(table({("FRA", "SEN"): 10, ("SEN", "FRA"): 4}))
    assert found == Loops(direct=8, through=0, unreturned=6, total=14)


def test_a_loop_uses_only_what_pairs_have_left() -> None:
    ring = {("SEN", "MAR"): 5, ("MAR", "CIV"): 5, ("CIV", "SEN"): 5}
    found = loops(table({**ring, ("MAR", "SEN"): 3}))
    assert (found.direct, found.through, found.unreturned) == (6, 6, 6)
    assert found.examples == (Loop(("CIV", "SEN", "MAR"), 2),)


def test_nothing_comes_back_along_a_chain() -> None:
    assert loops(table({("AAA", "BBB"): 2, ("BBB", "CCC"): 7})) == Loops(direct=0, through=0, unreturned=9, total=9)


def test_nobody_anywhere_is_nothing_of_each() -> None:
    assert loops(table({})) == Loops(direct=0, through=0, unreturned=0, total=0)


def test_what_joins_two_loops_is_not_returned() -> None:
    one = {("AAA", "BBB"): 2, ("BBB", "CCC"): 2, ("CCC", "AAA"): 2}
    other = {("XXX", "YYY"): 7, ("YYY", "ZZZ"): 8, ("ZZZ", "XXX"): 7}
    found = loops(table({**one, **other, ("AAA", "XXX"): 9}))
    assert (found.through, found.unreturned) == (27, 10)
    assert found.examples == (Loop(("XXX", "YYY", "ZZZ"), 7), Loop(("AAA", "BBB", "CCC"), 2)), "largest first"


def test_the_largest_circulation_is_not_the_one_a_greedy_reader_finds() -> None:
    # The short ring A B C uses up B to C; the long way round through it brings more volume back.
    network = {("AAA", "BBB"): 1, ("BBB", "CCC"): 1, ("CCC", "AAA"): 1}
    network |= {("CCC", "DDD"): 1, ("DDD", "EEE"): 1, ("EEE", "BBB"): 1}
    found = loops(table(network))
    assert (found.through, found.unreturned) == (4, 2)
    assert [loop.countries for loop in found.examples] == [("BBB", "CCC", "DDD", "EEE")]


def test_rows_of_one_corridor_are_added_and_those_that_cannot_go_round_left_out() -> None:
    rows = [("SEN", "MAR", 1.0), ("SEN", "MAR", 2.0), ("MAR", "SEN", 3.0), ("FRA", "FRA", 9.0), ("_O", "FRA", 9.0)]
    rows += [("FRA", "_T", 9.0), ("FRA", "MAR", 0.0), ("MAR", "FRA", float("nan"))]
    found = loops(pd.DataFrame(rows, columns=["origin", "destination", "volume"]))
    assert found == Loops(direct=6, through=0, unreturned=0, total=6)


def test_at_most_five_loops_are_told_largest_first_each_from_its_first_country() -> None:
    network: Network = {}
    for place in range(7):
        x, y, z = (f"{letter}0{place}" for letter in "ZKB")
        network |= {(x, y): place + 1, (y, z): place + 2, (z, x): place + 1}
    found = loops(table(network))
    assert [loop.volume for loop in found.examples] == [7, 6, 5, 4, 3]
    assert found.examples[0].countries == ("B06", "Z06", "K06")
    assert found.through == 3 * sum(range(1, 8))


def test_of_loops_of_one_size_the_shortest_come_first_and_are_not_crowded_out() -> None:
    network: Network = {}
    for place in range(6):
        ring = [f"{letter}0{place}" for letter in "ABCD"]
        network |= dict.fromkeys(zip(ring, [*ring[1:], ring[0]], strict=True), 2)
    network |= dict.fromkeys([("XXX", "YYY"), ("YYY", "ZZZ"), ("ZZZ", "XXX")], 2)
    assert [len(loop.countries) for loop in loops(table(network)).examples] == [3, 4, 4, 4, 4]


def test_months_go_round_as_people_do() -> None:
    day = 1 / 30.4375
    ring = {("SEN", "MAR"): 100 * day, ("MAR", "CIV"): 100 * day, ("CIV", "SEN"): 60.3 * day + 39.7 * day}
    found = loops(table({**ring, ("MAR", "FRA"): 10.25}))
    assert found.through == pytest.approx(300 * day, abs=1e-5)
    assert found.unreturned == 10.25, "the ring leaves nothing, not a trace of rounding"
    assert found.total == found.direct + found.through + found.unreturned


def test_a_direct_return_comes_first_even_when_it_breaks_a_longer_loop() -> None:
    ring = {("AAA", "BBB"): 1, ("BBB", "CCC"): 1, ("CCC", "DDD"): 1, ("DDD", "AAA"): 1}
    assert loops(table(ring)).through == 4
    broken = loops(table({**ring, ("BBB", "AAA"): 1}))
    assert (broken.direct, broken.through, broken.unreturned) == (2, 0, 3)


@settings(deadline=None, max_examples=80)
@given(networks("ABCD", 4))
def test_no_circulation_returns_more_than_the_one_found(network: Network) -> None:
    found = loops(table(network))
    assert (found.direct, found.through) == (matched(network), searched(network))
    assert found.total == sum(network.values())


@settings(deadline=None, max_examples=80)
@given(networks("ABCDEFG", 9))
def test_cancelling_cycles_finds_the_same_volume(network: Network) -> None:
    assert loops(table(network)).through == sum(cancelled(network).values())


@settings(deadline=None, max_examples=80)
@given(networks("ABCDEF", 6))
def test_the_three_parts_are_the_whole_in_whole_numbers(network: Network) -> None:
    found = loops(table(network))
    parts = (found.direct, found.through, found.unreturned)
    assert sum(parts) == found.total
    assert all(part >= 0 and part == int(part) for part in parts)


@settings(deadline=None, max_examples=80)
@given(networks("ABCDEF", 6))
def test_examples_use_no_more_than_is_left_and_account_for_no_more_than_goes_round(network: Network) -> None:
    found, rest = loops(table(network)), leftover(network)
    assert all(volume <= rest.get(corridor, 0) for corridor, volume in used(found).items())
    assert sum(len(loop.countries) * loop.volume for loop in found.examples) <= found.through
    assert bool(found.examples) == (found.through > 0)
    for loop in found.examples:
        assert len(loop.countries) >= 3
        assert loop.countries[0] == min(loop.countries) and len(set(loop.countries)) == len(loop.countries)
        assert loop.volume > 0 and loop.volume == int(loop.volume)
    volumes = [loop.volume for loop in found.examples]
    assert volumes == sorted(volumes, reverse=True)
    if len(found.examples) < 5:
        assert sum(len(loop.countries) * loop.volume for loop in found.examples) == found.through, "all of it is told"


@settings(deadline=None, max_examples=50)
@given(networks("ABCDEF", 6), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(network: Network, random: object) -> None:
    shuffled = list(network.items())
    random.shuffle(shuffled)
    assert loops(table(dict(shuffled))) == loops(table(network))


@settings(deadline=None, max_examples=50)
@given(networks("ABCDEF", 6))
def test_turning_every_flow_round_returns_as_much(network: Network) -> None:
    turned = loops(table({(b, a): volume for (a, b), volume in network.items()}))
    found = loops(table(network))
    assert (turned.direct, turned.through, turned.unreturned) == (found.direct, found.through, found.unreturned)


@settings(deadline=None, max_examples=50)
@given(networks("ABCDEF", 6))
def test_when_every_flow_is_answered_nothing_is_left(network: Network) -> None:
    answered = {(a, b): max(volume, network.get((b, a), 0)) for (a, b), volume in network.items()}
    found = loops(table({**answered, **{(b, a): volume for (a, b), volume in answered.items()}}))
    assert (found.direct, found.through, found.unreturned) == (found.total, 0, 0)


@settings(deadline=None, max_examples=50)
@given(networks("ABCDEF", 6))
def test_returning_what_was_not_returned_raises_what_is_returned_by_twice_as_much_at_least(network: Network) -> None:
    rest, flow, before = leftover(network), cancelled(network), loops(table(network))
    for (a, b), volume in rest.items():
        missing = volume - flow[a, b]
        if missing:
            after = loops(table({**network, (b, a): network.get((b, a), 0) + missing}))
            assert after.direct + after.through >= before.direct + before.through + 2 * missing


@settings(deadline=None, max_examples=50)
@given(networks("ABCDE", 5), st.integers(1, 5))
def test_more_volume_the_way_a_pair_leans_never_lowers_what_is_returned(network: Network, more: int) -> None:
    before = loops(table(network))
    for a, b in permutations(["AAA", "BBB", "CCC"], 2):
        if network.get((a, b), 0) >= network.get((b, a), 0):
            after = loops(table({**network, (a, b): network.get((a, b), 0) + more}))
            assert after.direct == before.direct
            assert after.through >= before.through


@settings(deadline=None, max_examples=50)
@given(networks("ABCDEF", 6))
def test_volumes_in_fractions_go_round_like_whole_ones(network: Network) -> None:
    quarters = loops(table({corridor: volume / 4 for corridor, volume in network.items()}))
    whole = loops(table(network))
    assert (4 * quarters.direct, 4 * quarters.through, 4 * quarters.total) == (whole.direct, whole.through, whole.total)


def test_no_solver_is_loaded_where_nothing_goes_round() -> None:
    code = """
import sys
import pandas as pd
from crossmobility.domain.loops import loops
chain = {"origin": ["SEN", "FRA", "SEN"], "destination": ["FRA", "SEN", "MAR"]}
assert loops(pd.DataFrame({**chain, "volume": [3.0, 2.0, 4.0]})).direct == 4
assert not [name for name in sys.modules if name.split(".")[0] == "scipy"]
ring = {"origin": ["SEN", "FRA", "MAR"], "destination": ["FRA", "MAR", "SEN"]}
assert loops(pd.DataFrame({**ring, "volume": 1.0})).through == 3
assert "scipy.optimize" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("kind", ["people", "months", "ones"])
def test_two_thousand_corridors_over_two_hundred_countries_are_split_whole(kind: str) -> None:
    chance = np.random.default_rng(11)
    codes = np.array([f"{chr(65 + place // 26)}{chr(65 + place % 26)}X" for place in range(200)])
    ends = chance.choice(200 * 200, 2000, replace=False)
    volumes = {
        "people": chance.integers(1, 60, 2000),
        "months": chance.random(2000) * 50,
        "ones": np.ones(2000),
    }
    large = pd.DataFrame({"origin": codes[ends // 200], "destination": codes[ends % 200], "volume": volumes[kind]})
    found = loops(large)
    assert found.through > 0 and len(found.examples) == 5
    assert found.direct + found.through + found.unreturned == pytest.approx(found.total)
