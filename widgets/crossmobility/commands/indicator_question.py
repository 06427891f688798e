"""What ``crossmobility indicators`` was asked, checked against what there is."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from crossmobility.domain.countries import ALL
from crossmobility.domain.indicators.definitions import Definition, StatusRule
from crossmobility.domain.periods import in_order, may_overlap, period
from crossmobility.i18n import message
from crossmobility.release.figures import DatasetInfo, Figures
from crossmobility.release.suggestions import unknown


@dataclass(frozen=True, eq=False)
class Stated:
    """The values of one dataset, the definitions and thresholds to read them by, and the day."""

    dataset: DatasetInfo
    values: pd.DataFrame
    definitions: Mapping[str, Definition]
    rules: Mapping[str, StatusRule]

    @property
    def as_of(self) -> date:
        """The day on which is judged."""
        return date.fromisoformat(self.dataset.as_of)


@dataclass(frozen=True)
class Question:
    """What was asked; ``None`` is no restriction."""

    programme: str | None
    scheme: str | None
    period: str | None
    indicator: str | None


def stated_in(figures: Figures) -> list[Stated]:
    """Return the values of each dataset of the figures."""
    return [
        Stated(
            dataset,
            figures.values_of(dataset.name),
            figures.definitions_of(dataset.name),
            figures.rules_of(dataset.name),
        )
        for dataset in figures.datasets
    ]


def question_in(arguments: argparse.Namespace, every: Sequence[Stated]) -> Question:
    """Return the question a command line asks, each word known to occur among the values."""
    values = pd.concat([stated.values[["indicator", "programme", "scheme", "period"]] for stated in every])
    for name in ("programme", "scheme", "indicator"):
        wanted = getattr(arguments, name)
        known = sorted({str(each) for each in values[name].unique()} - {ALL})
        if wanted is not None and wanted not in (*known, ALL):
            problem = message("{option}: there is no “{value}” in these data.", option=f"--{name}", value=wanted)
            raise unknown(problem, wanted, known)
    if arguments.period is not None:
        _check_period(arguments.period, [str(each) for each in values["period"].unique()])
    return Question(arguments.programme, arguments.scheme, arguments.period, arguments.indicator)


def _check_period(text: str, known: Sequence[str]) -> None:
    kind = period(text).kind
    if any(may_overlap(each, text) for each in known if each):
        return
    every = [each for each in in_order(known) if each]
    alike = [each for each in every if period(each).kind == kind]
    raise unknown(message("There is no figure for the period {period}.", period=text), text, alike or every)
