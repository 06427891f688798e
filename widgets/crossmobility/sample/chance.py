"""Chance that falls the same way on every machine: whole numbers from one seeded generator, no floats, no clock."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


class Chance:
    """Draws from one ``random.Random(seed)``.

    Only ``randrange`` is used: its results are the same on every platform and in every Python since 3.2, which is not
    promised of the distributions that compute with floats.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return self._random.randrange(low, high + 1)

    def percent(self, share: int) -> bool:
        """Return true in ``share`` cases of a hundred."""
        return self._random.randrange(100) < share

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """Return one of ``choices``, each as likely as the others."""
        return choices[self._random.randrange(len(choices))]

    def weighted(self, weights: Mapping[Choice, int]) -> Choice:
        """Return one of the keys, as often as its weight says."""
        left = self._random.randrange(sum(weights.values()))
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        raise AssertionError("weights add up to more than they are")

    def shuffled(self, choices: Sequence[Choice]) -> list[Choice]:
        """Return the choices in another order (Fisher and Yates)."""
        order = list(choices)
        for last in range(len(order) - 1, 0, -1):
            other = self._random.randrange(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


class Codes:
    """Codes that are unique and say nothing: neither an order nor a person."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def digits(self, prefix: str) -> str:
        """Return ``prefix`` and four digits."""
        return self._new(lambda: f"{prefix}{self._chance.between(0, 9999):04d}")

    def letters(self, prefix: str) -> str:
        """Return ``prefix`` and seven letters and digits that are not mistaken for one another."""
        signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
        return self._new(lambda: prefix + "".join(self._chance.one_of(signs) for _ in range(7)))

    def _new(self, made: Callable[[], str]) -> str:
        code = made()
        while code in self._given:
            code = made()
        self._given.add(code)
        return code
