"""Words, numbers and names in French and English, from the gettext catalogues and Babel's CLDR.

English source strings are the message keys. ``message`` and ``plural_message`` keep a sentence with its values until
somebody knows the reader's language; a :class:`Translator` turns them, and plain sentences, into text.
"""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

Language = Literal["fr", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LOCALES: Final[Mapping[Language, Locale]] = {"fr": Locale("fr", "FR"), "en": Locale("en", "GB")}
CATALOGUES: Final = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Message:
    """A sentence of the catalogues with its values, not yet in a language."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: float = 1

    def in_language(self, language: Language) -> str:
        """Return the sentence in ``language``, numbers formatted, nested messages translated."""
        t = translator(language)
        if self.plural is None:
            return t(self.text, **self.values)
        return t.plural(self.text, self.plural, self.count, **self.values)


def message(text: str, /, **values: object) -> Message:
    """Keep a catalogue sentence and its values for later translation."""
    return Message(text, values)


def plural_message(one: str, many: str, count: float, /, **values: object) -> Message:
    """Keep a sentence whose form depends on ``count``, which fills ``{count}``."""
    return Message(one, values, many, count)


class Translator:
    """Turns catalogue sentences into one language: ``t("{n} rows", n=3)``."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self._catalogue = _catalogue(language)

    def __call__(self, text: str, /, **values: object) -> str:
        return self._filled(str(self._catalogue.gettext(text)) if text else "", values)

    def plural(self, one: str, many: str, count: float, /, **values: object) -> str:
        """Return the form that ``count`` asks for; ``{count}`` in it is the formatted count."""
        # gettext wants a whole number; 1.5 volunteers take the plural in English and the singular in French.
        whole = int(count) if self.language == "fr" or float(count).is_integer() else 2
        return self._filled(self._catalogue.ngettext(one, many, whole), {"count": count, **values})

    def number(self, value: float, decimals: int | None = None) -> str:
        """Write a number as this language does; ``decimals`` fixes the digits after the mark."""
        if 0 <= value < 1000 and not decimals and not isinstance(value, bool) and value == int(value):
            return str(int(value))  # the same in both languages, and a page writes hundreds of them
        pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        return text.format_map({key: self._word(value) for key, value in values.items()}) if values else text

    def _word(self, value: object) -> str:
        if isinstance(value, Message):
            return value.in_language(self.language)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return str(value)


@cache
def translator(language: Language) -> Translator:
    """Return the translator of ``language`` (``"fr"`` or ``"en"``)."""
    return Translator(language)


def territory_name(alpha2: str, language: Language) -> str:
    """Return CLDR's name of a territory, or its code when CLDR has none."""
    return str(LOCALES[language].territories.get(alpha2, alpha2))


def language_from(value: str | None, default: Language = "en") -> Language:
    """Return the language a locale name such as ``fr_FR.UTF-8`` asks for, else ``default``."""
    wanted = (value or "")[:2].lower()
    return next((language for language in LANGUAGES if language == wanted), default)


def system_language() -> Language:
    """Return the language of the environment (``LC_ALL``, ``LC_MESSAGES``, ``LANG``), English when it names none of ours."""
    return language_from(next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), None))


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    source = CATALOGUES / language / "LC_MESSAGES" / "crossmobility.po"
    with source.open("rb") as lines:
        catalogue = read_po(lines, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
