"""Which lines of a plan count, and what is said of the others."""

from __future__ import annotations

from math import isnan

import pytest
from plans import RIGHT, lines


def test_a_right_line_is_in_the_plan_under_its_number() -> None:
    found = lines()
    assert found.findings == () and found.refused == frozenset()
    assert found.plan.lines.index.tolist() == [7]
    assert found.plan.lines.to_dict("records") == [
        {
            "origin": "SEN",
            "destination": "FRA",
            "scheme": "SC_RECIP",
            "programme_id": "NONE",
            "period": "2026-09",
            "duration_months": 8.0,
            "places": 10.0,
            "women": 6.0,
        }
    ]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"origin": "XYZ"}, "origin", "“XYZ” is no country. Write the ISO three-letter code, such as SEN"),
        ({"origin": "SNE"}, "origin", "did you mean SEN"),
        ({"destination": ""}, "destination", "is no country"),
        ({"scheme": "SC_RECIPE"}, "scheme", "There is no scheme “SC_RECIPE”. Write its code (did you mean SC_RECIP?)"),
        ({"programme_id": "WECEE"}, "programme_id", "did you mean WECCEE"),
        ({"origin": "FRA"}, "destination", "leaves and stays in FRA"),
        ({"destination": "MAR"}, "destination", "brings volunteers to France, but the destination is MAR"),
        ({"scheme": "VSI_SS"}, "scheme", "neither leaves nor reaches France"),
        ({"period": "2027-01"}, "period", "“2027-01” is no month of 2026"),
        ({"period": "2026-13"}, "period", "Write one from 2026-01 to 2026-12"),
        ({"duration_months": ""}, "duration_months", "The duration is missing"),
        ({"duration_months": "5"}, "duration_months", "5 months are 152 days; SC_RECIP asks for 180 at least"),
        ({"duration_months": "12.5"}, "duration_months", "12.5 months are 380 days; SC_RECIP allows 366 at most"),
        ({"places": "-3"}, "places", "“-3” is no number of places. Write a whole number, 0 or more"),
        ({"places": "2.5"}, "places", "is no number of places"),
        ({"places": "many"}, "places", "is no number of places"),
        ({"places": ""}, "places", "is no number of places"),
        ({"places": "inf"}, "places", "is no number of places"),
        ({"women": "11"}, "women", "11 women do not fit into 10 places"),
        ({"women": "-1"}, "women", "is no number of women"),
        ({"women": "x"}, "women", "is no number of women"),
        ({"kind": "actual"}, "kind", "write scenario on every line"),
    ],
)
def test_a_wrong_line_is_named_with_its_column_and_what_to_do(cells: dict[str, str], column: str, said: str) -> None:
    found = lines(**cells)
    assert found.plan.lines.empty and found.refused == {7}
    (finding,) = found.findings
    assert (finding.line, finding.column, finding.file, finding.severity) == (7, column, "plan.csv", "error")
    assert finding.value == {**RIGHT, **cells}[column]
    assert said in finding.message.in_language("en")


def test_what_is_not_known_may_be_left_empty_and_a_decimal_comma_is_read() -> None:
    found = lines(women="", programme_id="", duration_months="6,5")
    (row,) = found.plan.lines.to_dict("records")
    assert isnan(row["women"]) and row["programme_id"] == "NONE" and row["duration_months"] == 6.5


def test_a_scheme_without_a_rule_takes_any_length() -> None:
    assert lines(origin="SEN", destination="MAR", scheme="VSI_SS", duration_months="0.5").findings == ()
