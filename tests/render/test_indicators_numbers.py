from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indicators_pages import NAN, definition

from crossmobility.i18n import LANGUAGES
from crossmobility.render.formats import figure, share
from crossmobility.render.indicators_numbers import number, percent, short_share, value_text

amounts = st.floats(min_value=-1e9, max_value=1e9).filter(lambda value: abs(value) >= 0.5 or value == 0)


@given(amounts, st.integers(0, 2), st.sampled_from(LANGUAGES))
def test_the_fast_writer_writes_what_babel_writes(value: float, decimals: int, language: str) -> None:
    assert number(value, language, decimals) == figure(value + 0.0, language, decimals)
    assert percent(value, language, decimals) == share(value + 0.0, language, decimals)


def test_nothing_is_ever_minus_zero() -> None:
    assert number(-0.2, "en", 0) == "0"
    assert percent(-0.0001, "fr", 1) == "0,0\u00a0%"


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "english", "french"),
    [
        ("COUNT", 0, 81_647.0, "81,647", "81\u202f647"),
        ("COUNT", 1, 2.5, "2.5", "2,5"),
        ("MONTHS", 0, 961.577, "961.6", "961,6"),
        ("SHARE", 1, 0.592, "59.2%", "59,2\u00a0%"),
        ("SHARE", 0, 1.3333, "133%", "133\u00a0%"),
        ("RATIO", 2, 0.9, "0.90", "0,90"),
        ("DAYS", 0, 27.4, "27", "27"),
        ("EUR", 0, 1234.5, "€1,234", "1\u202f234\u00a0€"),
        ("EUR", 2, 1234.5, "€1,234.50", "1\u202f234,50\u00a0€"),
        ("RATE", 1, 2.19, "2.2", "2,2"),
    ],
)
def test_each_unit_is_written_its_own_way(unit: str, decimals: int, value: float, english: str, french: str) -> None:
    each = definition(unit=unit, decimals=decimals)
    assert value_text(value, each, "en") == english
    assert value_text(value, each, "fr") == french


def test_an_unknown_value_is_not_a_zero() -> None:
    assert value_text(NAN, definition(unit="EUR"), "en") == "n/a"
    assert value_text(NAN, definition(unit="SHARE"), "fr") == "n.\u00a0d."
    assert value_text(0.0, definition(unit="SHARE", decimals=1), "en") == "0.0%"


def test_a_threshold_has_the_decimals_it_needs() -> None:
    assert [short_share(value, "en") for value in (0.95, 0.125, 0.7108, 1.0)] == ["95%", "12.5%", "71.1%", "100%"]
