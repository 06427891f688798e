"""What a map of territories shows: the value of each, its class of shade, and the sentence that says it in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import floor, log10, nan
from typing import Final, Literal

import pandas as pd

from crossmobility.i18n import Language, Message, message, translator
from crossmobility.reference import FrenchTerritory, TerritoryLevel
from crossmobility.render.formats import STATUSES as VALUE_STATUSES
from crossmobility.render.formats import figure, known
from crossmobility.render.indicators_numbers import short_share
from crossmobility.render.indicators_words import STATUSES
from crossmobility.render.words import unaccented

CLASSES: Final = 5
NO_DATA: Final = "no_data"
# Why there is no value, where "no data" would say less than is known.
_WHY: Final = ("suppressed", "not_broken_down", "not_reported", "not_applicable")
_STEPS: Final = (0.05, 0.01)
_FIGURES: Final = (2.0, 3.0, 4.0, 5.0, 9.0)
_UNSURE: Final = ("partial", "provisional", "estimated")


@dataclass(frozen=True)
class Shade:
    """What is known of one territory; NaN is unknown, never zero.

    ``value`` is what shades it: a share of 1 or a number. ``actual`` and ``target`` are the numbers behind a share.
    """

    code: str
    value: float = nan
    actual: float = nan
    target: float = nan
    status: str = ""
    value_status: str = "reported"


@dataclass(frozen=True)
class Scene:
    """One map of territories of one level, and the table that says the same.

    Attributes
    ----------
    level : str
        ``region`` or ``departement``.
    territories : mapping of str to FrenchTerritory
        Every territory by its code, for names and parents.
    shades : mapping of str to Shade
        By code; a territory of the level without an entry has no data.
    title : str
        What the map shows, in the reader's language: "Achievement of the target by region, 2022".
    measure : str
        What shades it, as the head of the legend and of the column: "Share of the target".
    kind : str
        ``share`` (values are shares of 1, written in percent) or ``number``.
    by : str
        ``value``: five shades of one hue; ``status``: the colour and pattern of each status.
    bounds : tuple of float
        Up to four values that part the classes; empty: made from the values. Give them to make two maps comparable.
    chosen : str
        Code of the outlined territory, empty for none.
    rest, total : Shade or None
        What is not broken down by territory, and the whole, as the last rows of the table.
    amounts : str
        How ``actual`` and ``target`` are written: ``number``, or ``share`` where the indicator itself is one.
    """

    level: TerritoryLevel
    territories: Mapping[str, FrenchTerritory]
    shades: Mapping[str, Shade]
    title: str
    measure: str
    kind: Literal["share", "number"] = "share"
    by: Literal["value", "status"] = "value"
    bounds: tuple[float, ...] = ()
    chosen: str = ""
    rest: Shade | None = None
    total: Shade | None = None
    amounts: Literal["share", "number"] = "number"

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The territories of the level in the order of the reference table, and after them codes nobody knows."""
        known_codes = tuple(code for code, entry in self.territories.items() if entry.level == self.level)
        return known_codes + tuple(sorted({*self.shades} - {*known_codes}))

    @cached_property
    def limits(self) -> tuple[float, ...]:
        """The values that part the classes."""
        return self.bounds or class_bounds((shade.value for shade in self.shades.values()), self.kind)

    def shade(self, code: str) -> Shade:
        """Return what is known of a territory."""
        return self.shades.get(code) or Shade(code, status=NO_DATA if self.by == "status" else "")

    def fill(self, code: str) -> str:
        """Return how a territory is filled: ``class-1`` to ``class-5``, a status, or ``no_data``."""
        shade = self.shade(code)
        if self.by == "status":
            return shade.status if shade.status in STATUSES else NO_DATA
        if not known(shade.value):
            return NO_DATA
        return shade_class(bisect_right(self.limits, as_written(shade.value, self.kind)), self.limits)

    def name(self, code: str, language: Language) -> str:
        """Return the name of a territory; an unknown code as it is."""
        entry = self.territories.get(code)
        return code if entry is None else entry.name(language)

    def order(self, language: Language) -> list[str]:
        """Return the codes from the largest value to the smallest, those without one last, then by name."""

        def rank(code: str) -> tuple[bool, float, str]:
            value = self.shade(code).value
            return not known(value), -value if known(value) else 0.0, unaccented(self.name(code, language))

        return sorted(self.codes, key=rank)


def shades_of(territories: pd.DataFrame, value: Literal["achievement", "actual"] = "achievement") -> dict[str, Shade]:
    """Return the shades of a table of territories.

    Parameters
    ----------
    territories : DataFrame
        One row per territory: ``territory`` (its code), ``actual``, ``target``, ``achievement``, ``status``,
        ``value_status``; numbers may be NaN.
    value : str
        The column that shades the map.
    """
    names = ("territory", value, "actual", "target", "status", "value_status")
    return {
        str(code): Shade(str(code), float(shaded), float(actual), float(target), str(status), str(value_status))
        for code, shaded, actual, target, status, value_status in zip(
            *(territories[name].tolist() for name in names), strict=True
        )
    }


