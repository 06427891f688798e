"""Country names as people write them, to ISO alpha-3 codes. Precision before recall: unsure means unresolved."""

from __future__ import annotations

import csv
import gettext
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

import pycountry
from rapidfuzz import fuzz, process

from crossmobility.errors import BadReference
from crossmobility.i18n import LOCALES, message
from crossmobility.reference import countries, data_folder

Certainty = Literal["exact", "to_confirm", "ambiguous", "total", "region", "former", "unknown", "several", "unresolved"]

ALL_COUNTRIES: Final = "_T"
OTHER: Final = "_O"
ALIASES: Final = "country_aliases.csv"
ALIAS_KINDS: Final = ("alias", "ambiguous", "total", "region", "former", "unknown")

# Measured on 135 French variants and 447 real names: below 88, or with a second country closer than 6 points, wrong codes
# appear ("Republic of Korea" scores 88.24 against "Republic of Kenya").
CLOSE_ENOUGH: Final = 88.0
CLEAR_LEAD: Final = 6.0
# Shorter words are within one letter of too many others.
SHORTEST_GUESS: Final = 5
LONGEST_GUESS: Final = 80
MOST_GUESSES: Final = 5_000

GENERIC_WORDS: Final = (
    "republic republique rep state states etat etats democratic democratique dem people peoples s populaire islamic "
    "islamique federal federale federated federation kingdom royaume union commonwealth plurinational bolivarian "
    "principality principaute grand duchy duche sultanate sultanat cooperative arab of the de du des la le "
    "les l d and et in"
)
WORDS_OF_TOTALS: Final = "total totals totaux subtotal soustotal ensemble tous toutes all"
WORDS_OF_OTHERS: Final = (
    "other others autre autres unknown unspecified inconnu inconnus inconnue inconnues divers diverse various several "
    "plusieurs multiple"
)
ARTICLES: Final = ("the", "la", "le", "les", "l")
SEPARATORS: Final = re.compile(r"\s*(?:/|\+|&|;|,|\bet\b|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Resolution:
    """What a name stands for.

    ``code`` is an ISO alpha-3 code, ``_T``, ``_O``, or empty when the name must not be read as one country; ``candidates``
    are near codes to offer a person, never to use.
    """

    name: str
    code: str
    certainty: Certainty
    note: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Index:
    codes: frozenset[str]
    exact: Mapping[str, Resolution]
    alpha2: Mapping[str, str]
    # stripped name -> codes; a name that is no country has the code "" and so can outrank a wrong guess.
    stripped: Mapping[str, frozenset[str]] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def normalised(name: str) -> str:
    """Return a name without accents, case, punctuation, leading article; ``St`` written out."""
    plain = unicodedata.normalize(
        "NFKD", name.replace("œ", "oe").replace("Œ", "oe").replace("ı", "i").replace("&", " and ")
    )
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def resolved(names: Iterable[str]) -> dict[str, Resolution]:
    """Resolve the distinct names of one column.

    Two-letter codes count only where the column consists of them, so that ``NA`` means Namibia beside ``SN`` and ``FR`` and
    "not available" beside "Sénégal". At most 5,000 distinct names are compared letter by letter; a column with more
    misspellings than there are countries is not a country column.
    """
    distinct = list(dict.fromkeys(names))
    index = _index(data_folder())
    two_letters = sum(1 for name in distinct if name.strip() in index.alpha2)
    code_column = two_letters >= 2 and two_letters * 2 > sum(1 for name in distinct if name.strip())
    found: dict[str, Resolution] = {}
    guesses = 0
    for name in distinct:
        found[name] = _known(name, index, code_column) or _several(name, index) or Resolution(name, "", "unresolved")
        if found[name].certainty == "unresolved" and guesses < MOST_GUESSES:
            guesses += 1
            found[name] = _guess(name, index)
    return found


def resolve(name: str) -> Resolution:
    """Resolve one name on its own."""
    return resolved([name])[name]


def _known(name: str, index: _Index, code_column: bool) -> Resolution | None:
    text = name.strip()
    if text in (ALL_COUNTRIES, OTHER) or text in index.codes:
        return Resolution(name, text, "exact")
    if code_column and text in index.alpha2:
        return Resolution(name, index.alpha2[text], "exact")
    for form in _forms(text):
        key = normalised(form)
        if key in index.exact:
            known = index.exact[key]
            return Resolution(name, known.code, known.certainty, known.note)
    if text in index.alpha2:
        return Resolution(name, index.alpha2[text], "exact")
    words = set(normalised(text).split())
    if words & set(WORDS_OF_TOTALS.split()):
        return Resolution(name, "", "total")
    if words & set(WORDS_OF_OTHERS.split()):
        return Resolution(name, "", "unknown")
    return None


def _forms(text: str) -> Iterator[str]:
    yield text
    if text.count(",") == 1:
        last, first = text.split(",")
        yield f"{first.strip()} {last.strip()}"


def _several(name: str, index: _Index) -> Resolution | None:
    parts = [part for part in SEPARATORS.split(name) if part]
    if len(parts) < 2 or len(parts) > 12:
        return None
    found = [_known(part, index, code_column=False) for part in parts]
    codes = [one.code for one in found if one and one.code]
    if len(codes) == len(parts) and len(set(codes)) > 1:
        return Resolution(name, "", "several", candidates=tuple(dict.fromkeys(codes)))
    return None


def _guess(name: str, index: _Index) -> Resolution:
    key = _without_generic_words(normalised(name))
    if len(key) < SHORTEST_GUESS or len(key) > LONGEST_GUESS:
        return Resolution(name, "", "unresolved")
    best: dict[str, float] = {}
    floor = CLOSE_ENOUGH - CLEAR_LEAD
    for choice, score, _ in process.extract(key, index.choices, scorer=fuzz.ratio, score_cutoff=floor, limit=None):
        for code in index.stripped[choice]:
            best[code] = max(best.get(code, 0.0), score)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    candidates = tuple(code for code, _ in ranked[:3] if code)
    clear = (
        bool(ranked)
        and ranked[0][1] >= CLOSE_ENOUGH
        and ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else floor) >= CLEAR_LEAD
    )
    if not clear or not ranked[0][0] or not _agrees(name, ranked[0][0], index):
        return Resolution(name, "", "unresolved", candidates=candidates)
    return Resolution(name, ranked[0][0], "to_confirm", candidates=candidates[:1])


