"""One indicator computed in every period and scope, whole and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossmobility.domain.counting import Codes, Mask
from crossmobility.domain.indicators.catalogue import Measure
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.indicators.measures import KNOWN, PENDING, UNKNOWN, Numbers, Parts, Span, States
from crossmobility.domain.indicators.measures_scopes import Laid
from crossmobility.domain.indicators.measures_sums import Sums

OFTEN: Final = ("month", "quarter")
COUNTED: Final = ("COUNT", "MONTHS")
STATUSES: Final = ("reported", "provisional", "partial", "not_reported", "not_applicable")
Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Cells:
    """Values: what :meth:`Laid.key` each is about, above and below the line, the value, its place in ``STATUSES``."""

    keys: Codes
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    status: States


@dataclass(frozen=True, eq=False)
class _Rows:
    """Parts of many periods, each with the numbers of its period, scope, direction and counterpart."""

    of: Parts
    span: Codes
    scope: Codes
    direction: Codes
    counterpart: Codes

    def chosen(self, mask: Mask) -> _Rows:
        of, at = self.of, np.flatnonzero(mask)
        if len(at) == len(mask):
            return self
        some = Parts(of.at[at], of.numerator[at], of.denominator[at], of.state[at], of.item[at])
        return _Rows(some, self.span[at], self.scope[at], self.direction[at], self.counterpart[at])


def cells(laid: Laid, definition: Definition, measure: Measure) -> Cells:
    """Return an indicator's values in the order of their keys, one a cell.

    Years: every total, every direction and counterpart and both at once, and every other dimension alone, as the
    definition is split. Quarters, of what is counted or added that often: totals and directions.
    """
    spans = _spans(laid, definition)
    rows = _rows(laid, measure, spans)
    yearly = rows.span < len(laid.years)
    by_way = "direction" in definition.disaggregation
    groups = [(rows, False, False)]
    if by_way:
        groups.append((rows.chosen(rows.direction > 0), True, False))
    if "counterpart" in definition.disaggregation:
        with_country = rows.chosen(yearly & (rows.counterpart > 0))
        groups += [(with_country, False, True), *([(with_country, True, True)] if by_way else [])]
    found = []
    for some, way, country in groups:
        none = np.zeros(len(some.span), dtype=np.int64)
        keys = laid.key(some.span, some.scope, some.direction if way else none, some.counterpart if country else none, none)
        found.append(_combined(laid, definition, measure, some.of, keys))
    years = rows.chosen(yearly)
    found += [_split(laid, definition, measure, years, name) for name in definition.disaggregation if name in laid.splits]
    found.append(_empty_totals(laid, definition, measure, spans, np.concatenate([each.keys for each in found])))
    order = np.argsort(np.concatenate([each.keys for each in found]), kind="stable")
    return Cells(
        joined([each.keys for each in found], np.int64)[order],
        joined([each.numerator for each in found], np.float64)[order],
        joined([each.denominator for each in found], np.float64)[order],
        joined([each.value for each in found], np.float64)[order],
        joined([each.status for each in found], np.int8)[order],
    )


def joined(arrays: Sequence[npt.NDArray[Kind]], kind: type[Kind]) -> npt.NDArray[Kind]:
    """Return arrays one after the other; none at all make an empty one."""
    return np.concatenate([np.zeros(0, dtype=kind), *arrays])


def _spans(laid: Laid, definition: Definition) -> list[tuple[int, Span]]:
    """Return the periods of an indicator with their numbers."""
    often = definition.frequency in OFTEN and (definition.unit in COUNTED or definition.aggregation == "sum")
    return list(enumerate(laid.spans))[: None if often else len(laid.years)]


def _rows(laid: Laid, measure: Measure, spans: Sequence[tuple[int, Span]]) -> _Rows:
    seen: dict[int, tuple[Parts, Codes]] = {}
    found: list[_Rows] = []
    for level in laid.levels:
        view = id(level.facts) if measure.seen else 0
        if view not in seen:
            every = [measure.of(level.facts, span) for _, span in spans]
            numbers = np.repeat([number for number, _ in spans], [len(each.at) for each in every])
            seen[view] = _stacked(every), numbers.astype(np.int64)
        of, span = seen[view]
        scope = level.scope[of.at]
        rows = _Rows(of, span, scope, level.direction[of.at], level.facts.counterpart[of.at] + 1)
        found.append(rows.chosen(scope >= 0))
    return _Rows(
        _stacked([each.of for each in found]),
        joined([each.span for each in found], np.int64),
        joined([each.scope for each in found], np.int64),
        joined([each.direction for each in found], np.int64),
        joined([each.counterpart for each in found], np.int64),
    )


def _stacked(found: Sequence[Parts]) -> Parts:
    return Parts(
        joined([each.at for each in found], np.int64),
        joined([each.numerator for each in found], np.float64),
        joined([each.denominator for each in found], np.float64),
        joined([each.state for each in found], np.int8),
        joined([each.item for each in found], np.int64),
    )


def _split(laid: Laid, definition: Definition, measure: Measure, rows: _Rows, name: str) -> Cells:
    split = laid.splits[name]
    category = split.codes[rows.of.at]
    said = (category > 0) & split.scopes[rows.scope]
    some, none = rows.chosen(said), np.zeros(int(said.sum()), dtype=np.int64)
    return _combined(laid, definition, measure, some.of, laid.key(some.span, some.scope, none, none, category[said]))


def _combined(laid: Laid, definition: Definition, measure: Measure, of: Parts, keys: Codes) -> Cells:
    group, distinct = pd.factorize(keys)
    size = len(distinct)
    sums = measure.combine(of, group.astype(np.int64), size)
    states = np.full(size, KNOWN, dtype=np.int8)
    for word in (PENDING, UNKNOWN):
        states[group[of.state == word]] = word
    return _stated(laid, definition, measure, np.asarray(distinct), sums, states)


def _empty_totals(
    laid: Laid, definition: Definition, measure: Measure, spans: Sequence[tuple[int, Span]], taken: Codes
) -> Cells:
    """Return the totals to which nothing adds, from each scope's first day on: a count is 0, a share has no value."""
    begun = np.array([span.last >= laid.firsts for _, span in spans], dtype=bool).reshape(len(spans), len(laid.scopes))
    ways = laid.ways.copy()
    ways[:, 1:] &= "direction" in definition.disaggregation
    place, scope, direction = np.nonzero(begun[:, :, None] & ways[None, :, :])
    numbers = np.array([number for number, _ in spans], dtype=np.int64)
    none = np.zeros(len(place), dtype=np.int64)
    keys = np.setdiff1d(laid.key(numbers[place], scope, direction, none, none), taken)
    zero, nobody = np.zeros(len(keys)), _stacked([])
    sums = Sums(zero, zero + np.nan, zero) if measure.counts else measure.combine(nobody, nobody.at, len(keys))
    return _stated(laid, definition, measure, keys, sums, np.full(len(keys), KNOWN, dtype=np.int8))


def _stated(laid: Laid, definition: Definition, measure: Measure, keys: Codes, sums: Sums, states: States) -> Cells:
    """Scale values, take away those with too little below the line, and say of each how far it can be trusted."""
    enough = np.isnan(sums.denominator) | (sums.denominator >= definition.min_denominator)
    value = np.where(enough, sums.value * measure.scale, np.nan)
    words = [states == UNKNOWN, (states == PENDING) | laid.cut[laid.read(keys)[0]]]
    status = np.select(words, [STATUSES.index("partial"), STATUSES.index("provisional")], default=0)
    missing = STATUSES.index("not_reported" if measure.counts else "not_applicable")
    # With too few below the line the two numbers are known all the same: their status stays, and the value is left out.
    status = np.where(np.isnan(sums.value), missing, status).astype(np.int8)
    return Cells(keys, sums.numerator, sums.denominator, value, status)
