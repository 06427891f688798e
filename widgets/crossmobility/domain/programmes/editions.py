"""The editions of a programme: what its sources publish of each, beside what the records count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import pandas as pd

from crossmobility.domain.periods import period
from crossmobility.domain.programmes.course import way_of

EDITION_COLUMNS: Final = (
    *("edition", "kind", "label_fr", "label_en", "period", "planned_out", "planned_in", "planned"),
    *("done_out", "done_in", "done", "counted_planned", "counted_out", "counted_in", "counted_between", "counted_local"),
    *("counted_completed", "running", "source"),
)
KINDS: Final = ("edition", "phase")
"""Kinds of entries that have people in them; a fund or an event is neither."""

_PUBLISHED: Final = ("planned_out", "planned_in", "planned", "done_out", "done_in", "done")
_WAYS: Final = ("out", "in", "between", "local")
_COUNTED: Final = ("counted_planned", *(f"counted_{way}" for way in _WAYS), "counted_completed", "running")
_LAST: Final = "9999"


class EditionLike(Protocol):
    """One edition, phase, fund or event as its sources publish it: a row of the table of editions; None is not published."""

    @property
    def edition(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label_fr(self) -> str: ...
    @property
    def label_en(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def planned_out(self) -> int | None: ...
    @property
    def planned_in(self) -> int | None: ...
    @property
    def planned(self) -> int | None: ...
    @property
    def done_out(self) -> int | None: ...
    @property
    def done_in(self) -> int | None: ...
    @property
    def done(self) -> int | None: ...


def editions(entries: Sequence[EditionLike], stages: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Put what is published of each edition of one programme beside what the records count.

    Parameters
    ----------
    entries : sequence
        The programme's entries in the order of their table; only editions and phases are read.
    stages : DataFrame
        Figures ``stages`` rows of the programme, of one dataset (``STAGE_COLUMNS``).
    reference : str
        ISO alpha-3 code of the country from which out and in are seen.

    Returns
    -------
    DataFrame
        One row (``EDITION_COLUMNS``) per published edition or phase and per cohort of the records without one, oldest first.
        An edition and a cohort are one when their codes are. ``planned_...`` and ``done_...``: as published, numbers of
        people, never worked out; NaN is not published. ``counted_planned``: records of the cohort; ``counted_out``,
        ``counted_in``, ``counted_between``, ``counted_local``: those who arrived; ``counted_completed``, ``running``: of
        these, ended as planned and still there; NaN where the records hold no such cohort. ``period``: as published (empty:
        no source dates it); of a cohort alone, the years of its planned starts. ``source``: ``published``, ``counted`` or
        ``both``. An edition that no source dates stands at the first planned month of its cohort, without one just before
        the next dated edition of the table.
    """
    counts = _counted(stages, reference)
    dated = [(entry, _since(entry, counts)) for entry in entries if entry.kind in KINDS]
    published = pd.DataFrame(
        [_published(entry, entry.edition in counts.index) for entry, _ in dated], columns=[*_ENTRY, "source"]
    )
    alone = counts[~counts.index.isin(published["edition"])]
    cohorts = pd.DataFrame(
        {"edition": alone.index, "kind": "edition", "label_fr": alone.index, "label_en": alone.index}
        | {"period": [_years(first, last) for first, last in zip(alone["first"], alone["last"], strict=True)]}
        | {"source": "counted"},
        columns=[*_ENTRY, "source"],
    )
    places = [*_places([since for _, since in dated]), *((since, 2) for since in alone["first"])]
    table = pd.concat([published, cohorts], ignore_index=True)
    table = table.astype(dict.fromkeys(_PUBLISHED, "float64") | dict.fromkeys(_TEXTS, object))
    counted = counts[list(_COUNTED)].reindex(table["edition"]).reset_index(drop=True)
    order = sorted(range(len(table)), key=lambda number: (*places[number], number))
    return pd.concat([table, counted], axis=1).iloc[order].reset_index(drop=True)[list(EDITION_COLUMNS)]


_ENTRY: Final = ("edition", "kind", "label_fr", "label_en", "period", *_PUBLISHED)
_TEXTS: Final = ("edition", "kind", "label_fr", "label_en", "period", "source")


def _published(entry: EditionLike, counted: bool) -> tuple[object, ...]:
    return (*(getattr(entry, name) for name in _ENTRY), "both" if counted else "published")


def _counted(stages: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Return what the records count of each cohort, with its first and last planned month; a hidden part leaves NaN."""
    ways = way_of(stages, reference)
    arrived = {f"counted_{way}": stages["arrived"].where(ways == way, 0.0) for way in _WAYS}
    whole = {"counted_planned": "planned", "counted_completed": "completed", "running": "running"}
    numbers = pd.DataFrame(arrived | {name: stages[column] for name, column in whole.items()}).astype("float64")
    months = stages["period"].astype("str") + "-" + stages["month"].astype("str")
    cohort = stages["cohort"].astype("str").to_numpy(dtype=object)
    spans = months.astype(object).groupby(cohort).agg(["min", "max"])
    spans.columns = pd.Index(["first", "last"])
    return numbers.groupby(cohort).sum(skipna=False).join(spans)


def _since(entry: EditionLike, counts: pd.DataFrame) -> str:
    """Return the month an edition begins in, as far as its source or else the records tell; empty: neither does."""
    if entry.period:
        return period(entry.period).start.isoformat()[:7]
    return str(counts["first"].get(entry.edition, ""))


def _places(months: Sequence[str]) -> list[tuple[str, int]]:
    """Return where editions stand in time: at their month; an undated one just before the next dated."""
    places: list[tuple[str, int]] = []
    following = _LAST
    for month in reversed(months):
        following = month or following
        places.append((month, 1) if month else (following, 0))
    return places[::-1]


def _years(first: str, last: str) -> str:
    start, end = first[:4], last[:4]
    return start if start == end else f"{start}-01-01/{end}-12-31"
