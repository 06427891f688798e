"""What if a corridor closes, or a budget is frozen for some months: which places of a plan are lost, which start later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.plan_lines import PLAN_COLUMNS, Plan

FATE_COLUMNS: Final = (*PLAN_COLUMNS, "starts", "fate", "cause")
"""The lines of a plan with the month in which they really start, and their fate: ``kept``, ``postponed``, ``later``, ``lost``.

``later``: postponed beyond the year that is planned. ``cause``: ``freeze`` or ``closure``, empty for what is kept.
"""


@dataclass(frozen=True)
class Closure:
    """A corridor, one way, that nobody can take from the month ``since`` (``2026-05``) on."""

    origin: str
    destination: str
    since: str


@dataclass(frozen=True)
class Freeze:
    """No start in a family of schemes (``_T``: in any) for ``months`` months from ``since`` on.

    ``postponed``: the places that would start in it start ``months`` months later; otherwise they are lost.
    """

    family: str
    since: str
    months: int
    postponed: bool


@dataclass(frozen=True)
class WhatIf:
    """What is supposed to happen; None: nothing of the kind."""

    closure: Closure | None = None
    freeze: Freeze | None = None


def fates(plan: Plan, what_if: WhatIf, families: Mapping[str, str]) -> pd.DataFrame:
    """Say what becomes of each line of a plan.

    The freeze is applied first: a place that it puts off into the time of the closure is lost.

    Parameters
    ----------
    families : mapping
        Scheme code to family code.

    Returns
    -------
    DataFrame
        One row per line of the plan, in its order and with its index (``FATE_COLUMNS``); no place is gained or forgotten:
        the ``places`` of the four fates add up to those of the plan.
    """
    table = plan.lines.assign(starts=plan.lines["period"], fate="kept", cause="")
    if what_if.freeze is not None and what_if.freeze.months > 0:
        table = _frozen(table, what_if.freeze, families)
    if what_if.closure is not None:
        table = _closed(table, what_if.closure)
    beyond = (table["fate"] == "postponed") & (table["starts"].str[:4] != str(plan.year))
    return table.assign(fate=table["fate"].mask(beyond, "later"))[list(FATE_COLUMNS)]


def _frozen(table: pd.DataFrame, freeze: Freeze, families: Mapping[str, str]) -> pd.DataFrame:
    first = _month(freeze.since)
    starts = table["period"].map(_month)
    of_family = table["scheme"].map(lambda code: families.get(code, code)) == freeze.family
    hit = (starts >= first) & (starts < first + freeze.months) & (of_family | (freeze.family == ALL))
    if not freeze.postponed:
        return table.assign(fate=table["fate"].mask(hit, "lost"), cause=table["cause"].mask(hit, "freeze"))
    put_off = table["period"].map(lambda text: _text(_month(text) + freeze.months))
    return table.assign(
        starts=table["starts"].mask(hit, put_off),
        fate=table["fate"].mask(hit, "postponed"),
        cause=table["cause"].mask(hit, "freeze"),
    )


def _closed(table: pd.DataFrame, closure: Closure) -> pd.DataFrame:
    hit = (table["origin"] == closure.origin) & (table["destination"] == closure.destination)
    hit &= (table["starts"] >= closure.since) & (table["fate"] != "lost")
    return table.assign(fate=table["fate"].mask(hit, "lost"), cause=table["cause"].mask(hit, "closure"))


def _month(text: str) -> int:
    """Return a month as a number that counts months."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def _text(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"
