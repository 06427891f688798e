"""What a flows page knows: one answer, and what surrounds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.difference import Difference
from crossmobility.domain.offers import Offer
from crossmobility.domain.overview import Overview
from crossmobility.domain.selection import Selection
from crossmobility.i18n import Language
from crossmobility.render.words import AddedNames, Words


class DatasetText(Protocol):
    """What a page says of a dataset."""

    @property
    def name(self) -> str: ...
    @property
    def as_of(self) -> str: ...
    @property
    def synthetic(self) -> bool: ...
    @property
    def complete(self) -> bool: ...
    @property
    def licence(self) -> str: ...
    @property
    def programmes(self) -> AddedNames: ...
    def title(self, language: Language) -> str: ...
    def period_note(self, language: Language) -> str: ...
    def note(self, language: Language) -> str: ...


@dataclass(frozen=True, eq=False)
class FlowsPage:
    """One answer with what surrounds it.

    Attributes
    ----------
    answer : Overview
        What the selection says.
    offer : Offer
        What the dataset has to choose from.
    datasets : sequence of DatasetText
        The datasets of the release.
    series : DataFrame
        One row per period that says something (see :func:`crossmobility.domain.overview.series`).
    stated : sequence of str
        The periods with data for the selection.
    largest : float
        The largest corridor of any period: the scale of the map.
    comparable : sequence of str
        The periods it can be compared with.
    difference : Difference, optional
        What changed since the period it is compared with.
    marks, between : sequence of Marked
        Breaks of series on the axis of the series, and those between the two periods compared.
    bases : DataFrame, optional
        The four counting bases reconciled (see :func:`crossmobility.domain.bases.reconciliation`), where placements are
        counted one by one, year by year.
    """

    answer: Overview
    offer: Offer
    datasets: Sequence[DatasetText]
    series: pd.DataFrame
    stated: Sequence[str]
    largest: float
    comparable: Sequence[str] = ()
    difference: Difference | None = None
    marks: Sequence[Marked] = ()
    between: Sequence[Marked] = ()
    bases: pd.DataFrame | None = None

    @property
    def selection(self) -> Selection:
        """The selection the page shows."""
        return self.answer.selection

    @property
    def dataset(self) -> DatasetText:
        """The dataset the page shows."""
        return next(item for item in self.datasets if item.name == self.selection.dataset)

    @property
    def words(self) -> Words:
        """The words of the page's language."""
        return Words(self.selection.language, self.dataset.programmes)
