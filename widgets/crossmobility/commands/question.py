"""What ``crossmobility flows`` was asked, checked against what there is."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import pandas as pd

from crossmobility import reference
from crossmobility.domain.bands import AGREEMENT_COLUMNS
from crossmobility.domain.flows import count_once, selected
from crossmobility.domain.periods import lies_within, period, periods_of
from crossmobility.domain.placements import COUNTED_BASES
from crossmobility.errors import BadRequest
from crossmobility.i18n import Language, message
from crossmobility.release.figures import DatasetInfo, Figures
from crossmobility.release.suggestions import unknown

DEFAULT_KEYS: Final = ("origin", "destination")
EVENT_BASES: Final = ("started", "ended")
APART: Final = ("period", "scheme", "programme")
"""Keys that put side by side what would otherwise be one inside the other."""


@dataclass(frozen=True)
class Question:
    """One question to one or several datasets; empty means no restriction. ``keys`` empty: the default keys."""

    period: str | None = None
    basis: str | None = None
    kind: str = "actual"
    scheme: str | None = None
    programme: str | None = None
    source: str | None = None
    reference: str | None = None
    keys: tuple[str, ...] = ()
    mix_schemes: bool = False


@dataclass(frozen=True, eq=False)
class Chosen:
    """The rows of one dataset that answer a question.

    ``rows`` may be added together (one row per statement); ``inside`` are left out of the sum because another row of the
    selection contains them. ``keys`` are what the answer is split by, ``added_period`` whether we had to split by period.
    ``last_period`` is the last one of the selection (empty: none has a date), ``agreements`` are those the answer may be judged by;
    ``names_a_scheme`` says whether the question did (a programme is of a scheme too), ``mixes_schemes`` whether balances over
    different families of schemes were asked for.
    """

    dataset: DatasetInfo
    rows: pd.DataFrame
    inside: pd.DataFrame
    keys: tuple[str, ...]
    reference: str
    added_period: bool = False
    agreements: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=AGREEMENT_COLUMNS))
    last_period: str = ""
    names_a_scheme: bool = False
    mixes_schemes: bool = False

    @property
    def absent_is_zero(self) -> bool:
        """Whether every row was counted from all placements, so that a direction without a row has nobody in it."""
        counted = self.rows["basis"].isin(COUNTED_BASES) & (self.rows["kind"] == "actual")
        return self.dataset.complete and bool(counted.all())


def question_in(arguments: argparse.Namespace, figures: Figures) -> Question:
    """Return the question a command line asks, each value known to exist in the figures or in the reference tables."""
    flows = figures.flows
    _check_keys(arguments.by or ())
    _check_mixing(arguments)
    if arguments.period is not None:
        _check_period(arguments.period, flows)
    _check_scheme(arguments.scheme, flows)
    _check_value(arguments.programme, flows, "programme", "--programme")
    _check_value(arguments.source, flows, "source", "--source")
    return Question(
        period=arguments.period,
        basis=arguments.basis,
        kind=arguments.kind,
        scheme=arguments.scheme,
        programme=arguments.programme,
        source=arguments.source,
        reference=_country(arguments.reference),
        keys=arguments.by or (),
        mix_schemes=arguments.mix_schemes,
    )


def families() -> Mapping[str, str]:
    """Return the family of each scheme; reciprocity and ``--scheme`` know both."""
    return {scheme.scheme: scheme.family for scheme in reference.schemes().values()}


def chosen_rows(figures: Figures, dataset: DatasetInfo, question: Question) -> Chosen:
    """Return the rows of one dataset that answer ``question``, those that may be added apart from those inside them."""
    every = figures.rows(dataset.name)
    wanted = selected(
        every,
        period=question.period,
        basis=question.basis,
        kind=question.kind,
        schemes=(question.scheme,) if question.scheme else (),
        programmes=(question.programme,) if question.programme else (),
        source=question.source,
        families=families(),
    )
    # Unasked, figures that do not add over their periods are shown by period; asked for, a note says what to make of it.
    split = not question.keys and not periods_add(wanted)
    keys = (*(question.keys or DEFAULT_KEYS), *(("period",) if split else ()))
    added = count_once(wanted, apart=[key for key in APART if key in keys], among=every)
    inside = wanted[~wanted.index.isin(added.index)]
    of_programmes = bool(question.programme) or "programme" in keys
    return Chosen(
        dataset=dataset,
        rows=added,
        inside=inside,
        keys=keys,
        reference=question.reference or dataset.reference_country,
        added_period=split,
        # An agreement is about a scheme: a programme, which is a part of it, is not judged by it.
        agreements=figures.agreements_of(dataset.name).iloc[: 0 if of_programmes else None],
        last_period=_last(_of_period(every, question) if dataset.complete else wanted),
        names_a_scheme=bool(question.scheme or question.programme) or bool({"scheme", "programme"} & set(keys)),
        mixes_schemes=question.mix_schemes,
    )


def _of_period(every: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Return what complete data hold of a period, whatever the scheme: a year in which nobody went is a year too."""
    return selected(every, period=question.period, kind=question.kind, families={})


