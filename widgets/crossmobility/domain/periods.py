"""Periods: what a figure is about in time, as it is written and as two days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

import pandas as pd

from crossmobility.errors import BadRequest
from crossmobility.i18n import message

PeriodKind = Literal["year", "half", "quarter", "month", "range"]
UNDATED: Final = ""
_MONTHS: Final[Mapping[PeriodKind, int]] = {"year": 12, "half": 6, "quarter": 3, "month": 1}

_YEAR: Final = re.compile(r"(\d{4})")
_SHORT: Final = re.compile(r"(\d{4})-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2]))")
_RANGE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Period:
    """A stretch of time: ``text`` as written, first and last day (both inside), and its kind."""

    text: str
    start: date
    end: date
    kind: PeriodKind


@lru_cache(maxsize=4096)
def period(text: str) -> Period:
    """Read ``2019``, ``2019-H1``, ``2019-Q3``, ``2019-07`` or ``2019-01-01/2019-06-30``.

    Raises
    ------
    BadRequest
        When the text is none of these. An empty text is no period either: it means undated.

    Examples
    --------
    >>> period("2019-H2")
    Period(text='2019-H2', start=datetime.date(2019, 7, 1), end=datetime.date(2019, 12, 31), kind='half')
    """
    found = _whole_year(text) or _part_of_a_year(text) or _range_of_days(text)
    if found is None:
        raise BadRequest(
            message("“{period}” is not a period.", period=text),
            message("Write it as 2019, 2019-H1, 2019-Q3, 2019-07 or 2019-01-01/2019-06-30."),
        )
    return found


def lies_within(inner: str, outer: str) -> bool:
    """Tell whether every day of ``inner`` belongs to ``outer``; an undated (empty) period lies in none and holds none.

    Examples
    --------
    >>> lies_within("2019-Q3", "2019"), lies_within("2015-11-01/2016-06-30", "2016"), lies_within("", "2019")
    (True, False, False)
    """
    if not inner or not outer:
        return False
    small, large = period(inner), period(outer)
    return large.start <= small.start and small.end <= large.end


def may_overlap(one: str, other: str) -> bool:
    """Tell whether two periods can share a day; an undated one may share days with any.

    Examples
    --------
    >>> may_overlap("2015-11-01/2016-06-30", "2016"), may_overlap("2015", "2016"), may_overlap("", "2016")
    (True, False, True)
    """
    if not one or not other:
        return True
    first, second = period(one), period(other)
    return first.start <= second.end and second.start <= first.end


def in_order(texts: Iterable[str]) -> list[str]:
    """Return the distinct periods, oldest first; of two with the same first day the longer first; undated last.

    Examples
    --------
    >>> in_order(["2019-Q1", "", "2019", "2015"])
    ['2015', '2019', '2019-Q1', '']
    """
    distinct = {str(text) for text in texts}
    dated = sorted((period(text) for text in distinct if text), key=lambda p: (p.start, -p.end.toordinal(), p.text))
    return [p.text for p in dated] + ([UNDATED] if UNDATED in distinct else [])


def periods_of(rows: pd.DataFrame) -> list[str]:
    """Return the distinct periods of ``rows`` in order (see :func:`in_order`)."""
    return in_order(rows["period"].unique())


def every_period(texts: Sequence[str]) -> list[str]:
    """Return every period from the first to the last of ``texts``, as long as they are; ranges of days as they are given.

    Examples
    --------
    >>> every_period(["2019-H2", "2020-H2"]), every_period(["2022", "2020"])
    (['2019-H2', '2020-H1', '2020-H2'], ['2020', '2021', '2022'])
    """
    dated = [period(text) for text in in_order(texts) if text]
    found: list[str] = []
    for kind, months in _MONTHS.items():
        starts = [12 * when.start.year + when.start.month - 1 for when in dated if when.kind == kind]
        if starts:
            found += [_written(month, kind) for month in range(starts[0], starts[-1] + 1, months)]
    return in_order([*found, *(when.text for when in dated if when.kind == "range")])


def _written(month: int, kind: PeriodKind) -> str:
    year, place = divmod(month, 12)
    ends = {"year": "", "half": f"-H{place // 6 + 1}", "quarter": f"-Q{place // 3 + 1}", "month": f"-{place + 1:02d}"}
    return f"{year:04d}{ends[kind]}"


def nearest_period(wanted: str, known: Sequence[str]) -> str | None:
    """Return the known period closest in time to ``wanted``, the later of two equally close ones.

    ``None`` when no dated period is known. For an undated ``wanted`` the latest known one is returned.

    Examples
    --------
    >>> nearest_period("2018", ["2015", "2016", "2019"])
    '2019'
    """
    dated = [text for text in in_order(known) if text]
    if not dated:
        return None
    latest = max(dated, key=lambda text: (period(text).end, period(text).start))
    if not wanted:
        return latest
    middle = _middle(wanted)
    return min(dated, key=lambda text: (abs(_middle(text) - middle), -_middle(text)))


def _middle(text: str) -> float:
    found = period(text)
    return (found.start.toordinal() + found.end.toordinal()) / 2


def _whole_year(text: str) -> Period | None:
    if not _YEAR.fullmatch(text) or int(text) == 0:
        return None
    return Period(text, date(int(text), 1, 1), date(int(text), 12, 31), "year")


def _part_of_a_year(text: str) -> Period | None:
    match = _SHORT.fullmatch(text)
    if match is None or int(match[1]) == 0:
        return None
    year = int(match[1])
    if match[2]:
        return _months(text, year, first=6 * int(match[2]) - 5, last=6 * int(match[2]), kind="half")
    if match[3]:
        return _months(text, year, first=3 * int(match[3]) - 2, last=3 * int(match[3]), kind="quarter")
    return _months(text, year, first=int(match[4]), last=int(match[4]), kind="month")


def _months(text: str, year: int, *, first: int, last: int, kind: PeriodKind) -> Period:
    return Period(text, date(year, first, 1), date(year, last, monthrange(year, last)[1]), kind)


def _range_of_days(text: str) -> Period | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    try:
        start, end = date.fromisoformat(match[1]), date.fromisoformat(match[2])
    except ValueError:
        return None
    return Period(text, start, end, "range") if start <= end else None
