"""Chance falls the same way everywhere, and only where it may."""

from __future__ import annotations

from collections import Counter

from crossmobility.sample.chance import Chance, Codes


def test_draws_of_a_seed_are_fixed_for_good() -> None:
    chance = Chance(1)
    assert [chance.between(0, 99) for _ in range(6)] == [17, 72, 97, 8, 32, 15]


def test_weights_are_obeyed() -> None:
    chance = Chance(3)
    drawn = Counter(chance.weighted({"rare": 1, "never": 0, "often": 9}) for _ in range(2000))
    assert set(drawn) == {"rare", "often"}
    assert 120 < drawn["rare"] < 280


def test_shuffling_loses_nothing() -> None:
    assert sorted(Chance(5).shuffled(range(50))) == list(range(50))


def test_codes_are_never_given_twice() -> None:
    codes = Codes(Chance(2))
    given = [codes.digits("B-") for _ in range(3000)]
    assert len(set(given)) == 3000
