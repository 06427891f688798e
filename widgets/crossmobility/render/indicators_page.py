"""What an indicators page knows: the tables of one programme or scheme and period, and what surrounds them."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from math import inf
from typing import Any, Final

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition, StatusRule
from crossmobility.domain.selection import Selection
from crossmobility.i18n import Message
from crossmobility.render.flows_page import DatasetText
from crossmobility.render.formats import known
from crossmobility.render.words import Words

SPLITS: Final = ("dimension", "direction", "counterpart", "territory")
"""The columns of ``tracked`` that narrow an indicator to a part; all ``_T`` for the indicator itself."""
IN_ORDER: Final = frozenset({"sex", "age_band", "direction", "fewer_opportunities", "target"})
"""What has an order of its own: young before old, in before out, yes before no."""
NOT_JUDGED: Final = "not_applicable"
"""The status of an indicator that nothing is promised for: no target, no range, or neither more nor less is better."""

_WHOLE: Final = (ALL,) * len(SPLITS)


@lru_cache(maxsize=16)
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


def _largest_first(value: float) -> float:
    return -value if value == value else inf


@dataclass(frozen=True)
class IndicatorOffer:
    """What a dataset has to choose from: codes; periods oldest first; levels of territories with values."""

    periods: tuple[str, ...]
    programmes: tuple[str, ...]
    schemes: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class IndicatorsPage:
    """One programme or scheme in one period, with everything computed for it; a page shows these tables and judges nothing.

    Attributes
    ----------
    selection : Selection
        Dataset, period, programmes or schemes, the chosen ``indicator`` (or empty), level of territories, language.
    tracked : DataFrame
        Rows of :func:`crossmobility.domain.indicators.tracking.tracked`: one per indicator, dimension and category of the
        period. A column ``comment``, where there is one, is what was written beside the value.
    definitions : mapping of str to Definition
        By indicator, in the order of the catalogue.
    rules : mapping of str to StatusRule
        Thresholds by indicator, ``"_T"`` for all others.
    history : DataFrame
        Of the chosen indicator, one row per period of one length, oldest first: ``period``, ``actual``, ``target_initial``,
        ``target_revised``, ``baseline``, ``numerator``, ``denominator``, ``value_status``, ``expected`` (what the season
        lets expect at that point, in the indicator's unit).
    marks : sequence of Marked
        Breaks of series on the axis of ``history``.
    corridors : DataFrame
        Of the chosen indicator and period, one row per country and way: ``counterpart``, ``direction`` (in, out),
        ``numerator``, ``denominator``, ``value``, ``value_status``; empty where it is not split by country.
    mirrored : DataFrame
        One row per indicator measured on both sides of the exchange: ``indicator``, ``value_in``, ``numerator_in``,
        ``denominator_in``, ``status_in``, the same of ``out``, ``target``.
    territories : DataFrame
        Of the chosen indicator, period and level: ``territory``, ``actual``, ``target``, ``achievement``,
        ``status``, ``value_status``.
    findings : sequence of Message
        Parts that do not add up, definitions that are wrong.
    revisions : DataFrame
        One row per published value that is another one now: ``indicator``, ``period``, ``dimension``, ``category``,
        ``value_type``, ``before``, ``now``, ``change``, ``edition_before``, ``edition``, ``why``.
    owed : DataFrame
        One row per value that somebody owes: ``indicator``, ``owner_role``, ``period``, ``due_on``, ``days_late``.
    offer, datasets
        What can be chosen; the datasets.
    trends : DataFrame
        Of every indicator in the scope, one row per period of one length: ``indicator``, ``period``, ``actual``, ``target``
        (the one in force), ``value_status``; the small lines of the table.
    """

    selection: Selection
    tracked: pd.DataFrame
    definitions: Mapping[str, Definition]
    rules: Mapping[str, StatusRule]
    history: pd.DataFrame
    marks: Sequence[Marked]
    corridors: pd.DataFrame
    mirrored: pd.DataFrame
    territories: pd.DataFrame
    findings: Sequence[Message]
    revisions: pd.DataFrame
    owed: pd.DataFrame
    offer: IndicatorOffer
    datasets: Sequence[DatasetText]
    trends: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def dataset(self) -> DatasetText:
        """The dataset the page shows."""
        return next(item for item in self.datasets if item.name == self.selection.dataset)

    @property
    def words(self) -> Words:
        """The words of the page's language."""
        return Words(self.selection.language, self.dataset.programmes)

    @property
    def chosen(self) -> Definition | None:
        """The indicator looked at in detail; None when none is chosen."""
        return self.definitions.get(self.selection.indicator)

    @cached_property
    def rows(self) -> Sequence[Any]:
        """The indicators as named values, one a row, without their splits; those without a definition are left out."""
        cells = self._cells
        narrowed = zip(*(cells[name] for name in SPLITS), strict=True) if cells else ()
        whole = (place for place, split in enumerate(narrowed) if split == _WHOLE)
        return self.at([place for place in whole if cells["indicator"][place] in self.definitions])

    @cached_property
    def judged(self) -> Sequence[Any]:
        """The rows of which something is promised, a target or a range, and that are judged by it."""
        return [row for row in self.rows if self.is_judged(row)]

    @cached_property
    def splits(self) -> Mapping[str, Mapping[str, Sequence[int]]]:
        """Indicator to what it is split by to the places of its parts in ``tracked``, the largest first.

        Parts that have an order of their own (:data:`IN_ORDER`) keep it. Split by one thing at a time: a dimension and its
        categories, the ways, the countries, or the territories.
        """
        cells, found = self._cells, dict[str, dict[str, list[int]]]()
        narrowed = zip(*(cells[name] for name in SPLITS), strict=True) if cells else ()
        for place, split in enumerate(narrowed):
            names = [name for name, word in zip(SPLITS, split, strict=True) if word != ALL]
            if len(names) == 1:
                name = split[0] if names[0] == "dimension" else names[0]
                found.setdefault(cells["indicator"][place], {}).setdefault(name, []).append(place)
        for dimensions in found.values():
            for name, places in dimensions.items():
                if name not in IN_ORDER:
                    places.sort(key=lambda place: _largest_first(cells["actual"][place]))
        return found

    def is_judged(self, row: Any) -> bool:
        """Say whether a row has a target, or a range to stay in, and a status that looks at it."""
        definition = self.definitions[row.indicator]
        in_range = definition.direction == "band" and (known(definition.band_low) or known(definition.band_high))
        return row.status != NOT_JUDGED and (known(row.target) or in_range)

    def at(self, places: Sequence[int]) -> list[Any]:
        """Return rows of ``tracked`` by their places, as named values."""
        kind = _row_type(tuple(self._cells))
        return [kind(*(column[place] for column in self._cells.values())) for place in places]

    @cached_property
    def _cells(self) -> Mapping[str, list[Any]]:
        # Python values, made once: asking a frame of forty columns row by row costs more than writing the page.
        return {str(name): self.tracked[name].tolist() for name in self.tracked} if len(self.tracked) else {}

    def row(self, indicator: str) -> Any | None:
        """Return the row of an indicator, without its splits; None when it has none."""
        return next((row for row in self.rows if row.indicator == indicator), None)
