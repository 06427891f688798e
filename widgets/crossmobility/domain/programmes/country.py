"""What a country representative asks of one country and the reference country, both ways.

Who is where and how the exchange runs (``country_exchange``), who they are (``country_people``), month by month
(``country_months``); here: visas, returns and organisations. NaN is unknown, never zero; ``complete_to`` is the ISO date up to
which the data hold every placement, so that absent means nobody, and empty where they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import nan
from typing import Final

import pandas as pd

from crossmobility.domain.book import Book
from crossmobility.domain.countries import ALL
from crossmobility.domain.periods import period as period_of
from crossmobility.domain.programmes.country_exchange import (
    EXCHANGE_COLUMNS,
    WAYS,
    Course,
    Verdict,
    course_of,
    ended_from,
    exchange_of,
    window_of,
)
from crossmobility.domain.programmes.country_months import (
    BREAK_COLUMNS,
    DEPARTURE_COLUMNS,
    departures_by_month,
    since_breaks,
)
from crossmobility.domain.programmes.country_people import (
    PROFILE_COLUMNS,
    WOMEN_COLUMNS,
    overlap,
    profile_of,
    women,
)
from crossmobility.domain.programmes.stated import Sheet
from crossmobility.domain.sums import weakest

__all__ = [
    "BREAK_COLUMNS",
    "DEPARTURE_COLUMNS",
    "EXCHANGE_COLUMNS",
    "PROFILE_COLUMNS",
    "VISA_COLUMNS",
    "WAYS",
    "WOMEN_COLUMNS",
    "Course",
    "Hosts",
    "Returned",
    "Verdict",
    "course_of",
    "departures_by_month",
    "exchange_of",
    "hosts",
    "overlap",
    "profile_of",
    "returned",
    "since_breaks",
    "visas_of",
    "window_of",
    "women",
]

VISA_COLUMNS: Final = ("country", "period", "lead_days", "decided", "refused", "refusal_share", "status")


@dataclass(frozen=True)
class Returned:
    """What became of those who came back; NaN: not known.

    Attributes
    ----------
    ended : float
        Placements of the country's people that ended in the period, wherever they were.
    positive, answered, due : float
        Of those who had been in the reference country: in work, studies or service six months later; answered the survey;
        should have answered it (OUT_6M, OUT_RESPONSE). The survey is due in the period, so these people ended half a year
        before it began to half a year before it ended.
    value_status : str
        Of the share that is positive.
    """

    ended: float
    positive: float
    answered: float
    due: float
    value_status: str


@dataclass(frozen=True)
class Hosts:
    """A country's organisations in a year; NaN: not known.

    Attributes
    ----------
    sending, also_hosting : float
        Organisations that sent from the country, and those of them that hosted in that year or the two before: the rest
        never got anyone back in that time.
    hosting, also_sending : float
        Organisations that hosted in the country, and those of them that sent in that time.
    two_early : float
        Hosting organisations with two early ends or more in that time.
    """

    sending: float
    also_hosting: float
    hosting: float
    also_sending: float
    two_early: float


def visas_of(
    values: pd.DataFrame,
    countries: Sequence[str],
    periods: Sequence[str],
    *,
    programme: str = ALL,
    scheme: str = ALL,
    reference: str = "",
) -> pd.DataFrame:
    """Return how long visas for the reference country took and how many were refused, by country of origin.

    Parameters
    ----------
    values : DataFrame
        Indicator values (``VALUE_COLUMNS``) of one dataset.
    countries, periods : sequence of str
        In the order of the answer: the country, then its neighbours; years.
    programme, scheme : str
        The scope.
    reference : str
        The country for which visas are asked; values seen from another one are passed over. Empty: whichever it is.

    Returns
    -------
    DataFrame
        One row (``VISA_COLUMNS``) per country and period. ``lead_days``: median of days from filing to decision (VIS_LEAD; NaN
        below 5 decisions); ``decided``: visas granted or refused; ``refused``; ``refusal_share``: 0 to 1 (VIS_REFUS; NaN below
        10 decided). Where the records count and hold no decision, ``decided`` and ``refused`` are 0. ``status`` of both.
    """
    sheet = Sheet(values, ("VIS_LEAD", "VIS_REFUS"), periods, programme=programme, scheme=scheme, reference=reference)
    lines, below, words = [], [], []
    for code, text in product(countries, periods):
        lead, refusals = (sheet.at(name, text, direction="in", counterpart=code) for name in ("VIS_LEAD", "VIS_REFUS"))
        lines.append((code, text, lead.value, refusals.denominator, refusals.numerator, refusals.value))
        below.append((lead.denominator, refusals.denominator))
        words.append((lead.status, refusals.status))
    table = pd.DataFrame(lines, columns=list(VISA_COLUMNS[:-1]))
    table["status"] = weakest(pd.DataFrame(below, dtype="float64"), pd.DataFrame(words))
    return table.astype(dict.fromkeys(VISA_COLUMNS[2:-1], "float64"))[list(VISA_COLUMNS)]


def returned(
    rows: pd.DataFrame | Book,
    values: pd.DataFrame,
    country: str,
    period: str,
    *,
    programme: str = ALL,
    scheme: str = ALL,
    reference: str = "",
    complete_to: str = "",
) -> Returned:
    """Return how many of a country's people came back in a period, and what became of those who answered.

    Parameters
    ----------
    rows : DataFrame or Book
        Every flow row of the scope (see ``exchange_of``).
    values, programme, scheme, reference
        As for :func:`visas_of`.
    """
    sheet = Sheet(values, ("OUT_6M", "OUT_RESPONSE"), (period,), programme=programme, scheme=scheme, reference=reference)
    result, response = (sheet.at(name, period, direction="in", counterpart=country) for name in ("OUT_6M", "OUT_RESPONSE"))
    return Returned(
        ended=ended_from(rows, country, period, complete_to=complete_to),
        positive=result.numerator,
        answered=result.denominator,
        due=response.denominator,
        value_status=result.status,
    )


def hosts(organisations: pd.DataFrame, country: str, period: str, *, complete_to: str = "") -> Hosts:
    """Return a country's sending and hosting organisations of a year.

    Parameters
    ----------
    organisations : DataFrame
        Organisation rows (``ORGANISATION_COLUMNS``) of one dataset.
    complete_to : str
        ISO date up to which the records hold every placement: a row that is absent is then 0. Empty: it is unknown.
    """
    whole = (organisations["programme"] == ALL) & (organisations["scheme"] == ALL)
    own = organisations[whole & (organisations["place"] == country) & (organisations["period"] == period)]
    lines = own.drop_duplicates("role").set_index("role")
    absent = 0.0 if complete_to and period and period_of(period).start.isoformat() <= complete_to else nan

    def number(role: str, column: str) -> float:
        return float(lines[column].get(role, absent))

    return Hosts(
        sending=number("sending", "organisations"),
        also_hosting=number("sending", "both"),
        hosting=number("hosting", "organisations"),
        also_sending=number("hosting", "both"),
        two_early=number("hosting", "two_early"),
    )
