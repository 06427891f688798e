"""Pairs of placements (binômes) as a page reads them: two sides each, what became of them, and what is left of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from re import findall
from typing import Any, Final

from crossmobility.domain.pairings import STATES
from crossmobility.domain.placements import DAYS_IN_A_MONTH
from crossmobility.i18n import Language, Translator, translator
from crossmobility.reference import country_name
from crossmobility.render.words import unaccented

SORTS: Final = ("pair", "edition", "way", "starts", "ends", "overlap", "gap", "state")
LATEST_FIRST: Final = ("starts", "ends", "overlap", "gap")
"""The columns of numbers and days: chosen for the first time, they begin with the largest."""
MOST_ROWS: Final = 100


@dataclass(frozen=True)
class Side:
    """One placement of a pair, as it stands on the day of the data; None where nothing has happened by then.

    Attributes
    ----------
    start, end
        First and last day as they happened.
    early
        It ended early, as :func:`~crossmobility.domain.status.ended_early` says.
    closed, closed_reason
        The day it was given up before its start, and why.
    """

    placement_id: str
    origin: str
    destination: str
    planned_start: date | None = None
    planned_end: date | None = None
    start: date | None = None
    end: date | None = None
    early: bool = False
    end_reason: str = ""
    closed: date | None = None
    closed_reason: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether it ended early or was given up before its start."""
        return self.early or self.closed is not None

    @property
    def lost_on(self) -> date | None:
        """The day it was lost."""
        return self.closed or (self.end if self.early else None)

    @property
    def first_day(self) -> date | None:
        """The first day, the planned one as long as nothing has begun."""
        return self.start or self.planned_start

    @property
    def last_day(self) -> date | None:
        """The last day, the planned one as long as nothing has ended."""
        return self.end or self.planned_end

    def months_after(self, day: date) -> float:
        """Return the months of its plan after ``day``: days from the next day (or its first) to its planned end, ÷ 30.4375."""
        if self.first_day is None or self.planned_end is None:
            return float("nan")
        begins = max(day + timedelta(days=1), self.first_day)
        return max(0, (self.planned_end - begins).days + 1) / DAYS_IN_A_MONTH


@dataclass(frozen=True)
class PlacementPair:
    """The placements that share a ``pair_id``: one side or two. Days of overlap and between starts: None without two starts."""

    pair_id: str
    programme: str
    cohort: str
    state: str
    sides: tuple[Side, ...]
    overlap_days: int | None = None
    gap_days: int | None = None


@dataclass(frozen=True)
class Remaining:
    """What was left of the plan of the side that a pair still has: when the other one was lost, and on the day of the data.

    ``lost`` is None where no placement stands for the other side; then nobody knows since when. ``now`` is 0 once the
    side that was kept has ended. Months, NaN where the plan has no dates.
    """

    lost: Side | None
    kept: Side
    lost_on: date | None
    then: float | None
    now: float


def remaining(pair: PlacementPair, as_of: date) -> Remaining | None:
    """Return what is left of the plan of the kept side; None unless exactly one side is lost."""
    kept = [side for side in pair.sides if not side.is_lost]
    if len(kept) != 1:
        return None
    lost = next((side for side in pair.sides if side.is_lost), None)
    now = 0.0 if kept[0].end is not None else kept[0].months_after(as_of)
    if lost is None or lost.lost_on is None:
        return Remaining(lost, kept[0], None, None, now)
    return Remaining(lost, kept[0], lost.lost_on, kept[0].months_after(lost.lost_on), now)


@dataclass(frozen=True)
class PairFilters:
    """Which pairs are shown and in which order; an empty word shows all."""

    programme: str = ""
    edition: str = ""
    state: str = ""
    sort: str = "starts"
    up: bool = False
    all_rows: bool = False


