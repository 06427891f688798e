"""Breaks of series: events that a reader of a time axis must know of, placed on the axis."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from crossmobility.domain.periods import Period, in_order, period
from crossmobility.i18n import Language


class BreakLike(Protocol):
    """An event after which a series no longer compares with what came before: a row of the table of breaks.

    ``to_on`` is None while it lasts. Empty ``countries`` or ``schemes`` mean all; ``schemes`` may name a family.
    """

    @property
    def break_id(self) -> str: ...
    @property
    def from_on(self) -> date: ...
    @property
    def to_on(self) -> date | None: ...
    @property
    def countries(self) -> tuple[str, ...]: ...
    @property
    def schemes(self) -> tuple[str, ...]: ...
    @property
    def citation(self) -> str: ...
    @property
    def closes_corridor(self) -> bool: ...
    def label(self, language: Language) -> str: ...
    def note(self, language: Language) -> str: ...


@dataclass(frozen=True)
class Marked:
    """One event on an axis, and the first and the last period of the axis that it touches."""

    event: BreakLike
    first: str
    last: str


def breaks_in(
    breaks: Iterable[BreakLike],
    periods: Sequence[str],
    *,
    countries: Collection[str] = (),
    schemes: Collection[str] = (),
) -> list[Marked]:
    """Place on an axis the events that concern a selection.

    Parameters
    ----------
    periods : sequence of str
        The periods of the axis, in any order; undated ("") ones are passed over. An event that falls into a gap of the axis
        touches none of them: hand over :func:`~crossmobility.domain.periods.every_period` where gaps are drawn.
    countries : collection of str
        Countries of the selection; empty = any. An event of certain countries counts when one of them is among these.
    schemes : collection of str
        Scheme codes of the selection and their families; empty = any. An event of certain schemes or families likewise.

    Returns
    -------
    list of Marked
        Oldest first, then by ``break_id``. An event without an end lasts to the end of the axis; events wholly before or
        after the axis are left out.
    """
    axis = [period(text) for text in in_order(periods) if text]
    found = []
    for event in breaks:
        if _concerns(event.countries, countries) and _concerns(event.schemes, schemes):
            touched = [slot.text for slot in axis if _touches(event, slot)]
            if touched:
                found.append(Marked(event, touched[0], touched[-1]))
    return sorted(found, key=lambda mark: (mark.event.from_on, mark.event.break_id))


def _concerns(named: Collection[str], selected: Collection[str]) -> bool:
    return not named or not selected or not set(named).isdisjoint(selected)


def _touches(event: BreakLike, slot: Period) -> bool:
    return event.from_on <= slot.end and (event.to_on is None or event.to_on >= slot.start)
