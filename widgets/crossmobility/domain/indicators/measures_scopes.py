"""A table of records laid into scopes, periods and splits, all of them numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Protocol

import numpy as np

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.measures_facts import NEVER, Facts, Names
from crossmobility.domain.periods import period

Table = Literal["placements", "activities"]
FEWER: Final = "fewer_opportunities"
SPLITS: Final = ("sex", "age_band", "scheme", "sector", FEWER)
"""Dimensions that are columns of placements; direction and counterpart are columns of the values."""
ASKED: Final = ("yes", "no", "unknown")
"""The categories of ``fewer_opportunities``: who was not asked is one of them, so that they add up to the whole."""
DIRECTIONS: Final = (ALL, "in", "out")


class ProgrammeLike(Protocol):
    """What a programme says of itself: from where in and out are seen, and how it is designed."""

    @property
    def reference_country(self) -> str: ...
    @property
    def design(self) -> str: ...


@dataclass(frozen=True)
class Scope:
    """What values are about: a programme, a scheme or family, or all; and the country from which in and out are seen."""

    programme: str
    scheme: str
    reference: str


@dataclass(frozen=True, eq=False)
class Level:
    """One way to lay records into scopes: the number of each record's scope, -1 for those in none."""

    facts: Facts
    scope: Codes
    direction: Codes


@dataclass(frozen=True, eq=False)
class Split:
    """A dimension: each record's category (0: not said, else its place in the names), and the scopes it splits."""

    codes: Codes
    scopes: Mask


class Laid:
    """A table of records laid out.

    Attributes
    ----------
    levels : list of Level
        All records together, their programmes, and of placements the families and the schemes.
    scopes : list of Scope
        Numbered through all levels.
    years, spans : list
        Calendar years from the first start to ``as_of``; the days of those years, then of their quarters.
    cut : array of bool
        Which of the spans ``as_of`` cuts.
    categories : list of (dimension, category)
        The first stands for "not split".
    """

    def __init__(
        self,
        facts: Facts,
        name: Table,
        reference: str,
        programmes: Mapping[str, ProgrammeLike],
        families: Mapping[str, str],
    ) -> None:
        self.name = name
        self.facts = facts
        self.day = facts.start if name == "placements" else facts.done("held_on")
        self.scopes: list[Scope] = [Scope(ALL, ALL, reference)]
        self.levels = [_level(facts, np.zeros(len(facts), dtype=np.int64)), *self._of_programmes(programmes)]
        several = [True] * len(self.scopes)
        if name == "placements":
            self.levels += self._of_schemes(reference, families, several)
        self.years = _years(self.day, facts.as_of)
        self.spans = [facts.span(text) for text in (*self.years, *_quarters(self.years, facts.as_of))]
        self.cut = np.array([span.cut for span in self.spans], dtype=bool)
        self.countries = facts.ends()[2]
        self.categories = [(ALL, ALL)]
        self.splits = self._split(np.array(several)) if name == "placements" else {}
        self.firsts, self.ways = self._first_days()

    def key(self, span: Codes, scope: Codes, direction: Codes, counterpart: Codes, split: Codes) -> Codes:
        """Return one number for a cell: as numbers sort, so do period, scope, direction, country and category."""
        key: Codes = span * len(self.scopes) + scope
        key = key * len(DIRECTIONS) + direction
        key = key * (len(self.countries) + 1) + counterpart
        return key * len(self.categories) + split

    def read(self, key: Codes) -> tuple[Codes, Codes, Codes, Codes, Codes]:
        """Return what :meth:`key` was made of."""
        key, split = np.divmod(key, len(self.categories))
        key, counterpart = np.divmod(key, len(self.countries) + 1)
        key, direction = np.divmod(key, len(DIRECTIONS))
        span, scope = np.divmod(key, len(self.scopes))
        return span, scope, direction, counterpart, split

    def _of_programmes(self, programmes: Mapping[str, ProgrammeLike]) -> Iterator[Level]:
        codes, names = self.facts.codes("programme_id")
        known = [number for number, name in enumerate(names) if name in programmes]
        numbers = np.full(len(names) + 1, -1)
        numbers[known] = np.arange(len(known)) + len(self.scopes)
        own = [programmes[str(names[number])].reference_country for number in known]
        self.scopes += [Scope(str(names[number]), ALL, seen) for number, seen in zip(known, own, strict=True)]
        seen_from = np.full(len(names) + 1, "", dtype=object)
        seen_from[known] = own
        yield _level(self.facts.seen_from(seen_from[codes].tolist()), numbers[codes])

    def _of_schemes(self, reference: str, families: Mapping[str, str], several: list[bool]) -> Iterator[Level]:
        codes, names = self.facts.codes("scheme")
        family = [families.get(str(name), str(name)) for name in names]
        every = sorted(set(family))
        place = {name: len(self.scopes) + number for number, name in enumerate(every)}
        self.scopes += [Scope(ALL, name, reference) for name in every]
        several += [family.count(name) > 1 for name in every]
        yield _level(self.facts, np.array([*(place[name] for name in family), -1])[codes])
        # A code that is a family's too means the family, as everywhere: such a scheme has no scope of its own.
        alone = [number for number, name in enumerate(names) if name not in place]
        numbers = np.full(len(names) + 1, -1)
        numbers[alone] = np.arange(len(alone)) + len(self.scopes)
        self.scopes += [Scope(ALL, str(names[number]), reference) for number in alone]
        several += [False] * len(alone)
        yield _level(self.facts, numbers[codes])

    def _split(self, several: Mask) -> dict[str, Split]:
        splits: dict[str, Split] = {}
        for name in SPLITS:
            codes, names = _answers(self.facts) if name == FEWER else self.facts.codes(name)
            scopes = several if name == "scheme" else np.ones(len(self.scopes), dtype=bool)
            splits[name] = Split(np.where(codes >= 0, codes + len(self.categories), 0), scopes)
            self.categories += [(name, str(category)) for category in names]
        return splits

    def _first_days(self) -> tuple[Codes, Mask]:
        """Return each scope's first day, and which directions it ever has."""
        firsts = np.full(len(self.scopes), self.facts.today + 1)
        ways = np.zeros((len(self.scopes), len(DIRECTIONS)), dtype=bool)
        ways[:, 0] = True
        for level in self.levels:
            at = np.flatnonzero((level.scope >= 0) & (self.day != NEVER))
            np.minimum.at(firsts, level.scope[at], self.day[at])
            ways[level.scope[at], level.direction[at]] = True
        return firsts, ways


def _level(facts: Facts, scope: Codes) -> Level:
    return Level(facts, scope, np.where(facts.inward, 1, np.where(facts.outward, 2, 0)))


def _answers(facts: Facts) -> tuple[Codes, Names]:
    said = facts.numbers(FEWER)
    return np.select([said == 1, said == 0], [0, 1], default=2), np.array(ASKED, dtype=object)


def _years(days: Codes, as_of: date) -> list[str]:
    known = days[days != NEVER]
    if not len(known):
        return []
    first = int(str(np.datetime64(int(known.min()), "D"))[:4])
    return [str(year) for year in range(first, as_of.year + 1)]


def _quarters(years: Sequence[str], as_of: date) -> list[str]:
    texts = [f"{year}-Q{quarter}" for year in years for quarter in range(1, 5)]
    return [text for text in texts if period(text).start <= as_of]
