"""What a page is about: one frozen value that everything on the page follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crossmobility.i18n import Language

Direction = Literal["in", "out", "both", "between"]
Measure = Literal["placements", "volunteer_months"]
Kind = Literal["actual", "planned"]
Corridor = tuple[str, str]


@dataclass(frozen=True)
class Selection:
    """The one selection of a page.

    Attributes
    ----------
    dataset : str
        Name of a dataset of the release.
    period : str
        A period as the data write it; empty means undated statements.
    window : str
        How many years up to and including ``period`` are added, where a page looks back: 1, 3 or 5.
    against : str
        The period it is compared with, or empty.
    basis : str
        started, active, stock, ended or not_stated. Figures of two bases are never added.
    measure : str
        What is counted: placements or volunteer-months.
    kind : str
        Counts of what happened (actual) or of what was intended (planned).
    direction : str
        Seen from ``reference``: in, out, both, or between (neither end is the reference country).
    reference : str
        ISO alpha-3 code of the country from which in and out are seen.
    schemes, programmes : tuple of str
        Scheme or family codes and programme codes; empty means all.
    countries : tuple of str
        Countries looked at; empty means all.
    corridor : tuple of str
        Origin and destination of the corridor looked at, or empty.
    indicator : str
        Code of the indicator looked at, or empty.
    territory : str
        Level of the territories looked at, such as region, or empty.
    language : str
        Language of the page.
    """

    dataset: str = ""
    period: str = ""
    window: str = "1"
    against: str = ""
    basis: str = ""
    measure: Measure = "placements"
    kind: Kind = "actual"
    direction: Direction = "in"
    reference: str = "FRA"
    schemes: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    corridor: Corridor | tuple[()] = ()
    indicator: str = ""
    territory: str = ""
    language: Language = "fr"
