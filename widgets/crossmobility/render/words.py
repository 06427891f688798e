"""The words of one page: its language, and the names of countries, schemes and programmes in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final
from unicodedata import combining, normalize

from crossmobility.domain.overview import Overview
from crossmobility.domain.selection import Corridor, Selection
from crossmobility.i18n import Language, Message, Translator, message, translator
from crossmobility.reference import country_name, programmes, schemes
from crossmobility.render.formats import BASES, STATUSES, counted, day, known, period_label

AddedNames = tuple[tuple[str, str, str], ...]
FAMILIES: Final[Mapping[str, Message]] = {
    "SC": message("Service Civique"),
    "VSI": message("International solidarity volunteering (VSI)"),
    "SOUTH_SOUTH": message("South–South volunteering"),
    "CAMP": message("International work camps"),
    "YOUTH": message("Youth projects (JSI, VVVSI)"),
    "VEC": message("Skills volunteering (VEC)"),
    "ESC": message("European Solidarity Corps"),
    "NATIONAL": message("National volunteering"),
    "OTHER": message("Other schemes"),
}


@dataclass(frozen=True)
class Words:
    """Writes names and whole sentences in one language.

    ``added``: code, name in French and name in English of the programmes a dataset adds to those of the workbook.
    """

    language: Language
    added: AddedNames = ()

    @property
    def t(self) -> Translator:
        """The translator of the page."""
        return translator(self.language)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return _country(code, self.language)

    def corridor(self, corridor: Corridor) -> str:
        """Return "Senegal → France"."""
        return f"{self.country(corridor[0])} → {self.country(corridor[1])}"

    def scheme(self, code: str, *, short: bool = True) -> str:
        """Return the name of a scheme or of a family of schemes."""
        return _scheme_names(self.language, short).get(code, code)

    def programme(self, code: str) -> str:
        """Return the name of a programme."""
        found = programmes().get(code)
        if found is not None:
            return found.name(self.language)
        own = (french if self.language == "fr" else english for one, french, english in self.added if one == code)
        return next(own, code)

    def scope(self, selection: Selection) -> str:
        """Name the schemes or programmes of a selection, "all schemes" when it has none."""
        return _scope(self, selection.schemes, selection.programmes)

    def listed(self, names: Iterable[str], most: int = 8) -> str:
        """Join names with commas, as far as they are few; say how many more there are."""
        every = list(names)
        shown = ", ".join(every[:most])
        rest = len(every) - most
        return (
            shown if rest <= 0 else self.t.plural("{names} and {count} more", "{names} and {count} more", rest, names=shown)
        )

    def basis(self, code: str, on: date | None = None) -> str:
        """Return the counting basis in words; of people present, the day when it is known."""
        if code == "stock" and on is not None:
            return self.t("volunteers present on {day}", day=day(on, self.language))
        return BASES[code].in_language(self.language) if code in BASES else code

    def flow_sentence(self, answer: Overview, corridor: Corridor, volume: float, status: str = "reported") -> str:
        """Return the whole sentence of a corridor: where, when, how many, which scheme, on which basis."""
        selection = answer.selection
        return self.t(
            "{corridor}, {period}: {count} ({scheme}, {basis}{remark})",
            corridor=self.corridor(corridor),
            period=_period(selection.period, self.language),
            count=counted(volume, selection.measure) if known(volume) else message("no number published"),
            scheme=self.scope(selection),
            basis=self.basis(selection.basis, answer.counted_on),
            remark=self.remark(selection, status),
        )

    def remark(self, selection: Selection, status: str) -> str:
        """Return what must be said beside a figure that is planned, partial, provisional or estimated."""
        words = [self.t("planned, not a result")] if selection.kind == "planned" else []
        if status in ("partial", "provisional", "estimated", "suppressed"):
            words.append(STATUSES[status].in_language(self.language))
        return "".join(f", {word}" for word in words)


# Every mark of a map says its period and its scheme: the same words hundreds of times.
_period = lru_cache(maxsize=256)(period_label)
_country = lru_cache(maxsize=1024)(country_name)


@lru_cache(maxsize=256)
def _scope(words: Words, schemes: tuple[str, ...], programmes: tuple[str, ...]) -> str:
    if programmes:
        return ", ".join(words.programme(code) for code in programmes)
    return ", ".join(words.scheme(code) for code in schemes) or words.t("all schemes")


def unaccented(name: str) -> str:
    """Return what a name is sorted by: accents and capitals do not count."""
    return "".join(letter for letter in normalize("NFD", name.casefold()) if not combining(letter))


@cache
def _scheme_names(language: Language, short: bool) -> Mapping[str, str]:
    names = {item.scheme: item.short(language) if short else item.name(language) for item in schemes().values()}
    return names | {code: label.in_language(language) for code, label in FAMILIES.items()}