def class_bounds(values: Iterable[float], kind: Literal["share", "number"]) -> tuple[float, ...]:
    """Return up to four round values that part the known values into up to five classes of about as many territories.

    A class holds what is at least its lower and less than its upper bound. Where shares lie on both sides of 1, 1 is one
    of the bounds, so that a reader sees who has reached the target. Values count as they are written (:func:`as_written`).

    Examples
    --------
    >>> class_bounds([0.31, 0.42, 0.48, 0.55, 0.64, 0.71, 0.78, 0.9, 1.1, 1.2], "share")
    (0.5, 0.65, 0.8, 1.0)
    >>> class_bounds([3.0, 3.0, 3.0], "number")
    ()
    """
    found = sorted(as_written(value, kind) for value in values if known(value))
    if not found or found[0] == found[-1]:
        return ()
    cuts = {found[len(found) * place // CLASSES] for place in range(1, CLASSES)} - {found[0]}
    bounds: list[float] = []
    for digits in _STEPS if kind == "share" else _FIGURES:  # as round as can be without two bounds becoming one
        bounds = sorted({bound for cut in cuts if found[0] < (bound := _rounded(cut, digits, kind)) <= found[-1]})
        if len(bounds) == len(cuts):
            break
    if kind == "share" and found[0] < 1 <= found[-1] and 1.0 not in bounds:
        nearest = min(bounds, key=lambda bound: abs(bound - 1), default=1.0)
        bounds = sorted(({*bounds} - ({nearest} if len(bounds) == CLASSES - 1 else set())) | {1.0})
    return tuple(bounds)


def shade_class(place: int, limits: tuple[float, ...]) -> str:
    """Return the shade of the class at ``place``: with fewer than five classes the shades lie farther apart."""
    return f"class-{1 + round(place * (CLASSES - 1) / len(limits))}" if limits else "class-3"


def as_written(value: float, kind: str) -> float:
    """Return a value rounded as it is written, so that no territory shows 42 % in a class that ends below 42 %.

    A share that is not quite nothing or not quite everything keeps a decimal: 99.8 % is not 100 %, nor is 99.96 %.
    """
    if kind == "number":
        return round(value, 1)
    if 0.995 <= value < 1:
        return min(round(value, 3), 0.999)
    return max(round(value, 3), 0.001) if 0 < value < 0.005 else round(value, 2)


def value_text(value: float, kind: str, language: Language) -> str:
    """Write a value: a share in percent, a number with one decimal at most."""
    if kind == "number" or not known(value):
        return figure(value, language)
    return short_share(as_written(value, kind), language)


def why_unknown(shade: Shade, language: Language) -> str:
    """Return why there is no value: hidden, not reported and so on where that is known, else no data."""
    why = VALUE_STATUSES[shade.value_status] if shade.value_status in _WHY else STATUSES[NO_DATA]
    return why.in_language(language)


def class_text(place: int, scene: Scene, language: Language) -> str:
    """Return the bounds of a class in words: "under 50 %", "50 % to 75 %", "100 % and more"."""
    t, limits = translator(language), scene.limits

    def write(bound: float) -> str:
        return short_share(bound, language) if scene.kind == "share" else figure(bound, language)

    if not limits:
        values = [shade.value for shade in scene.shades.values() if known(shade.value)]
        ends = sorted({min(values), max(values)})
        return " – ".join(dict.fromkeys(value_text(end, scene.kind, language) for end in ends))
    if place == 0:
        return t("under {limit}", limit=write(limits[0]))
    if place == len(limits):
        return t("{limit} and more", limit=write(limits[-1]))
    return t("{low} to under {high}", low=write(limits[place - 1]), high=write(limits[place]))


def sentence(scene: Scene, code: str, language: Language) -> str:
    """Return a territory in a sentence: "Bretagne: 3,312 of 5,000, 66 %", with its status where it has one."""
    shade = scene.shade(code)
    t = translator(language)
    said = t("{name}: {value}", name=scene.name(code, language), value=_said(scene, shade, language))
    if shade.status in STATUSES and shade.status != NO_DATA:
        said = t("{sentence}, {remark}", sentence=said, remark=STATUSES[shade.status])
    if shade.value_status in _UNSURE:
        said = t("{sentence}, {remark}", sentence=said, remark=VALUE_STATUSES[shade.value_status])
    return said


def _said(scene: Scene, shade: Shade, language: Language) -> Message | str:
    actual, target = (value_text(amount, scene.amounts, language) for amount in (shade.actual, shade.target))
    if known(shade.actual) and known(shade.target):
        share = shade.value if scene.kind == "share" else nan
        if not known(share):
            return message("{actual} of {target}", actual=actual, target=target)
        value = value_text(share, "share", language)
        return message("{actual} of {target}, {share}", actual=actual, target=target, share=value)
    if known(shade.value):
        return value_text(shade.value, scene.kind, language)
    if known(shade.actual):
        return message("{actual}, no target", actual=actual)
    why = why_unknown(shade, language)
    return message("{reason}, target {target}", reason=why, target=target) if known(shade.target) else why


def _rounded(value: float, digits: float, kind: str) -> float:
    """Round a share to a multiple of ``digits``, a number to so many figures; at most as fine as the legend writes it."""
    if kind == "share":
        return round(round(value / digits) * digits, 2)
    figures = int(digits) - 1 - floor(log10(abs(value))) if value else 0
    return float(round(value, min(figures, 1)))
