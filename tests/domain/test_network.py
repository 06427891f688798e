"""The matrix of origins and destinations, the network it makes, and how much of it the largest hold."""

from __future__ import annotations

from math import isnan

import numpy as np
from exchanges import AS_OF, NAN, Rows, looked_at, way, years

from crossmobility.domain.reciprocity import (
    concentration,
    matrix,
    network,
    one_way,
)


def test_the_matrix_has_origins_as_lines_and_the_largest_country_first(flows: Rows) -> None:
    found = matrix(looked_at(flows(way("FRA", "SEN", 5), way("SEN", "TUN", 3), way("TUN", "FRA", 1)), AS_OF))
    assert found.countries == ("SEN", "FRA", "TUN")
    np.testing.assert_array_equal(found.cells, [[NAN, 0, 3], [5, NAN, 0], [0, 1, NAN]])
    assert (found.cells.index.name, found.cells.columns.name) == ("origin", "destination")
    assert (found.sent.tolist(), found.hosted.tolist(), found.total, found.hidden) == ([3, 5, 1], [5, 1, 3], 9, 0)


def test_what_is_absent_in_a_published_matrix_is_unknown(flows: Rows) -> None:
    found = matrix(looked_at(flows(way("FRA", "SEN", 5), way("SEN", "FRA", 0), way("_O", "FRA", 9))))
    np.testing.assert_array_equal(found.cells, [[NAN, 5], [0, NAN]])
    assert found.total == 5, "a rest of several countries is in no cell"
    found = matrix(looked_at(flows(way("FRA", "SEN", 5))))
    np.testing.assert_array_equal(found.sent, [5, NAN])


def test_small_countries_stand_together_and_what_goes_between_them_too(flows: Rows) -> None:
    rows = flows(way("SEN", "FRA", 50), way("SEN", "BEN", 3), way("BEN", "TGO", 2), way("TGO", "FRA", 1))
    found = matrix(looked_at(rows, AS_OF), most=2)
    assert (found.countries, found.hidden, found.total) == (("SEN", "FRA"), 2, 56)
    assert found.cells.columns.tolist() == ["SEN", "FRA", "_R"]
    np.testing.assert_array_equal(found.cells, [[NAN, 50, 3], [0, NAN, 0], [0, 1, 2]])


def test_the_reference_and_the_chosen_corridor_always_have_a_line(flows: Rows) -> None:
    rows = flows(way("SEN", "BEN", 50), way("TUN", "BEN", 40), way("FRA", "SEN", 1), way("PER", "ECU", 2))
    assert matrix(looked_at(rows, AS_OF), most=2).countries == ("BEN", "FRA")
    chosen = matrix(looked_at(rows, AS_OF, corridor=("PER", "ECU")), most=4)
    assert chosen.countries == ("BEN", "ECU", "PER", "FRA")


def test_one_way_says_when_anybody_last_came_back(flows: Rows) -> None:
    rows = flows(
        way("FRA", "GIN", 3),
        *years(("GIN", "FRA"), {"2015": 2, "2017": 1, "2021": 4}),
        way("FRA", "TGO", 5),
        way("FRA", "SEN", 9),
        way("SEN", "FRA", 1),
        way("SEN", "GIN", 5),
    )
    assert one_way(looked_at(rows, AS_OF)).to_numpy().tolist() == [
        ["FRA", "TGO", 5, ""],
        ["SEN", "GIN", 5, ""],
        ["FRA", "GIN", 3, "2017"],
    ]


def test_an_unknown_return_is_not_one_way_and_a_published_zero_is(flows: Rows) -> None:
    rows = flows(way("FRA", "GIN", 3), way("FRA", "SEN", 9), way("SEN", "FRA", 0))
    assert one_way(looked_at(rows))["destination"].tolist() == ["SEN"]


def test_the_network_says_how_much_comes_back_directly_and_how_much_in_all(flows: Rows) -> None:
    rows = flows(way("FRA", "SEN", 6), way("SEN", "FRA", 2), way("SEN", "TUN", 4), way("TUN", "FRA", 4))
    found = network(looked_at(rows, AS_OF))
    assert (found.pairs, found.one_way, found.one_way_share) == (3, 2, 2 / 3)
    assert found.flow_reciprocity == 2 * 2 / 16
    assert found.net_to_gross == 0, "every country hosts as many as it sends: the rest comes back through Tunisia"


def test_a_network_of_unknown_returns_has_no_share(flows: Rows) -> None:
    found = network(looked_at(flows(way("FRA", "SEN", 6), way("TUN", "FRA", 4))))
    assert (found.pairs, found.one_way) == (0, 0)
    assert [isnan(share) for share in (found.flow_reciprocity, found.net_to_gross, found.one_way_share)] == [True] * 3


def test_concentration_is_of_the_whole_side(flows: Rows) -> None:
    rows = flows(
        way("SEN", "FRA", 20), way("TUN", "FRA", 10), way("BEN", "FRA", 10), way("_O", "FRA", 60), way("FRA", "SEN", 1)
    )
    found = concentration(looked_at(rows), "in", most=2)
    assert (found.countries, found.volume, found.total, found.share) == (("SEN", "BEN"), 30, 100, 0.3)


def test_the_largest_of_a_side_nobody_breaks_down_are_unknown(flows: Rows) -> None:
    found = concentration(looked_at(flows(way("FRA", "_T", 60))), "out")
    assert (found.countries, isnan(found.volume), found.total, isnan(found.share)) == ((), True, 60, True)
