"""What a flows page knows: one answer, and what surrounds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from crossmobility.domain.offers import Offer
from crossmobility.domain.overview import Overview
from crossmobility.domain.selection import Selection
from crossmobility.i18n import Language
from crossmobility.render.words import Words


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
    def title(self, language: Language) -> str: ...
    def period_note(self, language: Language) -> str: ...
    def note(self, language: Language) -> str: ...


@dataclass(frozen=True)
class FlowsPage:
    """One answer with what surrounds it: the choices, the datasets, the series, its scale, and the periods with data."""

    answer: Overview
    offer: Offer
    datasets: Sequence[DatasetText]
    series: pd.DataFrame
    stated: Sequence[str]
    largest: float

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
        return Words(self.selection.language)
