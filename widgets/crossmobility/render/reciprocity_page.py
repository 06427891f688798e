"""What a reciprocity page knows: the tables of one scope, and what surrounds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.loops import Loops
from crossmobility.domain.offers import Offer
from crossmobility.domain.reciprocity import Concentration, Matrix, Network, Pair, Scope
from crossmobility.domain.selection import Selection
from crossmobility.render.flows_page import DatasetText
from crossmobility.render.words import Words

WHOLE = "_T"
"""In ``trends``, and as ``b`` of a pair: the reference country and all others together."""


@dataclass(frozen=True)
class ReciprocityPage:
    """One scope and everything computed from it; a page shows these tables and computes nothing else.

    Attributes
    ----------
    scope : Scope
        The rows, the window and what it is compared with.
    partners : DataFrame
        One row per country the reference exchanges with (see :func:`crossmobility.domain.reciprocity.partners`).
    whole, chosen : Pair
        The reference and all countries together; the pair of ``selection.corridor``, None when none is chosen.
    matrix : Matrix
        Origins by destinations.
    one_way : DataFrame
        Pairs of countries with exactly one direction, with the date of the last return.
    network, concentration, lens, loops, bases
        Figures of the network; largest counterparts ``"in"`` and ``"out"``; North and South by period; what comes back
        directly, through others or not; the four counting bases reconciled.
    reasons : mapping
        Dimension to the gap table of the chosen pair, or of the whole; dimensions without data are absent.
    trends : mapping
        ``"_T"``, each country on a card, and ``"chosen"``: their history, forward from the reference (or from ``chosen.a``).
    marks : sequence of Marked
        Breaks on the axis of the trends.
    pairings : DataFrame
        One row per programme and edition of pairs (binômes); empty when there is none.
    offer, datasets, largest
        What can be chosen; the datasets; the volume of the map's thickest arrow.
    agreements : DataFrame
        The dataset's agreements (``AGREEMENT_COLUMNS``), to say where a band comes from; may be empty.
    """

    scope: Scope
    partners: pd.DataFrame
    whole: Pair
    chosen: Pair | None
    matrix: Matrix
    one_way: pd.DataFrame
    network: Network
    concentration: Mapping[str, Concentration]
    lens: pd.DataFrame
    loops: Loops
    reasons: Mapping[str, pd.DataFrame]
    bases: pd.DataFrame
    trends: Mapping[str, pd.DataFrame]
    marks: Sequence[Marked]
    pairings: pd.DataFrame
    offer: Offer
    datasets: Sequence[DatasetText]
    largest: float
    agreements: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def selection(self) -> Selection:
        """The selection the page shows, its basis and window settled."""
        return self.scope.selection

    @property
    def dataset(self) -> DatasetText:
        """The dataset the page shows."""
        return next(item for item in self.datasets if item.name == self.selection.dataset)

    @property
    def words(self) -> Words:
        """The words of the page's language."""
        return Words(self.selection.language, self.dataset.programmes)

    @cached_property
    def corridors(self) -> list[tuple[str, str, float]]:
        """Origin, destination and volume of every corridor with a known number, largest first."""
        found = self.scope.corridors
        known = found[found["volume"] > 0].sort_values(["volume", "origin", "destination"], ascending=[False, True, True])
        return list(zip(*(known[name].tolist() for name in ("origin", "destination", "volume")), strict=True))

    @property
    def pair(self) -> Pair:
        """The pair the page looks at: the chosen one, else the reference and all countries together."""
        return self.chosen or self.whole

    @property
    def empty(self) -> bool:
        """Whether nothing is stated, and nobody counts, in the window."""
        return self.scope.rows.empty