def _last(rows: pd.DataFrame) -> str:
    """Return the period of ``rows`` that ends last."""
    return max(filter(None, periods_of(rows)), key=lambda text: period(text).end, default="")


def periods_add(rows: pd.DataFrame) -> bool:
    """Say whether rows may be added over their periods: one period, or events (started, ended) of disjoint periods.

    People present in two periods would be counted twice; where the source does not say what it counts, they may be.
    """
    return all(
        part["period"].nunique() < 2 or (basis in EVENT_BASES and _disjoint(periods_of(part)))
        for basis, part in rows.groupby("basis")
    )


def _disjoint(texts: Sequence[str]) -> bool:
    if "" in texts:
        return False
    spans = [period(text) for text in texts]
    return all(first.end < second.start for first, second in pairwise(spans))


def _check_keys(keys: Sequence[str]) -> None:
    beside = [key for key in keys if key in _ENDS]
    if "pair" in keys and beside:
        raise BadRequest(
            message("--by cannot have both “pair” and “{key}”.", key=beside[0]),
            message("A pair is two countries without direction; with it go period, scheme and programme."),
        )


def _check_mixing(arguments: argparse.Namespace) -> None:
    if arguments.mix_schemes and "pair" not in (arguments.by or ()):
        raise BadRequest(
            message("--mix-schemes needs --by pair."),
            message("It computes balance and ratio where different families of schemes are added."),
        )


def _check_period(text: str, flows: pd.DataFrame) -> None:
    period(text)
    known = [each for each in periods_of(flows) if each]
    if not any(lies_within(each, text) for each in known):
        raise unknown(message("There is no figure for the period {period}.", period=text), text, known)


def _check_scheme(code: str | None, flows: pd.DataFrame) -> None:
    if code is None:
        return
    by_scheme = families()
    present = sorted(set(flows["scheme"]) - {"_T"})
    of_families = sorted({by_scheme[each] for each in present if each in by_scheme})
    if code not in {*by_scheme, *by_scheme.values(), *present}:
        known = list(dict.fromkeys([*present, *of_families]))
        raise unknown(message("There is no scheme “{value}”.", value=code), code, known)


def _check_value(value: str | None, flows: pd.DataFrame, column: str, option: str) -> None:
    if value is None:
        return
    known = sorted(set(flows[column]) - {"", "_T"})
    if value not in known:
        raise unknown(message("{option}: there is no “{value}” in these data.", option=option, value=value), value, known)


def _country(text: str | None) -> str | None:
    """Return the code of a country given as a code; a name is not guessed, only suggested."""
    if text is None:
        return None
    known = reference.countries()
    code = text.upper()
    if code in known:
        return code
    names = {_folded(reference.country_name(each, language)): each for each in known for language in _BOTH}
    meant = names.get(_folded(text))
    if meant is not None:
        raise BadRequest(
            message("“{value}” is not a country code.", value=text),
            message("Write --reference {code}.", code=meant),
        )
    raise unknown(message("“{value}” is not a country code.", value=text), code, list(known))


def _folded(text: str) -> str:
    return text.casefold().strip()


_ENDS: Final = ("origin", "destination", "origin_region", "destination_region")
_BOTH: Final[tuple[Language, ...]] = ("fr", "en")