def _agrees(name: str, code: str, index: _Index) -> bool:
    """Return whether the whole name, generic words included, is nearest to the same country.

    Without generic words a misspelt long form of one Korea, Sudan or Dominica can come out nearest to the other.
    """
    nearest = process.extractOne(normalised(name), index.names, scorer=fuzz.ratio)
    return nearest is not None and index.exact[nearest[0]].code == code


def _without_generic_words(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _generic_words())


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(GENERIC_WORDS.split())


@cache
def _index(folder: Path) -> _Index:
    exact: dict[str, Resolution] = {}
    clashes: set[str] = set()
    for name, code in _published_names():
        for form in _forms(name):
            known = exact.setdefault(normalised(form), Resolution(name, code, "exact"))
            if known.code != code:
                clashes.add(normalised(form))
    for key in clashes:
        exact[key] = Resolution(key, "", "ambiguous")
    for name in _region_names():
        exact.setdefault(normalised(name), Resolution(name, "", "region"))
    for alias in _aliases(folder):
        exact[normalised(alias.name)] = alias
    stripped: dict[str, set[str]] = {}
    for key, resolution in exact.items():
        bare = _without_generic_words(key)
        if len(bare) >= SHORTEST_GUESS - 1:
            stripped.setdefault(bare, set()).add(resolution.code)
    alpha2 = {country.iso2: code for code, country in countries().items() if country.iso2}
    return _Index(
        frozenset(countries()),
        exact,
        alpha2,
        {key: frozenset(codes) for key, codes in stripped.items()},
        tuple(stripped),
        tuple(exact),
    )


def _published_names() -> Iterator[tuple[str, str]]:
    in_french = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["fr"])
    for code, country in countries().items():
        for locale in LOCALES.values():
            if country.iso2 in locale.territories:
                yield locale.territories[country.iso2], code
        iso = pycountry.countries.get(alpha_3=code)
        for kind in ("name", "official_name", "common_name"):
            name = getattr(iso, kind, None) if iso else None
            if name:
                yield name, code
                yield in_french.gettext(name), code


def _region_names() -> Iterator[str]:
    for locale in LOCALES.values():
        yield from (
            name for code, name in locale.territories.items() if code.isdigit() or code in ("EU", "EZ", "UN", "QO", "ZZ")
        )


def _aliases(folder: Path) -> Iterator[Resolution]:
    with (folder / "reference" / ALIASES).open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            code, kind = row["iso3"], row["kind"]
            if (
                kind not in ALIAS_KINDS
                or (code and code not in countries())
                or (kind == "alias") != (bool(code) and kind != "ambiguous")
            ):
                raise BadReference(
                    message(
                        "{file}, row {row}: “{alias}” has no valid code and kind.",
                        file=ALIASES,
                        row=str(number),
                        alias=row["alias"],
                    ),
                    message("Give an ISO alpha-3 code of countries.csv, or a kind that needs none."),
                )
            yield Resolution(row["alias"], code, "exact" if kind == "alias" else _kind(kind), row["note"])


def _kind(text: str) -> Certainty:
    known: dict[str, Certainty] = {
        "ambiguous": "ambiguous",
        "total": "total",
        "region": "region",
        "former": "former",
        "unknown": "unknown",
    }
    return known[text]
