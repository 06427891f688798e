from __future__ import annotations

import pytest

from crossmobility.render.formats import counted, day, figure, period_label, share


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("2019", "2019", "2019"),
        ("2019-H1", "1er semestre 2019", "first half of 2019"),
        ("2019-Q3", "T3 2019", "Q3 2019"),
        ("2019-07", "juillet 2019", "July 2019"),
        ("2015-11-01/2016-06-30", "nov. 2015 – juin 2016", "Nov 2015 – Jun 2016"),
        ("2017-01-01/2022-12-31", "2017–2022", "2017–2022"),
        ("2019-03-01/2019-03-15", "1er mars 2019 – 15 mars 2019", "1 March 2019 – 15 March 2019"),
        ("", "sans date", "undated"),
    ],
)
def test_a_period_is_written_as_each_language_does(text: str, french: str, english: str) -> None:
    assert (period_label(text, "fr"), period_label(text, "en")) == (french, english)


def test_an_unknown_figure_is_not_zero() -> None:
    assert figure(float("nan"), "fr") == "n.\u00a0d."
    assert figure(float("nan"), "en") == "n/a"
    assert figure(0.0, "fr") == "0"


def test_figures_and_shares_use_the_marks_of_their_language() -> None:
    assert (figure(2059, "fr"), figure(2059, "en")) == ("2\u202f059", "2,059")
    assert (figure(0.95703, "fr"), figure(0.95703, "en")) == ("1,0", "1.0")
    assert (share(0.5363, "fr", 1), share(0.5363, "en", 1)) == ("53,6\u00a0%", "53.6%")


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    assert (day("2025-03-01", "fr"), day("2025-03-01", "en")) == ("1er mars 2025", "1 March 2025")


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 volontaire", "0 volunteers"),
        (1, "1 volontaire", "1 volunteer"),
        (1.5, "1,5 volontaire", "1.5 volunteers"),
        (11, "11 volontaires", "11 volunteers"),
    ],
)
def test_one_and_a_half_is_singular_in_french_and_plural_in_english(count: float, french: str, english: str) -> None:
    assert counted(count, "placements").in_language("fr") == french
    assert counted(count, "placements").in_language("en") == english
