"""Reciprocity: what goes each way between countries, against what was agreed and what was before.

Seen from a reference country, ratio = in ÷ out (above 1 where more arrive than leave); of any two countries, balance =
smaller ÷ larger. Everything is read from one :class:`Scope`, so a card, a matrix cell, a trend and a sentence cannot
disagree. NaN means unknown, never zero; absent means 0 in complete data only.
"""

from __future__ import annotations

from crossmobility.domain.bands import (
    AGREEMENT_COLUMNS,
    DEFAULT_BAND,
    SMALL,
    Agreement,
    Band,
    agreement_for,
    band_of,
    needed,
)
from crossmobility.domain.book import Book, History, Trend
from crossmobility.domain.exchange import PARTNER_COLUMNS, Pair, balance, pair, partners, ratio, whole
from crossmobility.domain.matrix import REST, Matrix, matrix
from crossmobility.domain.network import Network, network, one_way
from crossmobility.domain.scope import WINDOWS, Grid, Scope, scope_of
from crossmobility.domain.ways import Concentration, concentration, pair_history

__all__ = [
    "AGREEMENT_COLUMNS",
    "DEFAULT_BAND",
    "PARTNER_COLUMNS",
    "REST",
    "SMALL",
    "WINDOWS",
    "Agreement",
    "Band",
    "Book",
    "Concentration",
    "Grid",
    "History",
    "Matrix",
    "Network",
    "Pair",
    "Scope",
    "Trend",
    "agreement_for",
    "balance",
    "band_of",
    "concentration",
    "matrix",
    "needed",
    "network",
    "one_way",
    "pair",
    "pair_history",
    "partners",
    "ratio",
    "scope_of",
    "whole",
]