@dataclass(frozen=True)
class PairsPage:
    """The pairs of one dataset with what the page says of them.

    Attributes
    ----------
    title, as_of, synthetic, reference
        Of the dataset: its title in the language of the page, its day, whether it is invented, its reference country.
    pairs
        Every pair of the dataset.
    programmes
        Names of programmes by code, in the language of the page.
    reasons
        What the codes of end and of closing before the start mean, in the language of the page.
    rejected
        Rows of the dataset that are in no pair because its check rejected them.
    chosen
        The id of the pair shown face to face; when it is not in the list, the first that lost one side is.
    """

    language: Language
    title: str
    as_of: date
    synthetic: bool
    reference: str
    pairs: Sequence[PlacementPair]
    programmes: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    rejected: int = 0
    filters: PairFilters = field(default_factory=PairFilters)
    chosen: str = ""

    @property
    def t(self) -> Translator:
        """The translator of the page's language."""
        return translator(self.language)

    def programme(self, code: str) -> str:
        """Return the name of a programme, its code when it has none."""
        return self.programmes.get(code) or code

    def way(self, side: Side) -> str:
        """Return "France → Senegal", or that the placement stays in its country."""
        if side.origin == side.destination:
            return self.t("{country} (local side)", country=country_name(side.origin, self.language))
        return f"{country_name(side.origin, self.language)} → {country_name(side.destination, self.language)}"

    def colour(self, side: Side) -> str:
        """Return the class of a side's colour, as on the map: seen from the reference country."""
        if side.origin == side.destination:
            return "between"
        return "out" if side.origin == self.reference else "in" if side.destination == self.reference else "between"

    @property
    def in_scope(self) -> list[PlacementPair]:
        """The pairs of the chosen programme and edition, whatever their state."""
        wanted = (self.filters.programme, self.filters.edition)
        return [pair for pair in self.pairs if wanted[0] in ("", pair.programme) and wanted[1] in ("", pair.cohort)]

    @property
    def shown(self) -> list[PlacementPair]:
        """The pairs the filters leave, in the order that was chosen; what is not known comes last."""
        found = [pair for pair in self.in_scope if self.filters.state in ("", pair.state)]
        found.sort(key=lambda pair: pair.pair_id)
        keys = {pair.pair_id: _key(pair, self) for pair in found}
        known = [pair for pair in found if keys[pair.pair_id] is not None]
        known.sort(key=lambda pair: keys[pair.pair_id], reverse=not self.filters.up)
        return known + [pair for pair in found if keys[pair.pair_id] is None]

    @property
    def face(self) -> PlacementPair | None:
        """The pair shown face to face."""
        shown = self.shown
        named = next((pair for pair in shown if pair.pair_id == self.chosen), None)
        lost = next((pair for pair in shown if remaining(pair, self.as_of) is not None), None)
        return named or lost or (shown[0] if shown else None)

    def counts(self, pairs: Sequence[PlacementPair]) -> dict[str, int]:
        """Return how many of ``pairs`` are in each state."""
        counted = Counter(pair.state for pair in pairs)
        return {state: counted[state] for state in STATES}


def editions(pairs: Sequence[PlacementPair]) -> list[tuple[str, str]]:
    """Return the programmes and editions of pairs, the one that began last first."""
    begun: dict[tuple[str, str], date] = {}
    for pair in pairs:
        first = min((side.first_day for side in pair.sides if side.first_day), default=date.min)
        key = (pair.programme, pair.cohort)
        begun[key] = max(begun.get(key, date.min), first)
    return sorted(begun, key=lambda key: (-begun[key].toordinal(), key))


def _key(pair: PlacementPair, page: PairsPage) -> Any:
    """Return what a pair is sorted by in the chosen column, None when it is not known."""
    column = page.filters.sort
    if column == "edition":
        return (unaccented(page.programme(pair.programme)), _natural(pair.cohort))
    if column == "way":
        return tuple(unaccented(page.way(side)) for side in pair.sides)
    if column == "starts":
        return min((side.first_day for side in pair.sides if side.first_day), default=None)
    if column == "ends":
        return max((side.last_day for side in pair.sides if side.last_day), default=None)
    if column == "overlap":
        return pair.overlap_days
    if column == "gap":
        return pair.gap_days
    if column == "state":
        return STATES.index(pair.state)
    return _natural(pair.pair_id)


def _natural(name: str) -> tuple[tuple[str, int], ...]:
    """Return a key that puts "WECCEE 2" before "WECCEE 10"."""
    return tuple((word, int(number or 0)) for word, number in findall(r"(\D*)(\d*)", unaccented(name)))
