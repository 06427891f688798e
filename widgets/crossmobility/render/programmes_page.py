"""What the programmes page knows: whom it is about, and one table per question it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

from crossmobility.domain.breaks import Marked
from crossmobility.domain.indicators.definitions import Definition
from crossmobility.domain.selection import Selection
from crossmobility.domain.totals import Totals
from crossmobility.reference import Programme, ProgrammeCountry, ProgrammeEdition
from crossmobility.render.flows_page import DatasetText
from crossmobility.render.words import Words

SubjectKind = Literal["all", "programme", "scheme", "country"]
FRAME: Final = pd.DataFrame


@dataclass(frozen=True)
class Subject:
    """Whom the page is about: every programme side by side, or one programme, scheme (or family of schemes) or country.

    ``reference`` is the country from which in and out are seen; ``design`` the code of a programme's design, else empty.
    """

    kind: SubjectKind = "all"
    code: str = ""
    reference: str = "FRA"
    design: str = ""


@dataclass(frozen=True)
class ProgrammesOffer:
    """What can be chosen: years, who has a page, and the countries a country may be seen with."""

    periods: tuple[str, ...]
    programmes: tuple[str, ...]
    schemes: tuple[str, ...]
    countries: tuple[str, ...]
    references: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ProgrammesPage:
    """Everything one state of the page shows; tables without rows where there is nothing.

    Attributes
    ----------
    flows : DataFrame
        Flow rows (``FLOW_COLUMNS``) of the subject: every period and basis.
    rows, corridors : DataFrame
        Flow rows of the subject in the selected period, one basis, counted once; and the corridors they make.
    totals : Totals
        What they add up to, seen from the subject's reference country.
    course : DataFrame
        One row per year: ``period``, ``forward``, ``back``, ``status`` (and ``between``, ``local``).
    editions, funnel, goals, organisations, reach, compared : DataFrame
        See ``domain.programmes``: ``EDITION_COLUMNS``, ``FUNNEL_COLUMNS``, ``GOAL_COLUMNS``, ``ORGANISATION_COLUMNS`` (of the
        subject's scope, every year, both roles), ``REACH_COLUMNS``, ``COMPARED_COLUMNS``.
    basis : str
        On which basis ``rows`` are counted.
    largest : float
        The largest corridor of any period: the scale of the map.
    year : str
        The year of what cannot be said of all years together (indicators, a country's answers).
    pairings : DataFrame
        One row an edition (``PAIRING_COLUMNS``).
    tracked : DataFrame
        The tracking table of the subject's scope and period (``TRACKED_COLUMNS``).
    marks : sequence of Marked
        Breaks of the years shown that touch the subject.
    answers : mapping
        The country page and the manager's page: one entry per question, by its short name (see ``domain.programmes.country``
        and ``director``).
    """

    selection: Selection
    subject: Subject
    offer: ProgrammesOffer
    datasets: Sequence[DatasetText]
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    programme: Programme | None = None
    entries: Sequence[ProgrammeEdition] = ()
    countries: Sequence[ProgrammeCountry] = ()
    flows: pd.DataFrame = field(default_factory=FRAME)
    rows: pd.DataFrame = field(default_factory=FRAME)
    corridors: pd.DataFrame = field(default_factory=FRAME)
    totals: Totals | None = None
    basis: str = "started"
    largest: float = 0.0
    year: str = ""
    course: pd.DataFrame = field(default_factory=FRAME)
    editions: pd.DataFrame = field(default_factory=FRAME)
    funnel: pd.DataFrame = field(default_factory=FRAME)
    goals: pd.DataFrame = field(default_factory=FRAME)
    organisations: pd.DataFrame = field(default_factory=FRAME)
    reach: pd.DataFrame = field(default_factory=FRAME)
    pairings: pd.DataFrame = field(default_factory=FRAME)
    compared: pd.DataFrame = field(default_factory=FRAME)
    tracked: pd.DataFrame = field(default_factory=FRAME)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    marks: Sequence[Marked] = ()
    multiples: pd.DataFrame = field(default_factory=FRAME)
    answers: Mapping[str, object] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the page."""
        return Words(self.selection.language, self.dataset.programmes)

    @property
    def dataset(self) -> DatasetText:
        """What is known of the dataset shown."""
        return next(each for each in self.datasets if each.name == self.selection.dataset)
