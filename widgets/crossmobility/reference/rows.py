"""The rows of the reference tables: one dataclass a table, its fields the columns that the workbook reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crossmobility.i18n import Language


@dataclass(frozen=True)
class Country:
    """One country or territory with an ISO 3166-1 code, and Kosovo (XKX, XK, no number).

    ``region`` and ``subregion`` are UN M49 codes, empty for Antarctica. ``oda_list`` dates the list behind ``is_oda``.
    ``lon``, ``lat`` in degrees and ``x``, ``y`` in the units of :func:`world` are one point: where the label belongs.
    ``polygon`` is false when :func:`world` has no outline; ``small`` says that the country needs a mark at world scale.
    """

    iso3: str
    iso2: str
    numeric: str
    region: str
    subregion: str
    un_member: bool
    is_oda: bool
    oda_list: str
    is_eea_ch: bool
    lon: float
    lat: float
    x: float
    y: float
    polygon: bool
    small: bool


@dataclass(frozen=True)
class World:
    """Country outlines of one level of detail.

    ``outlines`` holds SVG path data per key, in whole units, y downwards. A key is an ISO alpha-3 code, or ``-`` and
    three letters for land without one: no name, no mark. ``bounds`` is the box (x0, y0, x1, y1) of a key's main land:
    far possessions and what lies beyond the antimeridian are outside, so that it suits a view of the country.
    """

    projection: str
    outlines: Mapping[str, str]
    bounds: Mapping[str, tuple[int, int, int, int]]
    width: float
    height: float


@dataclass(frozen=True)
class Scheme:
    """One volunteering scheme; reciprocity is computed within its ``family``.

    ``planned_days_min`` and ``planned_days_max`` bound the planned length in days, both ends counted; ``age_bands`` lists
    the bands admitted. None, or empty, where no rule is stated; ``rule_citation`` says where the rules are.
    """

    scheme: str
    family: str
    name_fr: str
    name_en: str
    short_fr: str
    short_en: str
    planned_days_min: int | None
    planned_days_max: int | None
    age_bands: tuple[str, ...]
    rule_citation: str

    def name(self, language: Language) -> str:
        """Return the full name in ``language``."""
        return self.name_fr if language == "fr" else self.name_en

    def short(self, language: Language) -> str:
        """Return the name for narrow places in ``language``."""
        return self.short_fr if language == "fr" else self.short_en


@dataclass(frozen=True)
class Programme:
    """One programme of the mission, by the code its placements carry.

    ``design`` is a code of the list of the same name; flows arrive in and leave ``reference_country``; ``default_scheme``
    is empty when its placements have no usual scheme. What follows is what its sources publish, empty where they say
    nothing: ``started`` and ``ended`` are periods as precise as they are, ``sdg_focus`` the goals a source names as its own.
    """

    programme_id: str
    name_fr: str
    name_en: str
    design: str
    reference_country: str
    default_scheme: str
    lead_fr: str = ""
    lead_en: str = ""
    funders_fr: tuple[str, ...] = ()
    funders_en: tuple[str, ...] = ()
    started: str = ""
    ended: str = ""
    purpose_fr: str = ""
    purpose_en: str = ""
    sdg_focus: tuple[str, ...] = ()
    citation: str = ""

    def name(self, language: Language) -> str:
        """Return the name in ``language``."""
        return self.name_fr if language == "fr" else self.name_en

    def lead(self, language: Language) -> str:
        """Return who runs it, in ``language``; empty when no source says."""
        return self.lead_fr if language == "fr" else self.lead_en

    def funders(self, language: Language) -> tuple[str, ...]:
        """Return who funds or supports it, in ``language``; empty when no source says."""
        return self.funders_fr if language == "fr" else self.funders_en

    def purpose(self, language: Language) -> str:
        """Return what it is for, in one sentence in ``language``; empty when no source says."""
        return self.purpose_fr if language == "fr" else self.purpose_en


@dataclass(frozen=True)
class Break:
    """One event after which a series no longer compares with what came before.

    ``to_on`` is None while it lasts. Empty ``countries`` or ``schemes`` mean all; ``schemes`` may name a family.
    ``closes_corridor`` says that placements from or to these countries could not go on as usual while it lasted.
    """

    break_id: str
    from_on: date
    to_on: date | None
    countries: tuple[str, ...]
    schemes: tuple[str, ...]
    label_fr: str
    label_en: str
    note_fr: str
    note_en: str
    citation: str
    closes_corridor: bool

    def label(self, language: Language) -> str:
        """Return what happened, in a word or two, in ``language``."""
        return self.label_fr if language == "fr" else self.label_en

    def note(self, language: Language) -> str:
        """Return what happened and how well its dates are known, in ``language``."""
        return self.note_fr if language == "fr" else self.note_en


@dataclass(frozen=True)
class Code:
    """One code of a list, as files write it, and what it means."""

    list: str
    code: str
    label_fr: str
    label_en: str
    order: int

    def label(self, language: Language) -> str:
        """Return what the code means, in ``language``."""
        return self.label_fr if language == "fr" else self.label_en
