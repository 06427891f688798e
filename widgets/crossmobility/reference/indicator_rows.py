"""The rows of ``indicators.csv`` and ``status_rules.csv``, and the same as frames, as ``domain`` takes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crossmobility.i18n import Language, message
from crossmobility.reference.csv_rows import BadCell

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Indicator:
    """One indicator of the catalogue; what its columns mean stands in ``data/README.md``.

    ``band_low`` and ``band_high`` are numbers as written, empty where the indicator has no band.
    """

    indicator_id: str
    name_fr: str
    name_en: str
    level: str
    dac: str
    formula_fr: str
    formula_en: str
    numerator_fr: str
    numerator_en: str
    denominator_fr: str
    denominator_en: str
    unit: str
    iati_measure: int
    direction: str
    band_low: str
    band_high: str
    accumulation: str
    aggregation: str
    basis: str
    disaggregation: tuple[str, ...]
    frequency: str
    min_denominator: int
    decimals: int
    owner_role: str
    computed: bool
    source_tables: tuple[str, ...]
    due_days: int
    limits_fr: str
    limits_en: str
    version: str
    valid_from: date
    citation: str

    def name(self, language: Language) -> str:
        """Return the name in ``language``."""
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True)
class StatusThresholds:
    """From which pace an indicator is on track or at risk; ``indicator_id`` ``_T``: all without a row of their own."""

    indicator_id: str
    on_track: float
    at_risk: float
    too_early: float
    valid_from: date
    citation: str


def check_indicator(entry: Indicator) -> None:
    """Refuse a band edge that is no number."""
    for edge in (entry.band_low, entry.band_high):
        try:
            float(edge or 0)
        except ValueError:
            raise BadCell(message("“{value}” is no value for {column}", value=edge, column="band_low, band_high")) from None


def check_thresholds(entry: StatusThresholds) -> None:
    """Refuse thresholds that leave no room for one of the statuses."""
    if not (0 <= entry.at_risk <= entry.on_track and 0 <= entry.too_early <= 1):
        raise BadCell(message("at_risk lies above on_track, or a threshold below 0, or too_early above 1"))


def frame_of(rows: Iterable[Indicator] | Iterable[StatusThresholds]) -> pd.DataFrame:
    """Return rows of one kind as a frame of their columns, typed as intake types an accepted table.

    Text is text, lists are joined by ``;``, numbers are numbers (an absent band edge is NaN), days are datetime64.
    """
    import pandas as pd  # here, because a page that needs only names must not pay for pandas

    cells = [
        {name: ";".join(cell) if isinstance(cell, tuple) else cell for name, cell in vars(row).items()} for row in rows
    ]
    frame = pd.DataFrame(cells)
    edges = {name: pd.to_numeric(frame[name]) for name in ("band_low", "band_high") if name in frame}
    return frame.assign(valid_from=pd.to_datetime(frame["valid_from"]), **edges)
