"""The file of one country as the desk reads it: organisations by name, and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from crossmobility.domain.breaks import BreakLike
from crossmobility.i18n import Language, Translator
from crossmobility.render.words import Words


@dataclass(frozen=True, eq=False)
class CountryFilePage:
    """Everything the file of one country shows.

    Attributes
    ----------
    title, as_of, synthetic
        Of the dataset: its title in the language of the page, its day, whether it is invented.
    countries
        Codes that can be chosen, in the order in which they are offered; empty: the dataset has no placement.
    window
        The first and the last of the three calendar years up to ``as_of``.
    since
        The first day of the twelve months up to ``as_of``.
    senders, hosts, sent_back, situations, losses
        As :mod:`~crossmobility.domain.country_file` returns them.
    breaks
        The breaks by their ids.
    labels
        What situations and reasons mean, in the language of the page.
    rejected
        Rows of the dataset that its check rejected: they are not in the file.
    """

    language: Language
    title: str
    as_of: date
    synthetic: bool
    countries: Sequence[str]
    country: str
    window: tuple[int, int]
    since: date
    senders: pd.DataFrame
    hosts: pd.DataFrame
    sent_back: pd.DataFrame
    situations: pd.DataFrame
    losses: pd.DataFrame
    breaks: Mapping[str, BreakLike]
    labels: Mapping[str, str]
    rejected: int = 0

    @property
    def words(self) -> Words:
        """The words of the page."""
        return Words(self.language)

    @property
    def t(self) -> Translator:
        """The translator of the page's language."""
        return self.words.t

    @property
    def span(self) -> str:
        """The window in words: "2023–2025"."""
        return f"{self.window[0]}–{self.window[1]}"

    def label(self, code: str) -> str:
        """Return what a situation or a reason means; a code without a label as it is."""
        return self.labels.get(code, code)

    @property
    def returned(self) -> int:
        """How many came back in the twelve months."""
        return int(self.situations["returned"].sum())
