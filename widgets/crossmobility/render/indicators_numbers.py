"""Values of indicators as they are written: each unit in its own way, and fast enough for tables of many hundred cells."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from babel.numbers import format_currency

from crossmobility.domain.indicators.definitions import Definition
from crossmobility.i18n import LOCALES, Language, translator
from crossmobility.render.formats import known

_CURRENCY: Final = "EUR"


def number(value: float, language: Language, decimals: int) -> str:
    """Write a number with as many decimals as asked, grouped; unknown is "n/a".

    The same text as :func:`crossmobility.render.formats.figure` in a twentieth of the time: a tracking table holds
    thousands of numbers, and Babel reads its pattern again for each of them. Marks and spaces are CLDR's all the same.

    Examples
    --------
    >>> number(81647.0, "en", 0), number(4.04, "fr", 1), number(-1234.5, "en", 1)
    ('81,647', '4,0', '-1,234.5')
    """
    if not known(value):
        return translator(language)("n/a")
    group, mark = _signs(language)
    written = f"{round(value, decimals) + 0.0:,.{decimals}f}"
    return written.replace(",", "\0").replace(".", mark).replace("\0", group)


def percent(value: float, language: Language, decimals: int = 0) -> str:
    """Write a share of 1 as a percentage, with the space its language asks for (see :func:`number`)."""
    if not known(value):
        return translator(language)("n/a")
    return number(value * 100, language, decimals) + ("\u00a0%" if language == "fr" else "%")


def value_text(value: float, definition: Definition, language: Language) -> str:
    """Write a value of an indicator in its unit: counts whole, months with one decimal, shares in percent, euros with their sign.

    Parameters
    ----------
    value : float
        In the unit of the indicator; shares are shares of 1. NaN is written "n/a".
    """
    unit = definition.unit
    if not known(value):
        return translator(language)("n/a")
    if unit == "SHARE":
        return percent(value, language, definition.decimals)
    if unit == "EUR":
        return _euros(round(value, definition.decimals), definition.decimals, language)
    if unit == "MONTHS":
        return number(value, language, 1)
    if unit == "COUNT" and float(value).is_integer():
        return number(value, language, 0)
    return number(value, language, definition.decimals)


def short_share(value: float, language: Language) -> str:
    """Write a share as a percentage with the decimals it needs: 95 %, 12.5 %, 94.98 % (just below 95 % is not 95 %)."""
    if not known(value):
        return percent(value, language, 0)
    exact = round(100 * value, 6)
    one = round(exact, 1)
    decimals = 0 if exact == round(exact) else 2 if one == round(one) else 1
    return percent(value, language, decimals)


@cache
def _signs(language: Language) -> tuple[str, str]:
    symbols = LOCALES[language].number_symbols["latn"]
    return str(symbols["group"]), str(symbols["decimal"])


@lru_cache(maxsize=4096)
def _euros(value: float, decimals: int, language: Language) -> str:
    locale = LOCALES[language]
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    pattern = f"{digits}\u00a0¤" if language == "fr" else f"¤{digits}"
    return str(format_currency(value, _CURRENCY, format=pattern, locale=locale, currency_digits=False))
