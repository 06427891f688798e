"""Agreed bands of reciprocity between two countries: all invented, so that a band can be shown."""

from __future__ import annotations

from datetime import date
from typing import Final

from crossmobility.sample.preparation import Row

COLUMNS: Final = (
    "agreement_id",
    "reference",
    "counterpart",
    "scheme",
    "low",
    "high",
    "valid_from",
    "valid_to",
    "source",
    "is_synthetic",
)
# Reference, counterpart, scheme, lowest and highest ratio of arrivals to departures, first and last day.
BANDS: Final = (
    ("FRA", "SEN", "SC_RECIP", "0.8", "1.25", date(2018, 1, 1), None),
    ("FRA", "TUN", "SC_RECIP", "0.8", "1.25", date(2018, 1, 1), None),
    ("FRA", "MAR", "SC_RECIP", "0.5", "1.5", date(2021, 9, 1), None),
    ("FRA", "BEN", "SC_RECIP", "0.8", "1.25", date(2020, 1, 1), None),
    ("FRA", "TGO", "SC_RECIP", "0.5", "1.5", date(2019, 1, 1), None),
    ("FRA", "BFA", "SC_RECIP", "0.8", "1.25", date(2018, 1, 1), date(2023, 8, 6)),
    ("FRA", "TGO", "VSI_RECIP", "0.5", "2", date(2023, 4, 1), None),
    ("FRA", "SEN", "VSI_RECIP", "0.5", "2", date(2023, 1, 1), None),
    ("MAR", "SEN", "VSI_SS", "0.8", "1.25", date(2020, 1, 1), date(2022, 2, 28)),
    ("MAR", "CIV", "VSI_SS", "0.8", "1.25", date(2020, 1, 1), date(2022, 2, 28)),
)


def agreements() -> list[Row]:
    """Return one row per agreed band; ``valid_to`` is absent while it holds."""
    known = COLUMNS[1:8]
    return [
        {
            "agreement_id": f"AGR-{number:02d}",
            **dict(zip(known, band, strict=True)),
            "source": "sample",
            "is_synthetic": True,
        }
        for number, band in enumerate(BANDS, start=1)
    ]
